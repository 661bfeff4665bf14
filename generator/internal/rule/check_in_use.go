package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// inUseAfterAcceptance: a project is put to use no sooner than it passed its final acceptance (art. 22).
var inUseAfterAcceptance = check{
	name:  "in_use_after_acceptance",
	doc:   "通过竣工验收后才投入使用",
	reads: []string{finalFile, operationFile},
	words: []string{"投入使用日期", "情况"},
	new:   func() judge { return &inUseJudge{} },
}

type inUseJudge struct{}

func (*inUseJudge) judge(j *judging) {
	inUse := j.inUse()
	if inUse == nil {
		j.notDue()
		return
	}
	if !j.act(inUse) || j.unreadable(inUse) {
		return
	}
	var passed []*project.Date
	for i := range finals(j.p) {
		round := &finals(j.p)[i]
		if j.unreadable(&round.Conclusion) {
			return
		}
		if round.Conclusion.V == project.Passed {
			passed = append(passed, &round.Date)
		}
	}
	first, _ := j.earliest(passed)
	var situation string
	switch {
	case len(passed) == 0:
		situation = "还没有竣工验收合格"
	case j.outcome == finding.Unjudged:
		return // the date that cannot be read may be the first
	case inUse.V.Before(first.V):
		situation = fmt.Sprintf("竣工验收 %s 才合格", first.V)
	default:
		j.met()
		return
	}
	j.violatedAt(inUse, words{"投入使用日期": inUse.V.String(), "情况": situation})
}

// inUse is when the project was put to use, nil if it was not.
func (j *judging) inUse() *project.Date {
	if j.p.Operation == nil || j.p.Operation.InUse.State == project.Absent {
		return nil
	}
	return &j.p.Operation.InUse
}

// closed reports whether the project is closed, suspended, merged or transferred (art. 29). It marks the rule unjudged
// where that cannot be read.
func (j *judging) closed() bool {
	return j.p.Closure != nil && (j.unreadable(&j.p.Closure.Date) || j.p.Closure.Date.Given())
}
