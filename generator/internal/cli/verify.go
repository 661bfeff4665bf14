package cli

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/history"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
)

// verifyCommand recomputes what the repository alone can show of the record, and says what it could not.
func verifyCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	in.headFlag(flags)
	return func(c *call) (int, error) {
		if len(c.args) > 0 {
			return 0, &usageError{"verify 不接受参数：" + c.args[0]}
		}
		if in.head == "" {
			in.head = "HEAD" // what is not committed has no history
		}
		v, err := in.verification(c)
		if err != nil {
			return 0, err
		}
		if err := v.appendOnly(); err != nil {
			return 0, err
		}
		if err := v.opinions(); err != nil {
			return 0, err
		}
		v.draws()
		fmt.Fprint(c.stdout, v.page())
		if len(v.broken) > 0 {
			return exitFindings, nil
		}
		return exitClean, nil
	}
}

// verification gathers what was verified of one commit.
type verification struct {
	commit     string
	today      calendar.Date
	repository *history.Repository
	register   *project.Register
	rules      *rule.Set
	commits    []history.Commit // the oldest first

	checked, unchecked, doubtful, broken []string // sentences
}

// verification reads the commit and its history. It errors if the repository does not have the whole history.
func (in *input) verification(c *call) (*verification, error) {
	v := &verification{}
	root, err := in.root()
	if err != nil {
		return nil, err
	}
	files, commit, err := in.open()
	if err != nil {
		return nil, err
	}
	v.commit = commit
	if v.repository, err = history.Open(root); err != nil {
		return nil, err
	}
	kept := cacheOf(root)
	course, err := v.repository.History(commit, kept)
	if err != nil {
		return nil, err
	}
	if v.commits, err = course.Commits(); err != nil {
		return nil, err
	}
	slices.Reverse(v.commits)
	if v.today, err = in.date(); err != nil {
		return nil, err
	}
	if v.rules, err = loadRules(files, kept, c.stderr); err != nil {
		return nil, err
	}
	v.register, err = register.Load(files, v.today, kept)
	return v, err
}

// appendOnly holds each version of a file of which what is on record must be kept to the version before it. One that is
// no TOML is passed over, and the next one held to the last that could be read.
func (v *verification) appendOnly() error {
	last := map[string]string{} // by file, the commit that has its last version
	versions := 0
	for i := range v.commits {
		c := &v.commits[i]
		for _, file := range c.Files {
			if !rule.IsKept(file) {
				continue
			}
			versions++
			before := last[file]
			is, err := v.read(c.Hash, file)
			if err != nil {
				return err
			}
			if before != "" {
				was, err := v.read(before, file)
				if err != nil {
					return err
				}
				for _, f := range v.rules.NotKept(file, was, is) {
					v.breaks(c, f)
				}
			}
			if is == nil {
				delete(last, file)
			} else if rule.IsReadable(is) {
				last[file] = c.Hash
			}
		}
	}
	v.checked = append(v.checked, fmt.Sprintf("已登记的不改（access.append-only）：%d 次改动里意见、抽取、变更、合同、未通过的申报的 %d 个文件版本，逐个与前一版本比较", len(v.commits), versions))
	return nil
}

// read is a file as a commit has it, nil if it does not.
func (v *verification) read(commit, file string) ([]byte, error) {
	files, err := v.repository.Files(commit)
	if err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(files, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// breaks notes that something does not hold. Of a classified project only the file is told.
func (v *verification) breaks(c *history.Commit, f finding.Finding) {
	message := f.Message
	if p := v.register.Project(f.Project); p != nil && p.IsSecret() {
		message = "不符合"
	}
	pull := ""
	if c.PullRequest > 0 {
		pull = fmt.Sprintf(" 申报单 %d", c.PullRequest)
	}
	v.broken = append(v.broken, fmt.Sprintf("%.12s %s%s\n    %s:%d: %s [%s]", c.Hash, c.Time.Format("2006-01-02"), pull, f.At.File, f.At.Line(), message, f.Rule))
}

// opinions recomputes what the opinions on record cover, from the commits that they name.
func (v *verification) opinions() error {
	found, unshown, err := v.rules.CheckMerges(v.register, v.repository)
	if err != nil {
		return err
	}
	for _, f := range found {
		line := fmt.Sprintf("%s:%d: %s [%s]", f.At.File, f.At.Line(), f.Message, f.Rule)
		if f.Blocks() {
			v.broken = append(v.broken, line)
		} else {
			v.doubtful = append(v.doubtful, line)
		}
	}
	n := len(v.register.OpinionFiles()) - len(unshown)
	v.checked = append(v.checked, fmt.Sprintf("意见（record.opinion、record.tree、record.dates）：%d 份意见文件，按它写的合并提交重算内容指纹，逐个比较并入前后的文件和日期", n))
	for _, f := range unshown {
		v.unchecked = append(v.unchecked, f.File+" 没有写合并提交和内容指纹，不能据以核对")
	}
	return nil
}

// draws lists the draws, which cannot be recomputed yet.
func (v *verification) draws() {
	var names []string
	for _, p := range v.register.Projects {
		if p.IsSecret() {
			continue
		}
		for _, d := range p.Draws {
			names = append(names, d.File)
		}
	}
	if len(names) > 0 {
		v.unchecked = append(v.unchecked, fmt.Sprintf("专家抽取：%d 次，还不能重算\n    %s", len(names), strings.Join(names, "\n    ")))
	}
}

// page says in one page what was checked, what could not be, and what does not hold.
func (v *verification) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "核对提交 %.12s 及其以前的历史（截至 %s）\n", v.commit, v.today)
	section := func(title string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(&b, "\n%s\n  %s\n", title, strings.Join(lines, "\n  "))
		}
	}
	section("核对了", v.checked)
	section("没有核对", v.unchecked)
	section("请大数据局核实", v.doubtful)
	section("不符合", v.broken)
	if len(v.broken) == 0 {
		b.WriteString("\n核对过的都符合。\n")
	} else {
		fmt.Fprintf(&b, "\n%d 处不符合。\n", len(v.broken))
	}
	return b.String()
}
