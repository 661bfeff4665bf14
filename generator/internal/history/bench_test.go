package history

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wuxing.example/register/generator/internal/cache"
)

// The benchmarks make repositories with git fast-import, and measure this package's walk beside the git program in the
// same run. Both run as processes of their own, so that their processor time can be told: ours is the test's binary, which
// walks instead of testing where the environment says so.

const walkIn, cacheIn = "HISTORY_BENCHMARK_REPOSITORY", "HISTORY_BENCHMARK_CACHE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(walkIn); dir != "" {
		if err := walkAlone(dir, os.Getenv(cacheIn)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// walkAlone walks the history of a repository; with a cache it only brings that up to date.
func walkAlone(dir, cacheDir string) error {
	r, err := Open(dir)
	if err != nil {
		return err
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		return err
	}
	if cacheDir != "" {
		_, err = r.History(head, cache.Open(cacheDir, "benchmark"))
		return err
	}
	h, err := r.History(head, nil)
	if err != nil {
		return err
	}
	_, err = h.Of("rules")
	return err
}

// imported makes a repository of so many projects, each with so many commits that bring or change a file or two of it.
func imported(b *testing.B, projects, commitsEach int) (dir string, more func(commits int)) {
	b.Helper()
	program, err := exec.LookPath("git")
	if err != nil {
		b.Skip("git makes the repository and is what is measured against; install git")
	}
	dir = b.TempDir()
	run(b, program, "init", "-q", "--bare", "-b", "main", dir)
	number := 0
	fastImport := func(write func(w io.Writer)) {
		cmd := exec.Command(program, "-C", dir, "fast-import", "--quiet")
		in, err := cmd.StdinPipe()
		if err != nil {
			b.Fatal(err)
		}
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		w := bufio.NewWriter(in)
		write(w)
		w.Flush()
		in.Close()
		if err := cmd.Wait(); err != nil {
			b.Fatal(err)
		}
	}
	commit := func(w io.Writer, i, nth int) {
		number++
		file := fmt.Sprintf("projects/%d/u%03d/%03d/", 2015+i%10, i/10%50, i/500)
		message := fmt.Sprintf("Merge pull request #%d from u%03d/declare", number, i/10%50)
		fmt.Fprintf(w, "commit refs/heads/main\ncommitter a <a@example> %d +0800\ndata %d\n%s\n", 1_600_000_000+number*60, len(message), message)
		if number == 1 {
			for _, other := range []string{"README.md", "rules/units.toml", "site/hugo.toml"} {
				fmt.Fprintf(w, "M 644 inline %s\ndata 2\n#\n\n", other)
			}
		} else if nth == 0 && number > 1 {
			// A commit of fast-import goes on from the branch's last.
		}
		names := [][]string{{"project.toml", "feasibility.md"}, {"review.toml"}, {"approval.toml"}, {"procurement.toml"}, {"project.toml"}}[nth%5]
		for _, name := range names {
			text := fmt.Sprintf("# %s %d %d\n%s", name, i, nth, strings.Repeat(fmt.Sprintf("key_%d = \"示例文字 %d\"\n", i%7, i), 20))
			fmt.Fprintf(w, "M 644 inline %s\ndata %d\n%s\n", file+name, len(text), text)
		}
	}
	fastImport(func(w io.Writer) {
		for nth := range commitsEach {
			for i := range projects {
				commit(w, i, nth)
			}
		}
	})
	more = func(commits int) {
		fastImport(func(w io.Writer) {
			fmt.Fprint(w, "reset refs/heads/main\nfrom refs/heads/main^0\n\n")
			for i := range commits {
				commit(w, (i*7919)%projects, 1)
			}
		})
	}
	return dir, more
}

// run runs a command and returns the processor time and the time that it took.
func run(b *testing.B, name string, args ...string) (cpu, wall time.Duration) {
	b.Helper()
	return finish(b, exec.Command(name, args...))
}

func finish(b *testing.B, cmd *exec.Cmd) (cpu, wall time.Duration) {
	b.Helper()
	cmd.Stderr = os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatal(cmd.Args, err)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), time.Since(start)
}

func walkProcess(b *testing.B, dir, cacheDir string) (cpu, wall time.Duration) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), walkIn+"="+dir, cacheIn+"="+cacheDir)
	return finish(b, cmd)
}

// BenchmarkHistory is the whole history of 10,000 projects with five commits each, beside git log of the same.
func BenchmarkHistory(b *testing.B) {
	for _, packed := range []string{"as imported", "repacked"} {
		b.Run(packed, func(b *testing.B) {
			dir, _ := imported(b, 10_000, 5)
			if packed == "repacked" {
				run(b, "git", "-C", dir, "repack", "-adfq")
			}
			var ours, gits, oursWall, gitsWall time.Duration
			for b.Loop() {
				cpu, wall := walkProcess(b, dir, "")
				ours, oursWall = ours+cpu, oursWall+wall
				cpu, wall = run(b, "git", "-C", dir, "log", "--first-parent", "--name-only", "--format=%H %ct %an %s", "HEAD")
				gits, gitsWall = gits+cpu, gitsWall+wall
			}
			b.ReportMetric(ours.Seconds()/float64(b.N), "cpu-s/op")
			b.ReportMetric(gits.Seconds()/float64(b.N), "git-cpu-s/op")
			b.ReportMetric(ours.Seconds()/gits.Seconds(), "×git-cpu")
			b.ReportMetric(oursWall.Seconds()/gitsWall.Seconds(), "×git")
		})
	}
}

// BenchmarkHistoryAgain is the history after 20 new commits, of registers whose histories differ in length.
func BenchmarkHistoryAgain(b *testing.B) {
	for _, projects := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(projects, " projects"), func(b *testing.B) {
			dir, more := imported(b, projects, 5)
			kept := filepath.Join(b.TempDir(), "cache")
			walkProcess(b, dir, kept)
			var cpu, wall time.Duration
			for b.Loop() {
				b.StopTimer()
				more(20)
				b.StartTimer()
				c, w := walkProcess(b, dir, kept)
				cpu, wall = cpu+c, wall+w
			}
			b.ReportMetric(cpu.Seconds()*1000/float64(b.N), "cpu-ms/op")
			b.ReportMetric(wall.Seconds()*1000/float64(b.N), "ms/op")
		})
	}
}
