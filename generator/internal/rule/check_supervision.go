package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// supervisionContract: a construction project of some size that has a contractor has a supervisor (art. 17).
var supervisionContract = check{
	name:  "supervision_contract",
	doc:   "资金预算达到一定数额的建设项目，签了承建合同就应有监理合同",
	reads: []string{declarationFile, approvalFile, procurementFile},
	words: []string{"预算", "合同", "签订日期"},
	new:   func() judge { return &supervisionJudge{} },
}

type supervisionJudge struct {
	Budget project.Value[limit.Amount] `toml:"budget,required" label:"资金预算"`
}

func (c *supervisionJudge) judge(j *judging) {
	if j.unreadable(&j.p.Declaration.Kind) || j.p.Declaration.Kind.V != project.Construction {
		return
	}
	budget, ok := j.p.Budget()
	if !ok {
		j.say(finding.Unjudged)
		return
	}
	if !c.Budget.V.Holds(budget) {
		return
	}
	contractors := contractsOf(j.p, project.RoleContractor)
	if len(contractors) == 0 {
		j.notDue()
		return
	}
	first, ok := j.earliest(signings(contractors))
	if !ok || !j.act(first) {
		return
	}
	if len(contractsOf(j.p, project.RoleSupervisor)) > 0 {
		j.met()
		return
	}
	for i := range j.p.Contracts() {
		if j.unreadable(&j.p.Contracts()[i].Role) {
			return // it may be the supervisor's
		}
	}
	c0 := contractors[0]
	j.violated(c0.At(), c0.KeyPath(), words{"预算": budget.String(), "合同": c0.Number.V, "签订日期": c0.Signed.V.String()})
}

func signings(contracts []*project.Contract) []*project.Date {
	var dates []*project.Date
	for _, c := range contracts {
		dates = append(dates, &c.Signed)
	}
	return dates
}

func beginnings(contracts []*project.Contract) []*project.Date {
	var dates []*project.Date
	for _, c := range contracts {
		dates = append(dates, c.Began())
	}
	return dates
}

// supervisorIndependent: no supervisor is a contractor, by credit code (art. 17).
var supervisorIndependent = check{
	name:  "supervisor_independent",
	doc:   "监理单位不是承建单位",
	reads: []string{procurementFile},
	words: []string{"监理合同", "承建合同", "供应商"},
	new:   func() judge { return &independentJudge{} },
}

type independentJudge struct{}

func (*independentJudge) judge(j *judging) {
	supervisors, contractors := contractsOf(j.p, project.RoleSupervisor), contractsOf(j.p, project.RoleContractor)
	if len(supervisors) == 0 || len(contractors) == 0 {
		j.notDue()
		return
	}
	for _, s := range supervisors {
		for _, c := range contractors {
			later := &s.Signed
			if c.Signed.V.After(later.V) {
				later = &c.Signed
			}
			if !j.act(later) || j.unreadable(&s.Supplier.CreditCode, &c.Supplier.CreditCode) {
				continue
			}
			if s.Supplier.CreditCode.V != c.Supplier.CreditCode.V {
				j.met()
				continue
			}
			f := j.violatedAt(&s.Supplier.CreditCode, words{"监理合同": s.Number.V, "承建合同": c.Number.V, "供应商": s.Supplier.Name.V})
			f.Related = append(f.Related, c.Supplier.CreditCode.At())
		}
	}
}

// supervisorFirst: the earliest supervisor took up the work on a day before the earliest contractor did (art. 17).
var supervisorFirst = check{
	name:  "supervisor_first",
	doc:   "监理单位先于承建单位进场",
	reads: []string{procurementFile},
	words: []string{"监理日期", "承建日期"},
	new:   func() judge { return &supervisorFirstJudge{} },
}

type supervisorFirstJudge struct{}

func (*supervisorFirstJudge) judge(j *judging) {
	supervisors, contractors := contractsOf(j.p, project.RoleSupervisor), contractsOf(j.p, project.RoleContractor)
	if len(supervisors) == 0 || len(contractors) == 0 {
		j.notDue()
		return
	}
	supervisor, ok1 := j.earliest(beginnings(supervisors))
	contractor, ok2 := j.earliest(beginnings(contractors))
	if !ok1 || !ok2 || j.outcome == finding.Unjudged || !j.act(contractor) {
		return
	}
	j.holds(supervisor.V.Before(contractor.V), supervisor, func() words {
		return words{"监理日期": supervisor.V.String(), "承建日期": contractor.V.String()}
	})
}

// supplierConflict: whoever designs, supervises or tests a project holds no other contract of it (art. 17).
var supplierConflict = check{
	name:  "supplier_conflict",
	doc:   "提供设计、监理、检测服务的供应商没有本项目的其他合同",
	reads: []string{procurementFile},
	words: []string{"合同", "类别", "供应商", "其他合同"},
	new:   func() judge { return &conflictJudge{} },
}

type conflictJudge struct {
	Roles project.List[project.Text] `toml:"roles,required" label:"合同类别"`
}

func (c *conflictJudge) judge(j *judging) {
	bound := contractsOf(j.p, texts(c.Roles)...)
	if len(bound) == 0 {
		j.notDue()
		return
	}
	contracts := j.p.Contracts()
	for _, b := range bound {
		if !j.act(&b.Signed) || j.unreadable(&b.Supplier.CreditCode) {
			continue
		}
		j.met()
		for i := range contracts {
			other := &contracts[i]
			if other == b || j.unreadable(&other.Supplier.CreditCode) || other.Supplier.CreditCode.V != b.Supplier.CreditCode.V {
				continue
			}
			f := j.violatedAt(&b.Supplier.CreditCode, words{
				"合同": b.Number.V, "类别": b.Role.V, "供应商": b.Supplier.Name.V,
				"其他合同": fmt.Sprintf("%s（%s）", other.Number.V, other.Role.V),
			})
			f.Related = append(f.Related, other.Supplier.CreditCode.At())
			break
		}
	}
}
