// From the register, judged, to the pages of the site. Here it is decided what the public sees and in which words.

package publish

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/opendata"
	"wuxing.example/register/generator/internal/parallel"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// Input is what the site is made from.
type Input struct {
	Register *project.Register // without the projects that are left out
	Rules    *rule.Set
	Result   *rule.Result
	Files    fs.FS // the register's, for the documents and the lines that findings quote
	Commit   string
	Address  string // where the site will stand, "https://host/path/"; "": not known
	LeftOut  []LeftOut

	Past   *Past  // nil: not known
	NoPast string // why not, a sentence
}

// perPage is how many projects a page of a list holds.
const perPage = 50

const columnType = "信息化项目公开"

var (
	projectColumn    = Column{Name: "项目库", Description: "全部信息化项目，一项一页", Keywords: "信息化项目,申报,采购,验收", Type: columnType}
	planColumn       = Column{Name: "年度计划", Description: "历年信息化项目计划", Keywords: "年度计划,信息化项目", Type: columnType}
	acceptanceColumn = Column{Name: "验收结果", Description: "信息化项目的竣工验收结果", Keywords: "竣工验收,信息化项目", Type: columnType}
	evaluationColumn = Column{Name: "绩效评价", Description: "信息化项目的绩效评价结果", Keywords: "绩效评价,信息化项目", Type: columnType}
	supplierColumn   = Column{Name: "供应商", Description: "各供应商的合同和验收记录", Keywords: "供应商,合同,验收", Type: columnType}
	agencyColumn     = Column{Name: "部门", Description: "各部门的职责、办理时长和待办的事", Keywords: "部门,意见,办理时长", Type: columnType}
	guideColumn      = Column{Name: "办事指南", Description: "各方在每个阶段要办的事", Keywords: "办事指南,申报,验收", Type: columnType}
	figureColumn     = Column{Name: "统计", Description: "首页各项数字背后的清单", Keywords: "统计,信息化项目", Type: columnType}
	siteColumn       = Column{Name: "本站", Description: "网站地图", Keywords: "网站地图", Type: columnType}
	unitColumn       = Column{Name: "单位", Description: "各建设单位的信息化项目", Keywords: "建设单位,信息化项目", Type: columnType}
	ruleColumn       = Column{Name: "制度与规则", Description: "办法各条的要点和核查规则", Keywords: "管理办法,规则", Type: columnType}
)

// maker makes the pages, from the input and what is derived from it once.
type maker struct {
	Input
	survey    *opendata.Survey
	entries   map[string]*opendata.Entry // those of survey
	courses   map[string]portfolio.Course
	amounts   map[string]portfolio.Amounts
	plans     []portfolio.Plan
	units     []portfolio.UnitShare
	deadlines []portfolio.Deadline            // the earliest first
	turns     []portfolio.Turn                // what has the earliest last day first
	turnsIn   map[string][]portfolio.Turn     // those of each project, by its id
	due       map[string][]portfolio.Deadline // the same by project
	acts      []portfolio.Act                 // the latest first
	unitActs  map[string][]portfolio.Act      // those of the units, by code
	suppliers []portfolio.Supplier            // the greatest sum of contracts first
	conflicts map[string][]finding.Finding    // of suppliers, by credit code
	related   map[string][]portfolio.Related  // by project
	accepted  []portfolio.Acceptance
	evaluated []portfolio.Evaluated
	byID      map[string][]finding.Finding // findings by project
	byRule    map[string][]finding.Finding
	texts     documents
	past      past
	files     []opendata.File // made beside the pages that offer them
}

// Pages makes the whole site's pages. It errors if a file of the register cannot be read.
func Pages(in Input) (*Site, error) {
	m := &maker{
		Input: in, survey: opendata.SurveyOf(in.Register, in.Result), entries: map[string]*opendata.Entry{}, courses: map[string]portfolio.Course{}, amounts: map[string]portfolio.Amounts{}, plans: portfolio.Plans(in.Register),
		units: portfolio.ByUnit(in.Register, in.Result), deadlines: portfolio.Deadlines(in.Register, in.Result), turns: portfolio.Turns(in.Register, in.Result), due: map[string][]portfolio.Deadline{},
		acts: portfolio.Acts(in.Register), unitActs: map[string][]portfolio.Act{}, suppliers: portfolio.Suppliers(in.Register), conflicts: portfolio.Conflicts(in.Register, in.Result),
		accepted: portfolio.Acceptances(in.Register), evaluated: portfolio.Evaluations(in.Register),
		byID: map[string][]finding.Finding{}, byRule: map[string][]finding.Finding{},
	}
	for i := range m.survey.Entries {
		m.entries[m.survey.Entries[i].Project.ID] = &m.survey.Entries[i]
	}
	for _, d := range m.deadlines {
		m.due[d.Project.ID] = append(m.due[d.Project.ID], d)
	}
	m.turnsIn = map[string][]portfolio.Turn{}
	for _, t := range m.turns {
		if t.Project != nil {
			m.turnsIn[t.Project.ID] = append(m.turnsIn[t.Project.ID], t)
		}
	}
	for _, p := range in.Register.Projects {
		m.courses[p.ID] = portfolio.CourseOf(in.Register, p)
		m.amounts[p.ID] = portfolio.AmountsOf(p)
	}
	for _, f := range in.Result.Findings {
		if f.Project != "" && in.Register.Project(f.Project) == nil {
			continue // of a project that is left out
		}
		m.byID[f.Project] = append(m.byID[f.Project], f)
		m.byRule[f.Rule] = append(m.byRule[f.Rule], f)
	}
	for _, a := range m.acts {
		if a.Agency == "" {
			m.unitActs[a.Project.Unit] = append(m.unitActs[a.Project.Unit], a)
		}
	}
	m.related = portfolio.Relations(in.Register, in.Result, m.suppliers)
	var err error
	if m.texts, err = renderDocuments(in.Files, in.Register.Projects); err != nil {
		return nil, err
	}
	if err := m.readPast(); err != nil {
		return nil, err
	}
	s := &Site{Frame: m.frame(), Home: m.home(), PlanIndex: m.planIndex(), RuleIndex: m.ruleIndex()}
	s.Lists = slices.Concat(m.projectLists(), m.acceptanceLists(), m.evaluationLists(), m.unitList(), m.supplierList(), m.figureLists(),
		[]ListPage{m.coverage(), m.agencyList(), m.dataPage()}, m.recent())
	s.Projects = make([]ProjectPage, len(in.Register.Projects))
	parallel.Each(len(s.Projects), func(i int) { s.Projects[i] = m.project(in.Register.Projects[i]) })
	for i := range m.units {
		s.Units = append(s.Units, m.unit(&m.units[i]))
	}
	for i := range m.suppliers {
		s.Suppliers = append(s.Suppliers, m.supplier(&m.suppliers[i]))
	}
	for i := range in.Register.Agencies {
		s.Agencies = append(s.Agencies, m.agency(&in.Register.Agencies[i]))
	}
	s.Guides = m.guides()
	for i := range m.plans {
		s.Plans = append(s.Plans, m.plan(&m.plans[i]))
		s.Letters = append(s.Letters, m.letters(&m.plans[i])...)
	}
	for _, a := range in.Rules.Articles {
		s.Articles = append(s.Articles, m.article(a))
	}
	for _, id := range in.Rules.IDs() {
		s.Rules = append(s.Rules, m.rule(id))
	}
	s.Search, s.Compare = m.searchPage(), m.comparePage()
	s.SiteMap = m.siteMap(s)
	s.Files = slices.Concat(m.files, m.dataFiles(s))
	return s, nil
}

func (m *maker) frame() Frame {
	site := &m.Register.Site
	revision := m.Commit
	if len(revision) > 10 {
		revision = revision[:10]
	}
	return Frame{
		Title: site.Title.V, Basis: "依据 " + m.Register.Regulation.Number.V, Organisation: site.Organisation.V, Domain: string(site.Domain.V),
		IDCode: string(site.IDCode.V), ICP: string(site.ICP.V), PSB: string(site.PSB.V), Licence: site.Licence.V, Example: site.Example.V,
		AsOf: m.Register.Today.String(), Revision: revision, LeftOut: m.LeftOut,
		Recent: Link{Text: "最近的改动", URL: "changes/"},
	}
}

// wan writes an amount that is there as a number of 万元, one that is not as "".
func wan(s portfolio.Sum) string {
	if !s.Given {
		return ""
	}
	return s.Amount.InWan()
}

func projectURL(id string) string { return "projects/" + id + "/" }

func unitURL(code string) string { return "units/" + code + "/" }

// projectCell names a project.
func projectCell(p *project.Project) Cell {
	return Cell{Text: p.Declaration.Name.V, Note: p.ID, URL: projectURL(p.ID)}
}

// unitCell names a unit that has projects.
func (m *maker) unitCell(code string) Cell {
	return Cell{Text: m.unitName(code), URL: unitURL(code)}
}

func ruleURL(id string) string { return rulePath(id) + "/" }

func rulePath(id string) string { return "rules/" + strings.ReplaceAll(id, ".", "-") }

func articleURL(n int) string { return fmt.Sprintf("rules/articles/%d/", n) }

// unitName is the name of a unit, or its code where the directory does not have it.
func (m *maker) unitName(code string) string {
	if u := m.Register.Unit(code); u != nil && u.Name.V != "" {
		return u.Name.V
	}
	return code
}

// state is a project's state in a word: how many of its findings are violated, by the gravest.
func (m *maker) state(p *project.Project) Tag {
	s := m.entries[p.ID].State
	return Tag{s.Text, Tone(s.Tone)}
}

// tone is how a finding looks.
func tone(f finding.Finding) Tone {
	switch {
	case f.Outcome == finding.Waived:
		return Quiet
	case f.Severity == finding.Error:
		return Bad
	case f.Severity == finding.Warning:
		return Warn
	}
	return Plain
}

// gravest orders findings for people: errors, warnings, notices, and what is waived last.
func gravest(findings []finding.Finding) []finding.Finding {
	sorted := slices.Clone(findings)
	rank := func(f finding.Finding) int {
		if f.Outcome == finding.Waived {
			return 9
		}
		return int(f.Severity)
	}
	slices.SortStableFunc(sorted, func(a, b finding.Finding) int { return cmp.Compare(rank(a), rank(b)) })
	return sorted
}

func (m *maker) projectTable(caption string, projects []*project.Project) Table {
	t := Table{
		Caption: caption, Note: "单位：万元", Empty: "没有项目。",
		Heads: []Head{{"项目名称", false}, {"建设单位", false}, {"类别", false}, {"年度", true}, {"阶段", false}, {"计划金额", true}, {"状态", false}},
	}
	for _, p := range projects {
		course, amounts, state := m.courses[p.ID], m.amounts[p.ID], m.state(p)
		t.Rows = append(t.Rows, []Cell{
			projectCell(p),
			m.unitCell(p.Unit),
			{Text: p.Declaration.Category.V},
			{Text: fmt.Sprint(p.Year)},
			{Text: course.Stage()},
			{Text: wan(amounts.Planned)},
			{Text: state.Text, Tone: state.Tone},
		})
	}
	return t
}
