package live

import (
	"errors"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/gitea"
	"wuxing.example/register/generator/internal/project"
)

// TestHost holds every method of the adapter to the true host, over one pull request's life.
func TestHost(t *testing.T) {
	s := start(t)
	clerk, finance, bot := s.user("example-zhzf"), s.user("example-finance"), s.user("example-recorder")
	s.admin.call("POST", "/orgs", object{"username": "qu"}, nil)
	s.admin.call("POST", "/orgs/qu/repos", object{"name": "its", "auto_init": true, "default_branch": "main"}, nil)
	for _, a := range []*account{clerk, bot, finance} {
		s.admin.call("PUT", "/repos/qu/its/collaborators/"+a.name, object{"permission": "write"}, nil)
	}
	of := func(a *account) forge.Host { return gitea.New(s.url+"/api/v1", "qu/its", a.token) }
	host, ctx := of(bot), t.Context()
	fatal := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}

	me, err := host.WhoAmI(ctx)
	fatal(err)
	if me != bot.name {
		t.Errorf("who am I: %s", me)
	}

	const declaration = "projects/2025/zhzf/001/项目 申报.toml"
	opened, err := of(clerk).OpenPullRequest(ctx, forge.Proposal{
		Title: "申报：智慧停车", Text: "请审核", Base: "main", Branch: "shenbao/1",
		Files: []forge.File{{Path: declaration, Data: []byte("name = \"甲\"\n")}, {Path: "b.md", Data: []byte("# 乙\n")}},
	})
	fatal(err)
	if !opened.Open || opened.Author != clerk.name || opened.Base != "main" || opened.HeadBranch != "shenbao/1" || opened.Opened.IsZero() {
		t.Errorf("opened: %+v", opened)
	}
	files, err := host.ChangedFiles(ctx, opened.Number)
	fatal(err)
	if want := []string{"b.md", declaration}; !slices.Equal(files, want) {
		t.Errorf("changed files %q, want %q", files, want)
	}
	file, err := host.ReadFile(ctx, declaration, opened.Head)
	fatal(err)
	if string(file.Data) != "name = \"甲\"\n" {
		t.Errorf("the declaration reads %q", file.Data)
	}
	if _, err := host.ReadFile(ctx, declaration, "main"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("on main the declaration is %v, want that it is not there", err)
	}

	// A second push, then reviews: the words of the live host are those of the table.
	fatal(of(clerk).WriteFiles(ctx, "shenbao/1", "补充", []forge.File{{Path: "b.md", Data: []byte("# 乙乙\n"), Was: blob(t, host, "b.md", opened.Head)}}))
	commits, err := host.Commits(ctx, opened.Number)
	fatal(err)
	if len(commits) != 2 || commits[0].Hash != opened.Head || commits[1].Author != clerk.name || commits[1].Committer != clerk.name {
		t.Errorf("commits, the oldest first: %+v", commits)
	}
	said := func(a *account, event, text string) {
		t.Helper()
		a.call("POST", "/repos/qu/its/pulls/1/reviews", object{"event": event, "body": text}, nil)
	}
	said(finance, "COMMENT", "请补充测算")
	said(finance, "REQUEST_CHANGES", "概算偏高")
	said(finance, "APPROVED", "")
	said(bot, "APPROVE", "误写的词，只得一份没有提交的评审") // hosts.md's trap: no review comes of it
	s.admin.call("POST", "/repos/qu/its/pulls/1/requested_reviewers", object{"reviewers": []string{bot.name}}, nil)
	reviews, err := host.Reviews(ctx, 1)
	fatal(err)
	var got []string
	for _, r := range reviews {
		got = append(got, r.Account+" "+r.Conclusion)
		if r.Commit != commits[1].Hash || r.Given.IsZero() {
			t.Errorf("review %+v: not of the head, or no time", r)
		}
	}
	want := []string{finance.name + " " + project.Remarks, finance.name + " " + project.Disagrees, finance.name + " " + project.Agrees}
	if !slices.Equal(got, want) {
		t.Errorf("reviews %q, want %q", got, want)
	}
	s.admin.call("POST", "/repos/qu/its/pulls/1/reviews/"+number(reviews[2].ID)+"/dismissals", object{"message": "撤销"}, nil)
	reviews, err = host.Reviews(ctx, 1)
	fatal(err)
	if !reviews[2].Withdrawn || reviews[0].Withdrawn {
		t.Errorf("after the dismissal of the last: %+v", reviews)
	}

	fatal(host.AddComment(ctx, 1, "进度"))
	comments, err := host.Comments(ctx, 1)
	fatal(err)
	if len(comments) != 1 || comments[0].Author != bot.name || comments[0].Text != "进度" {
		t.Fatalf("comments: %+v", comments)
	}
	fatal(host.EditComment(ctx, comments[0].ID, "新的进度"))
	fatal(host.AddComment(ctx, 1, "多余"))
	comments, err = host.Comments(ctx, 1)
	fatal(err)
	fatal(host.DeleteComment(ctx, comments[1].ID))
	fatal(host.DeleteComment(ctx, comments[1].ID)) // gone already
	if comments, err = host.Comments(ctx, 1); err != nil || len(comments) != 1 || comments[0].Text != "新的进度" {
		t.Errorf("comments in the end: %+v, %v", comments, err)
	}

	fatal(host.SetStatus(ctx, commits[1].Hash, forge.Status{Name: "联审意见", State: forge.Pending, Text: strings.Repeat("长", 500), URL: s.url}))
	fatal(host.SetStatus(ctx, commits[1].Hash, forge.Status{Name: "联审意见", State: forge.Success, Text: "齐了"}))
	status, err := host.Status(ctx, commits[1].Hash, "联审意见")
	fatal(err)
	if want := (forge.Status{Name: "联审意见", State: forge.Success, Text: "齐了", By: bot.name}); status == nil || *status != want {
		t.Errorf("the last status is %+v, want %+v", status, want)
	}
	if open, err := host.Open(ctx); err != nil || len(open) != 1 || open[0].Number != 1 {
		t.Errorf("open: %+v, %v", open, err)
	}

	if status, said := s.admin.merge(1); status != http.StatusOK {
		t.Fatalf("merging: %d %s", status, said)
	}
	merged, err := host.PullRequest(ctx, 1)
	fatal(err)
	if !merged.Merged || merged.Open || merged.Merge == "" || merged.Head != commits[1].Hash || merged.Closed.Before(merged.Opened) {
		t.Errorf("merged: %+v", merged)
	}
	if closed, err := host.Closed(ctx); err != nil || len(closed) != 1 || closed[0].Number != 1 {
		t.Errorf("closed: %+v, %v", closed, err)
	}

	// Two write the same new file at once, then over the same old one: one of them is told that it has moved.
	for _, was := range []string{"", "as it stands"} {
		if was != "" {
			was = blob(t, host, "opinions/1.toml", "main")
		}
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i := range errs {
			both.Go(func() {
				text := strings.Repeat("甲", len(was)+i+1)
				errs[i] = host.WriteFiles(ctx, "main", "记录", []forge.File{{Path: "opinions/1.toml", Data: []byte(text), Was: was}})
			})
		}
		both.Wait()
		slices.SortFunc(errs, func(a, b error) int {
			return map[bool]int{true: 0, false: 1}[a == nil] - map[bool]int{true: 0, false: 1}[b == nil]
		})
		if errs[0] != nil || !errors.Is(errs[1], forge.ErrMoved) {
			t.Errorf("two writers at once get %v; want one to write and the other ErrMoved", errs)
		}
	}
}

// blob is the hash of a file as it stands.
func blob(t *testing.T, host forge.Host, path, ref string) string {
	t.Helper()
	f, err := host.ReadFile(t.Context(), path, ref)
	if err != nil {
		t.Fatal(err)
	}
	return f.Was
}
