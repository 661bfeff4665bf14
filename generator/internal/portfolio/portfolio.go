// Package portfolio derives what the register does not store: the stage that each project has come to, its five
// amounts, a year's plan with its sums, the figures of the whole.
package portfolio

import (
	"slices"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

// Step is one stage in one project's course.
type Step struct {
	Stage *project.Stage
	On    calendar.Date // the day on which it was completed; no date: not yet
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
	year := r.Year(p.Year)
	for i := range r.Stages {
		step := Step{Stage: &r.Stages[i]}
		if on, ok := r.Stages[i].Completed(p, year); ok {
			step.On = on
			c.At = i
		}
		c.Steps = append(c.Steps, step)
	}
	return c
}

// Stage is the name of the last stage completed, "" if none is.
func (c *Course) Stage() string {
	if c.At < 0 {
		return ""
	}
	return c.Steps[c.At].Stage.Name.V
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

// Plan is a year's plan: what was planned, what each supplement added, and what was declared and not planned.
type Plan struct {
	Year       *project.Year
	Planned    []*project.Project
	Supplement [][]*project.Project // a list a batch of the year's plan.toml
	Unlisted   []*project.Project   // 未列入: declared, and without a planned amount once the plan is approved
	Pending    []*project.Project   // declared, and the plan (or its batch) is not approved yet
}

// Plans makes the plan of every year, the latest first. Classified projects are in none.
func Plans(r *project.Register) []Plan {
	var plans []Plan
	for _, y := range slices.Backward(r.Years) {
		plan := Plan{Year: y}
		if y.Plan != nil {
			plan.Supplement = make([][]*project.Project, len(y.Plan.Supplements.V))
		}
		for _, p := range r.Projects {
			if p.Year == y.Year && !p.IsSecret() && p.Declaration != nil {
				plan.place(p)
			}
		}
		plans = append(plans, plan)
	}
	return plans
}

// place puts a project where it belongs in its year's plan.
func (plan *Plan) place(p *project.Project) {
	batch := plan.Year.Batch(p)
	planned := p.Approval != nil && p.Approval.Plan != nil
	switch {
	case plan.Year.Approved(p) == nil:
		plan.Pending = append(plan.Pending, p)
	case !planned:
		plan.Unlisted = append(plan.Unlisted, p)
	case batch >= 0:
		plan.Supplement[batch] = append(plan.Supplement[batch], p)
	default:
		plan.Planned = append(plan.Planned, p)
	}
}

// All lists the planned projects, supplements among them.
func (plan *Plan) All() []*project.Project {
	return slices.Concat(append([][]*project.Project{plan.Planned}, plan.Supplement...)...)
}

// InYear is the part of a project's planned amount that falls on a year: all of it on the plan year, unless it is
// spread over years.
func InYear(p *project.Project, year int) money.Amount {
	if p.Approval == nil || p.Approval.Plan == nil {
		return 0
	}
	plan := p.Approval.Plan
	if len(plan.Years.V) == 0 {
		if p.Year == year {
			return plan.Amount.V
		}
		return 0
	}
	var sum money.Amount
	for i := range plan.Years.V {
		if int(plan.Years.V[i].Year.V) == year {
			sum += plan.Years.V[i].Amount.V
		}
	}
	return sum
}
