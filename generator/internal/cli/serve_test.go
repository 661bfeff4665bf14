package cli

import (
	"bytes"
	"context"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// output is what a command says, readable while it runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// copyRegister copies this repository's rules and one small plan year of its portfolio.
func copyRegister(t *testing.T) string {
	dir := t.TempDir()
	for _, part := range []string{"rules", "projects/2027"} {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join("../../..", part))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// eventually waits until f holds; the limit is for a generator that hangs, not a promise of speed.
func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	for range 600 {
		if f() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("never came: %s", what)
}

// TestServe follows a clerk at work: the site is there, an edit shows, a faulty edit tells its finding and leaves the
// site as it was, the mended one shows again.
func TestServe(t *testing.T) {
	dir := copyRegister(t)
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	serve := serveCommand(flags)
	if err := flags.Parse([]string{"-repo", dir, "-today", "2026-11-24", "-addr", "127.0.0.1:0"}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var stdout, stderr output
	done := make(chan error, 1)
	go func() {
		_, err := serve(&call{ctx: ctx, stdout: &stdout, stderr: &stderr})
		done <- err
	}()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("serve ends with %v", err)
		}
	}()

	var address string
	eventually(t, "the address", func() bool {
		m := regexp.MustCompile(`http://[0-9.:]+/`).FindString(stdout.String())
		address = m
		return m != ""
	})
	page := func() string {
		response, err := http.Get(address + "projects/2027-mz-001/")
		if err != nil {
			return err.Error()
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		return string(body)
	}
	if !strings.Contains(page(), "社会救助") {
		t.Fatalf("the project's page is not there: %.300s\n%s", page(), stderr.String())
	}

	file := filepath.Join(dir, "projects/2027/mz/001/project.toml")
	original, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(old, new string) {
		text := strings.Replace(string(original), old, new, 1)
		if text == string(original) {
			t.Fatalf("%s has no %q", file, old)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("社会救助", "临时救助")
	eventually(t, "the edit", func() bool { return strings.Contains(page(), "临时救助") })

	write(`total = "142万元"`, `total = 142`)
	eventually(t, "the finding", func() bool { return strings.Contains(stderr.String(), "[form.money]") })
	eventually(t, "the word that the site stays", func() bool { return strings.Contains(stderr.String(), "网站保持上一次的样子") })
	if !strings.Contains(page(), "临时救助") {
		t.Error("a faulty edit took the last good site away")
	}

	write("社会救助", "专项救助")
	eventually(t, "the mended edit", func() bool { return strings.Contains(page(), "专项救助") })
}

// TestServeWithoutSite: until the first build succeeds, the browser is told why there is nothing.
func TestServeWithoutSite(t *testing.T) {
	server := siteHandler(filepath.Join(t.TempDir(), "none"))
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "网站还没有生成") {
		t.Errorf("without a site: %d %s", w.Code, w.Body.String())
	}
}

// TestServeLogOfClassified: of a project that is classified, serve prints its path and nothing else.
func TestServeLogOfClassified(t *testing.T) {
	dir, out := copyRegister(t), filepath.Join(t.TempDir(), "public")
	names, err := filepath.Glob(filepath.Join(dir, "projects/2027/*/*/project.toml"))
	if err != nil || len(names) == 0 {
		t.Fatal("no project", err)
	}
	text, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(`(?m)^name = .*$`).ReplaceAll(text, []byte(`name = "绝无仅有"`))
	text = bytes.Replace(text, []byte("classified = false"), []byte("classified = true"), 1)
	if err := os.WriteFile(names[0], text, 0o644); err != nil {
		t.Fatal(err)
	}
	var log output
	rebuild(&input{repo: dir, today: "2026-11-24"}, out, &log, &log)
	if said := log.String(); !strings.Contains(said, "[03.classified]") || strings.Contains(said, "绝无仅有") || strings.Contains(said, "classified =") {
		t.Errorf("serve prints %q, want the finding of 03.classified and nothing of the project", said)
	}
}
