package rule

import (
	"cmp"
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/project"
)

// factsFrozen: what the approved plan rests on changes only together with a change record (art. 19).
var factsFrozen = check{
	name:  "facts_frozen",
	doc:   "年度计划（增补的为所在批次）批准以后，项目类型、类别、单位、范围、概算、目标、可研、修改后的方案和计划金额与改动前一致，或者同时新增变更记录",
	reads: []string{declarationFile, approvalFile},
	words: []string{"内容", "改动", "变更类别"},
	new:   func() judge { return &frozenJudge{} },
}

// frozenFacts are the keys of the declaration that are frozen, and the kind of change that each then takes.
var frozenFacts = map[string]string{
	"kind": changeOfContent, "category": changeOfContent, "unit": changeOfContent, "scope": changeOfContent,
	"goals": changeOfContent, "estimate": changeOfEstimate,
}

type frozenJudge struct{}

func (*frozenJudge) judge(j *judging) {
	if j.change == nil || !j.declared() {
		return
	}
	base := j.change.baseOf(j.p)
	if base == nil || base.Declaration == nil || base.Approval == nil || base.Approval.Plan == nil {
		return
	}
	if approval := j.change.Base.Year(base.Year).Approved(base); approval == nil || !approval.Date.Given() {
		return
	}
	if j.anyBroken("changes/") { // one of them may be the record
		return
	}
	j.met()
	for _, d := range project.Differences(base.Declaration, j.p.Declaration) {
		key, _, _ := strings.Cut(d.At.KeyPath(), ".")
		key, _, _ = strings.Cut(key, "[")
		if kind := frozenFacts[key]; kind != "" {
			j.frozen(base, kind, d.At, d.Label, fmt.Sprintf("由“%s”改成“%s”", cmp.Or(d.Was, "无"), cmp.Or(d.Is, "无")))
		}
	}
	was, is := &base.Approval.Plan.Amount, plannedAmount(j.p)
	if !j.unreadable(was, is) && (was.State != is.State || was.V != is.V) {
		j.frozen(base, changeOfEstimate, &is.Place, "计划下发金额", fmt.Sprintf("由 %s 改成 %s", amountOrNone(was), amountOrNone(is)))
	}
	for _, document := range []struct{ file, label string }{{studyFile, "可行性研究报告"}, {planFile, "修改后的方案"}} {
		if at := j.p.At(document.file); j.change.touches(at.File) {
			j.frozen(base, changeOfContent, &project.Place{Table: &project.Table{File: at.File}}, document.label, "有改动")
		}
	}
}

// frozen says that a frozen fact was changed, unless the same change adds a record of a change of that kind.
func (j *judging) frozen(base *project.Project, kind string, at *project.Place, what, how string) {
	for _, c := range j.p.Changes {
		if c.Kind.V == kind && !base.Has("changes/"+c.Serial+".toml") {
			return
		}
	}
	j.violated(at.At(), at.KeyPath(), words{"内容": what, "改动": how, "变更类别": kind})
}

// plannedAmount is where the planned amount stands, or would stand.
func plannedAmount(p *project.Project) *project.Money {
	switch {
	case p.Approval == nil:
		return &project.Money{Place: project.Place{Table: &project.Table{File: p.At(approvalFile).File}, Key: "plan"}}
	case p.Approval.Plan == nil:
		return &project.Money{Place: project.Place{Table: &p.Approval.Table, Key: "plan"}}
	}
	return &p.Approval.Plan.Amount
}

func amountOrNone(m *project.Money) string {
	if m.State == project.Absent {
		return "无"
	}
	return m.V.String()
}
