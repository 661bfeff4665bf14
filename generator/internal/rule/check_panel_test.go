package rule

import (
	"testing"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// TestPanelCites: of the rule on panels a waiver lifts the number of experts, which is the district's figure, and
// nothing else.
func TestPanelCites(t *testing.T) {
	waiver := map[string]any{"waivers": []any{map[string]any{
		"rule": "10.expert-panel", "reason": "库内专家不足", "document": "示数〔2024〕33号", "date": localDate(t, "2024-11-04"),
	}}}
	changes := map[string]any{"waivers.toml": waiver, "review.toml:expert.experts": []any{"E001", "E002"}}
	got, found := judgeValid(t, "10.expert-panel", project.Construction, changes, "review.toml:expert.draw_document")
	if got != finding.Violated || len(found) != 2 {
		t.Fatalf("%s with %d findings, want %s with 2", got, len(found), finding.Violated)
	}
	if f := found[0]; f.Outcome != finding.Violated || f.Article != "第十条" {
		t.Errorf("the draw is %s, citing %s", f.Outcome, f.Article)
	}
	if f := found[1]; f.Outcome != finding.Waived || f.Article != "本区参数" {
		t.Errorf("the number is %s, citing %s", f.Outcome, f.Article)
	}
}

// TestDrawsOfAcceptances: a draw for an acceptance comes before the one that was passed; of one that failed, a draw that
// comes later is for the next.
func TestDrawsOfAcceptances(t *testing.T) {
	draw := func(date string) map[string]any {
		return map[string]any{
			"announced": localDate(t, "2025-12-01"), "review": "acceptance",
			"source": map[string]any{"what": "示例彩票", "date": localDate(t, "2025-12-05")},
			"result": map[string]any{"date": localDate(t, date)},
		}
	}
	for _, test := range []struct {
		says, conclusion, date string
		want                   finding.Outcome
	}{
		{"the day before the acceptance", "合格", "2025-12-17", finding.Met},
		{"the day of the acceptance", "合格", "2025-12-18", finding.Violated},
		{"after one that failed", "不合格", "2025-12-19", finding.Met},
	} {
		changes := map[string]any{
			"draws/001.toml": draw("2025-12-08"), "draws/002.toml": draw(test.date),
			"final-acceptance.toml:acceptances.0.conclusion": test.conclusion,
		}
		if got, found := judgeValid(t, "10.draw-order", project.Construction, changes); got != test.want {
			t.Errorf("%s: %s, want %s: %v", test.says, got, test.want, found)
		}
	}
}

// TestBrokenDraw: of a draw that cannot be read nothing is said but that.
func TestBrokenDraw(t *testing.T) {
	for _, id := range []string{"10.draw-order", "10.recusal"} {
		if got, _ := judgeValid(t, id, project.Construction, map[string]any{"draws/001.toml": "announced ="}); got != finding.Unjudged {
			t.Errorf("%s: %s, want %s", id, got, finding.Unjudged)
		}
	}
}
