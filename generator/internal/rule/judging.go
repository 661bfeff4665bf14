package rule

import (
	"errors"
	"fmt"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// judging is one rule's look at one project. A check says through it how each act stands; the worst of that is the
// rule's outcome on the project. A check that says nothing leaves the rule not applicable.
type judging struct {
	rule     *Rule
	register *project.Register
	p        *project.Project
	year     *project.Year // of the project
	index    *index
	change   *Change // that is judged, nil: none

	outcome finding.Outcome
	leftOut bool // an act lies before the regulation was in force

	// What the rules judged so far have said of the project.
	unruled      []string // the ids of those that leave acts out
	findings     []finding.Finding
	missingYears []int
	dues         []Due
}

// words are the figures of a case, for a message: from the name in braces to its text.
type words map[string]string

// act reports whether the rule was in force on the day of an act, so that it judges it: a rule judges only what was
// done under it. A date that cannot be read is judged by the rule in force today.
func (j *judging) act(d *project.Date) bool {
	day := d.V
	if !d.Given() {
		day = j.register.Today
	}
	return j.inForce(day)
}

func (j *judging) inForce(day calendar.Date) bool {
	if day.Before(j.rule.Effective) {
		j.leftOut = j.leftOut || day.Before(j.register.Regulation.Effective.V)
		return false
	}
	return j.rule.Until.IsZero() || !day.After(j.rule.Until)
}

// declared reports whether the rule was in force on the day of the declaration, which dates what no other act does.
func (j *judging) declared() bool { return j.act(&j.p.Declaration.Declared) }

// unreadable reports whether one of the values carries a form finding, and marks the rule unjudged if so.
func (j *judging) unreadable(values ...interface{ Where() *project.Place }) bool {
	for _, v := range values {
		if v.Where().Faulty() {
			j.say(finding.Unjudged)
			return true
		}
	}
	return false
}

func (j *judging) say(o finding.Outcome) { j.outcome = j.outcome.Worse(o) }

func (j *judging) met()    { j.say(finding.Met) }
func (j *judging) notDue() { j.say(finding.NotDue) }

// holds says met or, where the rule does not hold, violated at a value. Nearly always it holds: only where it does not
// are the words put together.
func (j *judging) holds(ok bool, at interface{ Where() *project.Place }, put func() words) {
	if ok {
		j.met()
		return
	}
	j.violatedAt(at, put())
}

// noWords are those of a message that names no figures.
func noWords() words { return nil }

// violated says that the rule does not hold at a place. It returns the finding, for what only this check knows of it.
func (j *judging) violated(at finding.Location, keyPath string, w words) *finding.Finding {
	f := j.finding(at, keyPath, w)
	j.waive(&f)
	return j.tell(f)
}

// violatedArticle says so of what the regulation itself asks, in a rule whose figures are the district's: the finding
// cites the article, and no waiver lifts it.
func (j *judging) violatedArticle(at finding.Location, keyPath string, w words) *finding.Finding {
	f := j.finding(at, keyPath, w)
	f.Article = ArticleName(j.rule.Article)
	return j.tell(f)
}

func (j *judging) finding(at finding.Location, keyPath string, w words) finding.Finding {
	return finding.Finding{
		Rule:     j.rule.ID,
		Severity: j.rule.Severity,
		Outcome:  finding.Violated,
		Project:  j.p.ID,
		At:       at,
		KeyPath:  keyPath,
		Message:  j.rule.message.fill(w),
		Hint:     j.rule.remedy.fill(w),
		Article:  j.rule.Cites(),
		Defined:  j.rule.Defined,
	}
}

func (j *judging) tell(f finding.Finding) *finding.Finding {
	j.correct(&f)
	j.say(f.Outcome)
	j.findings = append(j.findings, f)
	return &j.findings[len(j.findings)-1]
}

// violatedAt says that the rule does not hold at a value, or where the value is absent at the table that lacks it.
func (j *judging) violatedAt(v interface{ Where() *project.Place }, w words) *finding.Finding {
	place := v.Where()
	return j.violated(place.At(), place.KeyPath(), w)
}

// waive lifts a finding that a waiver on file names.
func (j *judging) waive(f *finding.Finding) {
	if !j.rule.Waivable || j.p.Waivers == nil {
		return
	}
	for i := range j.p.Waivers.Waivers.V {
		w := &j.p.Waivers.Waivers.V[i]
		if w.Rule.V == f.Rule && w.Date.Given() {
			f.Outcome = finding.Waived
			f.Hint = fmt.Sprintf("已豁免：%s（%s，%s）", w.Reason.V, w.Document.V, w.Date.V)
			f.Related = append(f.Related, w.Rule.At())
			return
		}
	}
}

// correct lowers an error that lies in the past and was dealt with (art. 30).
func (j *judging) correct(f *finding.Finding) {
	if f.Outcome != finding.Violated || f.Severity != finding.Error || !j.rule.correctable() || j.p.Oversight == nil {
		return
	}
	for i := range j.p.Oversight.Corrections.V {
		c := &j.p.Oversight.Corrections.V[i]
		if c.Rule.V == f.Rule && c.Date.Given() {
			f.Severity = finding.Warning
			f.Hint = fmt.Sprintf("已处理：%s（%s，%s）", c.Measure.V, c.Document.V, c.Date.V)
			f.Related = append(f.Related, c.Rule.At())
			return
		}
	}
}

// awaits says that an act is awaited until a day, which may have passed.
func (j *judging) awaits(until calendar.Date, at finding.Location) {
	j.dues = append(j.dues, Due{Rule: j.rule, Project: j.p.ID, Until: until, At: at})
}

// deadline returns the last day of a period for an act that was done on a day, or (no date) has not been done yet. It
// reports false where that cannot be told for want of a year's table, having said what follows from it.
func (j *judging) deadline(within *limit.Period, from, done calendar.Date) (calendar.Date, bool) {
	end, err := within.End(j.register.Calendar, from)
	var missing *calendar.MissingYearError
	if !errors.As(err, &missing) {
		return end, true
	}
	switch soonest := within.Soonest(from); {
	case !done.IsZero() && !done.After(soonest):
		return soonest, true
	case !j.register.Today.After(within.Unmoved(from)):
		j.notDue()
	default:
		j.missingYears = append(j.missingYears, missing.Year)
		j.say(finding.Unjudged)
	}
	return calendar.Date{}, false
}
