package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// Who may organise a final acceptance (art. 20): the lead agency, or the unit itself.
const (
	organizerLead = "牵头部门"
	organizerUnit = "建设单位"
)

// accepted returns the first final acceptance that the project passed, nil if there is none. It marks the rule unjudged
// where an acceptance that may be it cannot be read.
func (j *judging) accepted() *project.FinalRound {
	for i := range finals(j.p) {
		round := &finals(j.p)[i]
		if j.unreadable(&round.Conclusion) {
			return nil
		}
		if round.Conclusion.V == project.Passed {
			return round
		}
	}
	return nil
}

// finals are the final acceptances, perhaps none.
func finals(p *project.Project) []project.FinalRound {
	if p.FinalAcceptance == nil {
		return nil
	}
	return p.FinalAcceptance.Acceptances.V
}

// acceptanceAct is the date whose rules a final acceptance is judged by: that of the application, else its own.
func acceptanceAct(p *project.Project, round *project.FinalRound) *project.Date {
	if applied := appliedFor(p); applied != nil {
		return applied
	}
	return &round.Date
}

// appliedFor is when final acceptance was applied for, nil if it was not.
func appliedFor(p *project.Project) *project.Date {
	if p.Application == nil || p.Application.Applied.State == project.Absent {
		return nil
	}
	return &p.Application.Applied
}

// acceptanceApplied: an acceptance by the lead agency was applied for, and the agency confirmed that it may be held
// (art. 20).
var acceptanceApplied = check{
	name:  "acceptance_applied",
	doc:   "牵头部门组织的竣工验收，事先有申请和确认",
	reads: []string{applicationFile, finalFile},
	words: []string{"验收日期", "缺少"},
	new:   func() judge { return &appliedJudge{} },
}

type appliedJudge struct{}

func (*appliedJudge) judge(j *judging) {
	rounds := finals(j.p)
	if len(rounds) == 0 {
		j.notDue()
	}
	for i := range rounds {
		round := &rounds[i]
		if j.unreadable(&round.Organizer) || round.Organizer.V != organizerLead || !j.act(acceptanceAct(j.p, round)) {
			continue
		}
		j.met()
		if appliedFor(j.p) == nil {
			j.violated(j.p.At(applicationFile), "applied", words{"验收日期": round.Date.V.String(), "缺少": "申请日期"})
		}
		if confirmed := &j.p.FinalAcceptance.Confirmed; confirmed.State == project.Absent {
			j.violatedAt(confirmed, words{"验收日期": round.Date.V.String(), "缺少": "确认日期"})
		}
		return // the one application serves all rounds
	}
}

// acceptanceOrganizer: the lead agency organises the final acceptance; of a small project the unit may do so itself,
// and reports it (art. 20).
var acceptanceOrganizer = check{
	name:  "acceptance_organizer",
	doc:   "竣工验收由牵头部门组织；预算在一定数额以内的，可以由建设单位自行组织并报备",
	reads: []string{declarationFile, approvalFile, applicationFile, finalFile},
	words: []string{"验收日期", "预算", "情况"},
	new:   func() judge { return &organizerJudge{} },
}

type organizerJudge struct {
	Budget project.Value[limit.Amount] `toml:"budget,required" label:"可以自行组织验收的预算"`
}

func (c *organizerJudge) judge(j *judging) {
	rounds := finals(j.p)
	if len(rounds) == 0 {
		j.notDue()
	}
	for i := range rounds {
		if j.act(acceptanceAct(j.p, &rounds[i])) {
			c.round(j, &rounds[i])
		}
	}
}

func (c *organizerJudge) round(j *judging, round *project.FinalRound) {
	if j.unreadable(&round.Organizer) {
		return
	}
	budget, ok := j.p.Budget()
	put := func(situation string) words {
		return words{"验收日期": round.Date.V.String(), "预算": budget.String(), "情况": situation}
	}
	switch {
	case round.Organizer.V == organizerLead:
		j.met()
	case round.Organizer.State == project.Absent:
		j.violatedAt(&round.Organizer, put("没有写由谁组织"))
	case !ok:
		j.say(finding.Unjudged)
	case !c.Budget.V.Holds(budget):
		j.violatedAt(&round.Organizer, put("由建设单位自行组织，而自行组织只限预算"+c.Budget.V.String()))
	case j.unreadable(&round.Reported, &round.Date):
	case !round.Reported.Given():
		j.violatedAt(&round.Reported, put("由建设单位自行组织，还没有报备"))
	case round.Reported.V.Before(round.Date.V):
		j.violatedAt(&round.Reported, put(fmt.Sprintf("报备日期 %s 早于验收", round.Reported.V)))
	default:
		j.met()
	}
}

// acceptanceExperts: an acceptance that the unit organises itself names its experts (art. 20).
var acceptanceExperts = check{
	name:  "acceptance_experts",
	doc:   "建设单位自行组织的竣工验收写明验收专家",
	reads: []string{applicationFile, finalFile},
	words: []string{"验收日期"},
	new:   func() judge { return &expertsJudge{} },
}

type expertsJudge struct{}

func (*expertsJudge) judge(j *judging) {
	rounds := finals(j.p)
	if len(rounds) == 0 {
		j.notDue()
	}
	for i := range rounds {
		round := &rounds[i]
		if j.unreadable(&round.Organizer) || round.Organizer.V != organizerUnit || !j.act(acceptanceAct(j.p, round)) || j.unreadable(&round.Experts) {
			continue
		}
		j.holds(hasText(round.Experts), &round.Experts, func() words {
			return words{"验收日期": round.Date.V.String()}
		})
	}
}

// acceptanceOverdue: the project passed its final acceptance within a period of its planned end, or the unit explained
// why not (art. 20).
var acceptanceOverdue = check{
	name:  "acceptance_overdue",
	doc:   "计划完工后一定期限内通过竣工验收，不能按期的提交情况说明",
	reads: []string{declarationFile, approvalFile, procurementFile, initialFile, finalFile},
	words: []string{"计划完工", "期限", "情况"},
	new:   func() judge { return &acceptanceOverdueJudge{} },
}

type acceptanceOverdueJudge struct {
	Within project.Value[limit.Period] `toml:"within,required" label:"计划完工后的期限"`
}

func (c *acceptanceOverdueJudge) judge(j *judging) {
	schedule := j.p.Declaration.Schedule
	if schedule == nil || schedule.Finish.State == project.Absent || j.unreadable(&schedule.Finish) || !j.act(&schedule.Finish) {
		return
	}
	if !underWay(j.p) {
		j.notDue()
		return
	}
	if j.explained() {
		j.met()
		return
	}
	var done *project.Date
	if round := j.accepted(); round != nil && !j.unreadable(&round.Date) {
		done = &round.Date
	}
	if j.outcome == finding.Unjudged {
		return
	}
	j.inTime(&c.Within.V, &schedule.Finish, done, &schedule.Finish, func() words {
		return words{"计划完工": schedule.Finish.V.String()}
	})
}

// underWay reports whether a project is in its year's plan or has contracts: one that is still in review, or that the
// plan did not take in, has nothing to accept.
func underWay(p *project.Project) bool {
	return p.Approval != nil && p.Approval.Plan != nil || len(p.Contracts()) > 0
}

// explained reports whether the unit has explained why it cannot keep a date (art. 20). It marks the rule unjudged where
// the explanation cannot be read.
func (j *judging) explained() bool {
	if j.p.InitialAcceptance == nil || j.p.InitialAcceptance.Explanation == nil {
		return false
	}
	e := j.p.InitialAcceptance.Explanation
	return !j.unreadable(&e.Date, &e.Text) && !isBlank(&e.Text)
}

// inTime judges an act that is due within a period: met where it was done by the period's end, not due up to that end
// where it was not, else violated, with the end and how late it is among the words. done is nil where it has not been
// done; then the finding stands at another date.
func (j *judging) inTime(within *limit.Period, from, done, at *project.Date, put func() words) {
	day, situation := j.register.Today, "至 %s 还没有完成，逾期 %d 天"
	var doneOn calendar.Date
	if done != nil {
		doneOn, day, at, situation = done.V, done.V, done, "实际 %s，迟 %d 天"
	}
	end, ok := j.deadline(within, from.V, doneOn)
	if ok && done == nil {
		j.awaits(end, at.At())
	}
	switch {
	case !ok:
	case !within.Holds(day, end):
		w := put()
		w["期限"], w["情况"] = "不晚于 "+end.String(), fmt.Sprintf(situation, day, end.DaysUntil(day))
		j.violatedAt(at, w)
	case done == nil:
		j.notDue()
	default:
		j.met()
	}
}

// acceptanceRectified: after an initial or final acceptance that the project did not pass, what was wrong was put right,
// or the acceptance held again, within a period (art. 20).
var acceptanceRectified = check{
	name:  "acceptance_rectified",
	doc:   "初验、竣工验收不合格的，在规定期限内完成整改或再次验收",
	reads: []string{initialFile, applicationFile, finalFile},
	words: []string{"验收", "验收日期", "期限", "情况"},
	new:   func() judge { return &rectifiedJudge{} },
}

type rectifiedJudge struct {
	Within project.Value[limit.Period] `toml:"within,required" label:"整改期限"`
}

// acceptanceRound is what an initial and a final acceptance have in common.
type acceptanceRound struct {
	name                 string
	act, date, rectified *project.Date
	conclusion           *project.Text
}

func (c *rectifiedJudge) judge(j *judging) {
	var first, last []acceptanceRound
	for i := range initials(j.p) {
		r := &initials(j.p)[i]
		first = append(first, acceptanceRound{"初验", &r.Date, &r.Date, &r.Rectified, &r.Conclusion})
	}
	for i := range finals(j.p) {
		r := &finals(j.p)[i]
		last = append(last, acceptanceRound{"竣工验收", acceptanceAct(j.p, r), &r.Date, &r.Rectified, &r.Conclusion})
	}
	for _, rounds := range [][]acceptanceRound{first, last} {
		for i := range rounds {
			if j.act(rounds[i].act) {
				c.round(j, rounds, i)
			}
		}
	}
}

// round judges one acceptance by what followed it: another on a later day, or, on the same day, further down the file.
func (c *rectifiedJudge) round(j *judging, rounds []acceptanceRound, at int) {
	round := rounds[at]
	if j.unreadable(round.conclusion) || round.conclusion.V != project.Failed || j.unreadable(round.date) {
		return
	}
	candidates := []*project.Date{round.rectified}
	for i, other := range rounds {
		if i > at || other.date.V.After(round.date.V) {
			candidates = append(candidates, other.date)
		}
	}
	var done *project.Date
	for _, d := range candidates {
		if j.unreadable(d) {
			return
		}
		if d.Given() && !d.V.Before(round.date.V) && (done == nil || d.V.Before(done.V)) {
			done = d
		}
	}
	j.inTime(&c.Within.V, round.date, done, round.rectified, func() words {
		return words{"验收": round.name, "验收日期": round.date.V.String()}
	})
}
