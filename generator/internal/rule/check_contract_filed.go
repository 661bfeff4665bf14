package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// contractFiled: each contract was filed within a period of its signing, and not before it (art. 15).
var contractFiled = check{
	name:  "contract_filed",
	doc:   "合同签订后在规定期限内把材料归档",
	reads: []string{procurementFile},
	words: []string{"合同", "签订日期", "期限", "情况"},
	new:   func() judge { return &contractFiledJudge{} },
}

type contractFiledJudge struct {
	Within project.Value[limit.Period] `toml:"within,required" label:"归档期限"`
}

func (c *contractFiledJudge) judge(j *judging) {
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

func (c *contractFiledJudge) contract(j *judging, contract *project.Contract) {
	if j.unreadable(&contract.Signed, &contract.Filed) {
		return
	}
	signed, filed := contract.Signed.V, contract.Filed.V
	put := func(within, situation string) words {
		return words{"合同": contract.Number.V, "签订日期": signed.String(), "期限": within, "情况": situation}
	}
	if contract.Filed.Given() && filed.Before(signed) {
		j.violatedAt(&contract.Filed, put("不早于 "+signed.String(), fmt.Sprintf("填写的归档日期 %s 早于签订", filed)))
		return
	}
	end, ok := j.deadline(&c.Within.V, signed, filed)
	if !ok {
		return
	}
	var situation string
	if contract.Filed.Given() {
		if c.Within.V.Holds(filed, end) {
			j.met()
			return
		}
		situation = fmt.Sprintf("实际 %s，%s", filed, j.late(end, filed))
	} else {
		j.awaits(end, contract.Filed.At())
		if c.Within.V.Holds(j.register.Today, end) {
			j.notDue()
			return
		}
		situation = fmt.Sprintf("至 %s 还没有归档，%s", j.register.Today, j.late(end, j.register.Today))
	}
	j.violatedAt(&contract.Filed, put("不晚于 "+end.String(), situation))
}

// late says by how much a day lies after a deadline: in working days, or in days where the calendar lacks a year.
func (j *judging) late(end, day calendar.Date) string {
	if n, err := j.register.Calendar.WorkdaysBetween(end, day); err == nil {
		return fmt.Sprintf("迟 %d 个工作日", n)
	}
	return fmt.Sprintf("迟 %d 天", end.DaysUntil(day))
}
