package rule

import (
	"testing"

	"github.com/pelletier/go-toml/v2"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

func localDate(t *testing.T, s string) toml.LocalDate {
	t.Helper()
	var d toml.LocalDate
	if err := d.UnmarshalText([]byte(s)); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestOrderTellsEachFault: each step is compared with the one before it that is on file, and told once.
func TestOrderTellsEachFault(t *testing.T) {
	changes := map[string]any{
		"review.toml:expert.date":         localDate(t, "2024-12-20"), // after the revision and the audit
		"procurement.toml:plan_confirmed": localDate(t, "2025-02-01"), // before the initiation
	}
	got, found := judgeValid(t, "10.order", project.Construction, changes)
	var keys []string
	for _, f := range found {
		keys = append(keys, f.KeyPath)
	}
	if got != finding.Violated || len(keys) != 2 || keys[0] != "filed" || keys[1] != "plan_confirmed" {
		t.Errorf("%s at %v, want filed and plan_confirmed", got, keys)
	}
	if f := found[0]; len(f.Related) != 1 || f.Related[0].File != "projects/2025/zhzf/001/review.toml" {
		t.Errorf("the other date is at %v, want it in review.toml", f.Related)
	}
	// Without the revision it is the audit that came before the review.
	_, found = judgeValid(t, "10.order", project.Construction, changes, "revision.toml")
	if len(found) != 2 || found[0].KeyPath != "audit.date" {
		t.Errorf("without a revision: %v, want audit.date first", found)
	}
}

// TestOrderStandsInTheProject: where the date that is too late is the project's and the other the plan year's, the
// finding stands at the project's.
func TestOrderStandsInTheProject(t *testing.T) {
	_, found := judgeValid(t, "10.order", project.Construction, map[string]any{"approval.toml:audit.date": localDate(t, "2025-01-21")})
	if len(found) != 1 || found[0].At.File != "projects/2025/zhzf/001/approval.toml" || found[0].Related[0].File != "projects/2025/plan.toml" {
		t.Errorf("%v", found)
	}
}
