package history

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"
)

func TestHead(t *testing.T) {
	dir := t.TempDir()
	if got := Head(dir); got != "" {
		t.Errorf("outside a repository: %q, want none", got)
	}
	repository, err := git.PlainInit(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	if got := Head(dir); got != "" {
		t.Errorf("before the first commit: %q, want none", got)
	}
	if err := os.MkdirAll(filepath.Join(dir, "projects"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "projects", "a"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	tree, err := repository.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tree.Add("projects/a"); err != nil {
		t.Fatal(err)
	}
	commit, err := tree.Commit("first", &git.CommitOptions{Author: &object.Signature{Name: "a", Email: "a@example", When: time.Unix(0, 0)}})
	if err != nil {
		t.Fatal(err)
	}
	if got := Head(filepath.Join(dir, "projects")); got != commit.String() {
		t.Errorf("in a folder of the repository: %q, want %q", got, commit)
	}
}
