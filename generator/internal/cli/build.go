package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"wuxing.example/register/generator/internal/history"
	"wuxing.example/register/generator/internal/publish"
	"wuxing.example/register/generator/internal/report"
)

// buildCommand checks the register, then publishes its site. Where there are errors it publishes nothing, or, told to
// keep going, everything but the projects that have them.
func buildCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	in.headFlag(flags)
	out := flags.String("out", "public", "网站写到哪个文件夹")
	baseURL := flags.String("base-url", "", "网站的地址，写作 https://主机/路径/；不写则用相对链接，放在哪里都能打开，也可以直接从磁盘打开")
	keepGoing := flags.Bool("keep-going", false, "有错误的项目不发布，其余照常发布，并在网站上注明")
	return func(c *call) (int, error) {
		if len(c.args) > 0 {
			return 0, &usageError{"build 不接受参数：" + c.args[0]}
		}
		done, err := in.check(c.stderr)
		if err != nil {
			return 0, err
		}
		blocked := done.result.Blocks()
		if blocked {
			if err := done.print(c.stderr); err != nil {
				return 0, err
			}
			if !*keepGoing {
				fmt.Fprintln(c.stderr, "登记册有错误，网站没有更新。改好后再运行；或加 -keep-going，先发布没有错误的项目。")
				return exitFindings, nil
			}
		}
		projects, today := len(done.register.Projects)-len(done.blocked()), done.register.Today
		// From here on nothing of what was checked is used, so that Hugo has the memory for itself.
		if err := done.publish(publish.Options{Out: *out, BaseURL: *baseURL, Relative: *baseURL == ""}, c.stderr); err != nil {
			return 0, err
		}
		fmt.Fprintf(c.stdout, "网站已生成：%s（%d 个项目，数据截至 %s）\n", *out, projects, today)
		if blocked {
			return exitFindings, nil
		}
		return exitClean, nil
	}
}

// print writes all findings as text.
func (done *checked) print(w io.Writer) error {
	return report.Write(w, &report.Report{
		Today: done.register.Today, Projects: len(done.register.Projects), Findings: done.result.Findings, Files: done.files,
	}, "text")
}

// blocked counts, by project, the findings that stop its publication; under "" those outside all projects.
func (done *checked) blocked() map[string]int {
	counts := map[string]int{}
	for _, f := range done.result.Findings {
		if f.Blocks() && f.Project != "" {
			counts[f.Project]++
		}
	}
	return counts
}

// publish makes the site of the projects that are without errors. What it goes without is told to stderr.
func (done *checked) publish(o publish.Options, stderr io.Writer) error {
	blocked := done.blocked()
	published := *done.register
	published.Projects = nil
	var leftOut []publish.LeftOut
	for _, p := range done.register.Projects {
		if n := blocked[p.ID]; n > 0 {
			leftOut = append(leftOut, publish.LeftOut{Name: p.Dir, Reason: fmt.Sprintf("%d 处错误", n)})
			continue
		}
		published.Projects = append(published.Projects, p)
	}
	leftOut = append(leftOut, done.brokenFiles()...)
	past, noPast, err := done.past()
	if err != nil {
		return err
	}
	if noPast != "" {
		fmt.Fprintln(stderr, noPast)
	}
	site, err := publish.Pages(publish.Input{
		Register: &published, Rules: done.rules, Result: done.result, Files: done.files, Commit: done.commit, Address: o.BaseURL, LeftOut: leftOut,
		Past: past, NoPast: noPast,
	})
	if err != nil {
		return err
	}
	return publish.Build(site, o)
}

// past is the history up to the commit that is published. Where it cannot be known, the site goes without, and says why.
func (done *checked) past() (past *publish.Past, why string, err error) {
	const without = "，网站上没有历程和改动。"
	if done.commit == "" {
		return nil, "登记册不在 Git 仓库里，或者还没有提交" + without, nil
	}
	repository, err := history.Open(done.root)
	if err != nil {
		return nil, "", err
	}
	course, err := repository.History(done.commit, cacheOf(done.root))
	if errors.Is(err, history.ErrShallow) {
		return nil, err.Error() + without, nil
	}
	return &publish.Past{Repository: repository, History: course}, "", err
}

// brokenFiles are the files outside the projects that have errors: the site says that what they hold may be missing.
func (done *checked) brokenFiles() []publish.LeftOut {
	var files []publish.LeftOut
	counts := map[string]int{}
	for _, f := range done.result.Findings {
		if f.Blocks() && f.Project == "" {
			counts[f.At.File]++
		}
	}
	for _, f := range done.result.Findings { // in the findings' order, which is that of the files
		if n := counts[f.At.File]; n > 0 && f.Project == "" {
			files = append(files, publish.LeftOut{Name: f.At.File, Reason: fmt.Sprintf("%d 处错误", n)})
			delete(counts, f.At.File)
		}
	}
	return files
}
