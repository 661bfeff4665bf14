package history

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// Changed lists the files that are not the same in two commits, by their paths from the folder that was opened, in order.
// Only folders whose hashes differ are read. It errors if there is no such commit.
func (r *Repository) Changed(base, head string) ([]string, error) {
	old, err := r.root(plumbing.NewHash(base))
	if err != nil {
		return nil, err
	}
	now, err := r.root(plumbing.NewHash(head))
	if err != nil {
		return nil, err
	}
	var changed []string
	err = r.objects.differ(old, now, "", func(file string, _, _ entry) { changed = append(changed, file) })
	slices.Sort(changed)
	return changed, err
}

// differ tells each file that is not the same in two folders, with what it was and what it is.
func (o *objects) differ(old, now plumbing.Hash, dir string, tell func(file string, was, is entry)) error {
	was, err := o.treeData(old)
	if err != nil {
		return err
	}
	is, err := o.treeData(now)
	if err != nil {
		return err
	}
	for len(was) > 0 || len(is) > 0 {
		if n := bytes.IndexByte(was, 0) + 1 + hashSize; n > hashSize && n <= min(len(was), len(is)) && bytes.Equal(was[:n], is[:n]) {
			was, is = was[n:], is[n:]
			continue
		}
		a, afterA, err := peek(was)
		if err != nil {
			return err
		}
		b, afterB, err := peek(is)
		if err != nil {
			return err
		}
		switch order := inGitOrder(a, b); {
		case order < 0:
			b, was = entry{}, afterA
		case order > 0:
			a, is = entry{}, afterB
		default:
			was, is = afterA, afterB
		}
		file := path.Join(dir, cmp.Or(a.name, b.name))
		if a.isFile() || b.isFile() {
			tell(file, a, b)
		} else if err := o.differ(a.hash, b.hash, file, tell); err != nil {
			return err
		}
	}
	return nil
}

// inGitOrder compares two entries of trees, a folder as if its name ended in a slash; what is not there comes last.
func inGitOrder(a, b entry) int {
	key := func(e entry) string {
		switch {
		case e.mode == filemode.Empty:
			return "\xff"
		case e.isFolder():
			return e.name + "/"
		}
		return e.name
	}
	return strings.Compare(key(a), key(b))
}

// treeData is a tree as Git keeps it; the tree of no hash is empty.
func (o *objects) treeData(tree plumbing.Hash) ([]byte, error) {
	if tree.IsZero() {
		return nil, nil
	}
	return o.read(tree, plumbing.TreeObject)
}

// peek reads the first entry of what is left of a tree; where nothing is left it is the zero entry.
func peek(data []byte) (entry, []byte, error) {
	if len(data) == 0 {
		return entry{}, nil, nil
	}
	return nextEntry(data)
}

// ChangedIn lists the files of a work tree that are not as a commit has them, like Changed; files is the folder that was
// opened. Outside of projects and rules, a file that Git does not know of is none of the register's. Line ends CRLF are
// LF to Git.
func (r *Repository) ChangedIn(files fs.FS, base string) ([]string, error) {
	root, err := r.root(plumbing.NewHash(base))
	if err != nil {
		return nil, err
	}
	was := map[string]entry{}
	if err := r.objects.differ(root, plumbing.ZeroHash, "", func(file string, e, _ entry) { was[file] = e }); err != nil {
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
		e, known := was[file]
		same, err := isSame(files, file, e)
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
func isSame(files fs.FS, name string, e entry) (bool, error) {
	info, err := fs.Lstat(files, name)
	if err != nil {
		return false, err
	}
	if info.IsDir() {
		return false, fs.ErrNotExist
	}
	if !info.Mode().IsRegular() {
		return e.mode == filemode.Symlink, nil
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return false, err
	}
	return plumbing.ComputeHash(plumbing.BlobObject, data) == e.hash ||
		plumbing.ComputeHash(plumbing.BlobObject, bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))) == e.hash, nil
}
