package rule

import (
	"fmt"
	"strings"
)

// leftOutActs tells which rules did not judge an act of the project because it lies before the regulation was in force
// (art. 33).
var leftOutActs = check{
	name:  "left_out_acts",
	doc:   "列出因行为发生在办法施行之前而不适用的规则",
	words: []string{"施行日期", "条数", "规则"},
	new:   func() judge { return &leftOutJudge{} },

	ofOthers: true,
}

type leftOutJudge struct{}

func (*leftOutJudge) judge(j *judging) {
	if len(j.unruled) == 0 {
		return
	}
	w := words{
		"施行日期": j.register.Regulation.Effective.V.String(),
		"条数":   fmt.Sprint(len(j.unruled)),
		"规则":   strings.Join(j.unruled, "、"),
	}
	if d := j.p.Declaration; d != nil {
		j.violatedAt(&d.Declared, w)
		return
	}
	j.violated(j.p.At(declarationFile), "declared", w)
}
