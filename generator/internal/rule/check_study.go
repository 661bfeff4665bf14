package rule

import (
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/source"
)

// studyHeadings: for each of some words, the feasibility study has a heading that contains it with text under it
// (arts. 7 and 8). One heading may hold several.
var studyHeadings = check{
	name:  "study_headings",
	doc:   "可行性研究报告有规定的各部分内容",
	reads: []string{declarationFile, studyFile},
	words: []string{"内容", "原因"},
	new:   func() judge { return &studyJudge{} },
}

type studyJudge struct {
	Headings   project.List[project.Text] `toml:"headings,required" label:"应有的内容"`
	Categories project.List[project.Text] `toml:"categories" label:"适用的项目类别"`
}

func (c *studyJudge) judge(j *judging) {
	study := j.p.Documents[studyFile]
	if study == nil || !j.declared() { // that it is absent, another rule says
		return
	}
	if len(c.Categories.V) > 0 {
		category := &j.p.Declaration.Category
		if j.unreadable(category) || !contains(c.Categories, category.V) {
			return
		}
	}
	j.met()
	for i := range c.Headings.V {
		word := &c.Headings.V[i]
		at, reason, ok := lookFor(study, word.V)
		if !ok {
			j.violated(at, word.V, words{"内容": word.V, "原因": reason})
		}
	}
}

// lookFor looks for a heading that contains the word and has text under it. Where there is none it returns the place
// of one without text, or of the document, and the reason.
func lookFor(d *project.Document, word string) (finding.Location, string, bool) {
	at, reason := finding.Location{File: d.Path}, ""
	for i := range d.Sections {
		s := &d.Sections[i]
		if !strings.Contains(s.Heading, word) {
			continue
		}
		if s.HasText {
			return finding.Location{}, "", true
		}
		at.Span = source.Span{Line: int32(s.Line), Column: 1, Width: int32(len([]rune(s.Heading)) + s.Level + 1)}
		reason = "标题“" + s.Heading + "”下面没有内容"
	}
	if reason == "" {
		reason = "没有含“" + word + "”的标题"
	}
	return at, reason, false
}
