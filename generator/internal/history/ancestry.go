package history

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// Commit is one step of the history along first parents: what a merge brought in, or a commit made on the branch itself.
type Commit struct {
	Hash        string
	Time        time.Time // when it was committed, in the committer's own zone; it may lie
	Author      string    // the author's name
	Subject     string    // the first line of its message
	PullRequest int       // that it merged, 0 where the message names none
	Files       []string  // in projects and rules that it touched, from the folder that was opened, in order
}

// parsed is what a commit says of itself.
type parsed struct {
	tree    plumbing.Hash
	parents []plumbing.Hash
	Commit
}

var errCommit = errors.New("a damaged commit")

func (o *objects) commit(hash plumbing.Hash) (parsed, error) {
	data, err := o.read(hash, plumbing.CommitObject)
	if err != nil {
		return parsed{}, err
	}
	c := parsed{Commit: Commit{Hash: hash.String()}}
	head, message, _ := bytes.Cut(data, []byte("\n\n"))
	for line := range bytes.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSuffix(string(line), "\n"), " ")
		switch key {
		case "tree":
			c.tree = plumbing.NewHash(value)
		case "parent":
			c.parents = append(c.parents, plumbing.NewHash(value))
		case "author":
			name, _, _ := strings.Cut(value, " <")
			c.Author = name
		case "committer":
			if c.Time, err = parseTime(value); err != nil {
				return parsed{}, err
			}
		}
	}
	c.Subject, _, _ = strings.Cut(strings.TrimLeft(string(message), "\n"), "\n")
	c.PullRequest = pullRequestOf(string(message))
	return c, nil
}

// parseTime reads the time at the end of "Name <mail> 1709622060 +0800".
func parseTime(s string) (time.Time, error) {
	fields := strings.Fields(s[strings.LastIndexByte(s, '>')+1:])
	if len(fields) != 2 {
		return time.Time{}, errCommit
	}
	seconds, err := strconv.ParseInt(fields[0], 10, 64)
	zone, zoneErr := strconv.Atoi(fields[1]) // hours and minutes
	if err != nil || zoneErr != nil {
		return time.Time{}, errCommit
	}
	return time.Unix(seconds, 0).In(time.FixedZone("", (zone/100*60+zone%100)*60)), nil
}

// pullRequests are how hosts write the number of the pull request into the message of the commit that merges it.
var pullRequests = []*regexp.Regexp{
	regexp.MustCompile(`^Merge pull request #([0-9]{1,9}) from `),                                               // GitHub
	regexp.MustCompile(`^Merge pull request '.*' \(#([0-9]{1,9})\) from `),                                      // Gitea
	regexp.MustCompile(`^[^\n]*\(#([0-9]{1,9})\)\s*(?:\n|$)`),                                                   // both, of a squash
	regexp.MustCompile(`(?mi)^(?:Pull-Request|PR-URL|Reviewed-on): *(?:\S*/(?:pulls?)/|[#!]?)([0-9]{1,9})\s*$`), // trailers
}

// pullRequestOf is the number of the pull request that a commit's message names, 0 if it names none.
func pullRequestOf(message string) int {
	message = strings.TrimLeft(message, "\n")
	for _, p := range pullRequests {
		if m := p.FindStringSubmatch(message); m != nil {
			n, _ := strconv.Atoi(m[1])
			return n
		}
	}
	return 0
}

// root is the hash of the folder that was opened, as a commit has it; that of a folder which is not there is zero.
func (r *Repository) root(commit plumbing.Hash) (plumbing.Hash, error) {
	c, err := r.objects.commit(commit)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	return r.folderOf(c.tree)
}

// folderOf is the hash of the folder that was opened in a commit's tree.
func (r *Repository) folderOf(tree plumbing.Hash) (plumbing.Hash, error) {
	e, err := r.objects.lookUp(tree, r.prefix)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !e.isFolder() {
		return plumbing.ZeroHash, nil
	}
	return e.hash, err
}

// Has reports whether the commit is in the repository.
func (r *Repository) Has(commit string) bool {
	_, err := r.objects.commit(plumbing.NewHash(commit))
	return err == nil
}

// Parents lists a commit's parents, the branch that a merge went to first. It errors if there is no such commit.
func (r *Repository) Parents(commit string) ([]string, error) {
	c, err := r.objects.commit(plumbing.NewHash(commit))
	var parents []string
	for _, p := range c.parents {
		parents = append(parents, p.String())
	}
	return parents, err
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
