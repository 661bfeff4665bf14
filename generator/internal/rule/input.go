package rule

import (
	"bytes"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/source"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Input is what is judged: a register, as of its Today, and what it changes.
type Input struct {
	Head   *project.Register
	Change *Change // nil: Head is judged alone

	// Judged are the ids of the projects that are judged, nil: all. The others of Head were read because these refer to
	// them or read like them.
	Judged map[string]bool
	// Rest is what is known of the projects that were not read, nil: all were. Without it the rules that compare a project
	// with all the others are unjudged.
	Rest *Rest
}

// Change is what a register changes of another, its base.
type Change struct {
	Base   *project.Register // read as of the same day
	Paths  []string          // the files that are not the same in both, from the repository's root, in order
	Author string            // the account that proposes the change; "": not known, and who may write what is not judged

	BaseFiles, HeadFiles fs.FS // in which the text of both stands
}

// baseOf is the project as the base has it, nil if the base does not have it.
func (c *Change) baseOf(p *project.Project) *project.Project { return c.Base.Project(p.ID) }

// touches reports whether a file is not the same in both.
func (c *Change) touches(file string) bool {
	_, found := slices.BinarySearch(c.Paths, file)
	return found
}

// inherit marks the findings that the base has too, judged by the same rules on the same day: what has been so is not
// this change's to answer for, unless it alters the very value that the finding points at.
func (c *Change) inherit(found, before []finding.Finding) {
	old := map[string][]finding.Finding{}
	for _, f := range before {
		old[f.Fingerprint()] = append(old[f.Fingerprint()], f)
	}
	for i := range found {
		f := &found[i]
		f.Inherited = slices.ContainsFunc(old[f.Fingerprint()], func(was finding.Finding) bool {
			isSame := was.Outcome == f.Outcome && was.Severity <= f.Severity // a warning then does not excuse an error now
			return isSame && !c.alters(was, *f)
		})
	}
}

// alters reports whether the value at which a finding points is another than in the base. A value that is absent in both
// is not altered; a finding on a file as a whole points at all of it.
func (c *Change) alters(was, is finding.Finding) bool {
	file := is.At.File
	if !c.touches(file) {
		return false
	}
	old, _ := fs.ReadFile(c.BaseFiles, file)
	now, _ := fs.ReadFile(c.HeadFiles, file)
	if is.KeyPath != "" && strings.HasSuffix(file, ".toml") {
		a, okA := tomlfile.Value(old, is.KeyPath)
		b, okB := tomlfile.Value(now, is.KeyPath)
		if okA && okB {
			return !reflect.DeepEqual(a, b)
		}
	}
	if was.At.Span.Line == 0 && is.At.Span.Line == 0 {
		return is.KeyPath == "" && !bytes.Equal(old, now)
	}
	return source.Text(old, was.At.Span) != source.Text(now, is.At.Span)
}
