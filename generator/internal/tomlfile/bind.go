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
	"unicode/utf8"

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
	root, bad := parse(data)
	if bad != nil {
		return []finding.Fault{{
			Rule:    "form.syntax",
			At:      finding.Location{File: file, Span: source.At(data, bad.start, bad.end)},
			Problem: plain(bad.problem),
			Hint:    bad.hint,
		}}, false
	}
	b := &binder{file: file, data: data, options: options, line: 1, column: 1}
	if options.Escaped != nil && bytes.IndexByte(data, '\\') >= 0 {
		b.tellEscaped(root)
	}
	b.table(root, reflect.ValueOf(into).Elem(), nil, -1)
	return b.faults, true
}

// binder carries one reading.
type binder struct {
	file    string
	data    []byte
	options Options
	faults  []finding.Fault

	// Where the last span begins. Places are asked for in nearly the order of the file, so that counting on from the last
	// one, or back, costs no more than the file's size, even where all of it is one line.
	offset, line, column int
}

// span makes the span of data[start:end].
func (b *binder) span(start, end int) source.Span {
	passed := b.data[min(start, b.offset):max(start, b.offset)]
	lines, runes := bytes.Count(passed, []byte("\n")), utf8.RuneCount(passed)
	if start < b.offset {
		lines, runes = -lines, -runes
	}
	b.offset, b.line, b.column = start, b.line+lines, b.column+runes
	if lines != 0 {
		b.column = utf8.RuneCount(b.data[bytes.LastIndexByte(b.data[:start], '\n')+1:start]) + 1
	}
	span := source.At(b.data[start:end], 0, end-start) // for the width
	span.Line, span.Column = int32(b.line), int32(b.column)
	return span
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
		b.options.Escaped(n.key, b.span(n.keyStart, n.keyEnd))
	}
	if n.kind == text && bytes.IndexByte(b.data[n.start:n.end], '\\') >= 0 {
		b.options.Escaped(n.text, b.span(n.start, n.end))
	}
	for _, c := range n.children {
		b.tellEscaped(c)
	}
}

// field is what a struct's tags say of one field.
type field struct {
	index    int
	key      string
	label    string
	required bool
	oneof    []string
	future   bool // a date may lie after today
	single   bool // a list may be given as its one entry
}

// shape is what the tags of a struct say.
type shape struct {
	fields []field
	keys   []string
}

var shapes sync.Map // reflect.Type → *shape

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{}
	for i := range t.NumField() {
		tag, ok := t.Field(i).Tag.Lookup("toml")
		if !ok {
			continue
		}
		key, required := strings.CutSuffix(tag, ",required")
		f := field{
			index:    i,
			key:      key,
			label:    t.Field(i).Tag.Get("label"),
			required: required,
			future:   t.Field(i).Tag.Get("future") == "ok",
			single:   t.Field(i).Tag.Get("single") == "ok",
		}
		if values := t.Field(i).Tag.Get("oneof"); values != "" {
			f.oneof = strings.Split(values, "|")
		}
		s.fields = append(s.fields, f)
		s.keys = append(s.keys, key)
	}
	shapes.Store(t, s)
	return s
}

// header is a struct that embeds project.Table.
type header interface{ Header() *project.Table }

// placed is a value or a list with its place.
type placed interface{ Where() *project.Place }

// table fills a struct from a table. Of an entry of an array, index is its place there, else -1.
func (b *binder) table(n *node, into reflect.Value, parent *project.Table, index int) {
	head := into.Addr().Interface().(header).Header()
	*head = project.Table{File: b.file, Parent: parent, Key: n.key, Index: index}
	if parent != nil {
		head.Span = b.headerSpan(n)
	}
	s := shapeOf(into.Type())
	known := b.fields(n, s, into, head)
	if x, ok := into.Addr().Interface().(Extended); ok {
		if more := x.Extension(); more != nil {
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
	for _, f := range s.fields {
		child := n.child(f.key)
		if child != nil {
			known++
		}
		b.field(child, f, into.Field(f.index), head)
	}
	return known
}

// headerSpan is where the header of a table stands: the key in [a.b], the key before { … }, or, in a list of inline
// tables, the table itself.
func (b *binder) headerSpan(n *node) source.Span {
	if n.keyEnd > 0 {
		return b.span(n.keyStart, n.keyEnd)
	}
	return b.span(n.start, n.end)
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
		b.fault("form.unknown-key", b.span(c.keyStart, c.keyEnd), at.KeyPath(), fmt.Sprintf("没有“%s”这一项", shorten(c.key)), hint)
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
func (b *binder) field(n *node, f field, into reflect.Value, head *project.Table) {
	at := project.Place{Table: head, Key: f.key}
	if n == nil && f.required {
		at.State = project.Faulty
		b.fault("form.missing", head.Span, at.KeyPath(), fmt.Sprintf("缺“%s”（%s）", f.label, f.key), "")
	}
	switch into.Kind() {
	case reflect.Pointer: // a table that need not be there
		if n != nil {
			into.Set(reflect.New(into.Type().Elem()))
			b.tableInPlace(n, f, into.Elem(), head, at)
		}
		return
	case reflect.Struct:
		if _, isTable := into.Addr().Interface().(header); isTable {
			b.tableInPlace(n, f, into, head, at)
			return
		}
	}
	place := into.Addr().Interface().(placed).Where()
	*place = at
	if n == nil {
		return
	}
	place.State = project.Given
	place.Span = b.span(n.start, n.end)
	if free, ok := into.Addr().Interface().(*Free); ok {
		if n.kind != table {
			b.wrongKind(n, f, place, "一个表")
			return
		}
		free.V = n.plain().(map[string]any)
		return
	}
	if list := into.FieldByName("V"); list.Kind() == reflect.Slice {
		b.list(n, f, list, place)
		return
	}
	b.scalar(n, f, into.Addr().Interface(), place)
}

// tableInPlace fills a table that is a field itself, not a pointer. Where it is absent, what it requires is faulty if
// the table is required, and simply absent if it is not. Where something else stands in its place, all of it is faulty.
func (b *binder) tableInPlace(n *node, f field, into reflect.Value, head *project.Table, at project.Place) {
	if n != nil && n.kind == table {
		b.table(n, into, head, -1)
		return
	}
	if n != nil {
		b.wrongKind(n, f, &at, "一个表")
	}
	*into.Addr().Interface().(header).Header() = project.Table{File: b.file, Parent: head, Key: f.key, Index: -1, Span: head.Span}
	for _, inner := range shapeOf(into.Type()).fields {
		if v, ok := into.Field(inner.index).Addr().Interface().(placed); ok {
			*v.Where() = project.Place{Table: into.Addr().Interface().(header).Header(), Key: inner.key}
			if at.State == project.Faulty && (inner.required || n != nil) {
				v.Where().State = project.Faulty
			}
		}
	}
}

// list fills a list from an array, or, where the field allows it, from its one entry.
func (b *binder) list(n *node, f field, into reflect.Value, place *project.Place) {
	entries := n.children
	if n.kind != array {
		if !f.single {
			b.wrongKind(n, f, place, "一个列表")
			return
		}
		entries = []*node{n}
	}
	into.Set(reflect.MakeSlice(into.Type(), len(entries), len(entries)))
	read := 0
	for i, entry := range entries {
		element := into.Index(read)
		if _, isTable := element.Addr().Interface().(header); isTable {
			entry.key = f.key
			if entry.kind != table {
				place.State = project.Faulty
				b.wrongKind(entry, f, &project.Place{Table: place.Table, Key: fmt.Sprintf("%s[%d]", f.key, i)}, "一个表")
				continue
			}
			b.table(entry, element, place.Table, i)
			read++
			continue
		}
		read++
		inner := element.Addr().Interface().(placed).Where()
		*inner = project.Place{Table: place.Table, Key: fmt.Sprintf("%s[%d]", f.key, i), State: project.Given, Span: b.span(entry.start, entry.end)}
		b.scalar(entry, f, element.Addr().Interface(), inner)
		if inner.Faulty() {
			place.State = project.Faulty
		}
	}
	into.Set(into.Slice(0, read))
}

func (b *binder) wrongKind(n *node, f field, place *project.Place, wanted string) {
	b.badValue("form.type", n, f, place, fmt.Sprintf("应是%s，这里是%s", wanted, chinese[n.kind]), "")
}

func (b *binder) badValue(rule string, n *node, f field, place *project.Place, problem, hint string) {
	place.State = project.Faulty
	b.fault(rule, b.span(n.start, n.end), place.KeyPath(), f.label+"："+problem, hint)
}

// scalar fills one value.
func (b *binder) scalar(n *node, f field, into any, place *project.Place) {
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
func (b *binder) ownForm(n *node, f field, v encoding.TextUnmarshaler, place *project.Place) {
	if !b.isText(n, f, place) {
		return
	}
	if err := v.UnmarshalText([]byte(n.text)); err != nil {
		b.badValue("form.value", n, f, place, err.Error(), "")
	}
}

func (b *binder) isText(n *node, f field, place *project.Place) bool {
	if n.kind != text {
		b.badValue("form.type", n, f, place, "应是文字，这里是"+chinese[n.kind], "请用英文双引号括起来")
		return false
	}
	return true
}

func (b *binder) isOneOf(n *node, f field, place *project.Place) bool {
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

func (b *binder) money(n *node, f field, v *project.Money) {
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

func (b *binder) date(n *node, f field, v *project.Date) {
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
