package rule

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// realProjects are the rows of a list of real projects, from the folder that TESTDATA_DIR names: id, name, unit and more.
func realProjects(t *testing.T) [][]string {
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
	return rows[1:]
}

// realRegister is the list taken as declarations, by its own ids.
func realRegister(t *testing.T) *project.Register {
	const name, unit, yuan, year = 1, 2, 7, 8
	codes := map[string]string{}
	var units []project.Unit
	var projects []*project.Project
	for _, row := range realProjects(t) {
		total := row[yuan]
		if total != "" {
			total += "元"
		}
		p := declaration(t, row[0], row[name], total)
		p.Year, _ = strconv.Atoi(row[year])
		if codes[row[unit]] == "" {
			codes[row[unit]] = fmt.Sprintf("u%d", len(codes))
			units = append(units, project.Unit{Code: project.Text{V: codes[row[unit]]}, Name: project.Text{V: row[unit]}})
		}
		p.Unit = codes[row[unit]]
		projects = append(projects, p)
	}
	r := registerOf(projects...)
	r.Units = units
	return r
}

// TestExcludedOnRealNames holds 03.excluded to real names: it finds what the regulation leaves out, and no system that
// merely has to do with cameras, broadcasting or publicity.
func TestExcludedOnRealNames(t *testing.T) {
	rule := districtRule(t, "03.excluded")
	register := &project.Register{Today: validToday, Years: []*project.Year{{Year: 2025}}}
	for _, row := range realProjects(t) {
		id, name := row[0], row[1]
		p := &project.Project{ID: "2025-zhzf-001", Year: 2025, Unit: "zhzf", Declaration: &project.Declaration{}}
		p.Declaration.Name.V = name
		got := judgeProject(inOrder([]*Rule{rule}), newIndex(register), p).outcomes.Of("03.excluded") == finding.Violated
		want := strings.Contains(name, "短视频") || strings.Contains(name, "办公设备")
		if got != want {
			t.Errorf("%s %s: reads like what is left out: %v, want %v", id, name, got, want)
		}
	}
}
