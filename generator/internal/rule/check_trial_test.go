package rule

import (
	"testing"

	"wuxing.example/register/generator/internal/finding"
)

const completedLate = `completed = 2025-09-30
[[initial]]
date = 2025-10-20
conclusion = "合格"
[trial]
start = 2025-10-27
end = 2025-12-31
[explanation]
date = 2025-12-26
text = "上级接口延期开放。"
`

// That an explanation suffices is the district's choice: without it, only the dates count.
func TestExplanationMeetsTheDeadlineWhereTheDistrictSaysSo(t *testing.T) {
	files := map[string]string{"initial-acceptance.toml": completedLate}
	r := *districtRule(t, "20.deadline")
	if outcome, _ := judgeFiles(t, &r, "2026-06-30", files); outcome != finding.Met {
		t.Errorf("with the district's choice: %s, want met", outcome)
	}
	c := *r.judge.(*completionJudge)
	c.Explanation.V = false
	r.judge = &c
	if outcome, _ := judgeFiles(t, &r, "2026-06-30", files); outcome != finding.Violated {
		t.Errorf("without the district's choice: %s, want violated", outcome)
	}
}

// The calendar of the valid record ends with 2026: a deadline on 2027-01-15 may be moved by days that nobody knows yet.
func TestDeadlineInAYearWithoutATable(t *testing.T) {
	completed := "completed = 2026-10-15\n[[initial]]\ndate = 2026-10-20\nconclusion = \"合格\"\n"
	for _, tt := range []struct {
		says, today, trial string
		want               finding.Outcome
	}{
		{"up to the unmoved end it is not due", "2027-01-15", "", finding.NotDue},
		{"after it nobody can tell", "2027-01-16", "", finding.Unjudged},
		{"done by the unmoved end, it is met", "2027-01-16", "[trial]\nend = 2027-01-15\n", finding.Met},
		{"done after it, nobody can tell", "2027-01-18", "[trial]\nend = 2027-01-18\n", finding.Unjudged},
	} {
		outcome, findings := judgeFiles(t, districtRule(t, "20.deadline"), tt.today, map[string]string{"initial-acceptance.toml": completed + tt.trial})
		if outcome != tt.want || len(findings) > 0 {
			t.Errorf("%s: %s, %q, want %s", tt.says, outcome, told(findings), tt.want)
		}
	}
}

func TestDeadlineWantsInitialAcceptanceAndTrialRun(t *testing.T) {
	const passed = "[[initial]]\ndate = 2025-10-20\nconclusion = \"合格\"\n"
	for _, tt := range []struct {
		says, rest string
		want       finding.Outcome
	}{
		{"both", passed + "[trial]\nend = 2025-12-30\n", finding.Met},
		{"no trial run", passed, finding.Violated},
		{"a trial run that has not ended", passed + "[trial]\nstart = 2025-10-27\n", finding.Violated},
		{"no initial acceptance", "[trial]\nend = 2025-12-30\n", finding.Violated},
		{"an initial acceptance that failed", "[[initial]]\ndate = 2025-10-20\nconclusion = \"不合格\"\n[trial]\nend = 2025-12-30\n", finding.Violated},
		{"an end that cannot be read", passed + "[trial]\nend = \"年底\"\n", finding.Unjudged},
		{"an explanation that cannot be read", passed + "[explanation]\ndate = \"年底\"\ntext = \"延期\"\n", finding.Unjudged},
	} {
		outcome, _ := judgeFiles(t, districtRule(t, "20.deadline"), "2026-06-30", map[string]string{"initial-acceptance.toml": "completed = 2025-09-30\n" + tt.rest})
		if outcome != tt.want {
			t.Errorf("%s: %s, want %s", tt.says, outcome, tt.want)
		}
	}
}

// A trial run without its first day is dated by the acceptance after it.
func TestUndatedTrialRunIsDatedByTheAcceptance(t *testing.T) {
	files := map[string]string{
		"initial-acceptance.toml": "[trial]\nsummary = \"运行平稳。\"\n",
		"application.toml":        "applied = 2023-11-24\n",
	}
	for _, id := range []string{"20.initial", "20.assessment"} {
		if outcome, _ := judgeFiles(t, districtRule(t, id), "2026-06-30", files); outcome != finding.NotApplicable {
			t.Errorf("%s, applied for before the regulation: %s", id, outcome)
		}
	}
	files["application.toml"] = "applied = 2023-11-25\n"
	for _, id := range []string{"20.initial", "20.assessment"} {
		if outcome, _ := judgeFiles(t, districtRule(t, id), "2026-06-30", files); outcome != finding.Violated {
			t.Errorf("%s, applied for under the regulation: %s", id, outcome)
		}
	}
}

func TestOneApplicationServesAllRounds(t *testing.T) {
	const rounds = "[[acceptances]]\ndate = 2025-12-18\norganizer = \"牵头部门\"\nconclusion = \"不合格\"\n" +
		"[[acceptances]]\ndate = 2026-01-18\norganizer = \"牵头部门\"\nconclusion = \"合格\"\n"
	_, findings := judgeFiles(t, districtRule(t, "20.applied"), "2026-06-30", map[string]string{"application.toml": "", "final-acceptance.toml": rounds})
	if want := "application.toml:applied, final-acceptance.toml:confirmed"; told(findings) != want {
		t.Errorf("%q, want %q", told(findings), want)
	}
}

func TestEachFailedRoundIsRectified(t *testing.T) {
	round := func(date, conclusion, rest string) string {
		return "[[initial]]\ndate = " + date + "\nconclusion = \"" + conclusion + "\"\n" + rest
	}
	for _, tt := range []struct {
		says, rounds string
		told         string
	}{
		{"held again and failed again: the second waits", round("2025-10-20", "不合格", "") + round("2025-12-20", "不合格", ""),
			"warning initial-acceptance.toml:initial[1].rectified"},
		{"held again too late: that round is told", round("2025-10-20", "不合格", "") + round("2026-01-21", "合格", ""),
			"warning initial-acceptance.toml:initial[1].date"},
		{"rectified in time, held again later", round("2025-10-20", "不合格", "rectified = 2026-01-20\n") + round("2026-03-02", "合格", ""), ""},
		{"held again in time, rectified later", round("2025-10-20", "不合格", "rectified = 2026-03-02\n") + round("2026-01-20", "合格", ""), ""},
		{"an earlier round does not hold it again", round("2025-10-10", "合格", "") + round("2025-10-20", "不合格", ""),
			"warning initial-acceptance.toml:initial[1].rectified"},
		{"a round that cannot be read may be in time", round("2025-10-20", "不合格", "") + round("\"一月\"", "合格", ""), ""},
	} {
		_, findings := judgeFiles(t, districtRule(t, "20.rectification"), "2026-06-30", map[string]string{"initial-acceptance.toml": tt.rounds})
		if told(findings) != tt.told {
			t.Errorf("%s: %q, want %q", tt.says, told(findings), tt.told)
		}
	}
}

func TestCatalogueIsAWarningWhereItIsOnlyLate(t *testing.T) {
	const late, empty = "[catalogue]\ndate = 2025-12-19\napplications = [\"IRS-A-0001\"]\n", "[catalogue]\ndate = 2025-12-19\napplications = []\n"
	for text, want := range map[string]string{
		"applied = 2025-12-03\n" + late:  "warning application.toml:catalogue.date",
		"applied = 2025-12-03\n" + empty: "application.toml:catalogue.applications",
		"applied = 2025-12-03\n":         "application.toml:catalogue",
	} {
		if _, findings := judgeFiles(t, districtRule(t, "18.catalogue"), "2026-06-30", map[string]string{"application.toml": text}); told(findings) != want {
			t.Errorf("%q: %q, want %q", text, told(findings), want)
		}
	}
}

// A classified project is named nowhere, nor the project itself among its unit's others.
func TestSharingNamesNoClassifiedProject(t *testing.T) {
	r := districtRule(t, "18.sharing-used")
	x := Example{Today: validToday, record: "projects/2026/zhzf/001", without: []string{"projects/2025/zhzf/001/application.toml"},
		changes: map[string]any{"projects/2025/zhzf/001/project.toml:classified": true}}
	if outcome, err := r.run(&x); err != nil || outcome != finding.NotApplicable {
		t.Errorf("beside a classified project: %s, %v", outcome, err)
	}
	x = Example{Today: validToday, record: "projects/2025/zhzf/001", without: []string{"application.toml"}}
	if outcome, err := r.run(&x); err != nil || outcome != finding.NotApplicable {
		t.Errorf("of the project itself: %s, %v", outcome, err)
	}
}
