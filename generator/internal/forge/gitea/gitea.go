// Package gitea is a repository on a Gitea as a forge.Host.
package gitea

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/rest"
	"wuxing.example/register/generator/internal/project"
)

// Words are Gitea's states of a review. A dismissal stands beside the state and leaves it readable.
var Words = map[string]forge.Word{
	"APPROVED":        {Conclusion: project.Agrees},
	"REQUEST_CHANGES": {Conclusion: project.Disagrees},
	"COMMENT":         {Conclusion: project.Remarks},
	"PENDING":         {IsNone: true},
	"REQUEST_REVIEW":  {IsNone: true}, // somebody was asked, which looks like a review
}

// Host is a repository on a Gitea.
type Host struct {
	rest.Thread
	client *rest.Client
	repo   string // /repos/owner/name
}

// New is a repository, "owner/name", behind an API's address: https://git.example/api/v1.
func New(api, repository, token string) *Host {
	client := &rest.Client{API: api, Token: token, Scheme: "token", PerPage: "limit", Accept: "application/json"}
	repo := "/repos/" + rest.Escape(repository)
	return &Host{rest.Thread{Client: client, Repo: repo}, client, repo}
}

type user struct {
	Login string `json:"login"`
}

// login is an account's name; where a team is meant, or nobody, Gitea says null.
func (u *user) login() string {
	if u == nil {
		return ""
	}
	return u.Login
}

type branch struct {
	Ref string `json:"ref"`
	SHA string `json:"sha"`
}

type pull struct {
	Number  int        `json:"number"`
	HTMLURL string     `json:"html_url"`
	Title   string     `json:"title"`
	State   string     `json:"state"`
	User    *user      `json:"user"`
	Merged  bool       `json:"merged"`
	Merge   string     `json:"merge_commit_sha"`
	Created time.Time  `json:"created_at"`
	Closed  *time.Time `json:"closed_at"`
	Base    branch     `json:"base"`
	Head    branch     `json:"head"`
}

func (p *pull) read() *forge.PullRequest {
	out := &forge.PullRequest{
		Number: p.Number, URL: p.HTMLURL, Title: p.Title, Author: p.User.login(), Open: p.State == "open", Merged: p.Merged,
		Base: p.Base.Ref, HeadBranch: p.Head.Ref, Head: p.Head.SHA, Opened: p.Created,
	}
	if p.Merged {
		out.Merge = p.Merge
	}
	if p.Closed != nil {
		out.Closed = *p.Closed
	}
	return out
}

func (h *Host) path(format string, args ...any) string { return h.repo + fmt.Sprintf(format, args...) }

// WhoAmI implements forge.Host.
func (h *Host) WhoAmI(ctx context.Context) (string, error) {
	var u user
	err := h.client.Get(ctx, "/user", &u)
	return u.Login, err
}

// PullRequest implements forge.Host.
func (h *Host) PullRequest(ctx context.Context, number int) (*forge.PullRequest, error) {
	var p pull
	if err := h.client.Get(ctx, h.path("/pulls/%d", number), &p); err != nil {
		return nil, err
	}
	return p.read(), nil
}

// Open implements forge.Host.
func (h *Host) Open(ctx context.Context) ([]forge.PullRequest, error) { return h.pulls(ctx, "open") }

// Closed implements forge.Host.
func (h *Host) Closed(ctx context.Context) ([]forge.PullRequest, error) {
	return h.pulls(ctx, "closed")
}

func (h *Host) pulls(ctx context.Context, state string) ([]forge.PullRequest, error) {
	pulls, err := rest.List[pull](ctx, h.client, h.path("/pulls?state=%s", state))
	if err != nil {
		return nil, err
	}
	var all []forge.PullRequest
	for i := range pulls {
		all = append(all, *pulls[i].read())
	}
	slices.SortFunc(all, func(a, b forge.PullRequest) int { return cmp.Compare(b.Number, a.Number) })
	return all, nil
}

// ChangedFiles implements forge.Host.
func (h *Host) ChangedFiles(ctx context.Context, number int) ([]string, error) {
	type changed struct {
		Filename string `json:"filename"`
		Previous string `json:"previous_filename"`
	}
	files, err := rest.List[changed](ctx, h.client, h.path("/pulls/%d/files", number))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Filename)
		if f.Previous != "" {
			names = append(names, f.Previous)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// Reviews implements forge.Host.
func (h *Host) Reviews(ctx context.Context, number int) ([]forge.Review, error) {
	type review struct {
		ID        int64     `json:"id"`
		User      *user     `json:"user"`
		State     string    `json:"state"`
		Body      string    `json:"body"`
		Commit    string    `json:"commit_id"`
		Dismissed bool      `json:"dismissed"`
		Submitted time.Time `json:"submitted_at"`
	}
	reviews, err := rest.List[review](ctx, h.client, h.path("/pulls/%d/reviews", number))
	if err != nil {
		return nil, err
	}
	var all []forge.Review
	for _, r := range reviews {
		word, err := forge.Understand(Words, r.State)
		if err != nil {
			return nil, err
		}
		if !word.IsNone {
			all = append(all, forge.Review{
				ID: r.ID, Account: r.User.login(), Conclusion: word.Conclusion, Withdrawn: r.Dismissed, Commit: r.Commit, Given: r.Submitted, Text: r.Body,
			})
		}
	}
	slices.SortStableFunc(all, func(a, b forge.Review) int { return a.Given.Compare(b.Given) })
	return all, nil
}

// Commits implements forge.Host. Gitea lists the newest first.
func (h *Host) Commits(ctx context.Context, number int) ([]forge.Commit, error) {
	type signature struct {
		Email string    `json:"email"`
		Date  time.Time `json:"date"`
	}
	type commit struct {
		SHA    string `json:"sha"`
		Author *user  `json:"author"`
		By     *user  `json:"committer"`
		Commit struct {
			Author    signature `json:"author"`
			Committer signature `json:"committer"`
		} `json:"commit"`
	}
	commits, err := rest.List[commit](ctx, h.client, h.path("/pulls/%d/commits?verification=false&files=false", number))
	if err != nil {
		return nil, err
	}
	var all []forge.Commit
	for _, c := range slices.Backward(commits) {
		all = append(all, forge.Commit{
			Hash: c.SHA, Author: c.Author.login(), Committer: c.By.login(),
			AuthorEmail: c.Commit.Author.Email, CommitterEmail: c.Commit.Committer.Email, On: c.Commit.Committer.Date,
		})
	}
	return all, nil
}

// Status implements forge.Host. Gitea posts a status's state as "state" and reads it as "status".
func (h *Host) Status(ctx context.Context, commit, name string) (*forge.Status, error) {
	type status struct {
		ID          int64  `json:"id"`
		State       string `json:"status"`
		Context     string `json:"context"`
		Description string `json:"description"`
		URL         string `json:"target_url"`
		Creator     *user  `json:"creator"`
	}
	all, err := rest.List[status](ctx, h.client, h.path("/commits/%s/statuses", url.PathEscape(commit)))
	if err != nil {
		return nil, err
	}
	var last *forge.Status
	var id int64
	for _, s := range all {
		if s.Context == name && s.ID > id {
			id, last = s.ID, &forge.Status{Name: name, State: forge.State(s.State), Text: s.Description, URL: s.URL, By: s.Creator.login()}
		}
	}
	return last, nil
}

// SetStatus implements forge.Host.
func (h *Host) SetStatus(ctx context.Context, commit string, s forge.Status) error {
	body := map[string]string{
		"state": string(s.State), "context": s.Name, "description": forge.Cut(s.Text, forge.MaxStatus), "target_url": s.URL,
	}
	return h.client.Send(ctx, http.MethodPost, h.path("/statuses/%s", url.PathEscape(commit)), body, nil)
}

// ReadFile implements forge.Host.
func (h *Host) ReadFile(ctx context.Context, path, ref string) (*forge.File, error) {
	var c struct {
		Type    string  `json:"type"`
		SHA     string  `json:"sha"`
		Content *string `json:"content"`
	}
	err := h.client.Get(ctx, h.path("/contents/%s?ref=%s", rest.Escape(path), url.QueryEscape(ref)), &c)
	if rest.IsStatus(err, http.StatusNotFound) {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fs.ErrNotExist}
	}
	if err != nil {
		return nil, err
	}
	if c.Type != "file" || c.Content == nil {
		return nil, fmt.Errorf("%s 不是可以直接读取的文件（%s）", path, c.Type)
	}
	data, err := base64.StdEncoding.DecodeString(*c.Content)
	return &forge.File{Path: path, Data: data, Was: c.SHA}, err
}

// WriteFiles implements forge.Host: one commit.
func (h *Host) WriteFiles(ctx context.Context, branch, message string, files []forge.File) error {
	err := h.client.Send(ctx, http.MethodPost, h.path("/contents"), map[string]any{
		"branch": branch, "message": message, "files": operations(files),
	}, nil)
	if isMoved(err) {
		return errors.Join(forge.ErrMoved, err)
	}
	return err
}

// isMoved reports whether Gitea refused to write because a file is not as it was: it says so in words alone, under a
// status that means other things too.
func isMoved(err error) bool {
	var e *rest.Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Status == http.StatusConflict || slices.ContainsFunc(
		[]string{"already exists", "does not match", "is out of date", "cannot lock ref"},
		func(words string) bool { return strings.Contains(e.Message, words) },
	)
}

type operation struct {
	Operation string `json:"operation"`
	Path      string `json:"path"`
	Content   string `json:"content"`
	SHA       string `json:"sha,omitempty"`
}

func operations(files []forge.File) []operation {
	var all []operation
	for _, f := range files {
		o := operation{"create", f.Path, base64.StdEncoding.EncodeToString(f.Data), f.Was}
		if f.Was != "" {
			o.Operation = "update"
		}
		all = append(all, o)
	}
	return all
}

// OpenPullRequest implements forge.Host.
func (h *Host) OpenPullRequest(ctx context.Context, p forge.Proposal) (*forge.PullRequest, error) {
	err := h.client.Send(ctx, http.MethodPost, h.path("/contents"), map[string]any{
		"branch": p.Base, "new_branch": p.Branch, "message": p.Title, "files": operations(p.Files),
	}, nil)
	if err != nil {
		return nil, err
	}
	var made pull
	body := map[string]string{"title": p.Title, "body": p.Text, "base": p.Base, "head": p.Branch}
	if err := h.client.Send(ctx, http.MethodPost, h.path("/pulls"), body, &made); err != nil {
		return nil, err
	}
	return made.read(), nil
}
