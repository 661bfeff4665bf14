package cli

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

// TestMain keeps the tests out of the cache of whoever runs them.
func TestMain(m *testing.M) {
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		os.Unsetenv(name)
	}
	os.Exit(m.Run())
}

// setCacheFolder has the system name a folder for caches.
func setCacheFolder(t *testing.T) string {
	dir := t.TempDir()
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		t.Setenv(name, dir)
	}
	return dir
}

func TestCacheOf(t *testing.T) {
	if cacheOf("a") != nil {
		t.Error("there is a cache where the system names no folder for it")
	}
	setCacheFolder(t)
	cacheOf("a").Put("key", []byte("value"))
	if _, ok := cacheOf("a").Get("key"); !ok {
		t.Error("the next run does not find what the last kept")
	}
	if _, ok := cacheOf("b").Get("key"); ok {
		t.Error("two registers have one cache")
	}
}

// TestClassifiedLeavesNothingInCache: of a project that is classified, by its own word or by a mark, or of which that
// cannot be known, the cache holds nothing; nor does it when the project becomes so after it was kept.
func TestClassifiedLeavesNothingInCache(t *testing.T) {
	const dir = "projects/2025/zhzf/001/"
	study := []byte("# 暗号甲乙丙\n\n## 需求\n\n暗号丁。\n")
	for name, change := range map[string]func(fstest.MapFS){
		"it says so":            func(f fstest.MapFS) { f[dir+"project.toml"] = &fstest.MapFile{Data: []byte("classified = true\n")} },
		"a mark elsewhere":      func(f fstest.MapFS) { f[dir+"plan.md"] = &fstest.MapFile{Data: []byte("机密★\n")} },
		"it does not say":       func(f fstest.MapFS) { f[dir+"project.toml"] = &fstest.MapFile{Data: []byte("name = \"甲\"\n")} },
		"it cannot be read":     func(f fstest.MapFS) { f[dir+"project.toml"] = &fstest.MapFile{Data: []byte("classified = true = \n")} },
		"it says something odd": func(f fstest.MapFS) { f[dir+"project.toml"] = &fstest.MapFile{Data: []byte("classified = \"否\"\n")} },
		"there is no form":      func(f fstest.MapFS) { delete(f, dir+"project.toml") },
	} {
		t.Run(name, func(t *testing.T) {
			caches := setCacheFolder(t)
			root := t.TempDir()
			if err := os.CopyFS(filepath.Join(root, "rules"), os.DirFS("../../../rules")); err != nil {
				t.Fatal(err)
			}
			files := fstest.MapFS{
				dir + "project.toml":   {Data: []byte("classified = false\n")},
				dir + "feasibility.md": {Data: study},
			}
			check := func() {
				if err := os.RemoveAll(filepath.Join(root, "projects")); err != nil {
					t.Fatal(err)
				}
				if err := os.CopyFS(root, files); err != nil {
					t.Fatal(err)
				}
				Run([]string{"check", "-repo", root, "-today", "2026-06-30"}, nil, io.Discard, io.Discard)
			}
			check()
			if !holds(t, caches, "暗号") {
				t.Fatal("the cache does not hold a public document")
			}
			change(files)
			check()
			if holds(t, caches, "暗号") {
				t.Error("the cache holds the text of the project")
			}
		})
	}
}

// holds reports whether a text stands in one of the files below a folder.
func holds(t *testing.T, dir, text string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		found = found || bytes.Contains(data, []byte(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
