package publish

import (
	"fmt"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// verdictTones are how an opinion's conclusion looks.
var verdictTones = map[string]Tone{project.Agrees: Good, project.Disagrees: Bad, project.Remarks: Quiet}

// opinions lists what agencies said of a project, in order of time: the agency, never the account that spoke for it.
func (m *maker) opinions(p *project.Project) Section {
	s := Section{ID: "opinions", Title: "部门意见", Note: "部门在申报、变更等申报单上提出的意见，由系统登记。"}
	var all []*project.Opinion
	for _, f := range p.Opinions {
		for i := range f.Opinions.V {
			all = append(all, &f.Opinions.V[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *project.Opinion) int { return a.Given.V.Compare(b.Given.V) })
	t := Table{Caption: "部门意见", Silent: true, Heads: heads("部门", "事项", "意见", "日期", "说明")}
	for _, o := range all {
		agency := Cell{Text: m.agencyName(o.Agency.V)}
		if m.agencyUnit(o.Agency.V) == p.Unit {
			agency.Note = "本单位"
		}
		on := ""
		if o.Given.Given() {
			on = calendar.DayInChina(o.Given.V).String()
		}
		t.Rows = append(t.Rows, []Cell{agency, m.matterCell(o.Matter.V), {Text: o.Conclusion.V, Tone: verdictTones[o.Conclusion.V]}, {Text: on}, {Text: o.Text.V}})
	}
	if len(t.Rows) > 0 {
		s.Tables = []Table{t}
	}
	return s
}

// agencyUnit is the code of the unit that an agency is, too, "none" if it is none.
func (m *maker) agencyUnit(id string) string {
	for i := range m.Register.Agencies {
		if a := &m.Register.Agencies[i]; a.ID.V == id && a.Unit.V != "" {
			return a.Unit.V
		}
	}
	return "none"
}

// matterCell names what an opinion is on, and the article that asks for it.
func (m *maker) matterCell(id string) Cell {
	for i := range m.Register.Matters {
		if x := &m.Register.Matters[i]; x.ID.V == id {
			return Cell{Text: x.Matter.V, Note: articleNote(x)}
		}
	}
	return Cell{Text: id}
}

func articleNote(x *project.Matter) string {
	if !x.Article.Given() {
		return ""
	}
	return rule.ArticleName(int(x.Article.V))
}

// declined says how many of a year's declarations did not pass, and why. It names none of them.
func (m *maker) declined(y *project.Year) Section {
	d := portfolio.DeclinedOf(y)
	s := Section{ID: "declined", Title: "未通过的申报", Note: portfolio.AboutDeclined}
	if d.Count == 0 {
		return s
	}
	s.Text = []string{fmt.Sprintf("共 %d 份申报未通过。", d.Count)}
	if d.Total.Given {
		s.Text[0] = fmt.Sprintf("共 %d 份申报未通过，申报总投资合计 %s。", d.Count, d.Total.Amount)
	}
	if d.Withdrawn > 0 {
		s.Text[0] += fmt.Sprintf("其中 %d 份没有部门不同意，由申报单位自行关闭。", d.Withdrawn)
	}
	t := Table{Caption: "部门不同意的理由", Heads: []Head{{Text: "部门"}, {Text: "事项"}, {Text: "份数", Numeric: true}, {Text: "理由"}}}
	for _, r := range d.Refusals {
		t.Rows = append(t.Rows, []Cell{{Text: m.agencyOfMatter(r.Matter)}, m.matterCell(r.Matter), {Text: fmt.Sprint(r.Count)}, {Text: strings.Join(r.Reasons, "；")}})
	}
	if len(t.Rows) > 0 {
		s.Tables = []Table{t}
	}
	return s
}

// agencyOfMatter names the agency that a matter asks.
func (m *maker) agencyOfMatter(id string) string {
	for i := range m.Register.Matters {
		if x := &m.Register.Matters[i]; x.ID.V == id {
			return m.agencyName(x.Agency.V)
		}
	}
	return ""
}
