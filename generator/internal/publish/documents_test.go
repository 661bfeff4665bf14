package publish

import (
	"strings"
	"testing"
)

// TestLinksBetweenTexts: a project's texts stand on one page, and a link from one to another leads there; what is not
// published, or not there, is no link.
func TestLinksBetweenTexts(t *testing.T) {
	s := pagesOf(t, "2026-06-30", [3]string{
		"projects/2025/zhzf/001/feasibility.md", "接入、诱导", "[方案](plan.md)、[报告](./acceptance-report.md)、[表](attachments/a.xlsx)、[别的](../002/plan.md)、接入、诱导",
	})
	for _, p := range s.Projects {
		if p.ID != "2025-zhzf-001" {
			continue
		}
		html := p.Documents[0].HTML
		for _, want := range []string{`<a href="#plan">方案</a>`, `<a href="#acceptance-report">报告</a>`, "、表、别的、"} {
			if !strings.Contains(html, want) {
				t.Errorf("the study does not have %q:\n%s", want, html)
			}
		}
	}
}
