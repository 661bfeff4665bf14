package tomlfile

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/project"
)

// values compares what a file says, wherever it stands.
var values = cmp.Options{
	cmp.FilterPath(func(p cmp.Path) bool {
		f, ok := p.Last().(cmp.StructField)
		return ok && (f.Name() == "Table" || f.Name() == "Span")
	}, cmp.Ignore()),
	cmp.Exporter(func(reflect.Type) bool { return true }),
}

// TestWriteKeepsTheRecord: what is written of a file of the record reads as the file does.
func TestWriteKeepsTheRecord(t *testing.T) {
	kinds := map[string]func() any{
		"project.toml":            func() any { return new(project.Declaration) },
		"procurement.toml":        func() any { return new(project.Procurement) },
		"approval.toml":           func() any { return new(project.Approval) },
		"initial-acceptance.toml": func() any { return new(project.InitialAcceptance) },
		"final-acceptance.toml":   func() any { return new(project.FinalAcceptance) },
		"payments.toml":           func() any { return new(project.Payments) },
	}
	files, err := filepath.Glob("../../../projects/*/*/*/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		make, ok := kinds[filepath.Base(file)]
		if !ok {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, got := make(), make()
		if faults, _ := Read(file, data, want, Options{}); len(faults) > 0 {
			t.Fatal(faults)
		}
		written := Write(want)
		if faults, ok := Read(file, written, got, Options{}); !ok || len(faults) > 0 {
			t.Fatalf("%s: %v\n%s", file, faults, written)
		}
		if diff := cmp.Diff(want, got, values); diff != "" {
			t.Errorf("%s: %s\n%s", file, diff, written)
		}
	}
}

// TestWriteForm: tables and lists are written as the record's contract shows them.
func TestWriteForm(t *testing.T) {
	const want = `name = "甲\"乙\\丙\n丁"
kind = "建设"
declared = 2024-09-20
classified = false
maintains = []
partners = [
  { unit = "zl", content = "接入", maintenance = "3万元" },
]

[scope]
shared_components = ["统一身份认证", "电子地图"]

[estimate]
total = "486万元"
items = [
  { category = "安全", amount = "60.5万元" },
  { category = "监理", amount = "9999.99元" },
]

[security]
officer = "信息科科长"

[[goals]]
indicator = "泊位信息接入率"
target = "不低于 95%"

[[goals]]
indicator = "乙"
`
	d := &project.Declaration{}
	if _, ok := Read("project.toml", []byte(want), d, Options{}); !ok {
		t.Fatal("the file does not read")
	}
	if got := string(Write(d)); got != want {
		t.Error(cmp.Diff(want, got))
	}
}

// TestWriteEscapes: no text breaks out of its quotes, and all come back.
func TestWriteEscapes(t *testing.T) {
	for _, text := range []string{"", `"`, `\`, `\"`, "a\nb", "a\tb", "\x01", "\u202e", `"""`, "x\" = 1\ny", "é\u0301", "𠮷"} {
		d := &project.Declaration{}
		d.Name.V, d.Name.State = text, project.Given
		got := &project.Declaration{}
		if _, ok := Read("project.toml", Write(d), got, Options{}); !ok || got.Name.V != text {
			t.Errorf("%q comes back as %q", text, got.Name.V)
		}
	}
}
