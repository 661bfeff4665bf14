package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

// selfFunded reports whether all of the project's funds are its owner's own (art. 32). It reports false for ok, and
// marks the rule unjudged, if its sources cannot be read.
func (j *judging) selfFunded() (self, ok bool) {
	self, ok = j.p.Declaration.SelfFunded()
	if !ok {
		j.say(finding.Unjudged)
	}
	return self, ok
}

// jointFunding: each town or street that builds with the unit is among the sources of funds, and no other one is
// (art. 12).
var jointFunding = check{
	name:  "joint_funding",
	doc:   "协同建设的乡镇街道都列有资金来源，乡镇街道资金都有对应的协同单位",
	reads: []string{declarationFile},
	words: []string{"单位", "问题"},
	new:   func() judge { return &jointFundingJudge{} },
}

type jointFundingJudge struct{}

func (c *jointFundingJudge) judge(j *judging) {
	d := j.p.Declaration
	if !j.declared() || j.unreadable(&d.Partners) || len(d.Partners.V) == 0 {
		return
	}
	partners, sources, ok := c.units(j)
	if !ok {
		return
	}
	j.met()
	for i := range d.Partners.V {
		if unit := &d.Partners.V[i].Unit; isBlank(unit) || !sources[unit.V] {
			j.violatedAt(unit, words{"单位": unit.V, "问题": fmt.Sprintf("协同单位“%s”没有列入资金来源", j.unitName(unit.V))})
		}
	}
	for i := range d.Estimate.Sources.V {
		s := &d.Estimate.Sources.V[i]
		if s.Kind.V == project.SourceTown && s.Unit.V != j.p.Unit && !partners[s.Unit.V] {
			j.violatedAt(&s.Unit, words{"单位": s.Unit.V, "问题": fmt.Sprintf("乡镇街道资金的出资单位“%s”不是协同单位，也不是建设单位", j.unitName(s.Unit.V))})
		}
	}
}

// units gathers the partners and the towns among the sources. It reports false, and marks the rule unjudged, if one of
// them cannot be read.
func (*jointFundingJudge) units(j *judging) (partners, sources map[string]bool, ok bool) {
	d := j.p.Declaration
	if j.unreadable(&d.Estimate.Sources) {
		return nil, nil, false
	}
	partners, sources = map[string]bool{}, map[string]bool{}
	for i := range d.Partners.V {
		unit := &d.Partners.V[i].Unit
		if j.unreadable(unit) {
			return nil, nil, false
		}
		partners[unit.V] = true
	}
	for i := range d.Estimate.Sources.V {
		s := &d.Estimate.Sources.V[i]
		if j.unreadable(&s.Kind, &s.Unit) {
			return nil, nil, false
		}
		if s.Kind.V == project.SourceTown {
			sources[s.Unit.V] = true
		}
	}
	return partners, sources, true
}

// unitName is the unit's name, or its code where units.toml does not have it.
func (j *judging) unitName(code string) string {
	switch unit := j.register.Unit(code); {
	case unit != nil:
		return unit.Name.V
	case code == "":
		return "（没有填写）"
	}
	return code
}

// specialFund: the district's special fund pays no more of a planned amount than the district's own sources are
// (art. 12). It does not pay for a project that its owner pays for alone (art. 32).
var specialFund = check{
	name:  "special_fund",
	doc:   "计划下发金额中的专项经费不超过本级财政来源",
	reads: []string{declarationFile, approvalFile},
	words: []string{"专项经费", "本级财政"},
	new:   func() judge { return &specialFundJudge{} },
}

type specialFundJudge struct{}

func (*specialFundJudge) judge(j *judging) {
	self, ok := j.selfFunded()
	if !ok || self || !j.declared() {
		return
	}
	if j.p.Approval == nil || j.p.Approval.Plan == nil {
		j.notDue()
		return
	}
	fund := &j.p.Approval.Plan.Fund
	if j.unreadable(fund) {
		return
	}
	var district money.Amount
	sources := j.p.Declaration.Estimate.Sources.V
	for i := range sources {
		if j.unreadable(&sources[i].Amount) {
			return
		}
		if sources[i].Kind.V == project.SourceDistrict {
			district += sources[i].Amount.V
		}
	}
	// Where no fund is given, it is the district's sources, at most the planned amount.
	j.holds(fund.V <= district, fund, func() words {
		return words{"专项经费": fund.V.String(), "本级财政": district.String()}
	})
}
