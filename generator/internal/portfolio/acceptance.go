// The results of final acceptance (art. 21).

package portfolio

import (
	"cmp"
	"slices"

	"wuxing.example/register/generator/internal/project"
)

// AboutAcceptance says what the results of acceptance count.
const AboutAcceptance = "每次竣工验收计一次，按验收日期归入年度；整改后再次验收的，另计一次。"

// Acceptance is one final acceptance of one project.
type Acceptance struct {
	Project *project.Project
	Round   *project.FinalRound
	Number  int // 1 of the project's first
}

// Year is the year of the acceptance, 0 where its date cannot be read.
func (a *Acceptance) Year() int { return a.Round.Date.V.Year() }

// Passed reports whether the project passed.
func (a *Acceptance) Passed() bool { return a.Round.Conclusion.V == project.Passed }

// Acceptances lists every final acceptance, the latest first.
func Acceptances(r *project.Register) []Acceptance {
	var list []Acceptance
	for _, p := range r.Projects {
		if p.FinalAcceptance == nil || p.IsSecret() {
			continue
		}
		for i := range p.FinalAcceptance.Acceptances.V {
			list = append(list, Acceptance{p, &p.FinalAcceptance.Acceptances.V[i], i + 1})
		}
	}
	slices.SortStableFunc(list, func(a, b Acceptance) int {
		return cmp.Or(b.Round.Date.V.Compare(a.Round.Date.V), cmp.Compare(a.Project.ID, b.Project.ID), cmp.Compare(b.Number, a.Number))
	})
	return list
}

// AcceptanceYear counts the acceptances of one year.
type AcceptanceYear struct{ Year, Held, Passed int }

// CountAcceptances counts acceptances by year, the latest first.
func CountAcceptances(list []Acceptance) []AcceptanceYear {
	by := map[int]*AcceptanceYear{}
	var years []*AcceptanceYear
	for i := range list {
		y := by[list[i].Year()]
		if y == nil {
			y = &AcceptanceYear{Year: list[i].Year()}
			by[y.Year] = y
			years = append(years, y)
		}
		y.Held++
		if list[i].Passed() {
			y.Passed++
		}
	}
	slices.SortFunc(years, func(a, b *AcceptanceYear) int { return cmp.Compare(b.Year, a.Year) })
	counts := make([]AcceptanceYear, len(years))
	for i, y := range years {
		counts[i] = *y
	}
	return counts
}

// StillFailed lists, of acceptances in the order of Acceptances, the last one of each project that has passed none.
func StillFailed(list []Acceptance) []Acceptance {
	var failed []Acceptance
	for _, a := range list {
		if a.Project.Accepted() == nil && a.Number == len(a.Project.FinalAcceptance.Acceptances.V) {
			failed = append(failed, a)
		}
	}
	return failed
}
