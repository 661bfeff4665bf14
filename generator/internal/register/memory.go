package register

import (
	"crypto/sha256"
	"encoding/binary"
	"io/fs"
	"sync"
	"time"

	"wuxing.example/register/generator/internal/alike"
	"wuxing.example/register/generator/internal/cache"
	"wuxing.example/register/generator/internal/project"
)

// memory keeps what documents say from one load to the next, by the hash of their text: reading Markdown takes a hundred
// times as long as hashing it. A file that is as the last load left it is not even read: it is known by its state.
//
// A document is kept if nothing is wrong with its form, it carries neither a secrecy mark nor a personal number, and its
// project says that it is not classified. What a load does not meet any more, or meets in a project that has become
// classified, the next does not find.
type memory struct {
	cache  *cache.Cache
	since  time.Time // when the last load put its documents into the cache
	count  int       // of them
	byText map[digest]*remembered
	byFile map[state]*remembered

	mu      sync.Mutex
	kept    []*remembered // of this load
	isFresh bool          // one of these is not the last load's
}

type digest = [sha256.Size]byte

// A state is what the system says of a file that is another once the file was written to: which file it is, its size, and
// when its text, and whatever is known of it, last changed. The zero state is no file's.
type state [5 * 8]byte

// remembered is a document as it was met.
type remembered struct {
	text     digest
	file     state
	sections []byte // what it says, as encode writes it
	isNew    bool   // not the last load's
	isKept   bool
}

// memoryKey is the one key in the cache under which all documents stand: how many they are, and of each its digest, its
// file's state, the length of what it says, and this. Its number is that of the form in which encode writes, and changes
// with it: what an older program kept in another form is then not found.
const memoryKey = "sections and needs of documents, 3"

func recall(c *cache.Cache) *memory {
	m := &memory{cache: c, since: c.Since(memoryKey)}
	data, _ := c.Get(memoryKey)
	count, n := binary.Uvarint(data)
	data = data[n:]
	m.count, m.byText, m.byFile = int(count), make(map[digest]*remembered, count), make(map[state]*remembered, count)
	all := make([]remembered, count)
	for i := range all {
		d := &all[i]
		d.text, d.file = digest(data), state(data[len(d.text):])
		data = data[len(d.text)+len(d.file):]
		length, n := binary.Uvarint(data)
		data = data[n:]
		d.sections = data[:length:length]
		data = data[length:]
		m.byText[d.text] = d
		if d.file != (state{}) {
			m.byFile[d.file] = d
		}
	}
	return m
}

// tick is longer than the time in which a file system tells no two changes of a file apart.
const tick = 2 * time.Second

// stateOf returns the state of a file by which it may be known, else the zero state. That is, of a file on disk which had
// not changed for a tick when the last load put its documents into the cache: whatever changes it after that changes its
// state.
func (m *memory) stateOf(fsys fs.FS, name string) state {
	if folder, ok := fsys.(*Folder); ok && !m.since.IsZero() {
		if s, changed := folder.state(name); changed.Add(tick).Before(m.since) {
			return s
		}
	}
	return state{}
}

// find returns a text that stands in a file of that state, as it was met before; nil if it was not.
func (m *memory) find(text digest, file state) *remembered {
	known := m.byText[text]
	if known == nil || file == (state{}) {
		return known
	}
	return &remembered{text: text, file: file, sections: known.sections, isNew: true}
}

// keep keeps a project's documents.
func (m *memory) keep(documents []*remembered) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range documents {
		if !d.isKept {
			d.isKept = true
			m.kept = append(m.kept, d)
			m.isFresh = m.isFresh || d.isNew
		}
	}
}

// save puts what this load kept into the cache, if it differs from what was there.
func (m *memory) save() {
	if !m.isFresh && len(m.kept) == m.count {
		return
	}
	data := binary.AppendUvarint(nil, uint64(len(m.kept)))
	for _, d := range m.kept {
		data = append(append(data, d.text[:]...), d.file[:]...)
		data = binary.AppendUvarint(data, uint64(len(d.sections)))
		data = append(data, d.sections...)
	}
	m.cache.Put(memoryKey, data)
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
