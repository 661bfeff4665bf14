package history

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Of two commits, and of a commit and a work tree, those files are told that are not the same.
func TestChanged(t *testing.T) {
	dir, first := repository(t, map[string]string{
		"projects/2025/zhzf/001/project.toml": "a\n", "projects/2025/zhzf/002/project.toml": "b\n", "projects/2025/zl": "a file\n",
		"rules/units.toml": "u\n", "site/a.html": "x\n",
	})
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := os.DirFS(dir)
	if got, err := r.ChangedIn(files, first); err != nil || len(got) > 0 {
		t.Errorf("nothing is changed, got %v, %v", got, err)
	}
	write("rules/units.toml", "u\r\n")
	write("notes.txt", "of no one\n")
	if got, err := r.ChangedIn(files, first); err != nil || len(got) > 0 {
		t.Errorf("line ends, and a file that Git does not know: got %v, %v", got, err)
	}
	write("projects/2025/zhzf/001/project.toml", "changed\n")
	write("projects/2025/zhzf/003/project.toml", "new\n")
	write("site/a.html", "y\n")
	tree, err := r.git.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"projects/2025/zhzf/002/project.toml", "projects/2025/zl"} {
		if _, err := tree.Remove(gone); err != nil {
			t.Fatal(err)
		}
	}
	write("projects/2025/zl/001/project.toml", "a folder now\n")
	want := []string{
		"projects/2025/zhzf/001/project.toml", "projects/2025/zhzf/002/project.toml", "projects/2025/zhzf/003/project.toml",
		"projects/2025/zl", "projects/2025/zl/001/project.toml", "site/a.html",
	}
	if got, err := r.ChangedIn(files, first); err != nil || !slices.Equal(got, want) {
		t.Errorf("in the work tree: %q, %v\nwant %q", got, err, want)
	}
	if err := tree.AddWithOptions(&git.AddOptions{All: true}); err != nil {
		t.Fatal(err)
	}
	hash, err := tree.Commit("second", &git.CommitOptions{Author: &object.Signature{Name: "a", Email: "a@example", When: time.Unix(1, 0)}})
	if err != nil {
		t.Fatal(err)
	}
	want = slices.Insert(want, 0, "notes.txt")
	want = slices.Insert(want, 6, "rules/units.toml")
	if got, err := r.Changed(first, hash.String()); err != nil || !slices.Equal(got, want) {
		t.Errorf("of two commits: %q, %v\nwant %q", got, err, want)
	}
	inner, err := Open(filepath.Join(dir, "projects"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := inner.Changed(first, hash.String()); err != nil || len(got) != 5 || got[0] != "2025/zhzf/001/project.toml" {
		t.Errorf("from a folder within: %q, %v", got, err)
	}
}
