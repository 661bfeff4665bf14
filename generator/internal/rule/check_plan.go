package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

// Article 11 is not applied to a project that its owner pays for alone (art. 32).

// budgetAudited: a project that is initiated, procured or contracted has its audited and its planned amount on file
// (art. 11).
var budgetAudited = check{
	name:  "budget_audited",
	doc:   "立项、采购、签合同之前，审核金额和计划下发金额已经登记",
	reads: []string{declarationFile, approvalFile, procurementFile},
	words: []string{"缺少", "日期"},
	new:   func() judge { return &auditedJudge{} },
}

type auditedJudge struct{}

func (*auditedJudge) judge(j *judging) {
	first, ok := j.startedOnPublicFunds()
	if !ok || !j.act(first) {
		return
	}
	a := j.p.Approval
	at := j.p.At(approvalFile)
	if a != nil {
		at = a.At()
	}
	switch {
	case a == nil || a.Audit == nil:
		j.violated(at, "audit", words{"缺少": "财政审核金额", "日期": first.V.String()})
	case !j.unreadable(&a.Audit.Amount):
		j.met()
	}
	switch {
	case a == nil || a.Plan == nil:
		j.violated(at, "plan", words{"缺少": "计划下发金额", "日期": first.V.String()})
	case !j.unreadable(&a.Plan.Amount):
		j.holds(a.Plan.Amount.Given(), &a.Plan.Amount, func() words {
			return words{"缺少": "计划下发金额", "日期": first.V.String()}
		})
	}
}

// startedOnPublicFunds is started, of a project to which art. 11 applies. It reports false, having said how that
// stands, if it does not apply or nothing of it is on file.
func (j *judging) startedOnPublicFunds() (*project.Date, bool) {
	if self, ok := j.selfFunded(); !ok || self {
		return nil, false
	}
	first, ok := j.started()
	if !ok {
		j.notDue()
	}
	return first, ok
}

// amountsFall: the planned amount is no more than the audited one, and that no more than the declared total (art. 11).
var amountsFall = check{
	name:  "amounts_fall",
	doc:   "计划下发金额不超过审核金额，审核金额不超过总投资",
	reads: []string{declarationFile, approvalFile},
	words: []string{"名目", "金额", "上限名目", "上限"},
	new:   func() judge { return &amountsJudge{} },
}

type amountsJudge struct{}

func (*amountsJudge) judge(j *judging) {
	if self, ok := j.selfFunded(); !ok || self {
		return
	}
	total, a := &j.p.Declaration.Estimate.Total, j.p.Approval
	if a == nil || a.Audit == nil && (a.Plan == nil || a.Plan.Amount.State == project.Absent) {
		j.notDue()
		return
	}
	act := &j.p.Declaration.Declared
	if a.Audit != nil {
		act = &a.Audit.Date
	}
	if !j.act(act) || j.unreadable(total) {
		return
	}
	limit, name := total.V, "总投资"
	if a.Audit != nil {
		if j.unreadable(&a.Audit.Amount) {
			return
		}
		j.noMore(&a.Audit.Amount, "审核金额", limit, name)
		limit, name = a.Audit.Amount.V, "审核金额"
	}
	if a.Plan != nil && a.Plan.Amount.State != project.Absent && !j.unreadable(&a.Plan.Amount) {
		j.noMore(&a.Plan.Amount, "计划下发金额", limit, name)
	}
}

func (j *judging) noMore(amount *project.Money, name string, limit money.Amount, limitName string) {
	j.holds(amount.V <= limit, amount, func() words {
		return words{"名目": name, "金额": amount.V.String(), "上限名目": limitName, "上限": limit.String()}
	})
}

// governmentApproved: the government approved the plan that the project is in before it was initiated, procured or
// contracted (art. 11).
var governmentApproved = check{
	name:  "government_approved",
	doc:   "立项、采购、签合同之前，区政府已经批复年度计划（增补项目为列入的批次）",
	reads: []string{declarationFile, approvalFile, procurementFile, yearPlanFile},
	words: []string{"日期", "年度", "批复情况"},
	new:   func() judge { return &approvedJudge{} },
}

type approvedJudge struct{}

func (*approvedJudge) judge(j *judging) {
	first, ok := j.startedOnPublicFunds()
	if !ok || !j.act(first) {
		return
	}
	if j.year.Plan == nil {
		j.say(finding.Unjudged)
		return
	}
	var situation string
	approval := j.year.Approved(j.p)
	switch {
	case approval == nil && j.p.Declaration.Supplement != nil:
		situation = "还没有列入本项目的增补批次"
	case approval == nil:
		situation = "还没有获区政府批复"
	case j.unreadable(&approval.Date):
		return
	case approval.Date.V.After(first.V):
		situation = fmt.Sprintf(" %s 才获区政府批复", approval.Date.V)
	default:
		j.met()
		return
	}
	f := j.violatedAt(first, words{"日期": first.V.String(), "年度": fmt.Sprint(j.p.Year), "批复情况": situation})
	if approval != nil {
		f.Related = append(f.Related, approval.Date.At())
	}
}

// planDispatched: the plan of the year, once approved, was dispatched to 发改经信局 (art. 11). That is the year's
// affair: it is told once for all projects of the year.
var planDispatched = check{
	name:  "plan_dispatched",
	doc:   "区政府批复的年度计划已报送发改经信局",
	reads: []string{declarationFile, yearPlanFile},
	words: []string{"年度", "批复日期"},
	new:   func() judge { return &dispatchedJudge{} },
}

type dispatchedJudge struct{}

func (*dispatchedJudge) judge(j *judging) {
	if self, ok := j.selfFunded(); !ok || self {
		return
	}
	plan := j.year.Plan
	switch {
	case plan == nil:
		j.say(finding.Unjudged)
	case plan.Approval == nil:
		j.notDue()
	case !j.act(&plan.Approval.Date) || j.unreadable(&plan.Approval.Date):
	case plan.Dispatch != nil:
		j.met()
	default:
		f := j.violated(plan.At(), "dispatch", words{"年度": fmt.Sprint(j.p.Year), "批复日期": plan.Approval.Date.V.String()})
		f.Project = ""
	}
}
