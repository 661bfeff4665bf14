// Package docket follows pull requests: what the host says of one and what the repository holds are put together,
// judged, shown on the host, and after the merge written into the record.
//
// The host is asked for facts only: who proposed what and who said what. Everything else is read from Git's objects and
// computed here, each time anew; no status, label or event is believed, least of all one of our own.
package docket

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/history"
	"wuxing.example/register/generator/internal/opinion"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/report"
	"wuxing.example/register/generator/internal/rule"
)

// StatusName is the name of the status that the host may require before a merge.
const StatusName = "联审意见"

// Docket is the pull requests of one repository.
type Docket struct {
	Host       forge.Host
	Repository *history.Repository
	Today      calendar.Date
	Rules      func(files fs.FS) (*rule.Set, error) // loads the rules of a revision
}

// absent says that a commit is not in the repository, and how to get it.
func absent(commit, fetch string) error {
	return fmt.Errorf("本地仓库里没有提交 %.10s，请先取来再运行：git fetch origin %s", commit, fetch)
}

// Judge puts a pull request together that is open, and judges it: its opinions, and its files by the rules of the branch
// that it goes to.
//
// It errors, in Chinese, if:
//   - the host or the repository cannot be read, or lacks the head
//   - it cannot be told which opinions are needed (opinion.Ask)
//   - the rules do not load
func (d *Docket) Judge(ctx context.Context, pr *forge.PullRequest) (*report.Opinions, error) {
	tip, start, err := d.ends(pr)
	if err != nil {
		return nil, err
	}
	said, err := d.gather(ctx, pr, time.Time{})
	if err != nil {
		return nil, err
	}
	if said.Changed, err = d.Repository.Changed(start, pr.Head); err != nil {
		return nil, err
	}
	if said.Target, err = d.revision(tip); err != nil {
		return nil, err
	}
	if said.Base, err = d.revision(start); err != nil {
		return nil, err
	}
	if said.Head, err = d.revision(pr.Head); err != nil {
		return nil, err
	}
	standings, err := opinion.Judge(*said)
	if err != nil {
		return nil, err
	}
	rules, err := d.Rules(said.Target.Files)
	if err != nil {
		return nil, err
	}
	judged := rules.Check(rule.Input{Head: said.Head.Register, Change: &rule.Change{
		Base: said.Base.Register, Paths: said.Changed, Author: pr.Author, BaseFiles: said.Base.Files, HeadFiles: said.Head.Files,
	}})
	return &report.Opinions{
		PullRequest: pr.Number, Commit: pr.Head, Rules: said.Target.Register, Head: said.Head.Register, Standings: standings,
		Outsiders: opinion.Outsiders(said.Target.Register, said.Reviews), Anonymous: said.Parties.Anonymous, Findings: judged.Findings,
		Link: func(file string, line int) string { return forge.LineURL(pr.URL, pr.Head, file, line) },
	}, nil
}

// ends are the last commit of the branch that a pull request goes to, and the one that it starts from. It errors, in
// Chinese, if the repository lacks the head, or the two have no history in common.
func (d *Docket) ends(pr *forge.PullRequest) (tip, start string, err error) {
	if !d.Repository.Has(pr.Head) {
		return "", "", absent(pr.Head, fmt.Sprintf("refs/pull/%d/head", pr.Number))
	}
	if tip, err = d.tip(pr.Base); err != nil {
		return "", "", err
	}
	start, err = d.Repository.MergeBase(tip, pr.Head)
	return tip, start, err
}

// tip is the last commit of a branch, as the repository knows it from its origin, else of its own; where neither is there
// (a workflow checks out a commit alone), what is checked out.
func (d *Docket) tip(branch string) (string, error) {
	var err error
	for _, name := range []string{"refs/remotes/origin/" + branch, "refs/heads/" + branch, "HEAD"} {
		var commit string
		if commit, err = d.Repository.Resolve(name); err == nil {
			return commit, nil
		}
	}
	return "", err
}

// revision reads the record at a commit.
func (d *Docket) revision(commit string) (opinion.Revision, error) {
	files, err := d.Repository.Files(commit)
	if err != nil {
		return opinion.Revision{}, err
	}
	r, err := register.Load(files, d.Today, nil)
	return opinion.Revision{Files: files, Register: r}, err
}

// gather asks the host who has a part in a pull request and what was said, up to a time (none: to now).
func (d *Docket) gather(ctx context.Context, pr *forge.PullRequest, until time.Time) (*opinion.PullRequest, error) {
	reviews, err := d.Host.Reviews(ctx, pr.Number)
	if err != nil {
		return nil, err
	}
	commits, err := d.Host.Commits(ctx, pr.Number)
	if err != nil {
		return nil, err
	}
	said := &opinion.PullRequest{Parties: opinion.Parties{Author: pr.Author}, Opened: pr.Opened, At: d.at}
	for _, c := range commits {
		said.Parties.Committers = append(said.Parties.Committers, c.Author, c.Committer)
		if c.Author == "" && c.Committer == "" {
			said.Parties.Anonymous++
		}
		said.Pushes = append(said.Pushes, opinion.Push{Commit: c.Hash, On: c.On})
	}
	for _, r := range reviews {
		text := strings.TrimSpace(strings.ReplaceAll(r.Text, "\r\n", "\n"))
		if r.Conclusion == project.Remarks && text == "" || !until.IsZero() && r.Given.After(until) {
			continue // a host makes a remark without words of every line that is commented on
		}
		said.Reviews = append(said.Reviews, opinion.Review{
			Account: r.Account, Conclusion: r.Conclusion, Withdrawn: r.Withdrawn, Commit: r.Commit, Given: r.Given, Text: text,
		})
	}
	return said, nil
}

// at opens the record at a commit, nil if the repository lacks it.
func (d *Docket) at(commit string) (fs.FS, error) {
	if !d.Repository.Has(commit) {
		return nil, nil
	}
	return d.Repository.Files(commit)
}

// Show sets a pull request's status and brings its one comment up to date. What has not changed is not written again.
func (d *Docket) Show(ctx context.Context, pr *forge.PullRequest, o *report.Opinions) error {
	if err := d.setStatus(ctx, pr, states[o.State()], o.Verdict()); err != nil {
		return err
	}
	return d.comment(ctx, pr.Number, o.Comment())
}

// states are the host's words for ours.
var states = map[report.State]forge.State{report.Pending: forge.Pending, report.Success: forge.Success, report.Failure: forge.Failure}

// Fail sets a pull request's status where it could not be judged, so that an earlier success does not stay.
func (d *Docket) Fail(ctx context.Context, pr *forge.PullRequest, why error) error {
	return errors.Join(why, d.setStatus(ctx, pr, forge.Failure, "没有判断成："+why.Error()))
}

// setStatus sets a pull request's status, unless what we set last says the same: hosts keep a limited number of them, and
// one that waits for weeks is looked at every few minutes.
func (d *Docket) setStatus(ctx context.Context, pr *forge.PullRequest, state forge.State, text string) error {
	me, err := d.Host.WhoAmI(ctx)
	if err != nil {
		return err
	}
	want := forge.Status{Name: StatusName, State: state, Text: forge.Cut(text, forge.MaxStatus), URL: pr.URL, By: me}
	last, err := d.Host.Status(ctx, pr.Head, StatusName)
	if err != nil || last != nil && *last == want {
		return err
	}
	return d.Host.SetStatus(ctx, pr.Head, want)
}

// comment makes a text the one comment of ours below a pull request. Where two write at once, both see the other's
// comment afterwards and leave the same one, the oldest.
func (d *Docket) comment(ctx context.Context, number int, text string) error {
	me, err := d.Host.WhoAmI(ctx)
	if err != nil {
		return err
	}
	ours, err := d.ours(ctx, number, me)
	if err != nil {
		return err
	}
	if len(ours) == 0 {
		if err := d.Host.AddComment(ctx, number, text); err != nil {
			return err
		}
		if ours, err = d.ours(ctx, number, me); err != nil || len(ours) == 0 {
			return err
		}
	}
	if strings.TrimSpace(ours[0].Text) != strings.TrimSpace(text) {
		if err := d.Host.EditComment(ctx, ours[0].ID, text); err != nil {
			return err
		}
	}
	for _, c := range ours[1:] {
		if err := d.Host.DeleteComment(ctx, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// ours lists the comments below a pull request that we wrote, the oldest first.
func (d *Docket) ours(ctx context.Context, number int, me string) ([]forge.Comment, error) {
	all, err := d.Host.Comments(ctx, number)
	var ours []forge.Comment
	for _, c := range all {
		if c.Author == me && strings.HasPrefix(c.Text, report.Marker) {
			ours = append(ours, c)
		}
	}
	return ours, err
}
