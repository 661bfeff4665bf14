// The submission of a year's plan to the government for its approval (art. 11), as an official document to be printed and
// signed.

package publish

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// The agencies between which it goes, by their ids in rules/agencies.toml.
const governmentID = "government"

// supplementLetter begins the name of the submission of a supplement.
const supplementLetter = "submission-"

// letters are the submissions of a year: that of the plan, and one of each supplement. A plan that is not approved yet
// has one as soon as a project is audited.
func (m *maker) letters(plan *portfolio.Plan) []Letter {
	var list []Letter
	year := plan.Year.Year
	approved := plan.Year.Plan != nil && plan.Year.Plan.Approval != nil
	projects, note := plan.Planned, "批复文件："
	if approved {
		note += plan.Year.Plan.Approval.Document.V + "。"
	} else {
		projects, note = audited(plan.Pending), "尚未批复；列入的是已经审核预算的项目。"
	}
	if len(projects) > 0 {
		list = append(list, m.letter(year, "submission", fmt.Sprintf("%d年度信息化项目计划", year), note, projects))
	}
	for i, batch := range plan.Supplement {
		if len(batch) > 0 {
			note := "批复文件：" + plan.Year.Plan.Supplements.V[i].Document.V + "。"
			list = append(list, m.letter(year, fmt.Sprintf("%s%d", supplementLetter, i+1), fmt.Sprintf("%d年度信息化项目增补计划", year), note, batch))
		}
	}
	return list
}

// audited are the projects whose budget is audited.
func audited(projects []*project.Project) []*project.Project {
	var list []*project.Project
	for _, p := range projects {
		if p.Approval != nil && p.Approval.Audit != nil {
			list = append(list, p)
		}
	}
	return list
}

func (m *maker) letter(year int, name, subject, note string, projects []*project.Project) Letter {
	district, reg := m.Register.Site.District.V, &m.Register.Regulation
	title := fmt.Sprintf("%s关于报请审批%s%s的请示", m.agencyName(leadID), district, subject)
	annex := district + subject + "表"
	l := Letter{
		Page: Page{
			Path: fmt.Sprintf("plans/%d/%s", year, name), Title: title, Description: subject + "报请区政府审批的文稿，可以打印。",
			Crumbs: []Link{{Text: "年度计划", URL: "plans/"}, {Text: fmt.Sprintf("%d 年度", year), URL: fmt.Sprintf("plans/%d/", year)}}, Column: planColumn,
			Publication: &Publication{Source: m.Register.Site.Organisation.V},
		},
		To: m.agencyName(governmentID), Annexes: []string{annex}, Signed: m.agencyName(leadID), Date: "　　　年　月　日",
		Note: "由登记册生成的文稿，供套用发文稿纸、编号和用印；" + note,
	}
	sums := portfolio.SumPlan(projects, year)
	amount := "计划金额"
	if sums.Planned == 0 {
		amount = "审核金额"
		for _, p := range projects {
			sums.Planned += m.amounts[p.ID].Audited.Amount
		}
	}
	var kinds []string
	for _, c := range portfolio.SumByCategory(projects, year) {
		kinds = append(kinds, fmt.Sprintf("%s%d个、总投资%s万元", c.Category, c.Projects, c.Total.InWan()))
	}
	var sources []string
	for _, s := range portfolio.SumBySource(projects) {
		sources = append(sources, fmt.Sprintf("%s%s万元", s.Kind, s.Amount.InWan()))
	}
	l.Body = []string{
		fmt.Sprintf("根据《%s》（%s）第十一条，我局组织有关部门对申报的项目进行了初审、专家评审和预算审核，汇总编制了%s%s，共%d个项目，总投资%s万元，%s%s万元。",
			reg.Title.V, reg.Number.V, district, subject, len(projects), sums.Total.InWan(), amount, sums.Planned.InWan()),
		"一、按项目类别，" + strings.Join(kinds, "；") + "。",
		fmt.Sprintf("二、按资金来源，总投资中%s。", strings.Join(sources, "、")),
	}
	if amount == "计划金额" {
		l.Body = append(l.Body, fmt.Sprintf("三、计划金额中，专项经费%s万元，专项经费以外的资金%s万元。", sums.Fund.InWan(), sums.OtherFunds().InWan()))
	}
	l.Body = append(l.Body, "妥否，请批示。")
	l.Sections = []Section{{ID: "annex", Title: annex, Tables: []Table{m.planTable(annex, "", year, projects)}}}
	return l
}
