package rule

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/alike"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/parallel"
	"wuxing.example/register/generator/internal/project"
)

// What is alike is for people to judge: these checks only say which projects read alike, how close and in which words,
// and ask the unit what they are to one another.

// notDuplicated: no other project, of any unit or year, reads nearly the same (art. 8), but the one that it carries on or
// maintains, and the maintenance of the same in another year.
var notDuplicated = check{
	name:  "not_duplicated",
	doc:   "没有别的项目（不论单位和年度）读来几乎一样；迭代升级、运维的对象和同一对象其他年度的运维除外",
	reads: []string{declarationFile, studyFile},
	words: []string{"项目", "词句"},
	new:   func() judge { return &duplicateJudge{} },

	compares: true,
}

type duplicateJudge struct {
	Names      project.Value[limit.Share] `toml:"names,required" label:"同一单位，名称相似"`
	Elsewhere  project.Value[limit.Share] `toml:"names_elsewhere,required" label:"不同单位，名称相似"`
	NameLength project.Value[limit.Count] `toml:"name_length,required" label:"名称相同的字"`
	Texts      project.Value[limit.Share] `toml:"texts,required" label:"简介和需求相似"`
	TextLength project.Value[limit.Count] `toml:"text_length,required" label:"简介和需求相同的字"`
	Ignored    project.List[project.Text] `toml:"ignored" label:"不计的词"`
}

func (c *duplicateJudge) judge(j *judging) {
	d := j.p.Declaration
	if !j.declared() || j.unreadable(&d.Name, &d.Summary) {
		return
	}
	l := findOnce(j.index, c, func() *likeness {
		l := &likeness{names: &c.Names.V, elsewhere: &c.Elsewhere.V, texts: &c.Texts.V, nameLength: &c.NameLength.V, textLength: &c.TextLength.V}
		all := make([]int, len(j.index.open()))
		for i := range all {
			all[i] = i
		}
		l.find(j.index, c.Ignored, [][]int{all}, isSameWork)
		return l
	})
	near := l.near[j.p.ID]
	if len(near) == 0 {
		j.met()
		return
	}
	f := j.violatedAt(&d.Name, words{"项目": listed(near, describe), "词句": l.quote(j.p, &near[0])})
	for i := range near[:min(len(near), mostNamed)] {
		f.Related = append(f.Related, near[i].project.Declaration.Name.At())
	}
}

// isSameWork reports whether two projects may read the same: one carries on or maintains the other, or both maintain the
// same in different years.
func isSameWork(a, b *project.Project) bool {
	carriesOn := a.Declaration.Upgrades.V == b.ID || b.Declaration.Upgrades.V == a.ID
	return carriesOn || isMaintenance(a, b)
}

// isMaintenance reports whether one project maintains the other, or both maintain the same in different years.
func isMaintenance(a, b *project.Project) bool {
	ofA, ofB := maintained(a), maintained(b)
	if slices.Contains(ofA, b.ID) || slices.Contains(ofB, a.ID) {
		return true
	}
	return a.Year != b.Year && slices.ContainsFunc(ofA, func(id string) bool { return slices.Contains(ofB, id) })
}

// maintained lists what a project maintains, by id or by the number that it had before the regulation.
func maintained(p *project.Project) []string {
	var all []string
	for i := range p.Declaration.Maintains.V {
		all = append(all, p.Declaration.Maintains.V[i].V)
	}
	for i := range p.Declaration.MaintainsLegacy.V {
		all = append(all, p.Declaration.MaintainsLegacy.V[i].Number.V)
	}
	return all
}

// notSplit: one unit's projects of one year that read alike do not each stay within a limit that their sum is beyond
// (art. 8). The greatest such limit is told.
var notSplit = check{
	name:  "not_split",
	doc:   "同一单位同一年度读来相似的项目，不是每个都在某一限额之内而合计超出；运维与其对象除外",
	reads: []string{declarationFile, studyFile},
	words: []string{"年度", "个数", "总投资", "项目", "限额", "合计", "词句"},
	new:   func() judge { return &splitJudge{} },

	compares: true,
}

type splitJudge struct {
	Limits     project.List[project.Value[limit.Amount]] `toml:"limits,required" label:"单个项目总投资"` // the greatest last
	Names      project.Value[limit.Share]                `toml:"names,required" label:"名称相似"`
	NameLength project.Value[limit.Count]                `toml:"name_length,required" label:"名称相同的字"`
	Texts      project.Value[limit.Share]                `toml:"texts,required" label:"简介和需求相似"`
	TextLength project.Value[limit.Count]                `toml:"text_length,required" label:"简介和需求相同的字"`
	Ignored    project.List[project.Text]                `toml:"ignored" label:"不计的词"`
}

// splits are what one rule finds split.
type splits struct {
	*likeness
	of map[string]*split // by the ids of the projects
}

// split is projects that read alike, each within a limit that their sum is beyond.
type split struct {
	limit    *limit.Amount
	projects []*project.Project
	sum      money.Amount
}

func (c *splitJudge) judge(j *judging) {
	d := j.p.Declaration
	if !j.declared() || j.unreadable(&d.Name, &d.Summary, &d.Estimate.Total) {
		return
	}
	all := findOnce(j.index, c, func() *splits { return c.find(j.index) })
	s := all.of[j.p.ID]
	if s == nil {
		j.met()
		return
	}
	others := slices.DeleteFunc(slices.Clone(s.projects), func(p *project.Project) bool { return p == j.p })
	alikes := all.near[j.p.ID]
	nearest := slices.IndexFunc(alikes, func(n near) bool { return slices.Contains(others, n.project) })
	f := j.violatedAt(&d.Estimate.Total, words{
		"年度": fmt.Sprint(j.p.Year), "个数": fmt.Sprint(len(s.projects)), "总投资": d.Estimate.Total.V.String(), "项目": listed(others, describeTotal),
		"限额": s.limit.String(), "合计": s.sum.String(), "词句": all.quote(j.p, &alikes[nearest]),
	})
	for _, p := range others[:min(len(others), mostNamed)] {
		f.Related = append(f.Related, p.Declaration.Estimate.Total.At())
	}
}

// find finds what is split.
func (c *splitJudge) find(x *index) *splits {
	found := &splits{&likeness{names: &c.Names.V, texts: &c.Texts.V, nameLength: &c.NameLength.V, textLength: &c.TextLength.V}, map[string]*split{}}
	open := x.open()
	units := byUnitAndYear(open)
	found.likeness.find(x, c.Ignored, units, isMaintenance)
	for _, unit := range units {
		for i := range c.Limits.V {
			limit := &c.Limits.V[i].V
			var within []*project.Project
			for _, i := range unit {
				if limit.Holds(open[i].Declaration.Estimate.Total.V) {
					within = append(within, open[i])
				}
			}
			for _, family := range families(within, found.near) {
				s := &split{limit: limit, projects: family}
				for _, p := range family {
					s.sum += p.Declaration.Estimate.Total.V
				}
				if len(family) > 1 && !limit.Holds(s.sum) {
					for _, p := range family {
						found.of[p.ID] = s
					}
				}
			}
		}
	}
	return found
}

// byUnitAndYear parts the projects whose total is known into those of one unit and year, by their numbers.
func byUnitAndYear(projects []*project.Project) [][]int {
	type owner struct {
		unit string
		year int
	}
	groups := map[owner][]int{}
	for i, p := range projects {
		if p.Declaration.Estimate.Total.Given() {
			o := owner{p.Unit, p.Year}
			groups[o] = append(groups[o], i)
		}
	}
	return slices.Collect(maps.Values(groups))
}

// families parts projects into those that read alike, directly or by way of others of them.
func families(projects []*project.Project, near map[string][]near) [][]*project.Project {
	there := map[string]bool{}
	for _, p := range projects {
		there[p.ID] = true
	}
	var all [][]*project.Project
	for _, p := range projects {
		if !there[p.ID] {
			continue // in a family already
		}
		there[p.ID] = false
		family := []*project.Project{p}
		for next := 0; next < len(family); next++ {
			for _, n := range near[family[next].ID] {
				if there[n.project.ID] {
					there[n.project.ID] = false
					family = append(family, n.project)
				}
			}
		}
		slices.SortFunc(family, func(a, b *project.Project) int { return cmp.Compare(a.ID, b.ID) })
		all = append(all, family)
	}
	return all
}

// open lists the projects that may be named to others: what is declared, and not classified.
func (x *index) open() []*project.Project {
	var all []*project.Project
	for _, p := range x.register.Projects {
		if p.Declaration != nil && p.Declaration.Name.Given() && !p.IsSecret() {
			all = append(all, p)
		}
	}
	return all
}

// likeness says when two projects read alike: by their names, or by what their summaries and the study's sections on
// needs say together; by a share, and by how many characters they have in common, as short texts are easily alike.
type likeness struct {
	names                  *limit.Share // of one unit's projects: lots and phases of one work keep but a part of their names
	elsewhere              *limit.Share // of different units' projects, nil where these are not compared
	texts                  *limit.Share
	nameLength, textLength *limit.Count

	said *said
	near map[string][]near // by a project's id, the nearest first
}

// near is a project that reads like another: by its name, by its text, or by both.
type near struct {
	project    *project.Project
	name, text *alike.Pair // nil where it is not alike in that
}

const nameGram = 2 // characters; a text's are project.NeedsGram

// find finds the projects that read alike within each group of the open ones, which stands for them by their numbers, but
// for those that are exempt. Words to be ignored, and what all projects have in common, count for nothing.
func (l *likeness) find(x *index, ignored project.List[project.Text], groups [][]int, isExempt func(a, b *project.Project) bool) {
	l.said = saidBy(x, ignored)
	l.near = map[string][]near{}
	names, texts := make([][]alike.Pair, len(groups)), make([][]alike.Pair, len(groups))
	parallel.Each(2*len(groups), func(i int) {
		if group := i / 2; i%2 == 0 {
			texts[group] = l.said.texts.Pairs(groups[group], closeness(l.texts))
		} else {
			names[group] = l.said.names.Pairs(groups[group], closeness(l.names))
		}
	})
	for i := range groups {
		for numbers, n := range l.held(names[i], texts[i]) {
			a, b := l.said.projects[numbers[0]], l.said.projects[numbers[1]]
			if !isExempt(a, b) {
				l.near[a.ID] = append(l.near[a.ID], near{b, n.name, n.text})
				l.near[b.ID] = append(l.near[b.ID], near{a, n.name, n.text})
			}
		}
	}
	for _, all := range l.near {
		slices.SortFunc(all, func(a, b near) int {
			return cmp.Or(cmp.Compare(b.closest(), a.closest()), cmp.Compare(a.project.ID, b.project.ID))
		})
	}
}

// held gives those of the pairs of names and of texts that are alike by the limits, by their numbers.
func (l *likeness) held(names, texts []alike.Pair) map[[2]int]near {
	found := map[[2]int]near{}
	for _, p := range names {
		share := l.names
		if l.said.projects[p.A].Unit != l.said.projects[p.B].Unit {
			share = l.elsewhere
		}
		if isAlike(p, share, l.nameLength, nameGram) {
			found[[2]int{p.A, p.B}] = near{name: &p}
		}
	}
	for _, p := range texts {
		if isAlike(p, l.texts, l.textLength, project.NeedsGram) {
			key := [2]int{p.A, p.B}
			found[key] = near{name: found[key].name, text: &p}
		}
	}
	return found
}

// closeness is how close pairs are, in per cent, that are held to a limit. Where it is watched, those half as close as it
// asks are, too, so that a rule's examples show both its sides.
func closeness(l *limit.Share) int {
	if l.IsWatched() {
		return l.Percent() / 2
	}
	return l.Percent()
}

// isAlike reports whether a pair is alike by a share and by the length of what is the same.
func isAlike(p alike.Pair, share *limit.Share, length *limit.Count, gram int) bool {
	isClose, isLong := share.HoldsOf(p.Same, p.All), length.Holds(p.Same+gram-1)
	return isClose && isLong
}

// said is what the projects' names, summaries and needs say, without some words.
type said struct {
	register     *project.Register
	projects     []*project.Project // the open ones; the collections have them by their numbers here
	cleaner      *alike.Cleaner
	names, texts *alike.Collection
}

// saidBy gives what all projects say without the words to be ignored. Rules that ignore the same share it.
func saidBy(x *index, ignored project.List[project.Text]) *said {
	words := wordsOf(ignored)
	return findOnce(x, words, func() *said {
		s := &said{register: x.register, projects: x.open(), cleaner: alike.NewCleaner(strings.Fields(words)...)}
		names, texts := make([]alike.Sketch, len(s.projects)), make([]alike.Sketch, len(s.projects))
		parallel.Each(len(s.projects), func(i int) {
			p := s.projects[i]
			names[i], texts[i] = s.name(p).Sketch(nameGram), s.summary(p).Sketch(project.NeedsGram)
			if study := p.Documents[studyFile]; study != nil {
				texts[i] = alike.Merge(texts[i], study.Needs)
			}
		})
		ofNames, ofTexts := x.everyday(words, "name"), x.everyday(words, "text")
		parallel.Each(2, func(i int) {
			if i == 0 {
				s.texts = alike.CollectAmong(texts, ofTexts)
			} else {
				s.names = alike.CollectAmong(names, ofNames)
			}
		})
		return s
	})
}

// wordsOf joins the words to be ignored.
func wordsOf(ignored project.List[project.Text]) string {
	var words []string
	for i := range ignored.V {
		words = append(words, ignored.V[i].V)
	}
	return strings.Join(words, " ")
}

func (s *said) name(p *project.Project) alike.Text    { return s.clean(p, p.Declaration.Name.V) }
func (s *said) summary(p *project.Project) alike.Text { return s.clean(p, p.Declaration.Summary.V) }

func (s *said) clean(p *project.Project, text string) alike.Text {
	owner := ""
	if u := s.register.Unit(p.Unit); u != nil {
		owner = u.Name.V
	}
	return s.cleaner.Clean(text, owner)
}

// quote gives the words that a project has in common with one near it.
func (l *likeness) quote(p *project.Project, n *near) string {
	var found []string
	if n.name != nil {
		found = alike.Shared(l.said.name(p), l.said.name(n.project), shortestQuoted, mostNamed)
	}
	if n.text != nil {
		found = append(found, alike.Shared(l.said.summary(p), l.said.summary(n.project), 2*shortestQuoted, mostNamed)...)
	}
	if len(found) == 0 {
		return "见可行性研究报告的需求部分"
	}
	return "“" + strings.Join(found, "”“") + "”"
}

const (
	shortestQuoted = 3 // characters of a name; of a text twice as many
	mostNamed      = 3 // projects, words
)

// closest is how alike they are in what they are most alike, in thousandths.
func (n *near) closest() int { return max(thousandths(n.name), thousandths(n.text)) }

func thousandths(p *alike.Pair) int {
	if p == nil {
		return 0
	}
	return 1000 * p.Same / p.All
}

// describe names a project and says how close it is.
func describe(n near) string {
	var close []string
	if n.name != nil {
		close = append(close, "名称相似 "+percent(thousandths(n.name)))
	}
	if n.text != nil {
		close = append(close, "简介和需求相似 "+percent(thousandths(n.text)))
	}
	return fmt.Sprintf("%s“%s”（%s）", n.project.ID, n.project.Declaration.Name.V, strings.Join(close, "，"))
}

// percent writes thousandths as "83.3%", "100%".
func percent(thousandths int) string {
	return strings.TrimSuffix(fmt.Sprintf("%d.%d", thousandths/10, thousandths%10), ".0") + "%"
}

// describeTotal names a project and its total.
func describeTotal(p *project.Project) string {
	return fmt.Sprintf("%s“%s” %s", p.ID, p.Declaration.Name.V, p.Declaration.Estimate.Total.V)
}

// listed names the first of several, and says how many there are.
func listed[T any](all []T, describe func(T) string) string {
	var named []string
	for _, one := range all[:min(len(all), mostNamed)] {
		named = append(named, describe(one))
	}
	text := strings.Join(named, "、")
	if len(all) > mostNamed {
		text += fmt.Sprintf(" 等 %d 个项目", len(all))
	}
	return text
}
