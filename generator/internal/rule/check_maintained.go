package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// maintainedProjects: a maintenance project says what it maintains, and that is a construction project of the register
// that is not closed, or a work accepted before the regulation (art. 7). What is closed only after the maintenance was
// contracted was rightly maintained. One that has not passed its final acceptance is a warning until the maintenance is
// contracted, then an error.
var maintainedProjects = check{
	name:  "maintained_projects",
	doc:   "运维项目写明运维对象，对象是登记册中未关停、已验收的建设项目，或办法施行前验收的项目",
	reads: []string{declarationFile},
	words: []string{"对象", "原因"},
	new:   func() judge { return &maintainedJudge{} },
}

type maintainedJudge struct{}

func (c *maintainedJudge) judge(j *judging) {
	d := j.p.Declaration
	if !j.declared() || j.unreadable(&d.Kind) || d.Kind.V != project.Operating || j.unreadable(&d.Maintains, &d.MaintainsLegacy) {
		return
	}
	j.met()
	if len(d.Maintains.V)+len(d.MaintainsLegacy.V) == 0 {
		j.violatedAt(&d.Maintains, words{"对象": "运维对象", "原因": "没有填写"})
	}
	for i := range d.Maintains.V {
		c.maintained(j, &d.Maintains.V[i])
	}
	for i := range d.MaintainsLegacy.V {
		c.legacy(j, &d.MaintainsLegacy.V[i])
	}
}

func (c *maintainedJudge) maintained(j *judging, id *project.Text) {
	target := j.register.Project(id.V)
	if target == nil {
		j.violatedAt(id, words{"对象": id.V, "原因": "不在登记册中"})
		return
	}
	if target.IsSecret() || target.Declaration == nil || target.Broken["closure.toml"] || target.Broken[finalFile] || j.p.Broken[procurementFile] || j.unreadable(&target.Declaration.Kind) {
		j.say(finding.Unjudged)
		return
	}
	contracts := contractsOf(j.p, project.RoleMaintenance)
	contracted, ok := j.earliest(signings(contracts))
	day := j.register.Today
	if ok {
		day = contracted.V
	}
	switch {
	case target.Declaration.Kind.V != project.Construction:
		j.violatedAt(id, words{"对象": id.V, "原因": "不是建设项目"})
	case target.Closure != nil && (j.unreadable(&target.Closure.Date)):
	case target.Closure != nil && !target.Closure.Date.V.After(day):
		j.violatedAt(id, words{"对象": id.V, "原因": fmt.Sprintf("已于 %s 关停并转", target.Closure.Date.V)})
	case target.Accepted() == nil:
		f := j.violatedAt(id, words{"对象": id.V, "原因": "还没有通过竣工验收"})
		if len(contracts) == 0 {
			f.Severity = max(f.Severity, finding.Warning)
		}
	}
}

func (c *maintainedJudge) legacy(j *judging, w *project.LegacyWork) {
	if j.unreadable(&w.Accepted) || j.unreadable(&j.register.Regulation.Effective) {
		return
	}
	effective := j.register.Regulation.Effective.V
	if !w.Accepted.Given() {
		j.violatedAt(&w.Accepted, words{"对象": w.Number.V, "原因": "没有填写竣工验收日期"})
	} else if !w.Accepted.V.Before(effective) {
		j.violatedAt(&w.Accepted, words{"对象": w.Number.V, "原因": fmt.Sprintf("于 %s 验收，在办法施行（%s）之后，应当填登记册中的项目编号", w.Accepted.V, effective)})
	}
}
