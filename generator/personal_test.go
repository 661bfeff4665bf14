package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/cli"
)

// TestPersonalNumbersNowhere: a mobile number, which is but a warning, and an identity number, which stands in the text
// of a study that is published or a value that is shown, get into no output: findings show them masked, the site and the
// workbooks too.
func TestPersonalNumbersNowhere(t *testing.T) {
	const mobile, identity = "13912345670", "330502199003074513" // neither is in the examples of the rules
	for _, number := range []string{mobile, identity} {
		dir, cache, out := t.TempDir(), t.TempDir(), t.TempDir()
		t.Setenv("XDG_CACHE_HOME", cache)
		layRegister(t, dir)
		for file, old := range map[string]string{
			"project.toml": "汇聚全区", "feasibility.md": "全区公共停车泊位", "plan.md": "压缩硬件投入", "review.toml": "建议压缩", "revision.toml": "改用已有",
			"procurement.toml": "示例云帆软件有限公司", "final-acceptance.toml": "档案齐全", "acceptance-report.md": "合格", "operation.toml": "等保测评",
			"initial-acceptance.toml": "运行平稳",
		} {
			name := filepath.Join(dir, "projects/2025/zhzf/001", file)
			text, err := os.ReadFile(name)
			if err != nil || !strings.Contains(string(text), old) {
				t.Fatalf("%s lacks %q: %v", file, old, err)
			}
			text = []byte(strings.Replace(string(text), old, old+"，电话 "+number+"，", 1))
			if err := os.WriteFile(name, text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		run := func(command string, flags ...string) {
			args := append(append(strings.Fields(command), "-repo", dir, "-today", "2026-06-30"), flags...)
			var stdout, stderr bytes.Buffer
			cli.Run(args, strings.NewReader(""), &stdout, &stderr)
			if all := stdout.String() + stderr.String(); strings.Contains(all, number) {
				t.Errorf("%s prints the number", command)
			}
		}
		for _, format := range []string{"text", "json", "markdown", "sarif", "github"} {
			run("check", "-format", format)
		}
		run("explain 08.duplicate")
		for _, what := range []string{"portfolio", "acceptances", "evaluations"} {
			run("export "+what, "-out", filepath.Join(out, what+".xlsx"))
		}
		run("build", "-keep-going", "-out", filepath.Join(out, "site"))
		if _, err := os.Stat(filepath.Join(out, "site", "index.html")); err != nil {
			t.Errorf("the site is not built: %v", err)
		}
		for _, root := range []string{out, cache} {
			eachFile(t, root, func(name string, data []byte) {
				if bytes.Contains(data, []byte(number)) {
					t.Errorf("%s carries the number", strings.TrimPrefix(name, root))
				}
			})
		}
	}
}
