package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/tomlfile"
)

// template is a sentence of a rule file with names in braces, which a check fills with the figures of the case.
type template struct {
	text  string
	parts []string // the text before each name, the name, and at last the text behind them all
}

var braces = regexp.MustCompile(`\{([^{}]*)\}`)

// newTemplate errors, in Chinese, if the text names what the check does not give.
func newTemplate(text string, known []string) (template, error) {
	t := template{text: text}
	end := 0
	for _, at := range braces.FindAllStringSubmatchIndex(text, -1) {
		name := text[at[2]:at[3]]
		if !slices.Contains(known, name) {
			hint := "可以用的有：" + strings.Join(known, "、")
			if near := tomlfile.Near(name, known); near != "" {
				hint = "是不是{" + near + "}？" + hint
			}
			return template{}, fmt.Errorf("花括号里的{%s}，这个检查不提供；%s", name, hint)
		}
		t.parts = append(t.parts, text[end:at[0]], name)
		end = at[1]
	}
	if strings.ContainsAny(braces.ReplaceAllString(text, ""), "{}") {
		return template{}, fmt.Errorf("花括号没有配对")
	}
	t.parts = append(t.parts, text[end:])
	return t, nil
}

// fill puts the figures in. A name that the case does not give becomes nothing.
func (t template) fill(w words) string {
	var filled strings.Builder
	for i, part := range t.parts {
		if i%2 == 1 {
			part = w[part]
		}
		filled.WriteString(part)
	}
	return filled.String()
}
