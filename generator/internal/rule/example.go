package rule

import (
	"bytes"
	_ "embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing/fstest" // its MapFS is the standard library's file system in memory

	"github.com/rogpeppe/go-internal/txtar"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/opinion"
	"wuxing.example/register/generator/internal/parallel"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Example is a case that shows a rule: a valid record, changed, and how the rule then stands.
type Example struct {
	Says    string
	Today   calendar.Date
	Expect  finding.Outcome
	Changes []string // what differs from the valid record, for people

	// Findings are the rule's own, as running the example gave them, and Texts the files that they are in, but none that may
	// not be shown.
	Findings []finding.Finding
	Texts    map[string][]byte

	at      *project.Table
	record  string // the project of the valid record that is judged
	base    *edit  // of the valid record, which the change starts from; nil: no change is judged
	author  string // of the change
	changes map[string]any
	without []string
}

// edit is what an example changes of a record.
type edit struct {
	changes map[string]any
	without []string
}

// exampleEntry is one [[rules.examples]].
//
// changes gives values by place: "procurement.toml:contracts.0.filed" is a key in a file of the project's folder,
// "feasibility.md" a whole file, and what begins with projects/ or rules/ is a path from the repository's root.
// without names what is taken away, in the same manner. Where there is base or author, the example is of a change: base
// and base_without make of the valid record what the change starts from, changes and without are the change itself, and
// author is the account that proposes it. Of a rule on merges, base and base_without make the proposal, changes and
// without what the merge makes of it, and the opinions file that the valid record does not have is judged.
type exampleEntry struct {
	project.Table
	Says        project.Text               `toml:"says,required" label:"说明"`
	Record      project.Text               `toml:"record" label:"底本" oneof:"建设|运维"`
	Today       project.Date               `toml:"today" label:"当日" future:"ok"`
	Base        tomlfile.Free              `toml:"base" label:"改动前的不同"`
	BaseWithout project.List[project.Text] `toml:"base_without" label:"改动前没有的"`
	Author      project.Text               `toml:"author" label:"提出改动的账号"`
	Changes     tomlfile.Free              `toml:"changes" label:"改动"`
	Without     project.List[project.Text] `toml:"without" label:"去掉"`
	Expect      project.Text               `toml:"expect,required" label:"结果" oneof:"met|violated|waived|not-due|not-applicable|unjudged"`
}

// The valid record: a construction project that has gone the whole way, and a maintenance project of it, with the
// plan years and directories that they need. On validToday no rule finds anything in it.
//
//go:embed valid.txtar
var validArchive []byte

var (
	validFiles  = sync.OnceValue(func() map[string][]byte { return archiveFiles(validArchive) })
	validToday  = mustDate("2026-06-30")
	validDirs   = map[string]string{project.Construction: "projects/2025/zhzf/001", project.Operating: "projects/2026/zhzf/001"}
	defaultKind = project.Construction
)

func archiveFiles(data []byte) map[string][]byte {
	files := map[string][]byte{}
	for _, f := range txtar.Parse(data).Files {
		files[f.Name] = f.Data
	}
	return files
}

func mustDate(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func newExample(e *exampleEntry) Example {
	x := Example{
		Says: e.Says.V, Today: validToday, Expect: finding.ParseOutcome(e.Expect.V), at: e.Header(),
		record: validDirs[defaultKind], author: e.Author.V,
	}
	head := newEdit(&e.Changes, &e.Without)
	x.changes, x.without = head.changes, head.without
	if e.Record.Given() {
		x.record = validDirs[e.Record.V]
	}
	if e.Today.Given() {
		x.Today = e.Today.V
		x.Changes = append(x.Changes, "当日为 "+e.Today.V.String())
	}
	if e.Base.Given() || e.BaseWithout.Given() || e.Author.Given() {
		base := newEdit(&e.Base, &e.BaseWithout)
		x.base = &base
		x.Changes = append(x.Changes, base.lines("改动前：")...)
		if x.author != "" {
			x.Changes = append(x.Changes, "提出改动的账号为 "+x.author)
		}
	}
	x.Changes = append(x.Changes, head.lines("")...)
	return x
}

func newEdit(changes *tomlfile.Free, without *project.List[project.Text]) edit {
	e := edit{changes: changes.V}
	for _, w := range without.V {
		e.without = append(e.without, w.V)
	}
	return e
}

// lines says for people what is edited.
func (e *edit) lines(when string) []string {
	var lines []string
	for _, place := range slices.Sorted(maps.Keys(e.changes)) {
		lines = append(lines, when+place+" = "+shown(e.changes[place]))
	}
	for _, place := range e.without {
		lines = append(lines, when+"去掉 "+place)
	}
	return lines
}

// shown writes a changed value as TOML does, on one line.
func shown(v any) string {
	if s, ok := v.(string); ok && strings.Contains(s, "\n") {
		return "（整篇文字）"
	}
	return tomlfile.Inline(v)
}

// runExamples runs every rule's examples, and holds them to what they say and to both sides of every limit.
func (l *loader) runExamples() error {
	rules := l.set.Rules()
	faults := make([][]finding.Fault, len(rules))
	err := parallel.Try(len(rules), func(i int) (err error) {
		if !rules[i].check.ofOthers {
			faults[i], err = rules[i].runExamples()
		}
		return err
	})
	if err != nil {
		return err
	}
	for i, r := range rules {
		if r.check.ofOthers { // its examples run all the other rules
			if faults[i], err = r.runExamples(); err != nil {
				return err
			}
		}
		l.faults = append(l.faults, faults[i]...)
	}
	return nil
}

// runExamples runs the examples of one rule.
func (r *Rule) runExamples() ([]finding.Fault, error) {
	watched := map[string]*limit.Sides{}
	eachLimit(r.judge, func(label string, l *limit.Limit) {
		watched[label] = &limit.Sides{}
		l.Watch(watched[label])
	})
	defer eachLimit(r.judge, func(_ string, l *limit.Limit) { l.Watch(nil) })
	var faults []finding.Fault
	fault := func(at finding.Location, problem, hint string) {
		faults = append(faults, finding.Fault{Rule: "form.rule", At: at, Problem: problem, Hint: hint})
	}
	seen := map[finding.Outcome]bool{}
	for i := range r.Examples {
		x := &r.Examples[i]
		outcome, err := r.run(x)
		if err != nil {
			fault(x.at.At(), fmt.Sprintf("示例“%s”不能运行：%s", x.Says, err), "")
			continue
		}
		seen[outcome] = true
		if outcome != x.Expect {
			fault(x.at.At(), fmt.Sprintf("示例“%s”写的是%s（%s），按规则判出来是%s（%s）", x.Says, x.Expect.Chinese(), x.Expect, outcome.Chinese(), outcome),
				"改了限值，示例也要跟着改；没有改，请核对示例")
		}
	}
	for _, o := range []finding.Outcome{finding.Met, finding.Violated} {
		if !seen[o] && len(faults) == 0 && !(o == finding.Met && r.Severity == finding.Notice) {
			fault(r.Defined, fmt.Sprintf("规则 %s 缺一个结果为%s（%s）的示例", r.ID, o.Chinese(), o), "请补 [[rules.examples]]，写明 says、changes、expect")
		}
	}
	for label, s := range watched {
		if len(faults) == 0 && !(s.Within && s.Beyond) {
			fault(r.Defined, fmt.Sprintf("规则 %s 的示例没有走到限值“%s”的两边", r.ID, label), "请在限值两边各写一个示例，最好一个正好在限值上")
		}
	}
	return faults, nil
}

// run judges the example's record by the rule alone.
func (r *Rule) run(x *Example) (finding.Outcome, error) {
	in, files, err := x.input()
	if err != nil {
		return 0, err
	}
	reg := in.Head
	id := strings.ReplaceAll(strings.TrimPrefix(x.record, "projects/"), "/", "-")
	p := reg.Project(id)
	_, isOfChange := r.judge.(changeJudge)
	_, isOfMerge := r.judge.(mergeJudge)
	if p == nil && !isOfChange {
		return 0, fmt.Errorf("示例里没有项目 %s", id)
	}
	var outcome finding.Outcome
	switch {
	case isOfMerge:
		if outcome, x.Findings, err = r.runMerge(x); err != nil {
			return 0, err
		}
	case isOfChange:
		outcome, x.Findings = r.runChange(in)
	case r.check.name == calendarCheck.name:
		outcome, x.Findings = r.runCalendar(reg)
	default:
		rules := []*Rule{r}
		if r.check.ofOthers {
			rules = r.set.Rules()
		}
		index := newIndex(reg)
		index.change = in.Change
		j := judgeProject(inOrder(rules), index, p)
		outcome = j.outcomes.Of(r.ID)
		x.Findings = findingsOf(j.findings, r.ID)
		if r.Article == 0 && outcome != finding.Violated {
			// A fault of form may stand outside the projects.
			if x.Findings = findingsOf(r.set.outsideProjects(reg), r.ID); len(x.Findings) > 0 {
				outcome = finding.Violated
			}
		}
	}
	x.Texts = map[string][]byte{}
	for _, f := range x.Findings {
		if !f.Secret {
			x.Texts[f.At.File] = files[f.At.File]
		}
	}
	return outcome, nil
}

// input is the example's record, with its files.
func (x *Example) input() (Input, map[string][]byte, error) {
	before, err := x.before()
	if err != nil {
		return Input{}, nil, err
	}
	files, err := x.files()
	if err != nil {
		return Input{}, nil, err
	}
	in := Input{}
	if in.Head, err = register.Load(filesystem(files), x.Today, nil); err != nil || x.base == nil {
		return in, files, err
	}
	in.Change = &Change{Author: x.author, BaseFiles: filesystem(before), HeadFiles: filesystem(files)}
	in.Change.Base, err = register.Load(in.Change.BaseFiles, x.Today, nil)
	in.Change.Paths = changedFiles(before, files)
	return in, files, err
}

// changedFiles lists the files that are not the same in two records, in order.
func changedFiles(before, after map[string][]byte) []string {
	var changed []string
	for name := range before {
		if now, ok := after[name]; !ok || !bytes.Equal(before[name], now) {
			changed = append(changed, name)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	return changed
}

// runMerge judges the example as a merge.
func (r *Rule) runMerge(x *Example) (finding.Outcome, []finding.Finding, error) {
	head, err := x.before()
	if err != nil {
		return 0, nil, err
	}
	files, err := x.files()
	if err != nil {
		return 0, nil, err
	}
	m := &Merge{Head: filesystem(head), Changed: changedFiles(validFiles(), files)}
	m.Touched = slices.Compact(slices.Sorted(slices.Values(slices.Concat(m.Changed, changedFiles(validFiles(), head)))))
	if m.Before, err = revisionOf(validFiles(), x.Today); err != nil {
		return 0, nil, err
	}
	if m.After, err = revisionOf(files, x.Today); err != nil {
		return 0, nil, err
	}
	for _, f := range m.After.Register.OpinionFiles() {
		if validFiles()[f.File] == nil {
			m.File, m.Folder = f, opinion.Folder{Dir: path.Dir(path.Dir(f.File))}
		}
	}
	if m.File == nil {
		return finding.NotApplicable, nil, nil
	}
	isOpinions := func(file string) bool { return file == m.File.File } // which the recorder wrote after the merge
	m.Changed, m.Touched = slices.DeleteFunc(m.Changed, isOpinions), slices.DeleteFunc(m.Touched, isOpinions)
	breaches, err := r.judge.(mergeJudge).judgeMerge(m)
	if err != nil || len(breaches) == 0 {
		return finding.Met, nil, err
	}
	return finding.Violated, r.ofBreaches(breaches), nil
}

func revisionOf(files map[string][]byte, today calendar.Date) (opinion.Revision, error) {
	fsys := filesystem(files)
	r, err := register.Load(fsys, today, nil)
	return opinion.Revision{Files: fsys, Register: r}, err
}

// runChange judges the example as a change.
func (r *Rule) runChange(in Input) (finding.Outcome, []finding.Finding) {
	if in.Change == nil {
		return finding.NotApplicable, nil
	}
	breaches, ok := r.judge.(changeJudge).judgeChange(in.Change, in.Head)
	switch {
	case !ok:
		return finding.NotApplicable, nil
	case len(breaches) == 0:
		return finding.Met, nil
	}
	return finding.Violated, r.ofBreaches(breaches)
}

// runCalendar judges the record by all rules, for a year that one of them misses.
func (r *Rule) runCalendar(reg *project.Register) (finding.Outcome, []finding.Finding) {
	found := findingsOf(r.set.Check(Input{Head: reg}).Findings, r.ID)
	if len(found) > 0 {
		return finding.Violated, found
	}
	return finding.Met, nil
}

func findingsOf(all []finding.Finding, id string) []finding.Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f finding.Finding) bool { return f.Rule != id })
}

func filesystem(files map[string][]byte) fs.FS {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

// before is the valid record, as what the example's change starts from.
func (x *Example) before() (map[string][]byte, error) {
	if x.base == nil {
		return validFiles(), nil
	}
	return x.edited(validFiles(), *x.base)
}

// files is the record with the example's changes.
func (x *Example) files() (map[string][]byte, error) {
	before, err := x.before()
	if err != nil {
		return nil, err
	}
	return x.edited(before, edit{x.changes, x.without})
}

func (x *Example) edited(record map[string][]byte, e edit) (map[string][]byte, error) {
	files := maps.Clone(record)
	for _, place := range e.without {
		file, key := x.place(place)
		if key == "" {
			if !remove(files, file) {
				return nil, fmt.Errorf("底本里没有 %s", place)
			}
			continue
		}
		edited, err := tomlfile.Edit(files[file], key, nil)
		if err != nil {
			return nil, fmt.Errorf("%s：%w", place, err)
		}
		files[file] = edited
	}
	for _, place := range slices.Sorted(maps.Keys(e.changes)) {
		file, key := x.place(place)
		edited, err := tomlfile.Edit(files[file], key, long(e.changes[place]))
		if err != nil {
			return nil, fmt.Errorf("%s：%w", place, err)
		}
		files[file] = edited
	}
	return files, nil
}

// long writes out a text that an example gives as { repeat = "…", times = n }, for want of room.
func long(v any) any {
	if m, ok := v.(map[string]any); ok {
		text, isText := m["repeat"].(string)
		times, isNumber := m["times"].(int64)
		if isText && isNumber {
			return strings.Repeat(text, int(times))
		}
	}
	return v
}

// place takes "procurement.toml:contracts.0.filed" apart into the file's path from the root, and the key.
func (x *Example) place(s string) (file, key string) {
	file, key, _ = strings.Cut(s, ":")
	if !strings.HasPrefix(file, "projects/") && !strings.HasPrefix(file, "rules/") {
		file = path.Join(x.record, file)
	}
	return file, key
}

// remove takes away a file, or a folder with all in it.
func remove(files map[string][]byte, name string) bool {
	before := len(files)
	maps.DeleteFunc(files, func(f string, _ []byte) bool { return f == name || strings.HasPrefix(f, name+"/") })
	return len(files) < before
}
