package publish

import (
	"fmt"
	"slices"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// watched is how many findings the home page shows.
const watched = 6

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
		Funnel: m.funnel(),
	}
	var planned money.Amount
	for _, a := range m.amounts {
		planned += a.Planned.Amount
	}
	h.Lede = fmt.Sprintf("从申报到绩效评价，%d 个项目、%s 万元计划资金，一项一页，逐条对照《%s》核查。",
		len(m.Register.Projects), planned.InWan(), m.Register.Regulation.Title.V)
	h.Figures = m.figures()
	h.Watch, h.More = m.watch()
	return h
}

// figures are the great numbers: the year's plan, what is being built, what is paid, what does not comply.
func (m *maker) figures() []Figure {
	var figures []Figure
	if f, ok := m.planFigure(); ok {
		figures = append(figures, f)
	}
	building := 0
	var contracted, paid money.Amount
	for _, p := range m.Register.Projects {
		_, initiated := m.completed(p, "initiated")
		_, accepted := m.completed(p, "accepted")
		if initiated && !accepted && p.Closure == nil {
			building++
		}
		contracted += m.amounts[p.ID].Contracted.Amount
		paid += m.amounts[p.ID].Paid.Amount
	}
	figures = append(figures,
		Figure{Label: "在建项目", Value: fmt.Sprint(building), Unit: "个", Note: "已立项、尚未通过竣工验收", URL: "projects/"},
		Figure{
			Label: "合同资金支付率", Value: Share(paid, contracted), Unit: "%", Share: Share(paid, contracted), URL: "projects/",
			Note: fmt.Sprintf("已付 %s 万元，合同 %s 万元", paid.InWan(), contracted.InWan()),
		},
		m.violatedFigure())
	return figures
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
			if before := m.planned(&m.plans[i+1]); before > 0 {
				word, difference := "多", sum-before
				if difference < 0 {
					word, difference = "少", -difference
				}
				f.Note += fmt.Sprintf("，比上年%s %s%%", word, Share(difference, before))
			}
		}
		return f, true
	}
	return Figure{}, false
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
		f.Note += fmt.Sprintf("，另有 %d 项已豁免", waived)
	}
	if count > 0 {
		f.Tone = Bad
	}
	return f
}

// completed tells whether a project has completed the stage with a condition, and its index.
func (m *maker) completed(p *project.Project, condition string) (int, bool) {
	course := m.courses[p.ID]
	for i, s := range course.Steps {
		if s.Stage.Reached.V == condition {
			return i, !s.On.IsZero()
		}
	}
	return 0, false
}

func (m *maker) yearsChart() ColumnChart {
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
	return NewColumnChart("各年度计划金额", "年度", series, columns)
}

// funnel counts how many projects came to each stage, and how many stand there now.
func (m *maker) funnel() []FunnelStage {
	stages := m.Register.Stages
	reached, staying, amount := make([]int, len(stages)), make([]int, len(stages)), make([]money.Amount, len(stages))
	for _, p := range m.Register.Projects {
		course := m.courses[p.ID]
		for i := 0; i <= course.At; i++ {
			reached[i]++
		}
		if course.At >= 0 {
			staying[course.At]++
			a := m.amounts[p.ID]
			if a.Planned.Given {
				amount[course.At] += a.Planned.Amount
			} else {
				amount[course.At] += a.Declared.Amount
			}
		}
	}
	var funnel []FunnelStage
	for i := range stages {
		funnel = append(funnel, FunnelStage{
			Name: stages[i].Name.V, Reached: fmt.Sprint(reached[i]), Staying: fmt.Sprint(staying[i]), Amount: amount[i].InWan(),
			ReachedShare: Share(reached[i], reached[0]), StayingShare: Share(staying[i], reached[0]),
		})
	}
	return funnel
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

// ruleTitle is a rule's few words, or its id where it has none.
func (m *maker) ruleTitle(id string) string {
	if versions := m.Rules.Versions(id); len(versions) > 0 {
		return versions[0].Title
	}
	return id
}
