package rule

import (
	"slices"
	"strings"
	"unicode"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// ownerUnit is the owner of the rights, where that is the unit itself (art. 16).
const ownerUnit = "建设单位"

// contractDeliverables: a contractor's contract, and every other one of custom software, lists what is delivered and
// says whose the rights are (art. 16).
var contractDeliverables = check{
	name:  "contract_deliverables",
	doc:   "承建合同和定制软件合同写明项目成果和知识产权归属",
	reads: []string{procurementFile},
	words: []string{"合同", "缺少"},
	new:   func() judge { return &deliverablesJudge{} },
}

type deliverablesJudge struct{}

func (c *deliverablesJudge) judge(j *judging) {
	contracts := j.p.Contracts()
	if len(contracts) == 0 {
		j.notDue()
	}
	for i := range contracts {
		contract := &contracts[i]
		if contract.Role.V != project.RoleContractor && !contract.CustomSoftware.V {
			j.unreadable(&contract.Role, &contract.CustomSoftware)
			continue
		}
		if j.act(&contract.Signed) {
			c.contract(j, contract)
		}
	}
}

func (*deliverablesJudge) contract(j *judging, contract *project.Contract) {
	if !j.unreadable(&contract.Deliverables) {
		j.holds(hasText(contract.Deliverables), &contract.Deliverables, func() words {
			return words{"合同": contract.Number.V, "缺少": "项目成果"}
		})
	}
	if !j.unreadable(&contract.IPOwner) {
		j.holds(contract.IPOwner.V != "", &contract.IPOwner, func() words {
			return words{"合同": contract.Number.V, "缺少": "知识产权归属"}
		})
	}
}

// hasText reports whether one entry of a list is more than blanks.
func hasText(list project.List[project.Text]) bool {
	return slices.ContainsFunc(list.V, func(t project.Text) bool { return !isBlank(&t) })
}

// isBlank reports whether a text is empty, or blanks alone.
func isBlank(t *project.Text) bool {
	return !strings.ContainsFunc(t.V, func(r rune) bool { return !unicode.IsSpace(r) })
}

// customSoftware lists the contracts of custom software, and reports false where there are no contracts at all. It marks
// the rule unjudged where a contract does not readably say whether it is one.
func (j *judging) customSoftware() (custom []*project.Contract, ok bool) {
	contracts := j.p.Contracts()
	for i := range contracts {
		if !j.unreadable(&contracts[i].CustomSoftware) && contracts[i].CustomSoftware.V {
			custom = append(custom, &contracts[i])
		}
	}
	return custom, len(contracts) > 0
}

// softwareOwner: the rights in custom software are the unit's, or the contract gives the reason (art. 16). That the
// owner is not given at all, contractDeliverables says.
var softwareOwner = check{
	name:  "software_owner",
	doc:   "定制软件的知识产权归建设单位，不归建设单位的写明理由",
	reads: []string{procurementFile},
	words: []string{"合同", "归属"},
	new:   func() judge { return &softwareOwnerJudge{} },
}

type softwareOwnerJudge struct{}

func (*softwareOwnerJudge) judge(j *judging) {
	custom, ok := j.customSoftware()
	if !ok {
		j.notDue()
	}
	for _, contract := range custom {
		if !j.act(&contract.Signed) || j.unreadable(&contract.IPOwner, &contract.IPReason) {
			continue
		}
		switch {
		case contract.IPOwner.V == ownerUnit || !isBlank(&contract.IPReason):
			j.met()
		case contract.IPOwner.V == "":
			j.notDue()
		default:
			j.violatedAt(&contract.IPOwner, words{"合同": contract.Number.V, "归属": contract.IPOwner.V})
		}
	}
}

// softwareRegistered: once the project is accepted, the unit's rights in custom software are registered (art. 16).
var softwareRegistered = check{
	name:  "software_registered",
	doc:   "竣工验收合格后，归建设单位的定制软件办理知识产权登记",
	reads: []string{procurementFile, applicationFile, finalFile},
	words: []string{"合同", "验收日期"},
	new:   func() judge { return &softwareRegisteredJudge{} },
}

type softwareRegisteredJudge struct{}

func (*softwareRegisteredJudge) judge(j *judging) {
	round := j.accepted()
	if round == nil {
		j.notDue()
		return
	}
	custom, _ := j.customSoftware()
	for _, contract := range custom {
		if !j.act(acceptanceAct(j.p, round)) || j.unreadable(&contract.IPOwner, &contract.IPRegistration) || contract.IPOwner.V != ownerUnit {
			continue
		}
		j.holds(!isBlank(&contract.IPRegistration), &contract.IPRegistration, func() words {
			return words{"合同": contract.Number.V, "验收日期": round.Date.V.String()}
		})
	}
}

// assetRegistered: once the project is accepted, the unit has registered it as a State asset (art. 16).
var assetRegistered = check{
	name:  "asset_registered",
	doc:   "竣工验收合格后办理资产登记",
	reads: []string{applicationFile, finalFile},
	words: []string{"验收日期"},
	new:   func() judge { return &assetJudge{} },
}

type assetJudge struct {
	ExemptTypes project.List[project.Text] `toml:"exempt_types,required" label:"不要求的单位类型"`
}

func (c *assetJudge) judge(j *judging) {
	unit := j.register.Unit(j.p.Unit)
	if unit == nil { // another rule says so
		j.say(finding.Unjudged)
		return
	}
	if j.unreadable(&unit.Type) || contains(c.ExemptTypes, unit.Type.V) {
		return
	}
	round := j.accepted()
	if round == nil {
		j.notDue()
		return
	}
	if !j.act(acceptanceAct(j.p, round)) {
		return
	}
	put := func() words { return words{"验收日期": round.Date.V.String()} }
	if j.p.Application == nil || j.p.Application.Asset == nil {
		j.violated(j.p.At(applicationFile), "asset", put())
		return
	}
	number := &j.p.Application.Asset.Number
	if !j.unreadable(number) {
		j.holds(!isBlank(number), number, put)
	}
}
