package main

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"wuxing.example/register/generator/internal/cli"
)

// What only the classified project of these tests says: in its texts, numbers and amounts.
var secrets = []string{"绝无仅有", "JWJY", "395.4321"}

// TestClassifiedNowhere: of a project that is classified, however that is told, nothing but its path gets into what any
// command prints or writes, or into the cache. A second project, which maintains it, is judged and published as ever.
func TestClassifiedNowhere(t *testing.T) {
	const folder = "projects/2025/zhzf/001/"
	for _, tt := range []struct {
		says    string
		file    string
		old     string // "": the file is new
		new     string
		build   bool // the site as well, which takes longer
		exports bool
		public  bool // it is not classified: then all of it is shown, or these tests could not fail
	}{
		{"it is not", "attachments/方案.pdf", "", "%PDF", false, false, true},
		{"it says so", "project.toml", "classified = false", "classified = true", true, true, false},
		{"a mark in its plan", "plan.md", "压缩硬件投入", "机 密 ★ 压缩硬件投入", true, true, false},
		{"a mark in a row of a table", "acceptance-report.md", "合格。", "| 密级： | 秘密 |", false, false, false},
		{"a mark in a TOML text with escapes", "review.toml", "建议绝无仅有压缩硬件投入。", `\u673a\u5bc6\u2605`, false, false, false},
		{"a mark in a file's name", "attachments/绝无仅有（秘密★）.pdf", "", "%PDF", false, true, false},
		{"a mark in a file that is no TOML", "payments.toml", "", "密级:绝密\n绝无仅有 = [", false, false, false},
	} {
		t.Run(tt.says, func(t *testing.T) {
			dir, cache, out := t.TempDir(), t.TempDir(), t.TempDir()
			t.Setenv("XDG_CACHE_HOME", cache)
			layRegister(t, dir)
			hide(t, filepath.Join(dir, folder))
			name := filepath.Join(dir, folder, tt.file)
			text := tt.new
			if tt.old != "" {
				data, err := os.ReadFile(name)
				if err != nil || !strings.Contains(string(data), tt.old) {
					t.Fatalf("%s lacks %q: %v", name, tt.old, err)
				}
				text = strings.Replace(string(data), tt.old, tt.new, 1)
			}
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			said := func(command string, flags ...string) string {
				args := append(append(strings.Fields(command), "-repo", dir, "-today", "2026-06-30"), flags...)
				var stdout, stderr bytes.Buffer
				cli.Run(args, strings.NewReader(""), &stdout, &stderr)
				all := stdout.String() + stderr.String()
				if !tt.public {
					holdsNoSecret(t, strings.Join(args, " "), []byte(strings.ReplaceAll(all, folder+tt.file, folder)))
				}
				return all
			}
			if tt.public {
				said("export portfolio", "-out", filepath.Join(out, "portfolio.xlsx"))
				said("build", "-keep-going", "-out", filepath.Join(out, "site"))
				found := map[string]bool{}
				eachFile(t, out, func(name string, data []byte) {
					for _, secret := range secrets {
						found[filepath.Ext(name)+" "+secret] = found[filepath.Ext(name)+" "+secret] || bytes.Contains(data, []byte(secret))
					}
				})
				if !found[".html 绝无仅有"] || !found[".xml 绝无仅有"] || !found[".xml JWJY"] {
					t.Errorf("of a project that is not classified, only this is shown: %v", found)
				}
				return
			}
			for _, format := range []string{"text", "json", "markdown", "sarif", "github"} {
				if all := said("check", "-format", format); !strings.Contains(all, "03.classified") {
					t.Errorf("check -format %s does not tell of the project:\n%s", format, all)
				}
			}
			said("explain", "07.maintained-project")
			said("explain", "08.duplicate")
			if tt.exports {
				for _, what := range []string{"plan", "portfolio", "acceptances", "evaluations"} {
					file := filepath.Join(out, what+".xlsx")
					flags := []string{"-out", file}
					if what == "plan" {
						flags = append(flags, "-year", "2025")
					}
					all := said("export "+what, flags...)
					if _, err := os.Stat(file); err != nil {
						t.Errorf("export %s writes no file: %s", what, all)
					}
				}
			}
			if tt.build {
				said("build", "-keep-going", "-out", filepath.Join(out, "site"))
				if _, err := os.Stat(filepath.Join(out, "site", "projects", "2026-zhzf-001", "index.html")); err != nil {
					t.Errorf("the other project is not published: %v", err)
				}
			}
			if git, err := exec.LookPath("git"); err == nil && tt.build {
				for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"-c", "user.name=a", "-c", "user.email=a@example", "commit", "-q", "-m", "x"}} {
					command := exec.Command(git, args...)
					command.Dir = dir
					if all, err := command.CombinedOutput(); err != nil {
						t.Fatalf("git %q: %v\n%s", args, err, all)
					}
				}
				limit := filepath.Join(dir, "rules/articles/13.toml")
				data, _ := os.ReadFile(limit)
				os.WriteFile(limit, bytes.ReplaceAll(data, []byte("500万元"), []byte("300万元")), 0o644)
				said("impact", "-base", "HEAD")
				said("impact", "-base", "HEAD", "-format", "markdown")
				said("check", "-base", "HEAD")
			}
			for _, root := range []string{out, cache} {
				eachFile(t, root, func(name string, data []byte) { holdsNoSecret(t, name, data) })
			}
		})
	}
}

// layRegister writes the valid register of the rules' examples, with this repository's rules.
func layRegister(t *testing.T, dir string) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(dir, "rules"), os.DirFS("../rules")); err != nil {
		t.Fatal(err)
	}
	archive, err := txtar.ParseFile("internal/rule/valid.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		name := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// hide puts the secrets into a project's files, in place of what they say.
func hide(t *testing.T, folder string) {
	t.Helper()
	words := strings.NewReplacer(
		"示例智慧停车综合管理应用", "绝无仅有", "汇聚全区", "绝无仅有", "信息科科长", "绝无仅有", "信息系统安全管理办法", "绝无仅有", "泊位信息接入率", "绝无仅有",
		"等保测评与密码评估", "绝无仅有", "全区公共停车泊位", "绝无仅有", "压缩硬件投入", "绝无仅有压缩硬件投入", "示例云帆软件有限公司", "绝无仅有", "源代码", "绝无仅有",
		"示例正衡监理有限公司", "绝无仅有", "运行平稳", "绝无仅有", "按方案建成", "绝无仅有", "档案齐全", "绝无仅有", "达到预期", "绝无仅有", "示", "绝无仅有",
		"ZHZF-2025", "JWJY-2025", "IRS-A-0001", "JWJY-A-0001", "395万元", "395.4321万元",
	)
	eachFile(t, folder, func(name string, data []byte) {
		if err := os.WriteFile(name, []byte(words.Replace(string(data))), 0o644); err != nil {
			t.Fatal(err)
		}
	})
}

// eachFile calls do for each file below a folder, and for each in a file that is a ZIP, as workbooks are.
func eachFile(t *testing.T, root string, do func(name string, data []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		do(name, data)
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil // no ZIP
		}
		for _, f := range archive.File {
			r, err := f.Open()
			if err != nil {
				return err
			}
			part, err := io.ReadAll(r)
			if err != nil {
				return err
			}
			do(name+"/"+f.Name, part)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func holdsNoSecret(t *testing.T, where string, data []byte) {
	t.Helper()
	for _, secret := range secrets {
		if i := bytes.Index(data, []byte(secret)); i >= 0 {
			t.Errorf("%s carries %q: …%s…", where, secret, data[max(0, i-80):min(len(data), i+80)])
		}
	}
}
