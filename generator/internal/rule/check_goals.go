package rule

// goalsGiven: the declaration sets at least one goal, with what is measured and what is to be reached (art. 8).
var goalsGiven = check{
	name:  "goals_given",
	doc:   "至少有一项绩效目标，写明指标和目标值",
	reads: []string{declarationFile},
	new:   func() judge { return &goalsJudge{} },
}

type goalsJudge struct{}

func (*goalsJudge) judge(j *judging) {
	goals := &j.p.Declaration.Goals
	if !j.declared() || j.unreadable(goals) {
		return
	}
	for i := range goals.V {
		g := &goals.V[i]
		if j.unreadable(&g.Indicator, &g.Target) {
			return
		}
		if !isBlank(&g.Indicator) && !isBlank(&g.Target) {
			j.met()
			return
		}
	}
	j.violatedAt(goals, nil)
}
