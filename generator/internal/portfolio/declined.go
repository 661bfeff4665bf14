// The declarations that did not pass.

package portfolio

import (
	"slices"

	"wuxing.example/register/generator/internal/project"
)

// AboutDeclined says what a Declined counts.
const AboutDeclined = "没有并入的申报，按部门的意见归并；一份申报有几个部门不同意的，各计一次。"

// Declined is what a year's declarations that did not pass come to: how many, for how much, and why. It names none of
// them (AboutDeclined).
type Declined struct {
	Count     int
	Total     Sum // of those that give one
	Refusals  []Refusal
	Withdrawn int // of them, those that no agency refused
}

// Refusal is what agencies refused on one matter.
type Refusal struct {
	Matter  string // its id
	Count   int
	Reasons []string // in their words, each once, in the order of the record
}

// DeclinedOf counts a year's declarations that did not pass; of a year that bears a secrecy mark, none.
func DeclinedOf(y *project.Year) Declined {
	var d Declined
	if y.Declined == nil || len(y.Marks) > 0 {
		return d
	}
	for i := range y.Declined.Declined.V {
		entry := &y.Declined.Declined.V[i]
		d.Count++
		d.Total.add(&entry.Total)
		refused := false
		for _, o := range entry.Opinions.V {
			if o.Conclusion.V == project.Disagrees {
				refused = true
				d.refuse(o.Matter.V, o.Text.V)
			}
		}
		if !refused {
			d.Withdrawn++
		}
	}
	return d
}

func (d *Declined) refuse(matter, reason string) {
	at := slices.IndexFunc(d.Refusals, func(r Refusal) bool { return r.Matter == matter })
	if at < 0 {
		at = len(d.Refusals)
		d.Refusals = append(d.Refusals, Refusal{Matter: matter})
	}
	r := &d.Refusals[at]
	r.Count++
	if reason != "" && !slices.Contains(r.Reasons, reason) {
		r.Reasons = append(r.Reasons, reason)
	}
}
