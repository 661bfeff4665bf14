package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
)

// most is how many annotations of a kind the host shows for one step.
const most = 10

var annotations = map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Notice: "notice"}

// writeGitHub writes annotations for the host's page of changed files: as many of each kind as the host shows.
func writeGitHub(w io.Writer, r *Report) error {
	shown := map[finding.Severity]int{}
	var b strings.Builder
	for _, f := range Worst(r.Findings) {
		if shown[f.Severity]++; shown[f.Severity] <= most {
			b.WriteString(annotation(f))
		}
	}
	b.WriteString(r.summary() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Worst lists the findings that are new, the gravest first. What is waived or was there before needs no repair.
func Worst(findings []finding.Finding) []finding.Finding {
	worst := slices.DeleteFunc(slices.Clone(findings), func(f finding.Finding) bool { return f.Outcome != finding.Violated || f.Inherited })
	slices.SortStableFunc(worst, func(a, b finding.Finding) int { return cmp.Compare(a.Severity, b.Severity) })
	return worst
}

// Annotations writes the ten worst findings as annotations.
func Annotations(w io.Writer, findings []finding.Finding) error {
	worst := Worst(findings)
	for _, f := range worst[:min(most, len(worst))] {
		if _, err := io.WriteString(w, annotation(f)); err != nil {
			return err
		}
	}
	return nil
}

// annotation is a command of GitHub's workflows that shows a finding at its line.
func annotation(f finding.Finding) string {
	return fmt.Sprintf("::%s file=%s,line=%d,col=%d,title=%s::%s\n", annotations[f.Severity],
		property(f.At.File), f.At.Line(), f.At.Column(), property(f.Rule), data(f.Message+"。"+f.Hint))
}

// data writes a command's text: what would end the line, or look like an escape, is escaped.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property writes a command's property, which ends at a colon or a comma.
func property(s string) string { return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(s)) }
