package rule

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// realNames are the names of real projects, by id, from the folder that TESTDATA_DIR names.
func realNames(t *testing.T) map[string]string {
	dir := os.Getenv("TESTDATA_DIR")
	if dir == "" {
		t.Skip("TESTDATA_DIR names no folder with real_projects.tsv, a list of real project names")
	}
	file, err := os.Open(filepath.Join(dir, "real_projects.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, row := range rows[1:] {
		names[row[0]] = row[1]
	}
	return names
}

// TestExcludedOnRealNames holds 03.excluded to real names: it finds what the regulation leaves out, and no system that
// merely has to do with cameras, broadcasting or publicity.
func TestExcludedOnRealNames(t *testing.T) {
	rule := districtRule(t, "03.excluded")
	register := &project.Register{Today: validToday, Years: []*project.Year{{Year: 2025}}}
	for id, name := range realNames(t) {
		p := &project.Project{ID: "2025-zhzf-001", Year: 2025, Unit: "zhzf", Declaration: &project.Declaration{}}
		p.Declaration.Name.V = name
		got := judgeProject([]*Rule{rule}, newIndex(register), p).outcomes["03.excluded"] == finding.Violated
		want := strings.Contains(name, "短视频") || strings.Contains(name, "办公设备")
		if got != want {
			t.Errorf("%s %s: reads like what is left out: %v, want %v", id, name, got, want)
		}
	}
}
