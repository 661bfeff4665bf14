package history

import (
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
)

// Has reports whether the commit is in the repository.
func (r *Repository) Has(commit string) bool {
	_, err := r.git.CommitObject(plumbing.NewHash(commit))
	return err == nil
}

// Parents lists a commit's parents, the branch that a merge went to first. It errors if there is no such commit.
func (r *Repository) Parents(commit string) ([]string, error) {
	c, err := r.git.CommitObject(plumbing.NewHash(commit))
	if err != nil {
		return nil, err
	}
	var parents []string
	for _, p := range c.ParentHashes {
		parents = append(parents, p.String())
	}
	return parents, nil
}

// MergeBase is the commit at which a branch left another: the last that both have. It errors, in Chinese, if they have
// none in common.
func (r *Repository) MergeBase(a, b string) (string, error) {
	first, err := r.git.CommitObject(plumbing.NewHash(a))
	if err != nil {
		return "", err
	}
	second, err := r.git.CommitObject(plumbing.NewHash(b))
	if err != nil {
		return "", err
	}
	bases, err := first.MergeBase(second)
	if err != nil {
		return "", err
	}
	if len(bases) == 0 {
		return "", fmt.Errorf("提交 %.10s 和 %.10s 没有共同的历史", a, b)
	}
	return bases[0].Hash.String(), nil
}

// IsShallow reports whether the repository was cloned without its whole history, so that what is older than it has
// looks as if it had just come to be.
func (r *Repository) IsShallow() (bool, error) {
	cut, err := r.git.Storer.Shallow()
	return len(cut) > 0, err
}
