package rule

import (
	"fmt"
	"path"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// acceptanceHeads: a passed final acceptance says something on each of the five heads (art. 21).
var acceptanceHeads = check{
	name:  "acceptance_heads",
	doc:   "竣工验收合格的，规定的五个方面都写了内容",
	reads: []string{applicationFile, finalFile},
	words: []string{"验收日期", "方面"},
	new:   func() judge { return &headsJudge{} },
}

type headsJudge struct{}

func (c *headsJudge) judge(j *judging) {
	rounds, passed := finals(j.p), false
	for i := range rounds {
		round := &rounds[i]
		if j.unreadable(&round.Conclusion) || round.Conclusion.V != project.Passed {
			continue
		}
		passed = true
		if j.act(acceptanceAct(j.p, round)) {
			c.round(j, round)
		}
	}
	if !passed {
		j.notDue()
	}
}

func (*headsJudge) round(j *judging, round *project.FinalRound) {
	for _, head := range []struct {
		text  *project.Text
		label string
	}{
		{&round.ScopeAndFunds, "建设内容和资金使用情况"},
		{&round.Archives, "档案情况"},
		{&round.Contract, "合同和采购文件履行情况"},
		{&round.Performance, "功能、性能、安全性和技术指标完成情况"},
		{&round.DataSharing, "数据资源共享情况"},
	} {
		if !j.unreadable(head.text) {
			j.holds(!isBlank(head.text), head.text, func() words {
				return words{"验收日期": round.Date.V.String(), "方面": head.label}
			})
		}
	}
}

// acceptanceReport: a final acceptance has its report, as a file that is there and not empty (art. 21).
var acceptanceReport = check{
	name:  "acceptance_report",
	doc:   "竣工验收有验收报告，文件在本项目文件夹内，不是空的",
	reads: []string{applicationFile, finalFile},
	words: []string{"验收日期", "情况"},
	new:   func() judge { return &reportJudge{} },
}

type reportJudge struct{}

func (c *reportJudge) judge(j *judging) {
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

func (*reportJudge) round(j *judging, round *project.FinalRound) {
	if j.unreadable(&round.Report) {
		return
	}
	var situation string
	name := path.Clean(round.Report.V)
	switch {
	case isBlank(&round.Report):
		situation = "没有填写验收报告的文件名"
	case !j.p.Has(name):
		situation = fmt.Sprintf("验收报告“%s”不在本项目文件夹内", round.Report.V)
	case j.p.IsEmpty(name):
		situation = fmt.Sprintf("验收报告“%s”是空的", round.Report.V)
	case j.p.Broken[name]:
		j.say(finding.Unjudged)
		return
	default:
		j.met()
		return
	}
	j.violatedAt(&round.Report, words{"验收日期": round.Date.V.String(), "情况": situation})
}
