// What the search finds. It is taken from the pages as they are shown, so that nothing is found that is not public.

package publish

import (
	"cmp"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/opendata"
	"wuxing.example/register/generator/internal/parallel"
)

func (m *maker) searchPage() ToolPage {
	var kinds []string
	for _, f := range opendata.Fields {
		kinds = append(kinds, f.Name)
	}
	return ToolPage{
		Page: Page{
			Path: "search", Title: "搜索", Description: "搜索项目、单位、供应商、公开的文档、办法各条和规则。", Column: projectColumn, Script: "search",
		},
		Lede: "搜索项目、建设单位、供应商、公开的文档、办法各条的要点和核查规则。涉密项目和不公开的章节不在其中。",
		Help: []Fact{
			{Label: "怎样写", Value: "写词的一部分、单个字、项目编号、文号、合同编号或统一社会信用代码都可以；几个词之间空一格，都有的才算找到。"},
			{Label: "搜索范围", Value: strings.Join(kinds, "、") + "；名称里有的排在前面。"},
		},
		Without: []Link{{Text: "项目库", URL: "projects/"}, {Text: "建设单位", URL: "units/"}, {Text: "制度与规则", URL: "rules/"}, {Text: "全部项目 CSV", URL: opendata.CSVFile}},
	}
}

// searchDocs are what is found, by kind: where two count the same, a project comes before its documents.
func (m *maker) searchDocs(s *Site) []opendata.Doc {
	var docs []opendata.Doc
	byID := map[string]*ProjectPage{}
	for i := range s.Projects {
		byID[s.Projects[i].ID] = &s.Projects[i]
	}
	projects := make([]opendata.Doc, len(m.survey.Entries))
	parallel.Each(len(projects), func(i int) {
		e := &m.survey.Entries[i]
		projects[i] = m.projectDoc(e, byID[e.Project.ID])
	})
	docs = append(docs, projects...)
	for i := range s.Units {
		u := &s.Units[i]
		docs = append(docs, opendata.Doc{
			Kind: "单位", Title: u.Title, URL: u.Path + "/", Meta: u.Lede,
			Fields: fields(map[opendata.Field]string{opendata.Titles: u.Title, opendata.Numbers: m.units[i].Code, opendata.Summaries: joined(tagTexts(u.Tags)), opendata.Texts: joined(factTexts(u.Facts))}),
		})
	}
	docs = append(docs, m.supplierDocs()...)
	for _, p := range s.Plans {
		docs = append(docs, opendata.Doc{
			Kind: "年度计划", Title: p.Title, URL: p.Path + "/", Meta: cmp.Or(p.Number, "尚未批复"),
			Fields: fields(map[opendata.Field]string{opendata.Titles: p.Title, opendata.Numbers: joined([]string{p.Number}, factTexts(p.Facts)), opendata.Summaries: p.Description}),
		})
	}
	for i, a := range s.Articles {
		docs = append(docs, opendata.Doc{
			Kind: "办法", Title: a.Title, URL: a.Path + "/", Meta: a.Gist,
			Fields: fields(map[opendata.Field]string{
				opendata.Titles: a.Title, opendata.Numbers: fmt.Sprintf("第%d条", i+1), opendata.Summaries: a.Gist, opendata.Texts: a.Unchecked,
			}),
		})
	}
	for _, r := range s.Rules {
		v := &r.Versions[0]
		docs = append(docs, opendata.Doc{
			Kind: "规则", Title: r.Title, URL: r.Path + "/", Meta: v.Asks,
			Fields: fields(map[opendata.Field]string{
				opendata.Titles: r.Title, opendata.Summaries: v.Asks, opendata.Texts: joined([]string{r.ID, v.Message, v.Remedy}, factTexts(v.Facts)),
			}),
		})
	}
	texts := make([][]opendata.Doc, len(m.survey.Entries))
	parallel.Each(len(texts), func(i int) {
		page := byID[m.survey.Entries[i].Project.ID]
		for k := range page.Documents {
			texts[i] = append(texts[i], documentDoc(page, &page.Documents[k]))
		}
	})
	return append(docs, slices.Concat(texts...)...)
}

// fields puts texts into their places.
func fields(texts map[opendata.Field]string) [len(opendata.Fields)]string {
	var all [len(opendata.Fields)]string
	for f, text := range texts {
		all[f] = text
	}
	return all
}

// joined joins texts so that no token spans two of them.
func joined(texts ...[]string) string {
	return strings.Join(slices.Concat(texts...), "\n")
}

// documentNumber finds the number of a document: 示数据〔2025〕12号.
var documentNumber = regexp.MustCompile(`[\p{Han}A-Za-z]+〔\d{4}〕[\p{Han}A-Za-z]*\d+号`)

func (m *maker) projectDoc(e *opendata.Entry, page *ProjectPage) opendata.Doc {
	all := joined(sectionTexts(page.Sections), factTexts(page.Facts))
	numbers := append([]string{page.ID}, documentNumber.FindAllString(all, -1)...)
	parties := []string{page.Unit}
	for _, c := range e.Project.Contracts() {
		numbers, parties = append(numbers, c.Number.V), append(parties, c.Supplier.Name.V)
	}
	var findings []string
	for _, f := range page.Findings {
		findings = append(findings, f.Message)
	}
	return opendata.Doc{
		Kind: "项目", Title: page.Title, URL: page.Path + "/",
		Meta: strings.Join([]string{page.ID, page.Unit, cmp.Or(e.Stage, "尚未申报"), e.State.Text}, " · "),
		Fields: fields(map[opendata.Field]string{
			opendata.Titles: page.Title, opendata.Numbers: joined(numbers), opendata.Parties: joined(parties), opendata.Summaries: page.Summary,
			opendata.Texts: joined([]string{all}, tagTexts(page.Tags), findings),
		}),
	}
}

// supplierDocs are the suppliers of all contracts, by name.
func (m *maker) supplierDocs() []opendata.Doc {
	var docs []opendata.Doc
	for i := range m.suppliers {
		s := &m.suppliers[i]
		docs = append(docs, opendata.Doc{
			Kind: "供应商", Title: s.Name, URL: supplierURL(s.Code), Meta: fmt.Sprintf("%s · %d 个项目", s.Code, len(s.Projects)),
			Fields: fields(map[opendata.Field]string{opendata.Titles: s.Name, opendata.Numbers: s.Code}),
		})
	}
	slices.SortFunc(docs, func(a, b opendata.Doc) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Meta, b.Meta)) })
	return docs
}

// documentDoc is a text of the record, as it is shown.
func documentDoc(page *ProjectPage, d *Document) opendata.Doc {
	headings, text := textsOf(d.HTML)
	return opendata.Doc{
		Kind: "文档", Title: page.Title + "：" + d.Title, URL: page.Path + "/#" + d.ID, Meta: page.ID + " · " + page.Unit,
		Fields: fields(map[opendata.Field]string{
			opendata.Titles: joined([]string{page.Title, d.Title}), opendata.Headings: joined(headings), opendata.Texts: text,
		}),
	}
}

// inline are the elements that stand within a word; any other ends it.
var inline = map[string]bool{"a": true, "code": true, "em": true, "strong": true}

// textsOf gives what can be read in HTML that package document has made: its headings, and all between them.
func textsOf(shown string) (headings []string, text string) {
	var heading, rest strings.Builder
	into := &rest
	for {
		before, after, isTag := strings.Cut(shown, "<")
		into.WriteString(before)
		if !isTag {
			return headings, html.UnescapeString(rest.String())
		}
		tag, following, _ := strings.Cut(after, ">")
		shown = following
		name, _, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " ")
		isHeading := len(name) == 2 && name[0] == 'h' && name[1] <= '6'
		switch {
		case isHeading && tag[0] == '/':
			headings = append(headings, html.UnescapeString(heading.String()))
			heading.Reset()
			into = &rest
		case isHeading:
			rest.WriteByte('\n')
			into = &heading
		case !inline[name]:
			into.WriteByte('\n')
		}
	}
}

func factTexts(facts []Fact) []string {
	var texts []string
	for _, f := range facts {
		texts = append(texts, f.Value)
	}
	return texts
}

func tagTexts(tags []Tag) []string {
	var texts []string
	for _, t := range tags {
		texts = append(texts, t.Text)
	}
	return texts
}

func sectionTexts(sections []Section) []string {
	var texts []string
	for _, s := range sections {
		texts = append(append(texts, s.Text...), factTexts(s.Facts)...)
		for _, t := range s.Tables {
			for _, row := range t.Rows {
				for _, c := range row {
					texts = append(texts, c.Text)
				}
			}
		}
	}
	return texts
}
