package rule

import (
	"fmt"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

// formCheck passes on what reading the files found wrong: the faults that carry the rule's own id.
var formCheck = check{
	name:  "form",
	doc:   "读取文件时发现的格式问题",
	words: []string{"问题"},
	new:   func() judge { return &formJudge{} },
}

type formJudge struct{}

func (*formJudge) judge(j *judging) {
	j.met()
	for _, f := range slices.Concat(j.p.Faults, wrongNames(j.rule.set, j.p)) {
		if f.Rule == j.rule.ID {
			j.say(finding.Violated)
			j.findings = append(j.findings, j.rule.ofFault(f, j.p.ID))
		}
	}
}

// ofFault makes the finding of a fault.
func (r *Rule) ofFault(f finding.Fault, projectID string) finding.Finding {
	hint := r.remedy.fill(nil)
	if f.Hint != "" {
		hint = f.Hint
	}
	return finding.Finding{
		Rule: r.ID, Severity: r.Severity, Outcome: finding.Violated, Project: projectID,
		At: f.At, KeyPath: f.KeyPath, Message: r.message.fill(words{"问题": f.Problem}), Hint: hint,
		Article: r.Cites(), Defined: r.Defined,
	}
}

// wrongNames finds waivers and corrections that name a rule which is not there, or may not be waived or corrected.
func wrongNames(s *Set, p *project.Project) []finding.Fault {
	var faults []finding.Fault
	if p.Waivers != nil {
		for i := range p.Waivers.Waivers.V {
			name := &p.Waivers.Waivers.V[i].Rule
			faults = append(faults, s.wrongName(name, "可以豁免", func(r *Rule) bool { return r.Waivable })...)
		}
	}
	if p.Oversight != nil {
		for i := range p.Oversight.Corrections.V {
			name := &p.Oversight.Corrections.V[i].Rule
			faults = append(faults, s.wrongName(name, "可以责令改正", (*Rule).correctable)...)
		}
	}
	return faults
}

func (s *Set) wrongName(name *project.Text, what string, may func(*Rule) bool) []finding.Fault {
	if !name.Given() {
		return nil
	}
	var allowed []string
	for _, r := range s.Rules() {
		if may(r) && !slices.Contains(allowed, r.ID) {
			allowed = append(allowed, r.ID)
		}
	}
	if slices.Contains(allowed, name.V) {
		return nil
	}
	problem := fmt.Sprintf("没有规则“%s”", name.V)
	if len(s.Versions(name.V)) > 0 {
		problem = fmt.Sprintf("规则 %s 不在%s的范围内", name.V, what)
	}
	hint := what + "的规则有：" + strings.Join(allowed, "、")
	if near := tomlfile.Near(name.V, allowed); near != "" {
		hint = "是不是“" + near + "”？"
	}
	return []finding.Fault{{Rule: "form.value", At: name.At(), KeyPath: name.KeyPath(), Problem: problem, Hint: hint}}
}
