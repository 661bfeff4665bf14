package publish

import (
	"fmt"
	"slices"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/opendata"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// How many the home page shows.
const (
	watched   = 4  // findings
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
		Figures: m.figures(), Years: m.yearsChart(), Payments: m.paymentBars(), Grades: m.gradeBars(), Stages: m.stageBars(), Times: m.timesBars(), Units: m.unitBars(),
	}
	var planned money.Amount
	for _, a := range m.amounts {
		planned += a.Planned.Amount
	}
	h.Lede = fmt.Sprintf("从申报到绩效评价，%d 个项目、%s 万元计划资金，一项一页，逐条对照《%s》核查。",
		len(m.Register.Projects), planned.InWan(), m.Register.Regulation.Title.V)
	h.Years.CSV = m.csv("figures/chart-years.csv", &h.Years.Table, "").URL
	for _, b := range []*Bars{&h.Payments, &h.Grades, &h.Stages, &h.Times, &h.Units} {
		m.barsCSV(b)
	}
	h.Watch, h.More = m.watch()
	h.Next, h.NextNote = m.next()
	h.Definitions = []Fact{
		{Label: "计划金额", Value: portfolio.AboutPlanned}, {Label: "专项经费", Value: portfolio.AboutFund + portfolio.AboutFundPaid}, {Label: "在建项目", Value: portfolio.AboutBuilding},
		{Label: "合同资金支付率", Value: portfolio.AboutPaidShare}, {Label: "合同节约", Value: portfolio.AboutSavings}, {Label: "已逾期", Value: portfolio.AboutDeadlines},
		{Label: "不符合", Value: aboutViolations}, {Label: "办理时长", Value: portfolio.AboutAgencyTimes + portfolio.AboutUnitTimes},
	}
	return h
}

// figures are the great numbers: the year's plan and the special fund in it, what is being built, what is paid and saved,
// what is overdue and does not comply, how long things take.
func (m *maker) figures() []Figure {
	var figures []Figure
	if plan := m.latestPlan(); plan != nil {
		figures = append(figures, m.planFigure(plan), m.fundFigure(plan))
	}
	return append(figures, m.buildingFigure(), m.paymentFigure(), m.savingsFigure(), m.overdueFigure(), m.violatedFigure(), m.timesFigure())
}

func (m *maker) buildingFigure() Figure {
	today := m.Register.Today
	building, before := portfolio.Building(m.Register, today), portfolio.Building(m.Register, today.AddMonths(-12))
	return Figure{
		Label: "在建项目", Value: fmt.Sprint(building), Unit: "个", Note: "已立项、尚未通过竣工验收", Delta: "比一年前" + more(building-before),
		URL: buildingPath + "/", CSV: csvOf(buildingPath),
	}
}

func (m *maker) paymentFigure() Figure {
	var contracted, paid money.Amount
	for _, a := range m.amounts {
		contracted += a.Contracted.Amount
		paid += a.Paid.Amount
	}
	today := m.Register.Today
	return Figure{
		Label: "合同资金支付率", Value: Share(paid, contracted), Unit: "%", Share: Share(paid, contracted), URL: paymentsPath + "/", CSV: csvOf(paymentsPath),
		Note:  fmt.Sprintf("已付 %s 万元，合同 %s 万元", paid.InWan(), contracted.InWan()),
		Delta: fmt.Sprintf("今年支付 %s 万元", portfolio.PaidIn(m.Register, today.Year()).InWan()),
	}
}

// savingsFigure is what was saved of all plans, and of the latest one whose contracts are signed.
func (m *maker) savingsFigure() Figure {
	all := portfolio.FiguresOf(m.Register.Projects, m.Result).Savings
	f := Figure{
		Label: "合同节约", Value: all.Amount().InWan(), Unit: "万元", URL: savingsPath + "/", CSV: csvOf(savingsPath),
		Note: fmt.Sprintf("合同已签齐的 %d 个项目，占其计划 %s%%", all.Projects, Share(all.Amount(), all.Planned)),
	}
	if plan := m.latestPlan(); plan != nil {
		latest := portfolio.FiguresOf(plan.All(), m.Result).Savings
		f.Delta = fmt.Sprintf("其中 %d 年 %s 万元", plan.Year.Year, latest.Amount().InWan())
	}
	return f
}

func (m *maker) overdueFigure() Figure {
	overdue := portfolio.CountUrgency(m.deadlines, portfolio.Overdue)
	projects := map[string]bool{}
	for _, d := range m.deadlines[:overdue] { // they are in order
		projects[d.Project.ID] = true
	}
	f := Figure{
		Label: "已逾期", Value: fmt.Sprint(overdue), Unit: "项", Note: fmt.Sprintf("涉及 %d 个项目", len(projects)),
		Delta: fmt.Sprintf("30 日内到期 %d 项", portfolio.CountUrgency(m.deadlines, portfolio.Soon)), URL: overduePath + "/", CSV: csvOf(overduePath),
	}
	if overdue > 0 {
		f.Tone = Bad
	}
	return f
}

// timesFigure is how long the agencies took, beside the units.
func (m *maker) timesFigure() Figure {
	var agencies, units []portfolio.Act
	for _, a := range m.acts {
		if a.Agency == "" {
			units = append(units, a)
		} else {
			agencies = append(agencies, a)
		}
	}
	f := Figure{Label: "部门办理时长", Value: "暂无", URL: timesPath + "/", CSV: csvOf(timesPath), Note: "还没有两头日期都登记了的办理"}
	if n, ok := portfolio.Median(agencies); ok {
		f.Value, f.Unit, f.Note = fmt.Sprint(n), "个工作日", fmt.Sprintf("%d 件的中位数，最长 %d 个", len(agencies), longestAct(agencies))
	}
	if n, ok := portfolio.Median(units); ok {
		f.Delta = fmt.Sprintf("建设单位 %d 个，%d 件的中位数", n, len(units))
	}
	return f
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

// planFigure is the planned amount of a year, beside the year before.
func (m *maker) planFigure(plan *portfolio.Plan) Figure {
	sum, url := m.planned(plan), planURL(plan.Year.Year)
	f := Figure{
		Label: fmt.Sprintf("%d 年计划金额", plan.Year.Year), Value: sum.InWan(), Unit: "万元", Note: fmt.Sprintf("%d 个项目，含增补", len(plan.All())),
		URL: url,
	}
	if len(plan.All()) > 0 {
		f.CSV = url + planCSV
	}
	if before := m.beforePlan(plan); before != nil {
		f.Delta = growth(sum, m.planned(before))
	}
	return f
}

// fundFigure is the special fund in a year's plan, and what of it is used.
func (m *maker) fundFigure(plan *portfolio.Plan) Figure {
	now := portfolio.FiguresOf(plan.All(), m.Result)
	f := Figure{
		Label: fmt.Sprintf("%d 年专项经费", plan.Year.Year), Value: now.Fund.InWan(), Unit: "万元", Share: Share(now.FundPaid, now.Fund),
		Note: fmt.Sprintf("折算已支付 %s 万元，占 %s%%", now.FundPaid.InWan(), Share(now.FundPaid, now.Fund)), URL: fundPath + "/", CSV: csvOf(fundPath),
	}
	if before := m.beforePlan(plan); before != nil {
		f.Delta = growth(now.Fund, portfolio.FiguresOf(before.All(), m.Result).Fund)
	}
	return f
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
	f := Figure{Label: "不符合", Value: fmt.Sprint(count), Unit: "项", Note: fmt.Sprintf("涉及 %d 个项目", len(projects)), URL: violationsPath + "/", CSV: csvOf(violationsPath)}
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
		ID: "stages", URL: "projects/", Title: "全过程各阶段", Note: "浅色为到达过该阶段的项目，深色为目前停留的项目", Definition: portfolio.AboutStages,
		Heads: []string{"阶段", "到达", "停留", "金额（万元）"},
	}
	standings := portfolio.Standings(m.Register)
	for _, s := range standings {
		bars.Rows = append(bars.Rows, BarRow{
			Name: m.stageLink(s), Whole: Share(s.Reached, standings[0].Reached), Part: Share(s.Staying, standings[0].Reached),
			Cells: []string{fmt.Sprint(s.Reached), fmt.Sprint(s.Staying), s.Amount.InWan()},
		})
	}
	return bars
}

// stageLink leads to the projects that stand at a stage, if any do.
func (m *maker) stageLink(s portfolio.Standing) Link {
	l := Link{Text: s.Stage.Name.V}
	if s.Staying > 0 {
		l.URL = "projects/" + opendata.ByStage + "/" + s.Stage.ID.V + "/"
	}
	return l
}

// paymentBars are what is contracted and paid, by plan year.
func (m *maker) paymentBars() Bars {
	bars := Bars{
		ID: "payments", Title: "支付进度", Note: "浅色为合同金额，深色为已支付；单位：万元", Definition: "合同金额：" + portfolio.AboutContracted + "已支付：" + portfolio.AboutPaid,
		Heads: []string{"计划年度", "计划", "合同", "已支付"}, Empty: "还没有合同。", URL: "plans/",
	}
	var greatest money.Amount
	figures := make([]portfolio.Figures, len(m.plans))
	for i := range m.plans {
		figures[i] = portfolio.FiguresOf(portfolio.OfYear(m.Register, m.plans[i].Year.Year), m.Result)
		greatest = max(greatest, figures[i].Amounts.Contracted.Amount)
	}
	for i := range m.plans {
		a := &figures[i].Amounts
		if !a.Planned.Given && !a.Contracted.Given {
			continue
		}
		bars.Rows = append(bars.Rows, BarRow{
			Name:  Link{Text: fmt.Sprint(m.plans[i].Year.Year), URL: planURL(m.plans[i].Year.Year)},
			Whole: Share(a.Contracted.Amount, greatest), Part: Share(a.Paid.Amount, greatest),
			Cells: []string{a.Planned.Amount.InWan(), a.Contracted.Amount.InWan(), a.Paid.Amount.InWan()},
		})
	}
	return bars
}

// gradeBars are the grades of the evaluations, of all years and of the latest.
func (m *maker) gradeBars() Bars {
	bars := Bars{
		ID: "grades", Title: "绩效评价等级", Note: "浅色为历年，深色为最近一年", Definition: portfolio.AboutGrades, Heads: []string{"等级", "历年", "最近一年"},
		Empty: "还没有绩效评价。", URL: "evaluation/",
	}
	latest, most := 0, 0
	for _, e := range m.evaluated { // the latest first
		if e.Lead != nil {
			latest = max(latest, e.Year)
		}
	}
	if latest == 0 {
		return bars
	}
	bars.Heads[2] = fmt.Sprintf("%d 年", latest)
	for _, grade := range portfolio.Grades {
		most = max(most, portfolio.CountGrade(m.evaluated, grade, 0))
	}
	for _, grade := range portfolio.Grades {
		all, now := portfolio.CountGrade(m.evaluated, grade, 0), portfolio.CountGrade(m.evaluated, grade, latest)
		bars.Rows = append(bars.Rows, BarRow{Name: Link{Text: grade}, Whole: Share(all, most), Part: Share(now, most), Cells: []string{fmt.Sprint(all), fmt.Sprint(now)}})
	}
	return bars
}

// timesBars are how long the acts took, by who did them.
func (m *maker) timesBars() Bars {
	bars := Bars{
		ID: "times", Title: "办理时长", Note: "浅色为最长，深色为中位数；单位：工作日", Definition: portfolio.AboutTurnaround,
		Heads: []string{"由谁办理", "件数", "中位数", "最长"}, Empty: "暂无：还没有两头日期都登记了的办理。", URL: timesPath + "/",
	}
	sums, longest := portfolio.Turnarounds(m.acts), 0
	for _, x := range sums {
		longest = max(longest, x.Longest)
	}
	for _, x := range sums {
		name := Link{Text: m.actorName(x.Agency) + "：" + x.Act}
		if x.Agency != "" {
			name.URL = agencyURL(x.Agency)
		}
		bars.Rows = append(bars.Rows, BarRow{
			Name: name, Whole: Share(x.Longest, longest), Part: Share(x.Median, longest), Cells: []string{fmt.Sprint(x.Count), fmt.Sprint(x.Median), fmt.Sprint(x.Longest)},
		})
	}
	return bars
}

// watch is what wants somebody's attention, the gravest first, and a link to the rest.
func (m *maker) watch() ([]WatchItem, *Link) {
	all := m.violated()
	var items []WatchItem
	for _, f := range all[:min(watched, len(all))] {
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
	return items, &Link{Text: fmt.Sprintf("全部 %d 项", len(all)), URL: violationsPath + "/"}
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
