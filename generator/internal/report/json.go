package report

import (
	"encoding/json"
	"io"

	"wuxing.example/register/generator/internal/finding"
)

// The JSON report is a public contract: programs of other people read it.
type jsonReport struct {
	Today    string        `json:"today"`
	Commit   string        `json:"commit"`
	Projects int           `json:"projects"`
	Counts   jsonCounts    `json:"counts"`
	Findings []jsonFinding `json:"findings"`
}

type jsonCounts struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Notice  int `json:"notice"`
}

type jsonFinding struct {
	Rule        string         `json:"rule"`
	Severity    string         `json:"severity"`
	Outcome     string         `json:"outcome"`
	Inherited   bool           `json:"inherited"`
	Project     string         `json:"project"`
	File        string         `json:"file"`
	Line        int            `json:"line"`
	Column      int            `json:"column"`
	Message     string         `json:"message"`
	Hint        string         `json:"hint"`
	Article     string         `json:"article"`
	Fingerprint string         `json:"fingerprint"`
	Related     []jsonLocation `json:"related"`
}

type jsonLocation struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

func writeJSON(w io.Writer, r *Report) error {
	out := jsonReport{
		Today: r.Today.String(), Commit: r.Commit, Projects: r.Projects,
		Counts:   jsonCounts{r.count(finding.Error), r.count(finding.Warning), r.count(finding.Notice)},
		Findings: []jsonFinding{},
	}
	for _, f := range r.Findings {
		j := jsonFinding{
			Rule: f.Rule, Severity: f.Severity.String(), Outcome: f.Outcome.String(), Inherited: f.Inherited, Project: f.Project,
			File: f.At.File, Line: f.At.Line(), Column: f.At.Column(), Message: f.Message, Hint: f.Hint, Article: f.Article,
			Fingerprint: f.Fingerprint(), Related: []jsonLocation{},
		}
		for _, l := range f.Related {
			j.Related = append(j.Related, jsonLocation{l.File, l.Line()})
		}
		out.Findings = append(out.Findings, j)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
