// Folders: a change is asked about folder by folder, and its opinions stand in that folder.

package opinion

import (
	"fmt"
	"path"
	"strings"

	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Folder is what opinions are given on together: a project, a plan year's own files, or the rules with all the rest of
// the repository.
type Folder struct {
	Dir string // "projects/2025/zhzf/001", "projects/2025" or "rules"
}

// FolderOf is the folder that a file belongs to, and the file's name there. A file outside projects/ and rules/ belongs
// to the rules, by its path from the root behind a slash: "/site/hugo.toml".
func FolderOf(file string) (f Folder, name string) {
	parts := strings.Split(file, "/")
	switch {
	case parts[0] == "rules" && len(parts) > 1:
		return Folder{"rules"}, strings.TrimPrefix(file, "rules/")
	case parts[0] != "projects" || len(parts) < 3 || !project.IsYear(parts[1]):
		return Folder{"rules"}, "/" + file
	case len(parts) > 4 && parts[2] != "opinions":
		return Folder{path.Join(parts[:4]...)}, path.Join(parts[4:]...)
	}
	return Folder{path.Join(parts[:2]...)}, path.Join(parts[2:]...)
}

// IsProject reports whether the folder is a project's.
func (f Folder) IsProject() bool { return strings.Count(f.Dir, "/") == 3 }

// IsYear reports whether the folder is a plan year's.
func (f Folder) IsYear() bool { return strings.Count(f.Dir, "/") == 1 }

// Project is the folder's project in a register, nil if it is none's or not there.
func (f Folder) Project(r *project.Register) *project.Project {
	if !f.IsProject() {
		return nil
	}
	return r.Project(strings.ReplaceAll(strings.TrimPrefix(f.Dir, "projects/"), "/", "-"))
}

// OpinionFile is where the opinions given on a pull request stand, from the root.
func (f Folder) OpinionFile(pullRequest int) string {
	return fmt.Sprintf("%s/opinions/%d.toml", f.Dir, pullRequest)
}

// path is a file's path from the root.
func (f Folder) path(name string) string {
	if outside, ok := strings.CutPrefix(name, "/"); ok {
		return outside
	}
	return f.Dir + "/" + name
}

// kind is what a TOML file of the folder holds, nil if that is not defined.
func (f Folder) kind(name string) *project.FileKind {
	if f.Dir == "rules" {
		name = "rules/" + name
	}
	return project.KindOf(name)
}

// like is an empty struct of what a TOML file of the folder holds, nil if that is not defined.
func (f Folder) like(name string) any {
	if kind := f.kind(name); kind != nil {
		return kind.New()
	}
	return nil
}

// label is what people call a value of a TOML file: "年度计划 区政府批复 文号"; of the declaration without its own name.
func (f Folder) label(name, key string) string {
	label := tomlfile.Label(f.like(name), key)
	switch kind := f.kind(name); {
	case kind == nil:
		return strings.TrimSpace(name + " " + label)
	case name == "project.toml" && key != "":
		return label
	default:
		return strings.TrimSpace(kind.Label + " " + label)
	}
}
