package rule

import (
	"strings"

	"wuxing.example/register/generator/internal/project"
)

// categoryOfKind: the category is one of the kind's (art. 3).
var categoryOfKind = check{
	name:  "category_of_kind",
	doc:   "项目类别属于项目类型（建设或运维）",
	reads: []string{declarationFile},
	words: []string{"类型", "类别", "可选"},
	new:   func() judge { return &categoryJudge{} },
}

type categoryJudge struct {
	Construction project.List[project.Text] `toml:"construction,required" label:"建设项目的类别"`
	Operating    project.List[project.Text] `toml:"operating,required" label:"运维项目的类别"`
}

func (c *categoryJudge) judge(j *judging) {
	d := j.p.Declaration
	if !j.declared() || j.unreadable(&d.Kind, &d.Category) {
		return
	}
	allowed := c.Construction
	if d.Kind.V == project.Operating {
		allowed = c.Operating
	}
	if contains(allowed, d.Category.V) {
		j.met()
		return
	}
	j.violatedAt(&d.Category, words{"类型": d.Kind.V, "类别": d.Category.V, "可选": strings.Join(texts(allowed), "、")})
}

// texts are the values of a list.
func texts(list project.List[project.Text]) []string {
	var s []string
	for _, t := range list.V {
		s = append(s, t.V)
	}
	return s
}
