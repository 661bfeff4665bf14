package register

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"wuxing.example/register/generator/internal/project"
)

func TestWith(t *testing.T) {
	base := fstest.MapFS{"a/1": {Data: []byte("one")}, "a/2": {Data: []byte("two")}, "b/1": {Data: []byte("b")}}
	merged, err := With(base, map[string][]byte{"a/2": []byte("changed"), "a/3": []byte("three"), "c/d/1": []byte("new")})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a/1": "one", "a/2": "changed", "a/3": "three", "b/1": "b", "c/d/1": "new"}
	got := map[string]string{}
	err = fs.WalkDir(merged, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(merged, name)
		got[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s is %q, want %q", name, got[name], text)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}

func TestNextFolder(t *testing.T) {
	r := &project.Register{}
	if got, err := NextFolder(r, 2026, "jt"); got != "projects/2026/jt/001" || err != nil {
		t.Errorf("the first is %s, %v", got, err)
	}
	r.Projects = []*project.Project{
		{Dir: "projects/2026/jt/001", Year: 2026, Unit: "jt"}, {Dir: "projects/2026/jt/007", Year: 2026, Unit: "jt"},
		{Dir: "projects/2025/jt/011", Year: 2025, Unit: "jt"}, {Dir: "projects/2026/wj/012", Year: 2026, Unit: "wj"},
	}
	if got, err := NextFolder(r, 2026, "jt"); got != "projects/2026/jt/008" || err != nil {
		t.Errorf("the next is %s, %v", got, err)
	}
	r.Projects = append(r.Projects, &project.Project{Dir: "projects/2026/jt/999", Year: 2026, Unit: "jt"})
	if got, err := NextFolder(r, 2026, "jt"); err == nil {
		t.Errorf("after 999 comes %s", got)
	}
}

// TestWriteNew: all folders are written or none, nothing that is there changes, and nothing else is left behind.
func TestWriteNew(t *testing.T) {
	root := t.TempDir()
	one := map[string][]byte{"projects/2026/jt/001/project.toml": []byte("1"), "projects/2026/jt/001/feasibility.md": []byte("f")}
	if err := WriteNew(root, one); err != nil {
		t.Fatal(err)
	}
	both := map[string][]byte{"projects/2026/aa/001/project.toml": []byte("a"), "projects/2026/jt/001/project.toml": []byte("2")}
	if err := WriteNew(root, both); err == nil {
		t.Error("a folder that is there was written over")
	}
	if data, err := os.ReadFile(filepath.Join(root, "projects/2026/jt/001/project.toml")); string(data) != "1" {
		t.Errorf("the file that was there is %q, %v", data, err)
	}
	if _, err := os.Stat(filepath.Join(root, "projects/2026/aa/001")); err == nil {
		t.Error("one of two folders was written")
	}
	if entries, err := os.ReadDir(root); len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
