package rule

import "wuxing.example/register/generator/internal/project"

// selfFundedProject tells that all the funds are the owner's own, so that the regulation applies by reference (art. 32).
var selfFundedProject = check{
	name:  "self_funded",
	doc:   "资金全部自筹的项目，参照办法执行",
	reads: []string{declarationFile},
	new:   func() judge { return &selfFundedJudge{} },
}

type selfFundedJudge struct{}

func (*selfFundedJudge) judge(j *judging) {
	if !j.declared() {
		return
	}
	if self, ok := j.selfFunded(); ok && self {
		j.violatedAt(&j.p.Declaration.Estimate.Sources, nil)
	}
}

// soeInfrastructure tells that a State-owned enterprise's infrastructure is planned here and carried out by rules of its
// own (art. 32).
var soeInfrastructure = check{
	name:  "soe_infrastructure",
	doc:   "某类单位的某类项目，统一规划，另行制定细则实施",
	reads: []string{declarationFile},
	words: []string{"单位", "类别"},
	new:   func() judge { return &soeJudge{} },
}

type soeJudge struct {
	UnitType project.Text `toml:"unit_type,required" label:"单位类型"`
	Category project.Text `toml:"category,required" label:"项目类别"`
}

func (c *soeJudge) judge(j *judging) {
	category := &j.p.Declaration.Category
	unit := j.register.Unit(j.p.Unit)
	if !j.declared() || unit == nil || j.unreadable(category, &unit.Type) { // that there is no such unit, another rule says
		return
	}
	if unit.Type.V == c.UnitType.V && category.V == c.Category.V {
		j.violatedAt(category, words{"单位": unit.Name.V, "类别": category.V})
	}
}
