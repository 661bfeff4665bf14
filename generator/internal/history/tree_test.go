package history

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// repository makes a repository of some files, by path, and commits them; a value that begins with -> is a link.
func repository(t *testing.T, files map[string]string) (dir, commit string) {
	t.Helper()
	dir = t.TempDir()
	r, err := git.PlainInit(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := r.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if len(text) > 2 && text[:2] == "->" {
			err = os.Symlink(text[2:], file)
		} else {
			err = os.WriteFile(file, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tree.Add(name); err != nil {
			t.Fatal(err)
		}
	}
	hash, err := tree.Commit("first", &git.CommitOptions{Author: &object.Signature{Name: "a", Email: "a@example", When: time.Unix(0, 0)}})
	if err != nil {
		t.Fatal(err)
	}
	return dir, hash.String()
}

// TestFiles holds the tree of a commit to what any file system must do, whatever stands in the work tree.
func TestFiles(t *testing.T) {
	dir, commit := repository(t, map[string]string{
		"projects/2025/plan.toml": "year = 2025\n", "projects/2025/zhzf/001/project.toml": "name = \"甲\"\n",
		"projects/2025/zhzf/001/方案.md": "# 方案\n", "a.txt": "", "a/b": "x", "link": "->/etc/passwd",
	})
	if err := os.RemoveAll(filepath.Join(dir, "projects")); err != nil {
		t.Fatal(err)
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	files, err := r.Files(commit)
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(files, "projects/2025/plan.toml", "projects/2025/zhzf/001/方案.md", "a.txt", "a/b"); err != nil {
		t.Error(err)
	}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() == "link" && e.Type() != fs.ModeSymlink {
			t.Errorf("a link is of type %v", e.Type())
		}
	}
	if _, err := fs.ReadFile(files, "projects/2026/plan.toml"); err == nil {
		t.Error("a file that is not in the tree is read")
	}
}

func TestResolve(t *testing.T) {
	dir, commit := repository(t, map[string]string{"a": "x"})
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, revision := range []string{"HEAD", "master", commit, commit[:8]} {
		if got, err := r.Resolve(revision); err != nil || got != commit {
			t.Errorf("%s is %s, %v, want %s", revision, got, err, commit)
		}
	}
	if _, err := r.Resolve("HEAD~1"); err == nil || err.Error() != "仓库里没有“HEAD~1”这个版本" {
		t.Errorf("before the first commit: %v", err)
	}
	if _, err := Open(t.TempDir()); err != ErrNone {
		t.Errorf("outside a repository: %v, want ErrNone", err)
	}
}

// TestContentHash: a folder's hash tells whether anything in it is another.
func TestContentHash(t *testing.T) {
	hashOf := func(files map[string]string) string {
		dir, commit := repository(t, files)
		r, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := r.Files(commit)
		if err != nil {
			t.Fatal(err)
		}
		info, err := fs.Stat(tree, "rules/articles")
		if err != nil {
			t.Fatal(err)
		}
		return info.Sys().(interface{ ContentHash() string }).ContentHash()
	}
	first := hashOf(map[string]string{"rules/articles/01.toml": "a", "b": "x"})
	if same := hashOf(map[string]string{"rules/articles/01.toml": "a", "b": "y"}); same != first || len(first) != 40 {
		t.Errorf("the same folder is %q, then %q", first, same)
	}
	if other := hashOf(map[string]string{"rules/articles/01.toml": "b", "b": "x"}); other == first {
		t.Errorf("another folder is %q, too", other)
	}
}
