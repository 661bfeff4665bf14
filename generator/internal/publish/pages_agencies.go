// The agencies: what each has to say on the projects, how long it takes, and what waits for it.

package publish

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

const agencyPath = "agencies"

func agencyURL(id string) string { return agencyPath + "/" + id + "/" }

// agencyList is the list of the agencies.
func (m *maker) agencyList() ListPage {
	page := ListPage{
		Page:    Page{Path: agencyPath, Title: "部门", Description: "各部门的职责、办理时长，和等着它办的事。", Column: agencyColumn},
		Lede:    "参与审核、审批和监管的部门，以及等着它们办的事。",
		Filters: partyTabs(agencyPath),
		Table: Table{
			Caption: "部门", Silent: true, Note: "时长单位：工作日", Empty: "没有部门。",
			Heads: heads("部门", "#已办", "#时长中位数", "#最长", "#等着办的事", "#已逾期"),
		},
		Definition: portfolio.AboutTurnaround + portfolio.AboutAgencyTimes + "等着办的事" + portfolio.AboutTurns,
	}
	for i := range m.Register.Agencies {
		a := &m.Register.Agencies[i]
		acts, turns := m.actsOf(a.ID.V), m.turnsOf(func(t *portfolio.Turn) bool { return t.Agency == a.ID.V })
		median, longest := "", ""
		if n, ok := portfolio.Median(acts); ok {
			median, longest = fmt.Sprint(n), fmt.Sprint(longestAct(acts))
		}
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: a.Name.V, URL: agencyURL(a.ID.V)}, {Text: fmt.Sprint(len(acts))}, {Text: median}, {Text: longest},
			{Text: fmt.Sprint(len(turns))}, {Text: fmt.Sprint(m.overdueTurns(turns))},
		})
	}
	page.Download = m.csv(agencyPath+"/agencies.csv", &page.Table, "")
	return page
}

// actsOf are the acts of an agency, "" of the units.
func (m *maker) actsOf(agency string) []portfolio.Act {
	var list []portfolio.Act
	for _, a := range m.acts {
		if a.Agency == agency {
			list = append(list, a)
		}
	}
	return list
}

func longestAct(acts []portfolio.Act) int {
	longest := 0
	for _, a := range acts {
		longest = max(longest, a.Days)
	}
	return longest
}

func (m *maker) overdueTurns(turns []portfolio.Turn) int {
	n := 0
	for i := range turns {
		if !turns[i].Until.IsZero() && turns[i].Until.Before(m.Register.Today) {
			n++
		}
	}
	return n
}

// subjects say in words on what an agency's opinion is asked.
var subjects = map[string]string{
	"declaration": "项目申报", "change": "项目变更", "payment": "资金支付", "acceptance": "竣工验收", "evaluation": "绩效评价", "plan": "年度计划",
	"closure": "关停并转", "rules": "规则和名录",
}

// agency is the page of one agency.
func (m *maker) agency(a *project.Agency) PartyPage {
	turns := m.turnsOf(func(t *portfolio.Turn) bool { return t.Agency == a.ID.V })
	acts := m.actsOf(a.ID.V)
	page := PartyPage{
		Page: Page{
			Path: strings.TrimSuffix(agencyURL(a.ID.V), "/"), Title: a.Name.V, Description: a.Name.V + "在信息化项目中的职责、办理时长，和等着它办的事。",
			Crumbs: []Link{{Text: "部门", URL: agencyPath + "/"}}, Column: agencyColumn,
		},
		Lede:  a.Remit.V,
		Facts: []Fact{{Label: "等着办的事", Value: fmt.Sprintf("%d 件，其中已逾期 %d 件", len(turns), m.overdueTurns(turns))}},
	}
	if a.Unit.V != "" {
		own := Fact{Label: "兼作建设单位", Value: m.unitName(a.Unit.V)}
		if m.hasPage(a.Unit.V) {
			own.URL = unitURL(a.Unit.V)
		}
		page.Facts = append(page.Facts, own)
	}
	note := portfolio.AboutTurns
	if len(turns) > mostShown {
		note = fmt.Sprintf("只列前 %d 件，有期限的在前。", mostShown) + note
		turns = turns[:mostShown]
	}
	page.Sections = []Section{{ID: "turns", Title: "等着办的事", Note: note, Tables: []Table{withoutColumn(m.turnTable(turns), 1)}}}
	if matters := m.matterTable(a.ID.V); len(matters.Rows) > 0 {
		page.Sections = append(page.Sections, Section{ID: "matters", Title: "出具意见的事项", Tables: []Table{matters}})
	}
	page.Sections = append(page.Sections, Section{
		ID: "times", Title: "办理时长", Note: portfolio.AboutTurnaround + portfolio.AboutAgencyTimes, Tables: []Table{withoutColumn(m.timesTable(acts), 0), withoutColumn(m.actTable(acts), 3)},
	})
	return page
}

// hasPage reports whether a unit has a page: it has projects.
func (m *maker) hasPage(unit string) bool {
	for i := range m.units {
		if m.units[i].Code == unit {
			return true
		}
	}
	return false
}

// matterTable are the matters on which an agency's opinion is asked.
func (m *maker) matterTable(agency string) Table {
	t := Table{Caption: "意见事项", Silent: true, Lead: 1, Heads: heads("对象", "事项", "适用", "依据")}
	for i := range m.Register.Matters {
		x := &m.Register.Matters[i]
		if x.Agency.V != agency {
			continue
		}
		article := int(x.Article.V)
		matter := Cell{Text: x.Matter.V}
		if x.Advisory.V {
			matter.Note = "供参考"
		}
		t.Rows = append(t.Rows, []Cell{{Text: subjects[x.Subject.V]}, matter, {Text: x.When.String()}, {Text: rule.ArticleName(article), URL: articleURL(article)}})
	}
	return t
}

// timesTable sums acts up by who did them and what they are.
func (m *maker) timesTable(acts []portfolio.Act) Table {
	t := Table{Caption: "汇总", Note: "单位：工作日", Empty: "暂无：还没有两头日期都登记了的办理。", Lead: 1, Heads: heads("由谁办理", "事项", "#件数", "#中位数", "#最长")}
	for _, x := range portfolio.Turnarounds(acts) {
		t.Rows = append(t.Rows, row(m.actorName(x.Agency), x.Act, fmt.Sprint(x.Count), fmt.Sprint(x.Median), fmt.Sprint(x.Longest)))
	}
	return t
}

// actorName is the name of an agency, "建设单位" for "".
func (m *maker) actorName(agency string) string {
	if agency == "" {
		return "建设单位"
	}
	return m.agencyName(agency)
}

// mostActs is how many acts the page of one party shows.
const mostActs = 20

// actTable lists the latest acts.
func (m *maker) actTable(acts []portfolio.Act) Table {
	t := Table{Caption: "逐件", Note: "单位：工作日", Lead: 2, Heads: heads("办结", "事项", "项目", "由谁办理", "起", "#时长")}
	if len(acts) > mostActs {
		t.Caption, acts = fmt.Sprintf("最近 %d 件", mostActs), acts[:mostActs]
	}
	for _, a := range acts {
		t.Rows = append(t.Rows, m.actRow(&a))
	}
	return t
}

func (m *maker) actRow(a *portfolio.Act) []Cell {
	of, who := Cell{Text: "年度计划"}, Cell{Text: m.actorName(a.Agency)}
	if a.Agency != "" {
		who.URL = agencyURL(a.Agency)
	}
	if a.Project != nil {
		of = projectCell(a.Project)
		if a.Agency == "" {
			who = m.unitCell(a.Project.Unit)
		}
	}
	return []Cell{{Text: a.To.String()}, {Text: a.Name}, of, who, {Text: a.From.String()}, {Text: fmt.Sprint(a.Days)}}
}
