package history

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Two branches leave a first commit, and one is merged into the other.
func TestAncestry(t *testing.T) {
	dir, first := repository(t, map[string]string{"a": "a\n"})
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := r.git.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	at := int64(0)
	commit := func(parents ...string) string {
		t.Helper()
		at++
		options := &git.CommitOptions{AllowEmptyCommits: true, Author: &object.Signature{Name: "a", Email: "a@example", When: time.Unix(at, 0)}}
		for _, p := range parents {
			options.Parents = append(options.Parents, plumbing.NewHash(p))
		}
		hash, err := tree.Commit("x", options)
		if err != nil {
			t.Fatal(err)
		}
		return hash.String()
	}
	main := commit(first)
	branch := commit(commit(first))
	merge := commit(main, branch)
	unrelated, err := r.git.Storer.SetEncodedObject(orphan(t, r, merge))
	if err != nil {
		t.Fatal(err)
	}

	if got, err := r.Parents(merge); err != nil || !slices.Equal(got, []string{main, branch}) {
		t.Errorf("parents %v, %v", got, err)
	}
	for _, test := range []struct{ a, b, want string }{{main, branch, first}, {merge, branch, branch}, {main, main, main}} {
		if got, err := r.MergeBase(test.a, test.b); err != nil || got != test.want {
			t.Errorf("merge base %s, %v, want %s", got, err, test.want)
		}
	}
	if _, err := r.MergeBase(main, unrelated.String()); err == nil {
		t.Error("commits without a history in common have a merge base")
	}
	if r.Has(plumbing.ZeroHash.String()) || !r.Has(merge) {
		t.Error("Has tells the wrong commits")
	}
	if shallow, err := r.IsShallow(); shallow || err != nil {
		t.Errorf("a whole repository is shallow, %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".git", "shallow"), []byte(main+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if shallow, err := r.IsShallow(); !shallow || err != nil {
		t.Errorf("a shallow repository is whole, %v", err)
	}
}

// orphan is a commit of the same tree as another, without parents.
func orphan(t *testing.T, r *Repository, like string) plumbing.EncodedObject {
	t.Helper()
	c, err := r.git.CommitObject(plumbing.NewHash(like))
	if err != nil {
		t.Fatal(err)
	}
	c.ParentHashes = nil
	encoded := r.git.Storer.NewEncodedObject()
	if err := c.Encode(encoded); err != nil {
		t.Fatal(err)
	}
	return encoded
}
