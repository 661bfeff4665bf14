package register

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"wuxing.example/register/generator/internal/alike"
	"wuxing.example/register/generator/internal/cache"
	"wuxing.example/register/generator/internal/project"
)

// memory keeps what documents say from one load to the next, by the hash of their text: reading Markdown takes a hundred
// times as long as hashing it.
//
// A document is kept if nothing is wrong with its form, it carries neither a secrecy mark nor a personal number, and its
// project says that it is not classified. What a load does not meet any more, or meets in a project that has become
// classified, the next does not find.
type memory struct {
	cache *cache.Cache
	found map[digest][]byte // of the last load, what each document says as encode writes it

	mu      sync.Mutex
	kept    map[digest][]byte // of this load
	isFresh bool              // kept has what found has not
}

type digest = [sha256.Size]byte

// memoryKey is the one key in the cache under which all documents stand, each as its digest, the length of what it says,
// and this. Its number is that of the form in which encode writes, and changes with it: what an older program kept in
// another form is then not found.
const memoryKey = "sections and needs of documents, 2"

func recall(c *cache.Cache) *memory {
	m := &memory{cache: c, found: map[digest][]byte{}, kept: map[digest][]byte{}}
	data, _ := c.Get(memoryKey)
	for len(data) > len(digest{}) {
		key := digest(data)
		length, n := binary.Uvarint(data[len(key):])
		data = data[len(key)+n:]
		m.found[key] = data[:length:length]
		data = data[length:]
	}
	return m
}

// save puts what this load kept into the cache, if it differs from what was there.
func (m *memory) save() {
	if !m.isFresh && len(m.kept) == len(m.found) {
		return
	}
	var data []byte
	for key, sections := range m.kept {
		data = append(data, key[:]...)
		data = binary.AppendUvarint(data, uint64(len(sections)))
		data = append(data, sections...)
	}
	m.cache.Put(memoryKey, data)
}

// remembered is a document of the project that is being read.
type remembered struct {
	key      digest
	sections []byte
}

func (m *memory) keep(documents []remembered) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range documents {
		m.kept[d.key] = d.sections
		if _, known := m.found[d.key]; !known {
			m.isFresh = true
		}
	}
}

// encode writes how many numbers the needs have, these, how many sections there are, and of each the level and whether it
// has text, the line, the length of the heading, and the heading.
func encode(d *project.Document) []byte {
	data := binary.AppendUvarint(nil, uint64(len(d.Needs)))
	for _, n := range d.Needs {
		data = binary.BigEndian.AppendUint32(data, n)
	}
	data = binary.AppendUvarint(data, uint64(len(d.Sections)))
	for _, s := range d.Sections {
		level := byte(s.Level) << 1
		if s.HasText {
			level |= 1
		}
		data = append(data, level)
		data = binary.AppendUvarint(data, uint64(s.Line))
		data = binary.AppendUvarint(data, uint64(len(s.Heading)))
		data = append(data, s.Heading...)
	}
	return data
}

// decode reads what encode wrote.
func decode(data []byte, d *project.Document) {
	needs, n := binary.Uvarint(data)
	data = data[n:]
	if needs > 0 {
		d.Needs = make(alike.Sketch, needs)
	}
	for i := range d.Needs {
		d.Needs[i] = binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	sections, n := binary.Uvarint(data)
	data = data[n:]
	if sections > 0 {
		d.Sections = make([]project.Section, sections)
	}
	text := string(data) // of which each heading is a part
	for i := range d.Sections {
		s := &d.Sections[i]
		s.Level, s.HasText = int(data[0]>>1), data[0]&1 == 1
		line, n := binary.Uvarint(data[1:])
		data = data[1+n:]
		length, n := binary.Uvarint(data)
		data = data[n:]
		start := len(text) - len(data)
		s.Line, s.Heading = int(line), text[start:start+int(length)]
		data = data[length:]
	}
}
