package cli

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/docket"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/history"
	"wuxing.example/register/generator/internal/report"
	"wuxing.example/register/generator/internal/rule"
)

// opinionsCommand says on pull requests which opinions they need and have.
func opinionsCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	number := flags.Int("pr", 0, "申报单（合并请求）的编号")
	open := flags.Bool("open", false, "所有还没有关闭的申报单，逐一更新；定时运行时用")
	dryRun := flags.Bool("dry-run", false, "只打印要写的状态和说明，不写到代码平台上")
	return func(c *call) (int, error) {
		if (*number > 0) == *open {
			return 0, &usageError{"请用 -pr 写明申报单的编号，例如 -pr 12，或者用 -open 更新全部未关闭的，二者选一"}
		}
		d, err := in.docket(c)
		if err != nil {
			return 0, err
		}
		if !*open {
			pr, err := d.Host.PullRequest(c.ctx, *number)
			if err != nil {
				return 0, err
			}
			return exitClean, opinions(c, d, pr, *dryRun)
		}
		prs, err := d.Host.Open(c.ctx)
		if err != nil {
			return 0, err
		}
		var failed []error
		for i := range prs {
			if err := opinions(c, d, &prs[i], *dryRun); err != nil {
				failed = append(failed, fmt.Errorf("%d 号申报单：%w", prs[i].Number, err)) // it does not keep the others waiting
			}
		}
		if len(prs) == 0 {
			fmt.Fprintln(c.stdout, "没有未关闭的申报单。")
		}
		return exitClean, errors.Join(failed...)
	}
}

// opinions judges one pull request, and shows on the host, or, of a dry run, prints what came of it.
func opinions(c *call, d *docket.Docket, pr *forge.PullRequest, dryRun bool) error {
	if !pr.Open {
		fmt.Fprintf(c.stdout, "%d 号申报单已经关闭，不再征求意见。登记意见用 record -pr %d。\n", pr.Number, pr.Number)
		return nil
	}
	opinions, err := d.Judge(c.ctx, pr)
	switch {
	case err != nil && !dryRun:
		return d.Fail(c.ctx, pr, err)
	case err != nil:
		return err
	case dryRun:
		fmt.Fprintf(c.stdout, "%s %s：%s\n\n%s", docket.StatusName, opinions.State(), opinions.Verdict(), opinions.Comment())
		return nil
	}
	if err := d.Show(c.ctx, pr, opinions); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%d 号申报单：%s\n", pr.Number, opinions.Verdict())
	return report.Annotations(c.stdout, opinions.Findings)
}

// recordCommand writes the opinions on closed pull requests into the record.
func recordCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	number := flags.Int("pr", 0, "已经并入或关闭的申报单（合并请求）的编号")
	missing := flags.Bool("missing", false, "找出已经并入而没有登记意见的申报单，逐一补登")
	return func(c *call) (int, error) {
		if (*number > 0) == *missing {
			return 0, &usageError{"请用 -pr 写明申报单的编号，或者用 -missing 补登全部遗漏的，二者选一"}
		}
		d, err := in.docket(c)
		if err != nil {
			return 0, err
		}
		numbers := []int{*number}
		if *missing {
			if numbers, err = d.Unrecorded(c.ctx); err != nil {
				return 0, err
			}
		}
		code := exitClean
		var failed []error // one that fails does not keep the others from the record
		for _, n := range numbers {
			done, err := d.Record(c.ctx, n)
			if err != nil {
				failed = append(failed, fmt.Errorf("%d 号申报单：%w", n, err))
				continue
			}
			printRecorded(c, n, done)
			if slices.ContainsFunc(done.Findings, finding.Finding.Blocks) {
				code = exitFindings
			}
		}
		if *missing && len(numbers) == 0 {
			fmt.Fprintln(c.stdout, "已经并入的申报单都有登记。")
		}
		return code, errors.Join(failed...)
	}
}

// printRecorded says what came of recording one pull request.
func printRecorded(c *call, number int, done *docket.Recorded) {
	for _, file := range done.Written {
		fmt.Fprintf(c.stdout, "%d 号申报单：已登记 %s\n", number, file)
	}
	for _, file := range done.Kept {
		fmt.Fprintf(c.stdout, "%d 号申报单：%s 早已登记，没有改动\n", number, file)
	}
	if done.Nothing != "" {
		fmt.Fprintf(c.stdout, "%d 号申报单：%s\n", number, done.Nothing)
	}
	if len(done.Missing) > 0 {
		fmt.Fprintf(c.stderr, "警告：%d 号申报单并入时意见不齐，缺 %s\n", number, strings.Join(done.Missing, "、"))
	}
	for _, f := range done.Findings {
		fmt.Fprintln(c.stdout, report.Text(f, nil))
	}
}

// docket opens the repository and its host.
func (in *input) docket(c *call) (*docket.Docket, error) {
	root, err := in.root()
	if err != nil {
		return nil, err
	}
	today, err := in.date()
	if err != nil {
		return nil, err
	}
	repository, err := history.Open(root)
	if err != nil {
		return nil, err
	}
	host, err := openHost()
	if err != nil {
		return nil, err
	}
	kept := cacheOf(root)
	return &docket.Docket{
		Host: host, Repository: repository, Today: today,
		Rules: func(files fs.FS) (*rule.Set, error) { return loadRules(files, kept, c.stderr) },
	}, nil
}
