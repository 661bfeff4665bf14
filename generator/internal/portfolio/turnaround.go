// How long each agency takes for its opinions.

package portfolio

import (
	"slices"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/project"
)

// AboutTurnaround says what a Turnaround counts.
const AboutTurnaround = "从征求意见之日到部门首次表明同意或不同意之日，按工作日计算，当天答复为 0 个工作日；仅提意见的不算答复。"

// Turnaround is how long an agency took for its opinions on record, in working days (AboutTurnaround).
type Turnaround struct {
	Agency   *project.Agency
	Opinions int // how many were answered; where a year on the way has no calendar, one is left out
	Median   int // of an even number, the lower of the two in the middle
	Longest  int
}

// Turnarounds lists the agencies that have given opinions, in the order of their directory. Opinions on classified
// projects are not counted.
func Turnarounds(r *project.Register) []Turnaround {
	days := map[string][]int{}
	for _, f := range r.OpinionFiles() {
		for _, o := range firstAnswers(f) {
			if n, err := r.Calendar.WorkdaysBetween(calendar.DayInChina(o.Asked.V), calendar.DayInChina(o.Given.V)); err == nil {
				days[o.Agency.V] = append(days[o.Agency.V], n)
			}
		}
	}
	var list []Turnaround
	for i := range r.Agencies {
		a := &r.Agencies[i]
		if taken := days[a.ID.V]; len(taken) > 0 {
			slices.Sort(taken)
			list = append(list, Turnaround{a, len(taken), taken[(len(taken)-1)/2], taken[len(taken)-1]})
		}
	}
	return list
}

// firstAnswers are the first verdicts on each matter that a file holds, of those whose times can be read.
func firstAnswers(f *project.OpinionFile) []*project.Opinion {
	var answers []*project.Opinion
	at := map[string]int{} // where a matter's answer stands
	for i := range f.Opinions.V {
		o := &f.Opinions.V[i]
		if o.Conclusion.V == project.Remarks || !o.Asked.Given() || !o.Given.Given() {
			continue
		}
		if n, ok := at[o.Matter.V]; !ok {
			at[o.Matter.V] = len(answers)
			answers = append(answers, o)
		} else if o.Given.V.Before(answers[n].Given.V) {
			answers[n] = o
		}
	}
	return answers
}
