package rule

import "strings"

// supplementComplete: a supplement gives its reason and the document that puts its funds in place (art. 7).
var supplementComplete = check{
	name:  "supplement_complete",
	doc:   "增补项目写明理由和资金落实文件",
	reads: []string{declarationFile},
	words: []string{"缺少"},
	new:   func() judge { return &supplementJudge{} },
}

type supplementJudge struct{}

func (*supplementJudge) judge(j *judging) {
	s := j.p.Declaration.Supplement
	if s == nil || !j.declared() || j.unreadable(&s.Reason, &s.FundsInPlace) {
		return
	}
	j.met()
	if strings.TrimSpace(s.Reason.V) == "" {
		j.violatedAt(&s.Reason, words{"缺少": "增补理由"})
	}
	if strings.TrimSpace(s.FundsInPlace.V) == "" {
		j.violatedAt(&s.FundsInPlace, words{"缺少": "资金落实文件的文号"})
	}
}
