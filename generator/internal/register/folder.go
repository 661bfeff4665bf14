package register

import (
	"io/fs"
	"os"
	"path/filepath"
)

// Folder is a folder on disk as a file system that no link leads out of.
type Folder struct {
	root *os.Root
	dir  string // where it is on disk
}

// Open opens a folder on disk. It errors if there is no such folder.
func Open(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Folder{root, dir}, nil
}

// Close gives the folder back to the system.
func (f *Folder) Close() error { return f.root.Close() }

// Open implements fs.FS.
func (f *Folder) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	file, err := f.root.OpenFile(name, os.O_RDONLY|noBlock, 0)
	if err != nil {
		return nil, err
	}
	return file, nil
}

// ReadDir implements fs.ReadDirFS. That the folder can be opened says that no link leads out of this one on the way to it;
// it is then listed by its path, for os.Root would ask the system about every file.
func (f *Folder) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != "." {
		sub, err := f.root.OpenRoot(name)
		if err != nil {
			return nil, err
		}
		defer sub.Close()
	}
	return os.ReadDir(filepath.Join(f.dir, filepath.FromSlash(name)))
}

// ReadFile implements fs.ReadFileFS.
func (f *Folder) ReadFile(name string) ([]byte, error) { return fs.ReadFile(f.root.FS(), name) }

// Stat implements fs.StatFS.
func (f *Folder) Stat(name string) (fs.FileInfo, error) { return fs.Stat(f.root.FS(), name) }

// Lstat and ReadLink implement fs.ReadLinkFS.
func (f *Folder) Lstat(name string) (fs.FileInfo, error) { return f.root.Lstat(name) }

// ReadLink says where a link leads.
func (f *Folder) ReadLink(name string) (string, error) { return f.root.Readlink(name) }

// Sub implements fs.SubFS: it opens a folder within. From there each file is one step away, where from the root every
// folder on the way to it is opened for every file.
func (f *Folder) Sub(name string) (fs.FS, error) {
	root, err := f.root.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &Folder{root, filepath.Join(f.dir, filepath.FromSlash(name))}, nil
}

// within goes into a folder of a file system. The caller calls leave when it has read what it wants of it.
func within(fsys fs.FS, dir string) (sub fs.FS, leave func(), err error) {
	sub, err = fs.Sub(fsys, dir)
	if err != nil {
		return nil, nil, err
	}
	if folder, ok := sub.(*Folder); ok {
		return sub, func() { folder.Close() }, nil
	}
	return sub, func() {}, nil
}
