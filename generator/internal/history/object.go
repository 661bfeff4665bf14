package history

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// rawObject is one of Git's objects: a commit, a tree or a blob.
type rawObject struct {
	kind plumbing.ObjectType
	data []byte // never changed
}

// maxObject is the largest object that is read here. An attachment of the register has 5 MB at most.
const maxObject = 1 << 30

// objects reads Git's objects by their hashes. It looks into packs and loose objects itself: go-git reads the whole index
// of every pack before it gives the first object, and hashes each object that it reads, while a check of one change needs a
// few dozen objects out of a million. What it does not find, go-git is asked for. It may be used by several goroutines.
type objects struct {
	git   *git.Repository
	files billy.Filesystem // the .git folder
	packs []*pack

	gitMu sync.Mutex // go-git's storage is not safe for several goroutines
}

// newObjects opens the packs of a repository. Those that are of no version that is known here are left to go-git.
func newObjects(r *git.Repository) *objects {
	o := &objects{git: r}
	storage, ok := r.Storer.(*filesystem.Storage)
	if !ok {
		return o
	}
	o.files = storage.Filesystem()
	entries, _ := o.files.ReadDir("objects/pack")
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".idx") {
			continue
		}
		if p, err := openPack(o.files, path.Join("objects/pack", e.Name())); err == nil {
			o.packs = append(o.packs, p)
		}
	}
	return o
}

// read reads an object of a kind. It errors with plumbing.ErrObjectNotFound if there is none.
func (o *objects) read(hash plumbing.Hash, kind plumbing.ObjectType) ([]byte, error) {
	found, err := o.find(hash)
	if err != nil {
		return nil, fmt.Errorf("object %s: %w", hash, err)
	}
	if found.kind != kind {
		return nil, fmt.Errorf("object %s is a %s, not a %s", hash, found.kind, kind)
	}
	return found.data, nil
}

func (o *objects) find(hash plumbing.Hash) (rawObject, error) {
	for _, p := range o.packs {
		offset, ok, err := p.find(hash)
		if err != nil {
			return rawObject{}, err
		}
		if ok {
			return p.read(offset)
		}
	}
	if found, err := o.loose(hash); !errors.Is(err, plumbing.ErrObjectNotFound) {
		return found, err
	}
	o.gitMu.Lock()
	defer o.gitMu.Unlock()
	encoded, err := o.git.Storer.EncodedObject(plumbing.AnyObject, hash)
	if err != nil {
		return rawObject{}, err
	}
	r, err := encoded.Reader()
	if err != nil {
		return rawObject{}, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	return rawObject{encoded.Type(), data}, err
}

// loose reads an object that has a file of its own: its kind, its size, a zero byte, and what it holds.
func (o *objects) loose(hash plumbing.Hash) (rawObject, error) {
	if o.files == nil {
		return rawObject{}, plumbing.ErrObjectNotFound
	}
	name := hash.String()
	f, err := o.files.Open(path.Join("objects", name[:2], name[2:]))
	if err != nil {
		return rawObject{}, plumbing.ErrObjectNotFound
	}
	defer f.Close()
	z, err := zlib.NewReader(f)
	if err != nil {
		return rawObject{}, err
	}
	data, err := io.ReadAll(io.LimitReader(z, maxObject))
	if err != nil {
		return rawObject{}, err
	}
	head, data, _ := bytes.Cut(data, []byte{0})
	kindName, size, _ := strings.Cut(string(head), " ")
	kind, err := plumbing.ParseObjectType(kindName)
	if err != nil || size != strconv.Itoa(len(data)) {
		return rawObject{}, fmt.Errorf("object %s is damaged", hash)
	}
	return rawObject{kind, data}, nil
}

// inflater reads compressed data, and is used again for the next.
type inflater struct {
	*bufio.Reader
	z io.ReadCloser
}

var inflaters = sync.Pool{New: func() any { return &inflater{Reader: bufio.NewReader(nil)} }}

func (in *inflater) from(r io.Reader) { in.Reset(r) }

// inflate inflates so many bytes. It errors if the data have another length, or are damaged.
func (in *inflater) inflate(size int64) ([]byte, error) {
	if size < 0 || size > maxObject {
		return nil, errors.New("an object of more than 1 GB")
	}
	var err error
	if in.z == nil {
		in.z, err = zlib.NewReader(in.Reader)
	} else {
		err = in.z.(zlib.Resetter).Reset(in.Reader, nil)
	}
	if err != nil {
		return nil, err
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(in.z, data); err != nil {
		return nil, err
	}
	if n, err := in.z.Read(make([]byte, 1)); n > 0 || err != io.EOF { // the checksum follows
		return nil, fmt.Errorf("an object of another length than it says: %w", err)
	}
	return data, nil
}
