package register

import (
	"os"
	"testing"

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
	if found := len(recall(kept).found); found != documents {
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
		if found := len(recall(kept).found); found != want {
			t.Errorf("%d documents are kept, want %d", found, want)
		}
		if err := os.RemoveAll(dir + "/projects/2026"); err != nil {
			t.Fatal(err)
		}
	}
}
