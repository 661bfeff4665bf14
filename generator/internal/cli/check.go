package cli

import (
	"flag"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/report"
	"wuxing.example/register/generator/internal/tomlfile"
)

// checkCommand judges the register and prints what it finds.
func checkCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	in.headFlag(flags)
	in.changeFlags(flags)
	format := flags.String("format", "text", "输出格式："+strings.Join(report.Formats, "、"))
	annotate := flags.String("annotate", "", "改为核查一份申报表（.xlsx）：另存一份，在有问题的格子上标红并写批注")
	return func(c *call) (int, error) {
		if *annotate != "" {
			return in.annotate(c, *annotate)
		}
		if !slices.Contains(report.Formats, *format) {
			return 0, &usageError{unknownFormat(*format)}
		}
		done, err := in.check(c.stderr)
		if err != nil {
			return 0, err
		}
		findings, err := in.within(done, c.args)
		if err != nil {
			return 0, err
		}
		r := &report.Report{Today: done.register.Today, Commit: done.commit, Projects: len(done.result.Outcomes), Findings: findings, Files: done.files}
		if err := report.Write(c.stdout, r, *format); err != nil {
			return 0, err
		}
		if slices.ContainsFunc(findings, finding.Finding.Blocks) {
			return exitFindings, nil
		}
		return exitClean, nil
	}
}

func unknownFormat(name string) string {
	if near := tomlfile.Near(name, report.Formats); near != "" {
		return "没有“" + name + "”这种格式，是不是“" + near + "”？"
	}
	return "没有“" + name + "”这种格式，可以用的有：" + strings.Join(report.Formats, "、")
}

// within keeps the findings on files in one of the paths, which may be given from the current folder or from the
// register's root. No path keeps all. It errors if one of them is not there: a slip must not look like a clean bill.
func (in *input) within(done *checked, paths []string) ([]finding.Finding, error) {
	if len(paths) == 0 {
		return done.result.Findings, nil
	}
	root, err := in.root()
	if err != nil {
		return nil, err
	}
	var inside []string
	for _, p := range paths {
		dir := fromRoot(root, p)
		if _, err := fs.Stat(done.files, dir); err != nil {
			return nil, &usageError{fmt.Sprintf("登记册里没有“%s”，路径从登记册的文件夹写起，例如 projects/2025/zhzf", p)}
		}
		inside = append(inside, dir)
	}
	return slices.DeleteFunc(slices.Clone(done.result.Findings), func(f finding.Finding) bool {
		return !slices.ContainsFunc(inside, func(dir string) bool {
			return dir == "." || f.At.File == dir || strings.HasPrefix(f.At.File, dir+"/")
		})
	}), nil
}

// fromRoot is a path from the register's root, which may have been given from the current folder.
func fromRoot(root, p string) string {
	if absolute, err := filepath.Abs(p); err == nil {
		if rootAbsolute, err := filepath.Abs(root); err == nil {
			if rel, err := filepath.Rel(rootAbsolute, absolute); err == nil && filepath.IsLocal(rel) {
				return filepath.ToSlash(rel)
			}
		}
	}
	return path.Clean(filepath.ToSlash(p))
}
