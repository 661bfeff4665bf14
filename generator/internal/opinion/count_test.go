package opinion

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wuxing.example/register/generator/internal/project"
)

// The people of the tests: the finance bureau's, the owner unit's, and others.
const (
	unitClerk = "clerk" // of the owner unit
	bothSides = "both"  // of the owner unit and of the finance bureau
	outsider  = "stranger"
	cipher    = "cipher1" // of another agency
)

var financePeople = []string{"f1", "f2", "f3"}

// people are the units and agencies of the tests. The finance bureau is itself the unit cz.
func people() *project.Register {
	return &project.Register{
		Units: []project.Unit{
			{Code: text("zhzf"), Accounts: texts(unitClerk, bothSides)},
			{Code: text("cz"), Accounts: texts("f1", "f2")},
		},
		Agencies: []project.Agency{
			{ID: text("finance"), Unit: text("cz"), Accounts: texts("f1", "f2", "f3", bothSides)},
			{ID: text("cipher"), Accounts: texts(cipher)},
		},
	}
}

func text(s string) project.Text {
	return project.Text{V: s, Place: project.Place{State: project.Given}}
}

func texts(all ...string) project.List[project.Text] {
	var list project.List[project.Text]
	for _, s := range all {
		list.V = append(list.V, text(s))
	}
	return list
}

// question asks the finance bureau about a project.
func question(f Folder, rules *project.Register) Question {
	return Question{Folder: f, Matter: &project.Matter{ID: text("finance")}, Agency: &rules.Agencies[0]}
}

func at(minute int) time.Time { return time.Date(2024, 9, 20, 10, minute, 0, 0, time.UTC) }

// seen are the facts' fingerprints at the tests' commits: c3 has again those of c1. c9 is not at hand.
var seen = map[string]string{"c1": "A", "c2": "B", "c3": "A"}

func TestCount(t *testing.T) {
	const yes, no, remark = project.Agrees, project.Disagrees, project.Remarks
	said := func(account, conclusion, commit string, minute int) Review {
		return Review{Account: account, Conclusion: conclusion, Commit: commit, Given: at(minute), Text: "…"}
	}
	withdrawn := func(r Review) Review { r.Withdrawn = true; return r }
	for _, test := range []struct {
		says    string
		parties Parties
		folder  Folder
		reviews []Review
		want    State
		ignored []string
	}{
		{"nobody said anything", Parties{}, parking, nil, Owed, nil},
		{"one agrees", Parties{}, parking, []Review{said("f1", yes, "c1", 1)}, Agreed, nil},
		{"one refuses", Parties{}, parking, []Review{said("f1", no, "c1", 1)}, Refused, nil},
		{"one refusal blocks", Parties{}, parking, []Review{said("f1", no, "c1", 1), said("f2", yes, "c1", 2)}, Refused, nil},
		{"the latest verdict of a person", Parties{}, parking, []Review{said("f1", no, "c1", 1), said("f1", yes, "c1", 2)}, Agreed,
			[]string{"f1 本人后来另有意见，以最后一次为准"}},
		{"the latest is against", Parties{}, parking, []Review{said("f1", yes, "c1", 1), said("F1", no, "c1", 2)}, Refused,
			[]string{"f1 本人后来另有意见，以最后一次为准"}},
		{"a remark is neither for nor against", Parties{}, parking, []Review{said("f1", remark, "c1", 1)}, Owed, nil},
		{"and leaves an earlier verdict standing", Parties{}, parking, []Review{said("f1", yes, "c1", 1), said("f1", remark, "c1", 2)}, Agreed, nil},
		{"given on other facts", Parties{}, parking, []Review{said("f1", yes, "c2", 1)}, Stale, nil},
		{"a refusal of other facts blocks no more", Parties{}, parking, []Review{said("f1", no, "c2", 1), said("f2", yes, "c1", 2)}, Agreed, nil},
		{"given again", Parties{}, parking, []Review{said("f1", yes, "c2", 1), said("f1", yes, "c1", 2)}, Agreed,
			[]string{"f1 本人后来另有意见，以最后一次为准"}},
		{"on another commit with the same facts", Parties{}, parking, []Review{said("f1", yes, "c3", 1)}, Agreed, nil},
		{"on a commit that is not at hand", Parties{}, parking, []Review{said("f1", yes, "c9", 1)}, Stale, nil},
		{"dismissed", Parties{}, parking, []Review{withdrawn(said("f1", yes, "c1", 1))}, Owed, []string{"f1 已被撤销"}},
		{"what was said before does not come back", Parties{}, parking, []Review{said("f1", yes, "c1", 1), withdrawn(said("f1", no, "c1", 2))}, Owed,
			[]string{"f1 本人后来另有意见，以最后一次为准", "f1 已被撤销"}},
		{"the author", Parties{Author: "F1"}, parking, []Review{said("f1", yes, "c1", 1)}, Owed, []string{"f1 本人是申报单的提出人"}},
		{"a committer", Parties{Committers: []string{"x", "f1"}}, parking, []Review{said("f1", yes, "c1", 1)}, Owed, []string{"f1 本人提交过这份申报单的内容"}},
		{"the owner unit's account", Parties{}, parking, []Review{said(bothSides, yes, "c1", 1)}, Owed, []string{"both 这是建设单位的账号"}},
		{"an outsider and another agency", Parties{}, parking, []Review{said(outsider, yes, "c1", 1), said(cipher, no, "c1", 2), said("", yes, "c1", 3)}, Owed, nil},
		{"the owner is the agency", Parties{Author: "f2"}, Folder{"projects/2025/cz/001"}, []Review{said("f1", yes, "c1", 1), said("f2", no, "c1", 2)}, Agreed,
			[]string{"f2 本人是申报单的提出人"}},
		{"not in the order of the list", Parties{}, parking, []Review{said("f1", yes, "c1", 2), said("f1", no, "c1", 1)}, Agreed,
			[]string{"f1 本人后来另有意见，以最后一次为准"}},
	} {
		rules := people()
		s := Count(question(test.folder, rules), rules, test.parties, test.reviews, "A", seen)
		if s.State != test.want {
			t.Errorf("%s: %s, want %s", test.says, s.State, test.want)
		}
		var ignored []string
		for _, i := range s.Ignored {
			ignored = append(ignored, i.Account+" "+i.Why)
		}
		if diff := cmp.Diff(test.ignored, ignored, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", test.says, diff)
		}
		for _, o := range s.Opinions {
			if own := test.folder != parking; o.Own != own {
				t.Errorf("%s: 本单位 is %v", test.says, o.Own)
			}
		}
	}
}

// story is a random course of a pull request: who opened it, what was pushed, who said and dismissed what.
type story struct {
	folder  Folder
	parties Parties
	reviews []Review
	prints  map[string]string // of the facts at each commit
	now     string
	log     []string
}

// tell makes a story of random pushes, reviews and dismissals by random people. The facts have three states, so that
// they often come back to what they were.
func tell(r *rand.Rand) story {
	all := append([]string{unitClerk, bothSides, outsider, cipher, "F1"}, financePeople...)
	pick := func() string { return all[r.IntN(len(all))] }
	s := story{folder: parking, parties: Parties{Author: pick()}, prints: map[string]string{}}
	if r.IntN(4) == 0 {
		s.folder = Folder{"projects/2025/cz/001"}
	}
	commit := ""
	push := func() {
		commit = fmt.Sprintf("c%d", len(s.prints))
		s.now = string(rune('A' + r.IntN(3)))
		s.prints[commit] = s.now
		s.log = append(s.log, "push "+s.now)
	}
	push()
	for minute := range 2 + r.IntN(12) {
		switch r.IntN(6) {
		case 0:
			push()
			if r.IntN(3) == 0 {
				s.parties.Committers = append(s.parties.Committers, pick())
			}
		case 1:
			if len(s.reviews) > 0 {
				i := r.IntN(len(s.reviews))
				s.reviews[i].Withdrawn = s.reviews[i].Conclusion != project.Remarks
			}
		default:
			said := []string{project.Agrees, project.Agrees, project.Disagrees, project.Remarks}[r.IntN(4)]
			s.reviews = append(s.reviews, Review{Account: pick(), Conclusion: said, Commit: commit, Given: at(minute), Text: "…"})
		}
	}
	if r.IntN(5) == 0 {
		delete(s.prints, "c0") // forced away
	}
	return s
}

func (s story) count(rules *project.Register) Standing {
	return Count(question(s.folder, rules), rules, s.parties, s.reviews, s.now, s.prints)
}

// mayVote says by the law's own words whether an account's word counts.
func (s story) mayVote(account string) bool {
	account = strings.ToLower(account)
	isFinance := slices.Contains(append(financePeople[:3:3], bothSides), account)
	part := account == strings.ToLower(s.parties.Author) ||
		slices.ContainsFunc(s.parties.Committers, func(c string) bool { return strings.ToLower(c) == account })
	isOwner := account == bothSides && s.folder == parking // where the bureau is the owner, its accounts count
	return isFinance && !part && !isOwner
}

// decide is the law once more, told backwards: of each person who counts, the last verdict.
func (s story) decide() State {
	heard := map[string]bool{}
	agreed, refused, stale := false, false, false
	for i := len(s.reviews) - 1; i >= 0; i-- { // a story's reviews are in order of time
		r := s.reviews[i]
		person := strings.ToLower(r.Account)
		if r.Conclusion == project.Remarks || heard[person] || !s.mayVote(r.Account) {
			continue
		}
		heard[person] = true
		print, known := s.prints[r.Commit]
		switch {
		case r.Withdrawn:
		case !known || print != s.now:
			stale = true
		case r.Conclusion == project.Agrees:
			agreed = true
		default:
			refused = true
		}
	}
	switch {
	case refused:
		return Refused
	case agreed:
		return Agreed
	case stale:
		return Stale
	}
	return Owed
}

// TestCountHolds tells 20,000 random stories, the same each time, and holds each to what the law promises.
func TestCountHolds(t *testing.T) {
	rules := people()
	reached := map[State]int{}
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(seed, 7))
		s := tell(r)
		got := s.count(rules)
		reached[got.State]++
		fail := func(says string, other State) {
			t.Errorf("story %d: %s: %s, then %s\n%+v", seed, says, got.State, other, s)
		}
		if want := s.decide(); got.State != want {
			fail("the law says otherwise", want)
		}
		for _, o := range got.Opinions {
			if !s.mayVote(o.Account) || o.Withdrawn || o.Fingerprint != s.now {
				t.Errorf("story %d: %+v counts", seed, o)
			}
		}
		with := func(change func(*story)) State {
			other := s
			other.reviews = slices.Clone(s.reviews)
			other.prints = map[string]string{}
			for commit, print := range s.prints {
				other.prints[commit] = print
			}
			other.parties.Committers = slices.Clone(s.parties.Committers)
			change(&other)
			return other.count(rules).State
		}
		if other := with(func(o *story) {
			r.Shuffle(len(o.reviews), func(i, j int) { o.reviews[i], o.reviews[j] = o.reviews[j], o.reviews[i] })
		}); other != got.State {
			fail("in another order", other)
		}
		if other := with(func(o *story) {
			o.reviews = slices.DeleteFunc(o.reviews, func(r Review) bool { return !s.mayVote(r.Account) })
		}); other != got.State {
			fail("without those who do not count", other)
		}
		if other := with(func(o *story) {
			o.reviews = slices.DeleteFunc(o.reviews, func(r Review) bool { return r.Conclusion == project.Remarks })
		}); other != got.State {
			fail("without remarks", other)
		}
		if other := with(func(o *story) { o.prints["c99"] = o.now }); other != got.State {
			fail("after a push that leaves the facts", other)
		}
		if other := with(func(o *story) { o.now = "D"; o.prints["c99"] = "D" }); other == Agreed || other == Refused {
			fail("after a push that changes the facts", other)
		}
		if other := with(func(o *story) { o.parties.Committers = append(o.parties.Committers, "f1", "f2", "f3", bothSides) }); other != Owed {
			fail("where all of the agency wrote commits", other)
		}
		if other := with(func(o *story) {
			for i := range o.reviews {
				o.reviews[i].Withdrawn = true
			}
		}); other != Owed {
			fail("with all dismissed", other)
		}
		if voter := slices.IndexFunc(financePeople, s.mayVote); voter >= 0 {
			last := Review{Account: financePeople[voter], Conclusion: project.Disagrees, Commit: "c99", Given: at(59), Text: "…"}
			if other := with(func(o *story) { o.prints["c99"] = o.now; o.reviews = append(o.reviews, last) }); other != Refused {
				fail("after a refusal", other)
			}
		}
	}
	for _, state := range []State{Owed, Stale, Agreed, Refused} {
		if reached[state] < 500 {
			t.Errorf("only %d stories end with %s", reached[state], state)
		}
	}
}

func TestOutsiders(t *testing.T) {
	var got []string
	for _, r := range Outsiders(people(), []Review{{Account: outsider, Given: at(2)}, {Account: "F1"}, {Account: unitClerk, Given: at(1)}, {Account: cipher}}) {
		got = append(got, r.Account)
	}
	if diff := cmp.Diff([]string{unitClerk, outsider}, got); diff != "" {
		t.Error(diff)
	}
}
