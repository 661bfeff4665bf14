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
	repository, err := history.Open(root)
	if err != nil {
		return nil, err
	}
	base, err := repository.Resolve(in.base)
	if err != nil {
		return nil, &usageError{"-base：" + err.Error()}
	}
	if c.BaseFiles, err = repository.Files(base); err != nil {
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
		var changed []string
		var leave func()
		judge.Rest, changed, leave = done.rest(repository, base)
		defer leave()
		err = done.readTouched(&judge, changed, today)
	}
	if err != nil {
		return nil, err
	}
	done.register, done.result = judge.Head, done.rules.Check(judge)
	if judge.Rest.IsUnknown() && len(judge.Judged) > 0 {
		fmt.Fprintf(stderr, "只核查了改动涉及的项目；要与其他全部项目比较的规则没有判断：%s。先运行一次不带 -base 的 check，以后就能判断。\n", strings.Join(done.rules.Compares(), "、"))
	}
	return done, nil
}

// readTouched reads, of the head and the base of a change, the projects that it touches, those that they refer to, and those
// that they are compared with. others are the files that were changed since what is known of these was remembered.
func (done *checked) readTouched(judge *rule.Input, others []string, today calendar.Date) error {
	c := judge.Change
	touched, err := projectsTouched(c)
	if err != nil {
		return err
	}
	judge.Judged = map[string]bool{}
	for _, file := range touched {
		if parts := strings.Split(file, "/"); len(parts) >= 4 && parts[0] == "projects" {
			judge.Judged[project.ID(parts[1], parts[2], parts[3])] = true
		}
	}
	judge.Head, err = register.Load(register.Among(c.HeadFiles, touched), today, nil)
	if err != nil {
		return err
	}
	ids := done.rules.Neighbours(judge.Head, judge.Judged, judge.Rest)
	for _, p := range judge.Head.Projects {
		ids = append(ids, refersTo(p)...)
	}
	for _, id := range ids {
		if dir, err := project.Folder(id); err == nil && !judge.Judged[id] {
			others = append(others, dir)
		}
	}
	files := slices.Concat(touched, others)
	if len(others) > 0 {
		judge.Head, err = register.Load(register.Among(c.HeadFiles, files), today, nil)
		if err != nil {
			return err
		}
	}
	c.Base, err = register.Load(register.Among(c.BaseFiles, files), today, nil)
	return err
}

const (
	restKey     = "the rest of the register"
	restBegins  = "the commit of the rest of the register"
	mostChanged = 200 // files since then, beyond which it is too old to serve
)

// rest opens what the cache remembers of all projects, and lists the files that have changed since then.
func (done *checked) rest(repository *history.Repository, base string) (rest *rule.Rest, changed []string, leave func()) {
	rest, leave = &rule.Rest{}, func() {}
	table, ok := done.kept.Table(restKey)
	if !ok {
		return rest, nil, leave
	}
	commit, ok := table.Get(restBegins)
	if ok && string(commit) != base {
		var err error
		changed, err = repository.Changed(string(commit), base)
		ok = err == nil && len(changed) <= mostChanged
	}
	if ok {
		rest.Get = table.Get
	}
	return rest, changed, table.Close
}

// remember keeps what a check of a change needs to know of all projects, unless it is known of this commit.
func (done *checked) remember() {
	if done.commit == "" {
		return
	}
	if table, ok := done.kept.Table(restKey); ok {
		commit, _ := table.Get(restBegins)
		table.Close()
		if string(commit) == done.commit {
			return
		}
	}
	values := done.rules.RestOf(done.register)
	values[restBegins] = []byte(done.commit)
	done.kept.PutTable(restKey, values)
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
