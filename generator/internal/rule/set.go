// Package rule judges the register by the district's rules.
//
// A rule is a documented value in a file of rules/: it names a check from the closed list in check.go and gives that
// check's limits in the regulation's own words, its message and remedy, its severity, the dates between which it is in
// force, and examples. The examples are run whenever the rules are loaded; a rule without one that is met and one that
// is violated, without an example on both sides of each of its limits, or with an example that comes out otherwise
// than it says, does not load. So whoever changes a figure changes its examples too, and sees what the change means.
package rule

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Set is the rules of a district.
type Set struct {
	Articles []*Article // in order, each number once
	General  []*Rule    // those of record.toml, which belong to no article
}

// Article is one article of the regulation: what it says in our words, its rules, and why others have none.
type Article struct {
	Number    int
	Gist      string
	Unchecked string // who judges it and why no machine can; "" where it has rules
	Rules     []*Rule
	File      string
}

// Rule is one rule in one version. Versions of a rule have the same ID and follow one another in time.
type Rule struct {
	ID        string // "15.filed"
	Article   int    // 0 of those in record.toml
	Title     string // a few words, for headings
	Asks      string // what it asks, in a sentence or two
	Due       string // when it is due, in words
	Who       string // who has to act
	Severity  finding.Severity
	Local     bool // the figure is the district's choice: findings say 本区参数
	Waivable  bool
	Effective calendar.Date // acts from this day on are judged by it
	Until     calendar.Date // acts up to this day; no date: no end
	Limits    []NamedLimit
	Choices   []NamedLimit // the other parameters of its check: which categories, words, kinds of document
	Examples  []Example
	Defined   finding.Location

	CheckName string
	CheckDoc  string
	Message   string // with the names of what a case has in braces
	Remedy    string

	set     *Set
	check   *check
	judge   judge
	message template
	remedy  template
}

// NamedLimit is one figure of a rule as the page of the rule shows it.
type NamedLimit struct{ Label, Text string }

// Cites is the article as a finding cites it: "第十五条", or "本区参数" where the district chose the figure.
func (r *Rule) Cites() string {
	switch {
	case r.Local:
		return "本区参数"
	case r.Article > 0:
		return ArticleName(r.Article)
	}
	return ""
}

// InForce is from when on, or from when to when, the version is in force: "2023-11-25 起".
func (r *Rule) InForce() string {
	if r.Until.IsZero() {
		return r.Effective.String() + " 起"
	}
	return r.Effective.String() + " 至 " + r.Until.String()
}

// Shows counts the rule's examples that come out so.
func (r *Rule) Shows(o finding.Outcome) int {
	n := 0
	for i := range r.Examples {
		if r.Examples[i].Expect == o {
			n++
		}
	}
	return n
}

// correctable reports whether a correction on file (art. 30) may lower a finding of the rule: not of form, access and
// record, nor of a classified project.
func (r *Rule) correctable() bool { return r.Article > 0 && r.ID != "03.classified" }

// Rules lists all rules in the order of the files.
func (s *Set) Rules() []*Rule {
	var all []*Rule
	for _, a := range s.Articles {
		all = append(all, a.Rules...)
	}
	return append(all, s.General...)
}

// Versions lists the versions of one rule, none if there is no such rule.
func (s *Set) Versions(id string) []*Rule {
	var found []*Rule
	for _, r := range s.Rules() {
		if r.ID == id {
			found = append(found, r)
		}
	}
	return found
}

// IDs lists the ids of all rules, each once, in order of the files.
func (s *Set) IDs() []string {
	var ids []string
	for _, r := range s.Rules() {
		if !slices.Contains(ids, r.ID) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// ArticleName writes 15 as 第十五条.
func ArticleName(n int) string {
	digits := []rune("〇一二三四五六七八九")
	s := ""
	if n >= 100 {
		return fmt.Sprintf("第%d条", n)
	}
	if n >= 20 {
		s = string(digits[n/10])
	}
	if n >= 10 {
		s += "十"
	}
	if n%10 != 0 {
		s += string(digits[n%10])
	}
	return "第" + s + "条"
}

// articleFile is rules/articles/<nn>.toml.
type articleFile struct {
	project.Table
	Article   project.Number          `toml:"article,required" label:"条"`
	Gist      project.Text            `toml:"gist,required" label:"要点"`
	Unchecked project.Text            `toml:"unchecked" label:"为何不由程序判断"`
	Rules     project.List[ruleEntry] `toml:"rules" label:"规则"`
}

// recordFile is rules/record.toml.
type recordFile struct {
	project.Table
	Rules project.List[ruleEntry] `toml:"rules,required" label:"规则"`
}

// ruleEntry is one [[rules]] of a rule file, with the parameters of its check.
type ruleEntry struct {
	project.Table
	ID        project.Text               `toml:"id,required" label:"规则编号"`
	Title     project.Text               `toml:"title,required" label:"名称"`
	Asks      project.Text               `toml:"asks,required" label:"要求"`
	Due       project.Text               `toml:"due,required" label:"何时要求"`
	Who       project.Text               `toml:"who" label:"由谁办理"`
	Severity  project.Text               `toml:"severity,required" label:"级别" oneof:"error|warning|notice"`
	Check     project.Text               `toml:"check,required" label:"检查"`
	Message   project.Text               `toml:"message,required" label:"提示"`
	Remedy    project.Text               `toml:"remedy,required" label:"处理"`
	Effective project.Date               `toml:"effective" label:"施行日期" future:"ok"`
	Until     project.Date               `toml:"until" label:"截止日期" future:"ok"`
	Local     project.Flag               `toml:"local" label:"本区参数"`
	Waivable  project.Flag               `toml:"waivable" label:"可以豁免"`
	Examples  project.List[exampleEntry] `toml:"examples,required" label:"示例"`

	judge judge
}

// Extension gives the parameters of the check that the entry names.
func (e *ruleEntry) Extension() any {
	c := checkNamed(e.Check.V)
	if c == nil {
		return nil
	}
	e.judge = c.new()
	return e.judge
}

// loader gathers a set and what is wrong with its files.
type loader struct {
	set       *Set
	effective calendar.Date // of the regulation
	faults    []finding.Fault
}

// Load reads the rules of a district, and runs their examples. Where it returns faults there is no set: what cannot be
// trusted does not judge. It errors if the file system fails.
//
// A file does not load if:
//   - it is no TOML, or has an unknown or a missing key, or a value of another form
//   - its number is not its name's, or a rule's id does not begin with it
//   - a rule names no check, a limit has no unit, a message names what its check does not give
//   - an article has neither rules nor a reason why no machine can judge it
//   - two versions of a rule are in force on the same day
//   - a rule has no example that is met, none that is violated, or none on one side of a limit
//   - an example comes out otherwise than it says
//
// The same files give the same set: it is kept, as running the examples takes most of a second.
func Load(fsys fs.FS) (*Set, []finding.Fault, error) {
	digest, err := digestOf(fsys)
	if err != nil {
		return nil, nil, err
	}
	if known, ok := loaded.Load(digest); ok {
		return known.(*Set), nil, nil
	}
	set, faults, err := load(fsys, (*loader).runExamples)
	if set != nil {
		loaded.Store(digest, set)
	}
	return set, faults, err
}

// LoadUntried reads the rules as Load does, but runs no examples: to see what a change of a limit does before its
// examples are put right.
func LoadUntried(fsys fs.FS) (*Set, []finding.Fault, error) {
	return load(fsys, func(*loader) error { return nil })
}

// loaded are the sets that this process has loaded, by the digest of their files. A set never changes.
var loaded sync.Map // [sha256.Size]byte → *Set

// digestOf is SHA-256 over the names and bytes of the rule files; for the articles' folder, its hash where the file system
// knows it, as Git does. It errors if the file system fails.
func digestOf(fsys fs.FS) (digest [sha256.Size]byte, err error) {
	sum := sha256.New()
	names := []string{"rules/regulation.toml", "rules/record.toml"}
	if hash := hashOf(fsys, articlesFolder); hash != "" {
		fmt.Fprintf(sum, "%s %s\n", articlesFolder, hash)
	} else {
		articles, err := fs.Glob(fsys, articlesFolder+"/*.toml")
		if err != nil {
			return digest, err
		}
		names = append(names, articles...)
	}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return digest, err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(data))
		sum.Write(data)
	}
	return [sha256.Size]byte(sum.Sum(nil)), nil
}

const articlesFolder = "rules/articles"

// hashOf is the hash of a folder's content, "" where the file system does not know it.
func hashOf(fsys fs.FS, folder string) string {
	info, err := fs.Stat(fsys, folder)
	if err != nil {
		return ""
	}
	known, ok := info.Sys().(interface{ ContentHash() string })
	if !ok {
		return ""
	}
	return known.ContentHash()
}

// load reads the rules, and has examples run or know how they came out.
func load(fsys fs.FS, examples func(*loader) error) (*Set, []finding.Fault, error) {
	l := &loader{set: &Set{}}
	articles, err := l.regulation(fsys)
	if err != nil {
		return nil, nil, err
	}
	for n := 1; n <= articles; n++ {
		if err := l.article(fsys, n); err != nil {
			return nil, nil, err
		}
	}
	if err := l.general(fsys); err != nil {
		return nil, nil, err
	}
	l.checkVersions()
	if len(l.faults) == 0 {
		if err := examples(l); err != nil {
			return nil, nil, err
		}
	}
	if len(l.faults) > 0 {
		return nil, l.faults, nil
	}
	return l.set, nil, nil
}

// regulation reads how many articles there are, and from when on they are in force.
func (l *loader) regulation(fsys fs.FS) (articles int, err error) {
	var r project.Regulation
	if ok, err := l.read(fsys, "rules/regulation.toml", &r); !ok || err != nil {
		return 0, err
	}
	l.effective = r.Effective.V
	return int(r.Articles.V), nil
}

// read reads one rule file; it reports false if it is not there or cannot be read, having noted the fault.
func (l *loader) read(fsys fs.FS, file string, into any) (bool, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		if _, statErr := fs.Stat(fsys, file); statErr == nil {
			return false, err
		}
		l.fault(finding.Location{File: file}, "缺规则文件 "+file, "请从示例登记册的 rules 文件夹复制一份，再按本区情况修改")
		return false, nil
	}
	faults, ok := tomlfile.Read(file, data, into, tomlfile.Options{})
	l.faults = append(l.faults, faults...)
	return ok, nil
}

func (l *loader) fault(at finding.Location, problem, hint string) {
	l.faults = append(l.faults, finding.Fault{Rule: "form.rule", At: at, Problem: problem, Hint: hint})
}

func (l *loader) article(fsys fs.FS, n int) error {
	name := fmt.Sprintf("rules/articles/%02d.toml", n)
	var f articleFile
	if ok, err := l.read(fsys, name, &f); !ok || err != nil {
		return err
	}
	if f.Article.Given() && int(f.Article.V) != n {
		l.fault(f.Article.At(), fmt.Sprintf("条号写的是 %d，文件名是 %02d", f.Article.V, n), "两处应当一致")
	}
	switch {
	case len(f.Rules.V) == 0 && f.Unchecked.V == "":
		l.fault(finding.Location{File: name}, "这一条既没有规则，也没有写 unchecked", "请写明这一条由谁判断、为何不能由程序判断")
	case len(f.Rules.V) > 0 && f.Unchecked.V != "":
		l.fault(f.Unchecked.At(), "这一条有规则，不应再写 unchecked", "请删去其中一样")
	}
	a := &Article{Number: n, Gist: f.Gist.V, Unchecked: f.Unchecked.V, File: name}
	a.Rules = l.rules(f.Rules.V, n)
	l.set.Articles = append(l.set.Articles, a)
	return nil
}

func (l *loader) general(fsys fs.FS) error {
	var f recordFile
	if ok, err := l.read(fsys, "rules/record.toml", &f); !ok || err != nil {
		return err
	}
	l.set.General = l.rules(f.Rules.V, 0)
	return nil
}

var (
	articleRule = regexp.MustCompile(`^[0-9]{2}\.[a-z][a-z0-9-]*$`)
	generalRule = regexp.MustCompile(`^(form|access|record|calendar)\.[a-z][a-z0-9-]*$`)
)

func (l *loader) rules(entries []ruleEntry, article int) []*Rule {
	var rules []*Rule
	for i := range entries {
		if r := l.rule(&entries[i], article); r != nil {
			rules = append(rules, r)
		}
	}
	return rules
}

// rule makes a rule of its entry. It returns nil, having noted why, if the entry cannot be one.
func (l *loader) rule(e *ruleEntry, article int) *Rule {
	before := len(l.faults)
	belongs := generalRule.MatchString(e.ID.V)
	if article > 0 {
		belongs = articleRule.MatchString(e.ID.V) && strings.HasPrefix(e.ID.V, fmt.Sprintf("%02d.", article))
	}
	if e.ID.Given() && !belongs {
		l.fault(e.ID.At(), fmt.Sprintf("规则编号“%s”不属于这个文件", e.ID.V), "写作条号加英文名称，例如 15.filed")
	}
	c := checkNamed(e.Check.V)
	if e.Check.Given() && c == nil {
		hint := "可以用的有：" + strings.Join(checkNames(), "、")
		if near := tomlfile.Near(e.Check.V, checkNames()); near != "" {
			hint = "是不是“" + near + "”？"
		}
		l.fault(e.Check.At(), fmt.Sprintf("没有“%s”这个检查", e.Check.V), hint)
	}
	if c == nil {
		return nil
	}
	severity, _ := finding.ParseSeverity(e.Severity.V)
	r := &Rule{
		ID: e.ID.V, Article: article, Title: e.Title.V, Who: e.Who.V, Severity: severity,
		Local: e.Local.V, Waivable: e.Waivable.V, Effective: l.effective, Until: e.Until.V,
		Defined: e.At(), CheckName: c.name, CheckDoc: c.doc,
		set: l.set, check: c, judge: e.judge, Limits: limits(e.judge), Choices: choices(e.judge),
	}
	named := slices.Concat(r.Limits, r.Choices)
	r.Asks, r.Due = l.template(&e.Asks, nil, named).text, l.template(&e.Due, nil, named).text
	r.message, r.remedy = l.template(&e.Message, c.words, named), l.template(&e.Remedy, c.words, named)
	r.Message, r.Remedy = r.message.text, r.remedy.text
	if r.Who == "" {
		r.Who = "建设单位"
	}
	if e.Effective.Given() {
		r.Effective = e.Effective.V
	}
	for i := range e.Examples.V {
		r.Examples = append(r.Examples, newExample(&e.Examples.V[i]))
	}
	if len(l.faults) > before {
		return nil
	}
	return r
}

// template makes a template of a sentence of a rule, with the rule's parameters put in where it names them, so that
// whoever changes one need not look for it in the sentences. What the check gives of the same name stays for the case.
func (l *loader) template(text *project.Text, known []string, parameters []NamedLimit) template {
	sentence, names := text.V, slices.Clone(known)
	for _, p := range parameters {
		if !slices.Contains(known, p.Label) {
			sentence = strings.ReplaceAll(sentence, "{"+p.Label+"}", p.Text)
			names = append(names, p.Label)
		}
	}
	t, err := newTemplate(limit.Spaced(sentence), names)
	if err != nil {
		l.fault(text.At(), err.Error(), "")
	}
	return t
}

// limits lists the limits among a check's parameters, by their labels, and then its plain numbers, such as weights.
func limits(j judge) []NamedLimit {
	var named []NamedLimit
	eachLimit(j, func(label string, l *limit.Limit) { named = append(named, NamedLimit{label, l.String()}) })
	v := reflect.ValueOf(j).Elem()
	for i := range v.NumField() {
		if n, ok := v.Field(i).Addr().Interface().(*project.Number); ok && n.Given() {
			named = append(named, NamedLimit{v.Type().Field(i).Tag.Get("label"), fmt.Sprint(n.V)})
		}
	}
	return named
}

// choices lists what else is given among a check's parameters: words and lists of words, and what is so or not.
func choices(j judge) []NamedLimit {
	var named []NamedLimit
	v := reflect.ValueOf(j).Elem()
	for i := range v.NumField() {
		text := ""
		switch p := v.Field(i).Addr().Interface().(type) {
		case *project.Text:
			text = p.V
		case *project.List[project.Text]:
			text = strings.Join(texts(*p), "、")
		case *project.Flag:
			text = map[bool]string{true: "是"}[p.V]
		}
		if text != "" {
			named = append(named, NamedLimit{v.Type().Field(i).Tag.Get("label"), text})
		}
	}
	return named
}

// eachLimit calls f for each limit that is given among a check's parameters.
func eachLimit(j judge, f func(label string, l *limit.Limit)) {
	v := reflect.ValueOf(j).Elem()
	for i := range v.NumField() {
		label := v.Type().Field(i).Tag.Get("label")
		var l *limit.Limit
		switch p := v.Field(i).Addr().Interface().(type) {
		case *project.List[project.Value[limit.Amount]]:
			for k := range p.V {
				f(fmt.Sprintf("%s（第 %d 档）", label, k+1), &p.V[k].V.Limit)
			}
		case *project.Value[limit.Amount]:
			l = &p.V.Limit
		case *project.Value[limit.Count]:
			l = &p.V.Limit
		case *project.Value[limit.Share]:
			l = &p.V.Limit
		case *project.Value[limit.Period]:
			l = &p.V.Limit
		}
		if l != nil && l.IsGiven() {
			f(label, l)
		}
	}
}

// checkVersions finds versions of one rule that are in force on the same day.
func (l *loader) checkVersions() {
	for _, id := range l.set.IDs() {
		versions := l.set.Versions(id)
		for i, a := range versions {
			for _, b := range versions[i+1:] {
				aFirst := a.Until.IsZero() || !a.Until.Before(b.Effective)
				bFirst := b.Until.IsZero() || !b.Until.Before(a.Effective)
				if aFirst && bFirst {
					l.fault(b.Defined, fmt.Sprintf("规则 %s 有两个版本在同一天施行", id), "前一个版本写 until（截止日期），后一个版本的 effective（施行日期）在它之后")
				}
			}
		}
	}
}
