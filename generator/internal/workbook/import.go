// Reading a declaration form, or a sheet with one project a row, as new projects.

package workbook

import (
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
	"wuxing.example/register/generator/internal/secrecy"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Place is where in a workbook something stands. No Cell is the sheet, and no Sheet the file, as a whole.
type Place struct{ Sheet, Cell string }

// String writes 申报表!B12.
func (p Place) String() string { return strings.Trim(p.Sheet+"!"+p.Cell, "!") }

// Remark is a finding on a workbook, at the cell where it was made.
type Remark struct {
	At Place
	finding.Finding
}

// Draft is a project that a workbook declares.
type Draft struct {
	Name   string
	Folder string // where it is to stand: projects/2027/jt/001
	At     Place  // where in the workbook it begins
	Errors int    // what stops it
}

// Import is what a workbook declares, and all that is wrong with it.
type Import struct {
	Drafts  []Draft
	Files   map[string][]byte // of the new projects' folders, by their path from the register's root
	Remarks []Remark
}

// Blocks reports whether something stops the projects from being written.
func (im *Import) Blocks() bool {
	return slices.ContainsFunc(im.Remarks, func(r Remark) bool { return r.Finding.Blocks() })
}

// draft is a project while it is being read.
type draft struct {
	Draft
	records   map[string]any       // what goes into each TOML file, by its name in the folder
	documents map[string][]byte    // the Markdown files, likewise
	cells     map[string]Place     // where each key stands, or is to stand, by cellKey
	sections  map[string][]section // where each section of a document stands
	remarks   []Remark
}

func newDraft(at Place) *draft {
	return &draft{
		Draft: Draft{At: at}, records: map[string]any{}, documents: map[string][]byte{}, cells: map[string]Place{}, sections: map[string][]section{},
	}
}

// declaration is what goes into project.toml, made where it is not there yet.
func (d *draft) declaration() *project.Declaration {
	if d.records["project.toml"] == nil {
		d.records["project.toml"] = &project.Declaration{}
	}
	return d.records["project.toml"].(*project.Declaration)
}

// section is where a document's lines from one on stand.
type section struct {
	line int
	at   Place
}

// importing reads one workbook.
type importing struct {
	register *project.Register
	rules    *rule.Set
	sheets   []*grid
	drafts   []*draft
	remarks  []Remark
}

// ReadImport reads a workbook: the declaration form, a ledger, or a sheet that has a project a row under headings that are
// labels of the form. Each project is judged as if it stood in the register, and what is found is told at its cell. files is the
// register that r was read from. It errors if the register itself cannot be read.
func ReadImport(data []byte, files fs.FS, r *project.Register, rules *rule.Set) (*Import, error) {
	f, why := open(data)
	if why != nil {
		return refuse(why), nil
	}
	defer f.Close()
	sheets, err := grids(f)
	if err != nil {
		return refuse(&refusal{"文件内容损坏，读不出来", "请用 Excel 或 WPS 打开后另存一次"}), nil
	}
	in := &importing{register: r, rules: rules, sheets: sheets}
	if marked := in.marked(); marked != nil {
		return &Import{Remarks: marked}, nil
	}
	in.readSheets()
	return in.judge(files)
}

func refuse(why *refusal) *Import {
	return &Import{Remarks: []Remark{remark(Place{}, "form.unknown-file", why.problem, why.remedy)}}
}

// remark is an error of form.
func remark(at Place, id, message, hint string) Remark {
	return Remark{at, finding.Finding{Rule: id, Severity: finding.Error, Outcome: finding.Violated, Message: message, Hint: hint}}
}

// marked tells of secrecy marks, and of nothing else: a workbook with one is not read.
func (in *importing) marked() []Remark {
	var found []Remark
	for _, g := range in.sheets {
		for y, row := range g.rows {
			if secrecy.IsMarked(strings.Join(row, "|")) || secrecy.IsMarked(g.name) {
				found = append(found, remark(Place{g.name, ref(y, 0)}, "03.classified", "这一行有国家秘密标志，文件没有读入", "涉密项目不在本系统申报，请联系区委机要局"))
			}
		}
	}
	return found
}

// sheet is the sheet of a name, nil if there is none.
func (in *importing) sheet(name string) *grid {
	for _, g := range in.sheets {
		if labelOf(g.name) == labelOf(name) {
			return g
		}
	}
	return nil
}

func (in *importing) readSheets() {
	for _, g := range in.sheets {
		if g.isLong {
			in.remarks = append(in.remarks, remark(Place{Sheet: g.name}, "form.size", fmt.Sprintf("表格超过 %d 行或 %d 列", mostRows, mostColumns), "请分成几个文件，并删去空行空列"))
		}
	}
	if in.isLedger() {
		in.readLedger()
		return
	}
	if g := in.sheet(formSheet); g != nil {
		in.readForm(g)
		return
	}
	for _, g := range in.sheets {
		if y, columns := g.findHeadings([]string{"项目名称"}); columns != nil && !g.hidden {
			in.readRows(g, y, columns)
			return
		}
	}
	in.remarks = append(in.remarks, remark(Place{}, "form.unknown-file", "这里没有“申报表”，也没有一行一个项目、第一行写着“项目名称”等栏目的表", "请用 export form 写出的申报表填写"))
}

// findHeadings finds the row that has all the headings asked for, and where each heading of it stands. It returns nil if
// there is none among the first twenty rows.
func (g *grid) findHeadings(asked []string) (int, map[string]int) {
	for y := range min(20, len(g.rows)) {
		columns := map[string]int{}
		for x, value := range g.rows[y] {
			if label := labelOf(value); label != "" {
				if _, twice := columns[label]; !twice {
					columns[label] = x
				}
			}
		}
		if !slices.ContainsFunc(asked, func(label string) bool { _, ok := columns[labelOf(label)]; return !ok }) {
			return y, columns
		}
	}
	return 0, nil
}

// unitAt is the unit of the amounts under a heading.
func (g *grid) unitAt(y, x int) string {
	_, unit := heading(g.at(y, x))
	return unit
}

func (in *importing) readForm(g *grid) {
	top, columns := g.findHeadings([]string{"栏目", "填写内容"})
	d := newDraft(Place{g.name, ref(top, 0)})
	in.drafts = append(in.drafts, d)
	if columns == nil {
		d.remarks = append(d.remarks, remark(Place{Sheet: g.name}, "form.missing", "没有找到“栏目”和“填写内容”两个标题", "请不要改动申报表的标题行"))
		return
	}
	labels, values := columns["栏目"], columns["填写内容"]
	var known []string
	for _, c := range declaration.columns {
		known = append(known, labelOf(c.own))
	}
	for y := top + 1; y < len(g.rows); y++ {
		label, unit := heading(g.at(y, labels))
		i := slices.Index(known, label)
		switch {
		case i >= 0:
			in.fill(d, g, y, values, declaration.columns[i], "", reflect.ValueOf(d.declaration()).Elem(), unit)
		case strings.TrimSpace(g.at(y, values)) != "":
			d.remarks = append(d.remarks, unknownLabel(g, y, labels, label, known))
		}
	}
	for _, l := range declaration.lists {
		in.readList(d, l)
	}
	in.readStudy(d)
}

func unknownLabel(g *grid, y, x int, label string, known []string) Remark {
	hint := "请用 export form 写出的申报表填写"
	if near := tomlfile.Near(label, known); near != "" {
		hint = "是不是“" + near + "”？" + hint
	}
	return remark(Place{g.name, ref(y, x)}, "form.unknown-key", "申报表里没有"+quoted(label)+"这一栏，填写的内容不知道放在哪里", hint)
}

// fill fills one field from a cell. prefix is the key of the list's entry that it belongs to.
func (in *importing) fill(d *draft, g *grid, y, x int, c column, prefix string, into reflect.Value, unit string) {
	at := Place{g.name, ref(y, x)}
	key := prefix + c.key
	d.cells[key] = at
	if g.spread[[2]int{y, x}] && (isMoney(c) || isDate(c)) {
		d.remarks = append(d.remarks, withKey(remark(at, "form.value", c.own+"：合并的单元格不知道算在哪一行", "请取消合并，每行分别填写"), key))
		return
	}
	raw, shown := g.at(y, x), g.at(y, x)
	if c.kind == reflect.TypeFor[project.Text]() {
		shown = g.text(y, x)
	}
	if strings.TrimSpace(raw) == "" {
		if formula, err := g.file.GetCellFormula(g.name, at.Cell); err == nil && formula != "" {
			d.remarks = append(d.remarks, withKey(remark(at, "form.value", c.own+"：公式还没有算出结果", "请用 Excel 或 WPS 打开后保存，再导入"), key))
		}
		return
	}
	if p := set(in.register, makeField(into, c.path), c, raw, shown, unit); p != nil {
		d.remarks = append(d.remarks, withKey(remark(at, p.rule, c.own+"："+p.text, p.remedy), key))
	}
}

func withKey(r Remark, key string) Remark {
	r.KeyPath = key
	return r
}

// makeField is the field at a path, in tables that are made where they are not there yet.
func makeField(v reflect.Value, path []int) reflect.Value {
	for _, i := range path {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

// readList reads the sheet of a list, an entry a row.
func (in *importing) readList(d *draft, l list) {
	list := makeField(reflect.ValueOf(d.declaration()).Elem(), l.path)
	list.Addr().Interface().(interface{ Where() *project.Place }).Where().State = project.Given
	g := in.sheet(l.own)
	if g == nil {
		return
	}
	var known []string
	for _, c := range l.table.columns {
		known = append(known, c.own)
	}
	top, columns := g.findHeadings(known)
	d.cells[l.key] = Place{g.name, ref(top, 0)}
	if columns == nil {
		d.remarks = append(d.remarks, remark(Place{Sheet: g.name}, "form.missing", "没有找到标题行，应有："+strings.Join(known, "、"), "请不要改动标题行"))
		return
	}
	entries := list.FieldByName("V")
	for y := top + 1; y < len(g.rows); y++ {
		if isBlank(g.rows[y]) {
			continue
		}
		prefix := fmt.Sprintf("%s[%d].", l.key, entries.Len())
		entries.Set(reflect.Append(entries, reflect.Zero(entries.Type().Elem())))
		d.cells[strings.TrimSuffix(prefix, ".")] = Place{g.name, ref(y, 0)}
		for _, c := range l.table.columns {
			x := columns[labelOf(c.own)]
			in.fill(d, g, y, x, c, prefix, entries.Index(entries.Len()-1), g.unitAt(top, x))
		}
	}
}

// readStudy reads the feasibility study, a section a row; a row without a heading goes on with the section before.
func (in *importing) readStudy(d *draft) {
	g := in.sheet(studySheet)
	if g == nil {
		return
	}
	top, columns := g.findHeadings([]string{"章节标题", "内容"})
	if columns == nil {
		d.remarks = append(d.remarks, remark(Place{Sheet: g.name}, "form.missing", "没有找到标题行，应有：章节标题、内容", "请不要改动标题行"))
		return
	}
	var text study
	for y := top + 1; y < len(g.rows); y++ {
		text.add(g, y, columns)
	}
	d.keep("feasibility.md", &text)
}

// study is a document while its sections are read from rows.
type study struct {
	lines    []string
	sections []section
}

// add adds a row: a section, or where it has no heading, more of the section before.
func (s *study) add(g *grid, y int, columns map[string]int) {
	title, body := strings.TrimSpace(g.at(y, columns["章节标题"])), strings.Trim(strings.ReplaceAll(g.at(y, columns["内容"]), "\r\n", "\n"), "\n")
	if title == "" && body == "" {
		return
	}
	if title != "" && len(s.lines) > 0 {
		s.lines = append(s.lines, "")
	}
	s.sections = append(s.sections, section{len(s.lines) + 1, Place{g.name, ref(y, columns["内容"])}})
	if title != "" {
		mark := "##"
		if level, ok := columns["级别"]; ok && strings.TrimSpace(g.at(y, level)) == "1" {
			mark = "#"
		}
		s.lines = append(s.lines, mark+" "+strings.Join(strings.Fields(title), " "))
		if body != "" {
			s.lines = append(s.lines, "")
		}
	}
	if body != "" {
		s.lines = append(s.lines, strings.Split(body, "\n")...)
	}
}

// keep makes what was read the project's document of that name; of nothing there is none.
func (d *draft) keep(name string, s *study) {
	if len(s.lines) > 0 {
		d.documents[name], d.sections[name] = []byte(strings.Join(s.lines, "\n")+"\n"), s.sections
	}
}

// readRows reads a sheet that has a project a row. Besides the form's labels, the categories of cost and the kinds of
// sources may be headings, each with its amounts: they make the estimate's items and sources.
func (in *importing) readRows(g *grid, top int, columns map[string]int) {
	for y := top + 1; y < len(g.rows); y++ {
		if isBlank(g.rows[y]) {
			continue
		}
		d := newDraft(Place{g.name, ref(y, columns["项目名称"])})
		in.drafts = append(in.drafts, d)
		for _, c := range declaration.columns {
			d.cells[c.key] = d.At
			if x, ok := columns[labelOf(c.own)]; ok {
				in.fill(d, g, y, x, c, "", reflect.ValueOf(d.declaration()).Elem(), g.unitAt(top, x))
			}
		}
		for _, l := range declaration.lists {
			in.readAmounts(d, g, top, y, columns, l)
		}
	}
}

// readAmounts makes the entries of a list whose first column is a closed list of words, of the amounts that stand under
// those words.
func (in *importing) readAmounts(d *draft, g *grid, top, y int, columns map[string]int, l list) {
	words, amount := l.table.columns[0], l.table.columns[len(l.table.columns)-1]
	if words.oneof == nil || !isMoney(amount) {
		return
	}
	list := makeField(reflect.ValueOf(d.declaration()).Elem(), l.path)
	entries := list.FieldByName("V")
	for _, word := range words.oneof {
		x, ok := columns[labelOf(word)]
		if !ok || strings.TrimSpace(g.at(y, x)) == "" {
			continue
		}
		prefix := fmt.Sprintf("%s[%d].", l.key, entries.Len())
		entries.Set(reflect.Append(entries, reflect.Zero(entries.Type().Elem())))
		entry := entries.Index(entries.Len() - 1)
		set(in.register, at(entry, words.path), words, word, word, "")
		d.cells[strings.TrimSuffix(prefix, ".")] = Place{g.name, ref(y, x)}
		in.fill(d, g, y, x, amount, prefix, entry, g.unitAt(top, x))
		list.Addr().Interface().(interface{ Where() *project.Place }).Where().State = project.Given
	}
}

// nowhere is the unit of a project whose own unit is not known, for want of which it could not be judged.
const nowhere = "unknown"

// judge places the projects in the register, and tells what the rules find at their cells.
func (in *importing) judge(files fs.FS) (*Import, error) {
	im := &Import{Files: map[string][]byte{}, Remarks: in.remarks}
	taken := *in.register
	taken.Projects = slices.Clone(in.register.Projects)
	byID := map[string]*draft{}
	for _, d := range in.drafts {
		p, err := in.placed(d, &taken)
		if err != nil {
			d.remarks = append(d.remarks, remark(d.cells["unit"], "form.id", err.Error(), ""))
			continue
		}
		taken.Projects = append(taken.Projects, p)
		byID[p.ID] = d
		for name, record := range d.records {
			im.Files[d.Folder+"/"+name] = tomlfile.Write(record)
		}
		for name, text := range d.documents {
			im.Files[d.Folder+"/"+name] = text
		}
	}
	together, err := register.With(files, im.Files)
	if err != nil {
		return nil, err
	}
	r, err := register.Load(together, in.register.Today, nil)
	if err != nil {
		return nil, err
	}
	for _, f := range in.rules.Check(rule.Input{Head: r}).Findings {
		if d := byID[f.Project]; d != nil {
			d.tell(f, r.Project(f.Project))
		}
	}
	for _, d := range in.drafts {
		if p := r.Project(idOf(d.Folder)); p != nil && p.IsSecret() { // nothing else of it is told
			d.Name = ""
			d.remarks = slices.DeleteFunc(d.remarks, func(r Remark) bool { return r.Rule != "03.classified" })
		}
		for _, r := range d.remarks {
			if r.Finding.Blocks() {
				d.Errors++
			}
		}
		im.Remarks = append(im.Remarks, d.remarks...)
		im.Drafts = append(im.Drafts, d.Draft)
	}
	return im, nil
}

// placed is a project in its folder: the one that a ledger names, or a new one.
func (in *importing) placed(d *draft, taken *project.Register) (*project.Project, error) {
	if d.Folder == "" {
		return in.place(d, taken)
	}
	parts := strings.Split(d.Folder, "/")
	year, err := strconv.Atoi(parts[1])
	if p, ok := d.records["project.toml"].(*project.Declaration); ok {
		d.Name = p.Name.V
	}
	return &project.Project{ID: idOf(d.Folder), Dir: d.Folder, Year: year, Unit: parts[2]}, err
}

// place gives a project its folder: the plan year that the declaration falls to, its unit, and the next free number.
func (in *importing) place(d *draft, taken *project.Register) (*project.Project, error) {
	declared := d.declaration()
	d.Name = declared.Name.V
	unit, year := declared.Unit.V, in.yearOf(declared)
	if in.register.Unit(unit) == nil {
		if declared.Unit.Given() {
			d.remarks = append(d.remarks, withKey(remark(d.cells["unit"], "02.unit", "建设单位："+quoted(unit)+"不在单位名录里", "请从单位名录中选，或先请大数据局登记单位"), "unit"))
			declared.Unit.V = nowhere
		}
		unit = nowhere
	}
	folder, err := register.NextFolder(taken, year, unit)
	if err != nil {
		return nil, err
	}
	d.Folder = folder
	return &project.Project{ID: idOf(folder), Dir: folder, Year: year, Unit: unit}, nil
}

func idOf(folder string) string {
	parts := strings.Split(folder, "/")
	if len(parts) != 4 {
		return ""
	}
	return project.ID(parts[1], parts[2], parts[3])
}

// yearOf is the plan year that a declaration falls to: the one in whose window it was declared; else, of a supplement, the
// year of the declaration; else the year after it.
func (in *importing) yearOf(d *project.Declaration) int {
	declared := d.Declared.V
	if !d.Declared.Given() {
		declared = in.register.Today
	}
	for _, y := range in.register.Years {
		if y.Plan != nil && y.Plan.Window.Opens.Given() && y.Plan.Window.Closes.Given() && y.Plan.Window.InWindow(declared) {
			return y.Year
		}
	}
	if d.Supplement != nil {
		return declared.Year()
	}
	return declared.Year() + 1
}

// tell tells a finding at the cell that it is about, unless the cell has been told of already.
func (d *draft) tell(f finding.Finding, p *project.Project) {
	key := cellKey(strings.TrimPrefix(f.At.File, d.Folder+"/"), f.KeyPath)
	told := func(r Remark) bool {
		return r.KeyPath != "" && (r.KeyPath == key || r.Rule == f.Rule && r.Rule == "02.unit")
	}
	if f.KeyPath != "" && slices.ContainsFunc(d.remarks, told) {
		return
	}
	d.remarks = append(d.remarks, Remark{d.cellOf(f, p), f})
}

// cellOf is the cell that a finding is about: by its key, or that of the table around it, or by its line.
func (d *draft) cellOf(f finding.Finding, p *project.Project) Place {
	if at, ok := d.cellIn(f); ok && f.KeyPath != "" {
		return at
	}
	switch name := path.Base(f.At.File); {
	case name == "project.toml":
		if p != nil && p.Declaration != nil {
			if at, ok := d.cells[keyOnLine(p.Declaration, f.At.Span.Line)]; ok {
				return at
			}
		}
	case len(d.sections[name]) > 0:
		at := Place{Sheet: d.sections[name][0].at.Sheet}
		for _, s := range d.sections[name] {
			if s.line <= f.At.Line() && f.At.Span.Line > 0 {
				at = s.at
			}
		}
		return at
	case name == "feasibility.md" && d.cells["estimate.items"] != (Place{}):
		return Place{Sheet: studySheet} // the form's own, which is empty
	}
	if at, ok := d.cellIn(f); ok {
		return at
	}
	return d.At
}

// parentKey is the key of the table or list around a key: of "items[2].amount" first "items[2]", then "items".
func parentKey(key string) string {
	return key[:max(0, strings.LastIndexAny(key, ".["))]
}

// keyOnLine is the key of the declaration's value on a line of project.toml, "" if there is none.
func keyOnLine(d *project.Declaration, line int32) string {
	v := reflect.ValueOf(d).Elem()
	on := func(v reflect.Value) bool {
		return v.IsValid() && line > 0 && v.Addr().Interface().(interface{ Where() *project.Place }).Where().Span.Line == line
	}
	for _, c := range declaration.columns {
		if on(at(v, c.path)) {
			return c.key
		}
	}
	for _, l := range declaration.lists {
		entries := at(v, l.path).FieldByName("V")
		for i := range entries.Len() {
			for _, c := range l.table.columns {
				if on(at(entries.Index(i), c.path)) {
					return fmt.Sprintf("%s[%d].%s", l.key, i, c.key)
				}
			}
		}
	}
	return ""
}
