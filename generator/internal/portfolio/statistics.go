// The figures of many projects: amounts, savings, rates, stages, units.

package portfolio

import (
	"cmp"
	"math/bits"
	"slices"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// What the figures count.
const (
	AboutProjects   = "登记册里的项目，未列入计划的也计在内；按计划年度归类。"
	AboutDeclared   = "建设单位申报的投资概算总额之和。"
	AboutAudited    = "财政部门审核的预算金额之和；尚未审核的，和不需要审核的自筹项目，都不计。"
	AboutPlanned    = "列入年度计划（含增补）的计划下发金额之和；分年度安排的项目，全部金额计入它的计划年度。"
	AboutContracted = "已签订合同的金额之和，即实际投资。"
	AboutPaid       = "按合同已经支付的金额之和，不论哪一年支付，都计入项目的计划年度。"
	AboutSavings    = "合同已签齐的项目，计划金额减合同金额。“合同已签齐”是指有计划金额，签了承建、运维或租赁合同，并且登记的每个采购标项都有合同；之后再增加合同的，节约随之减少；经批准增加概算的仍按计划金额计，可能为负。"
	AboutFiled      = "规则“合同及时归档”已有符合或不符合结论的项目中，全部合同都按时归档的占比；已豁免和未到期的不计。"
	AboutAccepted   = "规则“按期竣工验收”已有符合或不符合结论的项目中，符合的占比；按规定提交情况说明的算符合，已豁免和未到期的不计。"
	AboutBuilding   = "已经立项、没有通过竣工验收、也没有关停并转的项目。"
	AboutFundPaid   = "专项经费按计划金额里的专项部分计；支付不分来源登记，已支付的专项经费按它占计划金额的比例折算，四舍五入到百元。"
	AboutGrades     = "主管部门绩效评价的等级，一个项目一个年度计一次。"
	AboutPaidShare  = "已支付的合计除以合同金额的合计。"
	AboutStages     = "一个项目到达它完成的最后一个阶段和在此之前的各阶段，停留在最后完成的阶段；金额是停留项目的计划金额，没有列入计划的按申报概算。"
	AboutUnits      = "按建设单位汇总全部年度的计划金额和已支付金额，取计划金额最多的十个单位。"
)

// The rules from whose outcomes the rates are taken.
const (
	filedRule    = "15.filed"
	acceptedRule = "20.overdue"
)

// Rate is how many projects met a rule, of those that it has judged.
type Rate struct{ Met, Judged int }

func (r *Rate) count(o finding.Outcome) {
	switch o {
	case finding.Met:
		r.Met++
		r.Judged++
	case finding.Violated:
		r.Judged++
	}
}

// Savings are what the projects whose contracts are all signed saved of their planned amounts (AboutSavings).
type Savings struct {
	Projects            int
	Planned, Contracted money.Amount
}

// Amount is what was saved; below zero, more was contracted than planned.
func (s *Savings) Amount() money.Amount { return s.Planned - s.Contracted }

// Figures are what some projects add up to.
type Figures struct {
	Projects int
	Amounts  Amounts
	Fund     money.Amount // of what is planned
	FundPaid money.Amount // AboutFundPaid
	Savings  Savings
	Filed    Rate // AboutFiled
	Accepted Rate // AboutAccepted
}

// FiguresOf adds projects up.
func FiguresOf(projects []*project.Project, result *rule.Result) Figures {
	f := Figures{Projects: len(projects)}
	for _, p := range projects {
		a := AmountsOf(p)
		f.Amounts.Declared.plus(a.Declared)
		f.Amounts.Audited.plus(a.Audited)
		f.Amounts.Planned.plus(a.Planned)
		f.Amounts.Contracted.plus(a.Contracted)
		f.Amounts.Paid.plus(a.Paid)
		f.Fund += Fund(p)
		f.FundPaid += FundPaid(p)
		if a.Planned.Given && IsFullyContracted(p) {
			f.Savings.Projects++
			f.Savings.Planned += a.Planned.Amount
			f.Savings.Contracted += a.Contracted.Amount
		}
		f.Filed.count(result.Outcomes[p.ID].Of(filedRule))
		f.Accepted.count(result.Outcomes[p.ID].Of(acceptedRule))
	}
	return f
}

// FundPaid is the special fund's part of what a project has paid, to a hundred yuan, half up (AboutFundPaid).
func FundPaid(p *project.Project) money.Amount {
	a := AmountsOf(p)
	if a.Planned.Amount <= 0 || a.Paid.Amount <= 0 {
		return 0
	}
	planned := uint64(a.Planned.Amount)
	high, low := bits.Mul64(uint64(a.Paid.Amount), uint64(min(Fund(p), a.Planned.Amount))) // may be more than 64 bits hold
	part, _ := bits.Div64(high, low, planned)
	const unit = 100 * uint64(money.Yuan)
	units, over := part/unit, part%unit
	if 2*over >= unit { // what is left of the division is less than a fen
		units++
	}
	return money.Amount(units * unit)
}

// IsBuilding reports whether a project is under construction on a day (AboutBuilding).
func (c *Course) IsBuilding(on calendar.Date) bool {
	by := func(condition string) bool {
		day := c.On(condition)
		return !day.IsZero() && !day.After(on)
	}
	return by("initiated") && !by("accepted") && !by("closed")
}

func (s *Sum) plus(other Sum) {
	s.Amount += other.Amount
	s.Given = s.Given || other.Given
}

// workRoles are the contracts for the work itself.
var workRoles = []string{project.RoleContractor, project.RoleMaintenance, "租赁"}

// IsFullyContracted reports whether the work's contract is signed and every lot procured has one.
func IsFullyContracted(p *project.Project) bool {
	lots, work := map[string]bool{}, false
	contracts := p.Contracts()
	for i := range contracts {
		lots[contracts[i].Lot.V] = true
		work = work || slices.Contains(workRoles, contracts[i].Role.V)
	}
	return work && !slices.ContainsFunc(p.Procurement.Procurements.V, func(b project.Purchase) bool { return !lots[b.Lot.V] })
}

// OfYear lists the projects of a plan year, 0 of all, in order. Classified ones are left out.
func OfYear(r *project.Register, year int) []*project.Project {
	var list []*project.Project
	for _, p := range r.Projects {
		if (year == 0 || p.Year == year) && !p.IsSecret() && p.Declaration != nil {
			list = append(list, p)
		}
	}
	return list
}

// Building counts the projects under construction on a day (AboutBuilding).
func Building(r *project.Register, on calendar.Date) int {
	n := 0
	for _, p := range OfYear(r, 0) {
		course := CourseOf(r, p)
		if course.IsBuilding(on) {
			n++
		}
	}
	return n
}

// PaidIn is what was paid in a calendar year, by all projects.
func PaidIn(r *project.Register, year int) money.Amount {
	var sum money.Amount
	for _, p := range OfYear(r, 0) {
		if p.Payments == nil {
			continue
		}
		for i := range p.Payments.Payments.V {
			if x := &p.Payments.Payments.V[i]; x.Date.V.Year() == year {
				sum += x.Amount.V
			}
		}
	}
	return sum
}

// Standing is how many projects came to one stage, how many stand there now, and what these amount to (AboutStages).
type Standing struct {
	Stage            *project.Stage
	Reached, Staying int
	Amount           money.Amount
}

// Standings counts the projects by stage, in the order of the stages.
func Standings(r *project.Register) []Standing {
	list := make([]Standing, len(r.Stages))
	for i := range r.Stages {
		list[i].Stage = &r.Stages[i]
	}
	for _, p := range OfYear(r, 0) {
		course := CourseOf(r, p)
		if course.At < 0 {
			continue
		}
		for i := 0; i <= course.At; i++ {
			list[i].Reached++
		}
		at, a := &list[course.At], AmountsOf(p)
		at.Staying++
		if a.Planned.Given {
			at.Amount += a.Planned.Amount
		} else {
			at.Amount += a.Declared.Amount
		}
	}
	return list
}

// UnitShare is one unit's part of the portfolio.
type UnitShare struct {
	Code     string
	Projects []*project.Project // in order
	Figures
}

// ByUnit adds the projects up by unit, the greatest planned amount first. A unit without projects is left out.
func ByUnit(r *project.Register, result *rule.Result) []UnitShare {
	by := map[string][]*project.Project{}
	for _, p := range OfYear(r, 0) {
		by[p.Unit] = append(by[p.Unit], p)
	}
	var list []UnitShare
	for code, projects := range by {
		list = append(list, UnitShare{code, projects, FiguresOf(projects, result)})
	}
	slices.SortFunc(list, func(a, b UnitShare) int {
		return cmp.Or(cmp.Compare(b.Amounts.Planned.Amount, a.Amounts.Planned.Amount), cmp.Compare(a.Code, b.Code))
	})
	return list
}
