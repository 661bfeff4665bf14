// Count: which of the opinions given count, and how a matter stands.

package opinion

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"wuxing.example/register/generator/internal/project"
)

// Review is what one person said on a pull request, in the record's words.
type Review struct {
	Account    string
	Conclusion string // project.Agrees, project.Disagrees or project.Remarks
	Withdrawn  bool   // dismissed: it says nothing any more
	Commit     string // the head that it was given on
	Given      time.Time
	Text       string
}

// Parties are the people who have a part in a change, by their accounts.
type Parties struct {
	Author     string
	Committers []string // who wrote or committed its commits
	Anonymous  int      // how many of its commits are of nobody whom the host knows
}

// State is how a matter stands.
type State string

const (
	Owed    State = "待提出"   // nobody's opinion that counts is there
	Stale   State = "待重新提出" // what was said was said on other facts
	Agreed  State = "同意"
	Refused State = "不同意"
)

// Standing is how one question stands, and why.
type Standing struct {
	Question
	State    State
	Opinions []Opinion    // the latest verdict and the latest remark of each person, given on these facts, in order of time
	Stale    []Opinion    // the latest verdicts that were given on other facts
	Altered  []Difference // the facts that changed since the last of Stale was given
	Since    time.Time    // since when the agency is asked about the facts as they are
	Facts    string       // their fingerprint
	Behind   bool         // the branch that the change goes to has other facts by now than those that it starts from
	Ignored  []Ignored    // what the agency's people said and does not count, in order of time
}

// Opinion is a review that counts, or would on the facts that it was given on.
type Opinion struct {
	Review
	Fingerprint string // of the facts that it was given on; "" where that commit is not at hand
	Own         bool   // 本单位: the owner is itself the agency
}

// Ignored is a review that does not count, and why.
type Ignored struct {
	Review
	Why string
}

// Superseded is why a person's earlier verdicts do not count.
const Superseded = "本人后来另有意见，以最后一次为准"

// Count decides how a question stands. now is the fingerprint of the facts as they are, seen gives that of the commits
// that were reviewed; a commit that is not in it is one that is not at hand. rules are those of the branch that the change goes to.
//
// It is a function of its arguments alone. The order of the reviews matters only among those given at the same instant.
func Count(q Question, rules *project.Register, parties Parties, reviews []Review, now string, seen map[string]string) Standing {
	s := Standing{Question: q, State: Owed, Facts: now}
	owner := ownerOf(q.Folder, rules)
	own := owner != nil && q.Agency.Unit.V != "" && q.Agency.Unit.V == owner.Code.V
	verdicts, remarks := map[string]Opinion{}, map[string]Opinion{}
	var people []string // in order of what they said first
	for _, r := range inTime(reviews) {
		if !has(q.Agency.Accounts.V, r.Account) {
			continue
		}
		if why := barred(r.Account, parties, owner, own); why != "" {
			s.Ignored = append(s.Ignored, Ignored{r, why})
			continue
		}
		person := strings.ToLower(r.Account)
		if !slices.Contains(people, person) {
			people = append(people, person)
		}
		said := verdicts
		if r.Conclusion == project.Remarks {
			said = remarks
		}
		if earlier, ok := said[person]; ok && earlier.Conclusion != project.Remarks && !earlier.Withdrawn {
			s.Ignored = append(s.Ignored, Ignored{earlier.Review, Superseded})
		}
		said[person] = Opinion{r, seen[r.Commit], own}
	}
	for _, said := range []map[string]Opinion{verdicts, remarks} {
		for _, person := range people {
			o, ok := said[person]
			switch {
			case !ok:
			case o.Withdrawn:
				s.Ignored = append(s.Ignored, Ignored{o.Review, "已被撤销"})
			case o.Fingerprint == now:
				s.Opinions = append(s.Opinions, o)
			case o.Conclusion != project.Remarks:
				s.Stale = append(s.Stale, o)
			}
		}
	}
	s.State = stateOf(s)
	slices.SortStableFunc(s.Opinions, func(a, b Opinion) int { return a.Given.Compare(b.Given) })
	slices.SortStableFunc(s.Stale, func(a, b Opinion) int { return a.Given.Compare(b.Given) })
	slices.SortStableFunc(s.Ignored, func(a, b Ignored) int { return a.Given.Compare(b.Given) })
	return s
}

// stateOf is the state that the verdicts make: one refusal blocks, whoever agrees.
func stateOf(s Standing) State {
	state := Owed
	if len(s.Stale) > 0 {
		state = Stale
	}
	for _, o := range s.Opinions {
		switch o.Conclusion {
		case project.Disagrees:
			return Refused
		case project.Agrees:
			state = Agreed
		}
	}
	return state
}

// barred says why what an account says does not count, "" if it does.
func barred(account string, parties Parties, owner *project.Unit, own bool) string {
	switch {
	case strings.EqualFold(account, parties.Author):
		return "本人是申报单的提出人"
	case slices.ContainsFunc(parties.Committers, func(c string) bool { return strings.EqualFold(c, account) }):
		return "本人提交过这份申报单的内容"
	case owner != nil && !own && has(owner.Accounts.V, account):
		return "这是建设单位的账号"
	}
	return ""
}

// ownerOf is the unit that owns the project of a folder, nil if it is none's.
func ownerOf(f Folder, rules *project.Register) *project.Unit {
	if !f.IsProject() {
		return nil
	}
	return rules.Unit(strings.Split(f.Dir, "/")[2])
}

func has(accounts []project.Text, account string) bool {
	return account != "" && slices.ContainsFunc(accounts, func(a project.Text) bool { return strings.EqualFold(a.V, account) })
}

// inTime sorts reviews by when they were given; those of the same instant keep their order.
func inTime(reviews []Review) []Review {
	sorted := slices.Clone(reviews)
	slices.SortStableFunc(sorted, func(a, b Review) int { return cmp.Compare(a.Given.UnixNano(), b.Given.UnixNano()) })
	return sorted
}

// Outsiders lists the reviews by people of no agency, in order of time: anyone may say something, and it counts nowhere.
func Outsiders(rules *project.Register, reviews []Review) []Review {
	var found []Review
	for _, r := range inTime(reviews) {
		if !slices.ContainsFunc(rules.Agencies, func(a project.Agency) bool { return has(a.Accounts.V, r.Account) }) {
			found = append(found, r)
		}
	}
	return found
}
