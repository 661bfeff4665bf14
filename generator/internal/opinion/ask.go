// Ask: which opinions a change needs.

package opinion

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Revision is the record at one commit.
type Revision struct {
	Files    fs.FS             // from the record's root
	Register *project.Register // as read from Files
}

// Question is one matter on which an opinion is owed, in one folder.
type Question struct {
	Folder  Folder
	Matter  *project.Matter
	Agency  *project.Agency
	Items   []Item       // what it covers
	Because string       // why it is asked: "多跨协同应用"
	Changed []Difference // of what the base has already: the facts that the change alters, for which it is asked again
}

// other is the id of the matter that asks about every file that no other one does.
const other = "other"

// subjects are the files that make a change one of a subject, from its folder. Approvals of a change are entered from
// paper; they are none.
var subjects = map[string]struct {
	chinese string
	files   []string
}{
	"declaration": {"申报", []string{"project.toml", "feasibility.md"}},
	"change":      {"变更", []string{"changes/[0-9]*[0-9].toml"}},
	"payment":     {"支付", []string{"payments.toml"}},
	"acceptance":  {"验收", []string{"initial-acceptance.toml", "application.toml", "final-acceptance.toml", "acceptance-report.md"}},
	"evaluation":  {"绩效评价", []string{"evaluation/*.toml"}},
	"closure":     {"关停并转", []string{"closure.toml"}},
	"plan":        {"年度计划", []string{"plan.toml"}},
	"rules":       {"规则和名录", []string{"*.toml", "articles/*.toml"}},
}

// Ask lists the opinions that a change from base to head needs, by folder in order, and in each by matter as the rules
// have them, which are those of the branch that the change goes to. changed are the files that differ, from the root.
//
// It errors, in Chinese, if:
//   - the rules' opinions.toml, agencies.toml or units.toml is absent or cannot be read whole
//   - nothing changed
//   - an agency that is asked has no account
//   - a file changed that no matter asks about, and there is no matter "other"
func Ask(rules *project.Register, base, head Revision, changed []string) ([]Question, error) {
	if err := readable(rules); err != nil {
		return nil, err
	}
	if len(changed) == 0 {
		return nil, errors.New("与基准版本相比没有改动，没有可以征求意见的内容")
	}
	names := map[Folder][]string{}
	for _, file := range changed {
		f, name := FolderOf(file)
		names[f] = append(names[f], name)
	}
	var folders []Folder
	for f := range names {
		folders = append(folders, f)
		slices.Sort(names[f])
	}
	slices.SortFunc(folders, func(a, b Folder) int { return strings.Compare(a.Dir, b.Dir) })
	var questions []Question
	for _, f := range folders {
		asked, err := askIn(f, rules, base, head, names[f])
		if err != nil {
			return nil, err
		}
		questions = append(questions, asked...)
	}
	return questions, nil
}

// readable errors if the directories by which opinions are asked and counted cannot be read whole.
func readable(rules *project.Register) error {
	for _, name := range []string{"agencies.toml", "units.toml", "opinions.toml"} {
		for _, f := range rules.Faults {
			if f.At.File == "rules/"+name {
				return fmt.Errorf("基准版本的 %s:%d 有误：%s。请先改正，再征求意见", f.At.File, f.At.Line(), f.Problem)
			}
		}
		if rules.Missing[name] {
			return fmt.Errorf("基准版本没有 rules/%s，不能判断要征求哪些意见", name)
		}
	}
	seen := map[string]bool{}
	for i := range rules.Matters {
		m := &rules.Matters[i]
		if seen[m.ID.V] {
			return fmt.Errorf("基准版本的 rules/opinions.toml:%d 有误：“%s”这一事项写了两次", m.ID.At().Line(), m.ID.V)
		}
		seen[m.ID.V] = true
	}
	return nil
}

// askIn lists the opinions that a change of some files of one folder needs.
func askIn(f Folder, rules *project.Register, base, head Revision, names []string) ([]Question, error) {
	var questions []Question
	for i := range rules.Matters {
		m := &rules.Matters[i]
		if m.ID.V == other || !fits(m, f) {
			continue
		}
		q, asked, err := consider(m, f, base, head, names)
		if err != nil {
			return nil, err
		}
		if asked {
			questions = append(questions, q)
		}
	}
	left, err := unasked(f, base.Files, head.Files, names, questions)
	if err != nil {
		return nil, err
	}
	if len(left) > 0 {
		m := matterOf(rules, other)
		if m == nil {
			return nil, fmt.Errorf("没有哪个部门对 %s 的改动负责：rules/opinions.toml 里没有对应的事项，也没有 other", f.path(left[0]))
		}
		q := Question{Folder: f, Matter: m, Because: "其他文件的改动"}
		for _, name := range left {
			q.Items = append(q.Items, fileItem(name))
		}
		if q.Changed, err = changedFacts(q, base, head); err != nil {
			return nil, err
		}
		questions = append(questions, q)
	}
	for i := range questions {
		if questions[i].Agency, err = agencyOf(rules, questions[i].Matter); err != nil {
			return nil, err
		}
	}
	return questions, nil
}

// fits reports whether a matter is about folders of the kind.
func fits(m *project.Matter, f Folder) bool {
	switch m.Subject.V {
	case "plan":
		return f.IsYear()
	case "rules":
		return f.Dir == "rules"
	}
	return f.IsProject()
}

// consider decides whether a change asks about a matter: where it is asked of the project at all, and the change alters
// its facts, makes it apply, or is of its subject while the matter covers none of the subject's files.
func consider(m *project.Matter, f Folder, base, head Revision, names []string) (Question, bool, error) {
	q := Question{Folder: f, Matter: m, Items: itemsOf(m)}
	after, before := declarationOf(f, head.Register), declarationOf(f, base.Register)
	applies, known := m.When.Applies(after)
	if known && !applies {
		return q, false, nil
	}
	if after == nil && f.IsProject() && f.Project(head.Register) == nil {
		return q, false, nil // the project's folder is gone
	}
	q.Because = because(m, after)
	asked := false
	if m.Subject.V == "declaration" {
		applied, _ := m.When.Applies(before)
		asked = before == nil || !applied
	} else {
		asked = !coversSubject(q) && slices.ContainsFunc(names, func(name string) bool { return isOf(m.Subject.V, name) })
	}
	was, err := Fingerprint(base.Files, f, q.Items)
	if err != nil {
		return q, false, err
	}
	is, err := Fingerprint(head.Files, f, q.Items)
	if err != nil {
		return q, false, err
	}
	if was != is && before != nil {
		q.Changed, err = changedFacts(q, base, head)
	}
	return q, asked || was != is, err
}

func declarationOf(f Folder, r *project.Register) *project.Declaration {
	if p := f.Project(r); p != nil {
		return p.Declaration
	}
	return nil
}

// itemsOf are the items that a matter covers: where it names none, the files of its subject.
func itemsOf(m *project.Matter) []Item {
	var items []Item
	for _, c := range m.Covers.V {
		items = append(items, itemOf(c.V))
	}
	if items == nil {
		for _, name := range subjects[m.Subject.V].files {
			items = append(items, Item{project.Cover{Name: name, Path: name}, name})
		}
	}
	return items
}

// isOf reports whether a file makes a change one of the subject.
func isOf(subject, name string) bool {
	return slices.ContainsFunc(subjects[subject].files, func(pattern string) bool {
		ok, _ := path.Match(pattern, name)
		return ok
	})
}

// coversSubject reports whether a question covers facts in the files of its own subject.
func coversSubject(q Question) bool {
	return slices.ContainsFunc(q.Items, func(i Item) bool {
		return slices.ContainsFunc(subjects[q.Matter.Subject.V].files, func(name string) bool { return i.Path == name || i.matches(name) })
	})
}

// because says why a matter is asked: the conditions that hold, else what the change is about.
func because(m *project.Matter, d *project.Declaration) string {
	if words := m.When.Because(d); len(words) > 0 {
		return strings.Join(words, "，")
	}
	return subjects[m.Subject.V].chinese
}

func changedFacts(q Question, base, head Revision) ([]Difference, error) {
	return Differences(base.Files, head.Files, q.Folder, q.Items)
}

// unasked lists those of the files that hold a change which no question covers but for advice: the file is covered by
// none, or it differs even without what they cover.
func unasked(f Folder, base, head fs.FS, names []string, questions []Question) ([]string, error) {
	var left []string
	for _, name := range names {
		var items []Item
		for _, q := range questions {
			for _, item := range q.Items {
				if !q.Matter.Advisory.V && item.matches(name) {
					items = append(items, item)
				}
			}
		}
		was, err := rest(base, f, name, items)
		if err != nil {
			return nil, err
		}
		is, err := rest(head, f, name, items)
		if err != nil {
			return nil, err
		}
		if items == nil || was != is {
			left = append(left, name)
		}
	}
	return left, nil
}

// rest is the canonical form of what is left of a file without the facts that the items name.
func rest(files fs.FS, f Folder, name string, items []Item) (string, error) {
	if slices.ContainsFunc(items, func(i Item) bool { return i.Key == "" && i.Word == "" }) {
		return "", nil
	}
	data, _, err := read(files, f.path(name)) // a file that is not there is an empty one
	if err != nil {
		return "", err
	}
	if path.Ext(name) == ".md" {
		return trimmed(withoutSections(data, items)), nil
	}
	values, err := tomlfile.Values(data, f.like(name))
	if err != nil {
		return string(data), nil
	}
	for _, i := range items {
		values = without(values, i.Key)
	}
	return canonical(values), nil
}

func matterOf(rules *project.Register, id string) *project.Matter {
	for i := range rules.Matters {
		if rules.Matters[i].ID.V == id {
			return &rules.Matters[i]
		}
	}
	return nil
}

// agencyOf is the agency that a matter asks. It errors if it has no account: nobody could answer.
func agencyOf(rules *project.Register, m *project.Matter) (*project.Agency, error) {
	for i := range rules.Agencies {
		if a := &rules.Agencies[i]; a.ID.V == m.Agency.V {
			if len(a.Accounts.V) == 0 {
				return nil, fmt.Errorf("%s在 rules/agencies.toml 里没有账号，“%s”没有人能提出意见。请先登记账号", a.Name.V, m.Matter.V)
			}
			return a, nil
		}
	}
	return nil, fmt.Errorf("rules/agencies.toml 里没有部门“%s”", m.Agency.V)
}

// UnknownError says that a question is none of those that the rules know.
type UnknownError struct{ matter string }

func (e *UnknownError) Error() string {
	return fmt.Sprintf("当时的规则没有征求“%s”这项意见", e.matter)
}

// FingerprintOf is that of the facts which a matter covers in a folder after a change, by the rules before it. changed
// are the files that differ. It errors with an UnknownError if those rules do not have the matter, or nothing of the
// change fell to the catch-all; and if the record cannot be read.
func FingerprintOf(matter string, f Folder, before, after Revision, changed []string) (string, error) {
	m := matterOf(before.Register, matter)
	if m == nil {
		return "", &UnknownError{matter}
	}
	if m.ID.V != other {
		return Fingerprint(after.Files, f, itemsOf(m))
	}
	var names []string
	for _, file := range changed {
		if folder, name := FolderOf(file); folder == f {
			names = append(names, name)
		}
	}
	questions, err := askIn(f, before.Register, before, after, names)
	if err != nil {
		return "", err
	}
	for _, q := range questions {
		if q.Matter.ID.V == other {
			return Fingerprint(after.Files, f, q.Items)
		}
	}
	return "", &UnknownError{matter}
}
