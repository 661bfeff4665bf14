package rule

import (
	"testing"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/register"
)

// TestYearIsToldOnce: a plan that was not dispatched is one finding, however many projects the year has, and every one
// of them is violated.
func TestYearIsToldOnce(t *testing.T) {
	set, err := districtRules()
	if err != nil {
		t.Fatal(err)
	}
	x := Example{record: "projects/2025/zhzf/001", without: []string{"projects/2025/plan.toml:dispatch"}}
	files, err := x.files()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"project.toml", "feasibility.md"} {
		files["projects/2025/zhzf/002/"+name] = files["projects/2025/zhzf/001/"+name]
	}
	reg, err := register.Load(filesystem(files), validToday, nil)
	if err != nil {
		t.Fatal(err)
	}
	result := set.Check(Input{Head: reg})
	if found := findingsOf(result.Findings, "11.investment-plan"); len(found) != 1 || found[0].Project != "" || found[0].At.File != "projects/2025/plan.toml" {
		t.Errorf("%v, want one on projects/2025/plan.toml, of no project", found)
	}
	for _, id := range []string{"2025-zhzf-001", "2025-zhzf-002"} {
		if got := result.Outcomes[id].Of("11.investment-plan"); got != finding.Violated {
			t.Errorf("%s: %s, want %s", id, got, finding.Violated)
		}
	}
}
