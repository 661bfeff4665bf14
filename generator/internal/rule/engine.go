package rule

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/parallel"
	"wuxing.example/register/generator/internal/project"
)

// Result is the register judged.
type Result struct {
	Findings []finding.Finding   // violated and waived, in order
	Outcomes map[string]Outcomes // by project's id
	Dues     []Due               // the earliest first
}

// Due is an act that a rule awaits: what the rule's title says, of whom, until which day.
type Due struct {
	Rule    *Rule
	Project string
	Until   calendar.Date
	At      finding.Location // where it is to be entered
}

// Outcomes says how each rule stands on one project. Those of a project that was not judged are the zero Outcomes.
type Outcomes struct {
	rules []string // the ids, rising; all projects share them
	each  []finding.Outcome
}

// OutcomesOf gives the outcomes that some rules have, by their ids.
func OutcomesOf(rules map[string]finding.Outcome) Outcomes {
	o := Outcomes{rules: slices.Sorted(maps.Keys(rules))}
	for _, id := range o.rules {
		o.each = append(o.each, rules[id])
	}
	return o
}

// Of is how a rule stands, none if there is no such rule.
func (o Outcomes) Of(rule string) finding.Outcome {
	if i, ok := slices.BinarySearch(o.rules, rule); ok {
		return o.each[i]
	}
	return 0
}

// All lists how the rules stand.
func (o Outcomes) All() []finding.Outcome { return o.each }

// set says how a rule stands.
func (o Outcomes) set(rule string, outcome finding.Outcome) {
	if i, ok := slices.BinarySearch(o.rules, rule); ok {
		o.each[i] = outcome
	}
}

// Blocks reports whether a finding stops a merge and a publication.
func (r *Result) Blocks() bool { return slices.ContainsFunc(r.Findings, finding.Finding.Blocks) }

// judged is one project judged.
type judged struct {
	findings     []finding.Finding
	outcomes     Outcomes
	missingYears []int
	dues         []Due
}

// Check judges every project by every rule, and what the register changes by those on changes. What the base has too is
// marked as inherited. The projects are judged in parallel; the result does not depend on it.
func (s *Set) Check(in Input) *Result {
	r := in.Head
	b, index := inOrder(s.Rules()), newIndex(r)
	index.change, index.rest = in.Change, in.Rest
	projects := r.Projects
	if in.Judged != nil {
		projects = slices.DeleteFunc(slices.Clone(projects), func(p *project.Project) bool { return !in.Judged[p.ID] })
	}
	all := make([]judged, len(projects))
	parallel.Each(len(all), func(i int) { all[i] = judgeProject(b, index, projects[i]) })

	told := 0
	for i := range all {
		told += len(all[i].findings)
	}
	result := &Result{Findings: slices.Grow([]finding.Finding(nil), told), Outcomes: make(map[string]Outcomes, len(all))}
	years := map[int]bool{}
	for i, j := range all {
		result.Findings = append(result.Findings, j.findings...)
		result.Outcomes[projects[i].ID] = j.outcomes
		result.Dues = append(result.Dues, j.dues...)
		for _, y := range j.missingYears {
			years[y] = true
		}
	}
	result.Findings = append(result.Findings, s.outsideProjects(r)...)
	if !isBroken(r, calendarFile) { // else that is told, and is why no year has a table
		result.Findings = append(result.Findings, s.missingYears(years)...)
	}
	if in.Change != nil {
		result.Findings = append(result.Findings, s.judgeChange(in.Change, r, result.Outcomes)...)
	}
	finding.Sort(result.Findings)
	result.Findings = slices.CompactFunc(result.Findings, toldOnce)
	if in.Change != nil {
		in.Change.inherit(result.Findings, s.Check(Input{Head: in.Change.Base, Judged: in.Judged, Rest: in.Rest}).Findings)
	}
	slices.SortStableFunc(result.Dues, func(a, b Due) int {
		return cmp.Or(a.Until.Compare(b.Until), strings.Compare(a.Project, b.Project))
	})
	return result
}

// Compares lists the ids of the rules that compare a project with all the others.
func (s *Set) Compares() []string {
	var ids []string
	for _, r := range s.Rules() {
		if r.check.compares && !slices.Contains(ids, r.ID) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// toldOnce reports whether two findings are one that is about no single project, such as a plan year's, and was found
// of each project of it.
func toldOnce(a, b finding.Finding) bool {
	return a.Project == "" && b.Project == "" && a.Fingerprint() == b.Fingerprint() && a.Message == b.Message
}

// bench is rules in the order in which they judge.
type bench struct {
	rules []*Rule
	ids   []string // of the rules, rising; several versions of a rule have one
	id    []int    // of each rule, where its id stands among these
}

// inOrder puts the rules that tell of the others after them.
func inOrder(rules []*Rule) *bench {
	b := &bench{rules: slices.Clone(rules)}
	slices.SortStableFunc(b.rules, func(a, b *Rule) int {
		switch {
		case a.check.ofOthers == b.check.ofOthers:
			return 0
		case b.check.ofOthers:
			return -1
		}
		return 1
	})
	for _, r := range rules {
		b.ids = append(b.ids, r.ID)
	}
	slices.Sort(b.ids)
	b.ids = slices.Compact(b.ids)
	for _, r := range b.rules {
		i, _ := slices.BinarySearch(b.ids, r.ID)
		b.id = append(b.id, i)
	}
	return b
}

// judgeProject judges one project by every rule. Of a classified one, only that it is classified is judged and told.
func judgeProject(b *bench, index *index, p *project.Project) judged {
	year := index.register.Year(p.Year)
	outcomes := Outcomes{b.ids, make([]finding.Outcome, len(b.ids))}
	j := &judging{register: index.register, p: p, year: year, index: index, change: index.change}
	secret := p.IsSecret()
	for i, rule := range b.rules {
		outcome := &outcomes.each[b.id[i]]
		if secret && rule.check.name != unclassified.name {
			*outcome = finding.Unjudged
			continue
		}
		j.rule, j.outcome, j.leftOut = rule, finding.NotApplicable, false
		if rule.check.compares && index.rest.IsUnknown() {
			j.say(finding.Unjudged)
		} else if j.canRead() {
			rule.judge.judge(j)
		}
		*outcome = j.outcome.Worse(*outcome)
		if j.leftOut && !slices.Contains(j.unruled, rule.ID) {
			j.unruled = append(j.unruled, rule.ID)
		}
	}
	hideNumbers(j.findings, slices.Concat(p.Personal, year.Personal))
	return judged{j.findings, outcomes, j.missingYears, j.dues}
}

// canRead reports whether the files that the check reads are readable; where not, the rule is unjudged.
func (j *judging) canRead() bool {
	for _, name := range j.rule.check.reads {
		var broken bool
		switch name {
		case yearPlanFile:
			broken = j.year.Broken[name]
		case declarationFile:
			broken = j.p.Declaration == nil
		default:
			broken = j.p.Broken[name]
		}
		if broken {
			j.say(finding.Unjudged)
			return false
		}
	}
	return true
}

// outsideProjects makes the findings on the form of the plan years' files and the district's directories.
func (s *Set) outsideProjects(r *project.Register) []finding.Finding {
	faults, numbers := slices.Clone(r.Faults), slices.Clone(r.Personal)
	var found []finding.Finding
	for _, y := range r.Years {
		if len(y.Marks) > 0 {
			found = append(found, s.marked(y.Marks)...)
			continue // nothing else of a marked year is told
		}
		faults = append(faults, y.Faults...)
		numbers = append(numbers, y.Personal...)
	}
	for _, f := range faults {
		if versions := s.Versions(f.Rule); len(versions) > 0 {
			found = append(found, versions[0].ofFault(f, ""))
		}
	}
	found = append(found, s.numbersOutside(numbers)...)
	hideNumbers(found, numbers)
	return found
}

// marked makes the findings of secrecy marks in files that belong to no project.
func (s *Set) marked(marks []finding.Location) []finding.Finding {
	var found []finding.Finding
	for _, r := range s.Rules() {
		if r.check.name != unclassified.name {
			continue
		}
		for _, m := range marks {
			found = append(found, finding.Finding{
				Rule: r.ID, Severity: r.Severity, Outcome: finding.Violated, At: m, Article: r.Cites(), Defined: r.Defined, Secret: true,
				Message: r.message.fill(words{"发现": "这里有国家秘密标志"}), Hint: r.remedy.fill(nil),
			})
		}
	}
	return found
}

const calendarFile = "rules/calendar.toml"

// isBroken reports whether nothing of a directory's file could be read.
func isBroken(r *project.Register, file string) bool {
	return slices.ContainsFunc(r.Faults, func(f finding.Fault) bool {
		return f.At.File == file && (f.Rule == "form.syntax" || f.Rule == "form.encoding" || f.Rule == "form.size")
	})
}

// missingYears makes one finding a year without a table into which a period has run.
func (s *Set) missingYears(years map[int]bool) []finding.Finding {
	var found []finding.Finding
	for _, r := range s.General {
		if r.check.name != calendarCheck.name {
			continue
		}
		for y := range years {
			found = append(found, finding.Finding{
				Rule: r.ID, Severity: r.Severity, Outcome: finding.Violated,
				At: finding.Location{File: calendarFile}, KeyPath: fmt.Sprint(y), Defined: r.Defined,
				Message: r.message.fill(words{"年份": fmt.Sprint(y)}), Hint: r.remedy.fill(nil),
			})
		}
	}
	return found
}
