package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// expertReviewed: before its budget is audited, or it is initiated, procured or contracted, a project has passed the
// experts' review (art. 10).
var expertReviewed = check{
	name:  "expert_reviewed",
	doc:   "预算审核、立项、采购、签合同之前，专家评审已经通过",
	reads: []string{reviewFile, approvalFile, procurementFile},
	words: []string{"问题", "日期"},
	new:   func() judge { return &expertReviewJudge{} },
}

type expertReviewJudge struct{}

func (*expertReviewJudge) judge(j *judging) {
	var dates []*project.Date
	if a := j.p.Approval; a != nil && a.Audit != nil {
		dates = append(dates, &a.Audit.Date)
	}
	if d, ok := j.started(); ok {
		dates = append(dates, d)
	}
	first, ok := j.earliest(dates)
	if !ok {
		j.notDue()
		return
	}
	if !j.act(first) {
		return
	}
	if j.p.Review == nil || j.p.Review.Expert == nil {
		j.violated(j.reviewAt(), "expert", words{"日期": first.V.String(), "问题": "没有专家评审的记录"})
		return
	}
	conclusion := &j.p.Review.Expert.Conclusion
	if j.unreadable(conclusion) {
		return
	}
	j.holds(conclusion.V == project.Agreed, conclusion, func() words {
		return words{"日期": first.V.String(), "问题": "专家评审的结论是“" + conclusion.V + "”"}
	})
}

// reviewAt is review.toml where it lacks a table, or the file that is not there.
func (j *judging) reviewAt() finding.Location {
	if j.p.Review != nil {
		return j.p.Review.At()
	}
	return j.p.At(reviewFile)
}

// revisedPlan: a project whose budget is audited has filed its revised plan, and how each point of the review was met
// (art. 10).
var revisedPlan = check{
	name:  "revised_plan",
	doc:   "预算审核时，修改后的方案和修改说明已经报备",
	reads: []string{approvalFile},
	words: []string{"文件", "审核日期"},
	new:   func() judge { return &revisedPlanJudge{} },
}

type revisedPlanJudge struct{}

func (*revisedPlanJudge) judge(j *judging) {
	if j.p.Approval == nil || j.p.Approval.Audit == nil {
		j.notDue()
		return
	}
	audited := &j.p.Approval.Audit.Date
	if !j.act(audited) {
		return
	}
	j.met()
	for _, file := range []string{planFile, revisionFile} {
		if !j.p.Has(file) {
			j.violated(j.p.At(file), "", words{"文件": file, "审核日期": audited.V.String()})
		}
	}
}

// cityReviewed: the city bureau was applied to for a large cross-agency application, and agreed to it before the first
// procurement (art. 10).
var cityReviewed = check{
	name:  "city_reviewed",
	doc:   "总投资达到一定数额的多跨协同应用，采购前已向市大数据局申报并获同意",
	reads: []string{declarationFile, reviewFile, procurementFile},
	words: []string{"问题", "总投资", "采购日期"},
	new:   func() judge { return &cityReviewJudge{} },
}

type cityReviewJudge struct {
	Categories project.List[project.Text]  `toml:"categories,required" label:"适用的项目类别"`
	Total      project.Value[limit.Amount] `toml:"total,required" label:"总投资"`
}

func (c *cityReviewJudge) judge(j *judging) {
	d := j.p.Declaration
	if j.unreadable(&d.Category, &d.Estimate.Total) || !contains(c.Categories, d.Category.V) || !c.Total.V.Holds(d.Estimate.Total.V) {
		return
	}
	first, ok := j.procured()
	if !ok {
		j.notDue()
		return
	}
	if !j.act(first) {
		return
	}
	w := words{"总投资": d.Estimate.Total.V.String(), "采购日期": first.V.String(), "问题": "没有市大数据局审核的记录"}
	if j.p.Review == nil || j.p.Review.City == nil {
		j.violated(j.reviewAt(), "city", w)
		return
	}
	city := j.p.Review.City
	if j.unreadable(&city.Applied, &city.Date, &city.Conclusion) {
		return
	}
	switch {
	case !city.Applied.Given():
		w["问题"] = "没有写向市大数据局申报的日期"
		j.violatedAt(&city.Applied, w)
	case city.Conclusion.V != project.Agrees:
		w["问题"] = "市大数据局的审核结论是“" + city.Conclusion.V + "”"
		j.violatedAt(&city.Conclusion, w)
	case city.Applied.V.After(first.V):
		w["问题"] = fmt.Sprintf("%s 才向市大数据局申报", city.Applied.V)
		j.violatedAt(&city.Applied, w)
	case city.Date.V.After(first.V):
		w["问题"] = fmt.Sprintf("市大数据局 %s 才同意", city.Date.V)
		j.violatedAt(&city.Date, w)
	default:
		j.met()
	}
}
