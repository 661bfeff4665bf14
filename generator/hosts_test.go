package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"wuxing.example/register/generator/internal/cli"
)

// What the hosts read of this repository: who is to review what, and the workflows that they run.

// TestCommittedOwners: the CODEOWNERS of both hosts are what the rules make of them.
func TestCommittedOwners(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "rules"), os.DirFS("../rules")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "projects"), 0o755); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if code := cli.Run([]string{"codeowners", "-repo", dir}, nil, &stdout, &stderr); code != 0 {
		t.Fatalf("codeowners: exit code %d\n%s%s", code, stdout.String(), stderr.String())
	}
	for _, file := range []string{".github/CODEOWNERS", ".gitea/CODEOWNERS"} {
		want, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile("../" + file); err != nil || string(got) != string(want) {
			t.Errorf("%s is not what rules/permissions.toml and rules/agencies.toml say; run go run ./generator codeowners (%v)", file, err)
		}
	}
}

// workflow is what of a workflow the tests look at.
type workflow struct {
	name        string // of the file, from the root
	On          map[string]any
	Permissions map[string]string
	Jobs        map[string]job
}

type job struct {
	If          string
	Needs       any
	Uses        string
	Permissions map[string]string
	Env         map[string]string
	Steps       []step
}

type step struct {
	Run, Uses string
	Env, With map[string]string
}

// workflows reads all workflows of both hosts.
func workflows(t *testing.T) []workflow {
	files, err := filepath.Glob("../.git*/workflows/*")
	if err != nil || len(files) < 7 {
		t.Fatalf("workflows: %q, %v", files, err)
	}
	var all []workflow
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w := workflow{name: strings.TrimPrefix(filepath.ToSlash(file), "../")}
		if err := yaml.Unmarshal(text, &w); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, w)
	}
	return all
}

func (w *workflow) on(event string) bool { _, ok := w.On[event]; return ok }

// isOfPullRequests reports whether somebody's pull request starts the workflow.
func (w *workflow) isOfPullRequests() bool {
	return w.on("pull_request") || w.on("pull_request_target")
}

// steps calls a function with each step.
func (w *workflow) steps(do func(job string, s step)) {
	for name, j := range w.Jobs {
		for _, s := range j.Steps {
			do(name, s)
		}
	}
}

// TestWorkflowsGrantNothing: a workflow may do nothing but what each job asks for, and jobs that a pull request can rewrite
// ask to read alone.
func TestWorkflowsGrantNothing(t *testing.T) {
	for _, w := range workflows(t) {
		if w.Permissions == nil || len(w.Permissions) > 0 {
			t.Errorf("%s: permissions are %v, want {}", w.name, w.Permissions)
		}
		for name, j := range w.Jobs {
			for scope, access := range j.Permissions {
				if w.on("pull_request") && access != "read" {
					t.Errorf("%s: job %s may %s %s on pull_request", w.name, name, access, scope)
				}
			}
		}
	}
}

// TestNoWorkflowOnReviews: Gitea before 1.27 runs a fork's workflow on pull_request_review with a token that writes.
func TestNoWorkflowOnReviews(t *testing.T) {
	events := []string{"pull_request", "pull_request_target", "push", "schedule", "workflow_call", "workflow_dispatch"}
	for _, w := range workflows(t) {
		for event := range w.On {
			if !slices.Contains(events, event) {
				t.Errorf("%s runs on %s, want none but %q", w.name, event, events)
			}
			if strings.HasPrefix(w.name, ".gitea/") && event == "pull_request_target" {
				t.Errorf("%s: on Gitea the gate is outside Actions", w.name)
			}
		}
	}
}

// TestNothingInterpolated: no expression stands in a script, where what it yields would be run, and in its environment
// none that an outsider words, but an account's name and a branch that is protected.
func TestNothingInterpolated(t *testing.T) {
	expression := regexp.MustCompile(`\$\{\{\s*(.*?)\s*\}\}`)
	harmless := []string{
		"github.token", "github.event.pull_request.number", "github.event.pull_request.head.sha", "github.event.pull_request.base.ref",
		"github.event.pull_request.user.login", "secrets.RECORDER_TOKEN", "vars.SITE_URL", "join(needs.*.result, ' ')",
	}
	for _, w := range workflows(t) {
		environments := []map[string]string{}
		for _, j := range w.Jobs {
			environments = append(environments, j.Env)
		}
		w.steps(func(_ string, s step) {
			if expression.MatchString(s.Run) {
				t.Errorf("%s: an expression stands in the script\n%s", w.name, s.Run)
			}
			environments = append(environments, s.Env)
		})
		for _, env := range environments {
			for name, value := range env {
				for _, m := range expression.FindAllStringSubmatch(value, -1) {
					if !slices.Contains(harmless, m[1]) {
						t.Errorf("%s: %s is %s, which is not known to be harmless", w.name, name, value)
					}
				}
			}
		}
	}
}

// TestSecretsStayAway: secrets are named where the workflow is main's own, and not on Gitea, whose Actions have none.
func TestSecretsStayAway(t *testing.T) {
	for _, w := range workflows(t) {
		text, err := os.ReadFile("../" + w.name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "secrets.") && (w.on("pull_request") || strings.HasPrefix(w.name, ".gitea/")) {
			t.Errorf("%s uses a secret, and a pull request can rewrite it", w.name)
		}
	}
}

// TestHeadsAreData: where a workflow has a token that writes, or the recorder's, it checks out main alone, and the program
// that judges is the base's.
func TestHeadsAreData(t *testing.T) {
	checkout := regexp.MustCompile(`git (?:checkout|switch|merge|pull|worktree) .*`)
	for _, w := range workflows(t) {
		w.steps(func(name string, s step) {
			want := "git checkout -q --detach origin/main"
			switch {
			case w.on("pull_request") && name == "program":
				return // it runs what is proposed, with a token that reads
			case w.on("pull_request"):
				want = "git checkout -q --detach origin/base"
			}
			for _, got := range checkout.FindAllString(s.Run, -1) {
				if got != want {
					t.Errorf("%s: job %s does %q, want %q", w.name, name, got, want)
				}
			}
		})
	}
}

// TestUsesArePinned: other people's actions are named by the commit, on Gitea there are none, and what a pull request
// starts writes no cache.
func TestUsesArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`^actions/cache/(restore|save)@[0-9a-f]{40}$`)
	for _, w := range workflows(t) {
		w.steps(func(name string, s step) {
			if s.Uses == "" {
				return
			}
			m := pinned.FindStringSubmatch(s.Uses)
			switch {
			case m == nil:
				t.Errorf("%s: job %s uses %s, which is not pinned", w.name, name, s.Uses)
			case strings.HasPrefix(w.name, ".gitea/"):
				t.Errorf("%s: job %s uses %s, which a host without the network cannot fetch", w.name, name, s.Uses)
			case m[1] == "save" && w.isOfPullRequests():
				t.Errorf("%s: job %s writes a cache", w.name, name)
			}
		})
		for name, j := range w.Jobs {
			if j.Uses != "" && !strings.HasPrefix(j.Uses, "./") {
				t.Errorf("%s: job %s uses %s", w.name, name, j.Uses)
			}
		}
	}
}

// TestFailsClosed: the last job of the check needs every other, runs whatever became of them, and passes only where all
// succeeded.
func TestFailsClosed(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("needs bash, which runs the workflows' scripts on the hosts")
	}
	for _, w := range workflows(t) {
		if w.name != ".github/workflows/check.yml" {
			continue
		}
		result := w.Jobs["result"]
		needs, _ := result.Needs.([]any)
		if result.If != "always()" || len(needs) != len(w.Jobs)-1 {
			t.Fatalf("the last job runs if %q and needs %v of %d jobs", result.If, needs, len(w.Jobs)-1)
		}
		good := strings.TrimSpace(strings.Repeat("success ", len(needs)))
		for _, results := range []string{
			good, "", "success", strings.Replace(good, "success", "skipped", 1), strings.Replace(good, "success", "cancelled", 1),
			strings.Replace(good, "success", "failure", 1), good + " success",
		} {
			cmd := exec.Command(bash, "-e", "-o", "pipefail", "-c", result.Steps[0].Run)
			cmd.Env = []string{"RESULTS=" + results}
			if err := cmd.Run(); (err == nil) != (results == good) {
				t.Errorf("of the results %q the last job makes %v", results, err)
			}
		}
	}
}

// TestSecurityIsShown: each test and scenario that SECURITY.md cites is there.
func TestSecurityIsShown(t *testing.T) {
	text, err := os.ReadFile("../.github/SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	err = filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		known[filepath.Base(name)] = true
		if !strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(name)
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllSubmatch(source, -1) {
			known[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	cited := regexp.MustCompile("`(Test\\w+|[\\w-]+\\.txtar)`").FindAllStringSubmatch(string(text), -1)
	if len(cited) < 16 {
		t.Errorf("SECURITY.md cites %d tests", len(cited))
	}
	for _, m := range cited {
		if !known[m[1]] {
			t.Errorf("SECURITY.md cites %s, which is not there", m[1])
		}
	}
}
