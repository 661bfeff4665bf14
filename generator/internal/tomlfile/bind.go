package tomlfile

import (
	"bytes"
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/source"
)

// Options say how a file is to be read.
type Options struct {
	Today calendar.Date // an act dated later is a fault; no date: none is
	// Escaped is told of each text that is not in the file as it reads, because it is written with escapes: what looks
	// for words in the file's bytes would not see it.
	Escaped func(decoded string, at source.Span)
}

// Read fills the struct that into points to from a file of TOML, and returns all that is wrong with it. The struct
// embeds project.Table, and its fields are tagged as package project says.
//
// It reports false if the file is no TOML: then the one fault is form.syntax, and the struct is left as it was.
func Read(file string, data []byte, into any, options Options) ([]finding.Fault, bool) {
	t := trees.Get().(*tree)
	defer trees.Put(t)
	root, bad := t.parse(data)
	if bad != nil {
		return []finding.Fault{{
			Rule:    "form.syntax",
			At:      finding.Location{File: file, Span: source.At(data, bad.start, bad.end)},
			Problem: plain(bad.problem),
			Hint:    bad.hint,
		}}, false
	}
	b := &binder{file: file, data: data, options: options}
	if options.Escaped != nil && bytes.IndexByte(data, '\\') >= 0 {
		b.tellEscaped(root)
	}
	v := reflect.ValueOf(into).Elem()
	b.table(root, shapeOf(v.Type()), v, nil, -1)
	return b.faults, true
}

// trees are kept for the next file: making them anew would cost as much as reading.
var trees = sync.Pool{New: func() any { return new(tree) }}

// binder carries one reading.
type binder struct {
	file    string
	data    []byte
	options Options
	faults  []finding.Fault
}

// mostFaults is how many faults of one file are told: a clerk mends no more at once, and a file made to be wrong in a
// hundred thousand places must not cost as much to report.
const mostFaults = 500

func (b *binder) fault(rule string, at source.Span, keyPath, problem, hint string) {
	if len(b.faults) == mostFaults {
		return
	}
	b.faults = append(b.faults, finding.Fault{
		Rule: rule, At: finding.Location{File: b.file, Span: at}, KeyPath: keyPath, Problem: plain(problem), Hint: hint,
	})
}

// plain replaces what a problem quotes of the record and a terminal or a comment must not be given: line ends, and
// control and bidirectional characters, which escapes can bring into a text.
func plain(problem string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || source.IsHidden(r) {
			return '·'
		}
		return r
	}, problem)
}

// tellEscaped tells of every key and text below n that is written with escapes. An array of tables has no key of its own:
// its entries have it.
func (b *binder) tellEscaped(n *node) {
	if n.how != byEntries && bytes.IndexByte(b.data[n.keyStart:n.keyEnd], '\\') >= 0 {
		b.options.Escaped(n.key, n.keyAt)
	}
	if n.kind == text && bytes.IndexByte(b.data[n.start:n.end], '\\') >= 0 {
		b.options.Escaped(n.text, n.at)
	}
	for _, c := range n.children {
		b.tellEscaped(c)
	}
}

// field is what a struct's tags say of one field.
type field struct {
	index    int
	kind     fieldKind
	key      string
	entries  []string // key with the number of an entry, of the first entries of a list: "deliverables[0]"
	label    string
	required bool
	oneof    []string
	future   bool // a date may lie after today
	single   bool // a list may be given as its one entry
	isMoney  bool
	table    *shape // of a table, or of the entries of a list of tables
}

type fieldKind uint8

const (
	aScalar fieldKind = iota
	aList
	aTable
	aTablePointer // a table that need not be there
	aFreeTable
)

// entriesNamed is how many entries of a list have their names made beforehand.
const entriesNamed = 16

// entry is the name of an entry of a list.
func (f *field) entry(i int) string {
	if i < len(f.entries) {
		return f.entries[i]
	}
	return fmt.Sprintf("%s[%d]", f.key, i)
}

// shape is what the tags of a struct say.
type shape struct {
	fields     []field
	keys       []string
	header     int // which field is the project.Table; -1 of further keys, which have none
	isExtended bool
}

var shapes sync.Map // reflect.Type → *shape

var (
	headerType   = reflect.TypeFor[project.Table]()
	freeType     = reflect.TypeFor[Free]()
	extendedType = reflect.TypeFor[Extended]()
)

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{header: -1, isExtended: reflect.PointerTo(t).Implements(extendedType)}
	for i := range t.NumField() {
		if t.Field(i).Type == headerType {
			s.header = i
		}
		if tag, ok := t.Field(i).Tag.Lookup("toml"); ok {
			f := fieldOf(t.Field(i), tag)
			f.index = i
			s.fields = append(s.fields, f)
			s.keys = append(s.keys, f.key)
		}
	}
	shapes.Store(t, s)
	return s
}

func fieldOf(structField reflect.StructField, tag string) field {
	key, required := strings.CutSuffix(tag, ",required")
	f := field{
		key:      key,
		label:    structField.Tag.Get("label"),
		required: required,
		future:   structField.Tag.Get("future") == "ok",
		single:   structField.Tag.Get("single") == "ok",
		isMoney:  structField.Type == moneyType,
	}
	if values := structField.Tag.Get("oneof"); values != "" {
		f.oneof = strings.Split(values, "|")
	}
	t := structField.Type
	switch {
	case t.Kind() == reflect.Pointer:
		f.kind, f.table = aTablePointer, shapeOf(t.Elem())
	case t == freeType:
		f.kind = aFreeTable
	case isTable(t):
		f.kind, f.table = aTable, shapeOf(t)
	default:
		value, _ := t.FieldByName("V")
		if value.Type.Kind() != reflect.Slice {
			break
		}
		f.kind = aList
		if isTable(value.Type.Elem()) {
			f.table = shapeOf(value.Type.Elem())
			break
		}
		for i := range entriesNamed {
			f.entries = append(f.entries, fmt.Sprintf("%s[%d]", key, i))
		}
	}
	return f
}

// isTable reports whether a struct embeds project.Table.
func isTable(t reflect.Type) bool {
	_, ok := reflect.PointerTo(t).MethodByName("Header")
	return ok
}

// placeOf is the place of a value or list, which is the first thing that either embeds.
func placeOf(v reflect.Value) *project.Place { return v.Field(0).Addr().Interface().(*project.Place) }

// table fills a struct of a shape from a table. Of an entry of an array, index is its place there, else -1.
func (b *binder) table(n *node, s *shape, into reflect.Value, parent *project.Table, index int) {
	head := into.Field(s.header).Addr().Interface().(*project.Table)
	*head = project.Table{File: b.file, Parent: parent, Key: n.key, Index: index}
	if parent != nil {
		head.Span = n.header()
	}
	known := b.fields(n, s, into, head)
	if s.isExtended {
		if more := into.Addr().Interface().(Extended).Extension(); more != nil {
			extra := reflect.ValueOf(more).Elem()
			known += b.fields(n, shapeOf(extra.Type()), extra, head)
			s = &shape{fields: slices.Concat(s.fields, shapeOf(extra.Type()).fields), keys: slices.Concat(s.keys, shapeOf(extra.Type()).keys)}
		}
	}
	if known < len(n.children) {
		b.unknownKeys(n, s, head)
	}
}

// Extended is a struct whose table has further keys, which depend on what its own fields say: a rule's parameters
// depend on its check. Extension returns a pointer to the tagged struct of those keys, or nil.
type Extended interface{ Extension() any }

// fields fills the fields that a shape lists, and returns how many of them the table has.
func (b *binder) fields(n *node, s *shape, into reflect.Value, head *project.Table) int {
	known := 0
	for i := range s.fields {
		f := &s.fields[i]
		child := n.child(f.key)
		if child != nil {
			known++
		}
		b.field(child, f, into.Field(f.index), head)
	}
	return known
}

// header is where the header of a table stands: the key in [a.b], the key before { … }, or, in a list of inline tables,
// the table itself.
func (n *node) header() source.Span {
	if n.keyEnd > 0 {
		return n.keyAt
	}
	return n.at
}

func (b *binder) unknownKeys(n *node, s *shape, head *project.Table) {
	for _, c := range n.children {
		if indexOf(s.keys, c.key) >= 0 {
			continue
		}
		at := project.Place{Table: head, Key: c.key}
		hint := "可以写的有：" + strings.Join(s.keys, "、")
		if near := Near(c.key, s.keys); near != "" {
			hint = fmt.Sprintf("是不是“%s”（%s）？", near, s.fields[indexOf(s.keys, near)].label)
		}
		b.fault("form.unknown-key", c.keyAt, at.KeyPath(), fmt.Sprintf("没有“%s”这一项", shorten(c.key)), hint)
	}
}

func indexOf(keys []string, key string) int {
	for i, k := range keys {
		if k == key {
			return i
		}
	}
	return -1
}

// field fills one field from its node, which is nil where the key is absent.
func (b *binder) field(n *node, f *field, into reflect.Value, head *project.Table) {
	at := project.Place{Table: head, Key: f.key}
	if n == nil && f.required {
		at.State = project.Faulty
		b.fault("form.missing", head.Span, at.KeyPath(), fmt.Sprintf("缺“%s”（%s）", f.label, f.key), "")
	}
	switch f.kind {
	case aTablePointer:
		if n != nil {
			into.Set(reflect.New(into.Type().Elem()))
			b.tableInPlace(n, f, into.Elem(), head, at)
		}
		return
	case aTable:
		b.tableInPlace(n, f, into, head, at)
		return
	}
	place := placeOf(into)
	*place = at
	if n == nil {
		return
	}
	place.State = project.Given
	place.Span = n.at
	switch f.kind {
	case aFreeTable:
		if n.kind != table {
			b.wrongKind(n, f, place, "一个表")
			return
		}
		into.Addr().Interface().(*Free).V = n.plain().(map[string]any)
	case aList:
		b.list(n, f, into.FieldByName("V"), place)
	case aScalar:
		b.scalar(n, f, into.Addr().Interface(), place)
	}
}

// tableInPlace fills a table that is a field itself, not a pointer. Where it is absent, what it requires is faulty if
// the table is required, and simply absent if it is not. Where something else stands in its place, all of it is faulty.
func (b *binder) tableInPlace(n *node, f *field, into reflect.Value, head *project.Table, at project.Place) {
	if n != nil && n.kind == table {
		b.table(n, f.table, into, head, -1)
		return
	}
	if n != nil {
		b.wrongKind(n, f, &at, "一个表")
	}
	own := into.Field(f.table.header).Addr().Interface().(*project.Table)
	*own = project.Table{File: b.file, Parent: head, Key: f.key, Index: -1, Span: head.Span}
	for _, inner := range f.table.fields {
		if inner.kind == aTable || inner.kind == aTablePointer {
			continue
		}
		place := placeOf(into.Field(inner.index))
		*place = project.Place{Table: own, Key: inner.key}
		if at.State == project.Faulty && (inner.required || n != nil) {
			place.State = project.Faulty
		}
	}
}

// list fills a list from an array, or, where the field allows it, from its one entry.
func (b *binder) list(n *node, f *field, into reflect.Value, place *project.Place) {
	entries := n.children
	if n.kind != array {
		if !f.single {
			b.wrongKind(n, f, place, "一个列表")
			return
		}
		entries = []*node{n}
	}
	into.Grow(len(entries))
	into.SetLen(len(entries))
	read := 0
	for i, entry := range entries {
		element := into.Index(read)
		if f.table != nil {
			entry.key = f.key
			if entry.kind != table {
				place.State = project.Faulty
				b.wrongKind(entry, f, &project.Place{Table: place.Table, Key: fmt.Sprintf("%s[%d]", f.key, i)}, "一个表")
				continue
			}
			b.table(entry, f.table, element, place.Table, i)
			read++
			continue
		}
		read++
		inner := placeOf(element)
		*inner = project.Place{Table: place.Table, Key: f.entry(i), State: project.Given, Span: entry.at}
		b.scalar(entry, f, element.Addr().Interface(), inner)
		if inner.Faulty() {
			place.State = project.Faulty
		}
	}
	into.SetLen(read)
}

func (b *binder) wrongKind(n *node, f *field, place *project.Place, wanted string) {
	b.badValue("form.type", n, f, place, fmt.Sprintf("应是%s，这里是%s", wanted, chinese[n.kind]), "")
}

func (b *binder) badValue(rule string, n *node, f *field, place *project.Place, problem, hint string) {
	place.State = project.Faulty
	b.fault(rule, n.at, place.KeyPath(), f.label+"："+problem, hint)
}

// scalar fills one value.
func (b *binder) scalar(n *node, f *field, into any, place *project.Place) {
	switch v := into.(type) {
	case *project.Text:
		if b.isText(n, f, place) && b.isOneOf(n, f, place) {
			v.V = n.text
		}
	case *project.Money:
		b.money(n, f, v)
	case *project.Date:
		b.date(n, f, v)
	case *project.Flag:
		if n.kind != boolean {
			b.badValue("form.type", n, f, place, "应是 true（是）或 false（否），这里是"+chinese[n.kind], "")
			return
		}
		v.V = n.text == "true"
	case *project.Number:
		if n.kind != integer {
			b.badValue("form.type", n, f, place, "应是整数，这里是"+chinese[n.kind], "不加引号，也没有小数和百分号")
			return
		}
		v.V, _ = parseInteger(n.text)
	case *project.Moment:
		t, err := parseMoment(n.text)
		if n.kind != otherTime || err != nil {
			b.badValue("form.date", n, f, place, "应是带时区的时间", "写作 2024-09-20T10:01:00+08:00，不加引号")
			return
		}
		if !b.options.Today.IsZero() && calendar.DateOf(t).After(b.options.Today) {
			b.badValue("form.date", n, f, place, fmt.Sprintf("%s 在今天（%s）之后", calendar.DateOf(t), b.options.Today), "")
			return
		}
		v.V = t
	case *project.Code:
		if !b.isText(n, f, place) {
			return
		}
		code, err := project.ParseCreditCode(n.text)
		if err != nil {
			b.badValue("form.credit-code", n, f, place, err.Error(), "")
			return
		}
		v.V = code
	default:
		b.ownForm(n, f, reflect.ValueOf(into).Elem().FieldByName("V").Addr().Interface().(encoding.TextUnmarshaler), place)
	}
}

// parseMoment reads a time with its zone as TOML writes it, T or a blank between date and time. It errors if there is no
// such time.
func parseMoment(s string) (time.Time, error) {
	if len(s) < 14 || s[13] != ':' { // time.Parse lets 1:01:00 pass
		return time.Time{}, fmt.Errorf("“%s”不是时间", s)
	}
	return time.Parse(time.RFC3339Nano, strings.ToUpper(s[:10])+"T"+strings.ToUpper(s[11:]))
}

// ownForm fills a value that reads its own text, such as a limit in words.
func (b *binder) ownForm(n *node, f *field, v encoding.TextUnmarshaler, place *project.Place) {
	if !b.isText(n, f, place) {
		return
	}
	if err := v.UnmarshalText([]byte(n.text)); err != nil {
		b.badValue("form.value", n, f, place, err.Error(), "")
	}
}

func (b *binder) isText(n *node, f *field, place *project.Place) bool {
	if n.kind != text {
		b.badValue("form.type", n, f, place, "应是文字，这里是"+chinese[n.kind], "请用英文双引号括起来")
		return false
	}
	return true
}

func (b *binder) isOneOf(n *node, f *field, place *project.Place) bool {
	if f.oneof == nil || indexOf(f.oneof, n.text) >= 0 {
		return true
	}
	var values []string
	for _, v := range f.oneof {
		if v != "" {
			values = append(values, v)
		}
	}
	hint := "请从中选一个：" + strings.Join(values, "、")
	if near := Near(n.text, values); near != "" {
		hint = fmt.Sprintf("是不是“%s”？可以写的有：%s", near, strings.Join(values, "、"))
	}
	b.badValue("form.value", n, f, place, fmt.Sprintf("没有“%s”这个选项", shorten(n.text)), hint)
	return false
}

func (b *binder) money(n *node, f *field, v *project.Money) {
	const hint = "写成带单位的文字，例如 \"486万元\"、\"4860000元\""
	if n.kind != text {
		b.badValue("form.money", n, f, &v.Place, "应是带单位的文字，这里是"+chinese[n.kind], moneyHint(n, hint))
		return
	}
	amount, err := money.Parse(n.text)
	if err != nil {
		b.badValue("form.money", n, f, &v.Place, fmt.Sprintf("“%s”：%s", shorten(n.text), err), hint)
		return
	}
	v.V = amount
}

// moneyHint shows a bare number as it may have been meant.
func moneyHint(n *node, hint string) string {
	for _, unit := range []string{"万元", "元"} {
		if _, err := money.Parse(n.text + unit); err != nil {
			return hint
		}
	}
	return fmt.Sprintf("如果是万元，写作 \"%s万元\"；如果是元，写作 \"%s元\"", n.text, n.text)
}

func (b *binder) date(n *node, f *field, v *project.Date) {
	const hint = "写作 2024-03-05，不加引号"
	if n.kind != localDate {
		b.badValue("form.date", n, f, &v.Place, "应是日期，这里是"+chinese[n.kind], hint)
		return
	}
	d, err := calendar.ParseDate(shorten(n.text))
	if err != nil {
		b.badValue("form.date", n, f, &v.Place, err.Error(), hint)
		return
	}
	if !f.future && !b.options.Today.IsZero() && d.After(b.options.Today) {
		b.badValue("form.date", n, f, &v.Place, fmt.Sprintf("%s 在今天（%s）之后，还没有发生的事不能先填", d, b.options.Today), "请核对日期")
		return
	}
	v.V = d
}
