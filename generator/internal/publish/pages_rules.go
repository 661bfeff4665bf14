package publish

import (
	"fmt"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/report"
	"wuxing.example/register/generator/internal/rule"
)

func (m *maker) ruleIndex() RuleIndex {
	reg := &m.Register.Regulation
	rules, articles := 0, 0
	for _, a := range m.Rules.Articles {
		if n := len(ids(a.Rules)); n > 0 {
			articles++
			rules += n
		}
	}
	index := RuleIndex{
		Page: Page{Path: "rules", Title: "制度与规则", Description: "《" + reg.Title.V + "》各条的要点、核查规则和涉及的项目。", Column: ruleColumn},
		Lede: fmt.Sprintf("《%s》共 %d 条，其中 %d 条的 %d 项要求由程序核查，其余由人判断。这里是各条的要点，不是原文。", reg.Title.V, len(m.Rules.Articles), articles, rules),
		Facts: []Fact{
			{Label: "文号", Value: reg.Number.V}, {Label: "印发日期", Value: reg.Issued.V.String()}, {Label: "施行日期", Value: reg.Effective.V.String()},
		},
		General: Table{
			Caption: "关于登记册本身的规则", Empty: "没有。",
			Heads: []Head{{"规则", false}, {"要求", false}, {"级别", false}},
		},
	}
	if reg.Repeals.V != "" {
		index.Facts = append(index.Facts, Fact{Label: "同时废止", Value: reg.Repeals.V})
	}
	index.Facts = append(index.Facts, Fact{Label: "核查范围", Value: "各条由哪些规则核查，哪些由人判断", URL: coveragePath + "/"})
	for _, a := range m.Rules.Articles {
		index.Articles = append(index.Articles, ArticleEntry{
			Link: Link{Text: rule.ArticleName(a.Number), URL: articleURL(a.Number)}, Gist: a.Gist, Tags: m.articleTags(a),
		})
	}
	for _, r := range m.Rules.General {
		index.General.Rows = append(index.General.Rows, []Cell{
			{Text: r.Title, Note: r.ID, URL: ruleURL(r.ID)}, {Text: r.Asks}, {Text: r.Severity.Chinese(), Tone: severityTone(r.Severity)},
		})
	}
	return index
}

const coveragePath = "rules/coverage"

// coverage is the page that lists, article by article, the rules and what their examples show, or who judges.
func (m *maker) coverage() ListPage {
	page := ListPage{
		Page: Page{
			Path: coveragePath, Title: "核查范围", Description: "各条由哪些规则核查，每条规则有多少示例，哪些条由人判断。",
			Crumbs: []Link{{Text: "制度与规则", URL: "rules/"}}, Column: ruleColumn,
		},
		Table: Table{Caption: "核查范围", Silent: true, Heads: heads("条", "规则", "级别", "#示例")},
		Definition: "示例是在一份合规的记录上改一处，写明应判成什么；每次核查前都会运行，结果与写的不符，规则就不生效。" +
			"各列是判成这一结果的示例个数。",
	}
	for _, o := range finding.Outcomes() {
		page.Table.Heads = append(page.Table.Heads, Head{o.Chinese(), true})
	}
	page.Table.Heads = append(page.Table.Heads, Head{"由谁判断", false})
	byPeople := Section{ID: "people", Title: "由人判断的条"}
	asked := Table{Caption: "征求部门意见的事项", Heads: heads("条", "部门", "事项", "效力")}
	rules, examples, byHand := 0, 0, 0
	add := func(article Cell, list []*rule.Rule) {
		for _, r := range list {
			rules, examples = rules+1, examples+len(r.Examples)
			row := []Cell{
				article, {Text: r.Title, Note: r.ID, URL: ruleURL(r.ID)}, {Text: r.Severity.Chinese(), Tone: severityTone(r.Severity)},
				{Text: fmt.Sprint(len(r.Examples))},
			}
			for _, o := range finding.Outcomes() {
				row = append(row, Cell{Text: fmt.Sprint(r.Shows(o))})
			}
			page.Table.Rows = append(page.Table.Rows, append(row, Cell{Text: "程序"}))
		}
	}
	for _, a := range m.Rules.Articles {
		article := Cell{Text: rule.ArticleName(a.Number), URL: articleURL(a.Number)}
		for _, x := range m.Register.MattersOf(a.Number) {
			weight := "同意后才能并入"
			if x.Advisory.V {
				weight = "仅供参考"
			}
			asked.Rows = append(asked.Rows, []Cell{article, {Text: m.Register.AgencyName(x.Agency.V)}, {Text: x.Matter.V, Note: x.ID.V}, {Text: weight}})
		}
		if len(a.Rules) == 0 {
			byHand++
			row := make([]Cell, len(page.Table.Heads))
			row[0], row[len(row)-1] = article, Cell{Text: "由人判断"}
			page.Table.Rows = append(page.Table.Rows, row)
			byPeople.Facts = append(byPeople.Facts, Fact{Label: article.Text, Value: a.Unchecked})
			continue
		}
		add(article, a.Rules)
	}
	add(Cell{Text: "登记册本身"}, m.Rules.General)
	page.Sections = []Section{byPeople}
	if len(asked.Rows) > 0 {
		page.Sections = append(page.Sections, Section{ID: "matters", Title: "由部门提意见的事项", Tables: []Table{asked}})
	}
	page.Lede = fmt.Sprintf("共 %d 条，%d 条规则，%d 个示例全部符合；%d 条由人判断。", len(m.Rules.Articles), rules, examples, byHand)
	return page
}

// ids are the ids of some rules, each once.
func ids(rules []*rule.Rule) []string {
	var list []string
	for _, r := range rules {
		if !slices.Contains(list, r.ID) {
			list = append(list, r.ID)
		}
	}
	return list
}

func severityTone(s finding.Severity) Tone {
	switch s {
	case finding.Error:
		return Bad
	case finding.Warning:
		return Warn
	}
	return Plain
}

func (m *maker) articleTags(a *rule.Article) []Tag {
	if len(a.Rules) == 0 {
		return []Tag{{"由人判断", Quiet}}
	}
	tags := []Tag{{fmt.Sprintf("%d 条规则", len(ids(a.Rules))), Plain}}
	projects := map[string]bool{}
	for _, id := range ids(a.Rules) {
		for _, f := range m.byRule[id] {
			if f.Outcome == finding.Violated && f.Severity != finding.Notice {
				projects[f.Project] = true
			}
		}
	}
	if len(projects) > 0 {
		tags = append(tags, Tag{fmt.Sprintf("%d 个项目不符合", len(projects)), Warn})
	}
	return tags
}

func (m *maker) article(a *rule.Article) ArticlePage {
	name := rule.ArticleName(a.Number)
	page := ArticlePage{
		Page: Page{
			Path: strings.TrimSuffix(articleURL(a.Number), "/"), Title: name, Description: name + "的要点、核查规则和涉及的项目。",
			Crumbs: []Link{{Text: "制度与规则", URL: "rules/"}}, Column: ruleColumn,
			Publication: &Publication{Date: m.Register.Regulation.Issued.V.String() + " 00:00", Source: m.Register.Site.Organisation.V},
		},
		Gist: a.Gist, Unchecked: a.Unchecked,
	}
	if a.Number > 1 {
		page.Pager.Previous = &Link{Text: rule.ArticleName(a.Number - 1), URL: articleURL(a.Number - 1)}
	}
	if a.Number < len(m.Rules.Articles) {
		page.Pager.Next = &Link{Text: rule.ArticleName(a.Number + 1), URL: articleURL(a.Number + 1)}
	}
	var found []finding.Finding
	for _, id := range ids(a.Rules) {
		r := m.inForce(id)
		page.Rules = append(page.Rules, RuleSummary{
			ID: id, Link: Link{Text: r.Title, URL: ruleURL(id)}, Asks: r.Asks, Tags: ruleTags(r), Facts: ruleFacts(r),
		})
		found = append(found, m.byRule[id]...)
	}
	page.Projects = m.firstTouched(found)
	return page
}

// inForce is the version of a rule that is in force today, else the last.
func (m *maker) inForce(id string) *rule.Rule {
	versions := m.Rules.Versions(id)
	for _, r := range versions {
		if !m.Register.Today.Before(r.Effective) && (r.Until.IsZero() || !m.Register.Today.After(r.Until)) {
			return r
		}
	}
	return versions[len(versions)-1]
}

func ruleTags(r *rule.Rule) []Tag {
	tags := []Tag{{r.Severity.Chinese(), severityTone(r.Severity)}}
	if r.Local {
		tags = append(tags, Tag{"本区参数", Plain})
	}
	if r.Waivable {
		tags = append(tags, Tag{"可以豁免", Plain})
	}
	return tags
}

// ruleFacts are when a rule is due, its limits in words, and its dates of effect.
func ruleFacts(r *rule.Rule) []Fact {
	facts := []Fact{{Label: "何时要求", Value: r.Due}, {Label: "由谁办理", Value: r.Who}}
	for _, p := range slices.Concat(r.Limits, r.Choices) {
		facts = append(facts, Fact{Label: p.Label, Value: p.Text})
	}
	return append(facts, Fact{Label: "施行", Value: r.InForce()})
}

// touched are the projects with findings, by some rules.
func (m *maker) touched(found []finding.Finding) Table {
	t := Table{
		Caption: "有核查结论的项目", Empty: "目前没有项目涉及。",
		Heads: []Head{{"项目", false}, {"规则", false}, {"结论", false}, {"说明", false}},
	}
	for _, f := range found {
		p := m.Register.Project(f.Project)
		if p == nil {
			continue
		}
		verdict := f.Outcome.Chinese()
		if f.Outcome == finding.Violated && f.Severity == finding.Notice {
			verdict = f.Severity.Chinese()
		}
		t.Rows = append(t.Rows, []Cell{
			{Text: p.Declaration.Name.V, Note: p.ID, URL: projectURL(p.ID)},
			{Text: m.ruleTitle(f.Rule), URL: ruleURL(f.Rule)},
			{Text: verdict, Tone: tone(f)}, {Text: f.Message},
		})
	}
	return t
}

// mostTouched is how many findings the page of a rule or an article lists, so that it does not grow with the register.
const mostTouched = 200

// firstTouched lists the first of some findings.
func (m *maker) firstTouched(found []finding.Finding) Table {
	t := m.touched(found[:min(mostTouched, len(found))])
	if len(found) > mostTouched {
		t.Note = fmt.Sprintf("只列前 %d 项，共 %d 项；全部不符合的见首页“不符合”的 CSV", mostTouched, len(found))
	}
	return t
}

// rule is the page of a rule, in all its versions.
func (m *maker) rule(id string) RulePage {
	current := m.inForce(id)
	page := RulePage{
		Page: Page{
			Path: rulePath(id), Title: current.Title, Description: "规则 " + id + "：" + current.Asks,
			Crumbs: []Link{{Text: "制度与规则", URL: "rules/"}}, Column: ruleColumn,
			Publication: &Publication{Date: current.Effective.String() + " 00:00", Source: m.Register.Site.Organisation.V},
		},
		ID: id, Projects: m.firstTouched(m.byRule[id]),
	}
	if current.Article > 0 {
		page.Article = &Link{Text: rule.ArticleName(current.Article), URL: articleURL(current.Article)}
		page.Crumbs = append(page.Crumbs, *page.Article)
	}
	page.Versions = append(page.Versions, m.version(current, "v1", "现行："+current.InForce()))
	for _, r := range m.Rules.Versions(id) {
		if r != current {
			page.Versions = append(page.Versions, m.version(r, fmt.Sprintf("v%d", len(page.Versions)+1), r.InForce()))
		}
	}
	counts := map[finding.Outcome]int{}
	for _, p := range m.Register.Projects {
		counts[m.Result.Outcomes[p.ID].Of(id)]++
	}
	for _, o := range finding.Outcomes() {
		page.Outcomes = append(page.Outcomes, Fact{Label: o.Chinese(), Value: fmt.Sprint(counts[o])})
	}
	return page
}

func (m *maker) version(r *rule.Rule, id, title string) RuleVersion {
	v := RuleVersion{
		ID: id, Title: title, Tags: ruleTags(r), Asks: r.Asks, Message: r.Message, Remedy: r.Remedy,
		Facts: append(ruleFacts(r), Fact{Label: "写在", Value: fmt.Sprintf("%s:%d", r.Defined.File, r.Defined.Line())}),
	}
	for i := range r.Examples {
		x := &r.Examples[i]
		e := Example{Says: x.Says, Changes: strings.Join(x.Changes, "\n"), Outcome: Tag{x.Expect.Chinese(), outcomeTone(x.Expect)}}
		var printed []string
		for _, f := range x.Findings {
			printed = append(printed, strings.TrimSpace(report.Text(f, x.Texts[f.At.File])))
		}
		e.Printed = strings.Join(printed, "\n\n")
		v.Examples = append(v.Examples, e)
	}
	return v
}

func outcomeTone(o finding.Outcome) Tone {
	switch o {
	case finding.Met:
		return Good
	case finding.Violated:
		return Bad
	}
	return Quiet
}
