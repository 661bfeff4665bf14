package cli

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"testing"
	"time"

	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/register/registertest"
)

// BenchmarkCheckChange checks a pull request that declares one project, in registers of several sizes, with a warm cache,
// beside git diff --name-only of the same two commits: in this process, and as a process of its own. The least of the
// rounds is told of each, as other work on the machine only ever adds.
func BenchmarkCheckChange(b *testing.B) {
	program, err := exec.LookPath("git")
	if err != nil {
		b.Skip("git makes the repository and is what is measured against; install git")
	}
	for _, projects := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(projects), func(b *testing.B) {
			b.Setenv("XDG_CACHE_HOME", b.TempDir())
			dir := imported(b, program, projects)
			remember(b, dir)
			args := []string{"check", "-repo", dir, "-today", "2025-11-30", "-base", "main", "-head", "proposal"}
			inProcess := func() {
				if code := Run(args, nil, io.Discard, io.Discard); code != exitClean && code != exitFindings {
					b.Fatal("exit code ", code)
				}
			}
			inProcess() // reads the rules
			var ours, gits least
			for b.Loop() {
				ours.of(inProcess)
				gits.of(func() {
					if err := exec.Command(program, "-C", dir, "diff", "--name-only", "main", "proposal").Run(); err != nil {
						b.Fatal(err)
					}
				})
			}
			b.ReportMetric(ours.milliseconds(), "ms/check")
			b.ReportMetric(gits.milliseconds(), "ms/git-diff")
			b.ReportMetric(ours.milliseconds()/gits.milliseconds(), "×git")
		})
	}
}

// least is the shortest of some times.
type least time.Duration

func (l *least) of(do func()) {
	start := time.Now()
	do()
	if took := least(time.Since(start)); *l == 0 || took < *l {
		*l = took
	}
}

func (l least) milliseconds() float64 { return time.Duration(l).Seconds() * 1000 }

// imported makes a bare repository of so many declared projects of sixty units in ten years on the branch main, and on the
// branch proposal one more, by git fast-import.
func imported(b *testing.B, program string, projects int) string {
	b.Helper()
	dir := b.TempDir()
	if err := exec.Command(program, "init", "-q", "--bare", "-b", "main", dir).Run(); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(program, "-C", dir, "fast-import", "--quiet")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(in)
	commit := func(branch string) {
		fmt.Fprintf(w, "commit refs/heads/%s\ncommitter a <a@example> 1700000000 +0800\ndata 1\nx\n", branch)
	}
	file := func(name, text string) {
		fmt.Fprintf(w, "M 644 inline %s\ndata %d\n%s\n", name, len(text), text)
	}
	commit("main")
	if err := writeRules(file); err != nil {
		b.Fatal(err)
	}
	for year := firstYear; year < firstYear+years; year++ {
		file(fmt.Sprintf("projects/%d/plan.toml", year), fmt.Sprintf("year = %d\nkey_projects = []\n[window]\nopens = %[2]d-09-01\ncloses = %[2]d-10-15\nnotice = \"示数〔%[2]d〕9号\"\n", year, year-1))
	}
	for i := range projects {
		writeDeclared(file, i)
	}
	fmt.Fprint(w, "reset refs/heads/proposal\nfrom refs/heads/main\n\n")
	commit("proposal")
	writeDeclared(file, projects)
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	in.Close()
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	return dir
}

const firstYear, years, units = 2016, 10, 60

// writeRules writes the district's rules, with units of its own.
func writeRules(file func(name, text string)) error {
	rules := os.DirFS("../../..")
	err := fs.WalkDir(rules, "rules", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "rules/units.toml" {
			return err
		}
		text, err := fs.ReadFile(rules, name)
		file(name, string(text))
		return err
	})
	list := ""
	for i := range units {
		list += fmt.Sprintf("[[units]]\ncode = \"u%02d\"\nname = \"示例单位%02d\"\ntype = \"区级行政单位\"\nfiscally_funded = true\n", i, i)
	}
	file("rules/units.toml", list)
	return err
}

// writeDeclared writes a project that is declared, in words of its own.
func writeDeclared(file func(name, text string), i int) {
	name, summary, needs := registertest.Texts(i)
	unit, year := i%units, firstYear+i/units%years
	dir := fmt.Sprintf("projects/%d/u%02d/%03d/", year, unit, i/units/years)
	file(dir+"project.toml", fmt.Sprintf(`name = %q
unit = "u%02d"
kind = "建设"
category = "一般业务应用"
declared = %d-09-20
summary = %q
classified = false
goals = [ { indicator = "办结率", target = "不低于 95%%" } ]
[scope]
no_shared_components = "示例"
[estimate]
total = "50万元"
items = [ { category = "软件开发", name = "示例", amount = "40万元" }, { category = "安全", name = "示例", amount = "10万元" } ]
sources = [ { kind = "本级财政", amount = "50万元" } ]
[security]
officer = "信息科科长"
protection_level = "二级"
management_system = "示例"
commercial_cryptography = true
`, name, unit, year-1, summary))
	file(dir+"feasibility.md", "# 可行性研究报告\n\n## 背景与依据\n示例。\n\n## 目标\n示例。\n\n## 需求\n"+needs+"\n\n## 网络安全\n示例。\n\n## 概算\n50 万元。\n")
}

// remember has the cache know of all projects of the branch main, as a whole check does.
func remember(b *testing.B, dir string) {
	b.Helper()
	in := &input{repo: dir, head: "main", today: "2025-11-30"}
	today, err := in.date()
	if err != nil {
		b.Fatal(err)
	}
	done := &checked{root: dir, kept: cacheOf(dir)}
	if done.files, done.commit, err = in.open(); err != nil {
		b.Fatal(err)
	}
	if done.rules, err = loadRules(done.files, done.kept, io.Discard); err != nil {
		b.Fatal(err)
	}
	if done.register, err = register.Load(done.files, today, nil); err != nil {
		b.Fatal(err)
	}
	done.remember()
}
