// Package report writes findings for those who act on them: a person at a terminal, a program, a host's pages. Each
// format has a file of its own. A report reads the text that it quotes from the register's file system, and never that
// of a project whose text may not be shown.
package report

import (
	"fmt"
	"io"
	"io/fs"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/source"
)

// Report is what a check found.
type Report struct {
	Today    calendar.Date
	Commit   string // "" outside a repository
	Projects int
	Findings []finding.Finding // in order
	Files    fs.FS             // the register, for the lines to quote
}

// writers are the formats, by name.
var writers = map[string]func(io.Writer, *Report) error{
	"text":     writeText,
	"json":     writeJSON,
	"markdown": writeMarkdown,
	"sarif":    writeSARIF,
	"github":   writeGitHub,
}

// Formats are the names of the formats, as help lists them.
var Formats = []string{"text", "json", "markdown", "sarif", "github"}

// Write writes the report in a format. It errors if there is no such format, or w fails.
func Write(w io.Writer, r *Report, format string) error {
	write, ok := writers[format]
	if !ok {
		return fmt.Errorf("没有“%s”这种格式，可以用的有：%s", format, strings.Join(Formats, "、"))
	}
	return write(w, r)
}

// count counts what is violated and not inherited.
func (r *Report) count(s finding.Severity) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == s && f.Outcome == finding.Violated && !f.Inherited {
			n++
		}
	}
	return n
}

// summary is the report in one sentence.
func (r *Report) summary() string {
	return fmt.Sprintf("共核查 %d 个项目（截至 %s）：%d 个错误，%d 个警告，%d 个提示。",
		r.Projects, r.Today, r.count(finding.Error), r.count(finding.Warning), r.count(finding.Notice))
}

// label is the word that stands before a finding's message.
func label(f finding.Finding) string {
	switch {
	case f.Outcome == finding.Waived:
		return finding.Waived.Chinese()
	case f.Inherited:
		return f.Severity.Chinese() + "（原有）"
	}
	return f.Severity.Chinese()
}

// Lines quotes the place of a finding from its file's text, with carets under it; "" where it may not be quoted, or is
// the file as a whole.
func Lines(f finding.Finding, text []byte) string {
	if f.Secret {
		return ""
	}
	return source.Snippet(text, f.At.Span)
}

// basis is the article and where the rule stands: "第十五条 · rules/articles/15.toml:14".
func basis(f finding.Finding) string {
	at := fmt.Sprintf("%s:%d", f.Defined.File, f.Defined.Line())
	if f.Article == "" {
		return at
	}
	return f.Article + " · " + at
}
