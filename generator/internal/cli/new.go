package cli

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"strings"

	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/workbook"
)

// newCommand asks for a declaration in the terminal, and writes it as a new project folder.
func newCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	return func(c *call) (int, error) {
		if len(c.args) > 0 {
			return 0, &usageError{"new 不接受参数：" + c.args[0]}
		}
		done, err := in.check(c.stderr)
		if err != nil {
			return 0, err
		}
		fmt.Fprintln(c.stdout, "逐项填写申报表。直接按回车取方括号里的值；带 * 的必填；金额填万元数；明细、来源和目标一项一项填，直接按回车结束。")
		d, err := workbook.Ask(done.register, asker(c))
		if err == io.EOF {
			return 0, fmt.Errorf("没有填完，什么也没有写入")
		}
		if err != nil {
			return 0, err
		}
		im, err := workbook.Declare(d, done.files, done.register, done.rules)
		if err != nil {
			return 0, err
		}
		return in.writeDeclared(c, im)
	}
}

// asker asks in the terminal: the label, and the default in brackets.
func asker(c *call) func(workbook.Question) (string, error) {
	lines := bufio.NewScanner(c.stdin)
	return func(q workbook.Question) (string, error) {
		if q.Problem != "" {
			fmt.Fprintln(c.stdout, "  "+q.Problem)
		}
		fmt.Fprint(c.stdout, q.Label)
		if q.Required {
			fmt.Fprint(c.stdout, " *")
		}
		if len(q.Choices) > 0 && len(q.Choices) <= 20 {
			fmt.Fprintf(c.stdout, "（%s）", strings.Join(q.Choices, "、"))
		}
		if q.Default != "" {
			fmt.Fprintf(c.stdout, " [%s]", q.Default)
		}
		fmt.Fprint(c.stdout, "：")
		if !lines.Scan() {
			fmt.Fprintln(c.stdout)
			if err := lines.Err(); err != nil {
				return "", err
			}
			return "", io.EOF
		}
		return lines.Text(), nil
	}
}

// writeDeclared writes a new declaration and says what comes next. What the rules still miss does not stop it, for the
// study is yet to be written; but nothing classified is written, and nothing in the wrong form.
func (in *input) writeDeclared(c *call, im *workbook.Import) (int, error) {
	if im.Drafts[0].Broken {
		printRemarks(c.stderr, "申报表", im)
		fmt.Fprintln(c.stderr, "什么也没有写入。")
		return exitFindings, nil
	}
	root, err := in.root()
	if err != nil {
		return 0, err
	}
	if err := register.WriteNew(root, im.Drafts[0].Files); err != nil {
		return 0, err
	}
	folder := im.Drafts[0].Folder
	fmt.Fprintf(c.stdout, "\n已写入 %s\n接下来：\n  1. 在 %s/feasibility.md 的各个标题下写可行性研究报告\n  2. 运行 go run ./generator check %s，改好列出的问题\n  3. 提交申报\n", folder, folder, folder)
	if len(im.Remarks) > 0 {
		fmt.Fprintln(c.stdout, "现在还有：")
	}
	for _, r := range im.Remarks {
		fmt.Fprintf(c.stdout, "  - %s：%s [%s]\n", r.Severity.Chinese(), r.Message, r.Rule)
	}
	return exitClean, nil
}
