package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/fnv"
	"os"
)

// Table is an entry of many values by name, of which only those are read that are asked for.
//
// Its file is: a seal; the number of buckets; where each begins, and where the last ends; the buckets, each behind a seal
// of its own, in which stand the names that fall into it, with their values.
type Table struct {
	cache *Cache
	key   string
	file  *os.File
	count uint32 // of buckets
}

const (
	tableHead  = sha256.Size + 4
	bucketSeal = 8
	perBucket  = 8 // names, on average
)

// PutTable keeps values by name under the key, in place of what was there.
func (c *Cache) PutTable(key string, values map[string][]byte) {
	if c == nil {
		return
	}
	t := &Table{cache: c, key: key, count: uint32(len(values)/perBucket + 1)}
	buckets := make([][]byte, t.count)
	for name, value := range values {
		b := &buckets[t.bucket(name)]
		*b = append(binary.AppendUvarint(*b, uint64(len(name))), name...)
		*b = append(binary.AppendUvarint(*b, uint64(len(value))), value...)
	}
	seal := t.seal()
	data := binary.BigEndian.AppendUint32(seal[:], t.count)
	at := uint64(tableHead + 8*(len(buckets)+1))
	for i := range buckets {
		data = binary.BigEndian.AppendUint64(data, at)
		at += uint64(bucketSeal + len(buckets[i]))
	}
	data = binary.BigEndian.AppendUint64(data, at)
	for i, b := range buckets {
		data = append(append(data, t.sealOf(uint32(i), b)...), b...)
	}
	c.write(key, data)
}

// Table opens the values under the key, and reports whether there are any. Close gives the file back.
func (c *Cache) Table(key string) (*Table, bool) {
	if c == nil {
		return nil, false
	}
	file, err := os.Open(c.file(key))
	if err != nil {
		return nil, false
	}
	t := &Table{cache: c, key: key, file: file}
	head := make([]byte, tableHead)
	if _, err := file.ReadAt(head, 0); err == nil {
		t.count = binary.BigEndian.Uint32(head[sha256.Size:])
		if t.count > 0 && [sha256.Size]byte(head) == t.seal() {
			return t, true
		}
	}
	file.Close()
	return nil, false
}

// Close gives the file back to the system.
func (t *Table) Close() { t.file.Close() }

// Get returns a value, nil if there is none of that name. It reports false if the table is damaged there.
func (t *Table) Get(name string) ([]byte, bool) {
	i := t.bucket(name)
	var span [16]byte
	if _, err := t.file.ReadAt(span[:], int64(tableHead+8*int(i))); err != nil {
		return nil, false
	}
	from, to := binary.BigEndian.Uint64(span[:]), binary.BigEndian.Uint64(span[8:])
	if info, err := t.file.Stat(); err != nil || from > to || to > uint64(info.Size()) || to-from < bucketSeal {
		return nil, false
	}
	data := make([]byte, to-from)
	if _, err := t.file.ReadAt(data, int64(from)); err != nil {
		return nil, false
	}
	seal, data := data[:bucketSeal], data[bucketSeal:]
	if !bytes.Equal(seal, t.sealOf(i, data)) {
		return nil, false
	}
	next := func() []byte {
		n, length := binary.Uvarint(data)
		value := data[length : length+int(n)]
		data = data[length+int(n):]
		return value
	}
	for len(data) > 0 {
		if found, value := next(), next(); string(found) == name {
			return value, true
		}
	}
	return nil, true
}

func (t *Table) bucket(name string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(name))
	return h.Sum32() % t.count
}

// seal tells a table of this program's, of this very many buckets, from anything else.
func (t *Table) seal() [sha256.Size]byte {
	return t.cache.seal(t.key, binary.BigEndian.AppendUint32([]byte("table "), t.count))
}

// sealOf tells that a bucket is whole.
func (t *Table) sealOf(i uint32, data []byte) []byte {
	seal := t.cache.seal(t.key, append(binary.BigEndian.AppendUint32([]byte("bucket "), i), data...))
	return seal[:bucketSeal]
}
