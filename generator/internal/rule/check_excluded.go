package rule

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"wuxing.example/register/generator/internal/project"
)

// excludedContent: the name and the summary do not read like what the regulation leaves out (art. 3): office equipment,
// new-media accounts, film and art. What reads so names a thing and an act upon it in one sentence, and none of the
// words that make a system of it.
var excludedContent = check{
	name:  "excluded_content",
	doc:   "名称、简介像是零星设备采购、新媒体运营、影视制作等不纳入管理的内容",
	reads: []string{declarationFile},
	words: []string{"内容", "词句"},
	new:   func() judge { return &excludedJudge{} },
}

type excludedJudge struct {
	Patterns project.List[excludedPattern] `toml:"patterns,required" label:"不纳入管理的内容"`
}

type excludedPattern struct {
	project.Table
	What   project.Text               `toml:"what,required" label:"内容"`
	Things project.List[project.Text] `toml:"things,required" label:"对象"`
	Acts   project.List[project.Text] `toml:"acts,required" label:"行为"`
	Unless project.List[project.Text] `toml:"unless" label:"除外"`
}

var sentenceEnd = regexp.MustCompile(`[。；;！？\n]`)

func (c *excludedJudge) judge(j *judging) {
	d := j.p.Declaration
	if !j.declared() || j.unreadable(&d.Name, &d.Summary) {
		return
	}
	j.met()
	things := findOnce(j.index, c, c.things)
	if !things.in(d.Name.V) && !things.in(d.Summary.V) { // as of nearly every project
		return
	}
	for i := range c.Patterns.V {
		p := &c.Patterns.V[i]
		for _, text := range []*project.Text{&d.Name, &d.Summary} {
			if found, ok := p.find(text.V); ok {
				j.violatedAt(text, words{"内容": p.What.V, "词句": found})
				break
			}
		}
	}
}

// things are those of all patterns.
func (c *excludedJudge) things() *wordSet {
	var all wordSet
	for i := range c.Patterns.V {
		for _, w := range c.Patterns.V[i].Things.V {
			all.add(w.V)
		}
	}
	return &all
}

// wordSet is words that are looked for in one go, by the last byte of their first characters.
type wordSet [256][]string

func (s *wordSet) add(word string) {
	first, _ := utf8.DecodeRuneInString(word)
	s[byte(first)] = append(s[byte(first)], word)
}

// in reports whether a text contains one of the words.
func (s *wordSet) in(text string) bool {
	for i, r := range text {
		for _, w := range s[byte(r)] {
			if strings.HasPrefix(text[i:], w) {
				return true
			}
		}
	}
	return false
}

// find looks for a sentence that names a thing and an act, and returns the two as they stand.
func (p *excludedPattern) find(text string) (string, bool) {
	for _, sentence := range sentenceEnd.Split(text, -1) {
		thing, act := firstIn(sentence, p.Things), firstIn(sentence, p.Acts)
		if thing != "" && act != "" && firstIn(sentence, p.Unless) == "" {
			return thing + "、" + act, true
		}
	}
	return "", false
}

// firstIn returns the first word of the list that the text contains, "" if none.
func firstIn(text string, list project.List[project.Text]) string {
	for _, w := range list.V {
		if strings.Contains(text, w.V) {
			return w.V
		}
	}
	return ""
}
