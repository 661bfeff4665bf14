package rule

// calendarCheck tells of a year without a table of holidays, into which a period has run. It judges no project: the
// other checks come upon the year, and it is told once for all of them.
var calendarCheck = check{
	name:  "calendar",
	doc:   "期限用到的年份在 rules/calendar.toml 中有没有放假安排",
	words: []string{"年份"},
	new:   func() judge { return &calendarJudge{} },

	ofOthers: true,
}

type calendarJudge struct{}

func (*calendarJudge) judge(j *judging) { j.met() }
