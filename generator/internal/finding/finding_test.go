package finding

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"wuxing.example/register/generator/internal/source"
)

func TestSeverity(t *testing.T) {
	for _, tt := range []struct {
		severity      Severity
		word, chinese string
	}{
		{Error, "error", "错误"}, {Warning, "warning", "警告"}, {Notice, "notice", "提示"},
	} {
		if got := tt.severity.String(); got != tt.word {
			t.Errorf("severity %d is %q, want %q", tt.severity, got, tt.word)
		}
		if got := tt.severity.Chinese(); got != tt.chinese {
			t.Errorf("%s reads %q, want %q", tt.word, got, tt.chinese)
		}
		if got, ok := ParseSeverity(tt.word); !ok || got != tt.severity {
			t.Errorf("ParseSeverity(%q) = %v, %t", tt.word, got, ok)
		}
	}
	for _, word := range []string{"", "Error", "错误", "errors", "fatal"} {
		if got, ok := ParseSeverity(word); ok {
			t.Errorf("ParseSeverity(%q) = %v, want none", word, got)
		}
	}
}

func TestOutcomeWorse(t *testing.T) {
	fromBest := []Outcome{NotApplicable, NotDue, Met, Waived, Unjudged, Violated}
	for i, a := range fromBest {
		for j, b := range fromBest {
			if got, want := a.Worse(b), fromBest[max(i, j)]; got != want {
				t.Errorf("%s.Worse(%s) = %s, want %s", a, b, got, want)
			}
		}
	}
}

func TestOutcomeChinese(t *testing.T) {
	for outcome, want := range map[Outcome]string{
		NotApplicable: "不适用", NotDue: "未到期", Met: "符合", Waived: "已豁免", Unjudged: "无法判断", Violated: "不符合",
	} {
		if got := outcome.Chinese(); got != want {
			t.Errorf("%s reads %q, want %q", outcome, got, want)
		}
	}
}

func TestLocation(t *testing.T) {
	for _, tt := range []struct {
		span         source.Span
		line, column int
	}{
		{source.Span{}, 1, 1},
		{source.Span{Line: 1, Column: 1, Width: 1}, 1, 1},
		{source.Span{Line: 23, Column: 9, Width: 10}, 23, 9},
	} {
		l := Location{File: "a.toml", Span: tt.span}
		if l.Line() != tt.line || l.Column() != tt.column {
			t.Errorf("%+v prints as %d:%d, want %d:%d", tt.span, l.Line(), l.Column(), tt.line, tt.column)
		}
	}
}

func TestBlocks(t *testing.T) {
	for _, tt := range []struct {
		finding Finding
		want    bool
	}{
		{Finding{Severity: Error, Outcome: Violated}, true},
		{Finding{Severity: Warning, Outcome: Violated}, false},
		{Finding{Severity: Notice, Outcome: Violated}, false},
		{Finding{Severity: Error, Outcome: Waived}, false},
		{Finding{Severity: Error, Outcome: Violated, Inherited: true}, false},
	} {
		if got := tt.finding.Blocks(); got != tt.want {
			t.Errorf("%s, %s, inherited %t: Blocks %t, want %t", tt.finding.Severity, tt.finding.Outcome, tt.finding.Inherited, got, tt.want)
		}
	}
}

func TestFingerprint(t *testing.T) {
	f := Finding{Rule: "15.filed", At: Location{File: "projects/2025/zhzf/001/procurement.toml"}, KeyPath: "contracts[0].filed"}
	want := fmt.Sprintf("%x", sha256.Sum256([]byte("15.filed\nprojects/2025/zhzf/001/procurement.toml\ncontracts[0].filed")))
	if got := f.Fingerprint(); got != want {
		t.Errorf("the fingerprint is %s, want %s", got, want)
	}
	for name, change := range map[string]func(*Finding){
		"the rule":     func(f *Finding) { f.Rule = "15.method" },
		"the file":     func(f *Finding) { f.At.File = "projects/2025/zhzf/002/procurement.toml" },
		"the key path": func(f *Finding) { f.KeyPath = "contracts[1].filed" },
	} {
		other := f
		change(&other)
		if other.Fingerprint() == want {
			t.Errorf("with %s changed, the fingerprint is the same", name)
		}
	}
	for name, change := range map[string]func(*Finding){
		"its place":    func(f *Finding) { f.At.Span = source.Span{Line: 99, Column: 9, Width: 9} },
		"the message":  func(f *Finding) { f.Message, f.Hint = "迟 5 个工作日", "请归档" },
		"the severity": func(f *Finding) { f.Severity, f.Outcome, f.Inherited = Warning, Waived, true },
	} {
		same := f
		change(&same)
		if same.Fingerprint() != want {
			t.Errorf("with %s changed, the fingerprint changes", name)
		}
	}
}

func TestSort(t *testing.T) {
	at := func(file string, line, column int32) Location {
		return Location{File: file, Span: source.Span{Line: line, Column: column, Width: 1}}
	}
	inOrder := []Finding{
		{At: Location{File: "a.toml"}, Rule: "07.window"}, // the file as a whole is 1:1
		{At: at("a.toml", 1, 1), Rule: "08.goals", Message: "一"},
		{At: at("a.toml", 1, 1), Rule: "08.goals", Message: "二"},
		{At: at("a.toml", 1, 2), Rule: "02.unit"},
		{At: at("a.toml", 2, 1), Rule: "02.unit"},
		{At: at("a.toml", 10, 1), Rule: "02.unit"},
		{At: at("b.toml", 1, 1), Rule: "02.unit"},
		{At: at("b/a.toml", 1, 1), Rule: "02.unit"},
	}
	shuffled := slices.Clone(inOrder)
	slices.Reverse(shuffled)
	Sort(shuffled)
	for i := range inOrder {
		if got, want := shuffled[i], inOrder[i]; got.At != want.At || got.Rule != want.Rule || got.Message != want.Message {
			t.Errorf("place %d: %s %d:%d %s %s, want %s %d:%d %s %s", i,
				got.At.File, got.At.Line(), got.At.Column(), got.Rule, got.Message,
				want.At.File, want.At.Line(), want.At.Column(), want.Rule, want.Message)
		}
	}
}
