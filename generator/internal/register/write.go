package register

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/project"
)

// With is a file system with further files in it, by name; those that are there in both are the further ones. So new
// projects can be judged beside the others before they are written.
func With(fsys fs.FS, files map[string][]byte) (fs.FS, error) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(files[name]); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	added, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	return &merged{fsys, added}, err
}

// merged is two file systems as one.
type merged struct{ base, added fs.FS }

// Open implements fs.FS.
func (m *merged) Open(name string) (fs.File, error) {
	if info, err := fs.Stat(m.added, name); err == nil && !info.IsDir() {
		return m.added.Open(name)
	}
	f, err := m.base.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return m.added.Open(name)
	}
	return f, err
}

// ReadDir implements fs.ReadDirFS.
func (m *merged) ReadDir(name string) ([]fs.DirEntry, error) {
	added, addedErr := fs.ReadDir(m.added, name)
	base, err := fs.ReadDir(m.base, name)
	if err != nil {
		if addedErr == nil && errors.Is(err, fs.ErrNotExist) {
			return added, nil
		}
		return nil, err
	}
	entries := map[string]fs.DirEntry{}
	for _, e := range slices.Concat(base, added) {
		entries[e.Name()] = e
	}
	return slices.SortedFunc(maps.Values(entries), func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) }), nil
}

// NextFolder is the folder of a unit's next project in a year. It errors if all numbers are taken.
func NextFolder(r *project.Register, year int, unit string) (string, error) {
	next := 1
	for _, p := range r.Projects {
		if p.Year == year && p.Unit == unit {
			next = max(next, number(path.Base(p.Dir))+1)
		}
	}
	if next > 999 {
		return "", fmt.Errorf("单位“%s”在 %d 年度的项目序号已经用完", unit, year)
	}
	return fmt.Sprintf("projects/%d/%s/%03d", year, unit, next), nil
}

// WriteNew writes the files of new projects' folders, given by their paths from the register's root. It writes all of the
// folders or none, and none over one that is there with anything in it.
func WriteNew(root string, files map[string][]byte) (err error) {
	staged, err := os.MkdirTemp(root, ".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(staged)
	folders := map[string]bool{}
	for name, data := range files {
		folders[projectFolder(name)] = true
		file := filepath.Join(staged, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	var done []string
	defer func() {
		if err != nil {
			for _, dir := range done {
				os.RemoveAll(dir)
			}
		}
	}()
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		to := filepath.Join(root, filepath.FromSlash(folder))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if entries, err := os.ReadDir(to); err == nil && len(entries) > 0 {
			return fmt.Errorf("%s 已经有了，没有覆盖", folder)
		}
		if err := os.Rename(filepath.Join(staged, filepath.FromSlash(folder)), to); err != nil {
			return err
		}
		done = append(done, to)
	}
	return nil
}

// projectFolder is the folder of the project that a file belongs to: projects/<year>/<unit>/<number>.
func projectFolder(file string) string { return path.Join(strings.Split(file, "/")[:4]...) }
