package rule

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// judgeValid judges the valid record's project of a kind by one of the district's rules, after changes as those of an
// example are.
func judgeValid(t *testing.T, id, kind string, changes map[string]any, without ...string) (finding.Outcome, []finding.Finding) {
	t.Helper()
	x := Example{Today: validToday, record: validDirs[kind], changes: changes, without: without}
	outcome, err := districtRule(t, id).run(&x)
	if err != nil {
		t.Fatal(err)
	}
	return outcome, x.Findings
}

// TestOpinionsAsked: a matter is asked of those projects for which all that its when names holds. The police, whose
// opinion the record lacks, are asked, or they are not.
func TestOpinionsAsked(t *testing.T) {
	const asked, notAsked = finding.Violated, finding.Met
	for _, test := range []struct {
		says    string
		when    map[string]any
		changes map[string]any
		want    finding.Outcome
	}{
		{"always", map[string]any{}, nil, asked},
		{"of its kind", map[string]any{"kind": "运维"}, nil, asked},
		{"of the other kind", map[string]any{"kind": "建设"}, nil, notAsked},
		{"of one of several categories", map[string]any{"category": []any{"云资源租赁", "软硬件运维"}}, nil, asked},
		{"of other categories", map[string]any{"category": []any{"云资源租赁", "等级保护"}}, nil, notAsked},
		{"of its level", map[string]any{"protection_level": []any{"三级", "四级"}}, nil, asked},
		{"of another level", map[string]any{"protection_level": "四级"}, nil, notAsked},
		{"exactly the amount", map[string]any{"total": "46万元以上"}, nil, asked},
		{"above it", map[string]any{"total": "超过46万元"}, nil, notAsked},
		{"with partners", map[string]any{"partners": true}, nil, notAsked},
		{"with partners, which it has", map[string]any{"partners": true}, map[string]any{"project.toml:partners": []any{map[string]any{"unit": "zl"}}}, asked},
		{"without partners", map[string]any{"partners": false}, nil, asked},
		{"self-funded", map[string]any{"self_funded": true}, nil, notAsked},
		{"self-funded, which it is", map[string]any{"self_funded": true}, map[string]any{"project.toml:estimate.sources.0.kind": "自筹"}, asked},
		{"partly self-funded is not self-funded", map[string]any{"self_funded": true},
			map[string]any{"project.toml:estimate.sources.1": map[string]any{"kind": "自筹", "amount": "1万元"}}, notAsked},
		{"one of two facts", map[string]any{"scope": []any{"civil_works", "high_energy"}}, map[string]any{"project.toml:scope.high_energy": true}, asked},
		{"none of two facts", map[string]any{"scope": []any{"civil_works", "high_energy"}}, nil, notAsked},
		{"all keys hold", map[string]any{"kind": "运维", "total": "50万元以下"}, nil, asked},
		{"one key does not", map[string]any{"kind": "运维", "total": "低于46万元"}, nil, notAsked},
		{"a fact that nobody knows", map[string]any{"scope": "underwater"}, nil, finding.Unjudged},
		{"an amount that is no limit", map[string]any{"total": "46万元"}, nil, finding.Unjudged},
		{"a total that cannot be read", map[string]any{"total": "40万元以上"}, map[string]any{"project.toml:estimate.total": 46}, finding.Unjudged},
	} {
		changes := map[string]any{"rules/opinions.toml:matters.5.when": test.when}
		maps.Copy(changes, test.changes)
		if got, found := judgeValid(t, "09.opinions", project.Operating, changes); got != test.want {
			t.Errorf("%s: %s, want %s: %v", test.says, got, test.want, found)
		}
	}
}

// TestOpinionsOnRecord: whose opinion counts, and which.
func TestOpinionsOnRecord(t *testing.T) {
	const file = "opinions/31.toml"
	valid := string(validFiles()["projects/2026/zhzf/001/"+file])
	finance := func(conclusion, account, given string) string {
		return fmt.Sprintf("  { matter = \"finance\", agency = \"finance\", conclusion = %q, account = %q, given = %s },\n]", conclusion, account, given)
	}
	add := func(entry string) string { return strings.Replace(valid, "]", entry, 1) }
	for _, test := range []struct {
		says string
		text string
		want finding.Outcome
	}{
		{"two people agree", add(finance("同意", "second", "2025-10-21T09:00:00+08:00")), finding.Met},
		{"one of two people does not", add(finance("不同意", "second", "2025-10-19T09:00:00+08:00")), finding.Violated},
		{"one person, the latest", add(finance("不同意", "example-finance", "2025-10-19T09:00:00+08:00")), finding.Met},
		{"the latest is against", add(finance("不同意", "example-finance", "2025-10-22T09:00:00+08:00")), finding.Violated},
		{"against, after the review", add(finance("不同意", "example-finance", "2025-11-07T09:00:00+08:00")), finding.Met},
		{"the day in China counts", strings.Replace(valid, "2025-10-20T10:00:00+08:00", "2025-11-06T16:00:00Z", 1), finding.Violated},
		{"another agency's does not count", strings.Replace(valid, `agency = "finance"`, `agency = "cipher"`, 1), finding.Violated},
		{"one without its time does not count", strings.Replace(valid, "given = 2025-10-20T10:00:00+08:00, ", "", 1), finding.Violated},
		{"one on a matter that nobody knows", strings.Replace(valid, `matter = "finance"`, `matter = "money"`, 1), finding.Unjudged},
		{"no opinions at all", "pull_request = 31\n", finding.Violated},
	} {
		if got, found := judgeValid(t, "09.opinions", project.Operating, map[string]any{file: test.text}); got != test.want {
			t.Errorf("%s: %s, want %s: %v", test.says, got, test.want, found)
		}
	}
}

// TestOpinionsDue: what follows the preliminary review makes its opinions due, even where no review is on file; a
// closure, by which a project is withdrawn, does not.
func TestOpinionsDue(t *testing.T) {
	later := []string{
		"review.toml", "revision.toml", "approval.toml", "procurement.toml", "payments.toml", "initial-acceptance.toml",
		"application.toml", "final-acceptance.toml", "operation.toml", "evaluation",
	}
	for _, only := range []string{
		"revision.toml", "approval.toml", "procurement.toml", "initial-acceptance.toml", "application.toml",
		"final-acceptance.toml", "operation.toml", "evaluation",
	} {
		others := slices.DeleteFunc(slices.Clone(later), func(name string) bool { return name == only })
		if got, _ := judgeValid(t, "09.opinions", project.Construction, nil, others...); got != finding.Violated {
			t.Errorf("%s alone: %s, want %s", only, got, finding.Violated)
		}
	}
	closure := map[string]any{"closure.toml": map[string]any{"kind": "关闭"}}
	if got, _ := judgeValid(t, "09.opinions", project.Construction, closure, later...); got != finding.NotDue {
		t.Errorf("a closure alone: %s, want %s", got, finding.NotDue)
	}
}
