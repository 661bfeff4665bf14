package opendata_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/opendata"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
)

// surveyOf takes stock of a register of these files as of 2026-06-30, with these findings.
func surveyOf(t *testing.T, files map[string]string, findings ...finding.Finding) *opendata.Survey {
	t.Helper()
	fsys := fstest.MapFS{"rules/stages.toml": {Data: []byte(`stages = [
  { id = "declared", name = "申报", article = 7, actor = "建设单位", reached = "declared", waits_for = "" },
  { id = "planned", name = "年度计划", article = 11, actor = "区大数据局", reached = "planned", waits_for = "" },
]`)}}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	today, err := calendar.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	r, err := register.Load(fsys, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	return opendata.SurveyOf(r, &rule.Result{Findings: findings})
}

func declaration(name, total string) string {
	return fmt.Sprintf("name = %q\nunit = \"a\"\nkind = \"建设\"\ncategory = \"一般业务应用\"\ndeclared = 2024-09-20\nclassified = false\n[estimate]\ntotal = %q\n", name, total)
}

const project1 = "projects/2025/a/001/"

// TestFacets: where the projects fall, on both sides of every limit.
func TestFacets(t *testing.T) {
	plan := func(amount string) string { return fmt.Sprintf("[plan]\namount = %q\n", amount) }
	contract := func(amount string) string {
		return fmt.Sprintf("[[contracts]]\nnumber = \"1\"\nrole = \"承建\"\nlot = \"x\"\namount = %q\nsigned = 2025-03-01\n", amount)
	}
	change := func(kind, key, amount string) string {
		return fmt.Sprintf("date = 2025-05-01\nkind = %q\n%s = %q\n", kind, key, amount)
	}
	evaluation := func(grade string) string { return fmt.Sprintf("date = 2026-02-01\ngrade = %q\n", grade) }
	type files map[string]string
	for _, test := range []struct {
		name  string
		total string
		files files
		facet string
		want  string
	}{
		{"a fen below", "49.999999万元", nil, opendata.ByAmount, "up-to-50"},
		{"50 as it is", "50万元", nil, opendata.ByAmount, "up-to-50"},
		{"a fen above", "50.000001万元", nil, opendata.ByAmount, "50-100"},
		{"below 100", "99.999999万元", nil, opendata.ByAmount, "50-100"},
		{"100", "100万元", nil, opendata.ByAmount, "100-500"},
		{"below 500", "499.999999万元", nil, opendata.ByAmount, "100-500"},
		{"500", "500万元", nil, opendata.ByAmount, "500-2000"},
		{"below 2000", "1999.999999万元", nil, opendata.ByAmount, "500-2000"},
		{"2000", "2000万元", nil, opendata.ByAmount, "2000-up"},
		{"planned counts before declared", "500万元", files{"approval.toml": plan("499万元")}, opendata.ByAmount, "100-500"},

		{"no change", "100万元", files{"approval.toml": plan("100万元")}, opendata.ByChange, "none"},
		{"a tenth of the contracts", "100万元", files{"procurement.toml": contract("90万元"), "changes/001.toml": change("建设内容", "amount", "9万元")}, opendata.ByChange, "within"},
		{"a fen more", "100万元", files{"procurement.toml": contract("90万元"), "changes/001.toml": change("建设内容", "amount", "9.000001万元")}, opendata.ByChange, "beyond"},
		{"two changes together", "100万元", files{"procurement.toml": contract("90万元"), "changes/001.toml": change("建设内容", "amount", "5万元"), "changes/002.toml": change("建设内容", "amount", "5万元")}, opendata.ByChange, "beyond"},
		{"a tenth of the planned amount", "100万元", files{"approval.toml": plan("100万元"), "changes/001.toml": change("建设内容", "amount", "10万元")}, opendata.ByChange, "within"},
		{"raised by a tenth", "100万元", files{"approval.toml": plan("100万元"), "changes/001.toml": change("投资概算", "total_after", "110万元")}, opendata.ByChange, "within"},
		{"raised by more", "100万元", files{"approval.toml": plan("100万元"), "changes/001.toml": change("投资概算", "total_after", "110.01万元")}, opendata.ByChange, "beyond"},
		{"lowered by more", "100万元", files{"approval.toml": plan("100万元"), "changes/001.toml": change("投资概算", "total_after", "89.99万元")}, opendata.ByChange, "beyond"},

		{"not evaluated", "100万元", nil, opendata.ByEvaluation, "none"},
		{"evaluated", "100万元", files{"evaluation/2025.toml": evaluation("良")}, opendata.ByEvaluation, "good"},
		{"by itself alone", "100万元", files{"evaluation/2025-self.toml": evaluation("优")}, opendata.ByEvaluation, "none"},
		{"the latest counts", "100万元", files{"evaluation/2024.toml": evaluation("优"), "evaluation/2025.toml": evaluation("差")}, opendata.ByEvaluation, "poor"},

		{"year", "100万元", nil, opendata.ByYear, "2025"},
		{"unit", "100万元", nil, opendata.ByUnit, "a"},
		{"kind", "100万元", nil, opendata.ByKind, "construction"},
		{"category", "100万元", nil, opendata.ByCategory, "application"},
		{"stage", "100万元", nil, opendata.ByStage, "declared"},
		{"deadline", "100万元", nil, opendata.ByDeadline, "none"},
	} {
		all := map[string]string{project1 + "project.toml": declaration("甲", test.total)}
		for name, text := range test.files {
			all[project1+name] = text
		}
		s := surveyOf(t, all)
		if got := s.Of(&s.Entries[0], test.facet); got != test.want {
			t.Errorf("%s: it is in %s, want %s", test.name, got, test.want)
		}
	}
}

func TestFindingFacet(t *testing.T) {
	of := func(severity finding.Severity, outcome finding.Outcome) finding.Finding {
		return finding.Finding{Project: "2025-a-001", Severity: severity, Outcome: outcome}
	}
	for _, test := range []struct {
		findings    []finding.Finding
		value, says string
	}{
		{nil, "none", "符合"},
		{[]finding.Finding{of(finding.Notice, finding.Violated)}, "notice", "符合"},
		{[]finding.Finding{of(finding.Error, finding.Waived)}, "waived", "符合"},
		{[]finding.Finding{of(finding.Notice, finding.Violated), of(finding.Warning, finding.Violated), of(finding.Warning, finding.Violated)}, "warning", "2 项警告"},
		{[]finding.Finding{of(finding.Warning, finding.Violated), of(finding.Error, finding.Violated)}, "error", "1 项错误"},
	} {
		s := surveyOf(t, map[string]string{project1 + "project.toml": declaration("甲", "1万元")}, test.findings...)
		if got := s.Of(&s.Entries[0], opendata.ByFinding); got != test.value || s.Entries[0].State.Text != test.says {
			t.Errorf("%v: %s, %s; want %s, %s", test.findings, got, s.Entries[0].State.Text, test.value, test.says)
		}
	}
}

// TestList: the list and the CSV hold the same projects in the same order, the latest year first, classified ones nowhere,
// amounts to the fen, and no cell that a spreadsheet would run.
func TestList(t *testing.T) {
	secret := strings.Replace(declaration("不能说的", "9万元"), "classified = false", "classified = true", 1)
	s := surveyOf(t, map[string]string{
		"projects/2024/a/001/project.toml": declaration("=HYPERLINK(\"x\")", "0.000001万元"),
		"projects/2025/b/001/project.toml": declaration("乙，“丙”\"丁\"\n第二行", "1234.5万元"),
		"projects/2025/a/001/project.toml": declaration("甲", "0万元"),
		"projects/2025/c/001/project.toml": secret,
	})
	var list struct {
		ID       []string
		Declared []json.Number
		Planned  []*float64
		Facets   []struct {
			Key    string
			Values [][2]string
			Of     []int
		}
	}
	text := s.List().Data
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(list.ID, list.Declared); got != "[2025-a-001 2025-b-001 2024-a-001] [0 1234.5 0.000001]" || list.Planned[0] != nil {
		t.Errorf("the list is %s", got)
	}
	if years := list.Facets[0]; fmt.Sprint(years.Values, years.Of) != "[[2025 2025] [2024 2024]] [0 0 1]" {
		t.Errorf("the years are %v", years)
	}
	table := string(s.CSV("x.csv", func(*opendata.Entry) bool { return true }).Data)
	if strings.Contains(table+string(text), "不能说的") {
		t.Error("a classified project is shown")
	}
	if lines := strings.Split(table, "\r\n"); len(lines) != 5 || strings.Contains(strings.Join(lines, ""), "\n") {
		t.Errorf("the CSV has other lines than the list:\n%s", table)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table, "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"项目编号|项目名称", "2025-a-001|甲", "2025-b-001|乙，“丙”\"丁\" 第二行", "2024-a-001|'=HYPERLINK(\"x\")"} {
		if got := strings.Join(rows[i][:2], "|"); got != want {
			t.Errorf("line %d of the CSV begins with %s, want %s", i+1, got, want)
		}
	}
	if one := string(s.CSV("x.csv", func(e *opendata.Entry) bool { return e.Project.ID == "2025-b-001" }).Data); strings.Count(one, "\r\n") != 2 {
		t.Errorf("the CSV of one is\n%s", one)
	}
}
