// The ledger: projects that are already under way, with all that is on paper of them, for the day on which a district
// begins with the register.

package workbook

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

const (
	ledgerGuide    = "台账说明"
	documentsSheet = "文书"
	idHead         = "项目编号"
	numberHead     = "序号或年度"
)

// ledgerKinds are the files that a ledger covers. What only the recorder and the draw write is not among them.
var ledgerKinds = func() []ledgerKind {
	var kinds []ledgerKind
	for _, k := range project.FileKinds {
		switch {
		case k.Name == "plan.toml":
			return kinds // the years' and the district's own files follow
		case strings.HasPrefix(k.Name, "opinions/"), strings.HasPrefix(k.Name, "draws/"):
		default:
			kinds = append(kinds, ledgerKind{k, newTable(k.Label, reflect.TypeOf(k.New()).Elem(), false)})
		}
	}
	return kinds
}()

// ledgerKind is a kind of file and its sheets: one for its own fields, and one a list of tables in it.
type ledgerKind struct {
	project.FileKind
	table *table
}

var numbered = regexp.MustCompile(`<[a-z]+>`)

// isMany reports whether a project may have several files of the kind, which a number tells apart.
func (k ledgerKind) isMany() bool { return numbered.MatchString(k.Name) }

// file is the name of the file with a number.
func (k ledgerKind) file(number string) string { return numbered.ReplaceAllString(k.Name, number) }

// heads are the headings of one of its sheets, those that name the file first.
func (k ledgerKind) heads(t *table) (heads []string, keys int) {
	heads = []string{idHead}
	if k.isMany() {
		heads = append(heads, numberHead)
	}
	keys = len(heads)
	for _, c := range t.columns {
		heads = append(heads, ledgerHead(c))
	}
	return heads, keys
}

func ledgerHead(c column) string {
	if isMoney(c) {
		return c.label + "（万元）"
	}
	return c.label
}

// ledgerDocuments are the documents that a ledger covers.
var ledgerDocuments = []string{"feasibility.md", "plan.md", "acceptance-report.md"}

// ledgerRows is how many rows of each sheet have drop-down lists.
const ledgerRows = 2000

// WriteLedger writes a ledger with the projects of a unit that are on the register, with none where unit is "". files is
// what the register was read from. It errors if that cannot be read or the writing fails.
func WriteLedger(w io.Writer, files fs.FS, r *project.Register, unit string) error {
	f := &form{book: newBook(), register: r}
	f.ledgerGuide()
	var projects []*project.Project
	for _, p := range r.Projects {
		if p.Unit == unit && !p.IsSecret() {
			projects = append(projects, p)
		}
	}
	for _, k := range ledgerKinds {
		for _, t := range k.table.all() {
			f.ledgerSheet(k, t, projects)
		}
	}
	if err := f.documents(files, projects); err != nil {
		return err
	}
	f.units()
	return f.write(w)
}

func (f *form) ledgerGuide() {
	s := f.sheet(ledgerGuide, a4, 1, []float64{24, 96})
	s.heads([]string{"事项", "说明"})
	for _, line := range [][2]string{
		{"什么时候用", "开始使用本系统时，把已经申报、建设、验收的项目一次补录进来。新申报的项目用申报表。"},
		{"怎样填写", "一张表对应一种材料。“" + documentsSheet + "”以外，每行第一格写项目编号：年度-单位代码-三位序号，例如 2024-zhzf-001。同一个项目在各张表里编号相同；没有的材料，那张表里就不写这个项目。"},
		{"一行一项", "名称里带“·”的表一行写一项，例如一份合同一行、一次支付一行，同一个项目可以有许多行，按先后排列。"},
		{numberHead, "变更写 001、002……；绩效评价写年度，例如 2025。"},
		{documentsSheet, "可行性研究报告、修改后的方案和验收报告，一节一行，写法同申报表的“" + studySheet + "”。"},
		{"金额和日期", "金额填万元数；日期写作 2025-03-05。"},
		{"不要填写", "国家秘密、工作秘密，个人的身份证号和手机号。涉密项目不在本系统登记。"},
		{"填好以后", "运行 go run ./generator import 文件名.xlsx。有错误的，一个项目也不写入，并指出在哪张表的哪一格；也可以用 check -annotate 把问题标在表里。已经登记的项目不会被覆盖。"},
	} {
		s.values(look{horizontal: "left"}, line[0], line[1])
	}
}

// ledgerSheet writes a table's sheet.
func (f *form) ledgerSheet(k ledgerKind, t *table, projects []*project.Project) {
	heads, keys := k.heads(t)
	widths := slices.Repeat([]float64{18}, len(heads))
	s := f.sheet(t.name, a4Wide, 1, widths)
	s.freezeColumns(keys, 1)
	s.heads(heads)
	for _, p := range projects {
		for _, file := range filesOf(p, k) {
			for _, entry := range entriesOf(t, k.table, reflect.ValueOf(file).Elem()) {
				row := []any{f.cell(p.ID, look{format: textFormat})}
				if k.isMany() {
					row = append(row, f.cell(numberIn(file), look{format: textFormat}))
				}
				for _, c := range t.columns {
					row = append(row, f.input(c, at(entry, c.path)))
				}
				s.add(0, row...)
			}
		}
	}
	for i, c := range t.columns {
		if c.oneof != nil || isFlag(c) || isUnit(c) {
			f.validate(s, c, f.hint(c), keys+i+1, 2, ledgerRows)
		}
	}
}

// filesOf lists a project's files of a kind.
func filesOf(p *project.Project, k ledgerKind) []header {
	var found []header
	v := reflect.ValueOf(p).Elem()
	want := reflect.TypeOf(k.New())
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case f.Type() == want && !f.IsNil():
			found = append(found, f.Interface().(header))
		case f.Kind() == reflect.Slice && f.Type().Elem() == want:
			for n := range f.Len() {
				if file := f.Index(n).Interface().(header); k.file(numberIn(file)) == path.Join(path.Base(path.Dir(file.Header().File)), path.Base(file.Header().File)) {
					found = append(found, file)
				}
			}
		}
	}
	return found
}

var firstNumber = regexp.MustCompile(`^[0-9]+`)

// numberIn is the number in the name of a file's: 001 of changes/001-approval.toml.
func numberIn(file header) string { return firstNumber.FindString(path.Base(file.Header().File)) }

// entriesOf are a table's rows in a file: the file itself, or the entries of one of its lists.
func entriesOf(t, root *table, file reflect.Value) []reflect.Value {
	if t == root {
		return []reflect.Value{file}
	}
	var entries []reflect.Value
	for _, l := range root.lists {
		if l.table != t {
			continue
		}
		if list := at(file, l.path); list.IsValid() {
			for i, v := 0, list.FieldByName("V"); i < v.Len(); i++ {
				entries = append(entries, v.Index(i))
			}
		}
	}
	return entries
}

// documents writes the projects' documents, a section a row.
func (f *form) documents(files fs.FS, projects []*project.Project) error {
	s := f.sheet(documentsSheet, a4Wide, 1, []float64{18, 22, 8, 26, 86})
	s.heads([]string{idHead, "文件", "级别", "章节标题", "内容"})
	for _, p := range projects {
		for _, name := range ledgerDocuments {
			if !p.Has(name) {
				continue
			}
			text, err := fs.ReadFile(files, p.Dir+"/"+name)
			if err != nil {
				return err
			}
			for _, part := range cutStudy(text) {
				l := look{format: textFormat, horizontal: "left"}
				s.add(0, f.cell(p.ID, l), f.cell(name, l), f.cell(part.level, look{}), f.cell(part.heading, l), f.cell(part.body, l))
			}
		}
	}
	if s.err == nil {
		names := column{own: "文件", oneof: ledgerDocuments}
		f.validate(s, names, f.hint(names), 2, 2, ledgerRows)
	}
	return s.err
}

// isLedger reports whether the workbook is a ledger: it has a sheet whose first heading is a project's number.
func (in *importing) isLedger() bool {
	return slices.ContainsFunc(in.sheets, func(g *grid) bool {
		_, columns := g.findHeadings([]string{idHead})
		return !g.hidden && columns != nil && slices.ContainsFunc(ledgerKinds, func(k ledgerKind) bool { return labelOf(k.Label) == labelOf(g.name) })
	})
}

// ledger reads a ledger's sheets.
type ledger struct {
	*importing
	projects map[string]*draft // by id
}

func (in *importing) readLedger() {
	l := &ledger{in, map[string]*draft{}}
	known := []string{labelOf(ledgerGuide), labelOf(documentsSheet), labelOf(unitsSheet), labelOf(summarySheet)}
	for _, k := range ledgerKinds {
		for _, t := range k.table.all() {
			known = append(known, labelOf(t.name))
			if g := in.sheet(t.name); g != nil {
				l.readTable(g, k, t)
			}
		}
	}
	if g := in.sheet(documentsSheet); g != nil {
		l.readDocuments(g)
	}
	for _, g := range in.sheets {
		if !slices.Contains(known, labelOf(g.name)) && len(g.rows) > 0 && !g.hidden {
			in.remarks = append(in.remarks, remark(Place{Sheet: g.name}, "form.unknown-key", "台账里没有这张表，里面的内容不知道放在哪里", "请用 export ledger 写出的台账填写，不要改表名"))
		}
	}
}

// readTable reads a table's sheet: the fields of a file a row, or an entry of one of its lists.
func (l *ledger) readTable(g *grid, k ledgerKind, t *table) {
	top, columns := l.headings(g, k, t)
	if columns == nil {
		return
	}
	for y := top + 1; y < len(g.rows); y++ {
		if isBlank(g.rows[y]) {
			continue
		}
		d, file := l.fileOf(g, y, columns, k)
		if d == nil {
			continue
		}
		if d.records[file] == nil {
			d.records[file] = k.New()
		} else if t == k.table && d.cells[cellKey(file, "")] != (Place{}) {
			d.remarks = append(d.remarks, remark(Place{g.name, ref(y, 0)}, "form.value", "项目"+quoted(d.Name)+"在这张表里写了两行", "请合成一行"))
			continue
		}
		into, prefix := reflect.ValueOf(d.records[file]).Elem(), ""
		if t == k.table {
			d.cells[cellKey(file, "")] = Place{g.name, ref(y, 0)}
		} else {
			into, prefix = addEntry(into, k.table, t)
			d.cells[cellKey(file, strings.TrimSuffix(prefix, "."))] = Place{g.name, ref(y, 0)}
		}
		for _, c := range t.columns {
			if x, ok := columns[labelOf(c.label)]; ok {
				l.fill(d, g, y, x, c, cellKey(file, prefix), into, g.unitAt(top, x))
			}
		}
	}
}

// headings finds a sheet's headings, and tells of those that the table does not have.
func (l *ledger) headings(g *grid, k ledgerKind, t *table) (int, map[string]int) {
	heads, keys := k.heads(t)
	top, columns := g.findHeadings(heads[:keys])
	if columns == nil {
		l.remarks = append(l.remarks, remark(Place{Sheet: g.name}, "form.missing", "没有找到标题行，应有："+strings.Join(heads[:keys], "、"), "请不要改动标题行"))
		return 0, nil
	}
	known := make([]string, len(heads))
	for i, h := range heads {
		known[i] = labelOf(h)
	}
	for x, value := range g.rows[top] {
		if label := labelOf(value); label != "" && !slices.Contains(known, label) {
			l.remarks = append(l.remarks, unknownLabel(g, top, x, label, known))
		}
	}
	return top, columns
}

// fileOf is the project that a row is about, and the name of its file. It returns no project, having said why, if the row
// does not tell.
func (l *ledger) fileOf(g *grid, y int, columns map[string]int, k ledgerKind) (*draft, string) {
	d := l.projectOf(g, y, columns)
	if d == nil || !k.isMany() {
		return d, k.Name
	}
	x := columns[labelOf(numberHead)]
	number, digits := strings.TrimSpace(g.at(y, x)), 3
	if strings.Contains(k.Name, "<year>") {
		digits = 4
	}
	if number != "" && firstNumber.FindString(number) == number && len(number) < digits {
		number = strings.Repeat("0", digits-len(number)) + number
	}
	if firstNumber.FindString(number) != number || len(number) != digits {
		d.remarks = append(d.remarks, remark(Place{g.name, ref(y, x)}, "form.id", numberHead+"："+quoted(number)+"不对", "变更写 001、002……；绩效评价写年度，例如 2025"))
		return nil, ""
	}
	return d, k.file(number)
}

// projectOf is the project that a row is about, nil, having said so, if its number is none.
func (l *ledger) projectOf(g *grid, y int, columns map[string]int) *draft {
	x := columns[labelOf(idHead)]
	id := strings.TrimSpace(g.at(y, x))
	if d := l.projects[id]; d != nil {
		return d
	}
	at := Place{g.name, ref(y, x)}
	if !project.IsID(id) {
		l.remarks = append(l.remarks, remark(at, "form.id", idHead+quoted(id)+"不对", "写作年度-单位代码-三位序号，例如 2024-zhzf-001"))
		return nil
	}
	d := newDraft(at)
	d.Name, d.fixed = id, "projects/"+strings.ReplaceAll(id, "-", "/")
	l.projects[id], l.drafts = d, append(l.drafts, d)
	if l.register.Project(id) != nil {
		d.remarks = append(d.remarks, remark(at, "form.id", "项目 "+id+" 已经登记，没有覆盖", "已经登记的项目请直接修改它的文件；没有登记的，换一个序号"))
	}
	return d
}

// addEntry adds an entry to a file's list of tables, and returns it with its key: "contracts[2].".
func addEntry(file reflect.Value, root, t *table) (reflect.Value, string) {
	for _, l := range root.lists {
		if l.table == t {
			list := makeField(file, l.path)
			list.Addr().Interface().(interface{ Where() *project.Place }).Where().State = project.Given
			entries := list.FieldByName("V")
			entries.Set(reflect.Append(entries, reflect.Zero(entries.Type().Elem())))
			return entries.Index(entries.Len() - 1), fmt.Sprintf("%s[%d].", l.key, entries.Len()-1)
		}
	}
	panic("a table that is no list of its file's: " + t.name)
}

// readDocuments reads the documents, a section a row.
func (l *ledger) readDocuments(g *grid) {
	top, columns := g.findHeadings([]string{idHead, "文件", "章节标题", "内容"})
	if columns == nil {
		l.remarks = append(l.remarks, remark(Place{Sheet: g.name}, "form.missing", "没有找到标题行，应有：项目编号、文件、章节标题、内容", "请不要改动标题行"))
		return
	}
	texts := map[*draft]map[string]*study{}
	for y := top + 1; y < len(g.rows); y++ {
		if isBlank(g.rows[y]) {
			continue
		}
		d, name := l.projectOf(g, y, columns), strings.TrimSpace(g.at(y, columns["文件"]))
		switch {
		case d == nil:
			continue
		case !slices.Contains(ledgerDocuments, name):
			d.remarks = append(d.remarks, remark(Place{g.name, ref(y, columns["文件"])}, "form.value", "没有"+quoted(name)+"这种文书", "可以写的有："+strings.Join(ledgerDocuments, "、")))
			continue
		case texts[d] == nil:
			texts[d] = map[string]*study{}
		}
		if texts[d][name] == nil {
			texts[d][name] = &study{}
		}
		texts[d][name].add(g, y, columns)
	}
	for d, documents := range texts {
		for name, text := range documents {
			d.keep(name, text)
		}
	}
}

// cellIn is the cell of the key that a finding is about, or of the table or file around it.
func (d *draft) cellIn(f finding.Finding) (Place, bool) {
	file := strings.TrimPrefix(f.At.File, d.Folder+"/")
	for key := f.KeyPath; ; key = parentKey(key) {
		if at, ok := d.cells[cellKey(file, key)]; ok {
			return at, true
		}
		if key == "" {
			return Place{}, false
		}
	}
}

// cellKey is the name under which a draft keeps the cell of a file's key; those of the declaration have no file's name.
func cellKey(file, key string) string {
	if file == "project.toml" {
		return key
	}
	return file + ":" + key
}
