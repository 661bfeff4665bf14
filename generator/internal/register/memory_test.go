package register

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/cache"
	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register/registertest"
)

// A document that is recalled says what reading it again would say, whatever fields a document has.
func TestRecalledDocumentsAreTheSame(t *testing.T) {
	dir := t.TempDir()
	if err := registertest.Write(dir, 40); err != nil {
		t.Fatal(err)
	}
	today, _ := calendar.NewDate(2026, 11, 24)
	kept := cache.Open(t.TempDir(), "program")
	var loads [][]*project.Project
	for _, c := range []*cache.Cache{nil, kept, kept} {
		r, err := Load(os.DirFS(dir), today, c)
		if err != nil {
			t.Fatal(err)
		}
		loads = append(loads, r.Projects)
	}
	documents := 0
	for i, p := range loads[0] {
		documents += len(p.Documents)
		for _, other := range loads[1:] {
			if diff := cmp.Diff(p.Documents, other[i].Documents); diff != "" {
				t.Errorf("%s: the documents differ:\n%s", p.ID, diff)
			}
		}
	}
	if found := recall(kept).count; found != documents {
		t.Errorf("%d of %d documents are kept", found, documents)
	}
}

// What the last load did not meet is not kept any longer.
func TestMemoryForgets(t *testing.T) {
	dir := t.TempDir()
	if err := registertest.Write(dir, 4); err != nil {
		t.Fatal(err)
	}
	today, _ := calendar.NewDate(2026, 11, 24)
	kept := cache.Open(t.TempDir(), "program")
	for _, want := range []int{4, 2} {
		if _, err := Load(os.DirFS(dir), today, kept); err != nil {
			t.Fatal(err)
		}
		if found := recall(kept).count; found != want {
			t.Errorf("%d documents are kept, want %d", found, want)
		}
		if err := os.RemoveAll(dir + "/projects/2026"); err != nil {
			t.Fatal(err)
		}
	}
}

// A document is known by its file's state only if the file had long been as it is, and no more once it is written to,
// though its size and its time be what they were.
func TestStates(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("documents are known by their text alone")
	}
	dir, cacheDir := t.TempDir(), t.TempDir()
	if err := registertest.Write(dir, 2); err != nil {
		t.Fatal(err)
	}
	today, _ := calendar.NewDate(2026, 11, 24)
	kept := cache.Open(cacheDir, "program")
	load := func(states int) *project.Project {
		t.Helper()
		folder, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer folder.Close()
		r, err := Load(folder, today, kept)
		if err != nil {
			t.Fatal(err)
		}
		if m := recall(kept); m.count != 2 || len(m.byFile) != states {
			t.Errorf("%d documents are kept, of which %d are known by their files, want 2 and %d", m.count, len(m.byFile), states)
		}
		return r.Projects[0]
	}
	// later lets some time pass: the cache is as if it had been written then.
	later := func(d time.Duration) {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(cacheDir, "*"))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		if err := os.Chtimes(files[0], time.Time{}, time.Now().Add(d)); err != nil {
			t.Fatal(err)
		}
	}

	load(0)
	load(0)
	later(time.Minute)
	load(2)
	later(time.Minute)
	p := load(2)

	name := filepath.Join(dir, p.Dir, "feasibility.md")
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	heading := p.Documents["feasibility.md"].Sections[1].Heading
	other := string([]rune(heading)[1:]) + string([]rune(heading)[:1])
	time.Sleep(20 * time.Millisecond) // the system tells no two changes apart within less
	if err := os.WriteFile(name, bytes.ReplaceAll(data, []byte(heading), []byte(other)), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, time.Time{}, info.ModTime()); err != nil {
		t.Fatal(err)
	}
	later(-time.Second)
	if got := load(1).Documents["feasibility.md"].Sections[1].Heading; got != other {
		t.Errorf("the heading that was changed to %q is read as %q", other, got)
	}
}
