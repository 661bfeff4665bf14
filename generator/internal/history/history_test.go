package history

import (
	"path/filepath"
	"testing"

	"github.com/go-git/go-git/v5"
)

func TestHead(t *testing.T) {
	empty := t.TempDir()
	if got := Head(empty); got != "" {
		t.Errorf("outside a repository: %q, want none", got)
	}
	if _, err := git.PlainInit(empty, false); err != nil {
		t.Fatal(err)
	}
	if got := Head(empty); got != "" {
		t.Errorf("before the first commit: %q, want none", got)
	}
	dir, commit := repository(t, map[string]string{"projects/a": ""})
	if got := Head(filepath.Join(dir, "projects")); got != commit {
		t.Errorf("in a folder of the repository: %q, want %q", got, commit)
	}
}
