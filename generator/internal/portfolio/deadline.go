// What is awaited of the projects, and until when.

package portfolio

import (
	"slices"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// AboutDeadlines says what the deadlines are.
const AboutDeadlines = "期限由规则按登记的日期推算，逢休息日的按规定顺延；最后一日当天不算逾期。已豁免的不列。"

// soonDays is how many days before its last one a deadline is near.
const soonDays = 30

// Urgency is how near a deadline is.
type Urgency int

const (
	Overdue Urgency = iota // its last day has passed
	Soon                   // its last day is today, or one of the next 30
	Later
)

// Deadline is an act that a rule awaits of a project.
type Deadline struct {
	Project *project.Project
	Rule    *rule.Rule
	Until   calendar.Date
	Days    int // from today to the last day; below zero: it has passed
}

// Urgency is how near the deadline is.
func (d *Deadline) Urgency() Urgency {
	switch {
	case d.Days < 0:
		return Overdue
	case d.Days <= soonDays:
		return Soon
	}
	return Later
}

// Deadlines lists what the rules await of the projects of a register, the earliest first. What a waiver lifts is left out.
func Deadlines(r *project.Register, result *rule.Result) []Deadline {
	var list []Deadline
	for _, due := range result.Dues {
		p := r.Project(due.Project)
		if p == nil || p.IsSecret() || result.Outcomes[p.ID].Of(due.Rule.ID) == finding.Waived {
			continue
		}
		list = append(list, Deadline{p, due.Rule, due.Until, r.Today.DaysUntil(due.Until)})
	}
	return list
}

// SortDeadlines puts the earliest first; those of one day stay as they are.
func SortDeadlines(list []Deadline) {
	slices.SortStableFunc(list, func(a, b Deadline) int { return a.Until.Compare(b.Until) })
}

// CountUrgency counts the deadlines of one urgency.
func CountUrgency(list []Deadline, u Urgency) int {
	n := 0
	for i := range list {
		if list[i].Urgency() == u {
			n++
		}
	}
	return n
}
