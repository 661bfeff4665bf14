package publish

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

func (m *maker) planIndex() PlanIndex {
	index := PlanIndex{
		Page: Page{Path: "plans", Title: "年度计划", Description: "历年经批准的信息化项目计划，含增补和未列入的项目。", Column: planColumn},
		Lede: "每年经区政府批准的信息化项目计划，含增补的项目和未列入的项目。",
		Table: Table{
			Caption: "历年计划", Note: "单位：万元", Empty: "还没有年度计划。",
			Heads: []Head{{"年度", false}, {"批复文件", false}, {"项目数", true}, {"计划金额", true}, {"其中增补", true}, {"未列入（个）", true}},
		},
	}
	for i := range m.plans {
		plan := &m.plans[i]
		document := "尚未批复"
		if plan.Year.Plan != nil && plan.Year.Plan.Approval != nil {
			document = plan.Year.Plan.Approval.Document.V
		}
		var supplements money.Amount
		for _, batch := range plan.Supplement {
			for _, p := range batch {
				supplements += m.amounts[p.ID].Planned.Amount
			}
		}
		index.Table.Rows = append(index.Table.Rows, []Cell{
			{Text: fmt.Sprintf("%d 年度", plan.Year.Year), URL: fmt.Sprintf("plans/%d/", plan.Year.Year)},
			{Text: document}, {Text: fmt.Sprint(len(plan.All()))}, {Text: m.planned(plan).InWan()}, {Text: supplements.InWan()}, {Text: fmt.Sprint(len(plan.Unlisted))},
		})
	}
	return index
}

// plan is the page of one year's plan, in the form in which it is printed.
func (m *maker) plan(plan *portfolio.Plan) PlanPage {
	year := fmt.Sprint(plan.Year.Year)
	page := PlanPage{
		Page: Page{
			Path: "plans/" + year, Title: fmt.Sprintf("%s %s 年度信息化项目计划", m.Register.Site.District.V, year),
			Description: year + " 年度计划全表：项目名称、内容规模、建设周期、总投资、计划金额和资金来源。",
			Crumbs:      []Link{{Text: "年度计划", URL: "plans/"}}, Column: planColumn,
			Publication: &Publication{Source: m.Register.Site.Organisation.V},
		},
		Facts: planFacts(plan.Year.Plan),
	}
	approved := plan.Year.Plan != nil && plan.Year.Plan.Approval != nil
	if approved {
		approval := plan.Year.Plan.Approval
		page.Number, page.Signed, page.Date = approval.Document.V, m.Register.Site.Organisation.V, inWords(approval.Date.V)
		page.Publication.Date = approval.Date.V.String() + " 00:00"
	}
	add := func(id, title, note, empty string, projects []*project.Project) {
		number := []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}[min(len(page.Sections), 9)]
		page.Sections = append(page.Sections, Section{
			ID: id, Title: number + "、" + title, Note: note, Tables: []Table{m.planTable(title, empty, plan.Year.Year, projects)},
		})
	}
	if approved {
		add("plan", "列入计划的项目", "", "没有列入计划的项目。", plan.Planned)
	}
	for i, batch := range plan.Supplement {
		s := &plan.Year.Plan.Supplements.V[i]
		add(fmt.Sprintf("supplement-%d", i+1), "增补的项目", strings.Trim(s.Document.V+"，"+s.Date.V.String(), "，"), "没有增补的项目。", batch)
	}
	if len(plan.Pending) > 0 {
		add("pending", "已申报、待批复的项目", "计划（或增补批次）尚未批复。", "", plan.Pending)
	}
	if approved {
		add("unlisted", "未列入的项目", "已申报，计划批复时没有列入。", "没有未列入的项目。", plan.Unlisted)
	}
	return page
}

func planFacts(p *project.Plan) []Fact {
	if p == nil {
		return nil
	}
	var facts []Fact
	if p.Window.Opens.Given() && p.Window.Closes.Given() {
		facts = append(facts, Fact{Label: "申报时限", Value: fmt.Sprintf("%s 至 %s", p.Window.Opens.V, p.Window.Closes.V)})
	}
	if p.Window.Notice.V != "" {
		facts = append(facts, Fact{Label: "申报通知", Value: p.Window.Notice.V})
	}
	for _, d := range []struct {
		label    string
		document *project.PlanDocument
	}{{"区政府批复", p.Approval}, {"报送发改经信局", p.Dispatch}, {"列入年度政府投资项目计划", p.Listed}} {
		if d.document != nil {
			facts = append(facts, Fact{Label: d.label, Value: strings.Trim(d.document.Document.V+"，"+d.document.Date.V.String(), "，")})
		}
	}
	return facts
}

// planTable has the columns that the State asks of an investment plan: name, content and scale, period, total, the
// year's amount, sources.
func (m *maker) planTable(caption, empty string, year int, projects []*project.Project) Table {
	t := Table{
		Caption: caption, Silent: true, Lead: 1, Note: "单位：万元", Empty: empty,
		Heads: []Head{{"序号", false}, {"项目名称", false}, {"建设单位", false}, {"类别", false}, {"内容和规模", false}, {"建设周期", false}, {"总投资", true}, {"计划金额", true}, {"本年安排", true}, {"资金来源", false}},
	}
	var total, planned, inYear money.Amount
	for i, p := range projects {
		d, a := p.Declaration, m.amounts[p.ID]
		total += a.Declared.Amount
		planned += a.Planned.Amount
		part := portfolio.InYear(p, year)
		inYear += part
		t.Rows = append(t.Rows, []Cell{
			{Text: fmt.Sprint(i + 1)}, {Text: d.Name.V, Note: p.ID, URL: projectURL(p.ID)}, {Text: m.unitName(p.Unit)}, {Text: d.Category.V},
			{Text: d.Summary.V}, periodCell(d.Schedule), {Text: wan(a.Declared)}, {Text: wan(a.Planned)}, {Text: part.InWan()}, {Text: m.sources(d)},
		})
	}
	if len(projects) > 0 {
		t.Foot = []Cell{{Text: ""}, {Text: fmt.Sprintf("合计 %d 项", len(projects))}, {}, {}, {}, {}, {Text: total.InWan()}, {Text: planned.InWan()}, {Text: inYear.InWan()}, {}}
	}
	return t
}

// sources writes who pays, and how much.
func (m *maker) sources(d *project.Declaration) string {
	var parts []string
	for i := range d.Estimate.Sources.V {
		s := &d.Estimate.Sources.V[i]
		kind := s.Kind.V
		if s.Unit.V != "" {
			kind += "（" + m.unitName(s.Unit.V) + "）"
		}
		parts = append(parts, kind+" "+s.Amount.V.InWan())
	}
	return strings.Join(parts, "；")
}

func period(s *project.Schedule) string {
	if s == nil || !s.Start.Given() && !s.Finish.Given() {
		return ""
	}
	return strings.TrimSpace(s.Start.V.String() + " 至 " + s.Finish.V.String())
}

// periodCell is a period on two lines, for a narrow column.
func periodCell(s *project.Schedule) Cell {
	if s == nil {
		return Cell{}
	}
	return Cell{Text: s.Start.V.String(), Note: "至 " + s.Finish.V.String()}
}

// inWords writes a date as official documents do: 2025年1月20日.
func inWords(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day())
}
