package rule

// higherLevel tells of a project that state, province or city plan and pay for (art. 2): it is managed as they provide.
var higherLevel = check{
	name:  "higher_level",
	doc:   "项目由国家、省、市统筹安排并拨付资金",
	reads: []string{declarationFile},
	words: []string{"上级"},
	new:   func() judge { return &higherLevelJudge{} },
}

type higherLevelJudge struct{}

func (*higherLevelJudge) judge(j *judging) {
	level := &j.p.Declaration.HigherLevel
	if !j.declared() || j.unreadable(level) || level.V == "" {
		return
	}
	j.violatedAt(level, words{"上级": level.V})
}
