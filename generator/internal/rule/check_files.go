package rule

import "wuxing.example/register/generator/internal/project"

// filesGiven: the folder has the files that a declaration consists of (art. 7).
var filesGiven = check{
	name:  "files_given",
	doc:   "文件夹里有规定的文件",
	words: []string{"文件"},
	new:   func() judge { return &filesJudge{} },
}

type filesJudge struct {
	Files project.List[project.Text] `toml:"files,required" label:"应有的文件"`
}

func (c *filesJudge) judge(j *judging) {
	if j.p.Declaration != nil && !j.declared() {
		return
	}
	j.met()
	for _, f := range c.Files.V {
		if !j.p.Has(f.V) {
			j.violated(j.p.At(f.V), "", words{"文件": f.V})
		}
	}
}
