package rule

import (
	"fmt"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// securityGiven: the declaration says who answers for security, how the system is protected, and by which rules it is
// run (art. 25). That the use of commercial cryptography is given, yes or no, is a matter of form.
var securityGiven = check{
	name:  "security_given",
	doc:   "申报表写明安全负责人（岗位）、等级保护定级和安全管理制度",
	reads: []string{declarationFile},
	words: []string{"缺少"},
	new:   func() judge { return &securityJudge{} },
}

type securityJudge struct{}

func (*securityJudge) judge(j *judging) {
	if !j.declared() {
		return
	}
	s := &j.p.Declaration.Security
	j.unreadable(&s.CommercialCryptography)
	for _, v := range []struct {
		text  *project.Text
		label string
	}{{&s.Officer, "安全负责人（岗位）"}, {&s.ProtectionLevel, "等级保护定级"}, {&s.ManagementSystem, "安全管理制度"}} {
		if !j.unreadable(v.text) {
			j.holds(!isBlank(v.text), v.text, func() words {
				return words{"缺少": v.label}
			})
		}
	}
}

// securityChecked: what is in use, and not closed, had a security check within a period (art. 25), which begins with the
// last check, or with the day on which it was put to use.
var securityChecked = check{
	name:  "security_checked",
	doc:   "投入使用、没有关停的项目，在规定期限内做过安全检测",
	reads: []string{operationFile, closureFile},
	words: []string{"起算", "期限"},
	new:   func() judge { return &securityCheckedJudge{} },
}

type securityCheckedJudge struct {
	Within project.Value[limit.Period] `toml:"within,required" label:"安全检测期限"`
}

func (c *securityCheckedJudge) judge(j *judging) {
	inUse := j.inUse()
	if inUse == nil {
		j.notDue()
		return
	}
	if j.closed() || !j.act(inUse) || j.unreadable(inUse) {
		return
	}
	checks := &j.p.Operation.SecurityChecks
	var dates []*project.Date
	for i := range checks.V {
		dates = append(dates, &checks.V[i].Date)
	}
	last, ok := j.latest(&checks.Place, dates)
	switch {
	case !ok:
	case last == nil || last.V.Before(inUse.V):
		j.again(&c.Within.V, inUse.V, "投入使用", false, checks)
	default:
		j.again(&c.Within.V, last.V, "上次安全检测", true, last)
	}
}

// latest returns the latest of the dates of a list, nil if it is empty. It reports false, and marks the rule unjudged,
// if the list or one of the dates cannot be read.
func (j *judging) latest(list *project.Place, dates []*project.Date) (*project.Date, bool) {
	if j.unreadable(list) {
		return nil, false
	}
	var last *project.Date
	for _, d := range dates {
		if j.unreadable(d) {
			return nil, false
		}
		if last == nil || d.V.After(last.V) {
			last = d
		}
	}
	return last, true
}

// again judges an act that is to be done again within a period of the last time, or the first time within a period of
// the day from which on it is owed. what was on the day from which the period runs is for people.
func (j *judging) again(within *limit.Period, from calendar.Date, what string, isDone bool, at interface{ Where() *project.Place }) {
	if isDone {
		j.met()
	} else {
		j.notDue()
	}
	end, ok := j.deadline(within, from, calendar.Date{})
	if ok {
		j.awaits(end, at.Where().At())
	}
	if !ok || within.Holds(j.register.Today, end) {
		return
	}
	j.violatedAt(at, words{
		"起算": fmt.Sprintf("%s（%s）", what, from),
		"期限": fmt.Sprintf("%s（至 %s 已过 %d 天）", end, j.register.Today, end.DaysUntil(j.register.Today)),
	})
}
