package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors is the generator's architecture: a package imports only packages of lower floors. A folder under a package
// belongs to it. What a package owns is said in its own comment.
var floors = map[string]int{
	"money":    0,
	"calendar": 0,
	"source":   0,
	"cache":    0,
	"parallel": 0,
	"finding":  1,
	"alike":    1,
	"secrecy":  1,
	"personal": 1,
	"limit":    1,

	"project": 2,

	"tomlfile": 3,
	"document": 3,
	"history":  3,
	"schema":   3,

	"register": 4,
	"opinion":  4,

	"rule": 5,

	"portfolio": 6,

	"report":   7,
	"gate":     7,
	"workbook": 7,
	"forge":    7,
	"opendata": 7,

	"publish": 8,
	"docket":  8,

	"cli": 9,
}

// soleImporters are the libraries that one package alone may import, so that each can be replaced in one place.
var soleImporters = map[string]string{
	"github.com/pelletier/go-toml":       "tomlfile",
	"github.com/yuin/goldmark":           "document",
	"github.com/microcosm-cc/bluemonday": "document",
	"github.com/go-git":                  "history",
	"golang.org/x/net/html":              "gate",
	"github.com/gohugoio/hugo":           "publish",
	"github.com/xuri/excelize":           "workbook",
	"rsc.io/qr":                          "publish",
}

// forbiddenBelowCLI are what only cli may use, and of the network forge: below it there is no clock of its own, no
// process. Today comes as a parameter.
var forbiddenBelowCLI = []string{"net", "net/http", "os/exec", "os/signal"}

const internal = "wuxing.example/register/generator/internal/"

func TestImportsGoOneWay(t *testing.T) {
	imports := map[string][]string{} // by package, of files that are no tests
	err := filepath.WalkDir("internal", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := strings.Split(filepath.ToSlash(name), "/")[1]
		if pkg != "cli" {
			findEnvironment(t, name)
		}
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports[pkg] = append(imports[pkg], path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg, paths := range imports {
		floor, ok := floors[pkg]
		if !ok {
			t.Errorf("package %s stands on no floor: add it to the table in deps_test.go", pkg)
		}
		for _, path := range paths {
			if other, ok := strings.CutPrefix(path, internal); ok {
				other = strings.Split(other, "/")[0]
				if other != pkg && floors[other] >= floor {
					t.Errorf("%s (floor %d) imports %s (floor %d), which is not below it", pkg, floor, other, floors[other])
				}
			}
			for library, owner := range soleImporters {
				if (path == library || strings.HasPrefix(path, library+"/")) && pkg != owner {
					t.Errorf("%s imports %s, which only %s may", pkg, path, owner)
				}
			}
			if floor < floors["cli"] && slices.Contains(forbiddenBelowCLI, path) && !(pkg == "forge" && path == "net/http") {
				t.Errorf("%s imports %s: below cli there is no network, no process and no signal", pkg, path)
			}
		}
	}
	for pkg := range floors {
		if imports[pkg] == nil {
			t.Errorf("the table names package %s, which is not there or imports nothing", pkg)
		}
	}
}

// findEnvironment holds a file below cli to what it is given: no clock, no environment, no current folder.
func findEnvironment(t *testing.T, name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.ToSlash(name) == "internal/publish/hugo.go" {
		return // it hides the environment from Hugo, which would read it
	}
	for _, call := range []string{"time.Now(", "time.Since(", "os.Getenv(", "os.LookupEnv(", "os.Environ(", "os.Getwd(", "os.UserCacheDir(", "os.UserHomeDir("} {
		if strings.Contains(string(text), call) {
			t.Errorf("%s calls %s…): what is below cli is given the day and the folders that it needs", name, call)
		}
	}
}
