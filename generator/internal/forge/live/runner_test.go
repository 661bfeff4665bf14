package live

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// startRunner registers the host's own runner, which runs jobs on this machine, and ends it with the test.
func (st *story) startRunner() {
	st.Helper()
	program, dir := program(st.T, "GITEA_RUNNER"), st.TempDir()
	var registration struct{ Token string }
	st.server.admin.call("POST", "/repos/qu/its/actions/runners/registration-token", nil, &registration)
	run := func(args ...string) []byte {
		st.Helper()
		command := st.server.command(program, args...)
		command.Dir = dir
		var said bytes.Buffer
		command.Stderr = &said
		out, err := command.Output()
		if err != nil {
			st.Fatalf("runner %s: %v\n%s%s", args[0], err, out, said.String())
		}
		return out
	}
	config := regexp.MustCompile(`(?s)\n  labels:.*?\n\n`).ReplaceAll(run("generate-config"), []byte("\n  labels: [\"ubuntu-latest:host\"]\n\n"))
	config = regexp.MustCompile(`\n  envs:.*`).ReplaceAll(config, []byte("\n  envs:\n    GOCACHE: "+goEnv(st.T, "GOCACHE")+"\n    GOMODCACHE: "+goEnv(st.T, "GOMODCACHE")+"\n    GOFLAGS: "+os.Getenv("GOFLAGS")+"\n    X:"))
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), config, 0o600); err != nil {
		st.Fatal(err)
	}
	run("register", "--no-interactive", "--instance", st.server.url, "--token", registration.Token, "--name", "host1", "--labels", "ubuntu-latest:host")
	daemon := st.server.command(program, "daemon", "-c", "config.yaml")
	daemon.Dir = dir
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		st.Fatal(err)
	}
	daemon.Stdout, daemon.Stderr = log, log
	if err := daemon.Start(); err != nil {
		st.Fatal(err)
	}
	st.Cleanup(func() {
		daemon.Process.Signal(os.Interrupt)
		daemon.Wait()
		if text, err := os.ReadFile(log.Name()); err == nil && st.Failed() {
			st.Logf("the runner said:\n%s", text)
		}
	})
}

func goEnv(t *testing.T, name string) string {
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// runs holds a workflow's run on a commit to how it should end, and shows its log where it ends otherwise.
func (st *story) runs(workflow, commit, want string) {
	st.Helper()
	for range 1200 {
		var list struct {
			Runs []struct {
				ID                       int64
				Path, Status, Conclusion string
				HeadSHA                  string `json:"head_sha"`
			} `json:"workflow_runs"`
		}
		st.server.admin.call("GET", "/repos/qu/its/actions/runs?head_sha="+commit, nil, &list)
		for _, r := range list.Runs {
			if !strings.HasPrefix(r.Path, workflow) || r.HeadSHA != commit || r.Status != "completed" {
				continue
			}
			if r.Conclusion != want {
				st.Fatalf("%s ends with %s, want %s\n%s", workflow, r.Conclusion, want, st.logOf(r.ID))
			}
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
	st.Fatalf("%s never ran on %s", workflow, commit)
}

// logOf is the log of a run's jobs.
func (st *story) logOf(run int64) string {
	var list struct{ Jobs []struct{ ID int64 } }
	st.server.admin.call("GET", fmt.Sprintf("/repos/qu/its/actions/runs/%d/jobs", run), nil, &list)
	var text strings.Builder
	for _, j := range list.Jobs {
		_, log := st.server.admin.try("GET", fmt.Sprintf("/repos/qu/its/actions/jobs/%d/logs", j.ID), nil)
		text.Write(log)
	}
	return text.String()
}

// TestRunner: the host's own runner truly runs check on a pull request, which fails for a bad record and passes for a
// mended one, and publish on main.
func TestRunner(t *testing.T) {
	program(t, "GITEA_RUNNER")
	st := newStory(t)
	st.startRunner()
	folder, branch := fmt.Sprintf("%d/wj/001", st.year), "shenbao"
	var changes []object
	files := st.declaration("wj", "示例健康驿站管理应用", "问诊")
	files["project.toml"] = replaceOnce(t, files["project.toml"], `total = "486万元"`, `total = "468万元"`)
	for name, text := range files {
		changes = append(changes, object{"operation": "create", "path": "projects/" + folder + "/" + name, "content": base64.StdEncoding.EncodeToString([]byte(text))})
	}
	clerk := st.people["wj"] // whose fork's first run would wait for somebody to approve it
	st.server.admin.call("PUT", "/repos/qu/its/collaborators/"+clerk.name, object{"permission": "write"}, nil)
	clerk.call("POST", "/repos/qu/its/contents", object{"branch": "main", "new_branch": branch, "message": "申报", "files": changes}, nil)
	status, said := clerk.tryUntil(http.StatusCreated, "POST", "/repos/qu/its/pulls", object{"title": "申报", "base": "main", "head": branch})
	if status != http.StatusCreated {
		t.Fatalf("proposing: %d %s", status, said)
	}
	head := func() string {
		var p struct{ Commit struct{ ID string } }
		clerk.call("GET", "/repos/qu/its/branches/"+branch, nil, &p)
		return p.Commit.ID
	}
	st.runs("check.yml", head(), "failure")
	st.tell("运行器核查有错误的申报：失败")

	at := "/repos/qu/its/contents/projects/" + folder + "/project.toml"
	var file struct{ SHA string }
	clerk.call("GET", at+"?ref="+branch, nil, &file)
	clerk.call("PUT", at, object{"branch": branch, "sha": file.SHA, "message": "改正", "content": base64.StdEncoding.EncodeToString(
		[]byte(replaceOnce(t, files["project.toml"], `total = "468万元"`, `total = "486万元"`)))}, nil)
	st.runs("check.yml", head(), "success")
	st.tell("运行器核查改正后的申报：通过")

	st.bot.call("POST", "/repos/qu/its/contents", object{"branch": "main", "message": "公告", "files": []object{
		{"operation": "create", "path": "projects/" + fmt.Sprint(st.year) + "/declined.toml", "content": ""},
	}}, nil)
	var main struct{ Commit struct{ ID string } }
	st.bot.call("GET", "/repos/qu/its/branches/main", nil, &main)
	st.runs("publish.yml", main.Commit.ID, "success")
	st.git(st.clone, st.bot, "fetch", "-q", "origin", "gh-pages")
	if page := st.git(st.clone, st.bot, "show", "FETCH_HEAD:index.html"); !strings.Contains(page, "信息化项目") {
		t.Errorf("the published home page is %.300s", page)
	}
	st.tell("运行器把网站发布到 gh-pages")
}
