package secrecy

import (
	"strings"
	"testing"
)

func TestIsMarked(t *testing.T) {
	for _, tt := range []struct {
		line string
		want bool
	}{
		{"机密★", true},
		{"绝密☆", true},
		{"秘密★5年", true},
		{"机 密 ★ 长期", true},
		{"机　密★", true},
		{"密级：机密", true},
		{"密级:秘密", true},
		{"密 级 ： 绝 密", true},
		{"密级：**机密**", true},
		{"| 密级 | 机密 |", true},
		{"｜密级｜秘密｜", true},
		{"| 密级： | 机密 |", true},
		{"附件（机密★）.docx", true},
		{"机\u200b密★", true},
		{"按照保守国家秘密法的规定执行", false},
		{"不得涉及国家秘密、工作秘密和商业秘密", false},
		{"密级：公开", false},
		{"密级标识按规定标注", false},
		{"涉密信息（绝密、机密、秘密）不得录入", false},
		{"商用密码应用★", false},
		{"| 密级 | 公开 | 机密 |", false},
		{"", false},
	} {
		if got := IsMarked(tt.line); got != tt.want {
			t.Errorf("IsMarked(%q) = %v, want %v", tt.line, got, tt.want)
		}
	}
}

func TestMarksNamesLines(t *testing.T) {
	got := Marks([]byte("第一行\n密级：机密\r\n第三行\n秘密★"))
	if len(got) != 2 || got[0].Line != 2 || got[0].Width != 5 || got[1].Line != 4 {
		t.Errorf("Marks = %+v, want line 2, five characters wide, and line 4", got)
	}
	if got := Marks([]byte("密级：公\n开机密\n★")); got != nil {
		t.Errorf("Marks = %+v over words that are broken by line ends, want none", got)
	}
}

// FuzzMarks holds that any bytes are read without harm, and that marks are on lines that there are, and that the
// quick look misses none.
func FuzzMarks(f *testing.F) {
	f.Add([]byte("密 级 ： 绝 密\n机密　*☆ 密＊★ 密\u200b级｜秘密 机密\uff0a★"))
	f.Add([]byte("密级：机密\n\xff\xfe机密★"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for line := range strings.SplitSeq(string(text), "\n") {
			if !mayHaveMark([]byte(line)) && IsMarked(line) {
				t.Fatalf("the quick look misses the mark in %q", line)
			}
		}
		lines := 1
		for _, c := range text {
			if c == '\n' {
				lines++
			}
		}
		for _, span := range Marks(text) {
			if span.Line < 1 || int(span.Line) > lines {
				t.Fatalf("a mark on line %d of %d", span.Line, lines)
			}
		}
	})
}
