package rule

import (
	"fmt"
	"slices"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// initiationDocument: a construction project of some size has a document of initiation, once it is initiated, procured
// or contracted (art. 13).
var initiationDocument = check{
	name:  "initiation_document",
	doc:   "总投资达到一定数额的建设项目，立项文件中有规定的一种",
	reads: []string{declarationFile, approvalFile, procurementFile},
	words: []string{"文件", "总投资", "日期"},
	new:   func() judge { return &initiationJudge{} },
}

type initiationJudge struct {
	Document project.Text                `toml:"document,required" label:"立项文件"`
	Total    project.Value[limit.Amount] `toml:"total,required" label:"总投资"`
}

func (c *initiationJudge) judge(j *judging) {
	d := j.p.Declaration
	if j.unreadable(&d.Kind, &d.Estimate.Total) || d.Kind.V != project.Construction || !c.Total.V.Holds(d.Estimate.Total.V) {
		return
	}
	first, ok := j.started()
	if !ok {
		j.notDue()
		return
	}
	if !j.act(first) {
		return
	}
	if _, ok := documentOf(j.p, c.Document.V); ok {
		j.met()
		return
	}
	if j.outcome == finding.Unjudged {
		return // a date could not be read: the document may be the very one
	}
	j.violated(j.initiationAt(), "initiation", words{"文件": c.Document.V, "总投资": d.Estimate.Total.V.String(), "日期": first.V.String()})
}

// initiationAt is where a document of the initiation is missing: their list, else the table that lacks it, else the file.
func (j *judging) initiationAt() finding.Location {
	if a := j.p.Approval; a != nil && a.Initiation != nil {
		return a.Initiation.Documents.At()
	}
	return j.p.At(approvalFile)
}

// documentOf returns the first initiation document of one of some kinds.
func documentOf(p *project.Project, kinds ...string) (*project.InitiationDocument, bool) {
	if p.Approval == nil || p.Approval.Initiation == nil {
		return nil, false
	}
	documents := p.Approval.Initiation.Documents.V
	for i := range documents {
		if slices.Contains(kinds, documents[i].Kind.V) {
			return &documents[i], true
		}
	}
	return nil, false
}

// siteDocuments: a project with civil works or of high energy use has the approvals that such projects still need
// (art. 13), or a statement that it needs none.
var siteDocuments = check{
	name:  "site_documents",
	doc:   "涉及新建土建或高耗能的项目，用地、节能、环评手续齐全",
	reads: []string{declarationFile, approvalFile, procurementFile},
	words: []string{"情形", "日期", "文件"},
	new:   func() judge { return &siteJudge{} },
}

type siteJudge struct {
	CivilWorks project.List[project.Text] `toml:"civil_works,required" label:"土建工程应有的文件"`
	HighEnergy project.List[project.Text] `toml:"high_energy,required" label:"高耗能项目应有的文件"`
	Either     project.List[project.Text] `toml:"either,required" label:"两者都应有其一的文件"`
	NotNeeded  project.Text               `toml:"not_needed,required" label:"可以代替的说明"`
}

func (c *siteJudge) judge(j *judging) {
	scope := &j.p.Declaration.Scope
	if j.unreadable(&scope.CivilWorks, &scope.HighEnergy) || !scope.CivilWorks.V && !scope.HighEnergy.V {
		return
	}
	first, ok := j.procured()
	if !ok {
		j.notDue()
		return
	}
	if !j.act(first) {
		return
	}
	j.met()
	if _, ok := documentOf(j.p, c.NotNeeded.V); ok {
		return
	}
	wants := []struct {
		due   bool
		where string
		kinds []string
		says  string
	}{
		{scope.CivilWorks.V, "涉及新建土建工程", texts(c.CivilWorks), ""},
		{scope.HighEnergy.V, "属于高耗能项目", texts(c.HighEnergy), ""},
		{true, "涉及新建土建工程或属于高耗能项目", texts(c.Either), "环境影响评价手续"},
	}
	for _, w := range wants {
		if _, ok := documentOf(j.p, w.kinds...); ok || !w.due {
			continue
		}
		says := w.says
		if says == "" {
			says = fmt.Sprint(w.kinds[0])
		}
		j.violated(j.initiationAt(), "initiation."+w.kinds[0], words{"情形": w.where, "日期": first.V.String(), "文件": says})
	}
}
