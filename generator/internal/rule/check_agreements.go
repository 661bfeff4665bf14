package rule

import (
	"strings"

	"wuxing.example/register/generator/internal/project"
)

// agreementsSigned: with each contract an agreement on security and one on confidentiality are signed, and the liability
// for breach is agreed on (art. 26).
var agreementsSigned = check{
	name:  "agreements_signed",
	doc:   "每份合同都签订了安全保护协议、保密协议，约定了违约责任",
	reads: []string{procurementFile},
	words: []string{"合同", "缺少"},
	new:   func() judge { return &agreementsJudge{} },
}

type agreementsJudge struct{}

func (c *agreementsJudge) judge(j *judging) {
	contracts := j.p.Contracts()
	if len(contracts) == 0 {
		j.notDue()
	}
	for i := range contracts {
		if j.act(&contracts[i].Signed) {
			c.contract(j, &contracts[i])
		}
	}
}

func (*agreementsJudge) contract(j *judging, contract *project.Contract) {
	var lacking []string
	var first *project.Flag
	for _, a := range []struct {
		flag  *project.Flag
		label string
	}{
		{&contract.SecurityAgreement, "安全保护协议"},
		{&contract.ConfidentialityAgreement, "保密协议"},
		{&contract.BreachLiability, "违约责任约定"},
	} {
		if j.unreadable(a.flag) || a.flag.V {
			continue
		}
		lacking = append(lacking, a.label)
		if first == nil {
			first = a.flag
		}
	}
	if first == nil {
		j.met()
		return
	}
	j.violatedAt(first, words{"合同": contract.Number.V, "缺少": strings.Join(lacking, "、")})
}
