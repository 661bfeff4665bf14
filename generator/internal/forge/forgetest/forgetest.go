// Package forgetest is a Git host in memory, for tests: a struct of values that behaves as the true ones do. What a test
// wants the host to hold, it puts into the fields; what was written to it, it reads from them.
package forgetest

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"wuxing.example/register/generator/internal/forge"
)

// Host is a Git host in memory. It may be used by several goroutines.
type Host struct {
	Account string // whose token is used

	PullRequests []forge.PullRequest
	Changed      map[int][]string       // of a pull request
	Said         map[int][]forge.Review // below a pull request
	Made         map[int][]forge.Commit // of a pull request
	Below        map[int][]forge.Comment
	Statuses     map[string][]forge.Status // of a commit, the newest last
	Files        map[string]string         // of the one branch: what stands in each file
	Messages     []string                  // of the commits written

	// BeforeWrite is called before files are written: a test moves the branch in it.
	BeforeWrite func(h *Host)
	// Fail makes a method of that name err.
	Fail map[string]error

	mu   sync.Mutex
	last int64 // id given out
}

var _ forge.Host = (*Host)(nil)

// begin locks the host and errs where the test wants the method to.
func (h *Host) begin(method string) (func(), error) {
	h.mu.Lock()
	return h.mu.Unlock, h.Fail[method]
}

// WhoAmI implements forge.Host.
func (h *Host) WhoAmI(context.Context) (string, error) { return h.Account, h.Fail["WhoAmI"] }

// PullRequest implements forge.Host.
func (h *Host) PullRequest(_ context.Context, number int) (*forge.PullRequest, error) {
	end, err := h.begin("PullRequest")
	defer end()
	if err != nil {
		return nil, err
	}
	for _, p := range h.PullRequests {
		if p.Number == number {
			return &p, nil
		}
	}
	return nil, fmt.Errorf("没有 %d 号申报", number)
}

// Open implements forge.Host.
func (h *Host) Open(context.Context) ([]forge.PullRequest, error) { return h.pulls("Open", true) }

// Closed implements forge.Host.
func (h *Host) Closed(context.Context) ([]forge.PullRequest, error) { return h.pulls("Closed", false) }

func (h *Host) pulls(method string, open bool) ([]forge.PullRequest, error) {
	end, err := h.begin(method)
	defer end()
	pulls := slices.DeleteFunc(slices.Clone(h.PullRequests), func(p forge.PullRequest) bool { return p.Open != open })
	slices.SortFunc(pulls, func(a, b forge.PullRequest) int { return cmp.Compare(b.Number, a.Number) })
	return pulls, err
}

// ChangedFiles implements forge.Host.
func (h *Host) ChangedFiles(_ context.Context, number int) ([]string, error) {
	end, err := h.begin("ChangedFiles")
	defer end()
	return slices.Clone(h.Changed[number]), err
}

// Reviews implements forge.Host.
func (h *Host) Reviews(_ context.Context, number int) ([]forge.Review, error) {
	end, err := h.begin("Reviews")
	defer end()
	return slices.Clone(h.Said[number]), err
}

// Commits implements forge.Host.
func (h *Host) Commits(_ context.Context, number int) ([]forge.Commit, error) {
	end, err := h.begin("Commits")
	defer end()
	return slices.Clone(h.Made[number]), err
}

// Comments implements forge.Host.
func (h *Host) Comments(_ context.Context, number int) ([]forge.Comment, error) {
	end, err := h.begin("Comments")
	defer end()
	return slices.Clone(h.Below[number]), err
}

// AddComment implements forge.Host.
func (h *Host) AddComment(_ context.Context, number int, text string) error {
	end, err := h.begin("AddComment")
	defer end()
	if err != nil {
		return err
	}
	if h.Below == nil {
		h.Below = map[int][]forge.Comment{}
	}
	for _, comments := range h.Below {
		for _, c := range comments {
			h.last = max(h.last, c.ID)
		}
	}
	h.last++
	h.Below[number] = append(h.Below[number], forge.Comment{ID: h.last, Author: h.Account, Text: text})
	return nil
}

// EditComment implements forge.Host.
func (h *Host) EditComment(_ context.Context, id int64, text string) error {
	end, err := h.begin("EditComment")
	defer end()
	if err != nil {
		return err
	}
	for _, comments := range h.Below {
		for i := range comments {
			if comments[i].ID == id {
				comments[i].Text = text
				return nil
			}
		}
	}
	return fmt.Errorf("没有 %d 号留言", id)
}

// DeleteComment implements forge.Host.
func (h *Host) DeleteComment(_ context.Context, id int64) error {
	end, err := h.begin("DeleteComment")
	defer end()
	if err != nil {
		return err
	}
	for number, comments := range h.Below {
		h.Below[number] = slices.DeleteFunc(comments, func(c forge.Comment) bool { return c.ID == id })
	}
	return nil
}

// Status implements forge.Host.
func (h *Host) Status(_ context.Context, commit, name string) (*forge.Status, error) {
	end, err := h.begin("Status")
	defer end()
	for _, s := range slices.Backward(h.Statuses[commit]) {
		if s.Name == name {
			return &s, err
		}
	}
	return nil, err
}

// SetStatus implements forge.Host.
func (h *Host) SetStatus(_ context.Context, commit string, s forge.Status) error {
	end, err := h.begin("SetStatus")
	defer end()
	if err != nil {
		return err
	}
	if h.Statuses == nil {
		h.Statuses = map[string][]forge.Status{}
	}
	s.By = h.Account
	h.Statuses[commit] = append(h.Statuses[commit], s)
	return nil
}

// ReadFile implements forge.Host. Of any ref it reads the one branch. A file's hash is what stands in it.
func (h *Host) ReadFile(_ context.Context, path, _ string) (*forge.File, error) {
	end, err := h.begin("ReadFile")
	defer end()
	if err != nil {
		return nil, err
	}
	text, ok := h.Files[path]
	if !ok {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fs.ErrNotExist}
	}
	return &forge.File{Path: path, Data: []byte(text), Was: hash(text)}, nil
}

func hash(text string) string { return "blob " + text }

// WriteFiles implements forge.Host: all of them or none.
func (h *Host) WriteFiles(_ context.Context, _, message string, files []forge.File) error {
	if h.BeforeWrite != nil {
		h.BeforeWrite(h)
	}
	end, err := h.begin("WriteFiles")
	defer end()
	if err != nil {
		return err
	}
	for _, f := range files {
		if text, ok := h.Files[f.Path]; ok && hash(text) != f.Was || !ok && f.Was != "" {
			return forge.ErrMoved
		}
	}
	if h.Files == nil {
		h.Files = map[string]string{}
	}
	for _, f := range files {
		h.Files[f.Path] = string(f.Data)
	}
	h.Messages = append(h.Messages, message)
	return nil
}

// OpenPullRequest implements forge.Host.
func (h *Host) OpenPullRequest(_ context.Context, p forge.Proposal) (*forge.PullRequest, error) {
	end, err := h.begin("OpenPullRequest")
	defer end()
	if err != nil {
		return nil, err
	}
	made := forge.PullRequest{Number: len(h.PullRequests) + 1, Title: p.Title, Author: h.Account, Open: true, Base: p.Base, HeadBranch: p.Branch}
	h.PullRequests = append(h.PullRequests, made)
	if h.Changed == nil {
		h.Changed = map[int][]string{}
	}
	for _, f := range p.Files {
		h.Changed[made.Number] = append(h.Changed[made.Number], f.Path)
	}
	return &made, nil
}
