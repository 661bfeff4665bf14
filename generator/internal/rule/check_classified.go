package rule

import "wuxing.example/register/generator/internal/finding"

// unclassified: nothing classified is in the register (art. 3). It is judged of every project whatever its dates, and
// of a classified one nothing else is: the finding names file and line, quotes nothing, and is the only one told of it.
var unclassified = check{
	name:  "unclassified",
	doc:   "项目未标为涉密，文件、文件名和附件中没有国家秘密标志",
	words: []string{"发现"},
	new:   func() judge { return &unclassifiedJudge{} },
}

type unclassifiedJudge struct{}

func (*unclassifiedJudge) judge(j *judging) {
	j.met()
	if d := j.p.Declaration; d != nil && d.Classified.V {
		f := j.violatedAt(&d.Classified, words{"发现": "申报表写明本项目涉密"})
		f.Secret = true
	}
	for _, mark := range j.p.Marks {
		f := j.violated(mark, "", words{"发现": "这里有国家秘密标志"})
		f.Secret = true
	}
	if d := j.p.Declaration; d != nil && !j.p.IsSecret() && j.unreadable(&d.Classified) {
		return
	}
	if j.p.Declaration == nil && !j.p.IsSecret() {
		j.say(finding.Unjudged)
	}
}
