package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/source"
)

const file = "projects/2025/zhzf/001/procurement.toml"

// one is a finding to break in one thing.
func one() finding.Finding {
	return finding.Finding{
		Rule: "15.filed", Severity: finding.Warning, Outcome: finding.Violated, Project: "2025-zhzf-001", KeyPath: "contracts[0].filed",
		At:      finding.Location{File: file, Span: source.Span{Line: 2, Column: 9, Width: 10}},
		Message: "合同 A 迟交", Hint: "请说明", Article: "第十五条",
		Defined: finding.Location{File: "rules/articles/15.toml", Span: source.Span{Line: 14}},
		Related: []finding.Location{{File: file, Span: source.Span{Line: 1}}},
	}
}

func write(t *testing.T, format string, findings ...finding.Finding) string {
	t.Helper()
	today, err := calendar.ParseDate("2025-06-30")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	r := &Report{
		Today: today, Commit: "c0ffee", Projects: 3, Findings: findings,
		Files: fstest.MapFS{file: {Data: []byte("[[contracts]]\nfiled = 2025-04-11\n")}},
	}
	if err := Write(&b, r, format); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	waived, inherited, secret, missing := one(), one(), one(), one()
	waived.Outcome = finding.Waived
	inherited.Inherited = true
	secret.Secret = true
	missing.At.File = "projects/2025/zhzf/001/none.toml"
	const rest = "  = 依据 第十五条 · rules/articles/15.toml:14\n  = 处理 请说明\n  = 另见 " + file + ":1\n\n"
	const snippet = "  |\n2 | filed = 2025-04-11\n  |         ^^^^^^^^^^\n"
	for _, tt := range []struct {
		says string
		f    finding.Finding
		want string
	}{
		{"as it is", one(), file + ":2:9: 警告 合同 A 迟交 [15.filed]\n" + snippet + rest + "共核查 3 个项目（截至 2025-06-30）：0 个错误，1 个警告，0 个提示。\n"},
		{"waived: it says so and does not count", waived, file + ":2:9: 已豁免 合同 A 迟交 [15.filed]\n" + snippet + rest + "共核查 3 个项目（截至 2025-06-30）：0 个错误，0 个警告，0 个提示。\n"},
		{"inherited: it says so and does not count", inherited, file + ":2:9: 警告（原有） 合同 A 迟交 [15.filed]\n" + snippet + rest + "共核查 3 个项目（截至 2025-06-30）：0 个错误，0 个警告，0 个提示。\n"},
		{"secret: no line is quoted", secret, file + ":2:9: 警告 合同 A 迟交 [15.filed]\n" + rest + "共核查 3 个项目（截至 2025-06-30）：0 个错误，1 个警告，0 个提示。\n"},
		{"of a file that is not there: no line either", missing, "projects/2025/zhzf/001/none.toml:2:9: 警告 合同 A 迟交 [15.filed]\n" + rest + "共核查 3 个项目（截至 2025-06-30）：0 个错误，1 个警告，0 个提示。\n"},
	} {
		if got := write(t, "text", tt.f); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.says, got, tt.want)
		}
	}
}

func TestJSON(t *testing.T) {
	var got struct {
		Commit   string
		Counts   map[string]int
		Findings []map[string]any
	}
	if err := json.Unmarshal([]byte(write(t, "json", one())), &got); err != nil {
		t.Fatal(err)
	}
	if got.Commit != "c0ffee" || got.Counts["warning"] != 1 || len(got.Findings) != 1 {
		t.Fatalf("the report is %+v", got)
	}
	for key, want := range map[string]string{
		"rule": "15.filed", "severity": "warning", "outcome": "violated", "inherited": "false", "project": "2025-zhzf-001", "file": file,
		"line": "2", "column": "9", "message": "合同 A 迟交", "hint": "请说明", "article": "第十五条", "fingerprint": one().Fingerprint(),
		"related": "[map[file:" + file + " line:1]]",
	} {
		if s := fmt.Sprint(got.Findings[0][key]); s != want {
			t.Errorf("%s is %q, want %q", key, s, want)
		}
	}
	if empty := write(t, "json"); !strings.Contains(empty, `"findings": []`) {
		t.Errorf("no findings are no list:\n%s", empty)
	}
}

// TestMarkdownIsOnlyText: what stands in a record is not Markdown on the host's page, nor a call to a person there.
func TestMarkdownIsOnlyText(t *testing.T) {
	f := one()
	f.Message = "项目“[点](javascript:x) **粗** <img src=x> @admin #1 `码`”\n\n# 标题"
	got := write(t, "markdown", f)
	for _, bad := range []string{"[点]", " **粗**", "<img", "@admin", " #1", " `码`", "\n# 标题"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q stands in\n%s", bad, got)
		}
	}
}

// TestGitHubAnnotations: the gravest come first, ten of a kind at most, and no text of the record ends the command.
func TestGitHubAnnotations(t *testing.T) {
	var findings []finding.Finding
	for i := range 12 {
		f := one()
		f.Message = fmt.Sprintf("第 %d 处 100%%\n::error::假的", i)
		findings = append(findings, f)
	}
	grave, waived := one(), one()
	grave.Severity = finding.Error
	waived.Outcome = finding.Waived
	got := write(t, "github", append(findings, waived, grave)...)
	lines := strings.Split(strings.TrimSpace(got), "\n")
	if len(lines) != 12 || !strings.HasPrefix(lines[0], "::error file="+file+",line=2,col=9,title=15.filed::") {
		t.Errorf("%d lines, want one error, ten warnings and the summary:\n%s", len(lines), got)
	}
	if !strings.Contains(lines[1], "100%25%0A::error::假的") {
		t.Errorf("a line end or a per cent sign is not escaped: %s", lines[1])
	}
}

func TestSARIF(t *testing.T) {
	waived := one()
	waived.Outcome = finding.Waived
	var got struct {
		Version string
		Runs    []struct {
			Results []struct {
				RuleID, Level string
				Suppressions  []any
			}
		}
	}
	if err := json.Unmarshal([]byte(write(t, "sarif", one(), waived)), &got); err != nil {
		t.Fatal(err)
	}
	results := got.Runs[0].Results
	if got.Version != "2.1.0" || len(results) != 2 || results[0].Level != "warning" || len(results[0].Suppressions) != 0 || len(results[1].Suppressions) != 1 {
		t.Errorf("the log is %+v", got)
	}
}

func TestUnknownFormat(t *testing.T) {
	if err := Write(&strings.Builder{}, &Report{}, "xml"); err == nil || !strings.Contains(err.Error(), "没有“xml”这种格式") {
		t.Errorf("xml: error %v", err)
	}
	if len(Formats) != len(writers) {
		t.Errorf("%d formats are listed, %d are written", len(Formats), len(writers))
	}
}
