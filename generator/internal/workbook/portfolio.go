// The whole portfolio, with all fields, a sheet a table.

package workbook

import (
	"io"
	"path"
	"reflect"
	"strings"

	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// table is one kind of table of the record as a sheet: a kind of file, or a list of tables in one. Its columns are the
// file's folder and name, the entry's place where it is a list's, and its fields in the order of their definition.
type table struct {
	name    string
	columns []column
	lists   []list
	isList  bool
	sheet   *sheet
}

// column is a field: where it stands in the table's struct, and what its tags say.
type column struct {
	path     []int    // the fields that lead to it, pointers followed
	key      string   // from the table on: "estimate.total"
	label    string   // with those of the tables that lead to it: "投资概算·总投资"
	own      string   // its own label: "总投资"
	oneof    []string // a closed list of values, "" among them where it may be empty
	kind     reflect.Type
	required bool
}

// list is a list of tables within a table.
type list struct {
	path  []int
	key   string
	own   string
	table *table
}

// hiddenKeys are the fields that no export shows: a person's account in the Git host.
var hiddenKeys = map[string]bool{"account": true, "accounts": true}

// newTable makes the table of a struct. Lists of tables within it become tables of their own, named after both.
func newTable(name string, t reflect.Type, isList bool) *table {
	made := &table{name: name, isList: isList}
	made.fields(t, nil, "", "")
	return made
}

// fields adds the fields of a struct, which stands at a path in the table's own.
func (t *table) fields(of reflect.Type, at []int, keys, labels string) {
	for i := range of.NumField() {
		f := of.Field(i)
		key, required := strings.CutSuffix(f.Tag.Get("toml"), ",required")
		if key == "" || hiddenKeys[key] {
			continue
		}
		here := append(at[:len(at):len(at)], i)
		own := f.Tag.Get("label")
		label := labels + own
		switch kind, inner := kindOf(f.Type); kind {
		case aTable:
			t.fields(inner, here, keys+key+".", label+"·")
		case aListOfTables:
			t.lists = append(t.lists, list{here, keys + key, own, newTable(t.name+"·"+label, inner, true)})
		default:
			c := column{path: here, key: keys + key, label: label, own: own, kind: f.Type, required: required}
			if values := f.Tag.Get("oneof"); values != "" {
				c.oneof = strings.Split(values, "|")
			}
			t.columns = append(t.columns, c)
		}
	}
}

// all lists the table and those of its lists, each before its own lists.
func (t *table) all() []*table {
	tables := []*table{t}
	for _, l := range t.lists {
		tables = append(tables, l.table.all()...)
	}
	return tables
}

// fieldKind is what a field of a record's struct holds.
type fieldKind int

const (
	aValue fieldKind = iota
	aListOfValues
	aTable
	aListOfTables
)

// kindOf says what a field holds, and the type of a table's or an entry's struct.
func kindOf(t reflect.Type) (fieldKind, reflect.Type) {
	if t.Kind() == reflect.Pointer {
		return aTable, t.Elem()
	}
	if _, isTable := reflect.New(t).Interface().(header); isTable {
		return aTable, t
	}
	if v, ok := t.FieldByName("V"); ok && v.Type.Kind() == reflect.Slice && v.Type.Elem().Kind() == reflect.Struct {
		if _, isTable := reflect.New(v.Type.Elem()).Interface().(header); isTable {
			return aListOfTables, v.Type.Elem()
		}
		return aListOfValues, v.Type.Elem()
	}
	return aValue, t
}

// header is a struct that embeds project.Table.
type header interface{ Header() *project.Table }

// WritePortfolio writes all fields of all projects and plan years that are not classified. It errors if the writing
// fails.
func WritePortfolio(w io.Writer, r *project.Register) error {
	b := newBook()
	b.overview(r)
	files := map[reflect.Type]*table{}
	for _, kind := range project.FileKinds {
		t := reflect.TypeOf(kind.New())
		if files[t] != nil || strings.HasPrefix(kind.Name, "rules/") {
			continue // both evaluations are one kind of file
		}
		files[t] = newTable(kind.Label, t.Elem(), false)
		for _, t := range files[t].all() {
			t.begin(b)
		}
	}
	for _, p := range r.Projects {
		if !p.IsSecret() {
			writeFiles(files, reflect.ValueOf(p).Elem())
		}
	}
	for _, y := range r.Years {
		if len(y.Marks) == 0 {
			writeFiles(files, reflect.ValueOf(y).Elem())
		}
	}
	return b.write(w)
}

// overview writes a row a project: what it is, how far it has come, and its five amounts.
func (b *book) overview(r *project.Register) {
	s := b.sheet("项目总表", a4Wide, 1, []float64{16, 36, 24, 8, 16, 12, 14, 14, 14, 14, 14, 14})
	s.heads([]string{"项目编号", "项目名称", "建设单位", "项目类型", "项目类别", "申报日期", "阶段", "总投资（万元）", "审核金额（万元）", "计划金额（万元）", "合同金额（万元）", "支付金额（万元）"})
	for _, p := range r.Projects {
		if p.IsSecret() || p.Declaration == nil {
			continue
		}
		d, course, a := p.Declaration, portfolio.CourseOf(r, p), portfolio.AmountsOf(p)
		s.values(look{}, p.ID, d.Name.V, unitName(r, p.Unit), d.Kind.V, d.Category.V, d.Declared.V, course.Stage(), a.Declared, a.Audited, a.Planned, a.Contracted, a.Paid)
	}
}

// begin begins the table's sheet.
func (t *table) begin(b *book) {
	heads, widths := []string{"项目", "文件"}, []float64{16, 24}
	if t.isList {
		heads, widths = append(heads, "位置"), append(widths, 18)
	}
	for _, c := range t.columns {
		heads, widths = append(heads, c.label), append(widths, 18)
	}
	t.sheet = b.sheet(t.name, a4Wide, 1, widths)
	t.sheet.heads(heads)
}

// writeFiles writes each file of a project or a plan year, whose struct holds it as a pointer or a list of pointers.
func writeFiles(files map[reflect.Type]*table, of reflect.Value) {
	for i := range of.NumField() {
		f := of.Field(i)
		switch {
		case f.Kind() == reflect.Pointer && !f.IsNil():
			files[f.Type()].write(f.Elem())
		case f.Kind() == reflect.Slice && files[f.Type().Elem()] != nil:
			for n := range f.Len() {
				files[f.Type().Elem()].write(f.Index(n).Elem())
			}
		}
	}
}

// write writes a table's row, and those of its lists.
func (t *table) write(of reflect.Value) {
	head := of.Addr().Interface().(header).Header()
	folder, file := splitFile(head.File)
	row := []any{folder, file}
	if t.isList {
		row = append(row, head.KeyPath())
	}
	for _, c := range t.columns {
		row = append(row, shown(at(of, c.path)))
	}
	t.sheet.values(look{}, row...)
	for _, l := range t.lists {
		entries := at(of, l.path)
		if !entries.IsValid() {
			continue
		}
		for i, v := 0, entries.FieldByName("V"); i < v.Len(); i++ {
			l.table.write(v.Index(i))
		}
	}
}

// splitFile parts a file's path into what people call its folder, a project's id or a plan year, and the rest.
func splitFile(file string) (folder, name string) {
	parts := strings.Split(file, "/") // projects, year, unit, number, …
	if len(parts) >= 5 && project.IsSerial(parts[3]) {
		return project.ID(parts[1], parts[2], parts[3]), path.Join(parts[4:]...)
	}
	return parts[1], path.Join(parts[2:]...)
}

// at is the field at a path, no value where a table on the way is not there.
func at(v reflect.Value, path []int) reflect.Value {
	for _, i := range path {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return reflect.Value{}
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

// shown is a field's value as cell takes it: nil where it is absent or cannot be read, a list's values joined.
func shown(field reflect.Value) any {
	if !field.IsValid() {
		return nil
	}
	if place := field.Addr().Interface().(interface{ Where() *project.Place }).Where(); !place.Given() {
		return nil
	}
	if kind, _ := kindOf(field.Type()); kind == aListOfValues {
		var texts []string
		for i, v := 0, field.FieldByName("V"); i < v.Len(); i++ {
			texts = append(texts, v.Index(i).Interface().(project.Text).V)
		}
		return strings.Join(texts, "、")
	}
	switch v := field.Addr().Interface().(type) {
	case *project.Moment:
		return v.V.Format("2006-01-02 15:04:05")
	case *project.Code:
		return string(v.V)
	}
	return field.FieldByName("V").Interface()
}
