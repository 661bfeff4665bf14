package workbook

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
	"wuxing.example/register/generator/internal/tomlfile"
)

func loadRules(t testing.TB, files fs.FS) *rule.Set {
	t.Helper()
	rules, faults, err := rule.Load(files)
	if err != nil || rules == nil {
		t.Fatal(faults, err)
	}
	return rules
}

func formOf(t testing.TB, r *project.Register, rules *rule.Set, d *project.Declaration, study []byte) []byte {
	t.Helper()
	var data bytes.Buffer
	unit := "gx"
	if d != nil {
		unit = d.Unit.V
	}
	if err := WriteForm(&data, r, rules, unit, d, study); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// values compares what a declaration says, wherever it stands; what is absent equals what is empty.
var values = cmp.Options{
	cmp.FilterPath(func(p cmp.Path) bool {
		f, ok := p.Last().(cmp.StructField)
		return ok && (f.Name() == "Table" || f.Name() == "Place")
	}, cmp.Ignore()),
	cmp.FilterValues(func(a, b any) bool {
		x, y := reflect.ValueOf(a), reflect.ValueOf(b)
		return x.IsValid() && y.IsValid() && x.Kind() == reflect.Slice && y.Kind() == reflect.Slice && x.Len() == 0 && y.Len() == 0
	}, cmp.Ignore()),
	cmp.Exporter(func(reflect.Type) bool { return true }),
}

// TestRoundTrip: each declaration of the example portfolio comes back from its form as it was, its study too.
func TestRoundTrip(t *testing.T) {
	files := os.DirFS(repository)
	r, rules := load(t, files), loadRules(t, files)
	for _, p := range r.Projects {
		study, err := fs.ReadFile(files, p.Dir+"/feasibility.md")
		if err != nil {
			t.Fatal(err)
		}
		im, err := ReadImport(formOf(t, r, rules, p.Declaration, study), files, r, rules)
		if err != nil {
			t.Fatal(err)
		}
		if len(im.Drafts) != 1 || im.Drafts[0].Folder == "" {
			t.Fatalf("%s: %+v", p.ID, im)
		}
		for _, remark := range im.Remarks {
			if strings.HasPrefix(remark.Rule, "form.") {
				t.Errorf("%s: %s %s", p.ID, remark.At, remark.Message)
			}
		}
		got := &project.Declaration{}
		if faults, ok := tomlfile.Read("project.toml", allFiles(im)[im.Drafts[0].Folder+"/project.toml"], got, tomlfile.Options{}); !ok || len(faults) > 0 {
			t.Fatalf("%s: %v", p.ID, faults)
		}
		if diff := cmp.Diff(p.Declaration, got, values); diff != "" {
			t.Errorf("%s: %s", p.ID, diff)
		}
		if diff := cmp.Diff(withoutBlankLines(study), withoutBlankLines(allFiles(im)[im.Drafts[0].Folder+"/feasibility.md"])); diff != "" {
			t.Errorf("%s: the study differs: %s", p.ID, diff)
		}
	}
}

func withoutBlankLines(text []byte) []string {
	return slices.DeleteFunc(strings.Split(string(text), "\n"), func(line string) bool { return strings.TrimSpace(line) == "" })
}

// TestExampleForm: the filled example goes in without a finding of severity error.
func TestExampleForm(t *testing.T) {
	files := os.DirFS(repository)
	r, rules := load(t, files), loadRules(t, files)
	var data bytes.Buffer
	if err := WriteExample(&data, r, rules, "gx"); err != nil {
		t.Fatal(err)
	}
	im, err := ReadImport(data.Bytes(), files, r, rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, remark := range im.Remarks {
		if remark.Finding.Blocks() {
			t.Errorf("%s %s [%s]", remark.At, remark.Message, remark.Rule)
		}
	}
	if len(allFiles(im)) != 2 {
		t.Errorf("%d files, want two", len(allFiles(im)))
	}
}

// TestForm: an empty form has its sheets, its lists, hints with the article, and cells that are locked but for input.
func TestForm(t *testing.T) {
	files := os.DirFS(repository)
	r, rules := load(t, files), loadRules(t, files)
	f, err := excelize.OpenReader(bytes.NewReader(formOf(t, r, rules, nil, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, name := range []string{"申报表", "概算明细", "资金来源", "绩效目标", "可行性研究报告", "填报说明"} {
		if !slices.Contains(f.GetSheetList(), name) {
			t.Errorf("there is no sheet %s", name)
		}
	}
	labels := map[string]bool{}
	for _, c := range declaration.columns {
		if labels[c.own] {
			t.Errorf("two fields are labelled %s: the form could not tell them apart", c.own)
		}
		labels[c.own] = true
	}
	rows := rowsOf(t, f, formSheet)
	at := func(label string) string {
		for y, row := range rows {
			if labelOf(row[0]) == labelOf(label) {
				return fmt.Sprintf("B%d", y+1)
			}
		}
		t.Fatalf("there is no field %s", label)
		return ""
	}
	if formula, _ := f.GetCellFormula(formSheet, at("总投资")); formula != "SUM('概算明细'!C4:C1000)" {
		t.Errorf("the total is %q", formula)
	}
	validations, err := f.GetDataValidations(formSheet)
	if err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string]struct{ list, hint string }{
		"项目类型": {"建设,运维", "选"}, "是否涉密": {"是,否", "第三条"}, "建设单位": {"'单位'!$A$1", "第二条"}, "申报日期": {"", "第七条"},
	} {
		i := slices.IndexFunc(validations, func(v *excelize.DataValidation) bool { return strings.HasPrefix(v.Sqref, at(label)) })
		if i < 0 || !strings.Contains(validations[i].Formula1, want.list) || !strings.Contains(*validations[i].Prompt, want.hint) {
			t.Errorf("%s has the list and hint %+v", label, validations[max(i, 0)])
		}
	}
	for cell, locked := range map[string]bool{at("项目名称"): false, at("总投资"): true, "A4": true} {
		index, _ := f.GetCellStyle(formSheet, cell)
		style, err := f.GetStyle(index)
		if err != nil || locked != (style.Protection == nil || style.Protection.Locked) {
			t.Errorf("%s is locked: %v, want %v", cell, !locked, locked)
		}
	}
	if visible, _ := f.GetSheetVisible(unitsSheet); visible {
		t.Error("the list of units is not hidden")
	}
}
