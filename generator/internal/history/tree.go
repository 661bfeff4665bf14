package history

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Files is the tree of a commit as a file system, from the folder that was opened. It may be used by several goroutines. It errors if there is no such
// commit.
func (r *Repository) Files(commit string) (fs.FS, error) {
	c, err := r.git.CommitObject(plumbing.NewHash(commit))
	if err != nil {
		return nil, err
	}
	root, err := c.Tree()
	if err != nil {
		return nil, err
	}
	return fs.Sub(&treeFS{repository: r, root: root}, r.prefix)
}

// treeFS is a tree of Git's objects. go-git's storage is not safe for several goroutines, so reading takes turns.
type treeFS struct {
	repository *Repository
	root       *object.Tree
	mu         sync.Mutex
}

// Open opens a file or a folder.
func (t *treeFS) Open(name string) (fs.File, error) {
	file, err := t.open(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return file, nil
}

func (t *treeFS) open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	entry := object.TreeEntry{Name: ".", Mode: filemode.Dir, Hash: t.root.Hash}
	tree := t.root
	if name != "." {
		parts := strings.Split(name, "/")
		for i, part := range parts {
			at := slices.IndexFunc(tree.Entries, func(e object.TreeEntry) bool { return e.Name == part })
			if at < 0 {
				return nil, fs.ErrNotExist
			}
			entry = tree.Entries[at]
			if entry.Mode != filemode.Dir {
				if i < len(parts)-1 {
					return nil, fs.ErrNotExist
				}
				break
			}
			next, err := t.repository.git.TreeObject(entry.Hash)
			if err != nil {
				return nil, err
			}
			tree = next
		}
	}
	if entry.Mode == filemode.Dir {
		return &folder{info: info{entry: entry}, entries: t.list(tree)}, nil
	}
	data, err := t.read(entry)
	if err != nil {
		return nil, err
	}
	return &file{info: info{entry, int64(len(data))}, Reader: bytes.NewReader(data)}, nil
}

// read reads a blob whole; of what is no blob (a link to a commit of another repository) there is nothing.
func (t *treeFS) read(entry object.TreeEntry) ([]byte, error) {
	if entry.Mode == filemode.Submodule {
		return nil, nil
	}
	blob, err := t.repository.git.BlobObject(entry.Hash)
	if err != nil {
		return nil, err
	}
	r, err := blob.Reader()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// list makes the entries of a folder in order of name, as fs wants it; Git orders a folder as if its name ended in a
// slash.
func (t *treeFS) list(tree *object.Tree) []fs.DirEntry {
	entries := make([]fs.DirEntry, 0, len(tree.Entries))
	for _, e := range tree.Entries {
		entries = append(entries, dirEntry{info{entry: e}, t})
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries
}

// dirEntry is an entry of a folder, whose size is looked up when it is asked for.
type dirEntry struct {
	info
	tree *treeFS
}

func (e dirEntry) Type() fs.FileMode { return e.Mode().Type() }

func (e dirEntry) Info() (fs.FileInfo, error) {
	if !e.Type().IsRegular() && e.Type() != fs.ModeSymlink {
		return e.info, nil
	}
	e.tree.mu.Lock()
	defer e.tree.mu.Unlock()
	size, err := e.tree.repository.git.Storer.EncodedObjectSize(e.entry.Hash)
	return info{e.entry, size}, err
}

// info says of an entry what Git knows of it. Git keeps no times.
type info struct {
	entry object.TreeEntry
	size  int64
}

func (i info) Name() string       { return path.Base(i.entry.Name) }
func (i info) Size() int64        { return i.size }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.entry.Mode == filemode.Dir }
func (i info) Sys() any           { return nil }

func (i info) Mode() fs.FileMode {
	switch i.entry.Mode {
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
