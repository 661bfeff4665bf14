package rule

import "wuxing.example/register/generator/internal/project"

// stepsInOrder: the steps from the preliminary review to the first contract come one after another, as far as they are
// dated (art. 10).
var stepsInOrder = check{
	name:  "steps_in_order",
	doc:   "从初审到签合同，各步骤的日期前后有序",
	reads: []string{declarationFile, reviewFile, revisionFile, approvalFile, procurementFile, yearPlanFile},
	words: []string{"前一步", "前一日期", "后一步", "后一日期"},
	new:   func() judge { return &orderJudge{} },
}

type orderJudge struct{}

// step is one dated step of a project's course.
type step struct {
	name   string
	date   *project.Date
	ofYear bool // the date stands in the plan year's file
}

func (c *orderJudge) judge(j *judging) {
	var last *step
	due := false
	steps := c.steps(j)
	for i := range steps {
		s := &steps[i]
		if s.date == nil || s.date.State == project.Absent || j.unreadable(s.date) {
			continue
		}
		if last != nil {
			due = true
			c.compare(j, last, s)
		}
		last = s
	}
	if !due {
		j.notDue()
	}
}

// compare judges two steps that follow one another. The finding stands in the project's own file, and tells the other.
func (*orderJudge) compare(j *judging, earlier, later *step) {
	if !j.act(later.date) {
		return
	}
	if !later.date.V.Before(earlier.date.V) {
		j.met()
		return
	}
	at, other := later.date, earlier.date
	if later.ofYear {
		at, other = other, at
	}
	f := j.violatedAt(at, words{
		"前一步": earlier.name, "前一日期": earlier.date.V.String(),
		"后一步": later.name, "后一日期": later.date.V.String(),
	})
	f.Related = append(f.Related, other.At())
}

// steps lists the steps in their order; of one that is not on file the date is nil or absent.
func (c *orderJudge) steps(j *judging) []step {
	var preliminary, expert, revised, audited, planned, confirmed, procured, contracted *project.Date
	p := j.p
	if p.Review != nil && p.Review.Preliminary != nil {
		preliminary = &p.Review.Preliminary.Date
	}
	if p.Review != nil && p.Review.Expert != nil {
		expert = &p.Review.Expert.Date
	}
	if p.Revision != nil {
		revised = &p.Revision.Filed
	}
	if p.Approval != nil && p.Approval.Audit != nil {
		audited = &p.Approval.Audit.Date
	}
	if c.isPlanned(j) {
		planned = &j.year.Approved(p).Date
	}
	if f := p.Procurement; f != nil {
		confirmed = &f.PlanConfirmed
		procured, _ = j.earliest(purchaseDates(p))
		contracted, _ = j.earliest(signingDates(p))
	}
	return []step{
		{name: "初审", date: preliminary},
		{name: "专家评审", date: expert},
		{name: "修改方案报备", date: revised},
		{name: "预算审核", date: audited},
		{name: "区政府批复年度计划", date: planned, ofYear: true},
		{name: "立项", date: p.Initiated()},
		{name: "实施方案确认", date: confirmed},
		{name: "首次采购", date: procured},
		{name: "首份合同签订", date: contracted},
	}
}

// isPlanned reports whether the government's approval of the year's plan covers the project: it is in the plan, and
// does not pay for itself, in which case art. 11 is not applied to it (art. 32).
func (*orderJudge) isPlanned(j *judging) bool {
	if j.p.Approval == nil || j.p.Approval.Plan == nil || j.year.Approved(j.p) == nil {
		return false
	}
	self, ok := j.selfFunded()
	return ok && !self
}
