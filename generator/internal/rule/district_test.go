package rule

import (
	"slices"
	"testing"

	"wuxing.example/register/generator/internal/finding"
)

// TestDistrictRulesAreShown: beyond what loading asks of any rule, each of the district's is shown where it asks nothing,
// unless it always asks, and waived, if it may be; and it says to people what it asks, when, and what to do.
func TestDistrictRulesAreShown(t *testing.T) {
	set, err := districtRules()
	if err != nil {
		t.Fatal(err)
	}
	const always = "始终"
	for _, r := range set.Rules() {
		shown := func(outcomes ...finding.Outcome) bool {
			return slices.ContainsFunc(r.Examples, func(x Example) bool { return slices.Contains(outcomes, x.Expect) })
		}
		if r.Article > 0 && r.Due != always && !shown(finding.NotDue, finding.NotApplicable) {
			t.Errorf("%s is due “%s”, and no example shows it where it is not", r.ID, r.Due)
		}
		if r.Waivable && !shown(finding.Waived) {
			t.Errorf("%s may be waived, and no example shows it waived", r.ID)
		}
		for what, text := range map[string]string{"title": r.Title, "asks": r.Asks, "due": r.Due, "message": r.Message, "remedy": r.Remedy} {
			if text == "" {
				t.Errorf("%s has no %s", r.ID, what)
			}
		}
		for i := range r.Examples {
			for _, f := range r.Examples[i].Findings {
				if f.Message == "" || f.At.File == "" {
					t.Errorf("%s: “%s” tells %q at %+v", r.ID, r.Examples[i].Says, f.Message, f.At)
				}
			}
		}
	}
}

// TestEveryCheckHasARule: a check that no rule of the district names is dead.
func TestEveryCheckHasARule(t *testing.T) {
	set, err := districtRules()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if !slices.ContainsFunc(set.Rules(), func(r *Rule) bool { return r.check.name == c.name }) {
			t.Errorf("no rule names the check %s", c.name)
		}
	}
}

// TestWaivableRules: the contract lists the rules that a waiver may lift; 19.frozen is judged where there is a base.
func TestWaivableRules(t *testing.T) {
	set, err := districtRules()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"08.duplicate", "08.goals", "08.machine-room", "08.public-data-platform", "08.reform-case", "08.shared-components", "08.splitting",
		"10.expert-panel", "13.civil-works", "16.ip-owner", "17.conflict", "19.within-estimate", "20.overdue", "25.security-check", "29.self-inspection",
	}
	var got []string
	for _, r := range set.Rules() {
		if r.Waivable && r.ID != "19.frozen" && !slices.Contains(got, r.ID) {
			got = append(got, r.ID)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("waivable are %q, want %q", got, want)
	}
}

// TestSeverities: the severity of each rule of the regulation is as the contract lists it; what is not named is an error.
func TestSeverities(t *testing.T) {
	set, err := districtRules()
	if err != nil {
		t.Fatal(err)
	}
	other := map[string]finding.Severity{}
	for severity, ids := range map[finding.Severity][]string{
		finding.Warning: {
			"03.excluded", "08.duplicate", "08.splitting", "11.investment-plan", "13.civil-works", "15.filed", "16.ip-owner", "16.ip-registration",
			"16.asset-registration", "17.conflict", "20.deadline", "20.overdue", "20.rectification", "25.security-check", "25.mobile-number", "28.yearly",
			"29.self-inspection", "29.application", "29.proposal", "access.mixed", "record.dates", "calendar.missing",
		},
		finding.Notice: {
			"02.higher-level", "18.sharing-used", "22.supplier-record", "28.result-used", "32.self-funded", "32.soe-infrastructure", "33.effective",
		},
	} {
		for _, id := range ids {
			other[id] = severity
		}
	}
	for _, r := range set.Rules() {
		want := finding.Error
		if s, ok := other[r.ID]; ok {
			want = s
		}
		if r.Severity != want {
			t.Errorf("%s is of severity %s, want %s", r.ID, r.Severity, want)
		}
	}
}
