// Package portfolio derives what the register does not store: the stage that each project has come to, its five
// amounts, a year's plan with its sums, the results of acceptance and evaluation, what is awaited until when, and the
// figures of the whole.
//
// What a figure counts is said beside it in Chinese, in a constant whose name begins with About: the site prints it
// where it prints the figure.
package portfolio

import (
	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

// Step is one stage in one project's course.
type Step struct {
	Stage *project.Stage
	On    calendar.Date // the day on which it was completed; no date: not yet
	Spare bool          // the regulation does not ask it of the project: it is not waited for
}

// Course is a project's way through the stages of rules/stages.toml.
type Course struct {
	Steps []Step
	At    int // the index of the last stage completed, -1 if none is
}

// CourseOf follows a project through the stages. A stage that was left out, because a later one is completed, keeps
// no date.
func CourseOf(r *project.Register, p *project.Project) Course {
	c := Course{At: -1}
	for i := range r.Stages {
		step := Step{Stage: &r.Stages[i]}
		if on, ok := r.Stages[i].Completed(p, r); ok {
			step.On = on
			c.At = i
		} else {
			step.Spare = isSpare(step.Stage, p)
		}
		c.Steps = append(c.Steps, step)
	}
	return c
}

// isSpare reports whether a stage is not asked of a project: initiation is for construction (art. 13).
func isSpare(s *project.Stage, p *project.Project) bool {
	return s.Reached.V == "initiated" && p.Declaration != nil && p.Declaration.Kind.V == project.Operating
}

// Next is the index of the stage that the project is in: the first after the last one completed that is asked of it. It
// is the number of stages if there is none.
func (c *Course) Next() int {
	next := c.At + 1
	for next < len(c.Steps) && c.Steps[next].Spare {
		next++
	}
	return next
}

// Stage is the name of the last stage completed, "" if none is.
func (c *Course) Stage() string {
	if c.At < 0 {
		return ""
	}
	return c.Steps[c.At].Stage.Name.V
}

// On is the day on which the project completed the stage with a condition of rules/stages.toml, no date if it has not.
func (c *Course) On(condition string) calendar.Date {
	for _, s := range c.Steps {
		if s.Stage.Reached.V == condition {
			return s.On
		}
	}
	return calendar.Date{}
}

// Sum is an amount, and whether it is there at all: nought is an amount.
type Sum struct {
	Amount money.Amount
	Given  bool
}

func (s *Sum) add(m *project.Money) {
	if m.Given() {
		s.Amount += m.V
		s.Given = true
	}
}

// Amounts are the five amounts of a project, which are never mixed.
type Amounts struct {
	Declared   Sum // 投资概算
	Audited    Sum // 审核金额
	Planned    Sum // 计划下发金额
	Contracted Sum // 实际投资
	Paid       Sum
}

// AmountsOf adds a project's amounts up.
func AmountsOf(p *project.Project) Amounts {
	var a Amounts
	if p.Declaration != nil {
		a.Declared.add(&p.Declaration.Estimate.Total)
	}
	if p.Approval != nil && p.Approval.Audit != nil {
		a.Audited.add(&p.Approval.Audit.Amount)
	}
	if p.Approval != nil && p.Approval.Plan != nil {
		a.Planned.add(&p.Approval.Plan.Amount)
	}
	contracts := p.Contracts()
	for i := range contracts {
		a.Contracted.add(&contracts[i].Amount)
	}
	if p.Payments != nil {
		for i := range p.Payments.Payments.V {
			a.Paid.add(&p.Payments.Payments.V[i].Amount)
		}
	}
	return a
}

// Add adds another's amounts to each of the five.
func (a *Amounts) Add(b *Amounts) {
	for _, s := range []struct{ to, from *Sum }{
		{&a.Declared, &b.Declared}, {&a.Audited, &b.Audited}, {&a.Planned, &b.Planned}, {&a.Contracted, &b.Contracted}, {&a.Paid, &b.Paid},
	} {
		s.to.Amount += s.from.Amount
		s.to.Given = s.to.Given || s.from.Given
	}
}
