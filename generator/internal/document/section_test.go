package document

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestSections(t *testing.T) {
	// Each section: level, heading, line, and its source.
	type section struct {
		level   int
		heading string
		line    int
		src     string
	}
	tests := []struct {
		name, src string
		want      []section
	}{
		{"nothing", "", nil},
		{"no heading", "文字", nil},
		{"text before the first heading belongs to none", "前言\n# 甲\n文", []section{{1, "甲", 2, "# 甲\n文"}}},
		{"ends at the same level", "# 甲\n文\n# 乙\n", []section{{1, "甲", 1, "# 甲\n文\n"}, {1, "乙", 3, "# 乙\n"}}},
		{"ends at a higher level", "## 甲\n# 乙\n", []section{{2, "甲", 1, "## 甲\n"}, {1, "乙", 2, "# 乙\n"}}},
		{"holds lower levels", "# 甲\n### 丙\n## 乙\n# 丁\n", []section{
			{1, "甲", 1, "# 甲\n### 丙\n## 乙\n"}, {3, "丙", 2, "### 丙\n"}, {2, "乙", 3, "## 乙\n"}, {1, "丁", 4, "# 丁\n"}}},
		{"underlined", "甲\n===\n\n乙\n丙\n---\n文\n", []section{{1, "甲", 1, "甲\n===\n\n乙\n丙\n---\n文\n"}, {2, "乙 丙", 4, "乙\n丙\n---\n文\n"}}},
		{"indented by three, closed", "   ## 甲 ##  \n", []section{{2, "甲", 1, "   ## 甲 ##  \n"}}},
		{"indented by four is code", "    # 甲\n", nil},
		{"seven signs are none", "####### 甲\n", nil},
		{"without a blank is none", "#甲\n", nil},
		{"in a fence is none", "```\n# 甲\n```\n", nil},
		{"in a comment is none", "<!--\n# 甲\n-->\n", nil},
		{"in a quote or a list is none", "# 甲\n> # 乙\n\n- # 丙\n", []section{{1, "甲", 1, "# 甲\n> # 乙\n\n- # 丙\n"}}},
		{"in front matter is none", "---\ntitle: 甲\n# 背景\n---\n# 乙\n", []section{{1, "乙", 5, "# 乙\n"}}},
		{"markup, entities, escapes", "# *投资*`概`[算](x) &amp; \\* &#60;\n", []section{{1, "投资概算 & * <", 1, "# *投资*`概`[算](x) &amp; \\* &#60;\n"}}},
		{"tags, comments, images", "# <b>甲</b><!-- 概算 -->![背景](x)\n", []section{{1, "甲", 1, "# <b>甲</b><!-- 概算 -->![背景](x)\n"}}},
		{"empty", "#\n文\n", []section{{1, "", 1, "#\n文\n"}}},
		{"line ends CRLF", "前\r\n\r\n# 甲\r\n文\r\n# 乙", []section{{1, "甲", 3, "# 甲\r\n文\r\n"}, {1, "乙", 5, "# 乙"}}},
		{"a lone CR ends no line", "前\r# 甲\n# 乙", []section{{1, "乙", 2, "# 乙"}}},
		{"byte order mark", "\uFEFF# 甲\n# 乙\n", []section{{1, "甲", 1, "\uFEFF# 甲\n"}, {1, "乙", 2, "# 乙\n"}}},
		{"invalid UTF-8 before it", "\xff\xff\x00\n# 甲\xff\n", []section{{1, "甲\uFFFD", 2, "# 甲\xff\n"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []section
			for _, s := range Parse([]byte(test.src)).Sections() {
				got = append(got, section{s.Level, s.Heading, s.Line, test.src[s.Start:s.End]})
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestHasText(t *testing.T) {
	tests := []struct {
		name, under string
		want        bool
	}{
		{"nothing", "", false},
		{"blank lines", "\n \n\t\n", false},
		{"paragraph", "文字", true},
		{"one sign", "/", true},
		{"number", "1", true},
		{"list", "- 甲", true},
		{"list of empty items", "-\n-\n", false},
		{"table", "|a|\n|-|\n|b|", true},
		{"table of empty cells", "|  |  |\n|-|-|\n|  |  |", false},
		{"code", "```\nx\n```", true},
		{"empty fence", "```go\n```", false},
		{"quote", "> 甲", true},
		{"heading in a quote", "> # 甲", true},
		{"sub-heading", "### 小节", true},
		{"empty sub-heading", "###", false},
		{"sub-heading of a comment", "### <!-- 小节 -->", false},
		{"text under a sub-heading", "###\n\n文", true},
		{"next heading of the same level", "## 乙\n文", false},
		{"next heading of a higher level", "# 乙\n文", false},
		{"comment", "<!-- 请填写 -->", false},
		{"comment over lines", "<!--\n请填写\n\n# 说明\n-->", false},
		{"comment in a list", "- <!-- 请填写 -->", false},
		{"comment and text", "<!-- 请填写 --> 已填", true},
		{"comment in a line, and text", "文<!-- 请填写 -->", true},
		{"reference used as a comment", "[//]: # (请填写)", false},
		{"image", "![图](a.png)", false},
		{"image by reference", "![图][a]\n\n[a]: a.png", false},
		{"image in a link", "[![图](a.png)](https://gov.cn)", false},
		{"image as a tag", `<img src="a.png" alt="图">`, false},
		{"image and text", "![图](a.png) 图 1", true},
		{"link", "[甲](a.md)", true},
		{"autolink", "<https://gov.cn>", true},
		{"tags", "<div>\n<br/>\n</div>", false},
		{"text in tags", "<div>\n甲\n</div>", true},
		{"text in tags in a line", "<b>甲</b>", true},
		{"rule", "***", false},
		{"entity of a blank", "&nbsp;&emsp;&#8203;", false},
		{"wide and zero-width blanks", "\u3000\u00a0\u200b\uFEFF", false},
		{"backslash and line end", "\\\n\\\n", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Parse([]byte("## 背景\n" + test.under)).Sections()[0].HasText; got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

func TestSectionSource(t *testing.T) {
	tests := []struct {
		name, src, word, want string
	}{
		{"from its heading to its end", "# 背景\n甲\n# 投资概算\n乙\n## 安全\n丙\n# 其他\n丁", "概算", "# 投资概算\n乙\n## 安全\n丙"},
		{"several, in order", "# 概算一\n甲\n# 其他\n# 概算二\n乙\n", "概算", "# 概算一\n甲\n# 概算二\n乙"},
		{"the outermost only", "# 概算\n## 概算表\n甲\n# 概算\n", "概算", "# 概算\n## 概算表\n甲\n# 概算"},
		{"an inner one, if the outer has not the word", "# 总论\n## 概算\n甲\n## 其他\n", "概算", "## 概算\n甲"},
		{"line ends CRLF", "# 概算\r\n甲\r\n乙\r\n", "概算", "# 概算\n甲\n乙"},
		{"blanks at the end of lines", "# 概算 \t\n甲  \n \t\n乙\n", "概算", "# 概算\n甲\n\n乙"},
		{"blanks before lines stay", "# 概算\n  - 甲\n", "概算", "# 概算\n  - 甲"},
		{"blank lines at its end", "# 概算\n甲\n\n \n\n# 其他\n", "概算", "# 概算\n甲"},
		{"comments, images and markup stay", "# **概算**\n<!-- 甲 -->![乙](丙)\n", "概算", "# **概算**\n<!-- 甲 -->![乙](丙)"},
		{"bytes that are no text stay", "# 概算\n\xff\x00\n", "概算", "# 概算\n\xff\x00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := Parse([]byte(test.src)).SectionSource(test.word); got != test.want || !ok {
				t.Errorf("%q, %v, want %q", got, ok, test.want)
			}
		})
	}
	for _, src := range []string{"", "概算", "# 背景\n概算", "<!--\n# 概算\n-->", "# ![概算](x)"} {
		if got, ok := Parse([]byte(src)).SectionSource("概算"); ok || got != "" {
			t.Errorf("%q has %q", src, got)
		}
	}
}

// What is put before or behind a section must not change the form that its opinions cover.
func TestSectionSourceDoesNotKnowItsSurroundings(t *testing.T) {
	section := "# 概算\n甲\n\n|a|\n|-|\n"
	want, _ := Parse([]byte(section)).SectionSource("概算")
	for _, src := range []string{section + "\n", section + "\n# 其他\n乙", "# 背景\n甲\n\n" + section, strings.TrimSpace(section)} {
		if got, _ := Parse([]byte(src)).SectionSource("概算"); got != want {
			t.Errorf("%q gives %q, want %q", src, got, want)
		}
	}
}

func FuzzSections(f *testing.F) {
	for _, a := range attacks {
		f.Add([]byte(a.src))
	}
	f.Add([]byte("# 甲\r\n文\n\n乙\n---\n- # 丙\n\n```\n# 丁\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		end := map[int]int{} // by level: where the last section of that level ends
		last := -1
		for _, s := range Parse(src).Sections() {
			if s.Start <= last || s.End <= s.Start || s.End > len(src) {
				t.Fatalf("section %+v after one from %d, in %d bytes", s, last, len(src))
			}
			if s.Start > 0 && src[s.Start-1] != '\n' || s.Line != 1+bytes.Count(src[:s.Start], []byte("\n")) {
				t.Errorf("section %+v does not begin at its line", s)
			}
			for level := 1; level < s.Level; level++ {
				if s.Start < end[level] && s.End > end[level] {
					t.Errorf("section %+v goes beyond the one around it, which ends at %d", s, end[level])
				}
			}
			for level := s.Level; level <= 6; level++ {
				if s.Start < end[level] {
					t.Errorf("section %+v begins within one of level %d", s, level)
				}
			}
			last, end[s.Level] = s.Start, s.End
			if !strings.Contains(strings.TrimLeft(string(src[s.Start:s.End]), " \t\uFEFF"), "#") && s.Level > 2 {
				t.Errorf("section %+v without its sign: %q", s, src[s.Start:s.End])
			}
		}
	})
}
