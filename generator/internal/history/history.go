// Package history reads the register's Git repository. It is the only package that knows how.
package history

import "github.com/go-git/go-git/v5"

// Head is the commit that is checked out in the repository around a folder, "" if there is none.
func Head(dir string) string {
	repository, err := git.PlainOpenWithOptions(dir, &git.PlainOpenOptions{DetectDotGit: true, EnableDotGitCommonDir: true})
	if err != nil {
		return ""
	}
	head, err := repository.Head()
	if err != nil {
		return ""
	}
	return head.Hash().String()
}
