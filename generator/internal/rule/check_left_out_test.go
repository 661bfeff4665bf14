package rule

import (
	"testing"

	"wuxing.example/register/generator/internal/project"
)

// What a later rule of the district's leaves out is no act before the regulation.
func TestLeftOutIsBeforeTheRegulation(t *testing.T) {
	r := &project.Register{Regulation: project.Regulation{Effective: project.Date{V: mustDate("2023-11-25")}}}
	for _, tt := range []struct {
		effective, day   string
		inForce, leftOut bool
	}{
		{"2023-11-25", "2023-11-24", false, true},
		{"2023-11-25", "2023-11-25", true, false},
		{"2025-01-01", "2024-12-31", false, false},
		{"2025-01-01", "2023-11-24", false, true},
	} {
		j := &judging{rule: &Rule{Effective: mustDate(tt.effective)}, register: r}
		if got := j.inForce(mustDate(tt.day)); got != tt.inForce || j.leftOut != tt.leftOut {
			t.Errorf("a rule of %s on %s: in force %v, left out %v; want %v, %v", tt.effective, tt.day, got, j.leftOut, tt.inForce, tt.leftOut)
		}
	}
}
