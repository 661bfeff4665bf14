package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/finding"
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

// allFiles are the files of all that a workbook declares, whether they can be written or not.
func allFiles(im *Import) map[string][]byte {
	files := map[string][]byte{}
	for _, d := range im.Drafts {
		maps.Copy(files, d.Files)
	}
	return files
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
		"columns in another order": func(f *excelize.File) {
			for y := 3; y <= 10; y++ {
				a, _ := f.GetCellValue("概算明细", fmt.Sprintf("A%d", y), excelize.Options{RawCellValue: true})
				c, _ := f.GetCellValue("概算明细", fmt.Sprintf("C%d", y), excelize.Options{RawCellValue: true})
				f.SetCellStr("概算明细", fmt.Sprintf("A%d", y), c)
				f.SetCellStr("概算明细", fmt.Sprintf("C%d", y), a)
			}
		},
		"a day as text":            func(f *excelize.File) { f.SetCellStr(formSheet, cellOf(f, "申报日期"), "2026.10.30") },
		"a day in Chinese":         func(f *excelize.File) { f.SetCellStr(formSheet, cellOf(f, "申报日期"), "2026年10月30日") },
		"a day as Excel counts it": func(f *excelize.File) { f.SetCellValue(formSheet, cellOf(f, "申报日期"), 46325) },
		"a day counted from 1904": func(f *excelize.File) {
			f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: new(true)})
			f.SetCellValue(formSheet, cellOf(f, "申报日期"), 46325-1462)
		},
		"a formula's value": func(f *excelize.File) {
			f.SetCellFormula("概算明细", "C4", "90+8")
			f.SetCellValue("概算明细", "C4", 98)
		},
		"thousands in text": func(f *excelize.File) { f.SetCellStr("概算明细", "C4", "980,000.00 元") },
		"yes and no":        func(f *excelize.File) { f.SetCellValue(formSheet, cellOf(f, "是否涉密"), false) },
		"the unit's code":   func(f *excelize.File) { f.SetCellValue(formSheet, cellOf(f, "建设单位"), "gx") },
		"the unit's name":   func(f *excelize.File) { f.SetCellValue(formSheet, cellOf(f, "建设单位"), in.r.Unit("gx").Name.V) },
		"merged across": func(f *excelize.File) {
			f.MergeCell(formSheet, cellOf(f, "项目名称"), strings.Replace(cellOf(f, "项目名称"), "B", "C", 1))
		},
	} {
		got := in.read(t, in.filled(t, change))
		if len(got.Drafts) != 1 || string(allFiles(got)[folder+"/project.toml"]) != string(allFiles(want)[folder+"/project.toml"]) {
			t.Errorf("%s: %v\n%s", says, got.Remarks, allFiles(got)[folder+"/project.toml"])
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
	text := string(allFiles(im)[im.Drafts[0].Folder+"/project.toml"])
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

// bulk is a workbook with one sheet.
func bulk(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for y, row := range rows {
		f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", y+1), &row)
	}
	var data bytes.Buffer
	if err := f.Write(&data); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

var bulkHeads = []any{"建设单位", "项目名称", "项目类型", "项目类别", "申报日期", "项目简介", "是否涉密", "总投资", "软件开发", "安全", "本级财政",
	"安全负责人（岗位）", "等级保护定级", "安全管理制度", "应用商用密码"}

func bulkRow(unit, name string, total any) []any {
	return []any{unit, name, "建设", "其他", "2026.10.20", name + "的简介", "否", total, 30, 10, 40, "科长", "二级", "管理办法", "是"}
}

// TestBulkVerdicts: a row that cannot be read keeps no other from its place, nor takes a number from it. The mended sheet
// brings in what was missing, and nothing twice.
func TestBulkVerdicts(t *testing.T) {
	whole := example(t)
	r, rules := load(t, whole), loadRules(t, whole)
	read := func(rows ...[]any) *Import {
		t.Helper()
		im, err := ReadImport(bulk(t, append([][]any{bulkHeads}, rows...)...), whole, r, rules)
		if err != nil {
			t.Fatal(err)
		}
		return im
	}
	folders := func(drafts []Draft) (all []string) {
		for _, d := range drafts {
			all = append(all, d.Name+" "+strings.TrimPrefix(d.Folder, "projects/"))
		}
		return all
	}
	bad, secret := bulkRow("gx", "示例甲", "四十"), bulkRow("gx", "示例丁", 40)
	secret[6] = "是"
	im := read(bad, bulkRow("gx", "示例乙", 40), bulkRow("没有的局", "示例丙", 40), secret, bulkRow("gx", "示例戊", 40))
	for _, want := range []string{"form.money Sheet1!H2", "02.unit Sheet1!A4", "03.classified Sheet1!G5", "07.content Sheet1!B3"} {
		rule, at, _ := strings.Cut(want, " ")
		if !slices.ContainsFunc(im.Remarks, func(r Remark) bool { return r.Rule == rule && r.At.String() == at }) {
			t.Errorf("nothing of %s in %+v", want, im.Remarks)
		}
	}
	if got, want := folders(im.Ready()), []string{"示例乙 2027/gx/001", "示例戊 2027/gx/002"}; !slices.Equal(got, want) {
		t.Errorf("written are %v, want %v", got, want)
	}
	for i, broken := range []bool{true, false, true, true, false} {
		if d := im.Drafts[i]; d.Broken != broken || d.Errors == 0 {
			t.Errorf("row %d is broken: %v, %d errors", i+2, d.Broken, d.Errors)
		}
	}

	for _, d := range im.Ready() {
		for name, data := range d.Files {
			whole[name] = &fstest.MapFile{Data: data}
		}
	}
	r = load(t, whole)
	bad[7] = 40
	im = read(bad, bulkRow("gx", "示例乙", 40), bulkRow("gx", "示例戊", 40))
	if got, want := folders(im.Ready()), []string{"示例甲 2027/gx/003"}; !slices.Equal(got, want) {
		t.Errorf("written then are %v, want %v", got, want)
	}
	if im.Drafts[1].Known != "2027-gx-001" || im.Drafts[2].Known != "2027-gx-002" {
		t.Errorf("%+v", im.Drafts)
	}
}

// TestBulkColumns: columns may stand in any order and with others between them, which are told; what is no sheet of
// projects at all is refused.
func TestBulkColumns(t *testing.T) {
	in := newImporter(t)
	row := bulkRow("gx", "示例乙", 40)
	heads := slices.Clone(bulkHeads)
	slices.Reverse(heads)
	slices.Reverse(row)
	heads, row = slices.Insert(heads, 3, any("备注")), slices.Insert(row, 3, any("急"))
	heads, row = slices.Insert(heads, 0, any("序号")), slices.Insert(row, 0, any(1))
	im := in.read(t, bulk(t, []any{"汇总表"}, nil, heads, nil, row))
	if len(im.Ready()) != 1 || len(im.Remarks) == 0 || im.Remarks[0].At.String() != "Sheet1!E3" || im.Remarks[0].Severity != finding.Warning || !strings.Contains(im.Remarks[0].Message, "备注") {
		t.Errorf("%+v", im)
	}
	if im := in.read(t, bulk(t, []any{"姓名", "电话"}, []any{"甲", "乙"})); len(im.Drafts) > 0 || !im.Blocks() {
		t.Errorf("read: %+v", im)
	}
}

// TestOlderForm: of a form that lacks labels, or has others, what it has is read; what is lost is told.
func TestOlderForm(t *testing.T) {
	in := newImporter(t)
	for _, c := range []struct {
		says    string
		change  func(*excelize.File)
		at      string
		message string
		stops   bool
	}{
		{"a label that came later", func(f *excelize.File) { remove(f, "高耗能") }, formSheet, "没有“高耗能”", false},
		{"a required label that came later", func(f *excelize.File) { remove(f, "等级保护定级") }, formSheet, "没有“等级保护定级”", true},
		{"a label that is gone", func(f *excelize.File) {
			f.SetCellValue(formSheet, "A40", "云资源需求")
			f.SetCellValue(formSheet, "B40", "四台")
		}, formSheet + "!A40", "没有“云资源需求”", true},
		{"a column that came later", func(f *excelize.File) { f.RemoveCol("概算明细", "B") }, "概算明细", "没有“费用名称”", false},
		{"a required column that is gone", func(f *excelize.File) { f.RemoveCol("概算明细", "A") }, "概算明细", "应有：费用类别、金额", true},
		{"a column that is gone", func(f *excelize.File) {
			f.SetCellValue("概算明细", "D3", "数量")
			f.SetCellValue("概算明细", "D4", 3)
		}, "概算明细!D3", "没有“数量”", true},
	} {
		im := in.read(t, in.filled(t, c.change))
		told := slices.ContainsFunc(im.Remarks, func(r Remark) bool { return r.At.String() == c.at && strings.Contains(r.Message, c.message) })
		if !told || (len(im.Ready()) == 0) != c.stops {
			t.Errorf("%s: told %v, stopped %v: %+v", c.says, told, len(im.Ready()) == 0, im.Remarks)
		}
	}
}

// remove takes a label's row out of the form.
func remove(f *excelize.File, label string) {
	_, y, err := excelize.CellNameToCoordinates(cellOf(f, label))
	if err != nil {
		panic(err)
	}
	f.RemoveRow(formSheet, y)
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

// packedAs is a workbook with a part that unpacks to so many bytes of zero, and says that it does to another number.
func packedAs(t testing.TB, unpacked, says int) []byte {
	t.Helper()
	var deflated bytes.Buffer
	w, err := flate.NewWriter(&deflated, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	zeros, sum := make([]byte, 1<<20), crc32.NewIEEE()
	for range unpacked >> 20 {
		w.Write(zeros)
		sum.Write(zeros)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	types, err := archive.Create("[Content_Types].xml")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(types, "<Types/>")
	part, err := archive.CreateRaw(&zip.FileHeader{
		Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CRC32: sum.Sum32(),
		CompressedSize64: uint64(deflated.Len()), UncompressedSize64: uint64(says),
	})
	if err != nil {
		t.Fatal(err)
	}
	part.Write(deflated.Bytes())
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestHostile: what is no clean workbook is refused with its reason, and gives no project.
func TestHostile(t *testing.T) {
	in := newImporter(t)
	good := in.filled(t, func(*excelize.File) {})
	text := func(s string) func([]byte) []byte { return func([]byte) []byte { return []byte(s) } }
	const sheet1 = "xl/worksheets/sheet1.xml"
	rows := func(xml string) []byte {
		return with(t, good, sheet1, text("<worksheet><sheetData>"+xml+"</sheetData></worksheet>"))
	}
	old := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)...)
	for says, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":               {nil, "不是完整的 .xlsx"},
		"truncated":           {good[:len(good)/2], "不是完整的 .xlsx"},
		"an old .xls":         {old, "旧式 .xls"},
		"encrypted":           {append(old, encryptedPackage...), "加了密码"},
		"a web page":          {[]byte("<html><table><tr><td>项目名称</td></tr></table></html>"), "不是完整的 .xlsx"},
		"another archive":     {zipOf(t, zipPart{"a.txt", []byte("a")}), "没有 project.toml，也没有申报表"},
		"a binary workbook":   {zipOf(t, zipPart{"[Content_Types].xml", []byte("<Types/>")}, zipPart{"xl/workbook.bin", []byte("a")}), "不是 .xlsx"},
		"too large":           {make([]byte, mostBytes+1), "超过 20 MB"},
		"a bomb":              {packedAs(t, 512<<20, 512<<20), "解开后超过 100 MB"},
		"a bomb that denies":  {packedAs(t, 64<<20, 1000), "损坏"},
		"many small bombs":    {with(t, with(t, good, "a.bin", func([]byte) []byte { return make([]byte, mostUnpacked-1000) }), "b.bin", func([]byte) []byte { return make([]byte, 1000) }), "解开后超过 100 MB"},
		"one endless text":    {rows("<row><c><is><t>" + strings.Repeat("a", mostKept*2) + "</t></is></c></row>"), "损坏"},
		"a macro":             {with(t, good, "xl/vbaProject.bin", text("x")), "有宏"},
		"macros by type":      {with(t, good, "[Content_Types].xml", func(b []byte) []byte { return append(b, "<!-- macroEnabled -->"...) }), "有宏"},
		"an old macro sheet":  {with(t, good, "xl/macrosheets/sheet1.xml", text("x")), "有宏"},
		"a DDE link":          {with(t, good, "xl/externalLinks/externalLink1.xml", text(`<externalLink><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>`)), "指向其他文件的链接"},
		"an outside target":   {with(t, good, "xl/worksheets/_rels/sheet9.xml.rels", text(`<Relationships><Relationship Id="r" Type="http://x/relationships/oleObject" Target="file:///a" TargetMode="External"/></Relationships>`)), "指向其他文件的链接"},
		"an object":           {with(t, good, "xl/embeddings/oleObject1.bin", text("x")), "嵌有其他文件"},
		"a control":           {with(t, good, "xl/activeX/activeX1.xml", text("x")), "ActiveX"},
		"an outside database": {with(t, good, "xl/connections.xml", text("x")), "外部数据连接"},
		"a million rows":      {rows(strings.Repeat("<row><c/></row>", 1_000_000)), "第 20002 行"},
		"the last row alone":  {rows(`<row r="1048576"><c r="A1048576"/></row>`), "第 1048576 行"},
		"the last column":     {rows(`<row r="1"><c r="XFD1"/></row>`), "XFD1"},
		"a cell elsewhere":    {rows(`<x:row xmlns:x="y" r="1"><x:c r="A999999"/></x:row>`), "A999999"},
		"wide rows":           {rows(strings.Repeat(`<row><c r="GR1"/></row>`, 6000)), "超过 1000000 格"},
		"merged everywhere":   {with(t, good, sheet1, func([]byte) []byte { return bytes.Repeat([]byte("<mergeCell ref='A1:B2'/>"), mostMerged+1) }), "合并单元格超过"},
		"all merged into one": {with(t, good, sheet1, text(`<worksheet><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`)), "XFD1048576"},
		"another encoding":    {with(t, good, sheet1, text(`<?xml version="1.0" encoding="utf-16"?><worksheet/>`)), "损坏"},
		"no types":            {zipOf(t, zipPart{"xl/workbook.xml", []byte("<workbook/>")}), "没有 project.toml，也没有申报表"},
		"wrong types":         {with(t, good, "[Content_Types].xml", text(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`)), ""},
		"a part of two names": {with(t, good, "XL/workbook.xml", text("<workbook/>")), "重名"},
		"a workbook of HTML":  {with(t, good, "xl/workbook.xml", text("<html/>")), "损坏"},
		"a secret": {in.filled(t, func(f *excelize.File) {
			f.SetCellValue("填报说明", "A20", "密级")
			f.SetCellValue("填报说明", "B20", "秘密")
		}), "国家秘密标志"},
	} {
		im := in.read(t, c.data)
		if c.want == "" { // read as what it is
			if len(im.Ready()) != 1 {
				t.Errorf("%s: not read: %+v", says, im.Remarks)
			}
			continue
		}
		if len(im.Drafts) > 0 || len(im.Ready()) > 0 || len(im.Remarks) == 0 || !strings.Contains(im.Remarks[0].Message, c.want) || im.Remarks[0].Hint == "" {
			t.Errorf("%s: %d projects, %+v, want %q", says, len(im.Drafts), im.Remarks, c.want)
		}
	}
}

// TestBombCostsNothing: what is refused for its size is refused before it takes memory.
func TestBombCostsNothing(t *testing.T) {
	in := newImporter(t)
	for says, data := range map[string][]byte{"says so": packedAs(t, 512<<20, 512<<20), "denies it": packedAs(t, 64<<20, 1000)} {
		if len(data) > 3<<20 {
			t.Fatalf("the bomb has %d bytes", len(data))
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		in.read(t, data)
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 8<<20 {
			t.Errorf("a bomb that %s takes %d bytes", says, got)
		}
	}
}

// TestHyperlink: a link in a cell is refused at its cell, for nobody sees where it leads.
func TestHyperlink(t *testing.T) {
	in := newImporter(t)
	at := ""
	im := in.read(t, in.filled(t, func(f *excelize.File) {
		at = cellOf(f, "安全管理制度")
		f.SetCellHyperLink(formSheet, at, "https://example.com", "External")
	}))
	if !slices.ContainsFunc(im.Remarks, func(r Remark) bool {
		return r.At == Place{formSheet, at} && r.Message == "这一格有超链接"
	}) || len(im.Ready()) > 0 {
		t.Errorf("not refused at %s: %+v", at, im.Remarks)
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
		if strings.HasSuffix(name, "/") {
			t.Skip("a folder holds nothing")
		}
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
