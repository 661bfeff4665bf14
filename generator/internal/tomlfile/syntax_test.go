package tomlfile

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/project"
)

// refused is a document that is no TOML, and where the fault is: line:column+width.
type refused struct{ document, at string }

// refusals are, by message, what TOML does not allow.
var refusals = []struct {
	problem, hint string
	documents     []refused
}{
	{"双引号里的反斜杠后面写法不对", "反斜杠要写两个，或改用单引号", []refused{
		{`a = "\e"`, "1:6+2"}, {`a = "\x41"`, "1:6+2"}, {`"\x41" = 1`, "1:2+2"}, {`["\e"]`, "1:3+2"}, {`a = "\q"`, "1:6+2"}, {`a = "\`, "1:6+1"},
		{`a = """\ x"""`, "1:8+2"}, {`a = """\`, "1:8+1"},
	}},
	{`双引号里的 \u 后面写法不对`, `直接写汉字即可，不必用 \u`, []refused{
		{`a = "\uD800"`, "1:6+6"}, {`a = "\u12"`, "1:6+5"}, {`a = "\u12G4"`, "1:10+1"}, {`a = "\U00110000"`, "1:6+10"}, {`a = "\u1`, "1:6+3"},
	}},
	{"整数“9223372036854775808”超出范围", "", []refused{
		{"a = 9223372036854775808\n", "1:5+19"},
	}},
	{"整数“-9223372036854775809”超出范围", "", []refused{
		{"a = -9223372036854775809\n", "1:5+20"},
	}},
	{"整数“0xFFFFFFFFFFFFFFFF”超出范围", "", []refused{
		{"a = 0xFFFFFFFFFFFFFFFF\n", "1:5+18"},
	}},
	{"整数不能以 0 开头", "请去掉前面的 0；编号一类的文字要放在双引号里", []refused{
		{"a = 012", "1:5+2"}, {"a = 01.5", "1:5+2"},
	}},
	{"数字里的下划线写法不对", "请去掉下划线", []refused{
		{"a = 1__0", "1:6+2"}, {"a = 1_", "1:6+1"}, {"a = 1_.5", "1:6+2"},
	}},
	{"等号后面的值写法不对", `文字要放在英文双引号里，例如 "公开招标"；日期写作 2024-03-05`, []refused{
		{"a = _1", "1:5+1"}, {"a = .1", "1:5+1"}, {"a = x", "1:5+1"}, {"a = “智慧”", "1:5+1"}, {"a = True", "1:5+1"}, {"a = \x00", "1:5+1"},
		{"name = 智慧", "1:8+1"}, {"a = [“x”]", "1:6+1"},
	}},
	{"数字的写法不对", "写成普通的数字，例如 60", []refused{
		{"a = -0x1", "1:5+2"}, {"a = 0x", "1:5+2"}, {"a = -0b1", "1:5+2"}, {"a = 0xG", "1:5+2"},
	}},
	{"等号后面的值写法不对", `文字要放在英文双引号里，例如 "公开招标"`, []refused{
		{"a = 0X1", "1:6+1"}, {"a = 20s", "1:7+1"},
	}},
	{"日期或数字的写法不对", "日期写作 2024-03-05，不加引号", []refused{
		{"a = +-1", "1:6+1"}, {"a = -x", "1:6+1"},
	}},
	{"小数的写法不对", `金额要写成带单位的文字，例如 "128.5万元"`, []refused{
		{"a = 1.", "1:6+1"}, {"a = 1.e1", "1:7+1"}, {"a = 1.x", "1:7+1"},
	}},
	{"小数“1e999”超出范围", "", []refused{
		{"a = 1e999", "1:5+5"},
	}},
	{"小数的写法不对", "写成普通的数字，例如 60", []refused{
		{"a = 1e", "1:6+1"}, {"a = 1e+", "1:7+1"},
	}},
	{"这一行写完一项后还有多余的内容", "一行只写一项；文字要整个放在双引号里", []refused{
		{"a = 2024-09-20T10:01:00,5Z", "1:24+1"}, {"[a]]", "1:4+1"}, {"[a]b", "1:4+1"}, {`a = "x" y`, "1:9+1"}, {"a = 1 b = 2", "1:7+1"},
		{`a = "\""""`, "1:9+1"}, {"a = 1\r", "1:6+1"}, {"a = 20天", "1:7+1"}, {"a = 1，", "1:6+1"}, {`a = "一", "二"`, "1:8+1"}, {"a = [\r1]", "1:6+1"},
		{"a = {\r}", "1:6+1"},
	}},
	{"列表的两项之间缺逗号，或缺右方括号", "请在两项之间加英文逗号", []refused{
		{"a = [1 2]", "1:8+1"}, {"a = [ 1 ; 2 ]", "1:9+1"},
	}},
	{"等号后面没有值", "请补上值；文字放在双引号里", []refused{
		{"a = [,1]", "1:6+1"}, {"a = [1,,2]", "1:8+1"}, {"a =", "1:3+1"}, {"a = # 无", "1:5+1"}, {"a =\nb = 1", "1:4+1"}, {"a = \r\nb = 1", "1:5+1"},
	}},
	{"列表没有写完，缺右方括号", "请检查 [ 和 ] 是否成对", []refused{
		{"a = [", "1:5+1"}, {"a = [1", "1:6+1"}, {"a = [ # ]\n", "1:10+1"},
	}},
	{"花括号里多了一个逗号", "请去掉多余的逗号", []refused{
		{"a = {b = 1,}", "1:11+1"}, {"a = {,}", "1:6+1"},
	}},
	{"花括号里的内容没有写在同一行", "请把 { 到 } 写在一行里，中间不加说明", []refused{
		{"a = {\nb = 1}", "1:6+1"}, {"a = {b = 1\n}", "1:11+1"}, {"a = {b = 1 # x\n}", "1:15+1"},
	}},
	{"“b”在同一个地方写了两次", "请只保留一处", []refused{
		{"a = {b = 1, b = 2}", "1:13+1"}, {"a = {b = 1, b.c = 2}", "1:13+1"}, {"a = {b = {}, b.c = 2}", "1:14+1"}, {"a.b = 1\na.b = 2", "2:3+1"},
		{"[a]\nb = 1\n[a.b]", "3:4+1"}, {"[a.b]\n[a]\nb = 1", "3:1+1"}, {"[a.b]\n[a]\nb.c = 1", "3:1+1"}, {"[a.b.c]\n[a]\nb.c.d = 1", "3:1+1"},
		{"[a.b.c]\n[a]\nb.d = 1", "3:1+1"}, {"[a]\nb.c = 1\n[a.b]", "3:4+1"}, {"[a]\nb.c = 1\n[[a.b]]", "3:5+1"}, {"[[a]]\n[a.b]\n[a.b]", "3:4+1"},
		{"[[a.b]]\n[a]\nb = 1", "3:1+1"}, {"[[a.b]]\n[a]\nb.c = 1", "3:1+1"}, {"[[a]]\n[[a.b]]\n[a.b]", "3:4+1"},
	}},
	{"“c”在同一个地方写了两次", "请只保留一处", []refused{
		{"a = {b.c = 1, b.c = 2}", "1:17+1"}, {"[a]\nb.c = 1\n[a.b.c]", "3:6+1"}, {"a.b = 1\n[a.c]\nd = 1\n[a.c]", "4:4+1"},
	}},
	{"“a”在同一个地方写了两次", "请只保留一处", []refused{
		{"a = {b.c = 1}\na.b.d = 2", "2:1+1"}, {"a = {b = 1}\na.c = 2", "2:1+1"}, {"a = {b = 1}\n[a]", "2:2+1"}, {"a = {b = 1}\n[a.c]", "2:2+1"},
		{"a = {b = 1}\n[[a.c]]", "2:3+1"}, {"a = [{b = 1}]\n[[a]]\nb = 2", "2:3+1"}, {"a = [{b = 1}]\n[a.c]", "2:2+1"}, {"a = []\n[[a]]", "2:3+1"},
		{"a = [[]]\n[[a.b]]", "2:3+1"}, {"a = 1\na = 2", "2:1+1"}, {"a = 1\n\"a\" = 2", "2:1+3"}, {"a = 1\n'a' = 2", "2:1+3"}, {"a = 1\na.b = 2", "2:1+1"},
		{"a.b = 1\na = 2", "2:1+1"}, {"a = [1]\na = [2]", "2:1+1"}, {"[a]\n[a]", "2:2+1"}, {"[a]\nb = 1\n[a]\nc = 2", "3:2+1"},
		{"[a.b]\n[a]\n[a]", "3:2+1"}, {"a.b = 1\n[a]", "2:2+1"}, {"a.b = 1\n[[a]]", "2:3+1"}, {"[[a]]\n[a]", "2:2+1"}, {"[a]\n[[a]]", "2:3+1"},
		{"[a.b]\n[[a]]", "2:3+1"},
	}},
	{"花括号里两项之间缺逗号，或缺右花括号", "请在两项之间加英文逗号", []refused{
		{"a = {b = 1 c = 2}", "1:12+1"}, {"a = {b = 1; c = 2}", "1:11+1"},
	}},
	{"这里应是英文名称", `名称用小写英文字母，例如 name = "…"；说明文字前面加 #`, []refused{
		{"[]", "1:2+1"}, {"[[]]", "1:3+1"}, {"[a.]", "1:4+1"}, {"[a..b]", "1:4+1"}, {"[.a]", "1:2+1"}, {"= 1", "1:1+1"}, {"甲 = 1", "1:1+1"},
		{"\ufeffa = 1", "1:1+1"}, {"日期 = 1", "1:1+1"}, {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "1:3+1"},
	}},
	{"表的名称缺右方括号", "写作 [estimate]", []refused{
		{"[a", "1:2+1"}, {"a = 1\n[b", "2:2+1"},
	}},
	{"表的名称缺右方括号", "写作 [[contracts]]", []refused{
		{"[[a]", "1:4+1"}, {"[[a] ]", "1:4+1"}, {"[[b]", "1:4+1"}, {"[[b]\na=1", "1:4+1"},
	}},
	{"这一项缺等号", `写作 名称 = 值，例如 name = "智慧停车"`, []refused{
		{"a", "1:1+1"}, {"a 1 = 2", "1:3+1"}, {"a ＝ 1", "1:3+1"}, {`"""a""" = 1`, "1:3+1"}, {"a：1", "1:2+1"},
	}},
	{"引号没有配对", "请检查文字前后的引号是否成对，是否误用了中文引号", []refused{
		{`a = "x`, "1:6+1"}, {`a = "智慧`, "1:7+1"}, {"a = 'x", "1:6+1"},
	}},
	{"引号没有配对，文字到行末还没有结束", "请检查文字前后的引号是否成对；分行的文字用三个双引号括起来", []refused{
		{"a = \"x\ny\"", "1:7+1"}, {"a = \"x\n", "1:7+1"},
	}},
	{"引号没有配对", "请检查文字前后的三个引号是否成对", []refused{
		{`a = """x`, "1:8+1"}, {"a = '''x", "1:8+1"},
	}},
	{"等号后面的值写法不对", "是非只能写 true 或 false；文字要放在双引号里", []refused{
		{"a = tru", "1:5+3"}, {"a = i", "1:5+1"}, {"a = tr", "1:5+2"},
	}},
	{"这里的写法不合 TOML 格式", "请检查这一行和上一行的引号、括号、等号和逗号", []refused{
		{"a = \"\x7f\"", "1:6+1"}, {"# \x01", "1:3+1"}, {"a = \"\xff\"", "1:6+1"}, {"# x\x01", "1:4+1"}, {"a = 'x\x01'", "1:7+1"},
		{"a = \"x\x01\"", "1:7+1"}, {"a='''\r'''", "1:6+1"}, {"a=\"\"\"\x01\"\"\"", "1:6+1"},
	}},
	{"花括号没有配对", "请检查 { 和 } 是否成对", []refused{
		{"a = {b = 1", "1:10+1"},
	}},
	{"引号没有配对，文字到行末还没有结束", "请检查文字前后的引号是否成对", []refused{
		{"a = 'x\ny'", "1:7+1"},
	}},
	{"结尾的引号太多", "分行的文字前后各用三个引号", []refused{
		{"a = '''x''''''", "1:9+6"}, {`a = """x""""""`, "1:9+6"},
	}},
	{"正负号后面没有数字", "请补上数字，或去掉正负号", []refused{
		{"a = +", "1:5+1"},
	}},
	{"等号后面的值写法不对", "数字前面可以有负号，文字要放在英文双引号里", []refused{
		{"a = +i", "1:6+1"},
	}},
	{"“a··b”在同一个地方写了两次", "请只保留一处", []refused{
		{"\"a\\n\\u202eb\" = 1\n\"a\\n\\u202eb\" = 2", "2:1+12"},
	}},
	{"文件到这里突然结束，还缺名称", "请补全最后一行", []refused{
		{"a.b.", "1:4+1"},
	}},
}

func TestSyntaxFaults(t *testing.T) {
	for _, group := range refusals {
		for _, r := range group.documents {
			var into project.Scope
			into.Table.Key = "as it was"
			faults, ok := Read("a.toml", []byte(r.document), &into, Options{})
			if ok || len(faults) != 1 {
				t.Errorf("%q: %t, faults %q, want one", r.document, ok, printed(faults))
				continue
			}
			f := faults[0]
			at := fmt.Sprintf("%d:%d+%d", f.At.Span.Line, f.At.Span.Column, f.At.Span.Width)
			if f.Rule != "form.syntax" || f.At.File != "a.toml" || at != r.at || f.Problem != group.problem || f.Hint != group.hint {
				t.Errorf("%q: %q\nwant %s %s / %s", r.document, printed(faults), r.at, group.problem, group.hint)
			}
			if into.Table.Key != "as it was" {
				t.Errorf("%q: the struct was touched", r.document)
			}
		}
	}
}

// english finds what of a message is neither a quotation nor one of the words that a clerk has to write.
var english = regexp.MustCompile(`[A-Za-z]{2,}`)

func isChinese(message string) bool {
	message = regexp.MustCompile(`“[^”]*”|"[^"]*"|name = |\[+\w+\]+|TOML|true|false`).ReplaceAllString(message, "")
	return !english.MatchString(message)
}

// Every message of go-toml's parser that a clerk's mistake can bring about has its own words; the others, of characters
// that the register refuses before, have a general one. No English is printed in any case.
func TestSyntaxMessagesAreChinese(t *testing.T) {
	for _, m := range syntaxMessages {
		if !isChinese(m.problem) || !isChinese(m.hint) || m.hint == "" {
			t.Errorf("%q reads %q, %q", m.english, m.problem, m.hint)
		}
	}
	if problem, hint := inChinese("some new message of the parser"); !isChinese(problem) || !isChinese(hint) || problem == "" || hint == "" {
		t.Errorf("an unknown message reads %q, %q", problem, hint)
	}
	// The parser's own words, with what it fills in. A message whose beginning is shadowed by a shorter one before it, or
	// that no longer begins as it did, ends up with another's words.
	general, _ := inChinese("")
	for _, message := range []string{
		"expected newline but got U+0062 'b'", "expected ']' to close table name", "expected ']]' to close array table name",
		"expected '=' after key", "expected key but reached end of input", "invalid character at start of key: U+003D '='",
		"expected value, not end of input", "arrays and inline tables are nested more than the maximum of 10000 levels deep",
		"unexpected character U+0078 'x' at start of value", `expected keyword "true"`, "array is incomplete", "expected value but got U+002C ','",
		"expected ',' or ']' after array value", "inline table is incomplete", "unexpected comma in inline table",
		"expected ',' or '}' after inline table key-value", "number must have at least one digit between underscores",
		"expected number after sign", `expected "inf"`, "expected digit but got U+0078 'x'", "sign is not allowed on numbers with a radix prefix",
		"radix prefix must be followed by at least one digit", "integers cannot have leading zeroes", "decimal point must be followed by a digit",
		"exponent must contain at least one digit", "strings must be quoted", "unterminated literal string", "literal strings cannot have new lines",
		"too many quotes at the end of a multiline literal string", "multiline literal string not terminated by '''",
		"unterminated basic string", "basic strings cannot have new lines", "need a character after \\", "invalid escape character U+0071 'q'",
		"unicode escape sequence is too short", "invalid hexadecimal digit in unicode escape sequence",
		"escape sequence is not a valid unicode code point", "too many quotes at the end of a multiline basic string",
		`multiline basic string not terminated by """`,
	} {
		if problem, _ := inChinese(message); problem == general {
			t.Errorf("%q has no words of its own", message)
		}
	}
}

func TestNestingIsBounded(t *testing.T) {
	nested := func(open, close string, depth int) string {
		return strings.Repeat(open, depth) + strings.Repeat(close, depth)
	}
	dotted := func(depth int) string { return strings.Repeat("a.", depth-1) + "a" }
	for _, tt := range []struct {
		name     string
		document string
		at       string // "" where it is accepted
	}{
		{"arrays as deep as they may be", "a = " + nested("[", "]", maxDepth-1), ""},
		{"an array too many", "a = " + nested("[", "]", maxDepth), "1:36+1"},
		{"ten thousand arrays", "a = " + nested("[", "]", 10_000), "1:36+1"},
		{"more arrays than the parser itself takes", "a = " + nested("[", "]", 10_001), "1:10005+1"},
		{"a million brackets that nobody closes", "a = " + strings.Repeat("[", 1_000_000), "1:10005+1"},
		{"inline tables as deep as they may be", "a = " + strings.Repeat("{a=", maxDepth-1) + "1" + strings.Repeat("}", maxDepth-1), ""},
		{"an inline table too many", "a = " + strings.Repeat("{a=", maxDepth) + "1" + strings.Repeat("}", maxDepth), "1:98+1"},
		{"a key of as many parts as it may have", dotted(maxDepth) + " = 1", ""},
		{"a part too many", dotted(maxDepth+1) + " = 1", "1:65+1"},
		{"a header of as many parts as it may have", "[" + dotted(maxDepth) + "]", ""},
		{"a header with a part too many", "[" + dotted(maxDepth+1) + "]", "1:66+1"},
		{"an array table with a part too many", "[[" + dotted(maxDepth+1) + "]]", "1:67+1"},
		{"a header of a hundred thousand parts", "[" + dotted(100_000) + "]", "1:66+1"},
	} {
		faults, ok := Read("a.toml", []byte(tt.document), new(project.Scope), Options{})
		if ok != (tt.at == "") {
			t.Errorf("%s: accepted %t", tt.name, ok)
		}
		if tt.at != "" && (len(faults) != 1 || !strings.HasPrefix(printed(faults)[0], tt.at+" form.syntax ") || !strings.Contains(faults[0].Problem, "套得太深")) {
			t.Errorf("%s: %q, want it at %s", tt.name, printed(faults), tt.at)
		}
	}
}

// A hundred thousand keys, on as many lines or on one, take a moment: a search through all keys for each key, or
// counting each key's line and column from the file's beginning, would take minutes.
func TestManyKeys(t *testing.T) {
	const n = 100_000
	var lines, line strings.Builder
	line.WriteString("a = {")
	for i := range n {
		fmt.Fprintf(&lines, "k%06d = 1\n", i)
		fmt.Fprintf(&line, "k%06d=1,", i)
	}
	for name, tt := range map[string]struct {
		document, at, again string
		keys                func(root *node) *node
	}{
		"on lines": {
			lines.String(), "100000:1+7", lines.String() + "k000000 = 2",
			func(root *node) *node { return root },
		},
		"on one line": {
			"[a]\nb" + line.String()[1:line.Len()-1] + "}", "2:999996+7", line.String() + "k000000=2}",
			func(root *node) *node { return root.child("a").child("b") },
		},
	} {
		root, bad := new(tree).parse([]byte(tt.document))
		if bad != nil || len(tt.keys(root).children) != n {
			t.Errorf("%s: parse: %+v", name, bad)
			continue
		}
		if tt.keys(root).index == nil {
			t.Errorf("%s: so many keys have no index", name)
		}
		var at string
		for _, c := range tt.keys(root).children {
			at = fmt.Sprintf("%d:%d+%d", c.keyAt.Line, c.keyAt.Column, c.keyAt.Width)
		}
		if at != tt.at {
			t.Errorf("%s: the last key is at %s, want %s", name, at, tt.at)
		}
		if _, bad := new(tree).parse([]byte(tt.again)); bad == nil || !strings.Contains(bad.problem, "“k000000”在同一个地方写了两次") {
			t.Errorf("%s: the first key once more: %+v", name, bad)
		}
	}
	faults, ok := Read("a.toml", []byte(lines.String()), new(project.Scope), Options{})
	if !ok || len(faults) != mostFaults || !strings.HasPrefix(printed(faults[mostFaults-1:])[0], "500:1+7 form.unknown-key k000499: ") {
		t.Errorf("%d faults of %d unknown keys, want the first %d", len(faults), n, mostFaults)
	}
}
