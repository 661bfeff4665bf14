package rule

import (
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/register"
)

// No finding shows a personal number: neither the one that tells of it, nor another that quotes the value or stands on
// the same line. Findings on other lines show theirs.
func TestFindingsHidePersonalNumbers(t *testing.T) {
	const identity, mobile = "11010519491231002X", "13800138000"
	set, err := districtRules()
	if err != nil {
		t.Fatal(err)
	}
	x := Example{Today: validToday, record: validDirs[defaultKind], changes: map[string]any{
		"review.toml":             "[expert]\ndate = 2024-11-05\nconclusion = \"问 " + mobile + "\"\nopinion = \"\"\nfoo = 1\nbar = \"" + identity + "\"\n",
		"rules/experts.toml":      "foo = \"" + mobile + "\"\n",
		"projects/2025/plan.toml": "year = \"" + mobile + "\"\n",
	}}
	files, err := x.files()
	if err != nil {
		t.Fatal(err)
	}
	reg, err := register.Load(filesystem(files), x.Today, nil)
	if err != nil {
		t.Fatal(err)
	}
	told, quoted := map[string]int{}, false
	for _, f := range set.Check(Input{Head: reg}).Findings {
		if strings.Contains(f.Message+f.Hint, mobile) || strings.Contains(f.Message+f.Hint, identity) {
			t.Errorf("[%s] shows the number: %s", f.Rule, f.Message)
		}
		lines := strings.Split(string(files[f.At.File]), "\n")
		line := lines[min(f.At.Line(), len(lines))-1]
		if hasNumber := strings.Contains(line, mobile) || strings.Contains(line, identity); hasNumber != f.Secret {
			t.Errorf("[%s] at %s:%d: Secret is %v, the line %q", f.Rule, f.At.File, f.At.Line(), f.Secret, line)
		}
		told[f.Rule]++
		quoted = quoted || strings.Contains(f.Message, "138******00") && f.Rule == "form.value"
	}
	if told["25.personal-data"] != 1 || told["25.mobile-number"] != 3 {
		t.Errorf("%d identity numbers and %d mobile numbers are told, want 1 and 3", told["25.personal-data"], told["25.mobile-number"])
	}
	if !quoted {
		t.Error("no finding of form.value quotes the masked number: the case does not show what it is to show")
	}
}

// A number on one line hides no other finding of the project, unlike a secrecy mark.
func TestPersonalNumbersLeaveTheProjectJudged(t *testing.T) {
	set, err := districtRules()
	if err != nil {
		t.Fatal(err)
	}
	outcomes := func(plan string) Outcomes {
		x := Example{Today: validToday, record: validDirs[defaultKind], changes: map[string]any{"plan.md": plan}, without: []string{"feasibility.md"}}
		files, err := x.files()
		if err != nil {
			t.Fatal(err)
		}
		reg, err := register.Load(filesystem(files), x.Today, nil)
		if err != nil {
			t.Fatal(err)
		}
		return set.Check(Input{Head: reg}).Outcomes["2025-zhzf-001"]
	}
	without, with := outcomes("# 方案\n\n## 说明\n无。\n"), outcomes("# 方案\n\n## 说明\n电话 13800138000\n")
	for _, id := range set.IDs() {
		if with.Of(id) != without.Of(id) && id != "25.mobile-number" {
			t.Errorf("%s is %s beside a mobile number, %s without one", id, with.Of(id), without.Of(id))
		}
	}
}
