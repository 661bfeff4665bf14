package rule_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"wuxing.example/register/generator/internal/alike"
	"wuxing.example/register/generator/internal/cache"
	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/register/registertest"
	"wuxing.example/register/generator/internal/rule"
)

// sizes are the numbers of projects of the registers that are measured.
var sizes = []int{1_000, 10_000}

// great makes a register of so many projects under the district's rules, and returns its folder.
func great(tb testing.TB, projects int) string {
	tb.Helper()
	dir := tb.TempDir()
	if err := registertest.Write(dir, projects); err != nil {
		tb.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "rules"), os.DirFS("../../../rules")); err != nil {
		tb.Fatal(err)
	}
	return dir
}

// BenchmarkRegister measures, of registers of all sizes, with the files in the page cache and on all processors:
//
//   - parse: go-toml decodes every TOML file of the projects into a map, and nothing else is done; the measure for the
//     others
//   - load: the register is read, with all that is wrong with its form; the documents' sections are in the cache
//   - judge: it has been read, and is judged by all rules, which are loaded once
//   - check: it is read and judged
//   - cold: as check, with an empty cache
func BenchmarkRegister(b *testing.B) {
	for _, projects := range sizes {
		b.Run(fmt.Sprint(projects), func(b *testing.B) {
			dir := great(b, projects)
			files := tomlFiles(b, dir)
			warm := cache.Open(b.TempDir(), "benchmark")
			rules, faults, err := rule.Load(os.DirFS(dir))
			if rules == nil {
				b.Fatal(err, faults)
			}
			perProject(b, "parse", projects, func() { parse(b, files) })
			perProject(b, "load", projects, func() { load(b, dir, warm) })
			r := load(b, dir, warm)
			perProject(b, "judge", projects, func() { rules.Check(rule.Input{Head: r}) })
			perProject(b, "check", projects, func() { rules.Check(rule.Input{Head: load(b, dir, warm)}) })
			perProject(b, "cold", projects, func() { rules.Check(rule.Input{Head: load(b, dir, nil)}) })
		})
	}
}

// BenchmarkLikeness measures the two rules on projects that read alike, 08.duplicate and 08.splitting, of projects in
// words of their own, and, the worst case, of such as all take their words from one of a dozen. Findings are counted as
// well: each quotes what is the same.
func BenchmarkLikeness(b *testing.B) {
	all, faults, err := rule.Load(os.DirFS("../../.."))
	if all == nil {
		b.Fatal(err, faults)
	}
	rules := &rule.Set{Articles: []*rule.Article{{Rules: append(all.Versions("08.duplicate"), all.Versions("08.splitting")...)}}}
	for _, texts := range []struct {
		name  string
		apart int // so many projects have words of their own
	}{{"own", 50_000}, {"alike", 12}} {
		for _, projects := range []int{1_000, 10_000, 50_000} {
			r := declarations(projects, texts.apart)
			perProject(b, fmt.Sprintf("%s/%d", texts.name, projects), projects, func() { rules.Check(rule.Input{Head: r}) })
		}
	}
}

// declarations makes a register of declarations, with what their studies say of needs, of a hundred units in as many
// years as it takes for thirty a unit and year. The texts repeat after so many projects, each time with another number.
func declarations(projects, apart int) *project.Register {
	r := &project.Register{}
	declared, _ := calendar.ParseDate(registertest.Today)
	for i := range projects {
		name, summary, needs := registertest.Texts(i % apart)
		year, unit := 2024+i/3_000, fmt.Sprintf("u%d", i%100)
		number := fmt.Sprintf("第%d号", i/apart)
		p := &project.Project{
			ID: project.ID(fmt.Sprint(year), unit, fmt.Sprintf("%03d", i/100%30)), Year: year, Unit: unit, Declaration: &project.Declaration{},
			Documents: map[string]*project.Document{"feasibility.md": {Needs: new(alike.Cleaner).Clean(needs+number, "").Sketch(project.NeedsGram)}},
		}
		d := p.Declaration
		d.Name.V, d.Name.State = name+number, project.Given
		d.Summary.V, d.Summary.State = summary, project.Given
		d.Declared.V, d.Declared.State = declared, project.Given
		d.Estimate.Total.V, d.Estimate.Total.State = money.Amount(40+i%60)*1_000_000, project.Given
		r.Projects = append(r.Projects, p)
		if r.Year(year) == nil {
			r.Years = append(r.Years, &project.Year{Year: year})
		}
	}
	slices.SortFunc(r.Projects, func(a, b *project.Project) int { return strings.Compare(a.ID, b.ID) })
	return r
}

// perProject measures work on so many projects, and reports it by project. It is done once before, so that caches are
// warm.
func perProject(b *testing.B, name string, projects int, work func()) {
	b.Run(name, func(b *testing.B) {
		work()
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		b.ResetTimer()
		for range b.N {
			work()
		}
		b.StopTimer()
		runtime.ReadMemStats(&after)
		n := float64(b.N * projects)
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/n, "ns/project")
		b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/n, "B/project")
		b.ReportMetric(float64(after.Mallocs-before.Mallocs)/n, "allocs/project")
		b.ReportMetric(0, "ns/op")
	})
}

// tomlFiles lists the projects' TOML files.
func tomlFiles(b *testing.B, dir string) []string {
	b.Helper()
	var files []string
	err := filepath.WalkDir(filepath.Join(dir, "projects"), func(name string, _ fs.DirEntry, err error) error {
		if filepath.Ext(name) == ".toml" {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return files
}

// parse decodes TOML files into maps.
func parse(b *testing.B, files []string) {
	b.Helper()
	share := runtime.GOMAXPROCS(0)
	var workers sync.WaitGroup
	for first := range share {
		workers.Go(func() {
			for i := first; i < len(files); i += share {
				data, err := os.ReadFile(files[i])
				if err != nil {
					b.Error(err)
				}
				var into map[string]any
				if err := toml.Unmarshal(data, &into); err != nil {
					b.Error(err)
				}
			}
		})
	}
	workers.Wait()
}

// TestGreatRegisterHasNoErrors: what is measured is a register as it should be.
func TestGreatRegisterHasNoErrors(t *testing.T) {
	dir := great(t, 200)
	rules, faults, err := rule.Load(os.DirFS(dir))
	if rules == nil {
		t.Fatal(err, faults)
	}
	for _, f := range rules.Check(rule.Input{Head: load(t, dir, nil)}).Findings {
		if f.Severity == finding.Error {
			t.Errorf("%s:%d %s %s", f.At.File, f.At.Line(), f.Rule, f.Message)
		}
	}
}

func load(tb testing.TB, dir string, kept *cache.Cache) *project.Register {
	tb.Helper()
	today, err := calendar.ParseDate(registertest.Today)
	if err != nil {
		tb.Fatal(err)
	}
	folder, err := register.Open(dir)
	if err != nil {
		tb.Fatal(err)
	}
	defer folder.Close()
	r, err := register.Load(folder, today, kept)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}
