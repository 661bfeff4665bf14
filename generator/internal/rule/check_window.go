package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/finding"
)

// declaredInWindow: the declaration came in the plan year's window, or is a supplement (art. 7).
var declaredInWindow = check{
	name:  "declared_in_window",
	doc:   "申报日期在本年度申报时限内，或者走增补程序",
	reads: []string{declarationFile, yearPlanFile},
	words: []string{"申报日期", "年度", "时限"},
	new:   func() judge { return &windowJudge{} },
}

type windowJudge struct{}

func (*windowJudge) judge(j *judging) {
	d := j.p.Declaration
	if !j.declared() || j.unreadable(&d.Declared) {
		return
	}
	if j.year.Plan == nil {
		j.say(finding.Unjudged)
		return
	}
	w := &j.year.Plan.Window
	if j.unreadable(&w.Opens, &w.Closes) {
		return
	}
	if d.Supplement != nil || w.Opens.Given() && w.Closes.Given() && w.InWindow(d.Declared.V) {
		j.met()
		return
	}
	period := "尚未公布"
	if w.Opens.Given() && w.Closes.Given() {
		period = fmt.Sprintf("%s 至 %s", w.Opens.V, w.Closes.V)
	}
	j.violatedAt(&d.Declared, words{"申报日期": d.Declared.V.String(), "年度": fmt.Sprint(j.p.Year), "时限": period})
}
