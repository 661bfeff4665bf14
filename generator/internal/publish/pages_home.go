package publish

import (
	"fmt"
	"slices"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// How many the home page shows.
const (
	watched   = 6  // findings
	shownNext = 6  // deadlines
	topUnits  = 10 // units
)

// series are the parts of the chart of planned amounts: the categories of construction, and maintenance as one.
var series = []string{project.CategoryInfrastructure, project.CategoryCrossAgency, project.CategoryApplication, "其他建设", "运维"}

func seriesOf(p *project.Project) int {
	if p.Declaration.Kind.V == project.Operating {
		return 4
	}
	if i := slices.Index(series[:3], p.Declaration.Category.V); i >= 0 {
		return i
	}
	return 3
}

func (m *maker) home() Home {
	h := Home{
		Page: Page{
			Title:       "信息化项目全过程公开",
			Description: m.Register.Site.District.V + "信息化项目的年度计划、申报、采购、建设、验收和绩效评价。",
			Column:      Column{Name: "首页", Description: "信息化项目总览", Keywords: "信息化项目,年度计划,验收,绩效评价", Type: columnType},
		},
		Years:  m.yearsChart(),
		Stages: m.stageBars(),
		Units:  m.unitBars(),
	}
	var planned money.Amount
	for _, a := range m.amounts {
		planned += a.Planned.Amount
	}
	h.Lede = fmt.Sprintf("从申报到绩效评价，%d 个项目、%s 万元计划资金，一项一页，逐条对照《%s》核查。",
		len(m.Register.Projects), planned.InWan(), m.Register.Regulation.Title.V)
	h.Figures = m.figures()
	h.Watch, h.More = m.watch()
	h.Next, h.NextNote = m.next()
	h.Definitions = []Fact{
		{Label: "计划金额", Value: portfolio.AboutPlanned}, {Label: "在建项目", Value: portfolio.AboutBuilding}, {Label: "合同资金支付率", Value: portfolio.AboutPaidShare},
		{Label: "不符合", Value: "核查结论为不符合、级别是错误或警告的条数；提示和已豁免的不计。"},
	}
	return h
}

// figures are the great numbers: the year's plan, what is being built, what is paid, what does not comply.
func (m *maker) figures() []Figure {
	var figures []Figure
	if f, ok := m.planFigure(); ok {
		figures = append(figures, f)
	}
	today := m.Register.Today
	building, before := portfolio.Building(m.Register, today), portfolio.Building(m.Register, today.AddMonths(-12))
	var contracted, paid money.Amount
	for _, a := range m.amounts {
		contracted += a.Contracted.Amount
		paid += a.Paid.Amount
	}
	return append(figures,
		Figure{Label: "在建项目", Value: fmt.Sprint(building), Unit: "个", Note: "已立项、尚未通过竣工验收", Delta: "比一年前" + more(building-before), URL: "projects/"},
		Figure{
			Label: "合同资金支付率", Value: Share(paid, contracted), Unit: "%", Share: Share(paid, contracted), URL: "plans/",
			Note:  fmt.Sprintf("已付 %s 万元，合同 %s 万元", paid.InWan(), contracted.InWan()),
			Delta: fmt.Sprintf("今年支付 %s 万元", portfolio.PaidIn(m.Register, today.Year()).InWan()),
		},
		m.violatedFigure())
}

// more says by how many a count has grown: "多 3 个", "少 2 个", "持平".
func more(difference int) string {
	switch {
	case difference > 0:
		return fmt.Sprintf("多 %d 个", difference)
	case difference < 0:
		return fmt.Sprintf("少 %d 个", -difference)
	}
	return "持平"
}

// planFigure is the planned amount of the latest year whose plan is approved, beside the year before.
func (m *maker) planFigure() (Figure, bool) {
	for i, plan := range m.plans {
		if plan.Year.Plan == nil || plan.Year.Plan.Approval == nil {
			continue
		}
		sum, projects := m.planned(&plan), plan.All()
		f := Figure{
			Label: fmt.Sprintf("%d 年计划金额", plan.Year.Year), Value: sum.InWan(), Unit: "万元",
			Note: fmt.Sprintf("%d 个项目", len(projects)), URL: fmt.Sprintf("plans/%d/", plan.Year.Year),
		}
		if i+1 < len(m.plans) {
			f.Delta = growth(sum, m.planned(&m.plans[i+1]))
		}
		return f, true
	}
	return Figure{}, false
}

// growth says by how much an amount differs from that of the year before; "" where there was none.
func growth(now, before money.Amount) string {
	switch {
	case before == 0:
		return ""
	case now > before:
		return "比上年多 " + Share(now-before, before) + "%"
	case now < before:
		return "比上年少 " + Share(before-now, before) + "%"
	}
	return "与上年持平"
}

// planned is the sum of a year's planned amounts, supplements among them.
func (m *maker) planned(plan *portfolio.Plan) money.Amount {
	var sum money.Amount
	for _, p := range plan.All() {
		sum += m.amounts[p.ID].Planned.Amount
	}
	return sum
}

func (m *maker) violatedFigure() Figure {
	count, waived := 0, 0
	projects := map[string]bool{}
	for id, findings := range m.byID {
		for _, f := range findings {
			switch {
			case f.Outcome == finding.Waived:
				waived++
			case f.Severity != finding.Notice && id != "":
				count++
				projects[id] = true
			}
		}
	}
	f := Figure{Label: "不符合", Value: fmt.Sprint(count), Unit: "项", Note: fmt.Sprintf("涉及 %d 个项目", len(projects)), URL: "rules/"}
	if waived > 0 {
		f.Delta = fmt.Sprintf("另有 %d 项已豁免", waived)
	}
	if count > 0 {
		f.Tone = Bad
	}
	return f
}

func (m *maker) yearsChart() Chart {
	var columns []ChartColumn
	for _, plan := range slices.Backward(m.plans) {
		if plan.Year.Plan == nil || plan.Year.Plan.Approval == nil {
			continue // there is no plan yet
		}
		c := ChartColumn{Label: fmt.Sprint(plan.Year.Year), Amounts: make([]money.Amount, len(series))}
		for _, p := range plan.All() {
			c.Amounts[seriesOf(p)] += m.amounts[p.ID].Planned.Amount
		}
		columns = append(columns, c)
	}
	chart := NewColumnChart("years", "各年度计划金额", "年度", series, columns)
	chart.Note, chart.Definition = "单位：万元，按项目类别堆叠", portfolio.AboutPlanned
	return chart
}

// stageBars are how many projects came to each stage, and how many stand there now.
func (m *maker) stageBars() Bars {
	bars := Bars{
		ID: "stages", Title: "全过程各阶段", Note: "浅色为到达过该阶段的项目，深色为目前停留的项目", Definition: portfolio.AboutStages,
		Heads: []string{"阶段", "到达", "停留", "金额（万元）"},
	}
	standings := portfolio.Standings(m.Register)
	for _, s := range standings {
		bars.Rows = append(bars.Rows, BarRow{
			Name: Link{Text: s.Stage.Name.V}, Whole: Share(s.Reached, standings[0].Reached), Part: Share(s.Staying, standings[0].Reached),
			Cells: []string{fmt.Sprint(s.Reached), fmt.Sprint(s.Staying), s.Amount.InWan()},
		})
	}
	return bars
}

// watch is what wants somebody's attention, the gravest first, and a link to the rest.
func (m *maker) watch() ([]WatchItem, *Link) {
	var all []finding.Finding
	for _, f := range m.Result.Findings {
		if f.Outcome == finding.Violated && f.Severity != finding.Notice && m.Register.Project(f.Project) != nil {
			all = append(all, f)
		}
	}
	var items []WatchItem
	for _, f := range gravest(all)[:min(watched, len(all))] {
		p := m.Register.Project(f.Project)
		meta := m.unitName(p.Unit)
		if a := m.amounts[p.ID].Planned; a.Given {
			meta += " · " + a.Amount.InWan() + " 万元"
		}
		items = append(items, WatchItem{
			Project: p.Declaration.Name.V, URL: projectURL(p.ID), Meta: meta, Message: f.Message,
			Tag: Tag{f.Severity.Chinese(), tone(f)}, Rule: Link{Text: m.ruleTitle(f.Rule), URL: ruleURL(f.Rule)},
		})
	}
	if len(all) <= watched {
		return items, nil
	}
	return items, &Link{Text: fmt.Sprintf("全部 %d 项", len(all)), URL: "rules/"}
}

// next is what is due next, and how much else is awaited.
func (m *maker) next() ([]Deadline, string) {
	overdue := portfolio.CountUrgency(m.deadlines, portfolio.Overdue)
	coming := m.deadlines[overdue:] // they are in order
	note := fmt.Sprintf("30 日内到期 %d 项，更晚 %d 项，已逾期 %d 项", portfolio.CountUrgency(coming, portfolio.Soon), portfolio.CountUrgency(coming, portfolio.Later), overdue)
	return m.deadlineList(coming[:min(shownNext, len(coming))], true), note
}

// ruleTitle is a rule's few words, or its id where it has none.
func (m *maker) ruleTitle(id string) string {
	if versions := m.Rules.Versions(id); len(versions) > 0 {
		return versions[0].Title
	}
	return id
}
