// What the repository's history tells: how a project went, what became of the plan that was approved, and what was changed
// lately. Of a commit, its day, its pull request and its files are told; its author and its message are not for the public.

package publish

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/history"
	"wuxing.example/register/generator/internal/personal"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Past is the repository's history up to the commit that is published.
type Past struct {
	Repository *history.Repository
	History    *history.History
}

// recentChanges is how many of the latest changes are listed.
const recentChanges = 100

// past is what the pages say of the history, read once for all of them.
type past struct {
	note      string                        // why nothing is known, "" if it is
	revisions map[string][]history.Revision // by folder, the newest first
	recent    []history.Commit
	since     map[int]Section // by year, what became of the plan that was approved
}

func (m *maker) readPast() error {
	m.past = past{note: m.NoPast, revisions: map[string][]history.Revision{}}
	if m.Past == nil {
		return nil
	}
	commits, err := m.Past.History.Commits()
	if err != nil {
		return err
	}
	m.past.recent = commits
	folders := []string{"rules"}
	for _, p := range m.Register.Projects {
		folders = append(folders, p.Dir)
	}
	for _, y := range m.Register.Years {
		folders = append(folders, fmt.Sprintf("projects/%d", y.Year))
	}
	for _, folder := range folders {
		if m.past.revisions[folder], err = m.Past.History.Of(folder); err != nil {
			return err
		}
	}
	m.past.since = map[int]Section{}
	for _, y := range m.Register.Years {
		commit, err := m.approvedIn(y)
		if err == nil && commit != nil {
			m.past.since[y.Year], err = m.planSince(y, commit)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// dayOf is the day of a commit where the register is.
func dayOf(t time.Time) calendar.Date { return calendar.DateOf(t.In(time.FixedZone("", 8*60*60))) }

// pullRequest names the pull request of a commit, "" where it has none.
func pullRequest(c *history.Commit) string {
	if c.PullRequest == 0 {
		return ""
	}
	return fmt.Sprintf("申报单 %d", c.PullRequest)
}

// fileLabels names the files of a revision as people do.
func fileLabels(files []string) string {
	var labels []string
	for _, file := range files {
		label := labelOf(file)
		if !slices.Contains(labels, label) {
			labels = append(labels, label)
		}
	}
	return strings.Join(labels, "、")
}

func labelOf(file string) string {
	name := strings.TrimPrefix(file, history.FolderOf(file)+"/")
	if strings.HasPrefix(file, "rules/") {
		name = file
	}
	if kind := project.KindOf(name); kind != nil {
		return kind.Label
	}
	switch {
	case documentTitles[name] != "":
		return documentTitles[name]
	case strings.HasPrefix(name, "attachments/"):
		return "附件"
	case strings.HasPrefix(name, "rules/"):
		return "规则"
	}
	return "其他文件"
}

var documentTitles = map[string]string{"feasibility.md": "可行性研究报告", "plan.md": "修改后的方案", "acceptance-report.md": "验收报告"}

// event is one line of a project's course.
type event struct {
	on   calendar.Date
	what string
	note string
}

// timeline is how a project went: its acts by the dates that are on file, the opinions, and every revision.
func (m *maker) timeline(p *project.Project) Section {
	s := Section{ID: "timeline", Title: "历程", Note: "日期由填报单位登记；登记的日期与入库的日子相差一天以上的，注明入库日。"}
	events := m.courseEvents(p)
	for _, f := range p.Opinions {
		for i := range f.Opinions.V {
			o := &f.Opinions.V[i]
			events = append(events, event{dayOf(o.Given.V), m.agencyName(o.Agency.V) + "意见：" + o.Conclusion.V, fmt.Sprintf("申报单 %d", f.PullRequest.V)})
		}
	}
	for _, r := range m.past.revisions[p.Dir] {
		events = append(events, event{dayOf(r.Time), "改动：" + fileLabels(r.Files), pullRequest(r.Commit)})
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.on.Compare(b.on) })
	t := Table{Caption: "历程", Silent: true, Heads: heads("日期", "事项", "说明")}
	for _, e := range events {
		t.Rows = append(t.Rows, row(e.on.String(), e.what, e.note))
	}
	if m.past.note != "" {
		s.Text = []string{m.past.note}
	}
	s.Tables = []Table{t}
	return s
}

// courseEvents are the acts on file, each with the day on which its date came in where that is another by more than a day.
func (m *maker) courseEvents(p *project.Project) []event {
	arrivals := m.arrivals(p)
	var events []event
	add := func(what string, d *project.Date) {
		if d.Given() {
			events = append(events, event{d.V, what, arrivals.note(d)})
		}
	}
	add("申报", &p.Declaration.Declared)
	if p.Review != nil && p.Review.Expert != nil {
		add("专家评审："+p.Review.Expert.Conclusion.V, &p.Review.Expert.Date)
	}
	if p.Revision != nil {
		add("报备修改后的方案", &p.Revision.Filed)
	}
	if approved := m.Register.Year(p.Year).Approved(p); approved != nil && approved.Date.Given() {
		events = append(events, event{approved.Date.V, "区政府批准年度计划", approved.Document.V})
	}
	if p.Approval != nil && p.Approval.Initiation != nil {
		for i := range p.Approval.Initiation.Documents.V {
			d := &p.Approval.Initiation.Documents.V[i]
			add(d.Kind.V+"："+d.Number.V, &d.Date)
		}
	}
	for i := range p.Contracts() {
		c := &p.Contracts()[i]
		add("签订合同 "+c.Number.V, &c.Signed)
		add("合同 "+c.Number.V+" 归档", &c.Filed)
	}
	for _, c := range p.Changes {
		add(fmt.Sprintf("申请变更 %s（%s）", c.Serial, c.Kind.V), &c.Date)
	}
	if a := p.InitialAcceptance; a != nil {
		add("基本完成", &a.Completed)
		for i := range a.Initial.V {
			add("初验："+a.Initial.V[i].Conclusion.V, &a.Initial.V[i].Date)
		}
		if a.Trial != nil {
			add("试运行开始", &a.Trial.Start)
			add("试运行结束", &a.Trial.End)
		}
	}
	if p.Application != nil {
		add("申请竣工验收", &p.Application.Applied)
	}
	if p.FinalAcceptance != nil {
		for i := range p.FinalAcceptance.Acceptances.V {
			r := &p.FinalAcceptance.Acceptances.V[i]
			add("竣工验收："+r.Conclusion.V, &r.Date)
			add("报备竣工验收", &r.Reported)
		}
	}
	if p.Operation != nil {
		add("投入使用", &p.Operation.InUse)
	}
	if p.Closure != nil {
		add("申请"+p.Closure.Kind.V, &p.Closure.Applied)
	}
	return events
}

// arrivals tell when what a project's files say came in.
type arrivals struct {
	past      *Past
	revisions []history.Revision           // of the project's folder, the newest first
	versions  map[[2]string]map[string]any // by commit and file, what has been read
}

func (m *maker) arrivals(p *project.Project) *arrivals {
	return &arrivals{m.Past, m.past.revisions[p.Dir], map[[2]string]map[string]any{}}
}

// note says when a date came in, where that is not the day itself or one beside it.
func (a *arrivals) note(d *project.Date) string {
	c := a.of(d.Table.File, d.KeyPath())
	if c == nil {
		return ""
	}
	if on := dayOf(c.Time); on.After(d.V.AddDays(1)) || on.Before(d.V.AddDays(-1)) {
		return strings.Join(slices.DeleteFunc([]string{on.String() + " 入库", pullRequest(c)}, func(s string) bool { return s == "" }), "，")
	}
	return ""
}

// of is the commit since which a value stands as it does, nil where that is not known: what is not committed yet, or not
// read.
func (a *arrivals) of(file, keyPath string) *history.Commit {
	var since *history.Commit
	var now any
	versions := slices.DeleteFunc(slices.Clone(a.revisions), func(r history.Revision) bool { return !slices.Contains(r.Files, file) })
	if len(versions) == 1 { // it came as it is
		return versions[0].Commit
	}
	for _, r := range versions {
		value, ok := a.value(r.Hash, file, keyPath)
		if !ok || since != nil && !reflect.DeepEqual(value, now) {
			break
		}
		since, now = r.Commit, value
	}
	return since
}

// value is a value as a commit has it; it reports false where there is none.
func (a *arrivals) value(commit, file, keyPath string) (any, bool) {
	key := [2]string{commit, file}
	if a.versions[key] == nil {
		a.versions[key] = map[string]any{}
		if files, err := a.past.Repository.Files(commit); err == nil {
			if data, err := fs.ReadFile(files, file); err == nil {
				if root, ok := tomlfile.Value(data, ""); ok {
					a.versions[key], _ = root.(map[string]any)
				}
			}
		}
	}
	value := tomlfile.At(a.versions[key], keyPath)
	return value, value != nil
}

// source is where a project's facts stand, and when they were last touched.
func (m *maker) source(p *project.Project) Source {
	s := Source{Path: p.Dir + "/"}
	if of := m.past.revisions[p.Dir]; len(of) > 0 {
		s.Touched, s.Revision, s.PullRequest = dayOf(of[0].Time).String(), fmt.Sprintf("%.10s", of[0].Hash), pullRequest(of[0].Commit)
	}
	return s
}

// baseline is what the amounts were and became: the estimate with which the project came in, which no later version of its
// file resets, each amount after it, and what it came to.
func (m *maker) baseline(p *project.Project) Table {
	t := Table{Caption: "概算的沿革", Note: "单位：万元", Heads: heads("阶段", "日期", "#金额", "说明")}
	add := func(stage, on, amount, note string) {
		if amount != "" {
			t.Rows = append(t.Rows, row(stage, on, amount, note))
		}
	}
	first, at := m.firstDeclaration(p)
	add("最初申报", first.Declared.V.String(), amount(first.Estimate.Total), at)
	if now := p.Declaration.Estimate.Total; first.Estimate.Total.Given() && now.Given() && now.V != first.Estimate.Total.V {
		add("现申报概算", "", amount(now), "")
	}
	if p.Approval != nil && p.Approval.Audit != nil {
		add("审核金额", p.Approval.Audit.Date.V.String(), amount(p.Approval.Audit.Amount), p.Approval.Audit.Document.V)
	}
	if p.Approval != nil && p.Approval.Plan != nil {
		on := ""
		if approved := m.Register.Year(p.Year).Approved(p); approved != nil && approved.Date.Given() {
			on = approved.Date.V.String()
		}
		add("计划下发", on, amount(p.Approval.Plan.Amount), "")
	}
	for _, c := range p.Changes {
		add("变更 "+c.Serial, c.Date.V.String(), cmp.Or(amount(c.TotalAfter), amount(c.Amount)), cmp.Or(c.Kind.V+"，"+approvals(p, c.Serial), c.Kind.V))
	}
	add("实际（合同合计）", "", wan(m.amounts[p.ID].Contracted), "")
	return t
}

// firstDeclaration is the declaration with which a project came in, and where it stands; the present one where the history
// is not known.
func (m *maker) firstDeclaration(p *project.Project) (*project.Declaration, string) {
	file := p.At("project.toml").File
	for _, r := range slices.Backward(m.past.revisions[p.Dir]) {
		if !slices.Contains(r.Files, file) {
			continue
		}
		first := new(project.Declaration)
		files, err := m.Past.Repository.Files(r.Hash)
		if err != nil {
			break
		}
		data, err := fs.ReadFile(files, file)
		if err != nil {
			break
		}
		if _, ok := tomlfile.Read(file, data, first, tomlfile.Options{}); !ok || first.Classified.V || !first.Estimate.Total.Given() {
			continue
		}
		return first, strings.Join(slices.DeleteFunc([]string{dayOf(r.Time).String() + " 入库", pullRequest(r.Commit)}, func(s string) bool { return s == "" }), "，")
	}
	return p.Declaration, ""
}

// recent lists what was changed lately.
func (m *maker) recent() []ListPage {
	t := Table{Caption: "最近的改动", Silent: true, Lead: 1, Heads: heads("入库日", "项目或文件", "改动", "申报单"), Empty: cmp.Or(m.past.note, "还没有改动。")}
	for i := range m.past.recent {
		if len(t.Rows) >= recentChanges {
			break
		}
		c := &m.past.recent[i]
		for folder, files := range byFolder(c.Files) {
			if what, ok := m.folderCell(folder); ok {
				t.Rows = append(t.Rows, []Cell{{Text: dayOf(c.Time).String()}, what, {Text: fileLabels(files)}, {Text: cmp.Or(pullRequest(c), "—")}})
			}
		}
	}
	return paged(ListPage{
		Page:       Page{Path: "changes", Title: "最近的改动", Description: "登记册最近的改动：哪一天、哪个项目、改了什么、在哪一份申报单里。", Column: projectColumn},
		Table:      t,
		Definition: "一行是一次改动涉及的一个项目，按并入登记册的先后，新的在前；日期是并入的日子，不是填报的日期。",
	}, Link{Text: "项目库", URL: "projects/"}, "处改动", "处")
}

// byFolder parts files, which are in order, into those of each folder.
func byFolder(files []string) func(yield func(string, []string) bool) {
	return func(yield func(string, []string) bool) {
		folders := map[string][]string{}
		var order []string
		for _, file := range files {
			folder := history.FolderOf(file)
			if folders[folder] == nil {
				order = append(order, folder)
			}
			folders[folder] = append(folders[folder], file)
		}
		for _, folder := range order {
			if !yield(folder, folders[folder]) {
				return
			}
		}
	}
}

// folderCell names a folder of the history; it reports false of one that is not published.
func (m *maker) folderCell(folder string) (Cell, bool) {
	parts := strings.Split(folder, "/")
	switch len(parts) {
	case 4:
		p := m.Register.Project(project.ID(parts[1], parts[2], parts[3]))
		if p == nil || p.IsSecret() {
			return Cell{}, false
		}
		return projectCell(p), true
	case 2:
		if project.IsYear(parts[1]) {
			return Cell{Text: parts[1] + " 年度计划", URL: "plans/" + parts[1] + "/"}, true
		}
	case 1:
		if parts[0] == "rules" {
			return Cell{Text: "制度与规则", URL: "rules/"}, true
		}
	}
	return Cell{}, false
}

// planSince compares a year's plan as the government approved it, which is how the register stood when the approval was
// recorded, with the plan as it stands.
func (m *maker) planSince(year *project.Year, commit *history.Commit) (Section, error) {
	then, err := m.yearAt(commit.Hash, year.Year)
	if err != nil {
		return Section{}, err
	}
	s := Section{
		ID: "since", Title: "批准以后的变化",
		Note: fmt.Sprintf("批准的计划以登记批复的版本 %.10s（%s）为准，此后的每一处不同都列在这里。", commit.Hash, dayOf(commit.Time)),
	}
	t := Table{Caption: "批准的计划与现在的计划", Silent: true, Heads: heads("项目", "内容", "批准时", "现在"), Empty: "与批准时相同。"}
	for _, was := range then.Projects {
		is := m.Register.Project(was.ID)
		if was.IsSecret() || was.Declaration == nil || was.Approval == nil || was.Approval.Plan == nil || then.Year(year.Year).Batch(was) >= 0 {
			continue
		}
		if is == nil || is.IsSecret() {
			continue // not published
		}
		for _, d := range planDifferences(was, is) {
			t.Rows = append(t.Rows, []Cell{projectCell(is), {Text: d.Label}, {Text: cmp.Or(personal.Mask(d.Was), "—")}, {Text: cmp.Or(personal.Mask(d.Is), "—")}})
		}
	}
	for _, is := range m.Register.Projects {
		was := then.Project(is.ID)
		isNew := was == nil || was.Approval == nil || was.Approval.Plan == nil
		if is.Year == year.Year && isNew && !is.IsSecret() && is.Approval != nil && is.Approval.Plan != nil && is.Declaration.Supplement == nil {
			t.Rows = append(t.Rows, []Cell{projectCell(is), {Text: "列入计划"}, {Text: "未列入"}, {Text: "列入"}})
		}
	}
	s.Tables = []Table{t}
	return s, nil
}

// planDifferences are the differences in what a plan says of a project: all of the declaration but what is not for the
// public, and the planned amount.
func planDifferences(was, is *project.Project) []project.Difference {
	all := slices.DeleteFunc(project.Differences(was.Declaration, is.Declaration), func(d project.Difference) bool {
		return strings.HasPrefix(d.At.KeyPath(), "security") || strings.HasPrefix(d.At.KeyPath(), "classified")
	})
	now := new(project.PlannedAmount)
	if is.Approval != nil && is.Approval.Plan != nil {
		now = is.Approval.Plan
	}
	return append(all, project.Differences(was.Approval.Plan, now)...)
}

// approvedIn is the commit that recorded the government's approval of a year's plan: the first whose plan.toml has it. What
// is recorded later does not move it.
func (m *maker) approvedIn(year *project.Year) (*history.Commit, error) {
	folder := fmt.Sprintf("projects/%d", year.Year)
	if year.Plan == nil || year.Plan.Approval == nil {
		return nil, nil
	}
	for _, r := range slices.Backward(m.past.revisions[folder]) {
		file := path.Join(folder, "plan.toml")
		if !slices.Contains(r.Files, file) {
			continue
		}
		files, err := m.Past.Repository.Files(r.Hash)
		if err != nil {
			return nil, err
		}
		data, err := fs.ReadFile(files, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		plan := new(project.Plan)
		if _, ok := tomlfile.Read(file, data, plan, tomlfile.Options{}); ok && plan.Approval != nil && plan.Approval.Date.Given() {
			return r.Commit, nil
		}
	}
	return nil, nil
}

// yearAt reads a year's projects as a commit has them.
func (m *maker) yearAt(commit string, year int) (*project.Register, error) {
	files, err := m.Past.Repository.Files(commit)
	if err != nil {
		return nil, err
	}
	folders, err := fs.Glob(files, fmt.Sprintf("projects/%d/*/*", year))
	if err != nil {
		return nil, err
	}
	return register.Load(register.Among(files, folders), m.Register.Today, nil)
}
