// Package live holds the generator to a real Gitea: every method of forge.Host, and the story of a few pull requests from
// declaration to the published site. It has tests alone, which start a Gitea of their own and end it.
//
// They need the programs that the module in the folder server builds, named by two variables:
//
//	cd generator/internal/forge/live/server
//	CGO_ENABLED=1 go build -tags 'sqlite sqlite_unlock_notify' -ldflags '-X main.Version=1.26.0' -o /tmp/gitea code.gitea.io/gitea
//	go build -o /tmp/gitea-runner gitea.com/gitea/runner
//	GITEA=/tmp/gitea GITEA_RUNNER=/tmp/gitea-runner go test -v ./generator/internal/forge/live
//
// Where GITEA is not set they skip, but on CI (CI=true) they fail.
package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const password = "a-password-of-tests"

// server is a running Gitea.
type server struct {
	t      *testing.T
	url    string // http://127.0.0.1:34567
	config string // its app.ini
	home   string // the home folder of the programs, which write into it
	admin  *account
}

// account is a person on a Gitea.
type account struct {
	server *server
	name   string
	token  string
}

// program is the program that a variable of the environment names. Without it the test skips, on CI it fails.
func program(t *testing.T, variable string) string {
	name := os.Getenv(variable)
	if name == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set: on CI this test must run", variable)
		}
		t.Skipf("needs a real Gitea: see the package comment of %s for how to build it, and name it by %s", "generator/internal/forge/live", variable)
	}
	return name
}

// start starts a Gitea that ends with the test.
func start(t *testing.T) *server {
	gitea, dir := program(t, "GITEA"), t.TempDir()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "code.gitea.io/gitea")
	list.Dir = "server"
	static, err := list.Output()
	if err != nil {
		t.Fatalf("where Gitea's templates are: %v", err)
	}
	s := &server{t: t, url: "http://" + address, config: filepath.Join(dir, "app.ini"), home: t.TempDir()}
	_, port, _ := net.SplitHostPort(address)
	ini := fmt.Sprintf(`
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
WORK_PATH = %[1]s
RUN_MODE = prod
[database]
DB_TYPE = sqlite3
PATH = %[1]s/gitea.db
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = %[2]s
ROOT_URL = %[3]s/
OFFLINE_MODE = true
DISABLE_SSH = true
STATIC_ROOT_PATH = %[4]s
[security]
INSTALL_LOCK = true
[actions]
ENABLED = true
DEFAULT_ACTIONS_URL = self
[log]
LEVEL = Warn
ROOT_PATH = %[1]s/log
[i18n]
LANGS = zh-CN
NAMES = 简体中文
`, dir, port, s.url, strings.TrimSpace(string(static)))
	if err := os.WriteFile(s.config, []byte(ini), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		out, err := s.command(gitea, append([]string{"--config", s.config}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("gitea %s: %v\n%s", args[0], err, out)
		}
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		return lines[len(lines)-1]
	}
	run("migrate")
	run("admin", "user", "create", "--admin", "--username", "root1", "--password", password, "--email", "root1@example.test", "--must-change-password=false")
	token := run("admin", "user", "generate-access-token", "--username", "root1", "--token-name", "test", "--scopes", "all", "--raw")

	var log bytes.Buffer
	web := s.command(gitea, "--config", s.config, "web")
	web.Stdout, web.Stderr = &log, &log
	if err := web.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		web.Process.Signal(os.Interrupt)
		web.Wait()
		if t.Failed() {
			t.Logf("Gitea said:\n%s", log.String())
		}
	})
	s.admin = &account{s, "root1", token}
	for range 300 {
		if response, err := http.Get(s.url + "/api/v1/version"); err == nil {
			response.Body.Close()
			return s
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("Gitea does not answer:\n%s", log.String())
	return nil
}

// command is a program that is started with a home folder of its own: Gitea and the runner write keys and settings there,
// and into the file that GIT_CONFIG_GLOBAL names, whosever it is.
func (s *server) command(program string, args ...string) *exec.Cmd {
	command := exec.Command(program, args...)
	command.Env = append(os.Environ(), "HOME="+s.home, "XDG_CACHE_HOME=", "XDG_CONFIG_HOME=", "GIT_CONFIG_GLOBAL="+filepath.Join(s.home, ".gitconfig"))
	return command
}

// object is a JSON object.
type object = map[string]any

// user makes a person with a token of its own.
func (s *server) user(name string) *account {
	s.t.Helper()
	s.admin.call("POST", "/admin/users", object{
		"username": name, "email": name + "@example.test", "password": password, "must_change_password": false,
	}, nil)
	var made struct{ Sha1 string }
	a := &account{server: s, name: name}
	a.call("POST", "/users/"+name+"/tokens", object{"name": "test", "scopes": []string{"write:repository", "write:issue", "read:user"}}, &made)
	a.token = made.Sha1
	return a
}

// call makes a request as a person; it fails the test if the host says no.
func (a *account) call(method, path string, body, into any) {
	a.server.t.Helper()
	status, said := a.try(method, path, body)
	if status >= 300 {
		a.server.t.Fatalf("%s: %s %s: %d %s", a.name, method, path, status, said)
	}
	if into != nil {
		if err := json.Unmarshal(said, into); err != nil {
			a.server.t.Fatalf("%s: %s %s: %v in %s", a.name, method, path, err, said)
		}
	}
}

// try makes a request as a person and says how the host answered.
func (a *account) try(method, path string, body any) (status int, said []byte) {
	a.server.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		a.server.t.Fatal(err)
	}
	request, err := http.NewRequest(method, a.server.url+"/api/v1"+path, bytes.NewReader(data))
	if err != nil {
		a.server.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if a.token == "" {
		request.SetBasicAuth(a.name, password)
	} else {
		request.Header.Set("Authorization", "token "+a.token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		a.server.t.Fatal(err)
	}
	defer response.Body.Close()
	said, err = io.ReadAll(response.Body)
	if err != nil {
		a.server.t.Fatal(err)
	}
	return response.StatusCode, said
}

// tryUntil makes a request until it is answered as wanted, for ten seconds: Gitea notes pushes, and whether a pull request
// can be merged, some time later.
func (a *account) tryUntil(wanted int, method, path string, body any) (status int, said []byte) {
	a.server.t.Helper()
	for range 100 {
		status, said = a.try(method, path, body)
		if status == wanted || status != http.StatusNotFound && !strings.Contains(string(said), "try again later") {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	return status, said
}

// merge merges a pull request of the repository qu/its.
func (a *account) merge(number int) (status int, said []byte) {
	a.server.t.Helper()
	return a.tryUntil(http.StatusOK, "POST", fmt.Sprintf("/repos/qu/its/pulls/%d/merge", number), object{"Do": "merge"})
}

func number(id int64) string { return fmt.Sprint(id) }
