package workbook

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// printed opens a workbook in LibreOffice, prints it to PDF, and returns the text of each page.
func printed(t *testing.T, write func(io.Writer) error) []string {
	t.Helper()
	for _, program := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is not there: on CI this test must run", program)
			}
			t.Skipf("needs LibreOffice and pdftotext: on Debian, apt-get install libreoffice-calc poppler-utils fonts-noto-cjk")
		}
	}
	dir := t.TempDir()
	var data bytes.Buffer
	if err := write(&data); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "book.xlsx"), data.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"soffice", "-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "book.xlsx")},
		{"pdftotext", "-layout", filepath.Join(dir, "book.pdf"), filepath.Join(dir, "book.txt")},
	} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "book.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
}

// planSums are what a year's plan comes to.
func planSums(r *project.Register, year int) portfolio.PlanSums {
	for _, plan := range portfolio.Plans(r) {
		if plan.Year.Year == year {
			return portfolio.SumPlan(plan.All(), year)
		}
	}
	return portfolio.PlanSums{}
}

// inThousands is an amount as its cell shows it: 2,514.40.
func inThousands(a money.Amount) string {
	wan := fmt.Sprintf("%.2f", inWan(a))
	whole, cents, _ := strings.Cut(wan, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole + "." + cents
}

// TestOffice: what we write opens in LibreOffice, prints on as many pages as it should, and says there what it says here:
// totals as formulas come to what the register has.
func TestOffice(t *testing.T) {
	files := os.DirFS(repository)
	r, rules := load(t, files), loadRules(t, files)
	sums := planSums(r, 2025)
	for _, c := range []struct {
		name  string
		write func(io.Writer) error
		pages int      // 0: as many as it takes
		texts []string // each on some page
	}{
		{"an empty form", func(w io.Writer) error { return WriteForm(w, r, rules, "zhzf", nil, nil) }, 8,
			[]string{"信息化项目申报表", "示例区综合行政执法局", "填报说明", "七、投资概算"}},
		{"a filled form", func(w io.Writer) error { return WriteExample(w, r, rules, "zhzf") }, 8,
			[]string{"信息化项目申报表", "示例：城市内涝监测预警应用", "186.50"}},
		{"a year's plan", func(w io.Writer) error { return writers["plan"](w, r) }, 2,
			[]string{"2025年度信息化项目计划", inThousands(sums.Total), inThousands(sums.Planned)}},
		{"a ledger", func(w io.Writer) error { return WriteLedger(w, files, r, "zhzf") }, 0, []string{"2025-zhzf-001", "怎样填写"}},
		{"the acceptances", func(w io.Writer) error { return WriteAcceptances(w, r) }, 0, []string{"信息化项目竣工验收结果", "不合格"}},
		{"an annotated form", func(w io.Writer) error {
			in := &importer{r, rules}
			data := in.filled(t, func(f *excelize.File) { f.SetCellValue(formSheet, cellOf(f, "项目类型"), "新建") })
			return Annotate(w, data, in.read(t, data))
		}, 0, []string{"没有“新建”这个选项", "form.value"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages := printed(t, c.write)
			if c.pages > 0 && len(pages) != c.pages {
				t.Errorf("printed on %d pages, want %d", len(pages), c.pages)
			}
			all := strings.Join(pages, "\n")
			for _, want := range c.texts {
				if !strings.Contains(strings.Join(strings.Fields(all), ""), strings.Join(strings.Fields(want), "")) {
					t.Errorf("%q is on no page", want)
				}
			}
			if strings.Contains(all, "#REF!") || strings.Contains(all, "#NAME?") || strings.Contains(all, "Err:") {
				t.Errorf("a formula has failed:\n%s", all)
			}
		})
	}
}
