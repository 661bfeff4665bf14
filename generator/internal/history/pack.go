package history

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sort"
	"sync"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-git/v5/plumbing"
)

// pack is one pack of Git's objects with its index (version 2), of both of which only what is needed is read.
//
// The index is: 8 bytes of header; 256 counts, of the hashes whose first byte is at most so much; the hashes in order;
// their checksums; their offsets in the pack, those that need more than 31 bits by way of a table that follows.
type pack struct {
	index, data billy.File
	counts      [256]uint32
	lists       [256]func() (list, error) // the objects whose hashes have one first byte, read when the first is looked for

	mu         sync.Mutex
	young, old map[int64]rawObject // by offset: what was read last, which deltas are based on
	youngHas   int                 // bytes
}

const (
	hashSize     = 20
	checksumSize = 4
	offsetSize   = 4
	packHead     = 8

	// keptBytes is how much of what was read last is kept, twice. Trees from one commit to the next are deltas in chains
	// of at most 50, and the trees on a path in the register have some kilobytes each.
	keptBytes = 8 << 20
	// maxChain is the longest chain of deltas; Git makes none longer than 4,095.
	maxChain = 5000
)

var errNoPack = errors.New("no pack, or none of a version that is known here")

// openPack opens a pack by the name of its index. It errors with errNoPack if it is of another version.
func openPack(files billy.Filesystem, name string) (*pack, error) {
	p := &pack{young: map[int64]rawObject{}}
	var err error
	if p.index, err = files.Open(name); err != nil {
		return nil, err
	}
	if p.data, err = files.Open(name[:len(name)-len("idx")] + "pack"); err != nil {
		return nil, err
	}
	head := make([]byte, packHead+4*len(p.counts))
	if _, err := p.index.ReadAt(head, 0); err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(head, []byte("\xfftOc\x00\x00\x00\x02")) {
		return nil, errNoPack
	}
	for i := range p.counts {
		p.counts[i] = binary.BigEndian.Uint32(head[packHead+4*i:])
	}
	for i := range p.lists {
		p.lists[i] = sync.OnceValues(func() (list, error) { return p.list(i) })
	}
	return p, nil
}

// list is a part of an index: hashes in order, and where their objects stand in the pack.
type list struct{ hashes, offsets []byte }

// list reads the part of the index of the hashes with a first byte.
func (p *pack) list(b int) (l list, err error) {
	first := 0
	if b > 0 {
		first = int(p.counts[b-1])
	}
	n, all := int(p.counts[b])-first, int(p.counts[255])
	hashes := packHead + 4*len(p.counts)
	if l.hashes, err = p.readIndex(hashes+hashSize*first, hashSize*n); err != nil {
		return l, err
	}
	offsets := hashes + (hashSize+checksumSize)*all
	l.offsets, err = p.readIndex(offsets+offsetSize*first, offsetSize*n)
	return l, err
}

func (p *pack) readIndex(at, length int) ([]byte, error) {
	data := make([]byte, length)
	_, err := p.index.ReadAt(data, int64(at))
	return data, err
}

// find is where an object stands in the pack; it reports false if it does not.
func (p *pack) find(hash plumbing.Hash) (offset int64, ok bool, err error) {
	l, err := p.lists[hash[0]]()
	if err != nil {
		return 0, false, err
	}
	i, ok := sort.Find(len(l.hashes)/hashSize, func(i int) int { return bytes.Compare(hash[:], l.hashes[i*hashSize:][:hashSize]) })
	if !ok {
		return 0, false, nil
	}
	offset, err = p.offset(binary.BigEndian.Uint32(l.offsets[i*offsetSize:]))
	return offset, true, err
}

// offset is an offset of which the index gives 31 bits, or where in its table of the longer ones it stands.
func (p *pack) offset(short uint32) (int64, error) {
	const long = 1 << 31
	if short&long == 0 {
		return int64(short), nil
	}
	table := packHead + 4*len(p.counts) + (hashSize+checksumSize+offsetSize)*int(p.counts[255])
	data, err := p.readIndex(table+8*int(short&^long), 8)
	if err != nil {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(data)), nil
}

// read reads the object at an offset. One that is a delta is made from what it is based on, which may be a delta too; the
// whole chain is kept for the next.
func (p *pack) read(offset int64) (rawObject, error) {
	type step struct {
		at    int64
		delta []byte
	}
	var steps []step
	var o rawObject
	for at := offset; ; {
		var ok bool
		if o, ok = p.kept(at); ok {
			break
		}
		e, err := p.entry(at)
		if err != nil {
			return rawObject{}, err
		}
		if e.base == 0 {
			o = rawObject{e.kind, e.data}
			p.keep(at, o)
			break
		}
		if len(steps) > maxChain {
			return rawObject{}, errDelta
		}
		steps = append(steps, step{at, e.data})
		at = e.base
	}
	for len(steps) > 0 {
		last := steps[len(steps)-1]
		data, err := applyDelta(o.data, last.delta)
		if err != nil {
			return rawObject{}, err
		}
		o.data = data
		p.keep(last.at, o)
		steps = steps[:len(steps)-1]
	}
	return o, nil
}

// kept is what was read at an offset not long ago.
func (p *pack) kept(at int64) (rawObject, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if o, ok := p.young[at]; ok {
		return o, true
	}
	o, ok := p.old[at]
	return o, ok
}

// keep keeps an object. When enough has come, what was kept before that is let go.
func (p *pack) keep(at int64, o rawObject) {
	if len(o.data) > keptBytes/16 { // an attachment, which nobody asks for twice
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.young[at] = o
	if p.youngHas += len(o.data); p.youngHas > keptBytes {
		p.old, p.young, p.youngHas = p.young, map[int64]rawObject{}, 0
	}
}

// The kinds of entry in a pack, as Git numbers them.
const (
	offsetDelta = 6
	hashDelta   = 7
)

// packed is one entry of a pack: an object, or a delta on the object at base.
type packed struct {
	kind plumbing.ObjectType
	base int64 // 0: none
	data []byte
}

func (p *pack) entry(at int64) (packed, error) {
	in := inflaters.Get().(*inflater)
	defer inflaters.Put(in)
	in.from(io.NewSectionReader(p.data, at, 1<<62-at))
	b, err := in.ReadByte()
	if err != nil {
		return packed{}, err
	}
	e := packed{kind: plumbing.ObjectType(b >> 4 & 7)}
	size := int64(b & 15)
	for shift := 4; b&0x80 != 0; shift += 7 {
		if b, err = in.ReadByte(); err != nil {
			return packed{}, err
		}
		size |= int64(b&0x7f) << shift
	}
	switch e.kind {
	case offsetDelta:
		back := int64(-1)
		for more := true; more; more = b&0x80 != 0 {
			if b, err = in.ReadByte(); err != nil {
				return packed{}, err
			}
			back = (back+1)<<7 | int64(b&0x7f)
		}
		e.base = at - back
	case hashDelta:
		var hash plumbing.Hash
		if _, err := io.ReadFull(in, hash[:]); err != nil {
			return packed{}, err
		}
		base, ok, err := p.find(hash)
		if err != nil || !ok {
			return packed{}, fmt.Errorf("a delta without its base %s: %w", hash, errors.Join(err, plumbing.ErrObjectNotFound))
		}
		e.base = base
	}
	e.data, err = in.inflate(size)
	return e, err
}

var errDelta = errors.New("a delta that does not fit its base")

// applyDelta makes an object of its base and a delta: the sizes of both, then what to copy and what to insert.
func applyDelta(base, delta []byte) ([]byte, error) {
	baseSize, n := binary.Uvarint(delta)
	if n <= 0 || baseSize != uint64(len(base)) {
		return nil, errDelta
	}
	delta = delta[n:]
	size, n := binary.Uvarint(delta)
	if n <= 0 || size > maxObject {
		return nil, errDelta
	}
	delta = delta[n:]
	out := make([]byte, 0, min(size, 1<<20))
	for len(delta) > 0 && uint64(len(out)) <= size {
		op := delta[0]
		delta = delta[1:]
		if op&0x80 == 0 { // insert so many bytes
			if op == 0 || int(op) > len(delta) {
				return nil, errDelta
			}
			out = append(out, delta[:op]...)
			delta = delta[op:]
			continue
		}
		var offset, length int
		for i := range 7 { // which of the seven bytes of offset and length are there
			if op&(1<<i) == 0 {
				continue
			}
			if len(delta) == 0 {
				return nil, errDelta
			}
			if i < 4 {
				offset |= int(delta[0]) << (8 * i)
			} else {
				length |= int(delta[0]) << (8 * (i - 4))
			}
			delta = delta[1:]
		}
		if length == 0 {
			length = 0x10000
		}
		if offset+length > len(base) {
			return nil, errDelta
		}
		out = append(out, base[offset:offset+length]...)
	}
	if uint64(len(out)) != size {
		return nil, errDelta
	}
	return out, nil
}
