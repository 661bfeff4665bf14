package history

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// entry is one name in a tree. The zero entry is a name that is not there.
type entry struct {
	mode filemode.FileMode
	name string
	hash plumbing.Hash
}

func (e entry) isFolder() bool { return e.mode == filemode.Dir }
func (e entry) isFile() bool   { return e.mode != filemode.Empty && e.mode != filemode.Dir }

var errTree = errors.New("a damaged tree")

// entries are those of a tree, in Git's order; the tree of no hash is empty.
func (o *objects) entries(tree plumbing.Hash) ([]entry, error) {
	if tree.IsZero() {
		return nil, nil
	}
	data, err := o.read(tree, plumbing.TreeObject)
	if err != nil {
		return nil, err
	}
	var all []entry
	for len(data) > 0 {
		var e entry
		if e, data, err = nextEntry(data); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// nextEntry reads the first entry of a tree: its mode, a blank, its name, a zero byte, its hash.
func nextEntry(data []byte) (entry, []byte, error) {
	mode, rest, ok := bytes.Cut(data, []byte{' '})
	name, rest, ok2 := bytes.Cut(rest, []byte{0})
	if !ok || !ok2 || len(rest) < hashSize {
		return entry{}, nil, errTree
	}
	m, err := strconv.ParseUint(string(mode), 8, 32)
	if err != nil {
		return entry{}, nil, errTree
	}
	return entry{filemode.FileMode(m), string(name), plumbing.Hash(rest[:hashSize])}, rest[hashSize:], nil
}

// lookUp finds a path in a tree, entry by entry. It errors with fs.ErrNotExist if it is not there.
func (o *objects) lookUp(tree plumbing.Hash, name string) (entry, error) {
	at := entry{mode: filemode.Dir, name: ".", hash: tree}
	if name == "." {
		return at, nil
	}
	for part := range strings.SplitSeq(name, "/") {
		if !at.isFolder() {
			return entry{}, fs.ErrNotExist
		}
		entries, err := o.entries(at.hash)
		if err != nil {
			return entry{}, err
		}
		i := slices.IndexFunc(entries, func(e entry) bool { return e.name == part })
		if i < 0 {
			return entry{}, fs.ErrNotExist
		}
		at = entries[i]
	}
	return at, nil
}

// Files is the tree of a commit as a file system, from the folder that was opened. It may be used by several goroutines.
// It errors if there is no such commit.
func (r *Repository) Files(commit string) (fs.FS, error) {
	root, err := r.root(plumbing.NewHash(commit))
	if err != nil {
		return nil, err
	}
	return &treeFS{r.objects, root}, nil
}

// treeFS is a tree of Git's objects.
type treeFS struct {
	objects *objects
	root    plumbing.Hash
}

// find looks up a name for an operation.
func (t *treeFS) find(op, name string) (entry, error) {
	e, err := entry{}, fs.ErrInvalid
	if fs.ValidPath(name) {
		e, err = t.objects.lookUp(t.root, name)
	}
	if err != nil {
		return e, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return e, nil
}

// Open opens a file or a folder.
func (t *treeFS) Open(name string) (fs.File, error) {
	e, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	if e.isFolder() {
		entries, err := t.list(e)
		return &folder{info: info{entry: e}, entries: entries}, err
	}
	data, err := t.data(e)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{info: info{e, int64(len(data))}, Reader: bytes.NewReader(data)}, nil
}

// ReadFile implements fs.ReadFileFS.
func (t *treeFS) ReadFile(name string) ([]byte, error) {
	e, err := t.find("read", name)
	if err != nil {
		return nil, err
	}
	if e.isFolder() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	data, err := t.data(e)
	return slices.Clone(data), err
}

// ReadDir implements fs.ReadDirFS.
func (t *treeFS) ReadDir(name string) ([]fs.DirEntry, error) {
	e, err := t.find("read", name)
	if err != nil {
		return nil, err
	}
	if !e.isFolder() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	return t.list(e)
}

// Stat implements fs.StatFS; the size of a file is not looked up for it.
func (t *treeFS) Stat(name string) (fs.FileInfo, error) {
	e, err := t.find("stat", name)
	if err != nil {
		return nil, err
	}
	return dirEntry{info{entry: e}, t}.Info()
}

// Sub implements fs.SubFS: from a folder within, each file is one step away.
func (t *treeFS) Sub(name string) (fs.FS, error) {
	e, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	if !e.isFolder() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	return &treeFS{t.objects, e.hash}, nil
}

// data is what a file holds; of what is no blob (a link to a commit of another repository), nothing.
func (t *treeFS) data(e entry) ([]byte, error) {
	if e.mode == filemode.Submodule {
		return nil, nil
	}
	return t.objects.read(e.hash, plumbing.BlobObject)
}

// list makes the entries of a folder in order of name, as fs wants it; Git orders a folder as if its name ended in a
// slash.
func (t *treeFS) list(of entry) ([]fs.DirEntry, error) {
	all, err := t.objects.entries(of.hash)
	if err != nil {
		return nil, err
	}
	entries := make([]fs.DirEntry, 0, len(all))
	for _, e := range all {
		entries = append(entries, dirEntry{info{entry: e}, t})
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// dirEntry is an entry of a folder, whose size is looked up when it is asked for.
type dirEntry struct {
	info
	tree *treeFS
}

func (e dirEntry) Type() fs.FileMode { return e.Mode().Type() }

func (e dirEntry) Info() (fs.FileInfo, error) {
	if e.entry.isFolder() {
		return e.info, nil
	}
	data, err := e.tree.data(e.entry)
	return info{e.entry, int64(len(data))}, err
}

// info says of an entry what Git knows of it. Git keeps no times.
type info struct {
	entry entry
	size  int64
}

func (i info) Name() string       { return path.Base(i.entry.name) }
func (i info) Size() int64        { return i.size }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.entry.isFolder() }
func (i info) Sys() any           { return content(i.entry.hash) }

// content is the hash of a file's or folder's content. Who wants to know whether a folder is one that it has seen need not
// read it.
type content plumbing.Hash

// ContentHash is the hash in hexadecimal digits.
func (c content) ContentHash() string { return plumbing.Hash(c).String() }

func (i info) Mode() fs.FileMode {
	switch i.entry.mode {
	case filemode.Dir:
		return fs.ModeDir | 0o755
	case filemode.Symlink:
		return fs.ModeSymlink | 0o777
	case filemode.Submodule:
		return fs.ModeIrregular
	}
	return 0o644
}

// file is an opened file.
type file struct {
	info info
	*bytes.Reader
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

// folder is an opened folder.
type folder struct {
	info    info
	entries []fs.DirEntry
	read    int
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.Name(), Err: fs.ErrInvalid}
}

// ReadDir returns the next n entries, or with n <= 0 all that are left.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	left := f.entries[f.read:]
	if n <= 0 {
		f.read = len(f.entries)
		return left, nil
	}
	if len(left) == 0 {
		return nil, io.EOF
	}
	left = left[:min(n, len(left))]
	f.read += len(left)
	return left, nil
}
