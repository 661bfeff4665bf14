// Package forge speaks with the Git host that holds the register's pull requests: it reads what people said there and
// writes back a status, a comment and the record.
//
// The host only stores reviews (what counts is decided by package opinion from Git's objects), so a Host is asked for
// facts and believed in little else: no status, label or event is ever read as a verdict. Whatever a host's own words
// are, an adapter turns them into those of this package by a table that is written out; a word that is in no table is
// an error, never a guess.
//
// This is the only package that uses the network.
package forge

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Host is one repository on a Git host, as one account sees it. Its methods error if the host cannot be reached, refuses
// or answers what they do not understand; the text of such an error is Chinese and holds no secret.
type Host interface {
	// WhoAmI is the account whose token is used.
	WhoAmI(ctx context.Context) (string, error)

	// PullRequest reads one pull request.
	PullRequest(ctx context.Context, number int) (*PullRequest, error)
	// Open lists the pull requests that are open, the newest number first.
	Open(ctx context.Context) ([]PullRequest, error)
	// Closed lists the pull requests that are closed, merged or not, the newest number first.
	Closed(ctx context.Context) ([]PullRequest, error)
	// ChangedFiles lists the paths that a pull request touches, in order; of a file that is renamed, both.
	ChangedFiles(ctx context.Context, number int) ([]string, error)
	// Reviews lists what was said in the host's review box, in the order in which it was given. What a person has not
	// sent yet, and a mere request for a review, is no review.
	Reviews(ctx context.Context, number int) ([]Review, error)
	// Commits lists a pull request's commits, the oldest first.
	Commits(ctx context.Context, number int) ([]Commit, error)

	// Comments lists the comments below a pull request, the oldest first.
	Comments(ctx context.Context, number int) ([]Comment, error)
	// AddComment writes a new comment below a pull request.
	AddComment(ctx context.Context, number int, text string) error
	// EditComment replaces a comment's text.
	EditComment(ctx context.Context, id int64, text string) error
	// DeleteComment takes a comment away. It is no error if it is gone already.
	DeleteComment(ctx context.Context, id int64) error
	// Status is the last that was set of one name on a commit, by whomever; nil if there is none.
	Status(ctx context.Context, commit, name string) (*Status, error)
	// SetStatus sets a commit's status of one name. Hosts keep every one that was ever set, and GitHub no more than 1,000.
	SetStatus(ctx context.Context, commit string, s Status) error

	// ReadFile reads a file at a branch or commit. It errors with fs.ErrNotExist if it is not there.
	ReadFile(ctx context.Context, path, ref string) (*File, error)
	// WriteFiles writes files to a branch. It errors with ErrMoved if one of them is no longer as it Was; then the caller
	// reads again and decides anew. Some hosts make a commit a file, so what was written before an error stays written.
	WriteFiles(ctx context.Context, branch, message string, files []File) error
	// OpenPullRequest makes a branch of the one that it is to go to, writes files to it and asks for them to be merged.
	OpenPullRequest(ctx context.Context, p Proposal) (*PullRequest, error)
}

// ErrMoved says that what was to be written over has changed in the meantime.
var ErrMoved = errors.New("文件在此期间已被改动")

// PullRequest is a pull request.
type PullRequest struct {
	Number int
	URL    string
	Title  string
	Author string // account
	Open   bool
	Merged bool

	Base       string // the branch that it goes to
	HeadBranch string
	Head       string // commit
	Merge      string // the merge commit, "" if it is not merged

	Opened time.Time
	Closed time.Time // when it was merged or closed, zero while it is open
}

// Review is what one person said of a pull request.
type Review struct {
	ID         int64
	Account    string
	Conclusion string // project.Agrees, project.Disagrees, project.Remarks; "" where the host has forgotten it (Withdrawn)
	Withdrawn  bool   // dismissed
	Commit     string // the head that it was given on
	Given      time.Time
	Text       string
}

// Commit is one commit of a pull request. An account is "" where the host knows none of that address.
type Commit struct {
	Hash              string
	Author, Committer string // accounts
	AuthorEmail       string
	CommitterEmail    string
	On                time.Time // by the committer's own word
}

// Comment is a comment below a pull request.
type Comment struct {
	ID     int64
	Author string
	Text   string
}

// State is that of a commit's status. One that was read may be another word of the host's.
type State string

const (
	Pending State = "pending"
	Success State = "success"
	Failure State = "failure"
)

// Status is what the host shows beside a commit, and a branch's protection may require.
type Status struct {
	Name  string // "context", to the hosts
	State State
	Text  string // at most MaxStatus characters of it are shown
	URL   string
	By    string // whose it is, of one that was read
}

// MaxStatus is how many characters of a status hosts show.
const MaxStatus = 140

// File is a file of the repository, and which state of it is meant.
type File struct {
	Path string
	Data []byte
	Was  string // the hash of its blob as it was read; "" of a file that is not there yet
}

// Proposal is a change that somebody asks to be merged.
type Proposal struct {
	Title, Text string
	Base        string // the branch that it is to go to
	Branch      string // of the new branch
	Files       []File
}

// Word is what a host's own word for a kind of review means. An adapter has a table of them.
type Word struct {
	Conclusion string // as in Review
	Withdrawn  bool
	IsNone     bool // no review
}

// Understand looks a host's word up. It errors if the table does not have it.
func Understand(table map[string]Word, word string) (Word, error) {
	w, ok := table[word]
	if !ok {
		return w, fmt.Errorf("代码平台给出的评审状态“%s”不认识，不能当作同意", word)
	}
	return w, nil
}

// Cut shortens a text to a number of characters, with an ellipsis where something is left out.
func Cut(text string, characters int) string {
	if r := []rune(text); len(r) > characters {
		return string(r[:characters-1]) + "…"
	}
	return text
}
