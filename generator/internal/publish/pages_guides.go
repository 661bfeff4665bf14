// The guides: what each of those who take part has to do, stage by stage. All of it comes from the stages, the rules, the
// matters and the permissions, so that it says what is checked.

package publish

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

const guidePath = "guides"

// leadID is the lead agency's id in rules/agencies.toml, which has a guide of its own.
const leadID = "data"

// role is one of those who take part.
type role struct {
	id, title, lede string
	is              func(m *maker, who string) bool // whether one whom the stages, the matters, the rules or the permissions name is of the role
}

// everyAgency is how rules name them all.
const everyAgency = "各有关部门"

var roles = []role{
	{
		"unit", "建设单位", "建设单位从申报到关停并转每个阶段要办的事、要符合的要求，以及没有做到时怎么办。",
		func(_ *maker, who string) bool { return isUnit(who) },
	},
	{
		"agency", "审核和审批部门", "各部门在每个阶段要出具的意见、要办的审批。每个部门等着办的事见部门的页面。",
		func(m *maker, who string) bool { return !isUnit(who) && !m.isLead(who) && who != recorder },
	},
	{
		"bureau", "牵头部门", "牵头部门在每个阶段要组织、审核和登记的事。",
		func(m *maker, who string) bool { return m.isLead(who) || who == everyAgency },
	},
	{
		expertRole, "评审和验收专家", "专家在评审和验收中要知道的规定。专家在登记册里只有编号，没有姓名。",
		func(*maker, string) bool { return false },
	},
}

// recorder is the writer of opinions in rules/permissions.toml: a program, which needs no guide.
const recorder = "recorder"

// isUnit reports whether rules or permissions name the units.
func isUnit(who string) bool {
	return who == "建设单位" || who == "提出改动的人" || who == "unit"
}

func (m *maker) isLead(who string) bool {
	a := m.agencyNamed(who)
	return a != nil && a.ID.V == leadID
}

// expertRole acts in no stage and writes nothing: experts are told the rules that speak of them.
const expertRole = "expert"

// concerns reports whether a role is told a rule.
func (r *role) concerns(m *maker, x *rule.Rule) bool {
	if r.id == expertRole {
		return strings.Contains(x.Title+x.Asks, "专家")
	}
	return slices.ContainsFunc(strings.Split(x.Who, "、"), func(who string) bool { return r.is(m, who) })
}

// agencyNamed is the agency that rules/ name by its id, its name or its short name; nil if none is.
func (m *maker) agencyNamed(who string) *project.Agency {
	for i := range m.Register.Agencies {
		if a := &m.Register.Agencies[i]; who != "" && (who == a.ID.V || who == a.Name.V || who == a.Short.V) {
			return a
		}
	}
	return nil
}

// guides are the pages of all roles.
func (m *maker) guides() []GuidePage {
	var pages []GuidePage
	for i := range roles {
		r := &roles[i]
		page := GuidePage{
			Page: Page{
				Path: guidePath + "/" + r.id, Title: "办事指南：" + r.title, Description: r.lede, Crumbs: []Link{{Text: "办事指南", URL: guidePath + "/"}}, Column: guideColumn,
			},
			Lede: r.lede, Others: guideLinks(r.id),
		}
		for n := range m.Register.Stages {
			if s, ok := m.guideStage(r, n); ok {
				s.Title = ordinal(len(page.Sections)) + "、" + s.Title
				page.Sections = append(page.Sections, s)
			}
		}
		if files := m.fileTable(r); len(files.Rows) > 0 {
			page.Sections = append(page.Sections, Section{
				ID: "files", Title: "登记册里由谁填写", Note: "项目编号 2025-zhzf-001 的文件夹是 projects/2025/zhzf/001/。", Tables: []Table{files},
			})
		}
		pages = append(pages, page)
	}
	return append(pages, m.guideIndex())
}

func guideLinks(current string) []Link {
	var links []Link
	for _, r := range roles {
		links = append(links, Link{Text: r.title, URL: guidePath + "/" + r.id + "/", Current: r.id == current})
	}
	return links
}

// guideIndex is the course as a whole, and who acts.
func (m *maker) guideIndex() GuidePage {
	t := Table{Caption: "各阶段", Silent: true, Lead: 1, Heads: heads("序号", "阶段", "由谁办理", "等什么", "依据", "#目前等着的项目")}
	waiting := make([]int, len(m.Register.Stages)+1)
	for _, p := range m.Register.Projects {
		if course := m.courses[p.ID]; p.Closure == nil {
			waiting[course.Next()]++
		}
	}
	for i := range m.Register.Stages {
		s := &m.Register.Stages[i]
		article := int(s.Article.V)
		t.Rows = append(t.Rows, []Cell{
			{Text: fmt.Sprint(i + 1)}, {Text: s.Name.V}, {Text: s.Actor.V}, {Text: s.WaitsFor.V}, {Text: rule.ArticleName(article), URL: articleURL(article)}, {Text: fmt.Sprint(waiting[i])},
		})
	}
	return GuidePage{
		Page: Page{Path: guidePath, Title: "办事指南", Description: "信息化项目从申报到关停并转的各个阶段，由谁办、办什么、依据哪一条。", Column: guideColumn},
		Lede: "由阶段、规则和意见事项生成，规则改了，指南随之更新。先选您的身份：", Others: guideLinks(""),
		Sections: []Section{{ID: "stages", Title: "全过程", Tables: []Table{t}}},
	}
}

// guideStage is the part of a guide on one stage; false if the role has nothing to do or to know in it.
func (m *maker) guideStage(r *role, n int) (Section, bool) {
	stage := &m.Register.Stages[n]
	article := int(stage.Article.V)
	s := Section{ID: stage.ID.V, Title: fmt.Sprintf("%s（%s）", stage.Name.V, rule.ArticleName(article))}
	own := r.is(m, stage.Actor.V)
	s.Facts = append(s.Facts, Fact{Label: map[bool]string{true: "要办的事", false: "由" + stage.Actor.V + "办"}[own], Value: stage.WaitsFor.V})
	if matters := m.guideMatters(r, n); len(matters.Rows) > 0 {
		s.Tables = append(s.Tables, matters)
	}
	t := Table{Caption: "要求", Lead: 0, Heads: heads("事项", "要求", "何时要求", "没有做到的")}
	for _, a := range m.Rules.Articles {
		if m.stageOf(a.Number) != n {
			continue
		}
		for _, id := range ids(a.Rules) {
			if x := m.inForce(id); r.concerns(m, x) {
				name := Cell{Text: x.Title, URL: ruleURL(id), Note: rule.ArticleName(a.Number)}
				if x.Local {
					name.Note += "，本区参数"
				}
				t.Rows = append(t.Rows, []Cell{name, {Text: x.Asks}, {Text: x.Due}, {Text: withoutNames(x.Remedy)}})
			}
		}
	}
	if len(t.Rows) > 0 {
		s.Tables = append(s.Tables, t)
	}
	return s, own || len(s.Tables) > 0
}

// caseName stands in a remedy for what a case has: "{可选}".
var caseName = regexp.MustCompile(`\{[^}]*\}`)

// withoutNames is a remedy as it is told before there is a case.
func withoutNames(remedy string) string { return caseName.ReplaceAllString(remedy, "……") }

// stageOf is the index of the stage to which an article's rules belong: the last one whose own article is no later, for
// the regulation follows the course of a project.
func (m *maker) stageOf(article int) int {
	n := 0
	for i := range m.Register.Stages {
		if int(m.Register.Stages[i].Article.V) <= article {
			n = i
		}
	}
	return n
}

// guideMatters are the opinions that agencies of a role give at a stage.
func (m *maker) guideMatters(r *role, n int) Table {
	t := Table{Caption: "要出具的意见", Lead: 1, Heads: heads("部门", "事项", "对象", "适用")}
	for i := range m.Register.Matters {
		x := &m.Register.Matters[i]
		if a := m.agencyNamed(x.Agency.V); a != nil && r.is(m, a.ID.V) && m.stageOfSubject(x.Subject.V) == n {
			matter := Cell{Text: x.Matter.V}
			if x.Advisory.V {
				matter.Note = "供参考"
			}
			t.Rows = append(t.Rows, []Cell{{Text: a.Name.V, URL: agencyURL(a.ID.V)}, matter, {Text: subjects[x.Subject.V]}, {Text: x.When.String()}})
		}
	}
	return t
}

// subjectStages are the stages, by their conditions, at which opinions on a subject are asked.
var subjectStages = map[string]string{
	"declaration": "preliminary", "plan": "planned", "change": "completed", "payment": "completed", "acceptance": "accepted", "evaluation": "evaluated", "closure": "closed",
}

// stageOfSubject is the index of that stage, -1 if there is none.
func (m *maker) stageOfSubject(subject string) int {
	return slices.IndexFunc(m.Register.Stages, func(s project.Stage) bool { return s.Reached.V == subjectStages[subject] })
}

// fileTable lists the files of the record that a role writes.
func (m *maker) fileTable(r *role) Table {
	t := Table{Caption: "文件", Silent: true, Lead: 1, Heads: heads("内容", "文件", "由谁填写")}
	for _, kind := range project.FileKinds {
		if strings.HasPrefix(kind.Name, "rules/") {
			continue
		}
		folder := "projects/2025/zhzf/001/"
		if kind.Name == "plan.toml" || kind.Name == "declined.toml" {
			folder = "projects/2025/"
		}
		var names []string
		is := false
		for _, w := range rule.WritersOf(m.Register, folder+strings.NewReplacer("<nnn>", "001", "<number>", "1", "<year>", "2026").Replace(kind.Name)) {
			is = is || r.is(m, w)
			switch a := m.agencyNamed(w); {
			case w == "unit":
				names = append(names, "建设单位")
			case w == recorder:
				names = append(names, "记录程序")
			case a != nil:
				names = append(names, a.Short.V)
			}
		}
		if is {
			t.Rows = append(t.Rows, row(kind.Label, kind.Name, strings.Join(names, "、")))
		}
	}
	return t
}
