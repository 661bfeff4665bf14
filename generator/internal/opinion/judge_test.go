package opinion

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/project"
)

// A declaration is pushed, agreed to, changed in its estimate, and agreed to again by finance: what the data bureau said
// stands all the while.
func TestJudge(t *testing.T) {
	const file = "projects/2025/zhzf/001/project.toml"
	dearer := strings.ReplaceAll(declared, "486万元", "500万元")
	base := revision(t, map[string]string{"projects/2025/plan.toml": "year = 2025\n"})
	first := revision(t, map[string]string{"projects/2025/plan.toml": "year = 2025\n", file: declared})
	second := revision(t, map[string]string{"projects/2025/plan.toml": "year = 2025\n", file: dearer})
	commits := map[string]fs.FS{"c0": first.Files, "c1": first.Files, "c2": second.Files}
	said := func(account, commit string, minute int) Review {
		return Review{Account: account, Conclusion: project.Agrees, Commit: commit, Given: at(minute)}
	}
	pr := PullRequest{
		Target: base, Base: base, Head: second, Changed: []string{file}, Opened: at(10),
		Parties: Parties{Author: "clerk"},
		Pushes:  []Push{{"c0", at(1)}, {"c1", at(2)}, {"c2", at(30)}},
		At:      func(commit string) (fs.FS, error) { return commits[commit], nil },
		Reviews: []Review{said("example-data", "c1", 20), said("example-finance", "c1", 21), said("example-cipher", "c9", 22)},
	}
	check := func(says string, want map[string]State, asked, agreed int) map[string]Standing {
		t.Helper()
		standings, err := Judge(pr)
		if err != nil {
			t.Fatal(err)
		}
		got, by := map[string]State{}, map[string]Standing{}
		for _, s := range standings {
			got[s.Matter.ID.V], by[s.Matter.ID.V] = s.State, s
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", says, diff)
		}
		if d := Decide(standings); d.Asked != asked || d.Agreed != agreed || d.Passes() != (asked == agreed) {
			t.Errorf("%s: %+v", says, d)
		}
		return by
	}
	by := check("after a dearer estimate", map[string]State{"data": Agreed, "finance": Stale, "cyberspace": Owed, "cipher": Stale}, 4, 1)
	want := []Difference{
		{"投资概算 概算明细 第 1 项 金额", "486万元", "500万元"}, {"投资概算 资金来源 第 1 项 金额", "486万元", "500万元"}, {"投资概算 总投资", "486万元", "500万元"},
	}
	if diff := cmp.Diff(want, by["finance"].Altered); diff != "" {
		t.Error(diff)
	}
	if by["cipher"].Altered != nil {
		t.Error("a commit that is not at hand has differences")
	}
	for matter, since := range map[string]time.Time{"data": at(10), "finance": at(30), "cyberspace": at(10)} {
		if !by[matter].Since.Equal(since) {
			t.Errorf("%s is asked since %s, want %s", matter, by[matter].Since, since)
		}
	}
	pr.Reviews = append(pr.Reviews, said("example-finance", "c2", 25), said("example-cyberspace", "c2", 40), said("example-cipher", "c2", 41))
	by = check("all agreed", map[string]State{"data": Agreed, "finance": Agreed, "cyberspace": Agreed, "cipher": Agreed}, 4, 4)
	if since := by["finance"].Since; !since.Equal(at(25)) {
		t.Errorf("spoken of at %s, before the commit's own time: asked since %s", at(25), since)
	}
	pr.Target = revision(t, map[string]string{"projects/2025/plan.toml": "year = 2025\n", file: declared})
	standings, err := Judge(pr)
	if err != nil || Decide(standings).Passes() || !standings[0].Behind {
		t.Errorf("a branch that has moved on: %+v, %v", standings, err)
	}
	pr.At = func(string) (fs.FS, error) { return nil, fs.ErrPermission }
	if _, err := Judge(pr); err == nil {
		t.Error("commits that cannot be read: no error")
	}
}

// A decision without anyone asked is none.
func TestDecide(t *testing.T) {
	standing := func(state State, advisory bool) Standing {
		return Standing{Question: Question{Matter: &project.Matter{Advisory: project.Flag{V: advisory}}}, State: state}
	}
	for _, test := range []struct {
		says      string
		standings []Standing
		want      bool
	}{
		{"nobody is asked", nil, false},
		{"only advice", []Standing{standing(Agreed, true)}, false},
		{"all agreed", []Standing{standing(Agreed, false), standing(Agreed, false)}, true},
		{"advice is awaited", []Standing{standing(Agreed, false), standing(Owed, true)}, true},
		{"advice is against", []Standing{standing(Agreed, false), standing(Refused, true)}, true},
		{"one is awaited", []Standing{standing(Agreed, false), standing(Owed, false)}, false},
		{"one is to be given again", []Standing{standing(Agreed, false), standing(Stale, false)}, false},
		{"one is against", []Standing{standing(Agreed, false), standing(Refused, false)}, false},
	} {
		if got := Decide(test.standings).Passes(); got != test.want {
			t.Errorf("%s: %v", test.says, got)
		}
	}
}
