package cli

import (
	"flag"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/report"
	"wuxing.example/register/generator/internal/rule"
)

// impactCommand judges the same projects by two states of the rules, and prints what differs.
func impactCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	in.headFlag(flags)
	base := flags.String("base", "", "与仓库里哪个版本的规则比较（分支、标签或提交），必填")
	format := flags.String("format", "text", "输出格式："+strings.Join(report.ImpactFormats, "、"))
	return func(c *call) (int, error) {
		switch {
		case len(c.args) > 0:
			return 0, &usageError{"impact 不接受参数，用 -base 写明与哪个版本比较"}
		case *base == "":
			return 0, &usageError{"请用 -base 写明与哪个版本的规则比较，例如 impact -base main"}
		case !slices.Contains(report.ImpactFormats, *format):
			return 0, &usageError{"没有“" + *format + "”这种格式，可以用的有：" + strings.Join(report.ImpactFormats, "、")}
		}
		today, err := in.date()
		if err != nil {
			return 0, err
		}
		files, _, err := in.open()
		if err != nil {
			return 0, err
		}
		dir, err := in.root()
		if err != nil {
			return 0, err
		}
		old, _, err := revision(dir, *base, "-base")
		if err != nil {
			return 0, err
		}
		before, err := judge(rulesOf{files, old}, today, c.stderr)
		if err != nil {
			return 0, fmt.Errorf("按 %s 的规则：%w", *base, err)
		}
		after, err := judge(files, today, c.stderr)
		if err != nil {
			return 0, err
		}
		return exitClean, report.WriteImpact(c.stdout, portfolio.ImpactOf(before, after), *format == "markdown")
	}
}

// rulesOf is a register with the rules folder of another revision.
type rulesOf struct{ projects, rules fs.FS }

// Open opens a file of either.
func (r rulesOf) Open(name string) (fs.File, error) {
	if name == "rules" || strings.HasPrefix(name, "rules/") {
		return r.rules.Open(name)
	}
	return r.projects.Open(name)
}

// judge reads a register and judges it by its rules, whatever their examples. It errors if the rules do not load, having
// said why.
func judge(files fs.FS, today calendar.Date, stderr io.Writer) (portfolio.Judged, error) {
	rules, faults, err := rule.LoadUntried(files)
	if err != nil {
		return portfolio.Judged{}, err
	}
	for _, f := range faults {
		printFault(stderr, files, f)
	}
	if rules == nil {
		return portfolio.Judged{}, errRules
	}
	r, err := register.Load(files, today, nil)
	if err != nil {
		return portfolio.Judged{}, err
	}
	return portfolio.Judged{Rules: rules, Register: r, Result: rules.Check(rule.Input{Head: r})}, nil
}
