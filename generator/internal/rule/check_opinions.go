package rule

import (
	"fmt"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// preliminaryOpinions: before the experts reviewed the project, every agency whose opinion the district asks of it had
// agreed, or a preliminary review on paper had concluded so (art. 9).
var preliminaryOpinions = check{
	name:  "preliminary_opinions",
	doc:   "专家评审前，应当征求的部门意见都是同意，或者书面初审已经通过",
	reads: []string{declarationFile, reviewFile, revisionFile, approvalFile, procurementFile},
	words: []string{"问题"},
	new:   func() judge { return &opinionsJudge{} },
}

type opinionsJudge struct{}

func (c *opinionsJudge) judge(j *judging) {
	act, ok := j.afterPreliminary()
	if !ok {
		j.notDue()
		return
	}
	if !j.act(act) || j.anyBroken("opinions/") || c.onPaper(j) {
		return
	}
	if j.register.Missing["opinions.toml"] {
		j.say(finding.Unjudged)
		return
	}
	c.recorded(j)
}

// afterPreliminary returns the date of the expert review or, where none is on file, of the earliest later stage that
// is, and reports false if there is none of them either. Where that stage has no date, it is the declaration's.
func (j *judging) afterPreliminary() (*project.Date, bool) {
	p := j.p
	if p.Review != nil && p.Review.Expert != nil {
		return &p.Review.Expert.Date, true
	}
	var dates []*project.Date
	if p.Revision != nil {
		dates = append(dates, &p.Revision.Filed)
	}
	if p.Approval != nil && p.Approval.Audit != nil {
		dates = append(dates, &p.Approval.Audit.Date)
	}
	if d, ok := j.started(); ok {
		dates = append(dates, d)
	}
	if first, ok := j.earliest(dates); ok {
		return first, true
	}
	planned := p.Approval != nil && p.Approval.Plan != nil
	goneOn := p.InitialAcceptance != nil || p.Application != nil || p.FinalAcceptance != nil || p.Operation != nil || len(p.Evaluations) > 0
	return &p.Declaration.Declared, planned || goneOn
}

// onPaper judges a preliminary review on paper. It reports true if that settles the matter: the review passed, or it is
// all that there is, or it cannot be read.
func (*opinionsJudge) onPaper(j *judging) bool {
	if j.p.Review == nil || j.p.Review.Preliminary == nil {
		return false
	}
	paper := j.p.Review.Preliminary
	if j.unreadable(&paper.Date, &paper.Document, &paper.Conclusion) {
		return true
	}
	passed, hasDocument := paper.Conclusion.V == project.Agreed, !isBlank(&paper.Document)
	switch {
	case passed && hasDocument:
		j.met()
	case len(j.p.Opinions) > 0:
		return false
	case !passed:
		j.violatedAt(&paper.Conclusion, words{"问题": "书面初审（" + paper.Date.V.String() + "）的结论是“" + paper.Conclusion.V + "”"})
	default:
		j.violatedAt(&paper.Document, words{"问题": "书面初审（" + paper.Date.V.String() + "）没有写文号"})
	}
	return true
}

// recorded judges the opinions on record, matter by matter. The matters without any are told together.
func (c *opinionsJudge) recorded(j *judging) {
	j.met()
	var missing []string
	for i := range j.register.Matters {
		m := &j.register.Matters[i]
		if j.unreadable(&m.ID, &m.Agency, &m.Subject, &m.Advisory) || !m.IsPreliminary() || !j.asked(m.When) {
			continue
		}
		verdicts, ok := j.verdicts(m)
		switch {
		case !ok:
		case len(verdicts) == 0:
			missing = append(missing, j.matterName(m))
		default:
			c.matter(j, m, verdicts)
		}
	}
	if len(missing) > 0 {
		at := j.p.At(reviewFile)
		if j.p.Review != nil && j.p.Review.Expert != nil {
			at = j.p.Review.Expert.At()
		}
		j.violated(at, "opinions", words{"问题": "没有" + strings.Join(missing, "、") + "的意见"})
	}
}

// matter judges the verdicts on one matter, which are in order of time: of each person the latest up to the expert
// review counts, and all that count agree. What came later came too late.
func (*opinionsJudge) matter(j *judging, m *project.Matter, verdicts []*project.Opinion) {
	inTime := slices.DeleteFunc(slices.Clone(verdicts), j.afterReview)
	for _, v := range project.Standing(inTime) {
		if v.Conclusion.V != project.Agrees {
			j.violatedAt(&v.Conclusion, words{"问题": j.matterName(m) + "的意见是“" + v.Conclusion.V + "”"})
			return
		}
	}
	if last := verdicts[len(verdicts)-1]; len(inTime) == 0 {
		j.violatedAt(&last.Given, words{"问题": fmt.Sprintf("%s的意见于 %s 提出，晚于专家评审（%s）", j.matterName(m), calendar.DayInChina(last.Given.V), j.p.Review.Expert.Date.V)})
	}
}

// verdicts lists the opinions on record on a matter, as project.Verdicts does. It reports false, and marks the rule
// unjudged, if one cannot be read.
func (j *judging) verdicts(m *project.Matter) ([]*project.Opinion, bool) {
	for _, file := range j.p.Opinions {
		if j.unreadable(&file.Opinions) {
			return nil, false
		}
		for i := range file.Opinions.V {
			o := &file.Opinions.V[i]
			if j.unreadable(&o.Matter, &o.Agency) {
				return nil, false
			}
			if o.Matter.V == m.ID.V && o.Agency.V == m.Agency.V && j.unreadable(&o.Conclusion, &o.Given, &o.Account) {
				return nil, false
			}
		}
	}
	return j.p.Verdicts(m), true
}

// afterReview reports whether an opinion was given on a day after that of the expert review.
func (j *judging) afterReview(o *project.Opinion) bool {
	if j.p.Review == nil || j.p.Review.Expert == nil || j.unreadable(&j.p.Review.Expert.Date) {
		return false
	}
	return calendar.DayInChina(o.Given.V).After(j.p.Review.Expert.Date.V)
}

// matterName writes a matter as 区财政局（资金保障）.
func (j *judging) matterName(m *project.Matter) string {
	return j.agencyName(m.Agency.V) + "（" + m.Matter.V + "）"
}

// agencyName is the name of an agency that is given by its id; any other text stands as it is.
func (j *judging) agencyName(id string) string {
	for i := range j.register.Agencies {
		if a := &j.register.Agencies[i]; a.ID.V == id {
			return a.Name.V
		}
	}
	return id
}

// asked reports whether a matter that is asked when all of this holds is asked of the project. Where that cannot be
// told it marks the rule unjudged.
func (j *judging) asked(when *project.MatterWhen) bool {
	applies, known := when.Applies(j.p.Declaration)
	if !known {
		j.say(finding.Unjudged)
	}
	return applies
}
