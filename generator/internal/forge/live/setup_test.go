package live

import (
	"net/http"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/gitea"
)

// TestSetup applies the settings to a true host, twice, and tries what they are to bar and to let through.
func TestSetup(t *testing.T) {
	s := start(t)
	lead, finance, bot := s.user("example-data"), s.user("example-finance"), s.user("example-recorder")
	s.admin.call("POST", "/orgs", object{"username": "qu"}, nil)
	s.admin.call("POST", "/orgs/qu/repos", object{"name": "its", "auto_init": true, "default_branch": "main"}, nil)
	p := forge.Protection{
		Branch: "main", Status: "联审意见", Recorder: []string{bot.name}, Mergers: []string{lead.name}, Agencies: []string{lead.name, finance.name},
		Files: []string{".github/**", "rules/*.toml"},
	}
	apply := func(p forge.Protection) error {
		for _, setting := range gitea.New(s.url+"/api/v1", "qu/its", s.admin.token).Settings(p) {
			if err := setting.Apply(t.Context()); err != nil {
				return err
			}
		}
		return nil
	}
	for range 2 {
		if err := apply(p); err != nil {
			t.Fatal(err)
		}
	}

	write := func(a *account, branch, path string) error {
		host := gitea.New(s.url+"/api/v1", "qu/its", a.token)
		return host.WriteFiles(t.Context(), branch, "m", []forge.File{{Path: path, Data: []byte("甲\n")}})
	}
	for _, c := range []struct {
		by    *account
		path  string
		taken bool
	}{
		{bot, "projects/2025/zl/001/opinions/1.toml", true},
		{bot, "rules/opinions/1.toml", true},
		{bot, "rules/agencies.toml", false},
		{bot, ".github/workflows/check.yml", false},
		{lead, "projects/2025/plan.toml", false},
		{finance, "projects/2025/plan.toml", false},
	} {
		if err := write(c.by, "main", c.path); (err == nil) != c.taken {
			t.Errorf("%s writes %s to main: %v, want it taken: %v", c.by.name, c.path, err, c.taken)
		}
	}

	// Who opens them matters little here: what is tried is the branch's protection.
	propose := func(path string) *forge.PullRequest {
		t.Helper()
		host := gitea.New(s.url+"/api/v1", "qu/its", lead.token)
		pr, err := host.OpenPullRequest(t.Context(), forge.Proposal{
			Title: path, Base: "main", Branch: "b/" + strings.ReplaceAll(path, "/", "-"), Files: []forge.File{{Path: path, Data: []byte("乙\n")}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return pr
	}
	merged := func(by *account, number int) bool { status, _ := by.merge(number); return status == http.StatusOK }
	review := func(by *account, pr *forge.PullRequest, event string) {
		t.Helper()
		by.call("POST", "/repos/qu/its/pulls/"+number(int64(pr.Number))+"/reviews", object{"event": event, "body": "意见"}, nil)
	}
	green := func(pr *forge.PullRequest) {
		t.Helper()
		bot.call("POST", "/repos/qu/its/statuses/"+pr.Head, object{"state": "success", "context": "联审意见"}, nil)
	}

	plan := propose("projects/2025/plan.toml")
	if merged(lead, plan.Number) {
		t.Fatal("merged without the status and without an approval")
	}
	review(finance, plan, "APPROVED")
	if merged(lead, plan.Number) {
		t.Fatal("merged without the status")
	}
	green(plan)
	review(finance, plan, "REQUEST_CHANGES")
	if merged(lead, plan.Number) {
		t.Fatal("merged though refused")
	}
	review(finance, plan, "APPROVED")
	if status, said := lead.try("POST", "/repos/qu/its/pulls/"+number(int64(plan.Number))+"/merge", object{"Do": "squash"}); status < 300 {
		t.Fatalf("squashed: %d %s", status, said)
	}
	if status, said := lead.merge(plan.Number); status != http.StatusOK {
		t.Fatalf("the lead may not merge what is approved and green: %d %s", status, said)
	}

	rules := propose("rules/agencies.toml")
	review(finance, rules, "APPROVED")
	green(rules)
	if merged(lead, rules.Number) {
		t.Fatal("a change of the rules was merged by one who is no administrator")
	}
	path := "/repos/qu/its/pulls/" + number(int64(rules.Number)) + "/merge"
	if status, said := s.admin.try("POST", path, object{"Do": "merge", "force_merge": true}); status != http.StatusOK {
		t.Fatalf("an administrator may not merge a change of the rules: %d %s", status, said)
	}

	p.Agencies = append(p.Agencies, "nobody-of-that-name")
	if err := apply(p); err == nil || !strings.Contains(err.Error(), "nobody-of-that-name") {
		t.Errorf("an account that the host does not have: %v", err)
	}
}
