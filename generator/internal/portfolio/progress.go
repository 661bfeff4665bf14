// A project's plan against what came of it.

package portfolio

import (
	"slices"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/project"
)

// AboutProgress says what the plan and the actual dates are.
const AboutProgress = "计划是申报的建设周期，以及没有通过竣工验收的项目依规则推算的验收期限；实际从前一阶段完成之日到本阶段完成之日，进行中的到数据截至日。"

// Stretch is a time from one day to another, both included; the zero Stretch is none.
type Stretch struct{ From, To calendar.Date }

// IsZero reports whether there is none.
func (s Stretch) IsZero() bool { return s == Stretch{} }

// Phase is one stage of a project's course as stretches of time.
type Phase struct {
	Name    string
	Planned Stretch
	Actual  Stretch // from the completion of the stage before
	Ongoing bool    // Actual ends today and goes on
	Late    Stretch // from the planned end to the actual one, or to today
}

// unplotted are the conditions of the stages that are no part of the project's building.
var unplotted = []string{"declared", "evaluated", "closed"}

// Progress lists the stages of a project that are planned, begun or done. accept is the day by which its final acceptance
// is awaited, no date if it is not.
func Progress(r *project.Register, p *project.Project, accept calendar.Date) []Phase {
	course := CourseOf(r, p)
	underWay := p.Approval != nil && p.Approval.Plan != nil || len(p.Contracts()) > 0
	open := p.Closure == nil && !IsUnlisted(r.Year(p.Year), p)
	var before calendar.Date // the completion of the stage before
	var list []Phase
	for i, step := range course.Steps {
		condition := step.Stage.Reached.V
		phase := Phase{Name: step.Stage.Name.V, Planned: plannedFor(condition, p, accept)}
		done := !step.On.IsZero()
		switch {
		case done && !before.IsZero():
			phase.Actual = Stretch{earlier(before, step.On), step.On}
		case i == course.Next() && open && !before.IsZero():
			phase.Actual, phase.Ongoing = Stretch{earlier(before, r.Today), r.Today}, true
		}
		if end := phase.Actual.To; !phase.Planned.IsZero() {
			if !done && open && underWay {
				end = r.Today
			}
			if end.After(phase.Planned.To) {
				phase.Late = Stretch{phase.Planned.To, end}
			}
		}
		if !slices.Contains(unplotted, condition) && !(phase.Planned.IsZero() && phase.Actual.IsZero()) {
			list = append(list, phase)
		}
		if done {
			before = step.On
		}
	}
	return list
}

// plannedFor is the time planned for the stage with a condition.
func plannedFor(condition string, p *project.Project, accept calendar.Date) Stretch {
	s := p.Declaration.Schedule
	switch {
	case s == nil || !s.Finish.Given():
	case condition == "completed" && s.Start.Given():
		return Stretch{earlier(s.Start.V, s.Finish.V), s.Finish.V}
	case condition == "accepted" && !accept.IsZero():
		return Stretch{earlier(s.Finish.V, accept), accept}
	}
	return Stretch{}
}

func earlier(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return a
	}
	return b
}

// AcceptUntil is the day by which a project's final acceptance is awaited, no date if it is not.
func AcceptUntil(deadlines []Deadline) calendar.Date {
	for i := range deadlines {
		if deadlines[i].Rule.ID == acceptedRule {
			return deadlines[i].Until
		}
	}
	return calendar.Date{}
}
