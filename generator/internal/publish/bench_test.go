package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wuxing.example/register/generator/internal/cache"
	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/document"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/register/registertest"
	"wuxing.example/register/generator/internal/rule"
	"wuxing.example/register/site"
)

// BenchmarkPortfolio measures whole builds of registers of 1,000 and of 10,000 projects, and plain Hugo beside them:
//
//   - build: the register is read and judged, with what its documents say in the cache (judge-s); the pages' data is made,
//     with the documents rendered (pages-s); the source is written, and Hugo runs (hugo-s); the result is held to its
//     promises, its links among them (gate-s, which is not in build-s). hugo-s by pages tells whether a page costs more
//     where there are more of them; peak-MB is what the process held at most
//   - plain: the hugo command, of the same version and with default settings, builds the same pages from the same
//     templates and data, with the same documents as Markdown (build-s)
//
// Both write into an empty folder. What a disk does is in the figures; TMPDIR on one in memory leaves it out.
func BenchmarkPortfolio(b *testing.B) {
	hugo := plainHugo(b)
	for _, projects := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(projects), func(b *testing.B) {
			dir := b.TempDir()
			if err := registertest.Write(dir, projects); err != nil {
				b.Fatal(err)
			}
			if err := os.CopyFS(filepath.Join(dir, "rules"), os.DirFS("../../../rules")); err != nil {
				b.Fatal(err)
			}
			plain, kept := b.TempDir(), cache.Open(b.TempDir(), "benchmark")
			if err := writePlain(plain, dir, kept); err != nil {
				b.Fatal(err)
			}
			b.Run("build", func(b *testing.B) {
				defer debug.SetGCPercent(debug.SetGCPercent(400)) // as for every command
				defer debug.SetMemoryLimit(debug.SetMemoryLimit(2 << 30))
				debug.FreeOSMemory()
				peak, sums := peakMemory(b), map[string]float64{}
				for b.Loop() {
					if err := measuredBuild(b.TempDir(), dir, kept, sums); err != nil {
						b.Fatal(err)
					}
				}
				for unit, sum := range sums {
					b.ReportMetric(sum/float64(b.N), unit)
				}
				b.ReportMetric(float64(peak()>>20), "peak-MB")
				b.ReportMetric(0, "ns/op")
			})
			b.Run("plain", func(b *testing.B) {
				for b.Loop() {
					said, err := exec.Command(hugo, "--source", plain, "--destination", filepath.Join(b.TempDir(), "public"), "--baseURL", "/", "--quiet").CombinedOutput()
					if err != nil {
						b.Fatalf("%v: %s", err, said)
					}
				}
				b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "build-s")
				b.ReportMetric(0, "ns/op")
			})
		})
	}
}

// measuredBuild does once what the command build does, in a folder of its own, and adds to the sums what its parts took.
func measuredBuild(staging, dir string, kept *cache.Cache, sums map[string]float64) error {
	start := time.Now()
	add := func(part string) {
		seconds := time.Since(start).Seconds()
		sums[part+"-s"] += seconds
		if part != "gate" {
			sums["build-s"] += seconds
		}
		start = time.Now()
	}
	in, err := judged(dir, kept)
	if err != nil {
		return err
	}
	add("judge")
	s, err := Pages(in)
	if err != nil {
		return err
	}
	add("pages")
	pages := s.pages()
	sums["pages"] += float64(len(pages))
	if err := writeSource(filepath.Join(staging, "source"), s.Frame, pages); err != nil {
		return err
	}
	files, public := filepath.Join(staging, "files"), filepath.Join(staging, "public")
	names, err := writeFiles(files, s.Files)
	if err != nil {
		return err
	}
	if err := runHugo(staging, public, "/"); err != nil {
		return err
	}
	if err := placeFiles(files, public, names); err != nil {
		return err
	}
	add("hugo")
	if err := checkGate(public, "/"); err != nil {
		return err
	}
	add("gate")
	return nil
}

// peakMemory watches, until the benchmark ends, how many bytes the process holds, and tells the most of it.
func peakMemory(b *testing.B) (peak func() uint64) {
	var most atomic.Uint64
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	ticker := time.NewTicker(20 * time.Millisecond)
	b.Cleanup(ticker.Stop)
	go func() {
		for {
			select {
			case <-b.Context().Done():
				return
			case <-ticker.C:
				metrics.Read(samples)
				most.Store(max(most.Load(), samples[0].Value.Uint64()-samples[1].Value.Uint64()))
			}
		}
	}()
	return most.Load
}

// judged reads and judges a register.
func judged(dir string, kept *cache.Cache) (Input, error) {
	today, err := calendar.ParseDate(registertest.Today)
	if err != nil {
		return Input{}, err
	}
	rules, faults, err := rule.Load(os.DirFS(dir))
	if err != nil || rules == nil {
		return Input{}, errors.Join(err, fmt.Errorf("the rules: %v", faults))
	}
	files, err := register.Open(dir)
	if err != nil {
		return Input{}, err
	}
	r, err := register.Load(files, today, kept)
	if err != nil {
		return Input{}, err
	}
	return Input{Register: r, Rules: rules, Result: rules.Check(rule.Input{Head: r}), Files: files}, nil
}

// plainHugo builds the hugo command from the module that go.mod names, or finds it built.
func plainHugo(b *testing.B) string {
	b.Helper()
	name := filepath.Join(b.TempDir(), "hugo")
	if said, err := exec.Command("go", "build", "-o", name, "github.com/gohugoio/hugo").CombinedOutput(); err != nil {
		b.Skipf("the hugo command cannot be built (go build github.com/gohugoio/hugo: %v): %s", err, said)
	}
	return name
}

// writePlain writes the source of the same site as anyone would who has Hugo alone: a file of content for each page, with
// the page's data beside it, and the documents of a project as its Markdown.
func writePlain(dir, register string, kept *cache.Cache) error {
	in, err := judged(register, kept)
	if err != nil {
		return err
	}
	s, err := Pages(in)
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, site.FS); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(dir, "content", "_content.gotmpl")); err != nil {
		return err
	}
	if err := printContent(filepath.Join(dir, "layouts", "_partials", "pages", "project.html")); err != nil {
		return err
	}
	texts := map[string]string{}
	for _, p := range in.Register.Projects {
		text, err := markdown(in.Files, p)
		if err != nil {
			return err
		}
		texts[strings.TrimSuffix(projectURL(p.ID), "/")] = text
	}
	for _, folder := range []string{"data", pageFolder} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			return err
		}
	}
	pages := s.pages()
	for i := range pages {
		p := &pages[i]
		if project, ok := p.data.(ProjectPage); ok {
			project.Documents = nil
			p.data = project
		}
		front, err := json.Marshal(map[string]any{"title": p.Title, "params": p.Params})
		if err != nil {
			return err
		}
		name := filepath.Join(dir, "content", filepath.FromSlash(p.Path), "_index.md")
		if p.Kind == "page" {
			name = filepath.Join(filepath.Dir(name), "index.md")
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, append(front, "\n\n"+texts[p.Path]...), 0o644); err != nil {
			return err
		}
		if err := writeJSON(filepath.Join(dir, p.Params.File), p.data); err != nil {
			return err
		}
	}
	return writeJSON(filepath.Join(dir, "data", "frame.json"), s.Frame)
}

// printContent has a project's template print the page's own content in place of the documents.
func printContent(template string) error {
	text, err := os.ReadFile(template)
	if err != nil {
		return err
	}
	const ours, plain = `{{ range $.documents }}{{ partial "document.html" . }}{{ end }}`, `<div class="text">{{ page.Content }}</div>`
	before, after, ok := strings.Cut(strings.ReplaceAll(string(text), "{{- range", "{{ range"), ours)
	if !ok {
		return fmt.Errorf("%s does not print the documents as it did", template)
	}
	return os.WriteFile(template, []byte(before+plain+after), 0o644)
}

// markdown gives the documents of a project that the site shows, one behind the other.
func markdown(files fs.FS, p *project.Project) (string, error) {
	var all strings.Builder
	for _, d := range published {
		if p.Documents[d.file] == nil {
			continue
		}
		text, err := fs.ReadFile(files, p.Documents[d.file].Path)
		if err != nil {
			return "", err
		}
		public, _ := withoutSecurity(text, document.Parse(text).Sections())
		all.Write(public)
		all.WriteString("\n\n")
	}
	return all.String(), nil
}
