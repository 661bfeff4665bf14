package rule

// sourcesGiven: the declaration says who pays (art. 2: projects on public funds).
var sourcesGiven = check{
	name:  "sources_given",
	doc:   "申报表写明资金来源",
	reads: []string{declarationFile},
	words: []string{"总投资"},
	new:   func() judge { return &sourcesJudge{} },
}

type sourcesJudge struct{}

func (*sourcesJudge) judge(j *judging) {
	sources := &j.p.Declaration.Estimate.Sources
	if !j.declared() || j.unreadable(sources) {
		return
	}
	if len(sources.V) == 0 {
		j.violatedAt(sources, words{"总投资": j.p.Declaration.Estimate.Total.V.String()})
		return
	}
	j.met()
}
