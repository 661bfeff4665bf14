package rule

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// supplierRecord tells of a maintenance contract which acceptances of its supplier's work had failed when it was signed:
// they count when a supplier is chosen for maintenance (art. 22).
var supplierRecord = check{
	name:  "supplier_record",
	doc:   "签订运维合同时，列出供应商此前验收不合格的记录",
	reads: []string{procurementFile},
	words: []string{"合同", "供应商", "记录"},
	new:   func() judge { return &supplierRecordJudge{} },

	compares: true,
}

type supplierRecordJudge struct{}

func (*supplierRecordJudge) judge(j *judging) {
	contracts := contractsOf(j.p, project.RoleMaintenance)
	if len(contracts) == 0 {
		j.notDue()
	}
	for _, c := range contracts {
		code := &c.Supplier.CreditCode
		if !j.act(&c.Signed) || j.unreadable(&c.Signed, code) {
			continue
		}
		j.met()
		var told []string
		var related []finding.Location
		for _, f := range j.index.failures()[code.V] {
			if !f.date.V.After(c.Signed.V) {
				told = append(told, fmt.Sprintf("%s %s（%s）", f.project, f.what, f.date.V))
				related = append(related, f.date.At())
			}
		}
		if len(told) > 0 {
			f := j.violatedAt(code, words{"合同": c.Number.V, "供应商": c.Supplier.Name.V, "记录": strings.Join(told, "、")})
			f.Related = append(f.Related, related...)
		}
	}
}
