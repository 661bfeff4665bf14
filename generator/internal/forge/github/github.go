// Package github is a repository on GitHub as a forge.Host.
package github

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
	"time"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/rest"
	"wuxing.example/register/generator/internal/project"
)

// Words are GitHub's states of a review.
var Words = map[string]forge.Word{
	"APPROVED":          {Conclusion: project.Agrees},
	"CHANGES_REQUESTED": {Conclusion: project.Disagrees},
	"COMMENTED":         {Conclusion: project.Remarks},
	"DISMISSED":         {Withdrawn: true}, // GitHub overwrites the verdict
	"PENDING":           {IsNone: true},
}

// Host is a repository on GitHub.
type Host struct {
	rest.Thread
	client *rest.Client
	repo   string // /repos/owner/name
}

// New is a repository, "owner/name", behind an API's address ("" for github.com's own).
func New(api, repository, token string) *Host {
	client := &rest.Client{
		API: cmp.Or(api, "https://api.github.com"), Token: token, Scheme: "Bearer", PerPage: "per_page", Accept: "application/vnd.github+json",
	}
	repo := "/repos/" + rest.Escape(repository)
	return &Host{rest.Thread{Client: client, Repo: repo}, client, repo}
}

type user struct {
	Login string `json:"login"`
}

// login is an account's name; where GitHub knows nobody it says null.
func (u *user) login() string {
	if u == nil {
		return ""
	}
	return u.Login
}

type pull struct {
	Number   int    `json:"number"`
	HTMLURL  string `json:"html_url"`
	Title    string `json:"title"`
	State    string `json:"state"`
	User     *user  `json:"user"`
	MergedAt string `json:"merged_at"`
	ClosedAt string `json:"closed_at"`
	Created  string `json:"created_at"`
	Merge    string `json:"merge_commit_sha"`
	Base     branch `json:"base"`
	Head     branch `json:"head"`
}

type branch struct {
	Ref string `json:"ref"`
	SHA string `json:"sha"`
}

func (p *pull) read() (*forge.PullRequest, error) {
	out := &forge.PullRequest{
		Number: p.Number, URL: p.HTMLURL, Title: p.Title, Author: p.User.login(), Open: p.State == "open", Merged: p.MergedAt != "",
		Base: p.Base.Ref, HeadBranch: p.Head.Ref, Head: p.Head.SHA,
	}
	if out.Merged { // before that it is a trial merge of GitHub's own
		out.Merge = p.Merge
	}
	var err error
	if out.Opened, err = moment(p.Created); err != nil {
		return nil, err
	}
	out.Closed, err = moment(cmp.Or(p.MergedAt, p.ClosedAt))
	return out, err
}

// moment reads a time; "" is none.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, fmt.Errorf("GitHub 给出的时间“%s”看不懂", s)
	}
	return t, nil
}

func (h *Host) path(format string, args ...any) string { return h.repo + fmt.Sprintf(format, args...) }

// WhoAmI implements forge.Host.
func (h *Host) WhoAmI(ctx context.Context) (string, error) {
	var u user
	err := h.client.Get(ctx, "/user", &u)
	if rest.IsStatus(err, http.StatusForbidden) {
		return "github-actions[bot]", nil // a workflow's own token may not ask
	}
	return u.Login, err
}

// PullRequest implements forge.Host.
func (h *Host) PullRequest(ctx context.Context, number int) (*forge.PullRequest, error) {
	var p pull
	if err := h.client.Get(ctx, h.path("/pulls/%d", number), &p); err != nil {
		return nil, err
	}
	return p.read()
}

// Open implements forge.Host.
func (h *Host) Open(ctx context.Context) ([]forge.PullRequest, error) {
	return h.pulls(ctx, h.path("/pulls?state=open&sort=created&direction=desc"))
}

// Closed implements forge.Host.
func (h *Host) Closed(ctx context.Context) ([]forge.PullRequest, error) {
	return h.pulls(ctx, h.path("/pulls?state=closed&sort=created&direction=desc"))
}

func (h *Host) pulls(ctx context.Context, path string) ([]forge.PullRequest, error) {
	pulls, err := rest.List[pull](ctx, h.client, path)
	if err != nil {
		return nil, err
	}
	var all []forge.PullRequest
	for i := range pulls {
		p, err := pulls[i].read()
		if err != nil {
			return nil, err
		}
		all = append(all, *p)
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
	if len(files) >= 3000 {
		return nil, fmt.Errorf("这个申报改动的文件太多，GitHub 只列出前 3000 个，请分开申报")
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
		ID        int64  `json:"id"`
		User      *user  `json:"user"`
		State     string `json:"state"`
		Body      string `json:"body"`
		Commit    string `json:"commit_id"`
		Submitted string `json:"submitted_at"`
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
		if word.IsNone {
			continue
		}
		given, err := moment(r.Submitted)
		if err != nil {
			return nil, err
		}
		all = append(all, forge.Review{
			ID: r.ID, Account: r.User.login(), Conclusion: word.Conclusion, Withdrawn: word.Withdrawn, Commit: r.Commit, Given: given, Text: r.Body,
		})
	}
	return all, nil
}

// Commits implements forge.Host.
func (h *Host) Commits(ctx context.Context, number int) ([]forge.Commit, error) {
	type signature struct {
		Email string `json:"email"`
		Date  string `json:"date"`
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
	commits, err := rest.List[commit](ctx, h.client, h.path("/pulls/%d/commits", number))
	if err != nil {
		return nil, err
	}
	if len(commits) >= 250 {
		return nil, fmt.Errorf("这个申报的提交太多，GitHub 只列出前 250 个，请合并提交后重新申报")
	}
	var all []forge.Commit
	for _, c := range commits {
		on, err := moment(c.Commit.Committer.Date)
		if err != nil {
			return nil, err
		}
		all = append(all, forge.Commit{
			Hash: c.SHA, Author: c.Author.login(), Committer: c.By.login(),
			AuthorEmail: c.Commit.Author.Email, CommitterEmail: c.Commit.Committer.Email, On: on,
		})
	}
	return all, nil
}

// Status implements forge.Host.
func (h *Host) Status(ctx context.Context, commit, name string) (*forge.Status, error) {
	type status struct {
		ID          int64  `json:"id"`
		State       string `json:"state"`
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
	body := map[string]string{"state": string(s.State), "context": s.Name, "description": forge.Cut(s.Text, forge.MaxStatus)}
	if s.URL != "" {
		body["target_url"] = s.URL
	}
	return h.client.Send(ctx, http.MethodPost, h.path("/statuses/%s", url.PathEscape(commit)), body, nil)
}

// ReadFile implements forge.Host.
func (h *Host) ReadFile(ctx context.Context, path, ref string) (*forge.File, error) {
	var c struct {
		Type     string `json:"type"`
		SHA      string `json:"sha"`
		Encoding string `json:"encoding"`
		Content  string `json:"content"`
	}
	err := h.client.Get(ctx, h.path("/contents/%s?ref=%s", rest.Escape(path), url.QueryEscape(ref)), &c)
	if rest.IsStatus(err, http.StatusNotFound) {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fs.ErrNotExist}
	}
	if err != nil {
		return nil, err
	}
	if c.Type != "file" || c.Encoding != "base64" {
		return nil, fmt.Errorf("%s 不是可以直接读取的文件（%s）", path, c.Type)
	}
	data, err := base64.StdEncoding.DecodeString(c.Content) // line ends in it are skipped
	return &forge.File{Path: path, Data: data, Was: c.SHA}, err
}

// WriteFiles implements forge.Host: a commit a file.
func (h *Host) WriteFiles(ctx context.Context, branch, message string, files []forge.File) error {
	for _, f := range files {
		body := map[string]string{"message": message, "branch": branch, "content": base64.StdEncoding.EncodeToString(f.Data)}
		if f.Was != "" {
			body["sha"] = f.Was
		}
		err := h.client.Send(ctx, http.MethodPut, h.path("/contents/%s", rest.Escape(f.Path)), body, nil)
		// 409: the branch moved under it or the file is another; 422: a new file is there already and its hash was not given.
		if rest.IsStatus(err, http.StatusConflict) || f.Was == "" && rest.IsStatus(err, http.StatusUnprocessableEntity) {
			return errors.Join(forge.ErrMoved, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// OpenPullRequest implements forge.Host.
func (h *Host) OpenPullRequest(ctx context.Context, p forge.Proposal) (*forge.PullRequest, error) {
	base, err := h.tip(ctx, p.Base)
	if err != nil {
		return nil, err
	}
	ref := map[string]string{"ref": "refs/heads/" + p.Branch, "sha": base}
	if err := h.client.Send(ctx, http.MethodPost, h.path("/git/refs"), ref, nil); err != nil {
		return nil, err
	}
	if err := h.WriteFiles(ctx, p.Branch, p.Title, p.Files); err != nil {
		return nil, err
	}
	var made pull
	body := map[string]string{"title": p.Title, "body": p.Text, "base": p.Base, "head": p.Branch}
	if err := h.client.Send(ctx, http.MethodPost, h.path("/pulls"), body, &made); err != nil {
		return nil, err
	}
	return made.read()
}

// tip is the commit that a branch is at.
func (h *Host) tip(ctx context.Context, branch string) (string, error) {
	var status struct {
		SHA string `json:"sha"`
	}
	err := h.client.Get(ctx, h.path("/commits/%s/status", url.PathEscape(branch)), &status)
	return status.SHA, err
}
