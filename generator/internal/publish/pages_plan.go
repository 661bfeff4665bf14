package publish

import (
	"fmt"
	"slices"
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
	index.Figures, index.Definitions = m.figuresTable(), figureDefinitions()
	return index
}

// figuresTable is what came of each year's projects, from declaration to payment.
func (m *maker) figuresTable() Table {
	t := Table{
		Caption: "从申报到支付", Note: "单位：万元", Empty: "还没有项目。",
		Heads: heads("计划年度", "#项目", "#申报概算", "#审核金额", "#计划金额", "#合同金额", "#已支付", "#合同节约", "#合同按时归档率", "#按期验收率"),
	}
	cells := func(name string, f *portfolio.Figures) []Cell {
		a := &f.Amounts
		savings := ""
		if f.Savings.Projects > 0 {
			savings = f.Savings.Amount().InWan()
		}
		return row(name, fmt.Sprint(f.Projects), wan(a.Declared), wan(a.Audited), wan(a.Planned), wan(a.Contracted), wan(a.Paid), savings, rate(f.Filed), rate(f.Accepted))
	}
	for i := range m.plans {
		year := m.plans[i].Year.Year
		f := portfolio.FiguresOf(portfolio.OfYear(m.Register, year), m.Result)
		t.Rows = append(t.Rows, cells(fmt.Sprint(year), &f))
	}
	all := portfolio.FiguresOf(portfolio.OfYear(m.Register, 0), m.Result)
	t.Foot = cells("合计", &all)
	return t
}

// figureDefinitions say what the columns of that table count.
func figureDefinitions() []Fact {
	return []Fact{
		{Label: "项目", Value: portfolio.AboutProjects}, {Label: "申报概算", Value: portfolio.AboutDeclared}, {Label: "审核金额", Value: portfolio.AboutAudited},
		{Label: "计划金额", Value: portfolio.AboutPlanned}, {Label: "合同金额", Value: portfolio.AboutContracted}, {Label: "已支付", Value: portfolio.AboutPaid},
		{Label: "合同节约", Value: portfolio.AboutSavings}, {Label: "合同按时归档率", Value: portfolio.AboutFiled}, {Label: "按期验收率", Value: portfolio.AboutAccepted},
	}
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
		Facts: planFacts(plan.Year.Plan), Links: m.planLinks(plan),
	}
	approved := plan.Year.Plan != nil && plan.Year.Plan.Approval != nil
	if approved {
		approval := plan.Year.Plan.Approval
		page.Number, page.Signed, page.Date = approval.Document.V, m.Register.Site.Organisation.V, inWords(approval.Date.V)
		page.Publication.Date = approval.Date.V.String() + " 00:00"
	}
	add := func(id, title, note, empty string, projects []*project.Project) {
		page.Sections = append(page.Sections, Section{
			ID: id, Title: ordinal(len(page.Sections)) + "、" + title, Note: note, Tables: []Table{m.planTable(title, empty, plan.Year.Year, projects)},
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
	if s := m.declined(plan.Year); len(s.Text) > 0 {
		s.Title = ordinal(len(page.Sections)) + "、" + s.Title
		page.Sections = append(page.Sections, s)
	}
	if len(plan.Continued) > 0 {
		add("continued", "往年计划在本年的安排", "往年列入计划、分年度安排资金的项目，不计入本年计划金额。", "", plan.Continued)
	}
	if all := plan.All(); len(all) > 0 {
		s := planSums(all, plan.Year.Year)
		s.Title = ordinal(len(page.Sections)) + "、" + s.Title
		page.Sections = append(page.Sections, s)
		s = m.planOutcome(all)
		s.Title = ordinal(len(page.Sections)) + "、" + s.Title
		page.Sections = append(page.Sections, s)
	}
	if s, ok := m.past.since[plan.Year.Year]; ok {
		s.Title = ordinal(len(page.Sections)) + "、" + s.Title
		page.Sections = append(page.Sections, s)
	}
	return page
}

// planURL is the page of a year's plan.
func planURL(year int) string { return fmt.Sprintf("plans/%d/", year) }

// planCSV is the name of the file beside that page which has the plan as a table.
const planCSV = "plan.csv"

// planLinks lead from a year's plan to its document, its file and the year's results.
func (m *maker) planLinks(plan *portfolio.Plan) []Link {
	year := plan.Year.Year
	var links []Link
	if len(portfolio.OfYear(m.Register, year)) > 0 {
		links = append(links, Link{Text: "本年度项目", URL: fmt.Sprintf("projects/%d/", year)})
	}
	for _, l := range m.letters(plan) {
		text := "报批文稿"
		if strings.Contains(l.Path, supplementLetter) {
			text = "增补报批文稿"
		}
		links = append(links, Link{Text: text, URL: l.Path + "/"})
	}
	for _, a := range portfolio.CountAcceptances(m.accepted) {
		if a.Year == year {
			links = append(links, Link{Text: fmt.Sprintf("%d 年竣工验收结果", year), URL: yearPath("acceptance", year) + "/"})
		}
	}
	if slices.ContainsFunc(m.evaluated, func(e portfolio.Evaluated) bool { return e.Year == year }) {
		links = append(links, Link{Text: fmt.Sprintf("%d 年度绩效评价结果", year), URL: yearPath("evaluation", year) + "/"})
	}
	if all := plan.All(); len(all) > 0 {
		table := m.planTable("", "", year, all)
		links = append(links, Link{Text: "计划表 CSV", URL: m.csv(planURL(year)+planCSV, &table, "项目编号").URL})
	}
	return links
}

// ordinal is a section's number, of the sections before it.
func ordinal(before int) string {
	return []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}[min(before, 9)]
}

// planSums are the sums of a year's plan, supplements among them, by category and by source, with the special fund apart.
func planSums(projects []*project.Project, year int) Section {
	all := portfolio.SumPlan(projects, year)
	s := Section{
		ID: "sums", Title: "汇总", Note: "列入计划和增补的项目；单位：万元",
		Text: []string{portfolio.AboutPlanTotal, portfolio.AboutFund, portfolio.AboutOtherFunds, portfolio.AboutInYear},
	}
	cells := func(name string, s *portfolio.PlanSums) []Cell {
		return row(name, fmt.Sprint(s.Projects), s.Total.InWan(), s.Planned.InWan(), s.Fund.InWan(), s.OtherFunds().InWan(), s.InYear.InWan())
	}
	categories := Table{Caption: "按类别", Heads: heads("类别", "#项目", "#总投资", "#计划金额", "#其中专项经费", "#专项经费以外", "#本年安排"), Foot: cells("合计", &all)}
	for _, c := range portfolio.SumByCategory(projects, year) {
		categories.Rows = append(categories.Rows, cells(c.Category, &c.PlanSums))
	}
	sources := Table{Caption: "按资金来源", Heads: heads("来源", "#涉及项目", "#总投资", "#占比"), Foot: row("合计", "", all.Total.InWan(), "")}
	for _, x := range portfolio.SumBySource(projects) {
		sources.Rows = append(sources.Rows, row(x.Kind, fmt.Sprint(x.Projects), x.Amount.InWan(), Share(x.Amount, all.Total)+"%"))
	}
	s.Tables = []Table{categories, sources}
	return s
}

// planOutcome is what came of a year's plan.
func (m *maker) planOutcome(projects []*project.Project) Section {
	f := portfolio.FiguresOf(projects, m.Result)
	facts := []Fact{
		{Label: "合同金额", Value: fmt.Sprintf("%s 万元，占计划 %s%%", f.Amounts.Contracted.Amount.InWan(), Share(f.Amounts.Contracted.Amount, f.Amounts.Planned.Amount))},
		{Label: "已支付", Value: fmt.Sprintf("%s 万元，占合同 %s%%", f.Amounts.Paid.Amount.InWan(), Share(f.Amounts.Paid.Amount, f.Amounts.Contracted.Amount))},
	}
	return Section{
		ID: "outcome", Title: "执行情况", Note: "截至 " + m.Register.Today.String() + "；各项的口径见“年度计划”", Facts: append(facts, figureFacts(&f)...),
	}
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
	var total, planned, fund, inYear money.Amount
	for i, p := range projects {
		d, a := p.Declaration, m.amounts[p.ID]
		total += a.Declared.Amount
		planned += a.Planned.Amount
		part := portfolio.InYear(p, year)
		inYear += part
		ofFund := portfolio.Fund(p)
		fund += ofFund
		t.Rows = append(t.Rows, []Cell{
			{Text: fmt.Sprint(i + 1)}, projectCell(p), {Text: m.unitName(p.Unit)}, {Text: d.Category.V},
			{Text: d.Summary.V}, periodCell(d.Schedule), {Text: wan(a.Declared)}, plannedCell(a.Planned, ofFund), {Text: wan(portfolio.Sum{Amount: part, Given: a.Planned.Given})}, {Text: m.sources(d)},
		})
	}
	if len(projects) > 0 {
		sum := portfolio.Sum{Amount: planned, Given: planned > 0}
		t.Foot = []Cell{
			{}, {Text: fmt.Sprintf("合计 %d 项", len(projects))}, {}, {}, {}, {}, {Text: total.InWan()},
			plannedCell(sum, fund), {Text: wan(portfolio.Sum{Amount: inYear, Given: sum.Given})}, {},
		}
	}
	return t
}

// plannedCell is a planned amount, and under it the part that the special fund pays.
func plannedCell(planned portfolio.Sum, fund money.Amount) Cell {
	if !planned.Given {
		return Cell{}
	}
	return Cell{Text: planned.Amount.InWan(), Note: "专项 " + fund.InWan()}
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
