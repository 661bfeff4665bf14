package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// initials are the initial acceptances, perhaps none.
func initials(p *project.Project) []project.InitialRound {
	if p.InitialAcceptance == nil {
		return nil
	}
	return p.InitialAcceptance.Initial.V
}

// passedInitial returns the date of the earliest initial acceptance that the project passed, and reports false if there
// is none. It marks the rule unjudged where one cannot be read.
func (j *judging) passedInitial() (*project.Date, bool) {
	var dates []*project.Date
	for i := range initials(j.p) {
		round := &initials(j.p)[i]
		if !j.unreadable(&round.Conclusion) && round.Conclusion.V == project.Passed {
			dates = append(dates, &round.Date)
		}
	}
	return j.earliest(dates)
}

// trialStart is when the trial run began: nil where there is none, no date where it does not say.
func trialStart(p *project.Project) *project.Date {
	if p.InitialAcceptance == nil || p.InitialAcceptance.Trial == nil {
		return nil
	}
	return &p.InitialAcceptance.Trial.Start
}

// accepting is the date of the application for final acceptance, else of the first one held: nil where there is neither.
func accepting(p *project.Project) *project.Date {
	if len(finals(p)) > 0 {
		return acceptanceAct(p, &finals(p)[0])
	}
	return appliedFor(p)
}

// toBeTested is what must wait for the tests before it, the trial run and the final acceptance, as far as the rule was in
// force on its day. It reports false, having said how that stands, where it is neither.
//
// trial is nil where it is the acceptance alone, as of a trial run from before the regulation. says tells which it is.
func (j *judging) toBeTested(trial, acceptance *project.Date) (start *project.Date, says string, ok bool) {
	if trial == nil && acceptance == nil {
		j.notDue()
		return nil, "", false
	}
	switch {
	case trial != nil && j.unreadable(trial):
		return nil, "", false
	case trial != nil && !trial.Given() && acceptance == nil:
		return trial, "已经试运行", true
	case trial != nil && trial.Given() && j.act(trial):
		return trial, fmt.Sprintf("已于 %s 开始试运行", trial.V), true
	case acceptance != nil && j.act(acceptance):
		return nil, j.acceptanceSays(acceptance), true
	}
	return nil, "", false
}

// acceptanceSays tells of a final acceptance, or of the application for one, by its date.
func (j *judging) acceptanceSays(act *project.Date) string {
	if act == appliedFor(j.p) {
		return fmt.Sprintf("已于 %s 申请竣工验收", act.V)
	}
	return fmt.Sprintf("已于 %s 竣工验收", act.V)
}

// initialAccepted: the project passed an initial acceptance before its trial run, and before its final acceptance (art.
// 20).
var initialAccepted = check{
	name:  "initial_accepted",
	doc:   "试运行、竣工验收之前初验合格",
	reads: []string{initialFile, applicationFile, finalFile},
	words: []string{"步骤", "情况"},
	new:   func() judge { return &initialJudge{} },
}

type initialJudge struct{}

func (*initialJudge) judge(j *judging) {
	var held *project.Date
	if len(finals(j.p)) > 0 {
		held = accepting(j.p)
	}
	start, says, ok := j.toBeTested(trialStart(j.p), held)
	if !ok {
		return
	}
	passed, ok := j.passedInitial()
	if j.outcome == finding.Unjudged {
		return
	}
	w := words{"步骤": says, "情况": "没有初验合格的记录"}
	switch {
	case !ok && j.p.InitialAcceptance == nil:
		j.violated(j.p.At(initialFile), "initial", w)
	case !ok:
		j.violatedAt(&j.p.InitialAcceptance.Initial, w)
	case start != nil && start.Given() && passed.V.After(start.V):
		w["情况"] = fmt.Sprintf("初验 %s 才合格", passed.V)
		j.violatedAt(passed, w)
	default:
		j.met()
	}
}

// securityAssessed: the security of the system was assessed before the trial run (art. 20).
var securityAssessed = check{
	name:  "security_assessed",
	doc:   "试运行之前完成网络安全等评估",
	reads: []string{initialFile, applicationFile, finalFile},
	words: []string{"步骤", "情况"},
	new:   func() judge { return &assessedJudge{} },
}

type assessedJudge struct{}

func (*assessedJudge) judge(j *judging) {
	start, says, ok := j.toBeTested(trialStart(j.p), accepting(j.p))
	if !ok {
		return
	}
	w := words{"步骤": says, "情况": "没有网络安全评估的记录"}
	if j.p.InitialAcceptance == nil || j.p.InitialAcceptance.Assessment == nil {
		j.violated(j.p.At(initialFile), "assessment", w)
		return
	}
	date := &j.p.InitialAcceptance.Assessment.Date
	switch {
	case j.unreadable(date):
	case start != nil && start.Given() && date.V.After(start.V):
		w["情况"] = fmt.Sprintf("网络安全评估 %s 才完成", date.V)
		j.violatedAt(date, w)
	default:
		j.met()
	}
}

// trialRun: before final acceptance is applied for or held, the system was on trial for some time (art. 20).
var trialRun = check{
	name:  "trial_run",
	doc:   "申请竣工验收之前，试运行达到规定时间",
	reads: []string{initialFile, applicationFile, finalFile},
	words: []string{"步骤", "情况"},
	new:   func() judge { return &trialJudge{} },
}

type trialJudge struct {
	Least project.Value[limit.Period] `toml:"least,required" label:"试运行时间"`
}

func (c *trialJudge) judge(j *judging) {
	act := accepting(j.p)
	if act == nil {
		j.notDue()
		return
	}
	if !j.act(act) {
		return
	}
	put := func(situation string) words { return words{"步骤": j.acceptanceSays(act), "情况": situation} }
	start := trialStart(j.p)
	if start == nil {
		j.violated(j.p.At(initialFile), "trial", put("没有试运行的记录"))
		return
	}
	end := &j.p.InitialAcceptance.Trial.End
	if j.unreadable(start, end) {
		return
	}
	if !start.Given() {
		j.violatedAt(start, put("没有写试运行开始日期"))
		return
	}
	if !end.Given() {
		j.violatedAt(end, put(fmt.Sprintf("试运行 %s 开始，没有写结束日期", start.V)))
		return
	}
	earliest := c.Least.V.Unmoved(start.V) // a shortest period is not moved by days of rest
	j.holds(c.Least.V.Holds(end.V, earliest), end, func() words {
		return put(fmt.Sprintf("试运行 %s 开始，应不早于 %s 结束，实际 %s", start.V, earliest, end.V))
	})
}

// acceptanceOrder: the steps from completion to final acceptance follow one another (art. 20).
var acceptanceOrder = check{
	name:  "acceptance_order",
	doc:   "基本完成、初验合格、试运行，试运行结束、申请、确认、竣工验收，各按先后",
	reads: []string{initialFile, applicationFile, finalFile},
	words: []string{"前项", "前项日期", "后项", "后项日期"},
	new:   func() judge { return &acceptanceOrderJudge{} },
}

type acceptanceOrderJudge struct{}

func (c *acceptanceOrderJudge) judge(j *judging) {
	var completed, end, confirmed *project.Date
	if ia := j.p.InitialAcceptance; ia != nil {
		completed = &ia.Completed
		if ia.Trial != nil {
			end = &ia.Trial.End
		}
	}
	if j.p.FinalAcceptance != nil {
		confirmed = &j.p.FinalAcceptance.Confirmed
	}
	var held []*project.Date
	for i := range finals(j.p) {
		held = append(held, &finals(j.p)[i].Date)
	}
	passed, _ := j.passedInitial()
	first, _ := j.earliest(held)
	c.inOrder(j, step{name: "基本完成", date: completed}, step{name: "初验合格", date: passed}, step{name: "试运行开始", date: trialStart(j.p)})
	c.inOrder(j, step{name: "试运行结束", date: end}, step{name: "申请竣工验收", date: appliedFor(j.p)},
		step{name: "确认可以验收", date: confirmed}, step{name: "首次竣工验收", date: first})
	if !j.leftOut {
		j.notDue()
	}
}

// inOrder judges each step that has a date against the one before it that has.
func (c *acceptanceOrderJudge) inOrder(j *judging, steps ...step) {
	var before step
	for _, s := range steps {
		if s.date == nil || j.unreadable(s.date) || !s.date.Given() {
			continue
		}
		if before.date != nil {
			c.pair(j, before, s)
		}
		before = s
	}
}

// pair judges two steps by the rules in force on the day of the one that is to come after the other.
func (*acceptanceOrderJudge) pair(j *judging, before, after step) {
	switch {
	case !j.act(after.date):
	case after.date.V.Before(before.date.V):
		f := j.violatedAt(after.date, words{
			"前项": before.name, "前项日期": before.date.V.String(), "后项": after.name, "后项日期": after.date.V.String(),
		})
		f.Related = append(f.Related, before.date.At())
	default:
		j.met()
	}
}

// completionDeadline: initial acceptance and trial run were over within a period of the work's basic completion (art.
// 20), or the unit explained why not.
var completionDeadline = check{
	name:  "completion_deadline",
	doc:   "基本完成后在规定期限内完成初验和试运行",
	reads: []string{initialFile},
	words: []string{"完成日期", "期限", "情况"},
	new:   func() judge { return &completionJudge{} },
}

type completionJudge struct {
	Within      project.Value[limit.Period] `toml:"within,required" label:"初验和试运行的期限"`
	Explanation project.Flag                `toml:"explanation" label:"提交了情况说明，视为符合（本区参数）"`
}

func (c *completionJudge) judge(j *judging) {
	ia := j.p.InitialAcceptance
	if ia == nil || ia.Completed.State == project.Absent {
		j.notDue()
		return
	}
	if j.unreadable(&ia.Completed) || !j.act(&ia.Completed) {
		return
	}
	if c.Explanation.V && j.explained() {
		j.met()
		return
	}
	passed, ok := j.passedInitial()
	var done *project.Date
	if ia.Trial != nil && !j.unreadable(&ia.Trial.End) && ia.Trial.End.Given() && ok {
		done = &ia.Trial.End
		if passed.V.After(done.V) {
			done = passed
		}
	}
	if j.outcome == finding.Unjudged {
		return
	}
	j.inTime(&c.Within.V, &ia.Completed, done, &ia.Completed, func() words {
		return words{"完成日期": ia.Completed.V.String()}
	})
}
