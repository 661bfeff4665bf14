package rule

import (
	"fmt"
	"slices"

	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// selfInspected: the unit has inspected what it builds or runs within a period (art. 29), which begins with the last
// inspection, else with the day on which it was put to use, else with the first contract of its work.
var selfInspected = check{
	name:  "self_inspected",
	doc:   "签了承建或运维合同、没有关停的项目，在规定期限内做过自查",
	reads: []string{procurementFile, operationFile, closureFile},
	words: []string{"起算", "期限"},
	new:   func() judge { return &selfInspectedJudge{} },
}

type selfInspectedJudge struct {
	Within project.Value[limit.Period] `toml:"within,required" label:"自查期限"`
}

func (c *selfInspectedJudge) judge(j *judging) {
	contracts := contractsOf(j.p, project.RoleContractor, project.RoleMaintenance)
	if len(contracts) == 0 {
		j.notDue()
		return
	}
	contracts = slices.DeleteFunc(contracts, func(c *project.Contract) bool { return !j.act(&c.Signed) })
	signed, ok := j.earliest(signings(contracts))
	if !ok || j.closed() {
		return
	}
	if j.p.Operation == nil {
		none := project.Place{Table: &project.Table{File: j.p.At(operationFile).File}, Key: "self_inspections"}
		j.again(&c.Within.V, signed.V, "首份合同签订", false, &none)
		return
	}
	inspections, inUse := &j.p.Operation.SelfInspections, j.inUse()
	var dates []*project.Date
	for i := range inspections.V {
		dates = append(dates, &inspections.V[i].Date)
	}
	last, ok := j.latest(&inspections.Place, dates)
	switch {
	case !ok:
	case last != nil:
		j.again(&c.Within.V, last.V, "上次自查", true, last)
	case inUse == nil:
		j.again(&c.Within.V, signed.V, "首份合同签订", false, inspections)
	case !j.unreadable(inUse):
		j.again(&c.Within.V, inUse.V, "投入使用", false, inspections)
	}
}

// inspectionFollowed: what an inspection found not to conform was put right, or the project is closed (art. 29).
var inspectionFollowed = check{
	name:  "inspection_followed",
	doc:   "自查结论为不符合的，已整改或已关停并转",
	reads: []string{operationFile, closureFile},
	words: []string{"自查日期", "文件"},
	new:   func() judge { return &followedJudge{} },
}

type followedJudge struct{}

func (*followedJudge) judge(j *judging) {
	j.notDue()
	if j.p.Operation == nil || j.unreadable(&j.p.Operation.SelfInspections) {
		return
	}
	for i := range j.p.Operation.SelfInspections.V {
		n := &j.p.Operation.SelfInspections.V[i]
		if j.unreadable(&n.Conclusion) || n.Conclusion.V != "不符合" || !j.act(&n.Date) || j.unreadable(&n.Rectified) {
			continue
		}
		file := ""
		if !isBlank(&n.Document) {
			file = fmt.Sprintf("（%s）", n.Document.V)
		}
		j.holds(n.Rectified.Given() || j.p.Closure != nil, &n.Conclusion, func() words {
			return words{"自查日期": n.Date.V.String(), "文件": file}
		})
	}
}
