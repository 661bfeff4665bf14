// Judge: how every question on a pull request stands.

package opinion

import (
	"io/fs"
	"slices"
	"time"
)

// PullRequest is a change with all by which its opinions are judged.
type PullRequest struct {
	Target  Revision // the branch that it goes to, whose rules decide
	Base    Revision // what it starts from: the last commit that it shares with the target
	Head    Revision
	Changed []string // the files that differ between Base and Head, from the root
	Parties Parties
	Reviews []Review
	Opened  time.Time
	Pushes  []Push // its commits, the oldest first

	// At opens the record at a commit. It returns nil if that commit is not at hand.
	At func(commit string) (fs.FS, error)
}

// Push is one commit of a pull request.
type Push struct {
	Commit string
	On     time.Time // when it was committed, by its own word
}

// Judge asks what the pull request needs and counts what was said. It errors as Ask does, and if the record cannot be
// read.
func Judge(pr PullRequest) ([]Standing, error) {
	questions, err := Ask(pr.Target.Register, pr.Base, pr.Head, pr.Changed)
	if err != nil {
		return nil, err
	}
	var standings []Standing
	for _, q := range questions {
		s, err := pr.stand(q)
		if err != nil {
			return nil, err
		}
		standings = append(standings, s)
	}
	return standings, nil
}

func (pr *PullRequest) stand(q Question) (Standing, error) {
	now, err := Fingerprint(pr.Head.Files, q.Folder, q.Items)
	if err != nil {
		return Standing{}, err
	}
	seen := map[string]string{}
	for _, r := range pr.Reviews {
		if err := pr.see(seen, q, r.Commit); err != nil {
			return Standing{}, err
		}
	}
	was, err := Fingerprint(pr.Base.Files, q.Folder, q.Items)
	if err != nil {
		return Standing{}, err
	}
	there, err := Fingerprint(pr.Target.Files, q.Folder, q.Items)
	if err != nil {
		return Standing{}, err
	}
	s := Count(q, pr.Target.Register, pr.Parties, pr.Reviews, now, seen)
	s.Behind = was != there
	if s.Since, err = pr.since(q, now, seen); err != nil || len(s.Stale) == 0 {
		return s, err
	}
	files, err := pr.At(s.Stale[len(s.Stale)-1].Commit)
	if err != nil || files == nil {
		return s, err
	}
	s.Altered, err = Differences(files, pr.Head.Files, q.Folder, q.Items)
	return s, err
}

// see notes the fingerprint of a question's facts at a commit, if that is at hand.
func (pr *PullRequest) see(seen map[string]string, q Question, commit string) error {
	if _, done := seen[commit]; done {
		return nil
	}
	files, err := pr.At(commit)
	if err != nil || files == nil {
		return err
	}
	seen[commit], err = Fingerprint(files, q.Folder, q.Items)
	return err
}

// since is when the facts came to be as they are: with the first of the last commits that all have them so. Commits
// say themselves when they were made, so it is never before the pull request was opened, nor after somebody spoke of
// those facts.
func (pr *PullRequest) since(q Question, now string, seen map[string]string) (time.Time, error) {
	since := pr.Opened
	for i, push := range slices.Backward(pr.Pushes) {
		if err := pr.see(seen, q, push.Commit); err != nil {
			return since, err
		}
		if seen[push.Commit] != now {
			break
		}
		since = push.On
		if i == 0 {
			since = pr.Opened // it had them from the beginning
		}
	}
	for _, r := range pr.Reviews {
		if seen[r.Commit] == now && r.Given.Before(since) {
			since = r.Given
		}
	}
	if since.Before(pr.Opened) {
		since = pr.Opened
	}
	return since, nil
}

// Decision is what the standings come to.
type Decision struct {
	Asked, Agreed int // of the opinions that are more than advice
	Refused       bool
	Behind        bool // the target has moved on in what was asked: once merged, the facts would be others
}

// Decide adds the standings up.
func Decide(standings []Standing) Decision {
	var d Decision
	for _, s := range standings {
		if s.Matter.Advisory.V {
			continue
		}
		d.Asked++
		d.Behind = d.Behind || s.Behind
		switch s.State {
		case Agreed:
			d.Agreed++
		case Refused:
			d.Refused = true
		}
	}
	return d
}

// Passes reports whether all that were asked agreed to what would be merged. Where nobody was asked, nothing passes.
func (d Decision) Passes() bool { return d.Asked > 0 && d.Agreed == d.Asked && !d.Refused && !d.Behind }
