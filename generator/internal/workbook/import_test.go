package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// importer reads workbooks into the example portfolio.
type importer struct {
	r     *project.Register
	rules *rule.Set
}

func newImporter(t *testing.T) *importer {
	files := os.DirFS(repository)
	return &importer{load(t, files), loadRules(t, files)}
}

func (i *importer) read(t *testing.T, data []byte) *Import {
	t.Helper()
	im, err := ReadImport(data, os.DirFS(repository), i.r, i.rules)
	if err != nil {
		t.Fatal(err)
	}
	return im
}

// filled is the filled example, which change may spoil.
func (i *importer) filled(t *testing.T, change func(*excelize.File)) []byte {
	t.Helper()
	var data bytes.Buffer
	if err := WriteExample(&data, i.r, i.rules, "gx"); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&data)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// cellOf is the cell to fill in beside a label.
func cellOf(f *excelize.File, label string) string {
	rows, _ := f.GetRows(formSheet)
	for y, row := range rows {
		if len(row) > 0 && strings.TrimSuffix(row[0], " *") == label {
			return fmt.Sprintf("B%d", y+1)
		}
	}
	return ""
}

// TestFindingsAtCells: each mistake is told at the cell where it was made.
func TestFindingsAtCells(t *testing.T) {
	in := newImporter(t)
	var at string // the cell that change spoils
	for _, c := range []struct {
		says   string
		change func(*excelize.File)
		rule   string
	}{
		{"a name is missing", func(f *excelize.File) {
			at = formSheet + "!" + cellOf(f, "项目名称")
			f.SetCellValue(formSheet, cellOf(f, "项目名称"), "")
		}, "form.missing"},
		{"an American date", func(f *excelize.File) {
			at = formSheet + "!" + cellOf(f, "申报日期")
			f.SetCellValue(formSheet, cellOf(f, "申报日期"), "9/20/2026")
		}, "form.date"},
		{"a kind in no list", func(f *excelize.File) {
			at = formSheet + "!" + cellOf(f, "项目类型")
			f.SetCellValue(formSheet, cellOf(f, "项目类型"), "新建")
		}, "form.value"},
		{"an unknown unit", func(f *excelize.File) {
			at = formSheet + "!" + cellOf(f, "建设单位")
			f.SetCellValue(formSheet, cellOf(f, "建设单位"), "没有的局")
		}, "02.unit"},
		{"an amount with a decimal comma", func(f *excelize.File) { at = "概算明细!C4"; f.SetCellValue("概算明细", "C4", "98,5") }, "form.money"},
		{"an item without category", func(f *excelize.File) { at = "概算明细!A5"; f.SetCellValue("概算明细", "A5", "") }, "form.missing"},
		{"sources that do not add up", func(f *excelize.File) { at = "资金来源!A3"; f.SetCellValue("资金来源", "C4", 100) }, "07.estimate-sum"},
		{"merged amounts", func(f *excelize.File) { at = "概算明细!C5"; f.MergeCell("概算明细", "C4", "C5") }, "form.value"},
		{"a broken formula", func(f *excelize.File) { at = "概算明细!C4"; f.SetCellValue("概算明细", "C4", "#REF!") }, "form.value"},
		{"a formula without its result", func(f *excelize.File) {
			at = "概算明细!C4"
			f.SetCellValue("概算明细", "C4", nil)
			f.SetCellFormula("概算明细", "C4", "90+8")
		}, "form.value"},
		{"a mobile number", func(f *excelize.File) {
			at = formSheet + "!" + cellOf(f, "安全负责人（岗位）")
			f.SetCellValue(formSheet, cellOf(f, "安全负责人（岗位）"), "信息科科长 13812345678")
		}, "25.mobile-number"},
		{"an unknown label", func(f *excelize.File) { at = formSheet + "!A4"; f.SetCellValue(formSheet, "A4", "工程名称") }, "form.unknown-key"},
		{"no machine room", func(f *excelize.File) {
			at = formSheet + "!" + cellOf(f, "新建或扩建机房、云平台、数据中心")
			f.SetCellValue(formSheet, cellOf(f, "新建或扩建机房、云平台、数据中心"), "是")
		}, "08.machine-room"},
		{"an empty section", func(f *excelize.File) {
			at = "可行性研究报告!C5"
			f.SetCellValue("可行性研究报告", "C5", "")
		}, "07.content"},
	} {
		im := in.read(t, in.filled(t, c.change))
		i := slices.IndexFunc(im.Remarks, func(r Remark) bool { return r.Rule == c.rule && (r.At.String() == at || c.rule == "07.content") })
		if i < 0 {
			var got []string
			for _, r := range im.Remarks {
				got = append(got, fmt.Sprintf("%s %s %s", r.At, r.Rule, r.Message))
			}
			t.Errorf("%s: nothing of %s at %s, but\n%s", c.says, c.rule, at, strings.Join(got, "\n"))
			continue
		}
		if r := im.Remarks[i]; strings.Contains(r.Message, "13812345678") || r.Message == "" {
			t.Errorf("%s: the message is %q", c.says, r.Message)
		}
	}
}

// TestUnderstood: what people write otherwise, and means the same.
func TestUnderstood(t *testing.T) {
	in := newImporter(t)
	want := in.read(t, in.filled(t, func(*excelize.File) {}))
	folder := want.Drafts[0].Folder
	for says, change := range map[string]func(*excelize.File){
		"numbers as text":     func(f *excelize.File) { f.SetCellStr("概算明细", "C4", "98") },
		"full-width digits":   func(f *excelize.File) { f.SetCellStr("概算明细", "C4", "９８．０") },
		"an amount with unit": func(f *excelize.File) { f.SetCellStr("概算明细", "C4", "980,000元") },
		"a float's noise":     func(f *excelize.File) { f.SetCellFloat("概算明细", "C5", 56.499999999999996, -1, 64) },
		"blank rows":          func(f *excelize.File) { f.InsertRows("概算明细", 5, 3) },
		"a moved column":      func(f *excelize.File) { f.InsertCols("概算明细", "A", 1) },
		"a moved row": func(f *excelize.File) {
			f.DuplicateRowTo(formSheet, 4, 30)
			f.SetCellValue(formSheet, "B4", "")
			f.SetCellValue(formSheet, "A4", "")
		},
		"yes and no":      func(f *excelize.File) { f.SetCellValue(formSheet, cellOf(f, "是否涉密"), false) },
		"the unit's code": func(f *excelize.File) { f.SetCellValue(formSheet, cellOf(f, "建设单位"), "gx") },
		"the unit's name": func(f *excelize.File) { f.SetCellValue(formSheet, cellOf(f, "建设单位"), in.r.Unit("gx").Name.V) },
		"merged across": func(f *excelize.File) {
			f.MergeCell(formSheet, cellOf(f, "项目名称"), strings.Replace(cellOf(f, "项目名称"), "B", "C", 1))
		},
	} {
		got := in.read(t, in.filled(t, change))
		if len(got.Drafts) != 1 || string(got.Files[folder+"/project.toml"]) != string(want.Files[folder+"/project.toml"]) {
			t.Errorf("%s: %v\n%s", says, got.Remarks, got.Files[folder+"/project.toml"])
		}
	}
}

func TestParseDay(t *testing.T) {
	for text, want := range map[string]string{
		"2024-09-20": "2024-09-20", "2024/9/20": "2024-09-20", "2024.9.20": "2024-09-20", "2024年9月20日": "2024-09-20", "20240920": "2024-09-20",
		"45555": "2024-09-20", "32874": "1990-01-01", "73050": "2099-12-31", "2024-09-20 00:00:00": "2024-09-20",
		"9/20/2024": "", "20.9.2024": "", "2024.9": "", "2024": "", "32873": "", "73051": "", "2024-02-30": "", "45555.5": "", "": "", "-45555": "", "abc": "",
	} {
		if got, err := parseDay(text); got.String() != want || (err == nil) != (want != "") {
			t.Errorf("%q is %s, %v, want %s", text, got, err, want)
		}
	}
}

func TestParseMoney(t *testing.T) {
	for _, c := range []struct{ text, unit, want string }{
		{"486", "万元", "486万元"}, {"128.5", "万元", "128.5万元"}, {"4860000", "元", "486万元"}, {"486万元", "元", "486万元"}, {"1,234.5", "万元", "1234.5万元"},
		{"1,234,567", "元", "123.4567万元"}, {"¥100元", "万元", "100元"}, {"1.2亿元", "万元", "12000万元"}, {"128.59999999999999", "万元", "128.6万元"}, {"1.285E2", "万元", "128.5万元"}, {"0", "万元", "0元"},
		{"0.000001", "万元", "0.01元"}, {"0.0000001", "万元", ""}, {"98,5", "万元", ""}, {"1.234,5", "万元", ""}, {"12,34", "万元", ""}, {"-5", "万元", ""}, {"约100", "万元", ""}, {"1e300", "万元", ""}, {"", "万元", ""},
	} {
		got, err := parseMoney(c.text, c.unit)
		if shown := got.String(); (err == nil) != (c.want != "") || err == nil && shown != c.want {
			t.Errorf("%q in %s is %s, %v, want %s", c.text, c.unit, shown, err, c.want)
		}
	}
}

// TestBulk: a project a row, amounts under the words of the form, each row with its own verdict.
func TestBulk(t *testing.T) {
	in := newImporter(t)
	f := excelize.NewFile()
	defer f.Close()
	rows := [][]any{
		{"2027年申报汇总"},
		{"建设单位", "项目名称", "项目类型", "项目类别", "申报日期", "项目简介", "是否涉密", "总投资（元）", "软件开发（元）", "安全（元）", "本级财政（元）"},
		{"gx", "示例一", "建设", "一般业务应用", "2026.9.20", "示例", "否", 800000, 700000, 100000, 800000},
		{},
		{"没有的局", "示例二", "建设", "一般业务应用", 46285, "示例", "否", "80万元", 700000, 100000, 800000},
	}
	for y, row := range rows {
		f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", y+1), &row)
	}
	var data bytes.Buffer
	if err := f.Write(&data); err != nil {
		t.Fatal(err)
	}
	im := in.read(t, data.Bytes())
	if len(im.Drafts) != 2 || im.Drafts[0].Name != "示例一" || im.Drafts[1].Name != "示例二" {
		t.Fatalf("the projects are %+v", im.Drafts)
	}
	text := string(im.Files[im.Drafts[0].Folder+"/project.toml"])
	for _, want := range []string{`unit = "gx"`, "declared = 2026-09-20", `total = "80万元"`, `{ category = "软件开发", amount = "70万元" }`, `{ kind = "本级财政", amount = "80万元" }`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
	unknown := 0
	for _, r := range im.Remarks {
		if r.Rule == "02.unit" {
			unknown++
			if r.At.String() != "Sheet1!A5" {
				t.Errorf("the unknown unit is told at %s", r.At)
			}
		}
	}
	if unknown != 1 {
		t.Errorf("the unknown unit is told %d times", unknown)
	}
}

// TestRealProjects: a list of real procurements goes in as a bulk sheet, and findings come out at its rows.
func TestRealProjects(t *testing.T) {
	dir := os.Getenv("TESTDATA_DIR")
	if dir == "" {
		t.Skip("TESTDATA_DIR is not set: there is no list of real projects to read")
	}
	table, err := os.ReadFile(dir + "/real_projects.tsv")
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	defer f.Close()
	f.SetSheetRow("Sheet1", "A1", &[]any{"项目名称", "建设单位", "总投资（元）", "申报日期"})
	lines := strings.Split(strings.TrimSpace(string(table)), "\n")
	for y, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", y+2), &[]any{cells[1], cells[2], cells[7], cells[9]})
	}
	var data bytes.Buffer
	if err := f.Write(&data); err != nil {
		t.Fatal(err)
	}
	in := newImporter(t)
	im := in.read(t, data.Bytes())
	if len(im.Drafts) != len(lines)-1 {
		t.Errorf("%d projects of %d rows", len(im.Drafts), len(lines)-1)
	}
	for _, d := range im.Drafts {
		if d.Errors == 0 {
			t.Errorf("%s has no error, though its category and sources are missing", d.Name)
		}
	}
	for _, r := range im.Remarks {
		if r.Rule == "form.money" && r.At.Cell != "" {
			t.Errorf("%s: %s", r.At, r.Message)
		}
	}
}

// part is one part of a workbook.
type zipPart struct {
	name string
	data []byte
}

func zipOf(t testing.TB, parts ...zipPart) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		f, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(p.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// with is a workbook with a part changed, or a further one.
func with(t testing.TB, data []byte, name string, change func([]byte) []byte) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var parts []zipPart
	found := false
	for _, p := range archive.File {
		r, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if p.Name == name {
			content, found = change(content), true
		}
		parts = append(parts, zipPart{p.Name, content})
	}
	if !found {
		parts = append(parts, zipPart{name, change(nil)})
	}
	return zipOf(t, parts...)
}

// TestHostile: what is no clean workbook is refused with its reason, and gives no project.
func TestHostile(t *testing.T) {
	in := newImporter(t)
	good := in.filled(t, func(*excelize.File) {})
	text := func(s string) func([]byte) []byte { return func([]byte) []byte { return []byte(s) } }
	for says, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":             {nil, "不是完整的 .xlsx"},
		"truncated":         {good[:len(good)/2], "不是完整的 .xlsx"},
		"old or encrypted":  {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)...), "旧式 .xls"},
		"another archive":   {zipOf(t, zipPart{"a.txt", []byte("a")}), "不是 .xlsx"},
		"too large":         {make([]byte, mostBytes+1), "超过 20 MB"},
		"a bomb":            {with(t, good, "xl/media/a.bin", func([]byte) []byte { return make([]byte, mostUnpacked+1) }), "解开后超过 100 MB"},
		"a macro":           {with(t, good, "xl/vbaProject.bin", text("x")), "有宏"},
		"macros by type":    {with(t, good, "[Content_Types].xml", func(b []byte) []byte { return append(b, "<!-- macroEnabled -->"...) }), "有宏"},
		"an external link":  {with(t, good, "xl/externalLinks/externalLink1.xml", text("<ddeLink/>")), "指向其他文件的链接"},
		"an outside target": {with(t, good, "xl/worksheets/_rels/sheet9.xml.rels", text(`<Relationships><Relationship Id="r" Type="http://x/relationships/oleObject" Target="file:///a" TargetMode="External"/></Relationships>`)), "指向其他文件的链接"},
		"an object":         {with(t, good, "xl/embeddings/oleObject1.bin", text("x")), "嵌有其他文件"},
		"a million rows":    {with(t, good, "xl/worksheets/sheet1.xml", func([]byte) []byte { return bytes.Repeat([]byte("<row><c r='A1'/></row>"), mostCells+1) }), "超过 1000000 格"},
		"merged everywhere": {with(t, good, "xl/worksheets/sheet1.xml", func([]byte) []byte { return bytes.Repeat([]byte("<mergeCell ref='A1:B2'/>"), mostMerged+1) }), "合并单元格超过"},
		"years from 1904": {with(t, good, "xl/workbook.xml", func(b []byte) []byte {
			return bytes.Replace(b, []byte("<workbookPr"), []byte(`<workbookPr date1904="1"`), 1)
		}), "1904"},
		"wrong type": {with(t, good, "xl/workbook.xml", text("<html/>")), "损坏"},
		"a secret": {in.filled(t, func(f *excelize.File) {
			f.SetCellValue("填报说明", "A20", "密级")
			f.SetCellValue("填报说明", "B20", "秘密")
		}), "国家秘密标志"},
	} {
		im := in.read(t, c.data)
		if len(im.Files) > 0 || len(im.Remarks) == 0 || !strings.Contains(im.Remarks[0].Message, c.want) {
			t.Errorf("%s: %d files, %+v, want %q", says, len(im.Files), im.Remarks, c.want)
		}
	}
}

// TestHyperlinkIsNoLink: Excel makes a link of an address that is typed into a cell, which is read as the text that it is.
func TestHyperlinkIsNoLink(t *testing.T) {
	in := newImporter(t)
	im := in.read(t, in.filled(t, func(f *excelize.File) {
		f.SetCellHyperLink(formSheet, cellOf(f, "安全管理制度"), "https://example.com", "External")
	}))
	if im.Blocks() {
		t.Errorf("refused: %+v", im.Remarks)
	}
}

func FuzzImport(f *testing.F) {
	files := os.DirFS(repository)
	r := load(f, files)
	rules := loadRules(f, files)
	var data bytes.Buffer
	if err := WriteExample(&data, r, rules, "gx"); err != nil {
		f.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(data.Bytes()), int64(data.Len()))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"} {
		part, err := archive.Open(name)
		if err != nil {
			f.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(name, content)
	}
	empty := &project.Register{Today: r.Today, Units: r.Units, Missing: map[string]bool{}, Calendar: r.Calendar}
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		spoiled := with(t, data.Bytes(), name, func([]byte) []byte { return content })
		book, why := open(spoiled)
		if why != nil {
			return
		}
		defer book.Close()
		sheets, err := grids(book)
		if err != nil {
			return
		}
		in := &importing{register: empty, rules: rules, sheets: sheets}
		in.readSheets()
	})
}
