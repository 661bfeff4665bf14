package personal

import (
	"strings"
	"testing"
)

// The numbers are made up; the identity numbers have the right check character.
const (
	someone   = "11010519491231002X" // the standard's own example
	another   = "440524188001010014"
	telephone = "13800138000"
)

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		line string
		want string // as masked, joined by blanks
	}{
		{"身份证号：" + someone, "110*************2X"},
		{"身份证号：" + another + "，", "440*************14"},
		{"11010519491231002x", "110*************2X"},
		{"１１０１０５１９４９１２３１００２Ｘ", "110*************2X"},
		{"110105 19491231 002X", "110*************2X"},
		{"110105-19491231-002X", "110*************2X"},
		{"1101\u200b0519491231002X", "110*************2X"},
		{"|张三|" + someone + "|", "110*************2X"},
		{someone + " " + another, "110*************2X 440*************14"},
		{"110105194912310021", ""},        // another check character
		{"110105194913310021", ""},        // no 13th month
		{"110105194902290029", ""},        // no such day
		{"110105179912310024", ""},        // a birth in 1799
		{"1" + someone, ""},               // a longer run of digits
		{someone + "0", ""},               // and after it
		{"A" + someone, ""},               // a longer run of letters
		{"sha256:" + someone + "abc", ""}, // as in a fingerprint

		{"联系电话 13800138000", "138******00"},
		{"13800138000", "138******00"},
		{"19912345678。", "199******78"},
		{"１３８００１３８０００", "138******00"},
		{"138-0013-8000", "138******00"},
		{"138－0013－8000", "138******00"},
		{"138 0013 8000", "138******00"},
		{"138　0013　8000", "138******00"},
		{"138 - 0013 - 8000", "138******00"},
		{"1380013 8000", "138******00"},
		{"138 00138000", "138******00"},
		{"1380-013-8000", "138******00"},
		{"138\u200b0013\u200b8000", "138******00"},
		{"+8613800138000", "138******00"},
		{"+86 138 0013 8000", "138******00"},
		{"（+86）13800138000", "138******00"},
		{"86-13800138000", "138******00"},
		{"008613800138000", "138******00"},
		{"13800138000/13900139000", "138******00 139******00"},
		{"13800138000 万工", "138******00"},
		{"12800138000", ""},             // no mobile number begins with 12
		{"20800138000", ""},             // nor with 2
		{"1380013800", ""},              // ten digits
		{"138001380001", ""},            // twelve
		{"138-0013-80001", ""},          // twelve, with hyphens
		{"8613800138000", ""},           // a run of thirteen
		{"91330500MA13800138", ""},      // a credit code
		{"13800138000P", ""},            // letters after it
		{"a13800138000", ""},            // as in a commit's hash
		{"13800138000元", ""},            // an amount
		{"13800138000 元", ""},           // an amount
		{"13800138000万元", ""},           // an amount
		{"13800138000.00", ""},          // an amount
		{"¥13800138000", ""},            // an amount
		{"0.13800138000", ""},           // a fraction
		{"HT-13800138000", ""},          // a contract's number
		{"ZHZF_13800138000", ""},        // a contract's number
		{"13800138000-01", ""},          // a contract's number
		{"合同编号：13800138000", ""},        // a contract's number
		{`number = "13800138000"`, ""},  // a contract's number
		{`contract= "13800138000"`, ""}, // a contract's number
		{"", ""},
	} {
		var got []string
		for _, n := range Find([]byte(tt.line)) {
			got = append(got, n.Masked)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("Find(%q) = %q, want %q", tt.line, s, tt.want)
		}
	}
}

// Any other check character than the right one is found out.
func TestFindHoldsIdentityNumbersToTheirCheckCharacter(t *testing.T) {
	for _, c := range "0123456789X" {
		number := someone[:17] + string(c)
		if got := len(Find([]byte(number))); (got == 1) != (number == someone) {
			t.Errorf("Find(%q) finds %d", number, got)
		}
	}
}

func TestFindTellsKindAndPlace(t *testing.T) {
	got := Find([]byte("联系人\r\n电话：１３８-0013-8000，身份证 " + someone + "\n"))
	if len(got) != 2 {
		t.Fatalf("Find finds %d numbers, want 2", len(got))
	}
	if n := got[0]; n.Kind != Mobile || n.Span.Line != 2 || n.Span.Column != 4 || n.Span.Width != 13 {
		t.Errorf("the first is %+v, want a mobile number at 2:4, 13 wide", n)
	}
	if n := got[1]; n.Kind != Identity || n.Span.Line != 2 || n.Span.Column != 22 || n.Span.Width != 18 {
		t.Errorf("the second is %+v, want an identity number at 2:22, 18 wide", n)
	}
}

func TestMask(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"没有号码", "没有号码"},
		{"金额 13800138000元", "金额 13800138000元"},
		{"没有“13800138000”这个专家", "没有“138******00”这个专家"},
		{"张三 138-0013-8000 与 " + someone + " 一行", "张三 138******00 与 110*************2X 一行"},
		{"\xff " + telephone, "\uFFFD 138******00"},
	} {
		if got := Mask(tt.line); got != tt.want {
			t.Errorf("Mask(%q) = %q, want %q", tt.line, got, tt.want)
		}
	}
}

// FuzzFind holds that any bytes are read without harm, that numbers are on lines that there are, and that what is
// masked shows five characters of a number at most.
// FuzzFind holds that any bytes are read without harm, that numbers are where there is text and are masked, and that the
// quick look misses none.
func FuzzFind(f *testing.F) {
	f.Add([]byte("138+8613800138000 1３８-\u2009００\u200b１３　８000 ，１３８，００"))
	f.Add([]byte("电话 138-0013-8000\n身份证 " + someone + "\xff\xfe"))
	f.Add([]byte("+8613800138000 １３８００１３８０００"))
	f.Fuzz(func(t *testing.T, text []byte) {
		lines := strings.Split(string(text), "\n")
		for _, line := range lines {
			if !mayHaveNumber([]byte(line)) && findInLine(line) != nil {
				t.Fatalf("the quick look misses a number in %q", line)
			}
		}
		for _, n := range Find(text) {
			if n.Span.Line < 1 || int(n.Span.Line) > len(lines) {
				t.Fatalf("a number on line %d of %d", n.Span.Line, len(lines))
			}
			runes := []rune(lines[n.Span.Line-1])
			start := int(n.Span.Column) - 1
			if start < 0 || n.Span.Width < fewestDigits || start+int(n.Span.Width) > len(runes) {
				t.Fatalf("a number at %+v in %q", n.Span, string(runes))
			}
			if kept := strings.Trim(n.Masked, "*"); len(strings.ReplaceAll(kept, "*", "")) != 5 {
				t.Fatalf("masked as %q", n.Masked)
			}
			if masked := Mask(lines[n.Span.Line-1]); strings.Contains(masked, string(runes[start:start+int(n.Span.Width)])) &&
				strings.Count(string(runes), string(runes[start:start+int(n.Span.Width)])) == 1 {
				t.Fatalf("Mask(%q) = %q", string(runes), masked)
			}
		}
	})
}

func TestMaskText(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"第一行\n电话 13800138000\n" + someone + "\n", "第一行\n电话 138******00\n" + Mask(someone) + "\n"},
		{"13800\n138000", "13800\n138000"},
		{"", ""},
	} {
		if got := string(MaskText([]byte(tt.text))); got != tt.want {
			t.Errorf("MaskText(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}
