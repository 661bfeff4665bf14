// A year's plan: what is in it, and what it adds up to.

package portfolio

import (
	"cmp"
	"slices"

	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

// Plan is a year's plan: what was planned, what each supplement added, and what was declared and not planned.
type Plan struct {
	Year       *project.Year
	Planned    []*project.Project
	Supplement [][]*project.Project // a list a batch of the year's plan.toml
	Unlisted   []*project.Project   // 未列入: declared, and without a planned amount once the plan is approved
	Pending    []*project.Project   // declared, and the plan (or its batch) is not approved yet
	Continued  []*project.Project   // of earlier years' plans, with an amount that falls on this one
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
			switch {
			case p.IsSecret() || p.Declaration == nil:
			case p.Year == y.Year:
				plan.place(p)
			case p.Year < y.Year && InYear(p, y.Year) > 0:
				plan.Continued = append(plan.Continued, p)
			}
		}
		plans = append(plans, plan)
	}
	return plans
}

// place puts a project where it belongs in its year's plan.
func (plan *Plan) place(p *project.Project) {
	batch := plan.Year.Batch(p)
	switch {
	case plan.Year.Approved(p) == nil:
		plan.Pending = append(plan.Pending, p)
	case IsUnlisted(plan.Year, p):
		plan.Unlisted = append(plan.Unlisted, p)
	case batch >= 0:
		plan.Supplement[batch] = append(plan.Supplement[batch], p)
	default:
		plan.Planned = append(plan.Planned, p)
	}
}

// IsUnlisted reports whether a project was declared and is not in its year's plan, which is approved (未列入).
func IsUnlisted(y *project.Year, p *project.Project) bool {
	return y.Approved(p) != nil && (p.Approval == nil || p.Approval.Plan == nil)
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

// What the sums of a plan count.
const (
	AboutPlanTotal  = "总投资是申报的投资概算，按资金来源分列，各来源之和等于总投资。"
	AboutFund       = "专项经费是计划金额中由全区信息化建设与运维专项经费安排的部分；没有单列的，按本级财政来源计，不超过计划金额。"
	AboutOtherFunds = "专项经费以外的资金是计划金额减专项经费，由自筹、上级补助和乡镇街道财政承担，不纳入专项经费（第十二条）。"
	AboutInYear     = "本年安排是计划金额中落在本年度的部分；没有分年度安排的，全部落在计划年度。"
)

// Fund is the part of a planned amount that the district's special fund pays (AboutFund).
func Fund(p *project.Project) money.Amount {
	if p.Approval == nil || p.Approval.Plan == nil {
		return 0
	}
	plan := p.Approval.Plan
	if plan.Fund.Given() {
		return plan.Fund.V
	}
	var district money.Amount
	for i := range p.Declaration.Estimate.Sources.V {
		if s := &p.Declaration.Estimate.Sources.V[i]; s.Kind.V == project.SourceDistrict {
			district += s.Amount.V
		}
	}
	return min(district, plan.Amount.V)
}

// PlanSums are what some projects add up to in a year's plan.
type PlanSums struct {
	Projects int
	Total    money.Amount // declared
	Planned  money.Amount
	Fund     money.Amount // of what is planned, from the special fund
	InYear   money.Amount // of what is planned, falling on the year
}

// OtherFunds is the part of the planned amount that the special fund does not pay (AboutOtherFunds).
func (s *PlanSums) OtherFunds() money.Amount { return s.Planned - s.Fund }

// SumPlan adds projects up, in the plan of a year.
func SumPlan(projects []*project.Project, year int) PlanSums {
	var s PlanSums
	for _, p := range projects {
		a := AmountsOf(p)
		s.Projects++
		s.Total += a.Declared.Amount
		s.Planned += a.Planned.Amount
		s.Fund += Fund(p)
		s.InYear += InYear(p, year)
	}
	return s
}

// CategorySums are the sums of one category.
type CategorySums struct {
	Category string
	PlanSums
}

// SumByCategory adds projects up by category, construction before maintenance, the greatest planned amount first.
func SumByCategory(projects []*project.Project, year int) []CategorySums {
	type group struct{ kind, category string }
	by := map[group][]*project.Project{}
	for _, p := range projects {
		g := group{p.Declaration.Kind.V, p.Declaration.Category.V}
		by[g] = append(by[g], p)
	}
	groups := make([]group, 0, len(by))
	sums := make(map[group]PlanSums, len(by))
	for g, of := range by {
		groups = append(groups, g)
		sums[g] = SumPlan(of, year)
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), // 建设 stands before 运维 in Unicode
			cmp.Compare(sums[b].Planned, sums[a].Planned), cmp.Compare(a.category, b.category))
	})
	var list []CategorySums
	for _, g := range groups {
		list = append(list, CategorySums{g.category, sums[g]})
	}
	return list
}

// SourceSum is what one kind of source bears of some projects' declared totals.
type SourceSum struct {
	Kind     string
	Projects int
	Amount   money.Amount
}

// sourceKinds are the kinds of sources in the order in which they are shown.
var sourceKinds = []string{project.SourceDistrict, project.SourceTown, "上级补助", project.SourceSelf}

// SumBySource adds the declared sources of projects up by kind. A kind that bears nothing is left out.
func SumBySource(projects []*project.Project) []SourceSum {
	var list []SourceSum
	for _, kind := range sourceKinds {
		sum := SourceSum{Kind: kind}
		for _, p := range projects {
			var of money.Amount
			for i := range p.Declaration.Estimate.Sources.V {
				if s := &p.Declaration.Estimate.Sources.V[i]; s.Kind.V == kind {
					of += s.Amount.V
				}
			}
			if of > 0 {
				sum.Projects++
				sum.Amount += of
			}
		}
		if sum.Projects > 0 {
			list = append(list, sum)
		}
	}
	return list
}
