package forge_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/gitea"
	"wuxing.example/register/generator/internal/forge/github"
	"wuxing.example/register/generator/internal/project"
)

func TestProtectionOf(t *testing.T) {
	r := district()
	r.Recorder = texts("bot").V
	p, err := forge.ProtectionOf(r, "联审意见")
	if err != nil {
		t.Fatal(err)
	}
	want := forge.Protection{
		Branch: "main", Status: "联审意见", Recorder: []string{"bot"}, Mergers: []string{"dsj-1", "dsj.2"}, Agencies: []string{"dsj-1", "dsj.2", "czj", "sjj"},
		Files: []string{".github/**", ".gitea/**", "rules/*.toml", "rules/*.md", "rules/articles/**"},
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
	for what, spoil := range map[string]func(*project.Register){
		"no recorder":                       func(r *project.Register) { r.Recorder = nil },
		"a recorder that is no account":     func(r *project.Register) { r.Recorder = texts("bot ").V },
		"a recorder who is of an agency":    func(r *project.Register) { r.Recorder = texts("CZJ").V },
		"a recorder who is of a unit":       func(r *project.Register) { r.Units = []project.Unit{{Accounts: texts("bot")}} },
		"a lead without accounts":           func(r *project.Register) { r.Agencies[0].Accounts = texts() },
		"an account with a path of the API": func(r *project.Register) { r.Agencies[1].Accounts = texts("../../users/x") },
	} {
		r := district()
		r.Recorder = texts("bot").V
		spoil(r)
		if p, err := forge.ProtectionOf(r, "联审意见"); err == nil {
			t.Errorf("%s gives %+v, want an error", what, p)
		}
	}
}

// stub is a host that answers by request, {} to what a test does not name, and keeps what it was sent.
func stub(t *testing.T, answers map[string]string) (api string, sent map[string]string) {
	sent = map[string]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		at := r.Method + " " + r.URL.Path
		sent[at] = string(body)
		said, ok := answers[at]
		if status, text, is404 := strings.Cut(said, "404 "); is404 && status == "" {
			w.WriteHeader(http.StatusNotFound)
			said = text
		}
		if !ok {
			said = "{}"
		}
		io.WriteString(w, said)
	}))
	t.Cleanup(server.Close)
	return server.URL, sent
}

func apply(host forge.Setup, p forge.Protection) error {
	for _, s := range host.Settings(p) {
		if err := s.Apply(context.Background()); err != nil {
			return err
		}
	}
	return nil
}

var protection = forge.Protection{
	Branch: "main", Status: "联审意见", Recorder: []string{"bot"}, Mergers: []string{"dsj"}, Agencies: []string{"dsj", "czj"}, Files: []string{".github/**", "rules/*.toml"},
}

// TestSetupGitHub: a ruleset that lets the recorder through and takes the status from GitHub Actions alone; where there is
// one of that name, it is replaced.
func TestSetupGitHub(t *testing.T) {
	for existing, at := range map[string]string{
		`[]`:                               "POST /repos/qu/its/rulesets",
		`[{"id": 7, "name": "联审意见"}]`:      "PUT /repos/qu/its/rulesets/7",
		`[{"id": 8, "name": "another's"}]`: "POST /repos/qu/its/rulesets",
	} {
		api, sent := stub(t, map[string]string{"GET /repos/qu/its/rulesets": existing, "GET /users/bot": `{"id": 42}`})
		if err := apply(github.New(api, "qu/its", "t"), protection); err != nil {
			t.Fatal(err)
		}
		var ruleset struct {
			BypassActors []map[string]any `json:"bypass_actors"`
			Rules        []struct {
				Type       string
				Parameters map[string]any
			}
		}
		if err := json.Unmarshal([]byte(sent[at]), &ruleset); err != nil {
			t.Fatalf("nothing sent by %s: %v", at, sent)
		}
		if diff := cmp.Diff([]map[string]any{{"actor_type": "User", "actor_id": 42.0, "bypass_mode": "always"}}, ruleset.BypassActors); diff != "" {
			t.Error(diff)
		}
		rules := map[string]map[string]any{}
		for _, r := range ruleset.Rules {
			rules[r.Type] = r.Parameters
		}
		for _, kind := range []string{"deletion", "non_fast_forward", "pull_request", "required_status_checks"} {
			if _, ok := rules[kind]; !ok {
				t.Errorf("the ruleset has no rule %s", kind)
			}
		}
		want := []any{map[string]any{"context": "联审意见", "integration_id": 15368.0}}
		if diff := cmp.Diff(want, rules["required_status_checks"]["required_status_checks"]); diff != "" {
			t.Error(diff)
		}
		if rules["pull_request"]["dismiss_stale_reviews_on_push"] != false {
			t.Error("a push would make opinions stale that still stand")
		}
		if got := sent["PATCH /repos/qu/its"]; !strings.Contains(got, `"allow_squash_merge":false`) || !strings.Contains(got, `"allow_rebase_merge":false`) {
			t.Errorf("of the repository: %s", got)
		}
	}
}

// TestSetupGiteaLeftOut: Gitea leaves an account that it does not want out of a list and says that all is well.
func TestSetupGiteaLeftOut(t *testing.T) {
	kept := `"status_check_contexts": ["联审意见"], "approvals_whitelist_teams": ["agencies"]`
	for answer, wanted := range map[string]string{
		`{"push_whitelist_usernames": ["Bot"], ` + kept + `}`:                                                           "",
		`{"push_whitelist_usernames": [], ` + kept + `}`:                                                                "bot",
		`{"push_whitelist_usernames": ["bot"], "status_check_contexts": ["联审意见"], "approvals_whitelist_teams": []}`:     "agencies",
		`{"push_whitelist_usernames": ["bot"], "status_check_contexts": [], "approvals_whitelist_teams": ["agencies"]}`: "联审意见",
	} {
		api, sent := stub(t, map[string]string{
			"GET /orgs/qu/teams": `[{"id": 5, "name": "agencies"}]`, "GET /teams/5/members": `[{"login": "czj"}, {"login": "gone"}]`,
			"PATCH /repos/qu/its/branch_protections/main": "404 {}", "POST /repos/qu/its/branch_protections": answer,
		})
		err := apply(gitea.New(api, "qu/its", "t"), protection)
		if (err == nil) != (wanted == "") || err != nil && !strings.Contains(err.Error(), wanted) {
			t.Errorf("Gitea answers %s: %v, want an error that names %q", answer, err, wanted)
		}
		if _, ok := sent["DELETE /teams/5/members/gone"]; !ok {
			t.Error("who is no agency's account any more stays in the team")
		}
		if _, ok := sent["DELETE /teams/5/members/czj"]; ok {
			t.Error("who is an agency's account is put out of the team")
		}
	}
}
