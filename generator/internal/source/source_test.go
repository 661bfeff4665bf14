package source

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAt(t *testing.T) {
	for _, tt := range []struct {
		name, text, part string
		want             Span
	}{
		{"first of all", "name = 1\n", "name", Span{1, 1, 4}},
		{"in the first line", "name = 1\n", "1", Span{1, 8, 1}},
		{"in the second line", "a = 1\nname = 2\n", "name", Span{2, 1, 4}},
		{"in the last line, without a line end", "a = 1\nname = 2", "2", Span{2, 8, 1}},
		{"Han characters count one each", "name = \"智慧停车\" # 说明", "\"智慧停车\"", Span{1, 8, 6}},
		{"behind Han characters", "\"停车\" = 1", "1", Span{1, 8, 1}},
		{"beyond the first plane", "# 😀𠮷 x", "x", Span{1, 6, 1}},
		{"a tab counts one", "\tname = 1", "name", Span{1, 2, 4}},
		{"after CRLF", "a = 1\r\nname = 2\r\n", "name", Span{2, 1, 4}},
		{"over two lines ends with the first", "a = \"\"\"一\n二\"\"\"", "\"\"\"一\n二\"\"\"", Span{1, 5, 4}},
		{"over two lines of CRLF", "a = \"\"\"一\r\n二\"\"\"", "\"\"\"一\r\n二\"\"\"", Span{1, 5, 4}},
		{"a line end alone", "a = 1\nb", "\n", Span{1, 6, 1}},
		{"a CRLF alone", "a = 1\r\nb", "\r\n", Span{1, 6, 1}},
		{"bytes that are no UTF-8 count one each", "\xff\xfe x", "x", Span{1, 4, 1}},
		{"part of a Han character", "a = 停", "停"[:1], Span{1, 5, 1}},
	} {
		start := strings.Index(tt.text, tt.part)
		if got := At([]byte(tt.text), start, start+len(tt.part)); got != tt.want {
			t.Errorf("%s: At = %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestAtNothing(t *testing.T) {
	for _, tt := range []struct {
		text  string
		start int
		want  Span
	}{
		{"", 0, Span{1, 1, 1}},
		{"ab", 1, Span{1, 2, 1}},
		{"ab", 2, Span{1, 3, 1}},
		{"ab\n", 3, Span{2, 1, 1}},
	} {
		if got := At([]byte(tt.text), tt.start, tt.start); got != tt.want {
			t.Errorf("the empty stretch at %d of %q: %+v, want %+v", tt.start, tt.text, got, tt.want)
		}
	}
}

func TestSnippet(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		span       Span
		want       string
	}{
		{
			"ASCII", strings.Repeat("\n", 22) + "filed = 2025-04-11\n", Span{23, 9, 10},
			"   |\n" +
				"23 | filed = 2025-04-11\n" +
				"   |         ^^^^^^^^^^\n",
		},
		{
			"the carets stand under Han characters, two for each", "name = \"智慧停车\" # 名称", Span{1, 8, 6},
			"  |\n" +
				"1 | name = \"智慧停车\" # 名称\n" +
				"  |        ^^^^^^^^^^\n",
		},
		{
			"and behind them", "\"停车\" = true", Span{1, 8, 4},
			"  |\n" +
				"1 | \"停车\" = true\n" +
				"  |          ^^^^\n",
		},
		{
			"full-width punctuation is two cells, too", "a = （一）b", Span{1, 8, 1},
			"  |\n" +
				"1 | a = （一）b\n" +
				"  |           ^\n",
		},
		{
			"a tab shows as two blanks", "\tname\t= 1", Span{1, 7, 1},
			"  |\n" +
				"1 |   name  = 1\n" +
				"  |         ^\n",
		},
		{
			"CRLF is not shown", "a = 1\r\nb = 2\r\n", Span{1, 5, 1},
			"  |\n" +
				"1 | a = 1\n" +
				"  |     ^\n",
		},
		{
			"the last line without a line end", "a = 1\nb = 2", Span{2, 1, 1},
			"  |\n" +
				"2 | b = 2\n" +
				"  | ^\n",
		},
		{
			"control and bidirectional characters show as dots", "a = \"\x1b[31m\u202e停\u2066\"", Span{1, 13, 1},
			"  |\n" +
				"1 | a = \"·[31m·停·\"\n" +
				"  |              ^\n",
		},
		{
			"what is no UTF-8 shows byte for byte", "\xff\xff停", Span{1, 3, 1},
			"  |\n" +
				"1 | \uFFFD\uFFFD停\n" +
				"  |   ^^\n",
		},
		{
			"a span beyond the line's end gets one caret behind it", "ab", Span{1, 9, 9},
			"  |\n" +
				"1 | ab\n" +
				"  |   ^\n",
		},
		{
			"a span that runs over the line's end stops there", "abc", Span{1, 2, 9},
			"  |\n" +
				"1 | abc\n" +
				"  |  ^^\n",
		},
		{
			"an empty line", "a\n\nb", Span{2, 1, 1},
			"  |\n" +
				"2 | \n" +
				"  | ^\n",
		},
		{"the file as a whole", "a = 1", Span{}, ""},
		{"a line before the first", "a = 1", Span{-1, 1, 1}, ""},
		{"a line after the last", "a = 1\nb = 2", Span{3, 1, 1}, ""},
	} {
		if got := Snippet([]byte(tt.text), tt.span); got != tt.want {
			t.Errorf("%s:\n%swant\n%s", tt.name, got, tt.want)
		}
	}
}

func TestIsHidden(t *testing.T) {
	for r, want := range map[rune]bool{
		'\t': false, '\n': false, '\r': true, 0: true, 0x1f: true, ' ': false, '~': false, 0x7f: true, 0x80: true, 0x9f: true, 0xa0: false,
		0x2029: false, 0x202a: true, 0x202e: true, 0x202f: false, 0x2065: false, 0x2066: true, 0x2069: true, 0x206a: false, '停': false,
	} {
		if got := IsHidden(r); got != want {
			t.Errorf("IsHidden(%U) = %t, want %t", r, got, want)
		}
	}
}

func FuzzAt(f *testing.F) {
	f.Add([]byte("name = \"智慧\"\r\n\tb = 2"), 8, 6)
	f.Add([]byte("\xff\n\n"), 1, 2)
	f.Add([]byte(""), 0, 0)
	f.Fuzz(func(t *testing.T, text []byte, start, length int) {
		if start < 0 || length < 0 || start > len(text) || length > len(text)-start {
			return
		}
		if inCharacter(text, start) || inCharacter(text, start+length) {
			return
		}
		span := At(text, start, start+length)
		lines := strings.Split(string(text), "\n")
		if span.Line < 1 || int(span.Line) > len(lines) {
			t.Fatalf("At(%q, %d, %d): no line %d", text, start, start+length, span.Line)
		}
		characters := utf8.RuneCountInString(lines[span.Line-1])
		if span.Column < 1 || int(span.Column) > characters+1 {
			t.Errorf("At(%q, %d, %d): no column %d", text, start, start+length, span.Column)
		}
		if span.Width < 1 || span.Width > 1 && int(span.Column+span.Width) > characters+2 {
			t.Errorf("At(%q, %d, %d): %+v is wider than the line", text, start, start+length, span)
		}
		if Snippet(text, span) == "" {
			t.Errorf("At(%q, %d, %d): nothing to quote", text, start, start+length)
		}
	})
}

// inCharacter reports whether the offset may cut a character in two.
func inCharacter(text []byte, offset int) bool {
	return offset < len(text) && !utf8.RuneStart(text[offset])
}

func FuzzSnippet(f *testing.F) {
	f.Add([]byte("name = \"智慧\"\r\n\tb = 2"), int32(2), int32(2), int32(1))
	f.Add([]byte("\xff\x1b\u202e"), int32(1), int32(0), int32(-1))
	f.Add([]byte(""), int32(1<<31-1), int32(1<<31-1), int32(1<<31-1))
	f.Fuzz(func(t *testing.T, text []byte, line, column, width int32) {
		quoted := Snippet(text, Span{line, column, width})
		if quoted == "" {
			return
		}
		lines := strings.Split(quoted, "\n")
		if len(lines) != 4 || !strings.HasSuffix(lines[2], "^") || strings.Trim(lines[2], " |^") != "" {
			t.Errorf("Snippet(%q, %d, %d, %d) = %q", text, line, column, width, quoted)
		}
		for _, r := range quoted {
			if IsHidden(r) || r == '\t' {
				t.Errorf("Snippet(%q, %d, %d, %d) shows %U", text, line, column, width, r)
			}
		}
	})
}
