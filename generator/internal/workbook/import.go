// Reading a declaration form, or a sheet with one project a row, as new projects.

package workbook

import (
	"fmt"
	"io/fs"
	"maps"
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
	Folder string            // where it is to stand: projects/2027/jt/001
	Files  map[string][]byte // of its folder, by their path from the register's root
	At     Place             // where in the workbook it begins
	Errors int
	Broken bool   // its errors are such that it cannot even be written, to be completed in its folder
	Known  string // the id under which it is on the register already, "" if it is not
}

// Import is what a workbook declares, and all that is wrong with it.
type Import struct {
	Drafts  []Draft
	Remarks []Remark
	ByRow   bool // a project a row, each with its own verdict

	blocked bool // something is wrong with the workbook as a whole
}

// Ready lists the projects that can be written. Of a form or a ledger they are all, where nothing is wrong. A row cannot
// hold a study: of a sheet with a project a row they are those that can be completed in their folders, each judged without
// the others, and not on the register yet.
func (im *Import) Ready() []Draft {
	if im.blocked || !im.ByRow && im.Blocks() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(im.Drafts), func(d Draft) bool { return d.Broken || d.Known != "" })
}

// breaks reports whether an error must be mended before a project is written at all: it is classified, holds a person's
// number, has no unit, or something of it could not be read.
func breaks(r Remark) bool {
	return r.Finding.Blocks() && (strings.HasPrefix(r.Rule, "form.") || slices.Contains([]string{"02.unit", "03.classified", "25.personal-data"}, r.Rule))
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
	fixed     string               // the folder that a ledger names, "" where it is to be found
	sections  map[string][]section // where each section of a document stands
	files     map[string][]byte    // further files, as they came, by their names in the folder
	asFiles   bool                 // all of it came as files
	remarks   []Remark
	read      int // how many of the remarks are on its cells; those after are what the rules found
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
	byRow    bool
	remarks  []Remark
}

// ReadImport reads a workbook: the declaration form, a ledger, or a sheet that has a project a row under headings that are
// labels of the form; or a ZIP with the files of one project, or with the form and what is attached to it. Each project is
// judged as if it stood in the register, and what is found is told at its cell. files is the register that r was read from.
// It errors if the register itself cannot be read.
func ReadImport(data []byte, files fs.FS, r *project.Register, rules *rule.Set) (*Import, error) {
	in := &importing{register: r, rules: rules}
	inside, why := unpack(data)
	switch {
	case why != nil:
		return refuse(why), nil
	case inside != nil && inside.form == nil:
		in.drafts = []*draft{draftOf(inside.folder)}
		return in.judge(files)
	case inside != nil:
		data = inside.form
	}
	f, why := open(data)
	if why != nil {
		return refuse(why), nil
	}
	defer f.Close()
	sheets, err := grids(f)
	if err != nil {
		return refuse(damaged), nil
	}
	in.sheets = sheets
	if marked := in.marked(); marked != nil {
		return &Import{Remarks: marked, blocked: true}, nil
	}
	in.readSheets()
	if inside != nil {
		if len(in.drafts) != 1 || in.sheet(formSheet) == nil || in.byRow {
			return refuse(&refusal{"压缩包里的工作簿不是申报表", "台账和汇总表请直接导入，不要压缩"}), nil
		}
		in.drafts[0].files = inside.folder
	}
	return in.judge(files)
}

func refuse(why *refusal) *Import {
	return &Import{Remarks: []Remark{remark(Place{}, "form.unknown-file", why.problem, why.remedy)}, blocked: true}
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
		for _, cell := range g.links {
			in.remarks = append(in.remarks, remark(Place{g.name, cell}, "form.value", "这一格有超链接", "请在格子上按右键取消超链接，只留文字"))
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
			in.byRow = true
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
	seen := map[string]int{}
	for y := top + 1; y < len(g.rows); y++ {
		label, unit := heading(g.at(y, labels))
		i := slices.Index(known, label)
		switch {
		case i >= 0:
			seen[label] = y
			in.fill(d, g, y, values, declaration.columns[i], "", reflect.ValueOf(d.declaration()).Elem(), unit)
		case strings.TrimSpace(g.at(y, values)) != "":
			d.remarks = append(d.remarks, unknownLabel(g, y, labels, label, known))
		}
	}
	d.lacks(g, known, seen)
	for _, l := range declaration.lists {
		in.readList(d, l)
	}
	in.readStudy(d)
}

// lacks says which labels a sheet does not have: it is of an older version, or was changed. Where a rule asks for what is
// not there, that is told, too.
func (d *draft) lacks(g *grid, known []string, has map[string]int) {
	missing := slices.DeleteFunc(slices.Clone(known), func(label string) bool { _, ok := has[labelOf(label)]; return ok })
	if len(missing) > 0 {
		r := remark(Place{Sheet: g.name}, "form.missing", "这张表没有“"+strings.Join(missing, "”“")+"”，按没有填写处理，可能是旧的表样", "请用 export form 写出的新表填写")
		r.Severity = finding.Warning
		d.remarks = append(d.remarks, r)
	}
}

func unknownLabel(g *grid, y, x int, label string, known []string) Remark {
	hint := "请用 export form 写出的申报表填写"
	if near := tomlfile.Near(label, known); near != "" {
		hint = "是不是“" + near + "”？" + hint
	}
	return remark(Place{g.name, ref(y, x)}, "form.unknown-key", "没有"+quoted(label)+"这一栏，填写的内容没有读入", hint)
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
	switch {
	case c.kind == reflect.TypeFor[project.Text]():
		shown = g.text(y, x)
	case isDate(c) && g.from1904:
		raw = from1900(raw)
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
	var known, asked []string
	for _, c := range l.table.columns {
		known = append(known, labelOf(c.own))
		if c.required {
			asked = append(asked, c.own)
		}
	}
	if len(asked) == 0 {
		asked = known[:1]
	}
	top, columns := g.findHeadings(asked)
	d.cells[l.key] = Place{g.name, ref(top, 0)}
	if columns == nil {
		d.remarks = append(d.remarks, remark(Place{Sheet: g.name}, "form.missing", "没有找到标题行，应有："+strings.Join(asked, "、"), "请不要改动标题行"))
		return
	}
	d.lacks(g, known, columns)
	d.remarks = append(d.remarks, g.unread(top, columns, known)...)
	entries := list.FieldByName("V")
	for y := top + 1; y < len(g.rows); y++ {
		if isBlank(g.rows[y]) {
			continue
		}
		prefix := fmt.Sprintf("%s[%d].", l.key, entries.Len())
		entries.Set(reflect.Append(entries, reflect.Zero(entries.Type().Elem())))
		d.cells[strings.TrimSuffix(prefix, ".")] = Place{g.name, ref(y, 0)}
		for _, c := range l.table.columns {
			if x, ok := columns[labelOf(c.own)]; ok {
				in.fill(d, g, y, x, c, prefix, entries.Index(entries.Len()-1), g.unitAt(top, x))
			}
		}
	}
}

// unread tells of columns with something in them whose headings are none of those known.
func (g *grid) unread(top int, columns map[string]int, known []string) []Remark {
	var found []Remark
	for _, label := range slices.SortedFunc(maps.Keys(columns), func(a, b string) int { return columns[a] - columns[b] }) {
		x := columns[label]
		filled := func(row []string) bool { return x < len(row) && strings.TrimSpace(row[x]) != "" }
		if !slices.Contains(known, label) && slices.ContainsFunc(g.rows[top+1:], filled) {
			found = append(found, unknownLabel(g, top, x, label, known))
		}
	}
	return found
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
	for _, r := range g.unread(top, columns, bulkLabels()) {
		r.Severity = finding.Warning // other lists have columns of their own
		in.remarks = append(in.remarks, r)
	}
	for y := top + 1; y < len(g.rows); y++ {
		if isBlank(g.rows[y]) {
			continue
		}
		d := newDraft(Place{g.name, ref(y, columns["项目名称"])})
		d.documents["feasibility.md"] = emptyStudy()
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

// bulkLabels are the headings that are read of a sheet with a project a row, and those that need not be.
func bulkLabels() []string {
	labels := []string{"序号"}
	for _, c := range declaration.columns {
		labels = append(labels, labelOf(c.own))
	}
	for _, l := range declaration.lists {
		if takesAmounts(l) {
			labels = append(labels, l.table.columns[0].oneof...)
		}
	}
	return labels
}

// takesAmounts reports whether a list is of words of a closed list, each with its amount.
func takesAmounts(l list) bool {
	return l.table.columns[0].oneof != nil && isMoney(l.table.columns[len(l.table.columns)-1])
}

// readAmounts makes the entries of a list whose first column is a closed list of words, of the amounts that stand under
// those words.
func (in *importing) readAmounts(d *draft, g *grid, top, y int, columns map[string]int, l list) {
	if !takesAmounts(l) {
		return
	}
	words, amount := l.table.columns[0], l.table.columns[len(l.table.columns)-1]
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

// judge places the projects in the register, and tells what the rules find at their cells. Of a sheet with a project a
// row, those that cannot be written are taken away and the others judged again: what is written stands without them.
func (in *importing) judge(files fs.FS) (*Import, error) {
	im := &Import{Remarks: in.remarks, ByRow: in.byRow}
	im.blocked = im.Blocks()
	if in.byRow {
		in.findKnown()
	}
	standing := slices.DeleteFunc(slices.Clone(in.drafts), func(d *draft) bool { return d.Known != "" })
	for _, d := range standing {
		d.read = len(d.remarks)
	}
	for n := -1; len(standing) > 0 && len(standing) != n; {
		n = len(standing)
		if err := in.stand(standing, files); err != nil {
			return nil, err
		}
		if in.byRow {
			standing = slices.DeleteFunc(standing, func(d *draft) bool { return d.Broken })
		}
	}
	for _, d := range in.drafts {
		im.Remarks = append(im.Remarks, d.remarks...)
		im.Drafts = append(im.Drafts, d.Draft)
	}
	return im, nil
}

// findKnown marks the rows whose projects are on the register: the sheet was read before, with some rows that had to be
// mended.
func (in *importing) findKnown() {
	type named struct {
		year       int
		unit, name string
	}
	known := map[named]string{}
	for _, p := range in.register.Projects {
		if p.Declaration != nil {
			known[named{p.Year, p.Unit, p.Declaration.Name.V}] = p.ID
		}
	}
	for _, d := range in.drafts {
		declared := d.declaration()
		d.Name = declared.Name.V
		if d.Known = known[named{in.yearOf(declared), declared.Unit.V, d.Name}]; d.Known != "" {
			r := remark(d.At, "form.id", "登记册里已有这个项目："+d.Known+"，没有再写", "要改已经登记的内容，请改它的文件")
			r.Severity = finding.Notice
			d.remarks = []Remark{r}
		}
	}
}

// stand judges some drafts as if they stood in the register together.
func (in *importing) stand(drafts []*draft, files fs.FS) error {
	taken := *in.register
	taken.Projects = slices.Clone(in.register.Projects)
	byID := map[string]*draft{}
	added := map[string][]byte{}
	for _, d := range drafts {
		d.Folder, d.remarks = d.fixed, d.remarks[:d.read]
		p, err := in.placed(d, &taken)
		if err != nil {
			d.remarks = append(d.remarks, remark(d.At, "form.id", err.Error(), "请核对建设单位"))
			continue
		}
		taken.Projects = append(taken.Projects, p)
		byID[p.ID] = d
		d.makeFiles()
		maps.Copy(added, d.Files)
	}
	together, err := register.With(files, added)
	if err != nil {
		return err
	}
	r, err := register.Load(together, in.register.Today, nil)
	if err != nil {
		return err
	}
	for _, f := range in.rules.Check(rule.Input{Head: r}).Findings {
		if d := byID[f.Project]; d != nil {
			d.tell(f, r.Project(f.Project))
		}
	}
	for _, d := range drafts {
		if p := r.Project(idOf(d.Folder)); p != nil && p.IsSecret() { // nothing else of it is told
			d.Name = ""
			d.remarks = slices.DeleteFunc(d.remarks, func(r Remark) bool { return r.Rule != "03.classified" })
		}
		d.Errors, d.Broken = 0, slices.ContainsFunc(d.remarks, breaks)
		for _, r := range d.remarks {
			if r.Finding.Blocks() {
				d.Errors++
			}
		}
	}
	return nil
}

// makeFiles makes what the draft's folder holds.
func (d *draft) makeFiles() {
	d.Files = map[string][]byte{}
	for name, data := range d.files {
		d.Files[d.Folder+"/"+name] = data
	}
	if d.asFiles {
		return
	}
	for name, record := range d.records {
		d.Files[d.Folder+"/"+name] = tomlfile.Write(record)
	}
	for name, text := range d.documents {
		d.Files[d.Folder+"/"+name] = text
	}
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
	if in.register.Unit(unit) == nil && !(d.asFiles && project.IsID(project.ID("2000", unit, "001"))) {
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
	if d.asFiles {
		return Place{Sheet: fmt.Sprintf("%s:%d", strings.TrimPrefix(f.At.File, d.Folder+"/"), f.At.Line())}
	}
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
