// The lists of projects: all of them, those of a year, those with one value of a facet, and the answers to questions that
// are often asked. Each is a page of its own, so that it can be read and linked to without scripts; where there are
// scripts, site/assets/js/list.js begins with the same selection and narrows it on.

package publish

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/opendata"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// staticRows is how many projects a selection shows in pages, so that the number of pages does not grow with each facet;
// its CSV holds all.
const staticRows = 10 * perPage

// selection is a part of the projects with an address of its own.
type selection struct {
	path, title string
	about       string
	facet       string // of which it has one value or several; "": all projects
	values      []string
	name        string // as a question; "": it is none
}

// query is the selection as the list's script reads it: "stage=completed&stage=trial".
func (s *selection) query() string {
	var parts []string
	for _, v := range s.values {
		parts = append(parts, url.QueryEscape(s.facet)+"="+url.QueryEscape(v))
	}
	return strings.Join(parts, "&")
}

// has reports whether a project is one of the selection.
func (m *maker) has(s *selection, e *opendata.Entry) bool {
	return s.facet == "" || slices.Contains(s.values, m.survey.Of(e, s.facet))
}

// questions are the selections that are asked for most. Each has its page even where nothing is in it.
func (m *maker) questions() []selection {
	var awaiting []string
	for i := range m.Register.Stages {
		if s := &m.Register.Stages[i]; s.Reached.V == "completed" || s.Reached.V == "trial" {
			awaiting = append(awaiting, s.ID.V)
		}
	}
	return []selection{
		{"projects/deadline/overdue", "期限已逾期的项目", portfolio.AboutDeadlines, opendata.ByDeadline, []string{"overdue"}, "已逾期"},
		{"projects/finding/violating", "核查有错误或警告的项目", "核查结论为不符合、级别是错误或警告的；提示和已豁免的不计。", opendata.ByFinding, []string{"error", "warning"}, "有错误或警告"},
		{"projects/amount/500-up", "500 万元以上的项目", m.survey.Facet(opendata.ByAmount).About, opendata.ByAmount, []string{"500-2000", "2000-up"}, "500 万元以上"},
		{"projects/stage/awaiting", "待竣工验收的项目", "已完成建设或服务、还没有通过竣工验收的项目。", opendata.ByStage, awaiting, "待竣工验收"},
		{"projects/change/beyond", "变更超过 10% 的项目", portfolio.AboutChanged, opendata.ByChange, []string{"beyond"}, "变更超过 10%"},
		{"projects/evaluation/owed", "应评未评的项目", "重点项目投入使用后，已结束的年度没有主管部门绩效评价的。", opendata.ByEvaluation, []string{"owed"}, "应评未评"},
	}
}

// selections are all of them: all projects, each year's, the questions, and each value of each facet. A unit's projects
// stand on the unit's page.
func (m *maker) selections() []selection {
	list := []selection{{path: "projects", title: "项目库"}}
	for _, v := range m.survey.Facet(opendata.ByYear).Values {
		list = append(list, selection{path: "projects/" + v.Key, title: v.Label + " 年度项目", facet: opendata.ByYear, values: []string{v.Key}})
	}
	list = append(list, m.questions()...)
	for i := range m.survey.Facets {
		f := &m.survey.Facets[i]
		for _, v := range f.Values {
			if path := facetPath(f, v); f.Key != opendata.ByYear && f.Key != opendata.ByUnit && !v.None && !slices.ContainsFunc(list, func(s selection) bool { return s.path == path }) {
				list = append(list, selection{path: path, title: f.Label + "：" + v.Label, about: f.About, facet: f.Key, values: []string{v.Key}})
			}
		}
	}
	return list
}

// facetPath is where the projects with one value of a facet are listed.
func facetPath(f *opendata.Facet, v opendata.Value) string {
	switch f.Key {
	case opendata.ByYear:
		return "projects/" + v.Key
	case opendata.ByUnit:
		return strings.TrimSuffix(unitURL(v.Key), "/")
	}
	return "projects/" + f.Key + "/" + v.Key
}

// facetLinks lead from one list of projects to the others.
func (m *maker) facetLinks(current string) []FacetLinks {
	var groups []FacetLinks
	for i := range m.survey.Facets {
		f := &m.survey.Facets[i]
		g := FacetLinks{Label: f.Label}
		for _, v := range f.Values {
			if path := facetPath(f, v); !v.None {
				g.Links = append(g.Links, CountedLink{Link{Text: v.Label, URL: path + "/", Current: path == current}, fmt.Sprint(v.Count)})
			}
		}
		if len(g.Links) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// projectLists are the pages of all selections.
func (m *maker) projectLists() []ListPage {
	var lists []ListPage
	var questions []Link
	for _, s := range m.questions() {
		questions = append(questions, Link{Text: s.name, URL: s.path + "/"})
	}
	for _, s := range m.selections() {
		var projects []*project.Project
		var sum portfolio.Amounts
		for i := range m.survey.Entries {
			if e := &m.survey.Entries[i]; m.has(&s, e) {
				projects = append(projects, e.Project)
				sum.Add(&e.Amounts)
			}
		}
		page := ListPage{
			Page:      Page{Path: s.path, Title: s.title, Description: s.title + "：名称、建设单位、类别、阶段和计划金额。", Column: projectColumn, Script: "list"},
			Questions: slices.Clone(questions), Facets: m.facetLinks(s.path), Query: s.query(), Definition: s.about,
			Sum: sumLine(len(projects), &sum), Download: &Link{Text: "下载 CSV", URL: selectionCSV(&s)},
		}
		for i := range page.Questions {
			page.Questions[i].Current = page.Questions[i].URL == s.path+"/"
		}
		shown := projects
		if s.facet != "" && s.facet != opendata.ByYear && len(projects) > staticRows {
			shown = projects[:staticRows]
			page.Definition = strings.TrimSpace(fmt.Sprintf("本页只列前 %d 个，全部 %d 个见 CSV。", staticRows, len(projects)) + page.Definition)
		}
		page.Table = m.projectTable("项目", shown)
		lists = append(lists, paged(page, Link{Text: "项目库", URL: "projects/"}, "个项目", "个")...)
	}
	return lists
}

// sumLine says what some projects add up to.
func sumLine(projects int, a *portfolio.Amounts) string {
	return fmt.Sprintf("合计 %d 个项目：申报概算 %s 万元，计划金额 %s 万元，合同金额 %s 万元，已支付 %s 万元。",
		projects, a.Declared.Amount.InWan(), a.Planned.Amount.InWan(), a.Contracted.Amount.InWan(), a.Paid.Amount.InWan())
}

// selectionCSV is the place of a selection as CSV.
func selectionCSV(s *selection) string {
	if s.facet == "" {
		return opendata.CSVFile
	}
	return s.path + "/projects.csv"
}

// listFiles are the selections as CSV, and the list that the script filters.
func (m *maker) listFiles() []opendata.File {
	files := []opendata.File{m.survey.List()}
	for _, s := range m.selections() {
		files = append(files, m.survey.CSV(selectionCSV(&s), func(e *opendata.Entry) bool { return m.has(&s, e) }))
	}
	return files
}
