// Package cli is the command line: commands, flags, exit codes. It is the only floor that knows the clock, the
// environment and the current folder; those below are given what they need.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"wuxing.example/register/generator/internal/cache"
	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/history"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
	"wuxing.example/register/generator/internal/source"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Exit codes.
const (
	exitClean    = 0 // nothing found, or warnings and notices only
	exitFindings = 1 // findings of severity error
	exitUsage    = 2 // the call was not understood
	exitFailure  = 3 // our own failure, or rules that do not load
)

// command is one command of the generator.
type command struct {
	name string
	args string // after the flags, in help
	does string
	// run makes the flags and returns what the command does with the arguments that follow them.
	run func(*flag.FlagSet) func(*call) (int, error)
}

var commands = []command{
	{"check", "[路径…]", "核查登记册，列出不符合办法和格式的地方", checkCommand},
	{"build", "", "核查后生成公开网站", buildCommand},
	{"serve", "", "生成网站并在本机打开，文件改动后自动重新生成", serveCommand},
	{"verify", "", "用仓库的历史核对已登记的内容有没有改过、意见和抽取对不对得上", verifyCommand},
	{"rules", "", "运行每条规则的示例，按条列出规则", rulesCommand},
	{"explain", "规则编号", "说明一条规则：要求、依据、限值、示例", explainCommand},
	{"impact", "", "比较两个版本的规则：哪些项目的结论、手续和征求的意见会改变", impactCommand},
	{"new", "", "在终端里逐项填写申报表，写成项目文件夹", newCommand},
	{"import", "文件.xlsx 或 .zip", "读入申报表、台账、压缩包，写成项目文件夹，有错误则一个也不写；一行一个项目的汇总表逐行写入", importCommand},
	{"export form", "", "写出一个单位的空白申报表，并附一份填写示例", exportFormCommand},
	{"export ledger", "", "写出补录用的台账：已经申报、建设、验收的项目一次登记，每种材料一张表", exportLedgerCommand},
	{"export plan", "", "把一个年度的计划写成 Excel，按报送的格式", exportPlanCommand},
	{"export portfolio", "", "把项目库的全部内容写成 Excel，一种表一张工作表", exportPortfolioCommand},
	{"export acceptances", "", "把竣工验收结果写成 Excel", exportAcceptancesCommand},
	{"export evaluations", "", "把绩效评价结果写成 Excel", exportEvaluationsCommand},
	{"opinions", "", "在申报单（合并请求）上列出要征求哪些部门的意见、已有哪些意见、材料有什么问题", opinionsCommand},
	{"record", "", "申报单并入或关闭以后，把各部门的意见登记到项目库", recordCommand},
	{"schema", "[文件]", "写出一种文件的 JSON Schema，供编辑器提示；不写文件则列出各种文件", schemaCommand},
	{"codeowners", "", "按权限表和部门名录写出代码平台的审阅人文件（CODEOWNERS）", codeownersCommand},
	{"host-setup", "", "列出代码平台的保护设置：谁可以写、合并要什么条件；-apply 照此设置", hostSetupCommand},
}

// call is one call of a command, with the world that it may touch.
type call struct {
	ctx            context.Context // ends when the person interrupts
	args           []string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// usageError says that a call was not understood.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

// Run runs a command and returns its exit code.
func Run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" || args[0] == "-help" {
		return help(args, stdout, stderr)
	}
	c, args := findCommand(args)
	if c == nil {
		fmt.Fprintln(stderr, unknownCommand(args))
		return exitUsage
	}
	flags := newFlags(c)
	do := c.run(flags)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			printHelp(stdout, c)
			return exitClean
		}
		fmt.Fprintln(stderr, flagError(err, flags))
		return exitUsage
	}
	for _, a := range flags.Args() {
		if strings.HasPrefix(a, "-") && a != "-" {
			fmt.Fprintf(stderr, "选项要写在其他参数前面：%s\n", a)
			return exitUsage
		}
	}
	// The register is read once and kept: collecting its garbage less often takes a sixth of the time off a check of
	// 10,000 projects, and an eighth off Hugo's, until the memory comes to the limit.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(2 << 30))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	code, err := do(&call{ctx, flags.Args(), stdin, stdout, stderr})
	var usage *usageError
	switch {
	case errors.As(err, &usage):
		fmt.Fprintln(stderr, usage.text)
		return exitUsage
	case err != nil:
		fmt.Fprintln(stderr, "没有完成：", err)
		return exitFailure
	}
	return code
}

// findCommand is the command that arguments begin with, whose name may be two words, and the arguments after it. Where
// there is none, the command is nil and the arguments are as they were.
func findCommand(args []string) (*command, []string) {
	for words := min(2, len(args)); words > 0; words-- {
		for i := range commands {
			if commands[i].name == strings.Join(args[:words], " ") {
				return &commands[i], args[words:]
			}
		}
	}
	return nil, args
}

// unknownCommand says what arguments that begin with no command may have meant: one word of them, or two.
func unknownCommand(args []string) string {
	var names []string
	name := args[0]
	for _, c := range commands {
		names = append(names, c.name)
		if strings.HasPrefix(c.name, name+" ") {
			name = strings.Join(args[:min(2, len(args))], " ")
		}
	}
	if near := tomlfile.Near(name, names); near != "" {
		return fmt.Sprintf("没有“%s”这个命令，是不是“%s”？", name, near)
	}
	return fmt.Sprintf("没有“%s”这个命令，可以用的有：%s", name, strings.Join(names, "、"))
}

func newFlags(c *command) *flag.FlagSet {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	return flags
}

// flagError says in Chinese what the flag package says in English.
func flagError(err error, flags *flag.FlagSet) string {
	var known []string
	flags.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		if near := tomlfile.Near(name, known); near != "" {
			return fmt.Sprintf("没有 -%s 这个选项，是不是 -%s？", name, near)
		}
		return fmt.Sprintf("没有 -%s 这个选项，可以用的有：-%s", name, strings.Join(known, "、-"))
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return fmt.Sprintf("选项 -%s 后面缺内容", name)
	}
	if i := strings.LastIndex(text, ": "); strings.HasPrefix(text, "invalid") && i >= 0 {
		return "选项的内容不对：" + text[i+2:]
	}
	return "选项的写法不对：" + text
}

func help(args []string, stdout, stderr io.Writer) int {
	if len(args) < 2 {
		fmt.Fprint(stdout, "吴兴区信息化项目管理系统：核查登记册，生成公开网站。\n\n用法：go run ./generator <命令> [选项] [参数]\n\n")
		for _, c := range commands {
			fmt.Fprintf(stdout, "  %-18s %s\n", c.name, c.does)
		}
		fmt.Fprint(stdout, "\n每个命令的选项：go run ./generator help <命令>\n退出码：0 正常或只有警告，1 有错误，2 用法不对，3 没有完成\n")
		return exitClean
	}
	c, _ := findCommand(args[1:])
	if c == nil {
		fmt.Fprintln(stderr, unknownCommand(args[1:]))
		return exitUsage
	}
	printHelp(stdout, c)
	return exitClean
}

func printHelp(w io.Writer, c *command) {
	flags := newFlags(c)
	c.run(flags)
	fmt.Fprintf(w, "%s：%s\n\n用法：go run ./generator %s [选项] %s\n\n", c.name, c.does, c.name, c.args)
	flags.VisitAll(func(f *flag.Flag) {
		fmt.Fprintf(w, "  -%s\n        %s", f.Name, f.Usage)
		if f.DefValue != "" && f.DefValue != "false" {
			fmt.Fprintf(w, "（不写则为 %s）", f.DefValue)
		}
		fmt.Fprintln(w)
	})
}

// input are the flags that say which register is read, and as of when.
type input struct {
	repo  string
	today string
	head  string // of check and build: a revision instead of the work tree

	base   string // of check: the revision that is changed
	author string // of check: the account that proposes the change

	runExamples bool // of the rules, whatever the cache remembers of them
}

func inputFlags(flags *flag.FlagSet) *input {
	in := &input{}
	in.repoFlag(flags)
	flags.StringVar(&in.today, "today", "", "按哪一天判断，写作 2025-06-30；不写则为今天")
	return in
}

// repoFlag adds the flag that says which register is read.
func (in *input) repoFlag(flags *flag.FlagSet) {
	flags.StringVar(&in.repo, "repo", "", "登记册所在的文件夹；不写则为当前文件夹所在的登记册")
}

// headFlag adds the flag that reads a revision instead of the work tree.
func (in *input) headFlag(flags *flag.FlagSet) {
	flags.StringVar(&in.head, "head", "", "读取仓库里的哪个版本（分支、标签或提交），直接从 Git 读，不用检出；不写则读文件夹里的文件")
}

// changeFlags adds the flags that have the register judged as a change.
func (in *input) changeFlags(flags *flag.FlagSet) {
	flags.StringVar(&in.base, "base", "", "与仓库里的哪个版本比较：那时已有的问题标为“原有”，不算错误；另核查改动本身是否允许")
	flags.StringVar(&in.author, "author", "", "提出改动的账号，核查它能不能写改动的文件；与 -base 同用")
}

// date is the day as of which the register is judged.
func (in *input) date() (calendar.Date, error) {
	if in.today == "" {
		return calendar.DayInChina(time.Now()), nil
	}
	d, err := calendar.ParseDate(in.today)
	if err != nil {
		return d, &usageError{"-today：" + err.Error()}
	}
	return d, nil
}

// root is the register's folder: the one given, or the nearest one above the current that has a folder projects.
func (in *input) root() (string, error) {
	if in.repo != "" {
		return in.repo, nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for up := dir; ; up = filepath.Dir(up) {
		if info, err := os.Stat(filepath.Join(up, "projects")); err == nil && info.IsDir() {
			return up, nil
		}
		if up == filepath.Dir(up) {
			return "", fmt.Errorf("在 %s 和它的上级文件夹里都没有找到 projects 文件夹，请用 -repo 指明登记册", dir)
		}
	}
}

// open opens the register's folder as a file system that no link leads out of, or the revision that was asked for
// straight from Git. It says which commit that is; of a folder, the one that is checked out, "" outside a repository.
func (in *input) open() (files fs.FS, commit string, err error) {
	dir, err := in.root()
	if err != nil {
		return nil, "", err
	}
	if in.head != "" {
		return revision(dir, in.head, "-head")
	}
	folder, err := register.Open(dir)
	if err != nil {
		return nil, "", fmt.Errorf("打不开登记册文件夹 %s", dir)
	}
	return folder, history.Head(dir), nil
}

// revision opens the register as it was at a revision, which a flag named, of the repository around a folder.
func revision(dir, name, flagName string) (files fs.FS, commit string, err error) {
	repository, err := history.Open(dir)
	if err != nil {
		return nil, "", err
	}
	if commit, err = repository.Resolve(name); err != nil {
		return nil, "", &usageError{flagName + "：" + err.Error()}
	}
	files, err = repository.Files(commit)
	return files, commit, err
}

// checked is the register read and judged.
type checked struct {
	root     string
	kept     *cache.Cache
	files    fs.FS
	commit   string
	register *project.Register
	rules    *rule.Set
	result   *rule.Result
}

// errRules says that the rules themselves do not load; what is wrong with them has been printed.
var errRules = errors.New("规则文件有误，登记册没有核查")

// check reads and judges the register. What is wrong with the rules goes to stderr.
func (in *input) check(stderr io.Writer) (*checked, error) {
	today, err := in.date()
	if err != nil {
		return nil, err
	}
	files, commit, err := in.open()
	if err != nil {
		return nil, err
	}
	root, err := in.root()
	if err != nil {
		return nil, err
	}
	kept := cacheOf(root)
	examples := kept
	if in.runExamples {
		examples = nil
	}
	rules, err := loadRules(files, examples, stderr)
	if err != nil {
		return nil, err
	}
	if in.base != "" {
		return in.checkChange(root, &checked{root: root, kept: kept, files: files, commit: commit, rules: rules}, today, stderr)
	}
	if in.author != "" {
		return nil, &usageError{"-author 要与 -base 同用"}
	}
	r, err := register.Load(files, today, kept)
	if err != nil {
		return nil, err
	}
	done := &checked{root, kept, files, commit, r, rules, rules.Check(rule.Input{Head: r})}
	done.remember()
	return done, nil
}

// loadRules reads the rules. Their examples are run unless the cache remembers that they came out right; no cache: always.
func loadRules(files fs.FS, kept *cache.Cache, stderr io.Writer) (*rule.Set, error) {
	rules, faults, err := rule.LoadRemembered(files, kept)
	if err != nil {
		return nil, err
	}
	for _, f := range faults {
		printFault(stderr, files, f)
	}
	if rules == nil {
		return nil, errRules
	}
	return rules, nil
}

// printFault prints what is wrong with a rule file, as a finding is printed.
func printFault(w io.Writer, files fs.FS, f finding.Fault) {
	text, _ := fs.ReadFile(files, f.At.File)
	fmt.Fprintf(w, "%s:%d:%d: %s %s\n", f.At.File, f.At.Line(), f.At.Column(), finding.Error.Chinese(), f.Problem)
	fmt.Fprint(w, source.Snippet(text, f.At.Span))
	if f.Hint != "" {
		fmt.Fprintf(w, "%s = 处理 %s\n", strings.Repeat(" ", len(fmt.Sprint(f.At.Line()))), f.Hint)
	}
	fmt.Fprintln(w)
}
