package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// TestImportOpensPullRequest: what a form declares is proposed on the Git host, and nothing is written here. A form with
// an error proposes nothing.
func TestImportOpensPullRequest(t *testing.T) {
	dir := copyRegister(t)
	var requests []string
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		requests = append(requests, r.Method+" "+r.URL.Path+" "+string(body))
		w.WriteHeader(http.StatusCreated)
		json.NewEncoder(w).Encode(map[string]any{"number": 7, "state": "open", "html_url": "https://git.example/7"})
	}))
	defer host.Close()
	t.Setenv("GITHUB_API_URL", host.URL+"/api/v1")
	t.Setenv("GITHUB_REPOSITORY", "qu/its")
	t.Setenv("GITHUB_TOKEN", "top-secret")
	form := filepath.Join(t.TempDir(), "form.xlsx")
	run := func(want int, args ...string) string {
		t.Helper()
		var out output
		if code := Run(append([]string{args[0]}, args[1:]...), strings.NewReader(""), &out, &out); code != want {
			t.Fatalf("%s: exit code %d, want %d\n%s", args[0], code, want, out.String())
		}
		return out.String()
	}
	run(exitClean, "export", "form", "-repo", dir, "-today", "2026-11-25", "-unit", "zhzf", "-out", form)

	run(exitFindings, "import", "-repo", dir, "-today", "2026-11-25", "-open-pr", form)
	if len(requests) > 0 {
		t.Errorf("an empty form was proposed: %q", requests)
	}
	said := run(exitClean, "import", "-repo", dir, "-today", "2026-11-25", "-open-pr", strings.TrimSuffix(form, ".xlsx")+"-填写示例.xlsx")
	if !strings.Contains(said, "已提交 7 号申报单：https://git.example/7") {
		t.Errorf("it says %s", said)
	}
	if len(requests) != 2 || !strings.Contains(requests[0], `"new_branch":"shenbao/2027-zhzf-001"`) ||
		!strings.Contains(requests[0], `"path":"projects/2027/zhzf/001/project.toml"`) || !strings.Contains(requests[1], "/pulls ") {
		t.Errorf("asked %s", fmt.Sprintf("%.2000q", requests))
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "projects/2027/zhzf/*")); len(found) > 0 {
		t.Errorf("written here, too: %q", found)
	}
}
