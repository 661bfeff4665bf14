package publish

import (
	"io/fs"
	"path"
	"strings"

	"wuxing.example/register/generator/internal/document"
	"wuxing.example/register/generator/internal/parallel"
	"wuxing.example/register/generator/internal/personal"
	"wuxing.example/register/generator/internal/project"
)

// published are the documents of a project that the site shows, in order.
var published = []struct{ file, id, title, note string }{
	{"feasibility.md", "feasibility", "可行性研究报告", "代项目建议书"},
	{"plan.md", "plan", "修改后的方案", ""},
	{"acceptance-report.md", "acceptance-report", "验收报告", ""},
}

// documents are the rendered texts, by project.
type documents map[string][]Document

// renderDocuments renders the texts of all projects, on all processors. It errors if a file cannot be read.
func renderDocuments(files fs.FS, projects []*project.Project) (documents, error) {
	rendered := make([][]Document, len(projects))
	err := parallel.Try(len(projects), func(i int) (err error) {
		rendered[i], err = documentsOf(files, projects[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	all := make(documents, len(projects))
	for i, p := range projects {
		all[p.ID] = rendered[i]
	}
	return all, nil
}

func documentsOf(files fs.FS, p *project.Project) ([]Document, error) {
	var list []Document
	for _, d := range published {
		if p.Documents[d.file] == nil {
			continue
		}
		text, err := fs.ReadFile(files, p.Documents[d.file].Path)
		if err != nil {
			return nil, err
		}
		text = personal.MaskText(text)
		shown, note := document.Parse(text), d.note
		if public, cut := withoutSecurity(text, shown.Sections()); cut {
			shown, note = document.Parse(public), strings.Trim(note+"，网络安全部分不公开", "，")
		}
		html := shown.HTML(document.Options{IDPrefix: d.id, TopLevel: 3, Title: d.title, Resolve: func(name string) string { return onPage(p, name) }})
		list = append(list, Document{ID: d.id, Title: d.title, Note: note, HTML: html})
	}
	return list, nil
}

// onPage is where a link from one text of a project to another leads: all of them stand on its one page. "" where there is
// no such text.
func onPage(p *project.Project, name string) string {
	for _, d := range published {
		if path.Clean(name) == d.file && p.Documents[d.file] != nil {
			return "#" + d.id
		}
	}
	return ""
}

// withoutSecurity leaves out the sections on network security, which would tell the public how a system is protected.
// A document's title may name the subject: it is no section on it.
func withoutSecurity(text []byte, sections []document.Section) (public []byte, cut bool) {
	end := 0
	for _, s := range sections {
		if s.Level == 1 || s.Start < end || !strings.Contains(s.Heading, "网络安全") {
			continue
		}
		public = append(public, text[end:s.Start]...)
		end, cut = s.End, true
	}
	return append(public, text[end:]...), cut
}
