package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"wuxing.example/register/generator/internal/cli"
)

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
