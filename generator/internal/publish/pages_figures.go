// The lists behind the figures of the home page.

package publish

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// Where they stand.
const (
	fundPath       = "figures/fund"
	buildingPath   = "figures/building"
	paymentsPath   = "figures/payments"
	savingsPath    = "figures/savings"
	overduePath    = "figures/overdue"
	violationsPath = "figures/violations"
	timesPath      = "figures/times"
)

var figurePaths = []string{fundPath, buildingPath, paymentsPath, savingsPath, overduePath, violationsPath, timesPath}

func csvOf(path string) string { return path + ".csv" }

const aboutViolations = "核查结论为不符合、级别是错误或警告的条数；提示和已豁免的不计。"

// figureLists are the pages of all of them.
func (m *maker) figureLists() []ListPage {
	var lists []ListPage
	add := func(path, title, counted, measure, about string, t Table) {
		t.Caption, t.Silent = title, true
		page := ListPage{
			Page:  Page{Path: path, Title: title, Description: title + "：首页数字背后的清单。", Column: figureColumn, Crumbs: []Link{}},
			Table: t, Definition: about,
		}
		page.Download = m.csv(csvOf(path), &page.Table, "项目编号")
		if n := len(page.Table.Rows); n > staticRows {
			page.Table.Rows = page.Table.Rows[:staticRows]
			page.Definition = fmt.Sprintf("本页只列前 %d %s，全部 %d %s见 CSV。", staticRows, measure, n, measure) + about
		}
		lists = append(lists, paged(page, Link{Text: title, URL: path + "/"}, counted, measure)...)
	}
	latest := latestFirst(m.Register.Projects)
	if plan := m.latestPlan(); plan != nil {
		add(fundPath, fmt.Sprintf("%d 年专项经费", plan.Year.Year), "个项目", "个", portfolio.AboutFund+portfolio.AboutFundPaid, m.fundTable(plan.All()))
	}
	add(buildingPath, "在建项目", "个项目", "个", portfolio.AboutBuilding, m.projectTable("", m.selected(latest, func(p *project.Project) bool {
		course := m.courses[p.ID]
		return course.IsBuilding(m.Register.Today)
	})))
	add(paymentsPath, "合同支付进度", "个项目", "个", portfolio.AboutPaidShare, m.paymentTable(m.selected(latest, func(p *project.Project) bool { return m.amounts[p.ID].Contracted.Given })))
	add(savingsPath, "合同节约", "个项目", "个", portfolio.AboutSavings, m.savingsTable(m.selected(latest, func(p *project.Project) bool {
		return m.amounts[p.ID].Planned.Given && portfolio.IsFullyContracted(p)
	})))
	add(overduePath, "已逾期的期限", "项", "项", portfolio.AboutDeadlines, m.deadlineTable(m.deadlines[:portfolio.CountUrgency(m.deadlines, portfolio.Overdue)]))
	add(violationsPath, "核查不符合的", "项", "项", aboutViolations, m.touched(m.violated()))
	add(timesPath, "办理时长", "件", "件", portfolio.AboutTurnaround+portfolio.AboutAgencyTimes+portfolio.AboutUnitTimes, m.actTableOf(m.acts))
	return lists
}

func (m *maker) selected(projects []*project.Project, keep func(*project.Project) bool) []*project.Project {
	var list []*project.Project
	for _, p := range projects {
		if keep(p) {
			list = append(list, p)
		}
	}
	return list
}

// violated are the findings on projects that are violated, notices left out, the gravest first.
func (m *maker) violated() []finding.Finding {
	var all []finding.Finding
	for _, f := range m.Result.Findings {
		if f.Outcome == finding.Violated && f.Severity != finding.Notice && m.Register.Project(f.Project) != nil {
			all = append(all, f)
		}
	}
	return gravest(all)
}

// amountTable lists projects with some amounts, and what these add up to. A percentage has no sum.
func (m *maker) amountTable(projects []*project.Project, columns []string, of func(*project.Project) []money.Amount) Table {
	t := Table{Note: "单位：万元", Empty: "没有项目。", Heads: heads(append([]string{"项目名称", "建设单位", "#年度"}, columns...)...)}
	sums := make([]money.Amount, len(columns))
	for _, p := range projects {
		cells := []Cell{projectCell(p), m.unitCell(p.Unit), {Text: fmt.Sprint(p.Year)}}
		for i, a := range of(p) {
			sums[i] += a
			cells = append(cells, Cell{Text: a.InWan()})
		}
		t.Rows = append(t.Rows, cells)
	}
	if len(projects) > 0 {
		t.Foot = row("合计", "", "")
		for _, s := range sums {
			t.Foot = append(t.Foot, Cell{Text: s.InWan()})
		}
	}
	return t
}

func (m *maker) fundTable(projects []*project.Project) Table {
	return m.amountTable(projects, []string{"#计划金额", "#其中专项经费", "#已支付", "#折算已付专项"}, func(p *project.Project) []money.Amount {
		a := m.amounts[p.ID]
		return []money.Amount{a.Planned.Amount, portfolio.Fund(p), a.Paid.Amount, portfolio.FundPaid(p)}
	})
}

func (m *maker) savingsTable(projects []*project.Project) Table {
	return m.amountTable(projects, []string{"#计划金额", "#合同金额", "#节约"}, func(p *project.Project) []money.Amount {
		a := m.amounts[p.ID]
		return []money.Amount{a.Planned.Amount, a.Contracted.Amount, a.Planned.Amount - a.Contracted.Amount}
	})
}

func (m *maker) paymentTable(projects []*project.Project) Table {
	t := m.amountTable(projects, []string{"#合同金额", "#已支付", "#未支付"}, func(p *project.Project) []money.Amount {
		a := m.amounts[p.ID]
		return []money.Amount{a.Contracted.Amount, a.Paid.Amount, a.Contracted.Amount - a.Paid.Amount}
	})
	t.Heads = append(t.Heads, Head{"支付率", true})
	var sum portfolio.Amounts
	for i, p := range projects {
		a := m.amounts[p.ID]
		sum.Add(&a)
		t.Rows[i] = append(t.Rows[i], Cell{Text: Share(a.Paid.Amount, a.Contracted.Amount) + "%"})
	}
	if t.Foot != nil {
		t.Foot = append(t.Foot, Cell{Text: Share(sum.Paid.Amount, sum.Contracted.Amount) + "%"})
	}
	return t
}

// actTableOf lists acts, as the page of all of them does.
func (m *maker) actTableOf(acts []portfolio.Act) Table {
	t := m.actTable(nil)
	t.Empty = "暂无：还没有两头日期都登记了的办理。"
	for i := range acts {
		t.Rows = append(t.Rows, m.actRow(&acts[i]))
	}
	return t
}

// latestPlan is the latest year whose plan is approved, nil if none is.
func (m *maker) latestPlan() *portfolio.Plan {
	for i := range m.plans {
		if p := &m.plans[i]; p.Year.Plan != nil && p.Year.Plan.Approval != nil {
			return p
		}
	}
	return nil
}

// beforePlan is the plan of the year before, nil if there is none.
func (m *maker) beforePlan(plan *portfolio.Plan) *portfolio.Plan {
	for i := range m.plans {
		if m.plans[i].Year.Year == plan.Year.Year-1 {
			return &m.plans[i]
		}
	}
	return nil
}

// sentence joins what is there of some parts.
func sentence(parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, "，")
}

// deadlineTable lists deadlines.
func (m *maker) deadlineTable(list []portfolio.Deadline) Table {
	t := Table{Empty: "没有逾期的。", Lead: 1, Heads: heads("最后一日", "事项", "项目", "建设单位", "状态", "依据")}
	for i := range list {
		d := &list[i]
		tag, article := urgencyTag(d), articleLinkOf(d.Rule)
		basis := Cell{Text: article.Text, URL: article.URL}
		if d.Rule.Local {
			basis.Note = "本区参数"
		}
		t.Rows = append(t.Rows, []Cell{
			{Text: d.Until.String()}, {Text: d.Rule.Title, URL: ruleURL(d.Rule.ID)}, projectCell(d.Project), m.unitCell(d.Project.Unit), {Text: tag.Text, Tone: tag.Tone}, basis,
		})
	}
	return t
}
