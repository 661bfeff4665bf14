package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/opinion"
	"wuxing.example/register/generator/internal/personal"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// Opinions is what is said on a pull request's page: how its opinions stand, and what is wrong in its files.
type Opinions struct {
	PullRequest int
	Commit      string // the head that was judged
	Rules       *project.Register
	Head        *project.Register
	Standings   []opinion.Standing
	Outsiders   []opinion.Review
	Anonymous   int               // how many of its commits are of nobody whom the host knows
	Findings    []finding.Finding // of the head against the base
	Link        func(file string, line int) string
}

// Marker begins the comment, so that it is found again. People do not see it.
const Marker = "<!-- register:opinions -->"

// mostComment is how many characters a comment may have: GitHub takes 65,536.
const mostComment = 60_000

// State is how the opinions stand, as a host's statuses know it.
type State string

const (
	Pending State = "pending"
	Success State = "success"
	Failure State = "failure"
)

// State is what the status says: failure once somebody refused, or all agreed and the files do not pass; pending while
// opinions are owed, or the branch must be brought up to date first.
func (o *Opinions) State() State {
	d := opinion.Decide(o.Standings)
	switch {
	case d.Refused:
		return Failure
	case !d.Passes():
		return Pending
	case o.blocking() > 0:
		return Failure
	}
	return Success
}

// Verdict is the status in a sentence, which the comment begins with.
func (o *Opinions) Verdict() string {
	d := opinion.Decide(o.Standings)
	count := fmt.Sprintf("%d 项意见已同意 %d 项", d.Asked, d.Agreed)
	errors := ""
	if n := o.blocking(); n > 0 {
		errors = fmt.Sprintf("；材料有 %d 处错误", n)
	}
	switch {
	case d.Asked == 0:
		return "没有征求任何部门的意见，不能并入"
	case d.Refused:
		return "有部门不同意，" + count + errors
	case d.Agreed < d.Asked:
		return count + "，还差 " + fmt.Sprint(d.Asked-d.Agreed) + " 项" + errors
	case d.Behind:
		return count + "；主分支已有新内容，要先合并进来" + errors
	case errors != "":
		return count + errors + "，改正后才能并入"
	}
	return count + "，可以并入"
}

func (o *Opinions) blocking() int {
	n := 0
	for _, f := range o.Findings {
		if f.Blocks() {
			n++
		}
	}
	return n
}

// Comment is the whole text in Markdown, the verdict first. What the record and the reviewers wrote is only text in it.
// The same standings and findings make the same text.
func (o *Opinions) Comment() string {
	text := ""
	for _, most := range []detail{{20, 50}, {5, 20}, {0, 10}, {0, 0}} {
		if text = o.comment(most); utf8.RuneCountInString(text) <= mostComment {
			return text
		}
	}
	const cut = "\n\n（内容太长，没有全部列出。）\n"
	kept := string([]rune(text)[:mostComment-utf8.RuneCountInString(cut)])
	return kept[:strings.LastIndexByte(kept, '\n')] + cut
}

// detail is how much of a long matter is listed.
type detail struct{ differences, findings int }

func (o *Opinions) comment(most detail) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n## 联审意见：%s\n", Marker, o.Verdict())
	o.writeChecklist(&b, most)
	o.writeFindings(&b, most.findings)
	o.writeNext(&b)
	fmt.Fprintf(&b, "\n以上按提交 `%.10s` 判断，由系统自动更新，请以最新一次为准。\n", o.Commit)
	return b.String()
}

// writeChecklist writes who is asked on what and why, folder by folder, what is only advice last.
func (o *Opinions) writeChecklist(b *strings.Builder, most detail) {
	var last opinion.Folder
	for _, s := range o.inOrder() {
		if s.Folder != last {
			fmt.Fprintf(b, "\n### %s\n\n", o.title(s.Folder))
			last = s.Folder
		}
		o.writeStanding(b, s, most.differences)
	}
	if n := len(o.Outsiders); n > 0 {
		var accounts []string
		for _, r := range o.Outsiders {
			if a := code(r.Account); !slices.Contains(accounts, a) {
				accounts = append(accounts, a)
			}
		}
		fmt.Fprintf(b, "\n%s 不是部门名录里的账号，所提意见不计入。\n", strings.Join(accounts, "、"))
	}
	if o.Anonymous > 0 {
		fmt.Fprintf(b, "\n有 %d 次提交的邮箱没有关联账号，看不出是谁写的。请大数据局核对，不是提意见的人自己写的。\n", o.Anonymous)
	}
}

// inOrder keeps the folders together, and puts advice behind what decides.
func (o *Opinions) inOrder() []opinion.Standing {
	sorted := slices.Clone(o.Standings)
	rank := map[bool]int{true: 1}
	slices.SortStableFunc(sorted, func(a, b opinion.Standing) int {
		return cmp.Or(strings.Compare(a.Folder.Dir, b.Folder.Dir), rank[a.Matter.Advisory.V]-rank[b.Matter.Advisory.V])
	})
	return sorted
}

// title names what a folder holds; of a classified project, its path alone.
func (o *Opinions) title(f opinion.Folder) string {
	switch p := f.Project(o.Head); {
	case f.IsYear():
		return strings.TrimPrefix(f.Dir, "projects/") + " 年度计划"
	case !f.IsProject():
		return "规则、名录和其他"
	case p == nil || p.Declaration == nil || p.IsSecret():
		return f.Dir
	default:
		return fmt.Sprintf("%s（%s）", plain(short(p.Declaration.Name.V)), p.ID)
	}
}

func (o *Opinions) writeStanding(b *strings.Builder, s opinion.Standing, differences int) {
	box := " "
	if s.State == opinion.Agreed {
		box = "x"
	}
	advisory := ""
	if s.Matter.Advisory.V {
		advisory = "（仅供参考，不影响并入）"
	}
	fmt.Fprintf(b, "- [%s] **%s**：%s%s——%s\n", box, plain(s.Agency.Name.V), plain(s.Matter.Matter.V), advisory, o.stateOf(s))
	if o.isSecret(s.Folder) {
		return
	}
	fmt.Fprintf(b, "  %s → %s，%s；自 %s 起\n", plain(s.Because), plain(shortName(s.Agency)), rule.ArticleName(int(s.Matter.Article.V)), calendar.DayInChina(s.Since))
	for _, said := range s.Opinions {
		if said.Text != "" && said.Conclusion != project.Agrees {
			fmt.Fprintf(b, "  %s：%s\n", said.Conclusion, plain(short(said.Text)))
		}
	}
	if s.State == opinion.Stale && len(s.Altered) > 0 {
		writeDifferences(b, "意见提出后改动的内容：", s.Altered, differences)
	} else if len(s.Changed) > 0 && s.State != opinion.Agreed {
		writeDifferences(b, "这次改动的内容：", s.Changed, differences)
	}
	for _, i := range s.Ignored {
		if i.Why != opinion.Superseded {
			fmt.Fprintf(b, "  %s %s“%s”，不计入：%s\n", calendar.DayInChina(i.Given), code(i.Account), i.Conclusion, i.Why)
		}
	}
}

// stateOf says how a question stands, and since when.
func (o *Opinions) stateOf(s opinion.Standing) string {
	on, own, wordless := "", "", false
	for _, said := range s.Opinions {
		if said.Conclusion == string(s.State) {
			on = "（" + calendar.DayInChina(said.Given).String() + "）"
			wordless = said.Text == ""
			if said.Own {
				own = "，本单位"
			}
		}
	}
	switch {
	case s.State == opinion.Refused && wordless:
		return "**不同意**" + on + own + "，没有写理由，请补写"
	case s.State == opinion.Refused:
		return "**不同意**" + on + own
	case s.State == opinion.Agreed:
		return "同意" + on + own
	case s.State == opinion.Stale && s.Altered == nil:
		return "**请重新提出**：提意见时的版本已经取不到"
	}
	return "**" + string(s.State) + "**"
}

// isSecret reports whether a folder's project is classified: then nothing of it is quoted.
func (o *Opinions) isSecret(f opinion.Folder) bool {
	p := f.Project(o.Head)
	return p != nil && p.IsSecret()
}

// writeDifferences shows facts that changed.
func writeDifferences(b *strings.Builder, title string, all []opinion.Difference, most int) {
	fmt.Fprintf(b, "  %s\n", title)
	for _, d := range all[:min(most, len(all))] {
		switch {
		case d.Before == "" && d.After == "":
			fmt.Fprintf(b, "  - %s：文件有改动\n", plain(d.Fact))
		case d.Before == "":
			fmt.Fprintf(b, "  - %s：新增“%s”\n", plain(d.Fact), plain(short(d.After)))
		case d.After == "":
			fmt.Fprintf(b, "  - %s：删去“%s”\n", plain(d.Fact), plain(short(d.Before)))
		default:
			fmt.Fprintf(b, "  - %s：“%s”→“%s”\n", plain(d.Fact), plain(short(d.Before)), plain(short(d.After)))
		}
	}
	if left := len(all) - most; left > 0 {
		fmt.Fprintf(b, "  - 另有 %d 处\n", left)
	}
}

// writeFindings lists what is wrong in the files, the gravest first.
func (o *Opinions) writeFindings(b *strings.Builder, most int) {
	worst := Worst(o.Findings)
	if len(worst) == 0 {
		b.WriteString("\n### 材料核查\n\n没有发现新的问题。\n")
		return
	}
	fmt.Fprintf(b, "\n### 材料核查：%d 处\n\n", len(worst))
	for _, f := range worst[:min(most, len(worst))] {
		fmt.Fprintf(b, "- **%s** [%s 第 %d 行](%s)：%s（%s）", f.Severity.Chinese(), plain(f.At.File), f.At.Line(), o.Link(f.At.File, f.At.Line()), plain(f.Message), basisOf(f))
		if f.Hint != "" {
			fmt.Fprintf(b, "。%s", plain(f.Hint))
		}
		b.WriteString("\n")
	}
	if left := len(worst) - most; left > 0 {
		fmt.Fprintf(b, "- 另有 %d 处，见核查（check）的结果\n", left)
	}
}

// basisOf is the article and the rule.
func basisOf(f finding.Finding) string {
	if f.Article == "" {
		return f.Rule
	}
	return f.Article + "，" + f.Rule
}

// writeNext says what happens next, and under which article.
func (o *Opinions) writeNext(b *strings.Builder) {
	b.WriteString("\n### 接下来\n\n")
	if n := o.blocking(); n > 0 {
		fmt.Fprintf(b, "- 请建设单位改正上面的 %d 处错误，推送到同一分支。所看内容没有变的部门，意见仍然有效。\n", n)
	}
	if dirs := o.behind(); dirs != "" {
		fmt.Fprintf(b, "- 主分支上 %s 后来另有改动，请先把主分支合并到这个分支。\n", dirs)
	}
	if names := o.agencies(opinion.Refused); names != "" {
		fmt.Fprintf(b, "- %s不同意：请建设单位按意见修改后推送，或者关闭这份申报单；关闭的申报和各部门意见登记为未通过。\n", names)
	}
	if names := o.agencies(opinion.Owed, opinion.Stale); names != "" {
		fmt.Fprintf(b, "- 请%s在本页的评审框里提交意见：“批准”为同意；“请求变更”为不同意，要写明理由；只写评论为仅提意见，不算表态。\n", names)
	}
	if o.State() == Success {
		fmt.Fprintf(b, "- 意见已齐，可以并入。并入以后，各部门的意见自动登记到 opinions/%d.toml。\n", o.PullRequest)
	}
	var said []opinion.Folder
	for _, s := range o.Standings {
		if !slices.Contains(said, s.Folder) {
			said = append(said, s.Folder)
			o.writeNextStage(b, s.Folder)
		}
	}
}

// behind names the folders in which the branch that the change goes to has moved on.
func (o *Opinions) behind() string {
	var dirs []string
	for _, s := range o.Standings {
		if dir := code(s.Folder.Dir); s.Behind && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return strings.Join(dirs, "、")
}

// agencies names those whose opinions stand in one of the states, each once, but for advice.
func (o *Opinions) agencies(states ...opinion.State) string {
	var names []string
	for _, s := range o.Standings {
		if name := plain(s.Agency.Name.V); slices.Contains(states, s.State) && !s.Matter.Advisory.V && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, "、")
}

// writeNextStage says what a project awaits once the opinions are there: the stage after the last that it completed, but
// for the preliminary review, which these opinions are.
func (o *Opinions) writeNextStage(b *strings.Builder, f opinion.Folder) {
	p := f.Project(o.Head)
	if p == nil || p.Declaration == nil || p.IsSecret() {
		return
	}
	withRules := *o.Head
	withRules.Stages, withRules.Matters = o.Rules.Stages, o.Rules.Matters
	course := portfolio.CourseOf(&withRules, p)
	for _, step := range course.Steps[course.At+1:] {
		if step.Stage.Reached.V != "preliminary" {
			fmt.Fprintf(b, "- 意见齐了以后，%s 的下一步是%s：%s（%s，%s）。\n", p.ID, plain(step.Stage.Name.V), plain(step.Stage.WaitsFor.V),
				plain(step.Stage.Actor.V), rule.ArticleName(int(step.Stage.Article.V)))
			return
		}
	}
}

// shortName is what an agency is called in passing.
func shortName(a *project.Agency) string {
	if a.Short.V != "" {
		return a.Short.V
	}
	return a.Name.V
}

// short cuts a text that somebody wrote, without the numbers of persons.
func short(s string) string {
	const most = 300
	lines := strings.Split(strings.TrimSpace(s), "\n")
	for i, line := range lines {
		lines[i] = personal.Mask(strings.TrimSpace(line))
	}
	runes := []rune(strings.Join(lines, " "))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}

// code writes a name as code, so that a host makes no mention of an account.
func code(name string) string {
	return "`" + strings.NewReplacer("`", "", "\n", " ").Replace(name) + "`"
}
