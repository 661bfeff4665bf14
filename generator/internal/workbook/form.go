// The declaration form: an empty one for a unit, and a filled one as an example.

package workbook

import (
	_ "embed"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/document"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Sheets of the form, beside those of the lists in the declaration, which are named after the lists.
const (
	formSheet  = "申报表"
	studySheet = "可行性研究报告"
	guideSheet = "填报说明"
	unitsSheet = "单位" // hidden, for the drop-down list
)

// formHeadings is the row of the headings on each sheet of the form: a title and a note stand above.
const formHeadings = 3

// emptyRows are how many rows of a list stay for the unit to fill in.
const emptyRows = 30

// declaration is the definition of the form's fields.
var declaration = newTable(formSheet, reflect.TypeFor[project.Declaration](), false)

// hintRules are the rules that say what is to be filled in, by the field's key; a list's key stands for its sheet.
var hintRules = map[string][]string{
	"unit": {"02.unit"}, "category": {"03.category"}, "summary": {"03.excluded"}, "classified": {"03.classified"}, "declared": {"07.window"},
	"higher_level": {"02.higher-level"}, "upgrades": {"08.duplicate"}, "maintains": {"07.maintained-project"},
	"maintains_legacy": {"07.maintained-project"}, "partners": {"12.joint-funding"},
	"supplement.reason": {"07.supplement"}, "supplement.funds_in_place": {"07.supplement"},
	"scope.machine_room": {"08.machine-room"}, "scope.civil_works": {"13.civil-works"}, "scope.high_energy": {"13.civil-works"},
	"scope.data_processing": {"08.public-data-platform"}, "scope.public_data_platform": {"08.public-data-platform"},
	"scope.shared_components": {"08.shared-components"}, "scope.no_shared_components": {"08.shared-components"},
	"estimate.total": {"07.estimate-sum"}, "estimate.items": {"07.estimate-sum", "07.estimate-security", "07.estimate-supervision"},
	"estimate.sources": {"02.sources", "12.special-fund"}, "goals": {"08.goals"},
	"security.officer": {"25.security"}, "security.protection_level": {"25.security"}, "security.management_system": {"25.security"}, "security.commercial_cryptography": {"25.security"},
	studySheet: {"07.content", "08.reform-case"},
}

// sections are the headings of an empty study.
var sections = []string{"一、项目背景", "二、建设依据", "三、建设目标", "四、需求分析", "五、建设内容与方案", "六、网络安全", "七、投资概算", "八、实施进度", "九、绩效目标"}

// form is the form while it is being written.
type form struct {
	*book
	register *project.Register
	rules    *rule.Set
}

// WriteForm writes the declaration form of a unit. d is what it is filled with, nil of an empty one, and study the
// feasibility study, in Markdown. It errors if the writing fails.
func WriteForm(w io.Writer, r *project.Register, rules *rule.Set, unit string, d *project.Declaration, study []byte) error {
	f := &form{newBook(), r, rules}
	if d == nil {
		d = emptyDeclaration(unit)
	}
	f.fields(d)
	for _, l := range declaration.lists {
		f.list(l, d)
	}
	f.study(study)
	f.guide()
	f.units()
	return f.write(w)
}

func emptyDeclaration(unit string) *project.Declaration {
	d := &project.Declaration{}
	d.Unit.V, d.Unit.State = unit, project.Given
	return d
}

//go:embed example.toml
var exampleDeclaration []byte

//go:embed example.md
var exampleStudy []byte

// WriteExample writes the form filled in with a plainly fictional project of the unit, declared on the last day of the
// latest window. It errors if the writing fails.
func WriteExample(w io.Writer, r *project.Register, rules *rule.Set, unit string) error {
	d := &project.Declaration{}
	if faults, _ := tomlfile.Read("example.toml", exampleDeclaration, d, tomlfile.Options{}); len(faults) > len([]string{"unit", "declared"}) {
		return fmt.Errorf("the example form: %s", faults[0].Problem)
	}
	d.Unit.V, d.Unit.State = unit, project.Given
	d.Declared.V, d.Declared.State = r.Today, project.Given
	for _, y := range r.Years {
		if y.Plan != nil && y.Plan.Window.Closes.Given() && !y.Plan.Window.Closes.V.After(r.Today) {
			d.Declared.V = y.Plan.Window.Closes.V
		}
	}
	return WriteForm(w, r, rules, unit, d, exampleStudy)
}

// page begins one sheet of the form, which is locked but for what is to be filled in.
func (f *form) page(name, note string, heads []string, widths []float64) *sheet {
	s := f.sheet(name, a4, formHeadings, widths)
	f.keep(f.file.ProtectSheet(name, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatRows: true, FormatColumns: true, InsertRows: true,
	}))
	s.add(34, s.cell(f.register.Site.District.V+"信息化项目"+name, look{bare: true, bold: true, size: 18, horizontal: "center"}))
	s.merge(1, len(heads))
	s.add(44, s.cell(note, look{bare: true, horizontal: "left"}))
	s.merge(1, len(heads))
	s.heads(heads)
	return s
}

// fields writes the sheet of the declaration's own fields, a field a row.
func (f *form) fields(d *project.Declaration) {
	s := f.page(formSheet, "浅黄色的格子由建设单位填写，选项点格子右边的箭头选；填法见“填报说明”。金额单位：万元。", []string{"栏目", "填写内容", "填写要求"}, []float64{26, 48, 46})
	for _, c := range declaration.columns {
		field, hint := at(reflect.ValueOf(d).Elem(), c.path), f.hint(c)+f.asks(c.key)
		cell := f.input(c, field)
		if c.key == "estimate.total" {
			cell = f.cell(inWan(d.Estimate.Total.V), look{format: moneyFormat, horizontal: "right"})
			cell.Formula = "SUM(" + amountsOn("概算明细", declaration) + ")"
			hint = "由概算明细自动合计，不必填写。" + f.asks(c.key)
		}
		label := c.own
		if c.required {
			label += " *"
		}
		row := []any{f.cell(label, look{bold: true, horizontal: "left"}), cell, f.cell(hint, look{horizontal: "left"})}
		s.add(max(s.heightOf(row), 22), row...)
		f.validate(s, c, hint, 2, s.row, s.row)
	}
	// The column of what is filled in stays empty here: nothing of this row is read.
	sign := look{bare: true, horizontal: "left"}
	s.add(40, f.cell("建设单位（盖章）：", sign), nil, f.cell("负责人（签字）：　　　　　　　　年　　月　　日", sign))
}

// amountsOn is the range of a list's amounts on its sheet.
func amountsOn(name string, of *table) string {
	for _, l := range of.lists {
		if l.own != name {
			continue
		}
		for i, c := range l.table.columns {
			if c.own == "金额" {
				column, _ := excelize.ColumnNumberToName(i + 1)
				return fmt.Sprintf("'%s'!%s%d:%s%d", name, column, formHeadings+1, column, 1000)
			}
		}
	}
	return ""
}

// list writes the sheet of a list, an entry a row.
func (f *form) list(l list, d *project.Declaration) {
	var heads []string
	var widths []float64
	for _, c := range l.table.columns {
		head := c.own
		if isMoney(c) {
			head += "（万元）"
		}
		heads, widths = append(heads, head), append(widths, max(18, 84/float64(len(l.table.columns))))
	}
	s := f.page(l.own, "一行填一项，没有的不填。"+f.asks(l.key), heads, widths)
	entries := at(reflect.ValueOf(d).Elem(), l.path).FieldByName("V")
	for i := range entries.Len() + emptyRows {
		var cells []any
		for _, c := range l.table.columns {
			var field reflect.Value
			if i < entries.Len() {
				field = at(entries.Index(i), c.path)
			}
			cells = append(cells, f.input(c, field))
		}
		s.add(0, cells...)
	}
	for i, c := range l.table.columns {
		f.validate(s, c, f.hint(c), i+1, formHeadings+1, s.row)
	}
}

// Looks of cells to fill in, and of headings.
var (
	inputLook = look{input: true, fill: "FFFBE6", horizontal: "left"}
	headLook  = look{bold: true, horizontal: "center", fill: "E8EEF4"}
)

// input is a cell to fill in, with what is in the field; a field that is not there is empty.
func (f *form) input(c column, field reflect.Value) excelize.Cell {
	l := inputLook
	switch {
	case isMoney(c):
		l.format, l.horizontal = moneyFormat, "right"
	case isDate(c):
		l.format = dateFormat
	default:
		l.format = textFormat
	}
	value := any(nil)
	if field.IsValid() {
		value = shown(field)
	}
	if code, ok := value.(string); ok && isUnit(c) && code != "" {
		value = unitChoice(f.register, code)
	}
	if value == nil || value == "" {
		return excelize.Cell{StyleID: f.style(l)}
	}
	return f.cell(value, l)
}

func isMoney(c column) bool { return c.kind == reflect.TypeFor[project.Money]() }
func isDate(c column) bool  { return c.kind == reflect.TypeFor[project.Date]() }
func isFlag(c column) bool  { return c.kind == reflect.TypeFor[project.Flag]() }
func isUnit(c column) bool  { return c.key == "unit" }
func isTexts(c column) bool { return c.kind == reflect.TypeFor[project.List[project.Text]]() }

// unitChoice is a unit as it stands in the drop-down list: its name, and its code.
func unitChoice(r *project.Register, code string) string {
	if u := r.Unit(code); u != nil {
		return u.Name.V + "（" + code + "）"
	}
	return code
}

// hint says how a field is filled in.
func (f *form) hint(c column) string {
	var parts []string
	if c.required {
		parts = append(parts, "必填。")
	}
	switch {
	case isMoney(c):
		parts = append(parts, "填万元数，例如 128.5。")
	case isDate(c):
		parts = append(parts, "写作 2025-03-05。")
	case isFlag(c):
		parts = append(parts, "选是或否。")
	case isUnit(c):
		parts = append(parts, "从单位名录中选。")
	case c.oneof != nil:
		parts = append(parts, "从列表中选。")
	case isTexts(c):
		parts = append(parts, "有多项的，用顿号隔开。")
	}
	return strings.Join(parts, "")
}

// asks is what the rules on a field ask, each with its article.
func (f *form) asks(key string) string {
	var text strings.Builder
	for _, id := range hintRules[key] {
		for _, r := range f.rules.Versions(id) {
			if r.Until.IsZero() {
				fmt.Fprintf(&text, "%s（%s）", r.Asks, r.Cites())
			}
		}
	}
	return text.String()
}

// Excel's limits of an input hint, in characters.
const (
	longestTitle = 32
	longestHint  = 255
)

// validate gives cells of a column their drop-down list, and the hint that shows when one is chosen.
func (f *form) validate(s *sheet, c column, hint string, column, from, to int) {
	name, err := excelize.ColumnNumberToName(column)
	f.keep(err)
	v := excelize.NewDataValidation(true)
	v.Sqref = fmt.Sprintf("%s%d:%s%d", name, from, name, to)
	switch {
	case isUnit(c):
		v.SetSqrefDropList(fmt.Sprintf("'%s'!$A$1:$A$%d", unitsSheet, max(1, len(f.register.Units))))
	case isFlag(c):
		f.keep(v.SetDropList([]string{"是", "否"}))
	case c.oneof != nil:
		f.keep(v.SetDropList(slices.DeleteFunc(slices.Clone(c.oneof), func(s string) bool { return s == "" })))
	case isMoney(c):
		f.keep(v.SetRange(0, inWan(money.Largest), excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	}
	if v.Type != "" {
		v.SetError(excelize.DataValidationErrorStyleStop, "填写不对", truncate(c.own+"："+hint, longestHint))
	}
	v.SetInput(truncate(c.own, longestTitle), truncate(hint, longestHint))
	if s.err == nil {
		f.keep(f.file.AddDataValidation(s.name, v))
	}
}

func truncate(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// study writes the feasibility study, a section a row.
func (f *form) study(text []byte) {
	s := f.page(studySheet, "一节一行；级别 1 是报告的题目，2 是章，章以下的小标题写在内容里，前面加 ### 和空格。"+f.asks(studySheet), []string{"级别", "章节标题", "内容"}, []float64{8, 26, 86})
	l := look{input: true, fill: "FFFBE6", format: textFormat, horizontal: "left"}
	row := func(level any, heading, body string) {
		s.add(0, f.cell(level, look{input: true, fill: "FFFBE6"}), f.cell(heading, l), f.cell(body, l))
	}
	if text == nil {
		row(1, "可行性研究报告", "")
		for _, heading := range sections {
			row(2, heading, "")
		}
	}
	for _, part := range cutStudy(text) {
		row(part.level, part.heading, part.body)
	}
	for range emptyRows {
		row("", "", "")
	}
}

// part is a section of the study as a row has it. Level 0 continues the section before, which one cell cannot hold.
type part struct {
	level   int
	heading string
	body    string
}

// longestBody is how many characters of a section one cell takes: Excel's limit is 32,767 UTF-16 units.
const longestBody = 16000

// cutStudy parts a study at its headings of levels 1 and 2. What stands before the first has level 0.
func cutStudy(text []byte) []part {
	if text == nil {
		return nil
	}
	lines := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	starts := map[int]int{} // level by line, from 0
	for _, s := range document.Parse(text).Sections() {
		if s.Level <= 2 && s.Line >= 1 && s.Line <= len(lines) && strings.HasPrefix(lines[s.Line-1], "#") {
			starts[s.Line-1] = s.Level
		}
	}
	var parts []part
	var now part
	var body []string
	end := func() {
		now.body = strings.Trim(strings.Join(body, "\n"), "\n")
		if now.level > 0 || now.body != "" {
			parts = append(parts, split(now)...)
		}
		body = nil
	}
	for i, line := range lines {
		if level := starts[i]; level > 0 {
			end()
			now = part{level: level, heading: strings.TrimSpace(strings.TrimLeft(line, "#"))}
			continue
		}
		body = append(body, line)
	}
	end()
	return parts
}

// split parts a section that is too long for one cell, between its lines.
func split(p part) []part {
	var parts []part
	var body []string
	length := 0
	for _, line := range strings.Split(p.body, "\n") {
		n := len([]rune(line)) + 1
		if length > 0 && length+n > longestBody {
			p.body = strings.Join(body, "\n")
			parts = append(parts, p)
			p, body, length = part{}, nil, 0
		}
		body, length = append(body, line), length+n
	}
	p.body = strings.Join(body, "\n")
	return append(parts, p)
}

// guide writes how the form is filled in.
func (f *form) guide() {
	s := f.page(guideSheet, f.register.Regulation.Title.V+"（"+f.register.Regulation.Number.V+"）", []string{"事项", "说明"}, []float64{24, 96})
	for _, line := range [][2]string{
		{"怎样填写", "在“申报表”里逐栏填写；“概算明细”“资金来源”“绩效目标”等表一行一项；“可行性研究报告”一节一行。可以用 Excel、WPS 或 LibreOffice 填写，保存为 .xlsx。"},
		{"金额", "一律填万元数，最多精确到分（小数点后六位）。总投资由概算明细自动合计，资金来源合计要与总投资相等。"},
		{"日期", "写作 2025-03-05。"},
		{"不要填写", "国家秘密、工作秘密，个人的身份证号和手机号。安全负责人填岗位，不填姓名和电话。涉密项目不在本系统申报。"},
		{"填好以后", "交大数据局，或运行 go run ./generator import 文件名.xlsx；有不对的地方，会指出在哪张表的哪一格。"},
	} {
		s.values(look{horizontal: "left"}, line[0], line[1])
	}
	for _, c := range declaration.columns {
		if text := f.asks(c.key); text != "" {
			s.values(look{horizontal: "left"}, c.own, text)
		}
	}
	for _, l := range declaration.lists {
		if text := f.asks(l.key); text != "" {
			s.values(look{horizontal: "left"}, l.own, text)
		}
	}
	s.values(look{horizontal: "left"}, studySheet, f.asks(studySheet))
}

// units writes the units' names for the drop-down lists.
func (f *form) units() {
	s := f.sheet(unitsSheet, a4, 1, []float64{40})
	for i := range f.register.Units {
		s.values(look{}, unitChoice(f.register, f.register.Units[i].Code.V))
	}
	f.keep(f.file.SetSheetVisible(unitsSheet, false))
}
