// The results of performance evaluation (art. 28).

package portfolio

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// What the results of evaluation count.
const (
	AboutScores     = "各方面得分的平均、最低和最高，只计主管部门的评价，每个方面满分 100 分。"
	AboutUnreported = "重点项目投入使用后，每个已结束的年度都要有主管部门的绩效评价和不晚于它的单位自评；这里列出还没有的。"
)

// yearlyRule is the rule that a key project in use is evaluated each year, by the lead agency and by its unit.
const yearlyRule = "28.yearly"

// Dimension is one of the five that an evaluation scores.
type Dimension struct {
	Name  string
	Score func(*project.Scores) int64
}

// Dimensions are the five, in the order of the regulation.
var Dimensions = []Dimension{
	{"成本效益", func(s *project.Scores) int64 { return s.CostBenefit.V }},
	{"应用效果", func(s *project.Scores) int64 { return s.Effect.V }},
	{"协同共享", func(s *project.Scores) int64 { return s.Sharing.V }},
	{"安全保密", func(s *project.Scores) int64 { return s.Security.V }},
	{"创新服务", func(s *project.Scores) int64 { return s.Innovation.V }},
}

// Grades are the grades, the best first.
var Grades = []string{"优", "良", "中", "差"}

// Evaluated is one project's evaluation of one year: the lead agency's, the unit's own, or both.
type Evaluated struct {
	Project *project.Project
	Year    int
	Lead    *project.Evaluation // nil: there is none
	Self    *project.Evaluation // nil: there is none
}

// Evaluations lists the evaluations of all projects, the latest year first, in it by project.
func Evaluations(r *project.Register) []Evaluated {
	var list []Evaluated
	for _, p := range r.Projects {
		if p.IsSecret() {
			continue
		}
		by := map[int]*Evaluated{}
		for _, e := range p.Evaluations {
			of := by[e.Year]
			if of == nil {
				of = &Evaluated{Project: p, Year: e.Year}
				by[e.Year] = of
			}
			if e.Self {
				of.Self = e
			} else {
				of.Lead = e
			}
		}
		for _, of := range by {
			list = append(list, *of)
		}
	}
	slices.SortFunc(list, func(a, b Evaluated) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(a.Project.ID, b.Project.ID))
	})
	return list
}

// CountGrade counts the lead agency's evaluations of a grade in a year, 0 of all years.
func CountGrade(list []Evaluated, grade string, year int) int {
	n := 0
	for _, e := range list {
		if e.Lead != nil && e.Lead.Grade.V == grade && (year == 0 || e.Year == year) {
			n++
		}
	}
	return n
}

// Spread is how one dimension was scored: the mean in tenths of a point, half up, the least and the most.
type Spread struct{ Tenths, Least, Most int64 }

// SpreadOf is how the lead agency scored a dimension; false if it evaluated nothing.
func SpreadOf(list []Evaluated, d Dimension) (Spread, bool) {
	var s Spread
	var sum, n int64
	for _, e := range list {
		if e.Lead == nil {
			continue
		}
		score := d.Score(&e.Lead.Scores)
		if n == 0 {
			s.Least, s.Most = score, score
		}
		s.Least, s.Most = min(s.Least, score), max(s.Most, score)
		sum += score
		n++
	}
	if n == 0 {
		return Spread{}, false
	}
	s.Tenths = (20*sum + n) / (2 * n)
	return s, true
}

// Unreported is an evaluation that a key project owes.
type Unreported struct {
	Project *project.Project
	Year    int
	Self    bool // the unit's own
}

// UnreportedEvaluations lists the evaluations that the rules miss, the latest year first.
func UnreportedEvaluations(r *project.Register, result *rule.Result) []Unreported {
	var list []Unreported
	for _, f := range result.Findings {
		p := r.Project(f.Project)
		if f.Rule != yearlyRule || f.Outcome != finding.Violated || p == nil {
			continue
		}
		name, isTOML := strings.CutSuffix(path.Base(f.At.File), ".toml")
		name, self := strings.CutSuffix(name, "-self")
		year, err := strconv.Atoi(name)
		if !isTOML || err != nil || p.Has(strings.TrimPrefix(f.At.File, p.Dir+"/")) {
			continue // the finding is about an evaluation that is there
		}
		list = append(list, Unreported{p, year, self})
	}
	slices.SortStableFunc(list, func(a, b Unreported) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(a.Project.ID, b.Project.ID))
	})
	return list
}
