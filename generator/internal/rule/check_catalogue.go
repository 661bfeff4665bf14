package rule

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// catalogueEntered: once an application, or another construction project that works on data, is accepted, its digital
// resources stand in the IRS (art. 18). Entered only after the acceptance, it is a warning.
var catalogueEntered = check{
	name:  "catalogue_entered",
	doc:   "竣工验收合格的应用类项目和处理数据的其他建设项目，已编制数字资源目录",
	reads: []string{declarationFile, applicationFile, finalFile},
	words: []string{"验收日期", "情况"},
	new:   func() judge { return &catalogueJudge{} },
}

type catalogueJudge struct{}

func (*catalogueJudge) judge(j *judging) {
	d := j.p.Declaration
	if j.unreadable(&d.Kind, &d.Category, &d.Scope.DataProcessing) || !owesCatalogue(d) {
		return
	}
	round := j.accepted()
	if round == nil {
		j.notDue()
		return
	}
	if !j.act(acceptanceAct(j.p, round)) {
		return
	}
	put := func(situation string) words { return words{"验收日期": round.Date.V.String(), "情况": situation} }
	a := j.p.Application
	if a == nil || a.Catalogue == nil {
		j.violated(j.p.At(applicationFile), "catalogue", put("还没有编制数字资源目录"))
		return
	}
	if j.unreadable(&a.Catalogue.Applications, &a.Catalogue.Data, &a.Catalogue.Components, &a.Catalogue.Date, &round.Date) {
		return
	}
	switch {
	case !hasText(a.Catalogue.Applications):
		j.violatedAt(&a.Catalogue.Applications, put("数字资源目录里没有应用"))
	case a.Catalogue.Date.V.After(round.Date.V):
		f := j.violatedAt(&a.Catalogue.Date, put(fmt.Sprintf("数字资源目录 %s 才编制，晚于验收", a.Catalogue.Date.V)))
		f.Severity = max(f.Severity, finding.Warning)
	default:
		j.met()
	}
}

// owesCatalogue reports whether a project is one whose resources art. 18 wants in the catalogue.
func owesCatalogue(d *project.Declaration) bool {
	return d.Kind.V == project.Construction &&
		(d.Category.V == project.CategoryCrossAgency || d.Category.V == project.CategoryApplication || d.Scope.DataProcessing.V)
}

// unitCatalogued tells, at a declaration, which accepted projects of the same unit are not in the catalogue: what a unit
// shares is weighed in its budgets, reviews, acceptances and evaluations (art. 18).
var unitCatalogued = check{
	name:  "unit_catalogued",
	doc:   "列出本单位已验收而没有编制数字资源目录的其他项目",
	reads: []string{declarationFile},
	words: []string{"项目"},
	new:   func() judge { return &unitCataloguedJudge{} },

	compares: true,
}

type unitCataloguedJudge struct{}

func (*unitCataloguedJudge) judge(j *judging) {
	if !j.declared() {
		return
	}
	owing := j.index.owing()[j.p.Unit]
	others := owing.projects
	if isOwing(j.p) {
		others--
	}
	if others > 0 {
		j.met()
	}
	var ids []string
	var related []finding.Location
	for _, other := range owing.uncatalogued {
		if other != j.p {
			ids = append(ids, other.ID)
			related = append(related, other.At(applicationFile))
		}
	}
	if len(ids) > 0 {
		f := j.violatedAt(&j.p.Declaration.Unit, words{"项目": strings.Join(ids, "、")})
		f.Related = append(f.Related, related...)
	}
}

// findOwing gathers by unit the accepted projects that owe a catalogue.
func (x *index) findOwing() map[string]owing {
	all := map[string]owing{}
	for _, p := range x.register.Projects {
		if !isOwing(p) {
			continue
		}
		o := all[p.Unit]
		o.projects++
		if a := p.Application; a == nil || a.Catalogue == nil || !hasText(a.Catalogue.Applications) {
			o.uncatalogued = append(o.uncatalogued, p)
		}
		all[p.Unit] = o
	}
	return all
}

// isOwing reports whether a project is accepted and owes a catalogue. One whose application cannot be read is left out:
// its catalogue may be there.
func isOwing(p *project.Project) bool {
	return p.Declaration != nil && !p.IsSecret() && !p.Broken[applicationFile] && p.Accepted() != nil && owesCatalogue(p.Declaration)
}
