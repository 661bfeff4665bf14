// The units, and what each owes until when.

package publish

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/rule"
)

// unitBars are the units with the greatest planned amounts, and what of them is paid.
func (m *maker) unitBars() Bars {
	bars := Bars{
		ID: "units", Title: "计划金额前十位建设单位", Note: "浅色为计划金额，深色为已支付；单位：万元", Definition: portfolio.AboutUnits,
		Heads: []string{"建设单位", "项目", "计划", "已支付"}, Empty: "还没有列入年度计划的项目。", URL: "units/",
	}
	for _, u := range m.units[:min(topUnits, len(m.units))] {
		if !u.Amounts.Planned.Given {
			continue
		}
		greatest := m.units[0].Amounts.Planned.Amount
		bars.Rows = append(bars.Rows, BarRow{
			Name: Link{Text: m.unitName(u.Code), URL: unitURL(u.Code)}, Whole: Share(u.Amounts.Planned.Amount, greatest), Part: Share(u.Amounts.Paid.Amount, greatest),
			Cells: []string{fmt.Sprint(len(u.Projects)), u.Amounts.Planned.Amount.InWan(), u.Amounts.Paid.Amount.InWan()},
		})
	}
	return bars
}

// unitList is the list of the units.
func (m *maker) unitList() []ListPage {
	page := ListPage{
		Page:    Page{Path: "units", Title: "建设单位", Description: "各建设单位的信息化项目、金额、按时率、核查结论和待办期限。", Column: unitColumn},
		Filters: partyTabs("units"),
		Table: Table{
			Caption: "建设单位", Silent: true, Note: "单位：万元", Empty: "还没有项目。",
			Heads: heads("建设单位", "#项目", "#计划金额", "#合同金额", "#已支付", "#合同按时归档", "#按期验收", "#不符合", "#逾期", "#30 日内到期"),
		},
		Definition: "合同按时归档：" + portfolio.AboutFiled + "按期验收：" + portfolio.AboutAccepted + portfolio.AboutDeadlines,
	}
	has := map[string]bool{}
	for i := range m.units {
		u := &m.units[i]
		has[u.Code] = true
		deadlines := m.deadlinesOf(u)
		name := m.unitCell(u.Code)
		name.Note = m.unitType(u.Code)
		page.Table.Rows = append(page.Table.Rows, []Cell{
			name, {Text: fmt.Sprint(len(u.Projects))}, {Text: wan(u.Amounts.Planned)}, {Text: wan(u.Amounts.Contracted)}, {Text: wan(u.Amounts.Paid)},
			{Text: rate(u.Filed), Note: rateOf(u.Filed)}, {Text: rate(u.Accepted), Note: rateOf(u.Accepted)}, {Text: fmt.Sprint(len(m.violations(u)))},
			{Text: fmt.Sprint(portfolio.CountUrgency(deadlines, portfolio.Overdue))}, {Text: fmt.Sprint(portfolio.CountUrgency(deadlines, portfolio.Soon))},
		})
	}
	page.Download = m.csv("units/units.csv", &page.Table, "")
	var without []string
	for i := range m.Register.Units {
		if u := &m.Register.Units[i]; !has[u.Code.V] {
			without = append(without, u.Name.V)
		}
	}
	if len(without) > 0 {
		page.Sections = []Section{{ID: "without", Title: "还没有项目的单位", Text: []string{strings.Join(without, "、") + "。"}}}
	}
	page.Sections = append(page.Sections, Section{ID: "agencies", Title: "部门", Facts: []Fact{{Label: "等着部门办的事", Value: "按部门查看", URL: agencyPath + "/"}}})
	return paged(page, Link{Text: "单位", URL: "units/"}, "个单位有项目", "个")
}

func (m *maker) unitType(code string) string {
	if u := m.Register.Unit(code); u != nil {
		return u.Type.V
	}
	return ""
}

// rate writes a rate: "85.7%", "" where nothing is judged.
func rate(r portfolio.Rate) string {
	if r.Judged == 0 {
		return ""
	}
	return Share(r.Met, r.Judged) + "%"
}

// rateOf writes what a rate is of: "7 个项目中 6 个".
func rateOf(r portfolio.Rate) string {
	if r.Judged == 0 {
		return ""
	}
	return fmt.Sprintf("%d 个项目中 %d 个", r.Judged, r.Met)
}

// deadlinesOf are the deadlines of a unit's projects, the earliest first.
func (m *maker) deadlinesOf(u *portfolio.UnitShare) []portfolio.Deadline {
	var list []portfolio.Deadline
	for _, p := range u.Projects {
		list = append(list, m.due[p.ID]...)
	}
	portfolio.SortDeadlines(list)
	return list
}

// violations are the findings on a unit's projects that are violated, notices left out, the gravest first.
func (m *maker) violations(u *portfolio.UnitShare) []finding.Finding {
	var list []finding.Finding
	for _, p := range u.Projects {
		for _, f := range m.byID[p.ID] {
			if f.Outcome == finding.Violated && f.Severity != finding.Notice {
				list = append(list, f)
			}
		}
	}
	return gravest(list)
}

// unit is the page of one unit.
func (m *maker) unit(u *portfolio.UnitShare) PartyPage {
	name, deadlines, found := m.unitName(u.Code), m.deadlinesOf(u), m.violations(u)
	page := PartyPage{
		Page: Page{
			Path: strings.TrimSuffix(unitURL(u.Code), "/"), Title: name, Description: name + "的信息化项目、金额、按时率、核查结论、绩效评价和待办期限。",
			Crumbs: []Link{{Text: "单位", URL: "units/"}}, Column: unitColumn,
		},
		Lede:  fmt.Sprintf("共 %d 个项目，核查不符合 %d 项，已逾期的期限 %d 项。", len(u.Projects), len(found), portfolio.CountUrgency(deadlines, portfolio.Overdue)),
		Money: moneyRows(u.Amounts), Facts: m.unitFacts(u),
	}
	if kind := m.unitType(u.Code); kind != "" {
		page.Tags = []Tag{{kind, Plain}}
	}
	turns := m.turnsOf(func(t *portfolio.Turn) bool { return t.Project != nil && t.Project.Unit == u.Code })
	violations := m.touched(found)
	violations.Silent, violations.Empty = true, "没有不符合的。"
	page.Sections = []Section{
		{ID: "turns", Title: turnsTitle, Note: portfolio.AboutTurns + portfolio.AboutDeadlines, Tables: []Table{m.turnTable(turns)}},
		{ID: "projects", Title: "项目", Tables: []Table{m.unitProjects(u)}},
		{ID: "findings", Title: "核查不符合的", Tables: []Table{violations}},
	}
	if acts := m.unitActs[u.Code]; len(acts) > 0 {
		page.Sections = append(page.Sections, Section{
			ID: "times", Title: "办理时长", Note: portfolio.AboutTurnaround + portfolio.AboutUnitTimes, Tables: []Table{withoutColumn(m.timesTable(acts), 0), withoutColumn(m.actTable(acts), 3)},
		})
	}
	var evaluated []portfolio.Evaluated
	for _, e := range m.evaluated {
		if e.Project.Unit == u.Code {
			evaluated = append(evaluated, e)
		}
	}
	if len(evaluated) > 0 {
		table := withoutColumn(m.evaluationTable(evaluated), 1)
		page.Sections = append(page.Sections, Section{ID: "evaluation", Title: "绩效评价", Note: m.weighing(), Tables: []Table{table}})
	}
	return page
}

// unitProjects is the table of a unit's projects, the latest year first.
func (m *maker) unitProjects(u *portfolio.UnitShare) Table {
	t := withoutColumn(m.projectTable("项目", latestFirst(u.Projects)), 1)
	t.Silent = true
	return t
}

// withoutColumn is a table without one of its columns.
func withoutColumn(t Table, column int) Table {
	cut := func(cells []Cell) []Cell { return append(cells[:column:column], cells[column+1:]...) }
	t.Heads = append(t.Heads[:column:column], t.Heads[column+1:]...)
	if column < t.Lead {
		t.Lead--
	}
	for i := range t.Rows {
		t.Rows[i] = cut(t.Rows[i])
	}
	return t
}

func (m *maker) unitFacts(u *portfolio.UnitShare) []Fact {
	facts := fact(nil, "单位类型", m.unitType(u.Code))
	if unit := m.Register.Unit(u.Code); unit != nil && unit.Parent.V != "" {
		facts = append(facts, Fact{Label: "主管单位", Value: m.unitName(unit.Parent.V)})
	}
	var children []string
	for i := range m.Register.Units {
		if x := &m.Register.Units[i]; x.Parent.V == u.Code {
			children = append(children, x.Name.V)
		}
	}
	facts = fact(facts, "所属单位", strings.Join(children, "、"))
	return append(facts, figureFacts(&u.Figures)...)
}

// figureFacts are savings and rates.
func figureFacts(f *portfolio.Figures) []Fact {
	var facts []Fact
	if f.Savings.Projects > 0 {
		facts = append(facts, Fact{Label: "合同节约", Value: fmt.Sprintf("%s 万元（合同已签齐的 %d 个项目，计划 %s 万元）", f.Savings.Amount().InWan(), f.Savings.Projects, f.Savings.Planned.InWan())})
	}
	for _, r := range []struct {
		label string
		rate  portfolio.Rate
	}{{"合同按时归档率", f.Filed}, {"按期验收率", f.Accepted}} {
		if r.rate.Judged > 0 {
			facts = append(facts, Fact{Label: r.label, Value: fmt.Sprintf("%s（%s）", rate(r.rate), rateOf(r.rate))})
		}
	}
	return facts
}

// deadlineList writes deadlines as cards, with the names of their projects where the page is not one's own.
func (m *maker) deadlineList(list []portfolio.Deadline, named bool) []Deadline {
	var written []Deadline
	for i := range list {
		d := &list[i]
		w := Deadline{
			Rule: Link{Text: d.Rule.Title, URL: ruleURL(d.Rule.ID)}, Until: d.Until.String(), Tag: urgencyTag(d),
			Article: articleLinkOf(d.Rule), Note: "由" + d.Rule.Who + "办理",
		}
		if d.Rule.Local {
			w.Note += "；本区参数"
		}
		if named {
			w.Project = Link{Text: d.Project.Declaration.Name.V, URL: projectURL(d.Project.ID)}
		}
		written = append(written, w)
	}
	return written
}

func articleLinkOf(r *rule.Rule) Link {
	if r.Article == 0 {
		return Link{}
	}
	return Link{Text: rule.ArticleName(r.Article), URL: articleURL(r.Article)}
}

// urgencyTag says how near a deadline is.
func urgencyTag(d *portfolio.Deadline) Tag {
	switch {
	case d.Urgency() == portfolio.Overdue:
		return Tag{fmt.Sprintf("已逾期 %d 天", -d.Days), Bad}
	case d.Days == 0:
		return Tag{"今天到期", Warn}
	case d.Urgency() == portfolio.Soon:
		return Tag{fmt.Sprintf("剩余 %d 天", d.Days), Warn}
	}
	return Tag{fmt.Sprintf("剩余 %d 天", d.Days), Plain}
}
