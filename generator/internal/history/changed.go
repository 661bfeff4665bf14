package history

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Changed lists the files that are not the same in two commits, by their paths from the folder that was opened, in order.
// Only folders whose hashes differ are read. It errors if there is no such commit.
func (r *Repository) Changed(base, head string) ([]string, error) {
	old, err := r.tree(base)
	if err != nil {
		return nil, err
	}
	now, err := r.tree(head)
	if err != nil {
		return nil, err
	}
	var changed []string
	err = r.differ(old, now, "", func(file string, _, _ object.TreeEntry) { changed = append(changed, file) })
	slices.Sort(changed)
	return changed, err
}

// tree is the folder that was opened as a commit has it; one that is not there is empty.
func (r *Repository) tree(commit string) (*object.Tree, error) {
	c, err := r.git.CommitObject(plumbing.NewHash(commit))
	if err != nil {
		return nil, err
	}
	root, err := c.Tree()
	if err != nil || r.prefix == "." {
		return root, err
	}
	sub, err := root.Tree(r.prefix)
	if errors.Is(err, object.ErrDirectoryNotFound) {
		return &object.Tree{}, nil
	}
	return sub, err
}

// differ tells each file that is not the same in two folders.
func (r *Repository) differ(old, now *object.Tree, dir string, tell func(file string, was, is object.TreeEntry)) error {
	was, is := entriesOf(old), entriesOf(now)
	names := map[string]bool{}
	for name := range was {
		names[name] = true
	}
	for name := range is {
		names[name] = true
	}
	for name := range names {
		a, b := was[name], is[name]
		if a.Hash == b.Hash && a.Mode == b.Mode {
			continue
		}
		file := path.Join(dir, name)
		if isFile(a) || isFile(b) {
			tell(file, a, b)
		}
		below, err := r.folderOf(a)
		if err != nil {
			return err
		}
		other, err := r.folderOf(b)
		if err != nil {
			return err
		}
		if err := r.differ(below, other, file, tell); err != nil {
			return err
		}
	}
	return nil
}

func isFile(e object.TreeEntry) bool { return e.Mode != 0 && e.Mode != filemode.Dir }

func entriesOf(t *object.Tree) map[string]object.TreeEntry {
	entries := make(map[string]object.TreeEntry, len(t.Entries))
	for _, e := range t.Entries {
		entries[e.Name] = e
	}
	return entries
}

func (r *Repository) folderOf(e object.TreeEntry) (*object.Tree, error) {
	if e.Mode != filemode.Dir {
		return &object.Tree{}, nil
	}
	return r.git.TreeObject(e.Hash)
}

// ChangedIn lists the files of a work tree that are not as a commit has them, like Changed; files is the folder that was
// opened. Outside of projects and rules, a file that Git does not know of is none of the register's. Line ends CRLF are
// LF to Git.
func (r *Repository) ChangedIn(files fs.FS, base string) ([]string, error) {
	root, err := r.tree(base)
	if err != nil {
		return nil, err
	}
	was := map[string]object.TreeEntry{}
	err = r.differ(&object.Tree{}, root, "", func(file string, _, e object.TreeEntry) { was[file] = e })
	if err != nil {
		return nil, err
	}
	candidates, err := r.tracked()
	if err != nil {
		return nil, err
	}
	candidates = slices.AppendSeq(candidates, maps.Keys(was))
	for _, folder := range []string{"projects", "rules"} {
		err := fs.WalkDir(files, folder, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				candidates = append(candidates, name)
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	slices.Sort(candidates)
	var changed []string
	for _, file := range slices.Compact(candidates) {
		entry, known := was[file]
		same, err := isSame(files, file, entry)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			same = !known
		case err != nil:
			return nil, err
		}
		if !same {
			changed = append(changed, file)
		}
	}
	return changed, nil
}

// tracked lists the files that Git knows of, which the next commit has.
func (r *Repository) tracked() ([]string, error) {
	index, err := r.git.Storer.Index()
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range index.Entries {
		if name, ok := strings.CutPrefix(e.Name, r.prefix+"/"); ok || r.prefix == "." {
			files = append(files, name)
		}
	}
	return files, nil
}

// isSame reports whether a file of a work tree is as a commit has it. It errors with fs.ErrNotExist if there is no file.
func isSame(files fs.FS, name string, entry object.TreeEntry) (bool, error) {
	info, err := fs.Lstat(files, name)
	if err != nil {
		return false, err
	}
	if info.IsDir() {
		return false, fs.ErrNotExist
	}
	if !info.Mode().IsRegular() {
		return entry.Mode == filemode.Symlink, nil
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return false, err
	}
	return plumbing.ComputeHash(plumbing.BlobObject, data) == entry.Hash ||
		plumbing.ComputeHash(plumbing.BlobObject, bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))) == entry.Hash, nil
}
