package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
)

// TestPortfolioShowsEverything: the example portfolio has at least 40 projects of three plan years, twelve units and four
// types, and among them one of everything that a newcomer should be able to look up. It has no error and some warnings.
func TestPortfolioShowsEverything(t *testing.T) {
	today, err := calendar.ParseDate(portfolioToday)
	if err != nil {
		t.Fatal(err)
	}
	files := os.DirFS("..")
	r, err := register.Load(files, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	set, faults, err := rule.Load(files)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	result := set.Check(rule.Input{Head: r})

	if n := len(r.Projects); n < 40 {
		t.Errorf("%d projects, want 40", n)
	}
	years, units, types := map[int]bool{}, map[string]bool{}, map[string]bool{}
	categories, stages, roles, grades := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, p := range r.Projects {
		years[p.Year], units[p.Unit], types[r.Unit(p.Unit).Type.V] = true, true, true
		categories[p.Declaration.Kind.V+" "+p.Declaration.Category.V] = true
		course := portfolio.CourseOf(r, p)
		stages[course.Stage()] = true
		for _, c := range p.Contracts() {
			roles[c.Role.V] = true
		}
		for _, e := range p.Evaluations {
			if !e.Self {
				grades[e.Grade.V] = true
			}
		}
	}
	for _, year := range []int{2024, 2025, 2026} {
		if !years[year] {
			t.Errorf("no project of %d", year)
		}
	}
	if len(units) < 12 || len(types) < 4 {
		t.Errorf("%d units of %d types, want 12 of 4", len(units), len(types))
	}
	for _, want := range []string{
		"建设 信息基础设施", "建设 多跨协同应用", "建设 一般业务应用", "建设 其他", "运维 软硬件运维", "运维 云资源租赁", "运维 数据资源运维", "运维 网络链路租赁",
		"运维 第三方租赁", "运维 等级保护", "运维 商用密码应用", "运维 其他运维",
	} {
		if !categories[want] {
			t.Errorf("no project of %s", want)
		}
	}
	for _, s := range r.Stages {
		if !stages[s.Name.V] {
			t.Errorf("no project stands at %s", s.Name.V)
		}
	}
	for _, grade := range portfolio.Grades {
		if !grades[grade] {
			t.Errorf("no evaluation %s", grade)
		}
	}

	for _, shown := range []struct {
		says string
		is   func(*project.Project) bool
	}{
		{"above 2,000 万元", func(p *project.Project) bool { return p.Declaration.Estimate.Total.V > 2000*money.Wan }},
		{"of exactly 500 万元", func(p *project.Project) bool { return p.Declaration.Estimate.Total.V == 500*money.Wan }},
		{"a supplement that a batch names", func(p *project.Project) bool { return p.Declaration.Supplement != nil && r.Year(p.Year).Batch(p) >= 0 }},
		{"not taken into its year's plan", func(p *project.Project) bool { return portfolio.IsUnlisted(r.Year(p.Year), p) }},
		{"built with a town", func(p *project.Project) bool {
			return slices.ContainsFunc(p.Declaration.Estimate.Sources.V, func(s project.Source) bool { return s.Kind.V == project.SourceTown && s.Unit.V != p.Unit }) &&
				len(p.Declaration.Partners.V) > 0
		}},
		{"an acceptance that the unit organised and reported", func(p *project.Project) bool {
			return hasRound(p, func(f project.FinalRound) bool { return f.Organizer.V == "建设单位" && f.Reported.Given() })
		}},
		{"failed, rectified and accepted when it was held again", func(p *project.Project) bool {
			return hasRound(p, func(f project.FinalRound) bool { return f.Conclusion.V != project.Passed && f.Rectified.Given() }) && p.Accepted() != nil
		}},
		{"a change of content that the joint body approved", func(p *project.Project) bool {
			return slices.ContainsFunc(p.Changes, func(c *project.Change) bool { return c.Kind.V == "建设内容" }) &&
				slices.ContainsFunc(p.ChangeApprovals, func(a *project.ChangeApproval) bool { return a.Joint != nil })
		}},
		{"an increase of the estimate", func(p *project.Project) bool {
			return slices.ContainsFunc(p.Changes, func(c *project.Change) bool {
				return c.Kind.V == "投资概算" && p.Approval != nil && p.Approval.Plan != nil && c.TotalAfter.V > p.Approval.Plan.Amount.V
			})
		}},
		{"a contract that was filed late", func(p *project.Project) bool { return violates(result, p, "15.filed") }},
		{"a past breach with its correction", func(p *project.Project) bool {
			return p.Oversight != nil && slices.ContainsFunc(p.Oversight.Corrections.V, func(c project.Correction) bool { return violates(result, p, c.Rule.V) })
		}},
		{"a waiver that lifts a finding", func(p *project.Project) bool {
			return p.Waivers != nil && slices.ContainsFunc(p.Waivers.Waivers.V, func(w project.Waiver) bool { return result.Outcomes[p.ID].Of(w.Rule.V) == finding.Waived })
		}},
		{"a closure", func(p *project.Project) bool { return p.Closure != nil }},
		{"a plan spread over years", func(p *project.Project) bool {
			return p.Approval != nil && p.Approval.Plan != nil && len(p.Approval.Plan.Years.V) > 1
		}},
		{"maintained by another", func(p *project.Project) bool {
			return slices.ContainsFunc(r.Projects, func(o *project.Project) bool {
				return slices.ContainsFunc(o.Declaration.Maintains.V, func(id project.Text) bool { return id.V == p.ID })
			})
		}},
	} {
		if !slices.ContainsFunc(r.Projects, shown.is) {
			t.Errorf("no project %s", shown.says)
		}
	}

	violated := map[finding.Severity]int{}
	for _, f := range result.Findings {
		if f.Outcome == finding.Violated {
			violated[f.Severity]++
		}
	}
	if violated[finding.Error] > 0 || violated[finding.Warning] == 0 {
		t.Errorf("%d errors and %d warnings, want none and some", violated[finding.Error], violated[finding.Warning])
	}
	for _, p := range r.Projects {
		if review := p.Review; review != nil && review.Expert != nil && strings.TrimSpace(review.Expert.DrawDocument.V+review.Expert.Draw.V) == "" {
			t.Errorf("%s: the expert review names no draw", p.ID)
		}
	}
}

func hasRound(p *project.Project, is func(project.FinalRound) bool) bool {
	return p.FinalAcceptance != nil && slices.ContainsFunc(p.FinalAcceptance.Acceptances.V, is)
}

// violates reports whether a rule is violated in a project, as a warning at most: an error would not be published.
func violates(result *rule.Result, p *project.Project, id string) bool {
	return slices.ContainsFunc(result.Findings, func(f finding.Finding) bool {
		return f.Project == p.ID && f.Rule == id && f.Outcome == finding.Violated && f.Severity != finding.Error
	})
}
