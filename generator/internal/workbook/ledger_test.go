package workbook

import (
	"bytes"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

// withoutUnit is the example portfolio without the projects of a unit: the day before that unit's ledger comes.
func withoutUnit(t *testing.T, unit string) fstest.MapFS {
	t.Helper()
	rest := fstest.MapFS{}
	whole := os.DirFS(repository)
	for _, dir := range []string{"projects", "rules"} {
		err := fs.WalkDir(whole, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || len(strings.Split(name, "/")) > 2 && strings.Split(name, "/")[2] == unit {
				return err
			}
			text, err := fs.ReadFile(whole, name)
			rest[name] = &fstest.MapFile{Data: text}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return rest
}

func ledgerOf(t *testing.T, r *project.Register, unit string) []byte {
	t.Helper()
	var data bytes.Buffer
	if err := WriteLedger(&data, os.DirFS(repository), r, unit); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// TestLedgerRoundTrip: the ledger of each unit brings its projects back as they are on the register, in all of their
// stages, with their documents, and without a finding of form.
func TestLedgerRoundTrip(t *testing.T) {
	r := load(t, os.DirFS(repository))
	units := map[string]bool{}
	for _, p := range r.Projects {
		units[p.Unit] = true
	}
	files := 0
	for unit := range units {
		rest := withoutUnit(t, unit)
		im, err := ReadImport(ledgerOf(t, r, unit), rest, load(t, rest), loadRules(t, rest))
		if err != nil {
			t.Fatal(err)
		}
		for _, remark := range im.Remarks {
			if strings.HasPrefix(remark.Rule, "form.") && remark.Rule != "form.reference" { // others' projects refer to these
				t.Errorf("%s: %s %s [%s]", unit, remark.At, remark.Message, remark.Rule)
			}
		}
		for _, p := range r.Projects {
			if p.Unit != unit {
				continue
			}
			for _, name := range p.Files {
				kind := project.KindOf(name)
				switch {
				case strings.HasPrefix(name, "attachments/"), strings.HasPrefix(name, "opinions/"), strings.HasPrefix(name, "draws/"):
					continue
				case kind == nil:
					want, err := fs.ReadFile(os.DirFS(repository), p.Dir+"/"+name)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(withoutBlankLines(want), withoutBlankLines(allFiles(im)[p.Dir+"/"+name])); diff != "" {
						t.Errorf("%s/%s: %s", p.ID, name, diff)
					}
					continue
				}
				want, got := kind.New(), kind.New()
				text, err := fs.ReadFile(os.DirFS(repository), p.Dir+"/"+name)
				if err != nil {
					t.Fatal(err)
				}
				tomlfile.Read(name, text, want, tomlfile.Options{})
				if faults, ok := tomlfile.Read(name, allFiles(im)[p.Dir+"/"+name], got, tomlfile.Options{}); !ok || len(faults) > 0 {
					t.Fatalf("%s/%s: %v in\n%s", p.ID, name, faults, allFiles(im)[p.Dir+"/"+name])
				}
				if diff := cmp.Diff(want, got, values); diff != "" {
					t.Errorf("%s/%s: %s", p.ID, name, diff)
				}
				files++
			}
		}
	}
	if files < 300 {
		t.Errorf("only %d files went the way there and back", files)
	}
}

// TestLedgerFindings: each mistake in a ledger is told at its cell, and stops it.
func TestLedgerFindings(t *testing.T) {
	r := load(t, os.DirFS(repository))
	rest := withoutUnit(t, "zhzf")
	register, rules := load(t, rest), loadRules(t, rest)
	const contracts = "采购和合同·合同"
	column := func(f *excelize.File, sheet, label string) string {
		rows, _ := f.GetRows(sheet)
		name, _ := excelize.ColumnNumberToName(1 + slices.IndexFunc(rows[0], func(head string) bool { return labelOf(head) == labelOf(label) }))
		return name
	}
	var at string
	for _, c := range []struct {
		says, rule string
		change     func(*excelize.File)
	}{
		{"a project number that is none", "form.id", func(f *excelize.File) { at = contracts + "!A2"; f.SetCellValue(contracts, "A2", "2024年1号") }},
		{"an amount in words", "form.money", func(f *excelize.File) {
			at = contracts + "!" + column(f, contracts, "合同金额") + "2"
			f.SetCellValue(contracts, strings.TrimPrefix(at, contracts+"!"), "约三百万")
		}},
		{"a credit code with a wrong check character", "form.credit-code", func(f *excelize.File) {
			at = contracts + "!" + column(f, contracts, "供应商·统一社会信用代码") + "2"
			f.SetCellValue(contracts, strings.TrimPrefix(at, contracts+"!"), "91330500MA00000010")
		}},
		{"a role in no list", "form.value", func(f *excelize.File) {
			at = contracts + "!" + column(f, contracts, "合同类别") + "2"
			f.SetCellValue(contracts, strings.TrimPrefix(at, contracts+"!"), "总包")
		}},
		{"a project twice on one sheet", "form.value", func(f *excelize.File) {
			at = "预算审核和立项!A3"
			f.SetCellValue("预算审核和立项", "A3", "2025-zhzf-001")
			f.SetCellValue("预算审核和立项", "A2", "2025-zhzf-001")
		}},
		{"a heading that is not the ledger's", "form.unknown-key", func(f *excelize.File) { at = contracts + "!B1"; f.SetCellValue(contracts, "B1", "合同文号") }},
		{"a sheet that is not the ledger's", "form.unknown-key", func(f *excelize.File) {
			at = "备忘"
			f.NewSheet("备忘")
			f.SetCellValue("备忘", "A1", "内容")
		}},
		{"a document that is none", "form.value", func(f *excelize.File) { at = documentsSheet + "!B2"; f.SetCellValue(documentsSheet, "B2", "说明.md") }},
		{"a project that is on the register", "form.id", func(f *excelize.File) { at = "申报表!A2"; f.SetCellValue("申报表", "A2", "2025-nt-001") }},
	} {
		f, err := excelize.OpenReader(bytes.NewReader(ledgerOf(t, r, "zhzf")))
		if err != nil {
			t.Fatal(err)
		}
		c.change(f)
		var data bytes.Buffer
		if err := f.Write(&data); err != nil {
			t.Fatal(err)
		}
		f.Close()
		im, err := ReadImport(data.Bytes(), rest, register, rules)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(im.Remarks, func(r Remark) bool { return r.Rule == c.rule && r.At.String() == at }) || !im.Blocks() {
			var got []string
			for _, r := range im.Remarks {
				got = append(got, r.At.String()+" "+r.Rule+" "+r.Message)
			}
			t.Errorf("%s: nothing of %s at %s, but\n%s", c.says, c.rule, at, strings.Join(got, "\n"))
		}
	}
}

// TestEmptyLedger: an empty one has every sheet with its headings, and brings nothing in.
func TestEmptyLedger(t *testing.T) {
	files := os.DirFS(repository)
	r := load(t, files)
	data := ledgerOf(t, r, "")
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, k := range ledgerKinds {
		for _, table := range k.table.all() {
			rows, err := f.GetRows(table.name)
			heads, _ := k.heads(table)
			if err != nil || len(rows) != 1 || !reflect.DeepEqual(rows[0], heads) {
				t.Errorf("%s: %v, %v", table.name, rows, err)
			}
			for _, l := range table.lists {
				if len(l.table.lists) > 0 {
					t.Errorf("%s has lists within a list, which a ledger's rows do not show", l.table.name)
				}
			}
		}
	}
	im, err := ReadImport(data, files, r, loadRules(t, files))
	if err != nil || len(im.Drafts) != 0 || len(im.Remarks) != 0 {
		t.Errorf("an empty ledger gives %+v, %v", im, err)
	}
}
