package cli

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/history"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
)

// checkChange judges what the register changes of the base that was named: the projects that it touches, and itself. It
// reads these, the projects that they refer to, and no others, unless it changes the rules, which may change how every
// project stands.
func (in *input) checkChange(root string, done *checked, today calendar.Date, stderr io.Writer) (*checked, error) {
	c := &rule.Change{Author: in.author, HeadFiles: done.files}
	var base string
	var err error
	if c.BaseFiles, base, err = revision(root, in.base, "-base"); err != nil {
		return nil, err
	}
	repository, err := history.Open(root)
	if err != nil {
		return nil, err
	}
	if in.head == "" {
		c.Paths, err = repository.ChangedIn(done.files, base)
	} else {
		c.Paths, err = repository.Changed(base, done.commit)
	}
	if err != nil {
		return nil, err
	}
	judge := rule.Input{Change: c}
	if slices.ContainsFunc(c.Paths, func(file string) bool { return strings.HasPrefix(file, "rules/") }) {
		if c.Base, err = register.Load(c.BaseFiles, today, nil); err == nil {
			judge.Head, err = register.Load(done.files, today, nil)
		}
	} else {
		err = readTouched(&judge, today)
	}
	if err != nil {
		return nil, err
	}
	done.register, done.result = judge.Head, done.rules.Check(judge)
	if judge.Alone && len(judge.Judged) > 0 {
		fmt.Fprintf(stderr, "只核查了改动涉及的项目；要与其他全部项目比较的规则没有判断：%s。完整核查请去掉 -base。\n", strings.Join(done.rules.Compares(), "、"))
	}
	return done, nil
}

// readTouched reads, of the head and the base of a change, the projects that it touches and those that they refer to.
func readTouched(judge *rule.Input, today calendar.Date) error {
	c := judge.Change
	touched, err := projectsTouched(c)
	if err != nil {
		return err
	}
	read := func(folders []string) error {
		judge.Head, err = register.Load(register.Among(c.HeadFiles, folders), today, nil)
		if err == nil {
			c.Base, err = register.Load(register.Among(c.BaseFiles, folders), today, nil)
		}
		return err
	}
	if err := read(touched); err != nil {
		return err
	}
	judge.Judged, judge.Alone = map[string]bool{}, true
	both := slices.Concat(judge.Head.Projects, c.Base.Projects)
	for _, p := range both {
		judge.Judged[p.ID] = true
	}
	var others []string
	for _, p := range both {
		for _, id := range refersTo(p) {
			if dir, err := project.Folder(id); err == nil && !judge.Judged[id] {
				others = append(others, dir)
			}
		}
	}
	if len(others) == 0 {
		return nil
	}
	return read(slices.Concat(touched, others))
}

// projectsTouched lists the files of the projects whose outcomes a change may alter: those that it touches, and where it
// touches a year's plan, the folders of all its projects.
func projectsTouched(c *rule.Change) ([]string, error) {
	touched := slices.Clone(c.Paths)
	for _, file := range c.Paths {
		if ok, _ := path.Match("projects/*/plan.toml", file); !ok {
			continue
		}
		for _, files := range []fs.FS{c.BaseFiles, c.HeadFiles} {
			folders, err := fs.Glob(files, path.Dir(file)+"/*/*")
			if err != nil {
				return nil, err
			}
			touched = append(touched, folders...)
		}
	}
	return touched, nil
}

// refersTo lists the projects, by id, that a project carries on or maintains.
func refersTo(p *project.Project) []string {
	if p.Declaration == nil {
		return nil
	}
	ids := []string{p.Declaration.Upgrades.V}
	for i := range p.Declaration.Maintains.V {
		ids = append(ids, p.Declaration.Maintains.V[i].V)
	}
	return ids
}
