package opendata_test

import (
	"os"
	"path/filepath"
	"testing"

	"wuxing.example/register/generator/internal/opendata"
)

// BenchmarkSearchIndex indexes 10,000 documents of some 1,500 characters each.
func BenchmarkSearchIndex(b *testing.B) {
	names, err := filepath.Glob("../../../projects/*/*/*/feasibility.md")
	if err != nil || len(names) == 0 {
		b.Fatal("no studies", err)
	}
	var docs []opendata.Doc
	for i := range 10_000 {
		text, err := os.ReadFile(names[i%len(names)])
		if err != nil {
			b.Fatal(err)
		}
		docs = append(docs, doc("项目", "", "", "", "", string(text)))
	}
	for b.Loop() {
		opendata.SearchIndex(docs)
	}
}
