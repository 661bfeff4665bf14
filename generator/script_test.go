// The scenarios of testdata/script are the generator as a person uses it: a scenario a file, each beginning with a
// valid register (lay), one thing broken (replace, or a file of the scenario), and what is then said.
//
// Commands of their own:
//
//	lay                      writes the valid register that the rules' examples use, with this repository's rules
//	replace FILE OLD NEW     replaces a text that stands in the file exactly once
//	bytes FILE TEXT          writes a file of any bytes: TEXT may have Go's escapes
//	fill FILE COUNT TEXT     writes a file that repeats a text
//	pack FILE DIR            writes a ZIP of a folder
//	sheet FILE TABLE         writes a workbook of a table, whose cells are parted by |
//	link FILE TARGET         makes a symbolic link
//	exit CODE ARGS…          runs the generator, in this process, and holds it to an exit code
package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(withoutCache{m}, map[string]func(){"generator": main})
}

// withoutCache runs the tests where the system names no folder for caches, so that none of them leaves anything in that
// of whoever runs them.
type withoutCache struct{ *testing.M }

func (m withoutCache) Run() int {
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		os.Unsetenv(name)
	}
	defer func() {
		for _, dir := range builtSites {
			os.RemoveAll(dir)
		}
	}()
	return m.M.Run()
}

// builtSites are the folders of sites that several tests read.
var builtSites []string

func TestScript(t *testing.T) {
	repository, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("REPOSITORY", repository)
			env.Setenv("HOME", "")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"lay": lay, "replace": replace, "bytes": writeBytes, "fill": fill, "pack": pack, "sheet": sheet, "link": link, "exit": exit,
		},
	})
}

func lay(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.RemoveAll(ts.MkAbs("rules")))
	ts.Check(os.CopyFS(ts.MkAbs("rules"), os.DirFS(filepath.Join(ts.Getenv("REPOSITORY"), "rules"))))
	archive, err := txtar.ParseFile(filepath.Join(ts.Getenv("REPOSITORY"), "generator/internal/rule/valid.txtar"))
	ts.Check(err)
	for _, f := range archive.Files {
		write(ts, f.Name, f.Data)
	}
}

func write(ts *testscript.TestScript, name string, data []byte) {
	file := ts.MkAbs(name)
	ts.Check(os.MkdirAll(filepath.Dir(file), 0o755))
	ts.Check(os.WriteFile(file, data, 0o644))
}

func replace(ts *testscript.TestScript, neg bool, args []string) {
	text, old := ts.ReadFile(args[0]), unescape(ts, args[1])
	if n := strings.Count(text, old); n != 1 {
		ts.Fatalf("%s has %q %d times, not once", args[0], old, n)
	}
	write(ts, args[0], []byte(strings.Replace(text, old, unescape(ts, args[2]), 1)))
}

func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	write(ts, args[0], []byte(unescape(ts, args[1])))
}

// unescape reads Go's escapes in a text without quotes around it.
func unescape(ts *testscript.TestScript, s string) string {
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	ts.Check(err)
	return text
}

func fill(ts *testscript.TestScript, neg bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	write(ts, args[0], []byte(strings.Repeat(unescape(ts, args[2]), n)))
}

func pack(ts *testscript.TestScript, neg bool, args []string) {
	var data bytes.Buffer
	w := zip.NewWriter(&data)
	ts.Check(w.AddFS(os.DirFS(ts.MkAbs(args[1]))))
	ts.Check(w.Close())
	write(ts, args[0], data.Bytes())
}

func sheet(ts *testscript.TestScript, neg bool, args []string) {
	f := excelize.NewFile()
	defer f.Close()
	for y, line := range strings.Split(strings.TrimSpace(ts.ReadFile(args[1])), "\n") {
		cells := strings.Split(line, "|")
		ts.Check(f.SetSheetRow("Sheet1", "A"+strconv.Itoa(y+1), &cells))
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
}

func link(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(os.Symlink(args[1], ts.MkAbs(args[0])))
}

// exit runs the generator on the scenario's register and holds it to an exit code: exit 2 check -format xml. What it
// says is left in the files out and err.
func exit(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	args = args[1:]
	if slices.Contains([]string{"check", "build", "rules", "explain", "verify", "impact"}, args[0]) {
		args = slices.Insert(slices.Clone(args), 1, "-repo", ts.MkAbs("."))
	}
	var stdout, stderr strings.Builder
	got := cli.Run(args, strings.NewReader(""), &stdout, &stderr)
	write(ts, "out", []byte(stdout.String()))
	write(ts, "err", []byte(stderr.String()))
	if got != want {
		ts.Fatalf("exit code %d, want %d\n%s%s", got, want, stdout.String(), stderr.String())
	}
}
