package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/tomlfile"
)

// template is a sentence of a rule file with names in braces, which a check fills with the figures of the case.
type template struct{ text string }

var braces = regexp.MustCompile(`\{([^{}]*)\}`)

// newTemplate errors, in Chinese, if the text names what the check does not give.
func newTemplate(text string, known []string) (template, error) {
	for _, m := range braces.FindAllStringSubmatch(text, -1) {
		if slices.Contains(known, m[1]) {
			continue
		}
		hint := "可以用的有：" + strings.Join(known, "、")
		if near := tomlfile.Near(m[1], known); near != "" {
			hint = "是不是{" + near + "}？" + hint
		}
		return template{}, fmt.Errorf("花括号里的{%s}，这个检查不提供；%s", m[1], hint)
	}
	if strings.ContainsAny(braces.ReplaceAllString(text, ""), "{}") {
		return template{}, fmt.Errorf("花括号没有配对")
	}
	return template{text}, nil
}

// fill puts the figures in. A name that the case does not give becomes nothing.
func (t template) fill(w words) string {
	return braces.ReplaceAllStringFunc(t.text, func(m string) string { return w[m[1:len(m)-1]] })
}
