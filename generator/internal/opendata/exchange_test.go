package opendata_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/opendata"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
)

// portfolioOf is this repository's example portfolio, judged.
func portfolioOf(t *testing.T) (*project.Register, *rule.Result) {
	t.Helper()
	files := os.DirFS("../../..")
	today, err := calendar.ParseDate("2026-11-24")
	if err != nil {
		t.Fatal(err)
	}
	r, err := register.Load(files, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	set, faults, err := rule.Load(files)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	return r, set.Check(rule.Input{Head: r})
}

// TestOC4IDS holds the export of the example portfolio to the standard's own schema.
func TestOC4IDS(t *testing.T) {
	dir := os.Getenv("TESTDATA_DIR")
	if dir == "" {
		t.Skip("TESTDATA_DIR names no folder with the standard's schemas, oc4ids/")
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	const base = "https://standard.open-contracting.org/infrastructure/schema/0__9__5/"
	for _, name := range []string{"project-schema.json", "project-package-schema.json"} {
		text, err := os.ReadFile(filepath.Join(dir, "oc4ids", name))
		if err != nil {
			t.Fatal(err)
		}
		schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource(base+name, schema); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := compiler.Compile(base + "project-package-schema.json")
	if err != nil {
		t.Fatal(err)
	}
	r, result := portfolioOf(t)
	file, ok := opendata.SurveyOf(r, result).OC4IDS(r)
	if !ok {
		t.Fatal("there is no export")
	}
	export, err := jsonschema.UnmarshalJSON(bytes.NewReader(file.Data))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(export); err != nil {
		t.Error(err)
	}
	projects := export.(map[string]any)["projects"].([]any)
	if len(projects) != len(r.Projects) {
		t.Errorf("%d projects, the register has %d", len(projects), len(r.Projects))
	}
	delete(projects[0].(map[string]any), "id")
	if schema.Validate(export) == nil {
		t.Error("the schema takes anything")
	}
}

// TestOC4IDSOfNone: the standard wants a project at least.
func TestOC4IDSOfNone(t *testing.T) {
	r := &project.Register{}
	if _, ok := opendata.SurveyOf(r, &rule.Result{}).OC4IDS(r); ok {
		t.Error("there is an export of nothing")
	}
}

func TestJSON(t *testing.T) {
	r, result := portfolioOf(t)
	var all struct {
		AsOf     string `json:"as_of"`
		Projects []struct {
			ID        string
			Amounts   map[string]json.Number
			Contracts []struct{ Number, Signed string }
		}
	}
	if err := json.Unmarshal(opendata.SurveyOf(r, result).JSON(r).Data, &all); err != nil {
		t.Fatal(err)
	}
	if all.AsOf != "2026-11-24" || len(all.Projects) != len(r.Projects) {
		t.Errorf("as of %s, %d projects", all.AsOf, len(all.Projects))
	}
	for _, p := range all.Projects {
		if p.ID == "2026-ct-001" && (p.Amounts["planned"] != "1814000" || len(p.Contracts) == 0) {
			t.Errorf("it says %v", p)
		}
	}
}

// TestCalendar holds the calendar to the format: lines of 75 bytes at most, each a whole number of characters, ended by
// CR LF; texts escaped; the day after the last as its end.
func TestCalendar(t *testing.T) {
	until, err := calendar.ParseDate("2026-12-31")
	if err != nil {
		t.Fatal(err)
	}
	p := &project.Project{ID: "2025-a-001", Declaration: &project.Declaration{}}
	p.Declaration.Name.V = strings.Repeat("很长的名称；,\\ ", 12)
	file := opendata.Calendar("x.ics", "期限", []portfolio.Deadline{{Project: p, Rule: &rule.Rule{ID: "20.overdue", Title: "按期验收", Who: "建设单位"}, Until: until}}, until)
	text := string(file.Data)
	for _, line := range strings.SplitAfter(text, "\r\n") {
		if len(line) > 77 || !strings.HasSuffix(line, "\r\n") && line != "" || strings.Contains(strings.TrimSuffix(line, "\r\n"), "\n") || strings.ContainsRune(line, '\uFFFD') {
			t.Errorf("a line is %q", line)
		}
	}
	whole := strings.ReplaceAll(text, "\r\n ", "")
	for _, want := range []string{"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "UID:2025-a-001-20.overdue-20261231@register\r\n", "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n", `SUMMARY:按期验收：很长的名称；\,\\ `, "END:VEVENT\r\nEND:VCALENDAR\r\n"} {
		if !strings.Contains(whole, want) {
			t.Errorf("it lacks %q:\n%s", want, whole)
		}
	}
}

func TestFeed(t *testing.T) {
	r, result := portfolioOf(t)
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(opendata.SurveyOf(r, result).Feed(r).Data, &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Entries) != opendata.FeedEntries || feed.ID == "" {
		t.Errorf("%d entries", len(feed.Entries))
	}
	seen := map[string]bool{}
	for i, e := range feed.Entries {
		if i > 0 && e.Updated > feed.Entries[i-1].Updated || seen[e.ID] || e.Title == "" || len(e.Updated) != len("2026-01-01T00:00:00+08:00") {
			t.Errorf("entry %d is %v", i, e)
		}
		seen[e.ID] = true
	}
}
