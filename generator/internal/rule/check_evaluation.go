package rule

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// evaluationScores: an evaluation scores five dimensions, its total is their weighted mean, and its grade follows from
// the total (art. 28). That there are five is the regulation's; weights and grades are the district's.
var evaluationScores = check{
	name:  "evaluation_scores",
	doc:   "绩效评价五个方面都有 0 到 100 的整数评分，总分按权重计算（四舍五入到一位小数），等级与总分相符",
	words: []string{"年度", "情况"},
	new:   func() judge { return &scoresJudge{} },
}

type scoresJudge struct {
	CostBenefit project.Number             `toml:"cost_benefit,required" label:"成本效益的权重"`
	Effect      project.Number             `toml:"effect,required" label:"应用效果的权重"`
	Sharing     project.Number             `toml:"sharing,required" label:"协同共享的权重"`
	Security    project.Number             `toml:"security,required" label:"安全保密的权重"`
	Innovation  project.Number             `toml:"innovation,required" label:"创新服务的权重"`
	Excellent   project.Value[limit.Count] `toml:"excellent,required" label:"优"`
	Good        project.Value[limit.Count] `toml:"good,required" label:"良"`
	Fair        project.Value[limit.Count] `toml:"fair,required" label:"中"`
}

func (c *scoresJudge) judge(j *judging) {
	j.brokenEvaluations()
	if len(j.p.Evaluations) == 0 {
		j.notDue()
	}
	for _, e := range j.p.Evaluations {
		if j.act(&e.Date) {
			c.evaluation(j, e)
		}
	}
}

// brokenEvaluations marks the rule unjudged where an evaluation's file cannot be read.
func (j *judging) brokenEvaluations() {
	for name := range j.p.Broken {
		if strings.HasPrefix(name, "evaluation/") {
			j.say(finding.Unjudged)
		}
	}
}

func (c *scoresJudge) evaluation(j *judging, e *project.Evaluation) {
	wrong := func(at interface{ Where() *project.Place }, situation string) {
		j.violatedAt(at, words{"年度": evaluationName(e), "情况": situation})
	}
	complete := true
	var absent []string
	var firstAbsent *project.Number
	var weighted, weights int64
	for _, s := range []struct {
		score, weight *project.Number
		label         string
	}{
		{&e.Scores.CostBenefit, &c.CostBenefit, "成本效益"},
		{&e.Scores.Effect, &c.Effect, "应用效果"},
		{&e.Scores.Sharing, &c.Sharing, "协同共享"},
		{&e.Scores.Security, &c.Security, "安全保密"},
		{&e.Scores.Innovation, &c.Innovation, "创新服务"},
	} {
		switch {
		case j.unreadable(s.score):
			complete = false
		case !s.score.Given():
			absent = append(absent, s.label)
			if firstAbsent == nil {
				firstAbsent = s.score
			}
		case s.score.V < 0 || s.score.V > 100:
			wrong(s.score, fmt.Sprintf("“%s”的评分 %d 不在 0 到 100 之间", s.label, s.score.V))
			complete = false
		}
		weighted += s.score.V * s.weight.V
		weights += s.weight.V
	}
	if firstAbsent != nil {
		j.violatedArticle(firstAbsent.At(), firstAbsent.KeyPath(), words{"年度": evaluationName(e), "情况": "没有评分的方面：" + strings.Join(absent, "、")})
		return
	}
	if !complete || weights <= 0 {
		return
	}
	tenths := meanTenths(weighted, weights)
	if !j.unreadable(&e.Total) {
		switch {
		case isTenths(e.Total.V, tenths):
			j.met()
		case isBlank(&e.Total):
			wrong(&e.Total, "没有写总分，按权重应为 "+decimal(tenths))
		default:
			wrong(&e.Total, fmt.Sprintf("总分写的是“%s”，按权重应为 %s", e.Total.V, decimal(tenths)))
		}
	}
	if !j.unreadable(&e.Grade) {
		switch grade := c.grade(tenths); {
		case grade == e.Grade.V:
			j.met()
		case !e.Grade.Given():
			wrong(&e.Grade, fmt.Sprintf("没有写等级，%s 分应为“%s”", decimal(tenths), grade))
		default:
			wrong(&e.Grade, fmt.Sprintf("等级写的是“%s”，%s 分应为“%s”", e.Grade.V, decimal(tenths), grade))
		}
	}
}

// grade is the grade of a total, given in tenths.
func (c *scoresJudge) grade(tenths int64) string {
	switch {
	case c.Excellent.V.HoldsTenths(tenths):
		return "优"
	case c.Good.V.HoldsTenths(tenths):
		return "良"
	case c.Fair.V.HoldsTenths(tenths):
		return "中"
	}
	return "差"
}

// meanTenths is a weighted sum over the sum of the weights, in tenths, half up.
func meanTenths(weighted, weights int64) int64 { return (20*weighted + weights) / (2 * weights) }

// decimal writes 864 as 86.4.
func decimal(tenths int64) string { return fmt.Sprintf("%d.%d", tenths/10, tenths%10) }

// isTenths reports whether a text is that number of tenths: "86.4", and of a whole number "88.0" or "88".
func isTenths(s string, tenths int64) bool {
	return s == decimal(tenths) || s == strings.TrimSuffix(decimal(tenths), ".0")
}

// evaluationName is what people call an evaluation: "2025 年度绩效评价".
func evaluationName(e *project.Evaluation) string {
	if e.Self {
		return fmt.Sprintf("%d 年度绩效自评", e.Year)
	}
	return fmt.Sprintf("%d 年度绩效评价", e.Year)
}

// evaluatedYearly: a key project in use is evaluated for each year that is over, and by the unit itself no later
// (art. 28). For the year of its closure, and after it, nothing is owed.
var evaluatedYearly = check{
	name:  "evaluated_yearly",
	doc:   "重点项目投入使用后，每个年度都有绩效评价和不晚于它的绩效自评",
	reads: []string{yearPlanFile, operationFile, closureFile},
	words: []string{"年度", "情况"},
	new:   func() judge { return &yearlyJudge{} },
}

type yearlyJudge struct{}

func (c *yearlyJudge) judge(j *judging) {
	if !j.index.keyProjects()[j.p.ID] {
		return
	}
	inUse := j.inUse()
	if inUse == nil {
		j.notDue()
		return
	}
	if !j.act(inUse) || j.unreadable(inUse) {
		return
	}
	last := j.register.Today.Year() - 1
	if j.closed() {
		if !j.p.Closure.Date.Given() {
			return
		}
		last = min(last, j.p.Closure.Date.V.Year()-1)
	}
	if inUse.V.Year() > last {
		j.notDue()
	}
	for year := inUse.V.Year(); year <= last; year++ {
		c.year(j, year)
	}
}

func (c *yearlyJudge) year(j *judging, year int) {
	evaluation, ok1 := j.evaluation(year, false)
	self, ok2 := j.evaluation(year, true)
	if ok1 && ok2 && evaluation != nil && self != nil && !j.unreadable(&evaluation.Date, &self.Date) {
		j.holds(!self.Date.V.After(evaluation.Date.V), &self.Date, func() words {
			return words{"年度": fmt.Sprint(year), "情况": fmt.Sprintf("自评日期 %s 晚于评价日期 %s", self.Date.V, evaluation.Date.V)}
		})
	}
	if ok1 && evaluation == nil {
		c.absent(j, year, evaluationFile(year, false), "大数据局的绩效评价")
	}
	if ok2 && self == nil {
		c.absent(j, year, evaluationFile(year, true), "建设单位的绩效自评")
	}
}

func (*yearlyJudge) absent(j *judging, year int, file, what string) {
	j.violated(j.p.At(file), "", words{"年度": fmt.Sprint(year), "情况": fmt.Sprintf("缺%s（%s）", what, file)})
}

// evaluationFile is the name of a year's evaluation, or of the unit's own.
func evaluationFile(year int, self bool) string {
	if self {
		return fmt.Sprintf("evaluation/%04d-self.toml", year)
	}
	return fmt.Sprintf("evaluation/%04d.toml", year)
}

// evaluation is a year's evaluation, or the unit's own; nil if there is none. It reports false, and marks the rule
// unjudged, if it cannot be read.
func (j *judging) evaluation(year int, self bool) (*project.Evaluation, bool) {
	if j.p.Broken[evaluationFile(year, self)] {
		j.say(finding.Unjudged)
		return nil, false
	}
	for _, e := range j.p.Evaluations {
		if e.Year == year && e.Self == self {
			return e, true
		}
	}
	return nil, true
}

// evaluationResults tells of a declaration the latest results of evaluation, as they stood on its day, in the unit's
// system: they count when budgets are made (art. 28).
var evaluationResults = check{
	name:  "evaluation_results",
	doc:   "列出本单位（系统）在申报之日最近一个年度的绩效评价结果",
	reads: []string{declarationFile},
	words: []string{"年度", "结果"},
	new:   func() judge { return &resultsJudge{} },

	compares: true,
}

type resultsJudge struct{}

func (*resultsJudge) judge(j *judging) {
	declared := &j.p.Declaration.Declared
	if !j.declared() || j.unreadable(declared) {
		return
	}
	var latest []result
	for _, r := range j.index.evaluations()[j.index.system(j.p.Unit)] {
		if r.project == j.p.ID || r.evaluation.Date.V.After(declared.V) {
			continue
		}
		if len(latest) > 0 && r.evaluation.Year > latest[0].evaluation.Year {
			latest = nil
		}
		if len(latest) == 0 || r.evaluation.Year == latest[0].evaluation.Year {
			latest = append(latest, r)
		}
	}
	if len(latest) == 0 {
		return
	}
	var told []string
	for _, r := range latest {
		told = append(told, fmt.Sprintf("%s %s（%s 分）", r.project, r.evaluation.Grade.V, r.evaluation.Total.V))
	}
	f := j.violatedAt(&j.p.Declaration.Unit, words{"年度": fmt.Sprint(latest[0].evaluation.Year), "结果": strings.Join(told, "、")})
	for _, r := range latest {
		f.Related = append(f.Related, r.evaluation.Grade.At())
	}
}
