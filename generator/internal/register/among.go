package register

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/project"
)

// Among is the record as if it had, of the projects, only those of which a file is among some; the plan years and the
// directories are whole. A load of it takes as long as these few need, however many others there are. files are paths from
// the root; those of folders serve as well. Of the others, the register knows that they are there.
func Among(fsys fs.FS, files []string) fs.FS {
	a := &among{FS: fsys, dir: ".", kept: map[string]bool{}}
	for _, file := range files {
		for dir := file; dir != "."; dir = path.Dir(dir) {
			a.kept[dir] = true
		}
	}
	return a
}

// among is a folder of the record, at most a unit's in a year.
type among struct {
	fs.FS
	dir  string          // from the root
	kept map[string]bool // the files that were given, and the folders on the way to them
}

// ReadDir implements fs.ReadDirFS.
func (a *among) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(a.FS, name)
	dir := path.Join(a.dir, name)
	inYear := strings.HasPrefix(dir, "projects/")
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return inYear && e.IsDir() && e.Name() != "opinions" && !a.kept[path.Join(dir, e.Name())]
	}), err
}

// Sub implements fs.SubFS. A project's folder is whole.
func (a *among) Sub(name string) (fs.FS, error) {
	sub, err := fs.Sub(a.FS, name)
	dir := path.Join(a.dir, name)
	if err != nil || !strings.HasPrefix(dir+"/", "projects/") || strings.Count(dir, "/") >= 3 {
		return sub, err
	}
	return &among{sub, dir, a.kept}, nil
}

// others reports whether the whole record has a project's folder.
func (a *among) others(id string) bool {
	dir, err := project.Folder(id)
	if err != nil {
		return false
	}
	info, err := fs.Stat(a.FS, dir)
	return err == nil && info.IsDir()
}
