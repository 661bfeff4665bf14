package rule

import "wuxing.example/register/generator/internal/project"

// closureComplete: a closure says what is done, when it was applied for, who decided so, and what becomes of the data
// (art. 29). The date of the decision is a matter of form.
var closureComplete = check{
	name:  "closure_complete",
	doc:   "关停并转写明处置方式、申请日期、决定文件和数据处置",
	reads: []string{closureFile},
	words: []string{"决定日期", "缺少"},
	new:   func() judge { return &closureJudge{} },
}

type closureJudge struct{}

func (*closureJudge) judge(j *judging) {
	c := j.p.Closure
	if c == nil {
		j.notDue()
		return
	}
	if !j.act(&c.Date) {
		return
	}
	for _, v := range []struct {
		text  *project.Text
		label string
	}{{&c.Kind, "处置方式"}, {&c.Decision, "决定文件"}, {&c.DataDisposition, "数据处置"}} {
		if !j.unreadable(v.text) {
			j.holds(!isBlank(v.text), v.text, func() words {
				return words{"决定日期": c.Date.V.String(), "缺少": v.label}
			})
		}
	}
	if !j.unreadable(&c.Applied) {
		j.holds(c.Applied.Given(), &c.Applied, func() words {
			return words{"决定日期": c.Date.V.String(), "缺少": "申请日期"}
		})
	}
}

// proposalFollowed: a proposal to close, suspend, merge or transfer is followed by that, or answered (art. 29).
var proposalFollowed = check{
	name:  "proposal_followed",
	doc:   "收到关停并转建议书的，已关停并转或已答复",
	reads: []string{oversightFile, closureFile},
	words: []string{"机关", "文号", "日期"},
	new:   func() judge { return &proposalJudge{} },
}

type proposalJudge struct{}

func (*proposalJudge) judge(j *judging) {
	j.notDue()
	if j.p.Oversight == nil || j.unreadable(&j.p.Oversight.Acts) {
		return
	}
	for i := range j.p.Oversight.Acts.V {
		a := &j.p.Oversight.Acts.V[i]
		if j.unreadable(&a.Kind) || a.Kind.V != "关停并转建议书" || !j.act(&a.Date) || j.unreadable(&a.Answered) {
			continue
		}
		j.holds(a.Answered.Given() || j.p.Closure != nil, &a.Kind, func() words {
			return words{"机关": j.agencyName(a.By.V), "文号": a.Document.V, "日期": a.Date.V.String()}
		})
	}
}
