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

// writeGitHub writes annotations for the host's page of changed files: the gravest first, as many of each kind as the
// host shows. What is waived or was there before needs none.
func writeGitHub(w io.Writer, r *Report) error {
	worst := slices.Clone(r.Findings)
	slices.SortStableFunc(worst, func(a, b finding.Finding) int { return cmp.Compare(a.Severity, b.Severity) })
	shown := map[finding.Severity]int{}
	var b strings.Builder
	for _, f := range worst {
		if f.Outcome != finding.Violated || f.Inherited || shown[f.Severity] == most {
			continue
		}
		shown[f.Severity]++
		fmt.Fprintf(&b, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", annotations[f.Severity],
			property(f.At.File), f.At.Line(), f.At.Column(), property(f.Rule), data(f.Message+"。"+f.Hint))
	}
	b.WriteString(r.summary() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// data writes a command's text: what would end the line, or look like an escape, is escaped.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property writes a command's property, which ends at a colon or a comma.
func property(s string) string { return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(s)) }
