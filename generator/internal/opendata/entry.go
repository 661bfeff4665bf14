// What the lists tell of a project, and the facets by which they divide the projects.

package opendata

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// Survey is the projects of a register as the lists show them, and the facets that divide them.
type Survey struct {
	Entries []Entry // the latest plan year first, in it by id
	Facets  []Facet
}

// Entry is one project in the lists.
type Entry struct {
	Project *project.Project
	Unit    string // its name
	Stage   string // the last stage completed; "" if none is
	Amounts portfolio.Amounts
	State   State
	values  []string // the keys of its values, by facet
}

// State is how a project stands with the rules, in a word or two.
type State struct {
	Text string
	Tone string // good, warn, bad, quiet
}

// Facet divides the projects: each has one of its values.
type Facet struct {
	Key    string // in addresses: "stage"
	Label  string
	About  string  // what its values mean, where their names do not say it
	Values []Value // those that a project has, in the order in which they are shown
}

// Value is one value of a facet.
type Value struct {
	Key   string // in addresses: "accepted"
	Label string
	None  bool // it says that there is nothing: no deadline, no change
	Count int  // the projects that have it
}

// LabelOf is the label of a value, "" if no project has it.
func (f *Facet) LabelOf(key string) string {
	for _, v := range f.Values {
		if v.Key == key {
			return v.Label
		}
	}
	return ""
}

// Keys of the facets.
const (
	ByYear       = "year"
	ByUnit       = "unit"
	ByKind       = "kind"
	ByCategory   = "category"
	ByStage      = "stage"
	ByAmount     = "amount"
	ByDeadline   = "deadline"
	ByFinding    = "finding"
	ByEvaluation = "evaluation"
	ByChange     = "change"
)

// Of gives the key of an entry's value in a facet.
func (s *Survey) Of(e *Entry, facet string) string {
	for i := range s.Facets {
		if s.Facets[i].Key == facet {
			return e.values[i]
		}
	}
	return ""
}

// Facet returns the facet of that key.
func (s *Survey) Facet(key string) *Facet {
	for i := range s.Facets {
		if s.Facets[i].Key == key {
			return &s.Facets[i]
		}
	}
	return nil
}

// bands are the amounts between which the regulation draws its limits. The limit belongs to the higher one, but for
// 50 万元以下, which includes it.
var bands = []struct {
	Value
	below money.Amount // 0: no end
}{
	{Value{Key: "up-to-50", Label: "50 万元以下"}, 50*money.Wan + 1},
	{Value{Key: "50-100", Label: "50 至 100 万元"}, 100 * money.Wan},
	{Value{Key: "100-500", Label: "100 至 500 万元"}, 500 * money.Wan},
	{Value{Key: "500-2000", Label: "500 至 2,000 万元"}, 2000 * money.Wan},
	{Value{Key: "2000-up", Label: "2,000 万元以上"}, 0},
}

// categoryKeys name the regulation's categories in addresses.
var categoryKeys = map[string]string{
	"信息基础设施": "infrastructure", "多跨协同应用": "cross-agency", "一般业务应用": "application", "其他": "other",
	"软硬件运维": "upkeep", "云资源租赁": "cloud", "数据资源运维": "data", "网络链路租赁": "network", "第三方租赁": "leasing",
	"等级保护": "protection", "商用密码应用": "cryptography", "其他运维": "other-upkeep",
}

// categoryKey names a category in addresses; one of another district's own by a number made from its name.
func categoryKey(category string) string {
	if key, ok := categoryKeys[category]; ok {
		return key
	}
	h := fnv.New32a()
	h.Write([]byte(category))
	return fmt.Sprintf("c%08x", h.Sum32())
}

// SurveyOf takes stock of the projects of a register. A classified project, and one whose declaration cannot be read, is
// in none of the lists.
func SurveyOf(r *project.Register, result *rule.Result) *Survey {
	found := map[string]map[finding.Severity]int{} // by project: violated
	waived := map[string]bool{}
	for i := range result.Findings {
		f := &result.Findings[i]
		switch {
		case f.Outcome == finding.Waived:
			waived[f.Project] = true
		case found[f.Project] == nil:
			found[f.Project] = map[finding.Severity]int{f.Severity: 1}
		default:
			found[f.Project][f.Severity]++
		}
	}
	nearest := map[string]portfolio.Urgency{}
	for _, d := range portfolio.Deadlines(r, result) {
		if _, ok := nearest[d.Project.ID]; !ok { // the earliest comes first
			nearest[d.Project.ID] = d.Urgency()
		}
	}
	grades := gradesOf(r, result)

	s := &Survey{Facets: facetsOf(r)}
	for _, p := range r.Projects {
		if p.IsSecret() || p.Declaration == nil {
			continue
		}
		course := portfolio.CourseOf(r, p)
		e := Entry{Project: p, Unit: unitName(r, p.Unit), Stage: course.Stage(), Amounts: portfolio.AmountsOf(p), State: stateOf(p, found[p.ID])}
		deadline, urgent := nearest[p.ID]
		e.values = []string{
			fmt.Sprint(p.Year), p.Unit, kindKey(p), categoryKey(p.Declaration.Category.V), stageKey(&course), bandOf(p),
			deadlineKey(deadline, urgent), findingKey(found[p.ID], waived[p.ID]), cmp.Or(grades[p.ID], "none"), changeKeys[portfolio.ChangedOf(p)],
		}
		s.Entries = append(s.Entries, e)
		s.count(&e)
	}
	slices.SortStableFunc(s.Entries, func(a, b Entry) int { return cmp.Compare(b.Project.Year, a.Project.Year) })
	for i := range s.Facets {
		f := &s.Facets[i]
		f.Values = slices.DeleteFunc(f.Values, func(v Value) bool { return v.Count == 0 })
	}
	slices.SortFunc(s.Facet(ByYear).Values, func(a, b Value) int { return cmp.Compare(b.Key, a.Key) })
	return s
}

// count counts an entry in every facet.
func (s *Survey) count(e *Entry) {
	for i := range s.Facets {
		f := &s.Facets[i]
		at := slices.IndexFunc(f.Values, func(v Value) bool { return v.Key == e.values[i] })
		if at < 0 {
			at = len(f.Values)
			f.Values = append(f.Values, Value{Key: e.values[i], Label: labelOf(f.Key, e)})
		}
		f.Values[at].Count++
	}
}

// labelOf labels the value of a facet whose values are not known before.
func labelOf(facet string, e *Entry) string {
	switch facet {
	case ByUnit:
		return e.Unit
	case ByKind:
		return e.Project.Declaration.Kind.V
	case ByCategory:
		return e.Project.Declaration.Category.V
	}
	return fmt.Sprint(e.Project.Year)
}

// facetsOf are the facets, in the order of an entry's values, with the values that are known before.
func facetsOf(r *project.Register) []Facet {
	stages := []Value{{Key: "none", Label: "尚未申报", None: true}}
	for i := range r.Stages {
		stages = append(stages, Value{Key: r.Stages[i].ID.V, Label: r.Stages[i].Name.V})
	}
	var amounts []Value
	for _, b := range bands {
		amounts = append(amounts, b.Value)
	}
	return []Facet{
		{Key: ByYear, Label: "计划年度"},
		{Key: ByUnit, Label: "建设单位"},
		{Key: ByKind, Label: "项目类型"},
		{Key: ByCategory, Label: "项目类别"},
		{Key: ByStage, Label: "阶段", About: "最近一个已完成的阶段。", Values: stages},
		{Key: ByAmount, Label: "资金预算", About: "计划金额；没有的按审核金额，再没有的按申报概算。50 万元整归入“50 万元以下”，其余正好在界线上的归入较大的一档。", Values: amounts},
		{Key: ByDeadline, Label: "期限", About: "最近的一项待办期限。" + portfolio.AboutDeadlines, Values: []Value{
			{Key: "overdue", Label: "已逾期"}, {Key: "soon", Label: "30 日内到期"}, {Key: "later", Label: "30 日后到期"}, {Key: "none", Label: "没有待办期限", None: true},
		}},
		{Key: ByFinding, Label: "核查结论", About: "最重的一项。", Values: []Value{
			{Key: "error", Label: "有错误"}, {Key: "warning", Label: "有警告"}, {Key: "notice", Label: "只有提示"}, {Key: "waived", Label: "只有已豁免的"}, {Key: "none", Label: "全部符合", None: true},
		}},
		{Key: ByEvaluation, Label: "绩效评价", About: "主管部门最近一次评价的等次；重点项目还有应评未评年度的，归入“应评未评”。", Values: []Value{
			{Key: "owed", Label: "应评未评"}, {Key: "excellent", Label: "优"}, {Key: "good", Label: "良"}, {Key: "fair", Label: "中"}, {Key: "poor", Label: "差"},
			{Key: "none", Label: "没有评价", None: true},
		}},
		{Key: ByChange, Label: "变更", About: portfolio.AboutChanged, Values: []Value{
			{Key: "beyond", Label: "变更超过 10%"}, {Key: "within", Label: "变更 10% 以内"}, {Key: "none", Label: "没有变更", None: true},
		}},
	}
}

var changeKeys = map[portfolio.Changed]string{portfolio.Unchanged: "none", portfolio.ChangedWithin: "within", portfolio.ChangedBeyond: "beyond"}

func kindKey(p *project.Project) string {
	if p.Declaration.Kind.V == project.Operating {
		return "operation"
	}
	return "construction"
}

func stageKey(c *portfolio.Course) string {
	if c.At < 0 {
		return "none"
	}
	return c.Steps[c.At].Stage.ID.V
}

// bandOf is the band of a project's budget, of its declared total where its budget cannot be read.
func bandOf(p *project.Project) string {
	budget, ok := p.Budget()
	if !ok {
		budget = p.Declaration.Estimate.Total.V
	}
	for _, b := range bands {
		if b.below == 0 || budget < b.below {
			return b.Key
		}
	}
	panic("the last band has no end")
}

func deadlineKey(u portfolio.Urgency, ok bool) string {
	if !ok {
		return "none"
	}
	return map[portfolio.Urgency]string{portfolio.Overdue: "overdue", portfolio.Soon: "soon", portfolio.Later: "later"}[u]
}

func findingKey(found map[finding.Severity]int, waived bool) string {
	for _, s := range []finding.Severity{finding.Error, finding.Warning, finding.Notice} {
		if found[s] > 0 {
			return s.String()
		}
	}
	if waived {
		return "waived"
	}
	return "none"
}

// stateOf is a project's state: how many of its findings are violated, by the gravest.
func stateOf(p *project.Project, found map[finding.Severity]int) State {
	switch {
	case found[finding.Error] > 0:
		return State{fmt.Sprintf("%d 项错误", found[finding.Error]), "bad"}
	case found[finding.Warning] > 0:
		return State{fmt.Sprintf("%d 项警告", found[finding.Warning]), "warn"}
	case p.Closure != nil:
		return State{"已关停并转", "quiet"}
	}
	return State{"符合", "good"}
}

// gradesOf are the keys of the projects' latest grades by the lead agency, "owed" where one is missing.
func gradesOf(r *project.Register, result *rule.Result) map[string]string {
	keys := map[string]string{"优": "excellent", "良": "good", "中": "fair", "差": "poor"}
	grades := map[string]string{}
	for _, e := range portfolio.Evaluations(r) { // the latest first
		if e.Lead != nil && grades[e.Project.ID] == "" {
			grades[e.Project.ID] = keys[e.Lead.Grade.V]
		}
	}
	for _, u := range portfolio.UnreportedEvaluations(r, result) {
		if !u.Self {
			grades[u.Project.ID] = "owed"
		}
	}
	return grades
}

// unitName is the name of a unit, or its code where the directory does not have it.
func unitName(r *project.Register, code string) string {
	if u := r.Unit(code); u != nil && u.Name.V != "" {
		return u.Name.V
	}
	return code
}
