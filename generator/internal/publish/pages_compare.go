// Two to four projects side by side: a page that a script fills with the files made here.

package publish

import (
	"encoding/json"
	"strings"

	"wuxing.example/register/generator/internal/opendata"
)

func (m *maker) comparePage() ToolPage {
	return ToolPage{
		Page: Page{
			Path: "compare", Title: "项目对比", Description: "把两至四个项目的金额、进度、供应商和核查结论并排对照。", Column: projectColumn, Script: "compare",
		},
		Lede: "把两至四个项目并排对照，不同的地方有底色。网址里记着选了哪些项目，可以收藏、转发。",
		Help: []Fact{
			{Label: "怎样选", Value: "在下面按名称或编号找到项目，加入对比；也可以在项目库里勾选。"},
		},
		Without: []Link{{Text: "项目库", URL: "projects/"}, {Text: "全部项目 CSV", URL: opendata.CSVFile}},
	}
}

// comparison is one project as a column of the comparison. Every project has the same rows in the same order, but for
// the stages, which may differ between projects; the script brings rows of one name together.
type comparison struct {
	ID     string            `json:"id"`
	Name   string            `json:"name"`
	URL    string            `json:"url"`
	Groups []comparisonGroup `json:"groups"`
}

type comparisonGroup struct {
	Title   string      `json:"title"`
	Numeric bool        `json:"numeric"`
	Rows    [][2]string `json:"rows"` // label and value
}

// comparisons are the files of all projects: projects/2025-zhzf-001/compare.json.
func (m *maker) comparisons(pages []ProjectPage) []opendata.File {
	var files []opendata.File
	for i := range pages {
		text, err := json.Marshal(m.comparison(&pages[i]))
		if err != nil {
			panic(err) // texts alone
		}
		files = append(files, opendata.File{Name: pages[i].Path + "/compare.json", Data: text})
	}
	return files
}

func (m *maker) comparison(p *ProjectPage) comparison {
	basics := comparisonGroup{Title: "基本信息", Rows: [][2]string{{"状态", m.entries[p.ID].State.Text}, {"阶段", m.entries[p.ID].Stage}}}
	for _, f := range p.Facts {
		basics.Rows = append(basics.Rows, [2]string{f.Label, f.Value})
	}
	for _, facet := range []string{opendata.ByChange, opendata.ByEvaluation} {
		f := m.survey.Facet(facet)
		basics.Rows = append(basics.Rows, [2]string{f.Label, f.LabelOf(m.survey.Of(m.entries[p.ID], facet))})
	}
	for _, c := range m.Register.Project(p.ID).Contracts() {
		basics.Rows = append(basics.Rows, [2]string{"合同（" + c.Role.V + "）", c.Supplier.Name.V})
	}
	amounts := comparisonGroup{Title: "金额（万元）", Numeric: true}
	for _, r := range p.Money {
		value := r.Amount
		if value == "" {
			value = r.Note
		}
		amounts.Rows = append(amounts.Rows, [2]string{r.Label, value})
	}
	course := comparisonGroup{Title: "办理进度"}
	for _, s := range p.Stages {
		value := s.Date
		if value == "" {
			value = strings.TrimRight(s.Says+"，"+s.Note, "，")
		}
		course.Rows = append(course.Rows, [2]string{s.Name, value})
	}
	judged := comparisonGroup{Title: "期限和核查"}
	var due, found []string
	for _, d := range p.Deadlines {
		due = append(due, d.Until+" "+d.Rule.Text+"（"+d.Tag.Text+"）")
	}
	for _, f := range p.Findings {
		found = append(found, f.Rule.Text+"（"+strings.Join(tagTexts(f.Tags), "、")+"）")
	}
	judged.Rows = [][2]string{{"待办期限", strings.Join(due, "；")}, {"不符合、提示和豁免", strings.Join(found, "；")}}
	return comparison{ID: p.ID, Name: p.Title, URL: p.Path + "/", Groups: []comparisonGroup{basics, amounts, course, judged}}
}
