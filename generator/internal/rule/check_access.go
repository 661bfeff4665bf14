package rule

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// The checks of this file judge a change as a whole, and no project by itself.

// changeJudge judges what a register changes of its base.
type changeJudge interface {
	judge
	// judgeChange finds where a change does not keep to the rule; it reports false where the rule has nothing to judge.
	judgeChange(c *Change, head *project.Register) ([]breach, bool)
}

// breach is one place at which a change does not keep to a rule.
type breach struct {
	at      finding.Location
	keyPath string
	words   words
	related []finding.Location
}

// judgeChange judges a change by the rules on changes, notes how they stand on the projects that it touches, and returns
// the findings. Of a classified project nothing is told.
func (s *Set) judgeChange(c *Change, head *project.Register, outcomes map[string]Outcomes) []finding.Finding {
	touched := map[string]bool{}
	for _, file := range c.Paths {
		touched[projectAt(file)] = true
	}
	var found []finding.Finding
	for _, r := range s.Rules() {
		judge, ok := r.judge.(changeJudge)
		if !ok {
			continue
		}
		breaches, ok := judge.judgeChange(c, head)
		if !ok {
			continue
		}
		for id := range touched {
			if !isSecretIn(id, head, c.Base) {
				outcomes[id].set(r.ID, finding.Met)
			}
		}
		for _, f := range r.ofBreaches(breaches) {
			if isSecretIn(f.Project, head, c.Base) {
				continue
			}
			outcomes[f.Project].set(r.ID, finding.Violated)
			found = append(found, f)
		}
	}
	return found
}

// ofBreaches makes the findings of breaches.
func (r *Rule) ofBreaches(breaches []breach) []finding.Finding {
	var found []finding.Finding
	for _, b := range breaches {
		found = append(found, finding.Finding{
			Rule: r.ID, Severity: r.Severity, Outcome: finding.Violated, Project: projectAt(b.at.File), At: b.at, KeyPath: b.keyPath,
			Message: r.message.fill(b.words), Hint: r.remedy.fill(b.words), Article: r.Cites(), Defined: r.Defined, Related: b.related,
		})
	}
	hideNumbers(found, nil)
	return found
}

// isSecretIn reports whether a project is classified in one of the registers.
func isSecretIn(id string, registers ...*project.Register) bool {
	return slices.ContainsFunc(registers, func(r *project.Register) bool {
		p := r.Project(id)
		return p != nil && p.IsSecret()
	})
}

// projectFile is a file in a project's folder.
var projectFile = regexp.MustCompile(`^projects/([0-9]{4})/([a-z][a-z0-9]*)/([0-9]{3})/`)

// projectAt is the id of the project in whose folder a file stands, "" of any other file.
func projectAt(file string) string {
	m := projectFile.FindStringSubmatch(file)
	if m == nil {
		return ""
	}
	return project.ID(m[1], m[2], m[3])
}

// pathPermitted: who proposes a change may write each file that it touches, as the base says it: no change grants its own
// author anything.
var pathPermitted = check{
	name:  "path_permitted",
	doc:   "提出改动的账号可以写它改动的每个文件；以改动前的权限表、单位和部门名录为准",
	words: []string{"账号", "文件", "可以写的"},
	new:   func() judge { return &permittedJudge{} },
}

type permittedJudge struct{}

func (*permittedJudge) judge(*judging) {}

func (*permittedJudge) judgeChange(c *Change, _ *project.Register) ([]breach, bool) {
	if c.Author == "" {
		return nil, false
	}
	roles := rolesOf(c.Base, c.Author)
	var found []breach
	for _, file := range c.Paths {
		writers := WritersOf(c.Base, file)
		if slices.ContainsFunc(writers, func(w string) bool {
			return roles[w] || w == "unit" && roles["unit "+unitAt(file)]
		}) {
			continue
		}
		var names []string
		for _, w := range writers {
			names = append(names, writerName(c.Base, w))
		}
		found = append(found, breach{at: finding.Location{File: file}, words: words{
			"账号": c.Author, "文件": path.Base(file), "可以写的": strings.Join(names, "、"),
		}})
	}
	return found, true
}

// rolesOf are what an account may act as: agencies by id, units as "unit zhzf", and the recorder. Hosts do not tell
// capital letters in an account from small ones.
func rolesOf(r *project.Register, account string) map[string]bool {
	has := func(accounts []project.Text) bool {
		return slices.ContainsFunc(accounts, func(a project.Text) bool { return a.V != "" && strings.EqualFold(a.V, account) })
	}
	roles := map[string]bool{"recorder": has(r.Recorder)}
	for i := range r.Agencies {
		roles[r.Agencies[i].ID.V] = has(r.Agencies[i].Accounts.V)
	}
	for i := range r.Units {
		roles["unit "+r.Units[i].Code.V] = has(r.Units[i].Accounts.V)
	}
	return roles
}

// WritersOf are who may write a file: those of the first permission that matches it, else the lead agency alone.
func WritersOf(r *project.Register, file string) []string {
	for i := range r.Permissions {
		if p := &r.Permissions[i]; Matches(p.Path.V, file) {
			var writers []string
			for _, w := range p.Writers.V {
				writers = append(writers, w.V)
			}
			return writers
		}
	}
	return []string{"data"}
}

// Matches reports whether a file is one of those that a pattern names: * stands for any part of a name, ** for any number
// of folders and names.
func Matches(pattern, file string) bool {
	return matchesParts(strings.Split(pattern, "/"), strings.Split(file, "/"))
}

func matchesParts(pattern, file []string) bool {
	if len(pattern) == 0 {
		return len(file) == 0
	}
	if pattern[0] == "**" {
		return matchesParts(pattern[1:], file) || len(file) > 0 && matchesParts(pattern, file[1:])
	}
	if len(file) == 0 {
		return false
	}
	ok, err := path.Match(pattern[0], file[0])
	return ok && err == nil && matchesParts(pattern[1:], file[1:])
}

func unitAt(file string) string {
	if m := projectFile.FindStringSubmatch(file); m != nil {
		return m[2]
	}
	return ""
}

func writerName(r *project.Register, writer string) string {
	switch writer {
	case "unit":
		return "项目所在单位"
	case "recorder":
		return "记录意见的程序"
	}
	for i := range r.Agencies {
		if r.Agencies[i].ID.V == writer {
			return r.Agencies[i].Name.V
		}
	}
	return writer
}

// foldersKept: no project's folder is removed; to rename one is to remove it.
var foldersKept = check{
	name:  "folders_kept",
	doc:   "项目文件夹不删除、不改名",
	words: []string{"项目"},
	new:   func() judge { return &keptJudge{} },
}

type keptJudge struct{}

func (*keptJudge) judge(*judging) {}

func (*keptJudge) judgeChange(c *Change, head *project.Register) ([]breach, bool) {
	var found []breach
	for _, p := range c.Base.Projects {
		if !head.Has(p.ID) {
			found = append(found, breach{at: p.At(declarationFile), words: words{"项目": p.Dir}})
		}
	}
	return found, true
}

// notMixed: a change of the record is not also one of the rules, the site or the program.
var notMixed = check{
	name:  "not_mixed",
	doc:   "一次改动不同时涉及登记的项目和其他几个文件夹",
	words: []string{"文件夹"},
	new:   func() judge { return &mixedJudge{} },
}

type mixedJudge struct {
	Apart project.List[project.Text] `toml:"apart,required" label:"与 projects 分开改的文件夹"`
}

func (*mixedJudge) judge(*judging) {}

func (m *mixedJudge) judgeChange(c *Change, _ *project.Register) ([]breach, bool) {
	first := func(folder string) string {
		for _, file := range c.Paths {
			if strings.HasPrefix(file, folder+"/") {
				return file
			}
		}
		return ""
	}
	record := first("projects")
	if record == "" {
		return nil, true
	}
	var folders []string
	var at finding.Location
	for _, folder := range m.Apart.V {
		if file := first(folder.V); file != "" {
			folders = append(folders, folder.V)
			if at.File == "" {
				at.File = file
			}
		}
	}
	if len(folders) == 0 {
		return nil, true
	}
	return []breach{{at: at, words: words{"文件夹": strings.Join(folders, "、")}, related: []finding.Location{{File: record}}}}, true
}
