// Package history reads the register's Git repository. It is the only package that knows how.
//
// A revision is read as a file system, straight from Git's objects: nothing is checked out, and a bare repository
// serves as well as a work tree.
package history

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
)

// Repository is a Git repository.
type Repository struct {
	git     *git.Repository
	objects *objects
	prefix  string // the folder that was opened, from the repository's root: "." or "register"
}

// ErrNone says that a folder is in no Git repository.
var ErrNone = errors.New("这里不是 Git 仓库")

// Open opens the repository around a folder, or the bare one that the folder is. It errors with ErrNone if there is
// none.
func Open(dir string) (*Repository, error) {
	options := &git.PlainOpenOptions{EnableDotGitCommonDir: true}
	r, err := git.PlainOpenWithOptions(dir, options) // first the folder itself: a bare one may lie within another repository
	if errors.Is(err, git.ErrRepositoryNotExists) {
		options.DetectDotGit = true
		r, err = git.PlainOpenWithOptions(dir, options)
	}
	if errors.Is(err, git.ErrRepositoryNotExists) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, err
	}
	prefix, err := prefixOf(r, dir)
	return &Repository{r, newObjects(r), prefix}, err
}

// prefixOf is the place of a folder in a repository's tree; that of a bare repository is its root.
func prefixOf(r *git.Repository, dir string) (string, error) {
	tree, err := r.Worktree()
	if errors.Is(err, git.ErrIsBareRepository) {
		return ".", nil
	}
	if err != nil {
		return "", err
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(absolute); err == nil {
		absolute = real
	}
	root, err := filepath.EvalSymlinks(tree.Filesystem.Root())
	if err != nil {
		return "", err
	}
	prefix, err := filepath.Rel(root, absolute)
	return filepath.ToSlash(prefix), err
}

// Resolve finds the commit that a revision names: a branch, a tag, a commit or its beginning, HEAD~2. It errors, in
// Chinese, if there is none.
func (r *Repository) Resolve(revision string) (string, error) {
	if commit, ok := r.named(revision); ok { // go-git would read a pack's whole index to see that it is there
		return commit, nil
	}
	hash, err := r.git.ResolveRevision(plumbing.Revision(revision))
	if err != nil {
		return "", fmt.Errorf("仓库里没有“%s”这个版本", revision)
	}
	return hash.String(), nil
}

// named finds the commit that is named in full, or by a reference that leads to it.
func (r *Repository) named(revision string) (string, bool) {
	if plumbing.IsHash(revision) && r.Has(revision) {
		return revision, true
	}
	for _, rule := range plumbing.RefRevParseRules {
		ref, err := r.git.Reference(plumbing.ReferenceName(fmt.Sprintf(rule, revision)), true)
		if err != nil {
			continue
		}
		commit := ref.Hash().String()
		return commit, r.Has(commit) // not of a tag with a message of its own
	}
	return "", false
}

// Head is the commit that is checked out in the repository around a folder, "" if there is none.
func Head(dir string) string {
	r, err := Open(dir)
	if err != nil {
		return ""
	}
	head, err := r.git.Head()
	if err != nil {
		return ""
	}
	return head.Hash().String()
}
