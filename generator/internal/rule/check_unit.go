package rule

import (
	"slices"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// unitListed: the unit is in the directory, with a type that the regulation covers (art. 2).
var unitListed = check{
	name:  "unit_listed",
	doc:   "建设单位在单位名录中，且类型属于办法管理的范围",
	reads: []string{declarationFile},
	words: []string{"单位", "原因"},
	new:   func() judge { return &unitJudge{} },
}

type unitJudge struct {
	Types  project.List[project.Text] `toml:"types,required" label:"纳入管理的单位类型"`
	Funded project.List[project.Text] `toml:"types_if_funded" label:"财政拨款才纳入的单位类型"`
}

func (c *unitJudge) judge(j *judging) {
	code := &j.p.Declaration.Unit
	if !j.declared() || j.unreadable(code) {
		return
	}
	if j.register.Missing["units.toml"] {
		j.say(finding.Unjudged)
		return
	}
	unit := j.register.Unit(code.V)
	if unit == nil {
		j.violatedAt(code, words{"单位": code.V, "原因": "不在单位名录中"})
		return
	}
	if j.unreadable(&unit.Type, &unit.FiscallyFunded) {
		return
	}
	switch {
	case contains(c.Types, unit.Type.V):
		j.met()
	case !contains(c.Funded, unit.Type.V):
		j.violatedAt(code, words{"单位": unit.Name.V, "原因": "的类型“" + unit.Type.V + "”不在办法管理的范围内"})
	case !unit.FiscallyFunded.V:
		j.violatedAt(code, words{"单位": unit.Name.V, "原因": "是" + unit.Type.V + "，但不是财政拨款单位"})
	default:
		j.met()
	}
}

// contains reports whether a list of texts has one.
func contains(list project.List[project.Text], s string) bool {
	return slices.ContainsFunc(list.V, func(t project.Text) bool { return t.V == s })
}
