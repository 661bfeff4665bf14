package publish

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/rule"
)

// TestEveryRuleHasAPage: each article and each rule has its page, which says what it asks, when, of whom, on what ground
// and what to do, and shows it by examples, the failing ones as they are printed; and each stands on the page of coverage.
func TestEveryRuleHasAPage(t *testing.T) {
	s := pagesOf(t, "2026-06-30")
	if len(s.Articles) != 33 {
		t.Errorf("%d articles have pages, want all 33", len(s.Articles))
	}
	coverage := map[string]string{}
	page := listAt(t, s, "rules/coverage")
	for _, row := range page.Table.Rows {
		coverage[row[1].Note] = texts(row)
	}
	for _, f := range page.Sections[0].Facts {
		coverage[f.Label] = f.Value
	}
	pages := map[string]RulePage{}
	for _, p := range s.Rules {
		pages[p.ID] = p
	}
	set := districtSet(t)
	for _, a := range set.Articles {
		if name := rule.ArticleName(a.Number); len(a.Rules) == 0 && coverage[name] != a.Unchecked {
			t.Errorf("the page of coverage does not say who judges %s", name)
		}
	}
	for _, r := range set.Rules() {
		page, ok := pages[r.ID]
		if !ok {
			t.Errorf("%s has no page", r.ID)
			continue
		}
		if !strings.Contains(coverage[r.ID], fmt.Sprintf("|%d|", len(r.Examples))) {
			t.Errorf("the page of coverage says of %s %q, not that it has %d examples", r.ID, coverage[r.ID], len(r.Examples))
		}
		if (page.Article == nil) != (r.Article == 0) {
			t.Errorf("%s: the page names article %+v, the rule is of %d", r.ID, page.Article, r.Article)
		}
		printed := false
		for _, v := range page.Versions {
			if v.Asks == "" || v.Message == "" || v.Remedy == "" || strings.ContainsAny(v.Asks, "{}") {
				t.Errorf("%s: the page says %+v", r.ID, v)
			}
			facts := map[string]string{}
			for _, f := range v.Facts {
				facts[f.Label] = f.Value
			}
			if facts["何时要求"] == "" || facts["由谁办理"] == "" || facts["写在"] == "" {
				t.Errorf("%s: the page has the facts %v", r.ID, facts)
			}
			for _, e := range v.Examples {
				printed = printed || strings.Contains(e.Printed, "["+r.ID+"]")
			}
		}
		if !printed {
			t.Errorf("%s: no example shows the finding as it is printed", r.ID)
		}
	}
}

func districtSet(t *testing.T) *rule.Set {
	t.Helper()
	set, faults, err := rule.Load(os.DirFS("../../.."))
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	return set
}
