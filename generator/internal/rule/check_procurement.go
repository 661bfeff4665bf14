package rule

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/project"
)

// planConfirmed: the confirmation of the plan (项目实施方案确认书) came no later than the first procurement (art. 15).
var planConfirmed = check{
	name:  "plan_confirmed",
	doc:   "首次采购前取得项目实施方案确认书",
	reads: []string{procurementFile},
	words: []string{"采购日期", "确认情况"},
	new:   func() judge { return &planConfirmedJudge{} },
}

type planConfirmedJudge struct{}

func (*planConfirmedJudge) judge(j *judging) {
	f := j.p.Procurement
	if f == nil || len(f.Procurements.V) == 0 {
		j.notDue()
		return
	}
	first, ok := j.earliest(purchaseDates(j.p))
	if !ok || !j.act(first) || j.unreadable(&f.PlanConfirmed) {
		return
	}
	switch {
	case !f.PlanConfirmed.Given():
		j.violatedAt(&f.PlanConfirmed, words{"采购日期": first.V.String(), "确认情况": "没有填写确认日期"})
	case f.PlanConfirmed.V.After(first.V):
		j.violatedAt(&f.PlanConfirmed, words{"采购日期": first.V.String(), "确认情况": fmt.Sprintf("实际 %s", f.PlanConfirmed.V)})
	default:
		j.met()
	}
}

// procurementComplete: each procurement gives its method and document; its date is a matter of form (art. 15).
var procurementComplete = check{
	name:  "procurement_complete",
	doc:   "每次采购写明方式、日期和采购文件",
	reads: []string{procurementFile},
	words: []string{"标项", "缺少"},
	new:   func() judge { return &procurementJudge{} },
}

type procurementJudge struct{}

func (*procurementJudge) judge(j *judging) {
	if j.p.Procurement == nil || len(j.p.Procurement.Procurements.V) == 0 {
		j.notDue()
		return
	}
	for i := range j.p.Procurement.Procurements.V {
		b := &j.p.Procurement.Procurements.V[i]
		if !j.act(&b.Date) {
			continue
		}
		for _, v := range []struct {
			value *project.Text
			label string
		}{{&b.Method, "采购方式"}, {&b.Document, "采购文件"}} {
			if j.unreadable(v.value) {
				continue
			}
			if strings.TrimSpace(v.value.V) == "" {
				j.violatedAt(v.value, words{"标项": b.Lot.V, "缺少": v.label})
			} else {
				j.met()
			}
		}
	}
}

// contractProcured: each contract is of a lot that was procured no later than it was signed (art. 15).
var contractProcured = check{
	name:  "contract_procured",
	doc:   "每份合同的标项都经过采购，采购不晚于签订",
	reads: []string{procurementFile},
	words: []string{"合同", "标项", "原因"},
	new:   func() judge { return &contractProcuredJudge{} },
}

type contractProcuredJudge struct{}

func (c *contractProcuredJudge) judge(j *judging) {
	contracts := j.p.Contracts()
	if len(contracts) == 0 {
		j.notDue()
		return
	}
	for i := range contracts {
		if j.act(&contracts[i].Signed) {
			c.contract(j, &contracts[i])
		}
	}
}

func (c *contractProcuredJudge) contract(j *judging, contract *project.Contract) {
	if j.unreadable(&contract.Lot, &contract.Signed) {
		return
	}
	var late *project.Date // of a procurement of the lot
	for i := range j.p.Procurement.Procurements.V {
		b := &j.p.Procurement.Procurements.V[i]
		if j.unreadable(&b.Lot) {
			return
		}
		if b.Lot.V != contract.Lot.V {
			continue
		}
		if j.unreadable(&b.Date) {
			return
		}
		if !b.Date.V.After(contract.Signed.V) {
			j.met()
			return
		}
		late = &b.Date
	}
	reason := fmt.Sprintf("没有“%s”的采购记录", contract.Lot.V)
	if late != nil {
		reason = fmt.Sprintf("采购日期 %s 晚于合同签订日期 %s", late.V, contract.Signed.V)
	}
	j.violatedAt(&contract.Lot, words{"合同": contract.Number.V, "标项": contract.Lot.V, "原因": reason})
}
