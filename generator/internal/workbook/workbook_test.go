package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
)

const repository = "../../.."

// today is the day as of which the example portfolio was written.
var today, _ = calendar.ParseDate("2026-11-24")

// example is the example portfolio's files, which a test may change.
func example(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, dir := range []string{"projects", "rules"} {
		err := fs.WalkDir(os.DirFS(repository), dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(repository + "/" + name)
			files[name] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func load(t testing.TB, files fs.FS) *project.Register {
	t.Helper()
	r, err := register.Load(files, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// writers are all workbooks that are made of a whole register.
var writers = map[string]func(io.Writer, *project.Register) error{
	"plan": func(w io.Writer, r *project.Register) error {
		for _, plan := range portfolio.Plans(r) {
			if plan.Year.Year == 2025 {
				return WritePlan(w, r, &plan)
			}
		}
		return nil
	},
	"portfolio":   WritePortfolio,
	"acceptances": WriteAcceptances,
	"evaluations": WriteEvaluations,
}

// written is a workbook's bytes, and the workbook opened again.
func written(t *testing.T, name string, r *project.Register) ([]byte, *excelize.File) {
	t.Helper()
	var data bytes.Buffer
	if err := writers[name](&data, r); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return data.Bytes(), f
}

// rowsOf are a sheet's rows, each with the values as they are stored.
func rowsOf(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestSameBytes(t *testing.T) {
	r := load(t, os.DirFS(repository))
	for name := range writers {
		first, _ := written(t, name, r)
		second, _ := written(t, name, r)
		if !bytes.Equal(first, second) {
			t.Errorf("%s: the same register gives other bytes", name)
		}
	}
}

func TestPlan(t *testing.T) {
	r := load(t, os.DirFS(repository))
	for _, plan := range portfolio.Plans(r) {
		var data bytes.Buffer
		if err := WritePlan(&data, r, &plan); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&data)
		if err != nil {
			t.Fatal(err)
		}
		rows := rowsOf(t, f, "年度计划")
		if !strings.Contains(rows[0][0], "年度信息化项目计划") || rows[1][len(planHeads)-1] != "单位：万元" || !slices.Equal(rows[2], planHeads) {
			t.Errorf("%d: the heading is %q", plan.Year.Year, rows[:3])
		}
		listed := map[string][]string{}
		var total []string
		for _, row := range rows[3:] {
			if len(row) > 2 && project.IsID(row[2]) {
				listed[row[2]] = row
			}
			if len(row) > 1 && strings.HasPrefix(row[1], "总计") {
				total = row
			}
		}
		all := slices.Concat(plan.All(), plan.Pending, plan.Continued)
		if len(listed) != len(all) {
			t.Errorf("%d: %d projects are listed, want %d", plan.Year.Year, len(listed), len(all))
		}
		for _, p := range all {
			want := strings.ReplaceAll(portfolio.AmountsOf(p).Declared.Amount.InWan(), ",", "")
			if row := listed[p.ID]; row == nil || row[planAmounts] != want {
				t.Errorf("%s: row %q, want the total %s", p.ID, row, want)
			}
		}
		sums := portfolio.SumPlan(plan.All(), plan.Year.Year)
		for i, want := range []string{sums.Total.InWan(), sums.Planned.InWan(), sums.Fund.InWan(), sums.OtherFunds().InWan(), sums.InYear.InWan()} {
			if total[planAmounts+i] != strings.ReplaceAll(want, ",", "") {
				t.Errorf("%d: %s in all is %s, want %s", plan.Year.Year, planHeads[planAmounts+i], total[planAmounts+i], want)
			}
		}
		names := f.GetDefinedName()
		if !slices.ContainsFunc(names, func(d excelize.DefinedName) bool {
			return d.Name == "_xlnm.Print_Titles" && d.RefersTo == "'年度计划'!$3:$3"
		}) {
			t.Errorf("the row of headings is not printed on every page: %v", names)
		}
		layout, err := f.GetPageLayout("年度计划")
		if err != nil || *layout.Orientation != "landscape" || *layout.Size != a3Wide.size || *layout.FitToWidth != 1 {
			t.Errorf("the page is %+v, %v", layout, err)
		}
		f.Close()
	}
}

// TestPlanSupplements: a supplement's projects stand apart, and a note names its document and what it adds.
func TestPlanSupplements(t *testing.T) {
	files := example(t)
	plan, declaration := "projects/2025/plan.toml", "projects/2025/gx/001/project.toml"
	files[plan] = &fstest.MapFile{Data: append(files[plan].Data, "\n[[supplements]]\ndocument = \"示政办函〔2025〕99号\"\ndate = 2025-06-18\nprojects = [\"2025-gx-001\"]\n"...)}
	files[declaration] = &fstest.MapFile{Data: append(files[declaration].Data, "\n[supplement]\nreason = \"应急\"\nfunds_in_place = \"示财〔2025〕31号\"\n"...)}
	r := load(t, files)
	_, f := written(t, "plan", r)
	n := len(r.Year(2025).Plan.Supplements.V)
	var labels, notes []string
	for _, row := range rowsOf(t, f, "年度计划") {
		if len(row) > 1 && strings.HasPrefix(row[1], fmt.Sprintf("第%d批增补的项目（1 项）", n)) {
			labels = row
		}
		if len(row) > 0 && strings.HasPrefix(row[0], fmt.Sprintf("注%d：", n)) {
			notes = row
		}
	}
	planned := portfolio.AmountsOf(r.Project("2025-gx-001")).Planned.Amount.InWan()
	if labels == nil || labels[planAmounts+1] != planned {
		t.Errorf("the supplement's sums are %q, want %s planned", labels, planned)
	}
	if want := fmt.Sprintf("注%d：第%d批增补：示政办函〔2025〕99号，2025-06-18，1 项，计划金额 %s 万元。", n, n, planned); notes == nil || notes[0] != want {
		t.Errorf("the note is %q, want %q", notes, want)
	}
}

func TestTextStaysText(t *testing.T) {
	const id = "2025-gx-001"
	file := "projects/2025/gx/001/project.toml"
	for _, name := range []string{"=1+1", "+1", "-1", "@SUM(A1)", `\t=1`, `=HYPERLINK(\"http://example.com\")`, "=cmd|' /C calc'!A0"} {
		files := example(t)
		text := string(files[file].Data)
		files[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, "产业链供需对接应用", name, 1))}
		r := load(t, files)
		want := r.Project(id).Declaration.Name.V
		if want == "" || strings.Contains(want, "产业链") {
			t.Fatalf("the name is %q", want)
		}
		for writer := range writers {
			_, f := written(t, writer, r)
			found := 0
			for _, sheet := range f.GetSheetList() {
				for y, row := range rowsOf(t, f, sheet) {
					for x, value := range row {
						cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
						if formula, _ := f.GetCellFormula(sheet, cell); formula != "" {
							t.Errorf("%s: %s!%s is the formula %s", writer, sheet, cell, formula)
						}
						if value != want {
							continue
						}
						found++
						index, _ := f.GetCellStyle(sheet, cell)
						style, err := f.GetStyle(index)
						if err != nil || style.CustomNumFmt == nil && style.NumFmt != 49 || style.CustomNumFmt != nil && *style.CustomNumFmt != textFormat {
							t.Errorf("%s: %s!%s does not have the format of text", writer, sheet, cell)
						}
					}
				}
			}
			if found == 0 && (writer == "plan" || writer == "portfolio") {
				t.Errorf("%s does not show %q", writer, want)
			}
		}
	}
}

// TestClassifiedIsNowhere: no workbook holds a word of a classified project.
func TestClassifiedIsNowhere(t *testing.T) {
	files := example(t)
	const name = "产业链供需对接应用"
	const file = "projects/2025/gx/001/project.toml"
	files[file] = &fstest.MapFile{Data: []byte(strings.Replace(string(files[file].Data), "classified = false", "classified = true", 1))}
	open, secret := load(t, os.DirFS(repository)), load(t, files)
	shown := false
	for writer := range writers {
		data, _ := written(t, writer, open)
		shown = shown || strings.Contains(unpacked(t, data), name)
		data, _ = written(t, writer, secret)
		if text := unpacked(t, data); strings.Contains(text, name) || strings.Contains(text, "2025-gx-001") {
			t.Errorf("%s holds a classified project", writer)
		}
	}
	if !shown {
		t.Error("no workbook shows the project even where it is not classified")
	}
}

// unpacked is all that a workbook's parts hold.
func unpacked(t *testing.T, data []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return all.String()
}

// TestPortfolioHasAllFields: each field of each kind of file is a column, but for people's accounts; and the sheets'
// names differ.
func TestPortfolioHasAllFields(t *testing.T) {
	files := example(t)
	files["projects/2025/gx/001/opinions/7.toml"] = &fstest.MapFile{Data: []byte(`pull_request = 7
url = ""
[[opinions]]
matter = "finance"
agency = "finance"
conclusion = "同意"
account = "someones-account"
text = "同意申报。"
`)}
	data, f := written(t, "portfolio", load(t, files))
	if strings.Contains(unpacked(t, data), "someones-account") {
		t.Error("an account is shown")
	}
	if !strings.Contains(unpacked(t, data), "同意申报。") {
		t.Error("an opinion is not shown")
	}
	seen := map[string]bool{}
	for _, kind := range project.FileKinds {
		of := reflect.TypeOf(kind.New())
		if strings.HasPrefix(kind.Name, "rules/") || kind.Name == "evaluation/<year>-self.toml" {
			continue
		}
		for _, table := range newTable(kind.Label, of.Elem(), false).all() {
			if seen[table.name] {
				t.Errorf("two sheets are named %s", table.name)
			}
			seen[table.name] = true
			rows := rowsOf(t, f, table.name)
			for _, c := range table.columns {
				if !slices.Contains(rows[0], c.label) {
					t.Errorf("%s has no column %s", table.name, c.label)
				}
			}
		}
	}
	if got := len(newTable("", reflect.TypeFor[project.Contract](), true).columns); got != 17 {
		t.Errorf("a contract has %d columns, want 17, its supplier's two among them", got)
	}
}

// TestPortfolioValues: amounts are numbers, days are Excel's days, and every project has its row.
func TestPortfolioValues(t *testing.T) {
	r := load(t, os.DirFS(repository))
	_, f := written(t, "portfolio", r)
	rows := rowsOf(t, f, "申报表")
	column := func(label string) int { return slices.Index(rows[0], label) }
	if len(rows) != len(r.Projects)+1 {
		t.Errorf("%d rows for %d projects", len(rows)-1, len(r.Projects))
	}
	for _, row := range rows[1:] {
		if row[0] != "2025-gx-001" {
			continue
		}
		for label, want := range map[string]string{"文件": "project.toml", "投资概算·总投资": "296.4", "申报日期": "45576", "建设范围·使用的公共组件": "统一身份认证、电子签章、统一消息、电子证照", "是否涉密": "否"} {
			if got := row[column(label)]; got != want {
				t.Errorf("%s is %q, want %q", label, got, want)
			}
		}
	}
	items := rowsOf(t, f, "申报表·投资概算·概算明细")
	if !slices.ContainsFunc(items, func(row []string) bool {
		return slices.Equal(row, []string{"2025-gx-001", "project.toml", "estimate.items[0]", "软件开发", "供需发布与智能匹配", "86.4"})
	}) {
		t.Error("the first item of 2025-gx-001 is not there")
	}
}

func TestLists(t *testing.T) {
	r := load(t, os.DirFS(repository))
	_, f := written(t, "acceptances", r)
	if got, want := len(rowsOf(t, f, "竣工验收结果")), len(portfolio.Acceptances(r))+3; got != want || want < 5 {
		t.Errorf("acceptances: %d rows, want %d", got, want)
	}
	_, f = written(t, "evaluations", r)
	evaluations := 0
	for _, e := range portfolio.Evaluations(r) {
		if e.Lead != nil {
			evaluations++
		}
		if e.Self != nil {
			evaluations++
		}
	}
	rows := rowsOf(t, f, "绩效评价结果")
	if len(rows) != evaluations+3 || evaluations < 2 {
		t.Errorf("evaluations: %d rows, want %d", len(rows), evaluations+3)
	}
	if rows[3][5] != "主管部门" {
		t.Errorf("the first evaluation is %q", rows[3])
	}
}

// TestHeights: a row is as high as its longest text needs, and no higher than Excel has it.
func TestHeights(t *testing.T) {
	s := &sheet{widths: []float64{12, 22}}
	row := func(texts ...string) []any {
		var cells []any
		for _, text := range texts {
			cells = append(cells, excelize.Cell{Value: text})
		}
		return cells
	}
	for _, c := range []struct {
		cells []any
		want  float64
	}{
		{nil, 18.5}, {row("", ""), 18.5}, {row("一二三四五", ""), 18.5}, {row("一二三四五六", ""), 32}, {row("", "一二三四五六七八九十a"), 32},
		{row("a\nb\nc", "x"), 45.5}, {row(strings.Repeat("一", 1000)), 409},
	} {
		if got := s.heightOf(c.cells); got != c.want {
			t.Errorf("%v is %v high, want %v", c.cells, got, c.want)
		}
	}
}
