package forge

import (
	"fmt"
	"net/url"
	"strings"
)

// LineURL is the page of a line of a file at a commit, on the host of a pull request's page. GitHub's pages of pull
// requests lie below /pull/, Gitea's below /pulls/.
func LineURL(pullRequest, commit, file string, line int) string {
	var segments []string
	for _, s := range strings.Split(file, "/") {
		segments = append(segments, url.PathEscape(s))
	}
	view := "src/commit"
	at := strings.LastIndex(pullRequest, "/pulls/")
	if at < 0 {
		view, at = "blob", strings.LastIndex(pullRequest, "/pull/")
	}
	return fmt.Sprintf("%s/%s/%s/%s#L%d", pullRequest[:max(at, 0)], view, commit, strings.Join(segments, "/"), line)
}
