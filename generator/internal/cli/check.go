package cli

import (
	"flag"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/history"
	"wuxing.example/register/generator/internal/report"
	"wuxing.example/register/generator/internal/tomlfile"
)

// checkCommand judges the register and prints what it finds.
func checkCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	format := flags.String("format", "text", "输出格式："+strings.Join(report.Formats, "、"))
	return func(c *call) (int, error) {
		if !slices.Contains(report.Formats, *format) {
			return 0, &usageError{unknownFormat(*format)}
		}
		done, err := in.check(c.stderr)
		if err != nil {
			return 0, err
		}
		findings, err := in.within(done.result.Findings, c.args)
		if err != nil {
			return 0, err
		}
		root, err := in.root()
		if err != nil {
			return 0, err
		}
		r := &report.Report{Today: done.register.Today, Commit: history.Head(root), Projects: len(done.register.Projects), Findings: findings, Files: done.files}
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
// register's root. No path keeps all.
func (in *input) within(findings []finding.Finding, paths []string) ([]finding.Finding, error) {
	if len(paths) == 0 {
		return findings, nil
	}
	root, err := in.root()
	if err != nil {
		return nil, err
	}
	var inside []string
	for _, p := range paths {
		rel := filepath.ToSlash(filepath.Clean(p))
		if absolute, err := filepath.Abs(p); err == nil {
			if rootAbsolute, err := filepath.Abs(root); err == nil {
				if r, err := filepath.Rel(rootAbsolute, absolute); err == nil && filepath.IsLocal(r) {
					rel = filepath.ToSlash(r)
				}
			}
		}
		inside = append(inside, path.Clean(rel))
	}
	return slices.DeleteFunc(slices.Clone(findings), func(f finding.Finding) bool {
		return !slices.ContainsFunc(inside, func(dir string) bool {
			return dir == "." || f.At.File == dir || strings.HasPrefix(f.At.File, dir+"/")
		})
	}), nil
}
