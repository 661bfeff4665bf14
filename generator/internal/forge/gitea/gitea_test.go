package gitea

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/project"
)

var _ forge.Host = (*Host)(nil)

// recorded is a host that answers what a live Gitea answered, by request: "GET /pulls/1": the file, or a status and text.
func recorded(t *testing.T, answers map[string]string) (*Host, *[]string) {
	dir := os.Getenv("TESTDATA_DIR")
	if dir == "" {
		t.Skip("needs answers recorded from a Gitea: name the folder that has gitea/pull.json by TESTDATA_DIR")
	}
	var requests []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		at := r.Method + " " + strings.TrimPrefix(r.URL.EscapedPath(), "/api/v1/repos/qu/its")
		requests = append(requests, strings.TrimSpace(at+" "+string(body)))
		if got := r.Header.Get("Authorization"); got != "token top-secret" {
			t.Errorf("%s is authorised by %q", at, got)
		}
		said, ok := answers[at]
		if !ok {
			t.Errorf("nothing was recorded for %s", at)
		}
		if status, text, isText := strings.Cut(said, " "); isText {
			code := map[string]int{"404": 404, "403": 403, "409": 409, "422": 422, "201": 201, "204": 204}[status]
			w.WriteHeader(code)
			io.WriteString(w, text)
			return
		}
		http.ServeFile(w, r, filepath.Join(dir, "gitea", said))
	}))
	t.Cleanup(server.Close)
	return New(server.URL+"/api/v1", "qu/its", "top-secret"), &requests
}

func TestPullRequest(t *testing.T) {
	host, _ := recorded(t, map[string]string{"GET /pulls/1": "pull-after-merge.json", "GET /pulls/2": "pull-before-merge.json"})
	got, err := host.PullRequest(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	want := &forge.PullRequest{
		Number: 1, URL: "http://127.0.0.1:13000/xxq/its/pulls/1", Title: "申报：智慧监管平台", Author: "sqdw", Merged: true, Base: "main",
		HeadBranch: "shenbao/2024-001", Head: "4731ab7a68059d05068616880fbd58a370aacec9", Merge: "9d37291042747d1e9a9afec5973994d5266db91c",
		Opened: time.Date(2026, 11, 22, 18, 54, 14, 0, time.UTC), Closed: time.Date(2026, 11, 22, 18, 54, 38, 0, time.UTC),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	open, err := host.PullRequest(t.Context(), 2)
	if err != nil || !open.Open || open.Merged || open.Merge != "" || !open.Closed.IsZero() {
		t.Errorf("an open one is read as %+v, %v", open, err)
	}
}

// TestReviews: after a pull request's whole life, who said what, withdrawn or not; requests for a review are none.
func TestReviews(t *testing.T) {
	host, _ := recorded(t, map[string]string{"GET /pulls/1/reviews": "reviews-before-merge.json", "GET /pulls/2/reviews": "reviews-after-open.json"})
	reviews, err := host.Reviews(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range reviews {
		said := r.Account + " " + r.Conclusion + " " + r.Commit[:7]
		if r.Withdrawn {
			said += " 撤销"
		}
		got = append(got, said)
	}
	want := []string{
		"zsj 同意 ea46d06 撤销", "czj 不同意 ea46d06 撤销", "wxb 意见 ea46d06", "bmj 同意 ea46d06 撤销", "outsider 同意 ea46d06 撤销", "wxb 同意 ea46d06 撤销",
		"czj 同意 ea46d06 撤销", "zsj 同意 4731ab7", "czj 同意 4731ab7", "bmj 不同意 4731ab7 撤销", "bmj 同意 4731ab7",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if asked, err := host.Reviews(t.Context(), 2); len(asked) != 0 || err != nil {
		t.Errorf("requests for reviews are read as reviews: %+v, %v", asked, err)
	}
}

func TestFilesCommitsComments(t *testing.T) {
	host, _ := recorded(t, map[string]string{
		"GET /pulls/1/files": "pull-files.json", "GET /pulls/1/commits": "pull-commits.json", "GET /issues/1/comments": "comments.json",
	})
	files, err := host.ChangedFiles(t.Context(), 1)
	if diff := cmp.Diff([]string{"projects/2024/2024-001/project.toml", "projects/2024/2024-001/方案.md"}, files); diff != "" || err != nil {
		t.Error(err, diff)
	}
	commits, err := host.Commits(t.Context(), 1)
	want := []forge.Commit{{
		Hash: "ea46d06a6090b3766b3965eb9461b69080ea63cf", Author: "sqdw", Committer: "sqdw",
		AuthorEmail: "sqdw@example.test", CommitterEmail: "sqdw@example.test", On: time.Date(2026, 11, 22, 18, 54, 9, 0, time.UTC),
	}}
	if diff := cmp.Diff(want, commits); diff != "" || err != nil {
		t.Error(err, diff)
	}
	comments, err := host.Comments(t.Context(), 1)
	if diff := cmp.Diff([]forge.Comment{{ID: 11, Author: "bot", Text: "<!-- marker:opinions -->\n需要意见：财政局（已更新）"}}, comments); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

// TestStatus: the last status of the name that is asked for, read by Gitea's own word.
func TestStatus(t *testing.T) {
	host, _ := recorded(t, map[string]string{"GET /commits/ea46d06/statuses": "status-list.json"})
	got, err := host.Status(t.Context(), "ea46d06", "guize/check")
	want := &forge.Status{Name: "guize/check", State: forge.Success, Text: "规则检查通过", URL: "http://127.0.0.1:13000/x", By: "bot"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if got, err := host.Status(t.Context(), "ea46d06", "联审意见"); got != nil || err != nil {
		t.Errorf("of a name that was never set: %+v, %v", got, err)
	}
}

func TestWrites(t *testing.T) {
	host, requests := recorded(t, map[string]string{
		"POST /statuses/ea46d06": "status-create.json", "POST /issues/1/comments": "201 {}", "PATCH /issues/comments/11": "201 {}",
		"DELETE /issues/comments/11": "204 ", "DELETE /issues/comments/12": "404 {}", "POST /contents": "contents-multi.json",
		"POST /pulls": "pull-before-merge.json",
	})
	files := []forge.File{{Path: "projects/2025/declined.toml", Data: []byte("乙\n"), Was: "old"}, {Path: "方案.md", Data: []byte("丙\n")}}
	for _, write := range []struct {
		do   func() error
		sent string
	}{
		{func() error {
			return host.SetStatus(t.Context(), "ea46d06", forge.Status{Name: "联审意见", State: forge.Success, Text: "齐了"})
		}, `POST /statuses/ea46d06 {"context":"联审意见","description":"齐了","state":"success","target_url":""}`},
		{func() error { return host.AddComment(t.Context(), 1, "新") }, `POST /issues/1/comments {"body":"新"}`},
		{func() error { return host.EditComment(t.Context(), 11, "改") }, `PATCH /issues/comments/11 {"body":"改"}`},
		{func() error { return host.DeleteComment(t.Context(), 11) }, `DELETE /issues/comments/11`},
		{func() error { return host.DeleteComment(t.Context(), 12) }, `DELETE /issues/comments/12`},
		{func() error { return host.WriteFiles(t.Context(), "main", "记录", files) },
			`POST /contents {"branch":"main","files":[{"operation":"update","path":"projects/2025/declined.toml","content":"5LmZCg==","sha":"old"},` +
				`{"operation":"create","path":"方案.md","content":"5LiZCg=="}],"message":"记录"}`},
		{func() error {
			made, err := host.OpenPullRequest(t.Context(), forge.Proposal{Title: "申报", Base: "main", Branch: "sb", Files: files[1:]})
			if err == nil && made.Number != 1 {
				t.Errorf("made %+v", made)
			}
			return err
		}, `POST /pulls {"base":"main","body":"","head":"sb","title":"申报"}`},
	} {
		if err := write.do(); err != nil {
			t.Errorf("%s: %v", write.sent, err)
		}
		if got := (*requests)[len(*requests)-1]; got != write.sent {
			t.Errorf("sent %s\nwant %s", got, write.sent)
		}
	}
}

// TestMoved: what Gitea says where a file is not as it was is told apart from what else it refuses with the same status.
func TestMoved(t *testing.T) {
	for said, moved := range map[string]bool{
		`422 {"message":"repository file already exists [path: a]"}`:   true,
		`422 {"message":"sha does not match [given: x, expected: y]"}`: true,
		`409 {"message":"branch is out of date"}`:                      true,
		`422 {"message":"path contains a malformed path component"}`:   false,
		`404 {"message":"The target couldn't be found."}`:              false,
	} {
		host, _ := recorded(t, map[string]string{"POST /contents": said})
		err := host.WriteFiles(t.Context(), "main", "m", []forge.File{{Path: "a"}})
		if err == nil || errors.Is(err, forge.ErrMoved) != moved {
			t.Errorf("%s gives %v; is ErrMoved wanted: %v", said, err, moved)
		}
	}
	host, _ := recorded(t, map[string]string{"GET /contents/a": `404 {"message":"not there"}`})
	if _, err := host.ReadFile(t.Context(), "a", "main"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestWords(t *testing.T) {
	for word, want := range map[string]forge.Word{
		"APPROVED": {Conclusion: project.Agrees}, "REQUEST_CHANGES": {Conclusion: project.Disagrees}, "COMMENT": {Conclusion: project.Remarks},
		"PENDING": {IsNone: true}, "REQUEST_REVIEW": {IsNone: true},
	} {
		if got, err := forge.Understand(Words, word); got != want || err != nil {
			t.Errorf("%s means %+v, %v, want %+v", word, got, err, want)
		}
	}
	for _, word := range []string{"", "APPROVE", "CHANGES_REQUESTED", "DISMISSED"} {
		if got, err := forge.Understand(Words, word); err == nil {
			t.Errorf("%q means %+v, want an error", word, got)
		}
	}
}
