package cli

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/tomlfile"
	"wuxing.example/register/generator/internal/workbook"
)

// exportPlanCommand writes a year's plan as a workbook.
func exportPlanCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	year := flags.Int("year", 0, "计划年度，例如 2026；必须写")
	out := outFlag(flags)
	return func(c *call) (int, error) {
		if *year == 0 {
			return 0, &usageError{"请写计划年度，例如 export plan -year 2026"}
		}
		return in.export(c, *out, fmt.Sprintf("%d年度信息化项目计划.xlsx", *year), func(w io.Writer, _ fs.FS, r *project.Register) error {
			for _, plan := range portfolio.Plans(r) {
				if plan.Year.Year == *year {
					return workbook.WritePlan(w, r, &plan)
				}
			}
			return &usageError{fmt.Sprintf("登记册里没有 %d 年度", *year)}
		})
	}
}

// exportFormCommand writes a unit's empty declaration form, and a filled one beside it as an example.
func exportFormCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	unit := flags.String("unit", "", "单位代码，例如 zhzf；必须写")
	out := outFlag(flags)
	return func(c *call) (int, error) {
		if len(c.args) > 0 {
			return 0, &usageError{"不接受参数：" + c.args[0]}
		}
		done, err := in.check(c.stderr)
		if err != nil {
			return 0, err
		}
		if done.register.Unit(*unit) == nil {
			return 0, &usageError{unknownUnit(*unit, done.register)}
		}
		name := *out
		if name == "" {
			name = "申报表-" + *unit + ".xlsx"
		}
		err = writeWorkbook(c, name, func(w io.Writer) error {
			return workbook.WriteForm(w, done.register, done.rules, *unit, nil, nil)
		})
		if err != nil {
			return 0, err
		}
		return exitClean, writeWorkbook(c, strings.TrimSuffix(name, ".xlsx")+"-填写示例.xlsx", func(w io.Writer) error {
			return workbook.WriteExample(w, done.register, done.rules, *unit)
		})
	}
}

// exportLedgerCommand writes a ledger for projects that are under way already, empty or with those of a unit.
func exportLedgerCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	unit := flags.String("unit", "", "单位代码：带上这个单位已经登记的项目；不写则为空白")
	out := outFlag(flags)
	return func(c *call) (int, error) {
		return in.export(c, *out, "项目台账.xlsx", func(w io.Writer, files fs.FS, r *project.Register) error {
			if *unit != "" && r.Unit(*unit) == nil {
				return &usageError{unknownUnit(*unit, r)}
			}
			return workbook.WriteLedger(w, files, r, *unit)
		})
	}
}

func unknownUnit(code string, r *project.Register) string {
	var codes []string
	for i := range r.Units {
		codes = append(codes, r.Units[i].Code.V)
	}
	if near := tomlfile.Near(code, codes); near != "" {
		return fmt.Sprintf("单位名录里没有“%s”，是不是“%s”？", code, near)
	}
	return fmt.Sprintf("单位名录里没有“%s”，请用 -unit 写一个单位代码，可以写的有：%s", code, strings.Join(codes, "、"))
}

// exportCommand is a command that writes one workbook of the whole register.
func exportCommand(name string, write func(io.Writer, *project.Register) error) func(*flag.FlagSet) func(*call) (int, error) {
	return func(flags *flag.FlagSet) func(*call) (int, error) {
		in, out := inputFlags(flags), outFlag(flags)
		return func(c *call) (int, error) {
			return in.export(c, *out, name, func(w io.Writer, _ fs.FS, r *project.Register) error { return write(w, r) })
		}
	}
}

var (
	exportPortfolioCommand   = exportCommand("信息化项目库.xlsx", workbook.WritePortfolio)
	exportAcceptancesCommand = exportCommand("竣工验收结果.xlsx", workbook.WriteAcceptances)
	exportEvaluationsCommand = exportCommand("绩效评价结果.xlsx", workbook.WriteEvaluations)
)

func outFlag(flags *flag.FlagSet) *string {
	return flags.String("out", "", "写到哪个文件，不覆盖已有的文件；不写则在当前文件夹里按内容取名")
}

// export reads the register and writes a workbook of it to out, or to a file of the given name in the current folder.
func (in *input) export(c *call, out, name string, write func(io.Writer, fs.FS, *project.Register) error) (int, error) {
	if len(c.args) > 0 {
		return 0, &usageError{"不接受参数：" + c.args[0]}
	}
	today, err := in.date()
	if err != nil {
		return 0, err
	}
	files, _, err := in.open()
	if err != nil {
		return 0, err
	}
	r, err := register.Load(files, today, nil)
	if err != nil {
		return 0, err
	}
	if out == "" {
		out = name
	}
	return exitClean, writeWorkbook(c, out, func(w io.Writer) error { return write(w, files, r) })
}

// writeWorkbook writes a workbook to a file that is not there yet.
func writeWorkbook(c *call, name string, write func(io.Writer) error) error {
	var data bytes.Buffer
	if err := write(&data); err != nil {
		return err
	}
	if err := writeNewFile(name, data.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "已写出：%s\n", name)
	return nil
}

// writeNewFile writes a file that is not there yet; where it cannot be written whole, it is not there after.
func writeNewFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if os.IsExist(err) {
		return &usageError{fmt.Sprintf("%s 已经有了，没有覆盖；请先移走它，或用 -out 换一个文件名", name)}
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		os.Remove(name)
	}
	return err
}
