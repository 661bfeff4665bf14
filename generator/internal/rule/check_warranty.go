package rule

import (
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// warrantyPeriod: whoever built the project keeps it in repair for a period from the day on which it passed its final
// acceptance (art. 27).
var warrantyPeriod = check{
	name:  "warranty_period",
	doc:   "建设项目的维保期自竣工验收合格起不短于规定年限",
	reads: []string{declarationFile, applicationFile, finalFile, operationFile},
	words: []string{"验收日期", "期限", "情况"},
	new:   func() judge { return &warrantyJudge{} },
}

type warrantyJudge struct {
	Length project.Value[limit.Period] `toml:"length,required" label:"维保期"`
}

func (c *warrantyJudge) judge(j *judging) {
	if j.unreadable(&j.p.Declaration.Kind) || j.p.Declaration.Kind.V != project.Construction {
		return
	}
	round := j.accepted()
	if round == nil {
		j.notDue()
		return
	}
	if !j.act(acceptanceAct(j.p, round)) || j.unreadable(&round.Date) {
		return
	}
	end := c.Length.V.Unmoved(round.Date.V)
	put := func(situation string) words {
		return words{"验收日期": round.Date.V.String(), "期限": end.String(), "情况": situation}
	}
	if j.p.Operation == nil || j.p.Operation.Warranty == nil {
		j.violated(j.p.At(operationFile), "warranty", put("没有填写维保期"))
		return
	}
	until := &j.p.Operation.Warranty.Until
	if j.unreadable(until) {
		return
	}
	j.holds(until.Given() && c.Length.V.Holds(until.V, end), until, func() words {
		if until.Given() {
			return put("填写的维保期到 " + until.V.String())
		}
		return put("没有填写维保期")
	})
}
