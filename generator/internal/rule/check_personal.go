package rule

import (
	"slices"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/personal"
	"wuxing.example/register/generator/internal/project"
)

// personalNumbers: no text of the record carries people's numbers of a kind (art. 25). It is judged of every project
// whatever its dates. What it finds is shown masked, and no line that a number stands on is quoted.
var personalNumbers = check{
	name:  "personal_numbers",
	doc:   "文件、文件名和附件中没有个人的身份证号或手机号",
	words: []string{"号码"},
	new:   func() judge { return &personalJudge{} },
}

type personalJudge struct {
	Kind project.Text `toml:"kind,required" label:"号码种类" oneof:"身份证号|手机号"`
}

var personalKinds = map[string]personal.Kind{"身份证号": personal.Identity, "手机号": personal.Mobile}

func (c *personalJudge) judge(j *judging) {
	j.met()
	for _, n := range j.p.Personal {
		if n.Kind == personalKinds[c.Kind.V] {
			f := j.violated(n.At, n.Masked, words{"号码": n.Masked})
			f.Secret = true
		}
	}
}

// numbersOutside makes the findings of personal numbers in files that belong to no project.
func (s *Set) numbersOutside(numbers []project.PersonalNumber) []finding.Finding {
	var found []finding.Finding
	for _, r := range s.Rules() {
		c, ok := r.judge.(*personalJudge)
		if !ok {
			continue
		}
		for _, n := range numbers {
			if n.Kind != personalKinds[c.Kind.V] {
				continue
			}
			found = append(found, finding.Finding{
				Rule: r.ID, Severity: r.Severity, Outcome: finding.Violated, At: n.At, KeyPath: n.Masked,
				Article: r.Cites(), Defined: r.Defined, Secret: true,
				Message: r.message.fill(words{"号码": n.Masked}), Hint: r.remedy.fill(nil),
			})
		}
	}
	return found
}

// hideNumbers keeps personal numbers out of what findings say: a message that quotes one shows it masked, and a finding
// on a line that carries one quotes no line.
func hideNumbers(found []finding.Finding, numbers []project.PersonalNumber) {
	for i := range found {
		f := &found[i]
		f.Message, f.Hint = personal.Mask(f.Message), personal.Mask(f.Hint)
		onLine := func(n project.PersonalNumber) bool { return n.At.File == f.At.File && n.At.Line() == f.At.Line() }
		f.Secret = f.Secret || slices.ContainsFunc(numbers, onLine)
	}
}
