package github

import (
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/project"
)

type object = map[string]any

var _ forge.Host = (*Host)(nil)

func TestPullRequest(t *testing.T) {
	s, host := newStub(t)
	s.answers["GET /repos/qu/its/pulls/12"] = answer{value: object{
		"number": 12, "html_url": "https://github.com/qu/its/pull/12", "title": "申报：智慧停车", "state": "closed", "user": object{"login": "zhzf-1"},
		"merged_at": "2024-10-21T01:12:33Z", "closed_at": "2024-10-21T01:12:33Z", "created_at": "2024-09-20T02:01:00Z",
		"merge_commit_sha": "mmmm", "base": object{"ref": "main", "sha": "bbbb"}, "head": object{"ref": "shenbao", "sha": "hhhh"},
	}}
	s.answers["GET /repos/qu/its/pulls/13"] = answer{value: object{
		"number": 13, "state": "open", "merged_at": nil, "closed_at": nil, "merge_commit_sha": "trial", "created_at": "2024-09-20T02:01:00Z",
		"html_url": "https://github.com/qu/its/pull/13", "title": "t", "user": object{"login": "a"}, "base": object{"ref": "main"}, "head": object{"ref": "x", "sha": "y"},
	}}
	got, err := host.PullRequest(t.Context(), 12)
	if err != nil {
		t.Fatal(err)
	}
	want := &forge.PullRequest{
		Number: 12, URL: "https://github.com/qu/its/pull/12", Title: "申报：智慧停车", Author: "zhzf-1", Merged: true, Base: "main",
		HeadBranch: "shenbao", Head: "hhhh", Merge: "mmmm",
		Opened: time.Date(2024, 9, 20, 2, 1, 0, 0, time.UTC), Closed: time.Date(2024, 10, 21, 1, 12, 33, 0, time.UTC),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	open, err := host.PullRequest(t.Context(), 13)
	if err != nil {
		t.Fatal(err)
	}
	if !open.Open || open.Merged || open.Merge != "" || !open.Closed.IsZero() {
		t.Errorf("an open one is read as %+v; GitHub's trial merge is no merge", open)
	}
}

func TestClosed(t *testing.T) {
	s, host := newStub(t)
	merged := object{"number": 3, "state": "closed", "merged_at": "2024-10-21T01:12:33Z", "merge_commit_sha": "mmmm"}
	refused := object{"number": 5, "state": "closed", "merged_at": nil, "closed_at": "2024-11-01T00:00:00Z", "merge_commit_sha": "trial"}
	s.answers["GET /repos/qu/its/pulls"] = answer{value: []object{merged, refused}}
	closed, err := host.Closed(t.Context())
	if err != nil || len(closed) != 2 || closed[0].Number != 5 || closed[0].Merged || !closed[1].Merged {
		t.Errorf("closed: %+v, %v; want 5 refused, then 3 merged", closed, err)
	}
}

// TestReviews: each of GitHub's words means what the table says, and any other stops everything.
func TestReviews(t *testing.T) {
	s, host := newStub(t)
	review := func(id int, account, state, text string) object {
		return object{"id": id, "user": object{"login": account}, "state": state, "body": text, "commit_id": "hhhh", "submitted_at": "2024-10-20T07:02:11Z"}
	}
	s.answers["GET /repos/qu/its/pulls/12/reviews"] = answer{value: []object{
		review(1, "cz-1", "APPROVED", "同意"), review(2, "wx-1", "CHANGES_REQUESTED", "缺等保"), review(3, "cz-1", "COMMENTED", "补充"),
		review(4, "gg-1", "DISMISSED", "同意"), review(5, "x", "PENDING", ""),
	}}
	got, err := host.Reviews(t.Context(), 12)
	if err != nil {
		t.Fatal(err)
	}
	on := time.Date(2024, 10, 20, 7, 2, 11, 0, time.UTC)
	want := []forge.Review{
		{ID: 1, Account: "cz-1", Conclusion: project.Agrees, Commit: "hhhh", Given: on, Text: "同意"},
		{ID: 2, Account: "wx-1", Conclusion: project.Disagrees, Commit: "hhhh", Given: on, Text: "缺等保"},
		{ID: 3, Account: "cz-1", Conclusion: project.Remarks, Commit: "hhhh", Given: on, Text: "补充"},
		{ID: 4, Account: "gg-1", Withdrawn: true, Commit: "hhhh", Given: on, Text: "同意"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s.answers["GET /repos/qu/its/pulls/12/reviews"] = answer{value: []object{review(1, "cz-1", "LGTM", "")}}
	if got, err := host.Reviews(t.Context(), 12); err == nil || !strings.Contains(err.Error(), "LGTM") {
		t.Errorf("an unknown word gives %v, %v", got, err)
	}
}

func TestFilesAndCommits(t *testing.T) {
	s, host := newStub(t)
	first := s.requestOf("/repos/qu/its/pulls/12/files")
	s.answers["GET /repos/qu/its/pulls/12/files?per_page=50"] = answer{
		value:  []object{{"filename": "projects/2025/b/001/project.toml"}, {"filename": "z", "previous_filename": "a", "status": "renamed"}},
		header: map[string]string{"Link": `<` + first + `?page=2>; rel="next", <` + first + `?page=2>; rel="last"`},
	}
	s.answers["GET /repos/qu/its/pulls/12/files?page=2"] = answer{value: []object{{"filename": "projects/2025/b/001/方案.md"}}}
	s.answers["GET /repos/qu/its/pulls/12/commits"] = answer{value: []object{
		{"sha": "c1", "author": object{"login": "zhzf-1"}, "committer": nil, "commit": object{
			"author": object{"email": "a@x", "date": "2024-09-20T02:00:00Z"}, "committer": object{"email": "c@x", "date": "2024-09-21T02:00:00Z"}}},
	}}
	files, err := host.ChangedFiles(t.Context(), 12)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"a", "projects/2025/b/001/project.toml", "projects/2025/b/001/方案.md", "z"}; !slices.Equal(files, want) {
		t.Errorf("files %q, want %q: both names of a renamed one, of both pages", files, want)
	}
	commits, err := host.Commits(t.Context(), 12)
	want := []forge.Commit{{Hash: "c1", Author: "zhzf-1", AuthorEmail: "a@x", CommitterEmail: "c@x", On: time.Date(2024, 9, 21, 2, 0, 0, 0, time.UTC)}}
	if diff := cmp.Diff(want, commits); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestComments(t *testing.T) {
	s, host := newStub(t)
	s.answers["GET /repos/qu/its/issues/12/comments"] = answer{value: []object{{"id": 7, "user": object{"login": "bot"}, "body": "初审进度"}}}
	s.answers["DELETE /repos/qu/its/issues/comments/8"] = answer{status: http.StatusNotFound, value: object{"message": "Not Found"}}
	got, err := host.Comments(t.Context(), 12)
	if diff := cmp.Diff([]forge.Comment{{ID: 7, Author: "bot", Text: "初审进度"}}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	for what, err := range map[string]error{
		"add":                        host.AddComment(t.Context(), 12, "新"),
		"edit":                       host.EditComment(t.Context(), 7, "改"),
		"delete":                     host.DeleteComment(t.Context(), 7),
		"delete one that is no more": s.undescribed(func() error { return host.DeleteComment(t.Context(), 8) }),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestLastStatus: of several statuses the last of the name that is asked for.
func TestLastStatus(t *testing.T) {
	s, host := newStub(t)
	status := func(id int, state, context string) object {
		return object{"id": id, "state": state, "context": context, "description": "齐了", "target_url": nil, "creator": object{"login": "bot"}}
	}
	s.answers["GET /repos/qu/its/commits/hhhh/statuses"] = answer{value: []object{
		status(9, "error", "other"), status(8, "success", "联审意见"), status(7, "pending", "联审意见"),
	}}
	got, err := host.Status(t.Context(), "hhhh", "联审意见")
	if diff := cmp.Diff(&forge.Status{Name: "联审意见", State: forge.Success, Text: "齐了", By: "bot"}, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if got, err := host.Status(t.Context(), "hhhh", "none"); got != nil || err != nil {
		t.Errorf("of a name that was never set: %+v, %v", got, err)
	}
}

// TestOpen: the open ones alone are asked for.
func TestOpen(t *testing.T) {
	s, host := newStub(t)
	s.answers["GET /repos/qu/its/pulls?state=open&sort=created&direction=desc&per_page=50"] = answer{value: []object{{"number": 7, "state": "open", "merged_at": nil, "closed_at": nil}}}
	open, err := host.Open(t.Context())
	if err != nil || len(open) != 1 || open[0].Number != 7 || !open[0].Open {
		t.Errorf("open: %+v, %v", open, err)
	}
}

// TestStatus: a text that is too long for GitHub is cut, not refused.
func TestStatus(t *testing.T) {
	s, host := newStub(t)
	status := forge.Status{Name: "联审意见", State: forge.Pending, Text: strings.Repeat("长", 200), URL: "https://example.test/12"}
	if err := host.SetStatus(t.Context(), "hhhh", status); err != nil {
		t.Fatal(err)
	}
	if sent := s.requests[0]; !strings.Contains(sent, strings.Repeat("长", 139)+"…") || !strings.Contains(sent, `"state":"pending"`) {
		t.Errorf("sent %s", sent)
	}
}

func TestReadAndWriteFiles(t *testing.T) {
	s, host := newStub(t)
	s.answers["GET /repos/qu/its/contents/projects/2025/declined.toml"] = answer{value: object{
		"type": "file", "encoding": "base64", "sha": "old", "content": base64.StdEncoding.EncodeToString([]byte("甲\n")),
	}}
	s.answers["GET /repos/qu/its/contents/none"] = answer{status: http.StatusNotFound, value: object{"message": "Not Found"}}
	got, err := host.ReadFile(t.Context(), "projects/2025/declined.toml", "main")
	if err != nil || string(got.Data) != "甲\n" || got.Was != "old" {
		t.Fatalf("read %+v, %v", got, err)
	}
	if _, err := host.ReadFile(t.Context(), "none", "main"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	files := []forge.File{{Path: "projects/2025/declined.toml", Data: []byte("乙\n"), Was: "old"}, {Path: "projects/2025/甲/001/opinions/12.toml", Data: []byte("丙\n")}}
	s.requests = nil
	if err := host.WriteFiles(t.Context(), "main", "记录 12 号申报的意见", files); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(s.requests[0], `"sha":"old"`) || strings.Contains(s.requests[1], `"sha"`) || !strings.Contains(path(s.requests[1]), "/contents/projects/2025/甲/001/opinions/12.toml") {
		t.Errorf("sent %q", s.requests)
	}
	s.answers["PUT /repos/qu/its/contents/projects/2025/declined.toml"] = answer{status: http.StatusConflict, value: object{"message": "is at x but expected y", "documentation_url": "u"}}
	// GitHub's description wants such an answer to be of one of two forms, and any of one is of the other, too.
	if err := s.undescribed(func() error { return host.WriteFiles(t.Context(), "main", "m", files[:1]) }); !errors.Is(err, forge.ErrMoved) {
		t.Errorf("over a file that has moved: %v, want ErrMoved", err)
	}
	s.answers["PUT /repos/qu/its/contents/new"] = answer{status: http.StatusUnprocessableEntity, value: object{"message": "Invalid request. \"sha\" wasn't supplied.", "documentation_url": "u"}}
	if err := host.WriteFiles(t.Context(), "main", "m", []forge.File{{Path: "new"}}); !errors.Is(err, forge.ErrMoved) {
		t.Errorf("a new file that is there already: %v, want ErrMoved", err)
	}
}

func TestOpenPullRequest(t *testing.T) {
	s, host := newStub(t)
	s.answers["GET /repos/qu/its/commits/main/status"] = answer{value: object{"sha": "tip"}}
	s.answers["POST /repos/qu/its/pulls"] = answer{value: object{"number": 14, "state": "open", "merged_at": nil}}
	made, err := host.OpenPullRequest(t.Context(), forge.Proposal{Title: "申报", Base: "main", Branch: "sb", Files: []forge.File{{Path: "a"}}})
	if err != nil || made.Number != 14 {
		t.Fatalf("made %+v, %v", made, err)
	}
	var order []string
	for _, r := range s.requests {
		order = append(order, strings.Join(strings.Fields(r)[:2], " "))
	}
	want := []string{"GET /repos/qu/its/commits/main/status", "POST /repos/qu/its/git/refs", "PUT /repos/qu/its/contents/a", "POST /repos/qu/its/pulls"}
	if !slices.Equal(order, want) {
		t.Errorf("asked %q, want %q", order, want)
	}
}

func TestWhoAmI(t *testing.T) {
	s, host := newStub(t)
	s.answers["GET /user"] = answer{value: object{"login": "bot"}}
	if got, err := host.WhoAmI(t.Context()); got != "bot" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	s.answers["GET /user"] = answer{status: http.StatusForbidden, value: object{"message": "Resource not accessible by integration"}}
	if got, err := host.WhoAmI(t.Context()); got != "github-actions[bot]" || err != nil {
		t.Errorf("a workflow's token: %q, %v", got, err)
	}
}

// TestWords: all that GitHub's description lists as a review's state, or that it is known to say, has a meaning.
func TestWords(t *testing.T) {
	for word, want := range map[string]forge.Word{
		"APPROVED": {Conclusion: project.Agrees}, "CHANGES_REQUESTED": {Conclusion: project.Disagrees}, "COMMENTED": {Conclusion: project.Remarks},
		"DISMISSED": {Withdrawn: true}, "PENDING": {IsNone: true},
	} {
		if got, err := forge.Understand(Words, word); got != want || err != nil {
			t.Errorf("%s means %+v, %v, want %+v", word, got, err, want)
		}
	}
	for _, word := range []string{"", "approved", "REQUEST_CHANGES", "SUCCESS"} {
		if got, err := forge.Understand(Words, word); err == nil {
			t.Errorf("%q means %+v, want an error", word, got)
		}
	}
}
