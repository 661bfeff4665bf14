package publish

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/report"
	"wuxing.example/register/generator/internal/rule"
)

func (m *maker) project(p *project.Project) ProjectPage {
	d, year := p.Declaration, fmt.Sprint(p.Year)
	course, state := m.courses[p.ID], m.state(p)
	page := ProjectPage{
		Page: Page{
			Path: strings.TrimSuffix(projectURL(p.ID), "/"), Title: d.Name.V, Description: m.unitName(p.Unit) + "：" + d.Summary.V,
			Crumbs: []Link{{Text: "项目库", URL: "projects/"}, {Text: year + " 年度", URL: "projects/" + year + "/"}}, Column: projectColumn,
			Publication: &Publication{Date: d.Declared.V.String() + " 00:00", Source: m.unitName(p.Unit)},
		},
		ID: p.ID, Unit: m.unitName(p.Unit), Year: Link{Text: year + " 年度计划", URL: "plans/" + year + "/"},
		Tags:    []Tag{state, {d.Kind.V, Plain}, {d.Category.V, Plain}},
		Summary: d.Summary.V, Stages: m.stages(p, course), Money: moneyRows(m.amounts[p.ID]), Changes: changeRows(p, m.amounts[p.ID]),
		Progress:  NewProgressChart(portfolio.Progress(m.Register, p, portfolio.AcceptUntil(m.due[p.ID])), m.Register.Today),
		Deadlines: m.deadlineList(m.due[p.ID], false),
		Findings:  m.findings(p), FindingsNote: m.findingsNote(p), Facts: m.facts(p), Sections: slices.Concat(m.projectTurns(p), []Section{m.timeline(p)}, m.sections(p)),
		Documents: m.texts[p.ID], Source: m.source(p), Code: qrCode(m.Address, projectURL(p.ID)),
	}
	if stage := course.Stage(); stage != "" {
		page.Tags = append(page.Tags, Tag{stage, Plain})
	}
	return page
}

// stages is the tracker: what is done, where the project stands, what is to come.
func (m *maker) stages(p *project.Project, course portfolio.Course) []Stage {
	var list []Stage
	late := p.Declaration.Schedule != nil && p.Declaration.Schedule.Finish.Given() && p.Declaration.Schedule.Finish.V.Before(m.Register.Today)
	next := course.Next()
	for i, step := range course.Steps {
		s := Stage{
			Name: step.Stage.Name.V, State: Todo, Says: "未开始",
			Article: Link{Text: rule.ArticleName(int(step.Stage.Article.V)), URL: articleURL(int(step.Stage.Article.V))},
		}
		switch {
		case !step.On.IsZero():
			s.State, s.Says, s.Date = Done, "已完成", step.On.String()
		case step.Spare:
			s.State, s.Says, s.Note = Skipped, "不适用", "运维项目不需要"
		case i < course.At:
			s.State, s.Says = Skipped, "未登记"
		case step.Stage.Reached.V == "closed":
			continue // most projects never are
		case i == next && portfolio.IsUnlisted(m.Register.Year(p.Year), p):
			s.State, s.Says, s.Note = Skipped, "未列入", "没有列入年度计划"
		case step.Stage.Reached.V == "evaluated" && !m.isKey(p):
			s.State, s.Says, s.Note = Skipped, "不适用", "非重点项目"
		case i == next && late && step.Stage.Reached.V == "completed":
			s.State, s.Says, s.Note = Late, "逾期", "计划 "+p.Declaration.Schedule.Finish.V.String()+" 完工"
		case i == next:
			s.State, s.Says, s.Note = Current, "进行中", step.Stage.WaitsFor.V
		}
		list = append(list, s)
	}
	return list
}

// isKey reports whether the project is one of its year's key projects, which are evaluated each year (art. 28).
func (m *maker) isKey(p *project.Project) bool {
	y := m.Register.Year(p.Year)
	if y == nil || y.Plan == nil {
		return false
	}
	for _, id := range y.Plan.KeyProjects.V {
		if id.V == p.ID {
			return true
		}
	}
	return false
}

// moneyRows are the five amounts, and how each stands to the one before it.
func moneyRows(a portfolio.Amounts) []MoneyRow {
	greatest := max(a.Declared.Amount, a.Audited.Amount, a.Planned.Amount, a.Contracted.Amount, a.Paid.Amount)
	row := func(label string, s portfolio.Sum, absent, note string) MoneyRow {
		if !s.Given {
			return MoneyRow{Label: label, Note: absent}
		}
		return MoneyRow{Label: label, Amount: s.Amount.InWan(), Share: Share(s.Amount, greatest), Note: note}
	}
	return []MoneyRow{
		row("申报概算", a.Declared, "未填写", ""),
		row("审核金额", a.Audited, "尚未审核", less("核减", a.Declared, a.Audited)),
		row("计划下发", a.Planned, "尚未列入", less("比审核少", a.Audited, a.Planned)),
		row("合同金额", a.Contracted, "未签订", of("占计划", a.Contracted, a.Planned)),
		row("已支付", a.Paid, "未支付", of("占合同", a.Paid, a.Contracted)),
	}
}

// changeRows are what became of the planned amount and of the content after the five amounts, a row a change, in order.
func changeRows(p *project.Project, a portfolio.Amounts) []MoneyRow {
	greatest := max(a.Declared.Amount, a.Audited.Amount, a.Planned.Amount, a.Contracted.Amount, a.Paid.Amount)
	var list []MoneyRow
	for _, c := range p.Changes {
		sum, note := c.Amount, "涉及金额"
		if c.TotalAfter.Given() {
			sum, note = c.TotalAfter, ""
			if a.Planned.Given {
				switch after := c.TotalAfter.V; {
				case after > a.Planned.Amount:
					note = "比计划多 " + (after - a.Planned.Amount).InWan() + " 万元"
				case after < a.Planned.Amount:
					note = "比计划少 " + (a.Planned.Amount - after).InWan() + " 万元"
				}
			}
		} else if a.Contracted.Given {
			note += "，" + of("占合同", portfolio.Sum{Amount: c.Amount.V, Given: c.Amount.Given()}, a.Contracted)
		}
		if !sum.Given() {
			continue
		}
		list = append(list, MoneyRow{
			Label: c.Kind.V + "变更", Amount: sum.V.InWan(), Share: Share(min(sum.V, greatest), greatest),
			Note: sentence(c.Date.V.String(), note, changeState(p, c.Serial)),
		})
	}
	return list
}

// changeState says in a word who has approved a change.
func changeState(p *project.Project, serial string) string {
	for _, x := range p.ChangeApprovals {
		switch {
		case x.Serial != serial:
		case x.Approval != nil:
			return "已批准"
		case x.Joint != nil:
			return "联审机构已审批"
		}
	}
	return "未登记批准"
}

func less(word string, before, after portfolio.Sum) string {
	if !before.Given || !after.Given || after.Amount >= before.Amount {
		return ""
	}
	return word + " " + (before.Amount - after.Amount).InWan() + " 万元"
}

func of(word string, part, whole portfolio.Sum) string {
	if !part.Given || !whole.Given || whole.Amount == 0 {
		return ""
	}
	return word + " " + Share(part.Amount, whole.Amount) + "%"
}

func (m *maker) findings(p *project.Project) []Finding {
	var list []Finding
	for _, f := range gravest(m.byID[p.ID]) {
		verdict := f.Outcome.Chinese()
		if f.Outcome == finding.Violated && f.Severity == finding.Notice {
			verdict = "提示"
		}
		item := Finding{
			Tags: []Tag{{verdict, tone(f)}}, Tone: tone(f), Rule: Link{Text: m.ruleTitle(f.Rule), URL: ruleURL(f.Rule)},
			Message: f.Message, Remedy: f.Hint, Place: fmt.Sprintf("%s:%d", strings.TrimPrefix(f.At.File, p.Dir+"/"), f.At.Line()),
		}
		if verdict != f.Severity.Chinese() {
			item.Tags = append(item.Tags, Tag{f.Severity.Chinese(), Plain})
		}
		if r := m.inForce(f.Rule); r.Article > 0 {
			item.Article = Link{Text: rule.ArticleName(r.Article), URL: articleURL(r.Article)}
			if r.Local {
				item.Tags = append(item.Tags, Tag{"本区参数", Plain})
			}
		}
		if isPublic(f) {
			text, _ := fs.ReadFile(m.Files, f.At.File)
			item.Evidence = strings.TrimRight(report.Lines(f, text), "\n")
		}
		list = append(list, item)
	}
	return list
}

// isPublic reports whether the line that a finding is about may be shown: not the declaration's security table, and not
// what an account stands in.
func isPublic(f finding.Finding) bool {
	return !strings.HasPrefix(f.KeyPath, "security") && !strings.Contains(f.At.File, "/opinions/") && !strings.Contains(f.At.File, "/attachments/")
}

func (m *maker) findingsNote(p *project.Project) string {
	counts, all := map[finding.Outcome]int{}, 0
	for _, o := range m.Result.Outcomes[p.ID].All() {
		counts[o]++
		all++
	}
	var parts []string
	for _, o := range []finding.Outcome{finding.Met, finding.Violated, finding.Waived, finding.NotDue, finding.Unjudged, finding.NotApplicable} {
		if counts[o] > 0 {
			parts = append(parts, fmt.Sprintf("%d 条%s", counts[o], o.Chinese()))
		}
	}
	return fmt.Sprintf("核查 %d 条规则：%s。结果由程序得出，以主管部门认定为准。", all, strings.Join(parts, "、"))
}

// facts stand beside the text.
func (m *maker) facts(p *project.Project) []Fact {
	d := p.Declaration
	facts := []Fact{
		{Label: "项目编号", Value: p.ID}, {Label: "建设单位", Value: m.unitName(p.Unit), URL: unitURL(p.Unit)}, {Label: "项目类型", Value: d.Kind.V},
		{Label: "项目类别", Value: d.Category.V}, {Label: "申报日期", Value: d.Declared.V.String()},
	}
	if s := period(d.Schedule); s != "" {
		facts = append(facts, Fact{Label: "建设周期", Value: s})
	}
	if d.HigherLevel.V != "" {
		facts = append(facts, Fact{Label: "上级统筹", Value: d.HigherLevel.V})
	}
	for i := range d.Partners.V {
		facts = append(facts, Fact{Label: "协同单位", Value: m.unitName(d.Partners.V[i].Unit.V)})
	}
	for i := range d.MaintainsLegacy.V {
		facts = append(facts, Fact{Label: "运维对象", Value: d.MaintainsLegacy.V[i].Number.V + "（办法施行前验收）"})
	}
	return facts
}

// relatedProjects are the other projects that this one has to do with.
func (m *maker) relatedProjects(p *project.Project) Section {
	s := Section{ID: "related", Title: "相关项目", Note: portfolio.AboutRelated}
	t := Table{Caption: "相关项目", Silent: true, Lead: 1, Heads: heads("关系", "项目", "建设单位", "阶段")}
	for _, x := range m.related[p.ID] {
		course := m.courses[x.Project.ID]
		t.Rows = append(t.Rows, []Cell{{Text: x.How, Note: x.Note}, projectCell(x.Project), m.unitCell(x.Project.Unit), {Text: course.Stage()}})
	}
	if len(t.Rows) > 0 {
		s.Tables = []Table{t}
	}
	return s
}

// sections are the parts of the page that the files of the project fill; an empty one is left out.
func (m *maker) sections(p *project.Project) []Section {
	var list []Section
	for _, s := range []Section{
		m.scope(p), m.estimate(p), m.reviews(p), m.opinions(p), m.approval(p), m.procurement(p), m.payments(p), m.changes(p), m.acceptance(p), m.evaluation(p), m.operation(p), m.oversight(p), m.relatedProjects(p),
	} {
		if len(s.Text)+len(s.Facts)+len(s.Tables) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// fact appends a fact whose value is there.
func fact(facts []Fact, label, value string) []Fact {
	if value == "" {
		return facts
	}
	return append(facts, Fact{Label: label, Value: value})
}

func yes(f project.Flag) string {
	if f.V {
		return "是"
	}
	return "否"
}

func list(l project.List[project.Text]) string {
	var parts []string
	for _, t := range l.V {
		parts = append(parts, t.V)
	}
	return strings.Join(parts, "、")
}

// row makes cells of texts.
func row(texts ...string) []Cell {
	var cells []Cell
	for _, t := range texts {
		cells = append(cells, Cell{Text: t})
	}
	return cells
}

// heads makes the heads of a table; one that begins with # is of figures.
func heads(texts ...string) []Head {
	var list []Head
	for _, t := range texts {
		text, numeric := strings.CutPrefix(t, "#")
		list = append(list, Head{text, numeric})
	}
	return list
}

func amount(v project.Money) string {
	if !v.Given() {
		return ""
	}
	return v.V.InWan()
}

func (m *maker) scope(p *project.Project) Section {
	s := &p.Declaration.Scope
	section := Section{ID: "scope", Title: "建设范围和绩效目标"}
	if p.Declaration.Kind.V == project.Construction {
		section.Facts = []Fact{
			{Label: "新建或扩建机房、云平台", Value: yes(s.MachineRoom)}, {Label: "新建土建工程", Value: yes(s.CivilWorks)},
			{Label: "数据交换、处理、分析", Value: yes(s.DataProcessing)}, {Label: "依托公共数据平台", Value: yes(s.PublicDataPlatform)},
		}
		section.Facts = fact(section.Facts, "使用的公共组件", list(s.SharedComponents))
		section.Facts = fact(section.Facts, "不使用公共组件的理由", s.NoSharedComponents.V)
	}
	if goals := p.Declaration.Goals.V; len(goals) > 0 {
		t := Table{Caption: "绩效目标", Heads: heads("指标", "目标值")}
		for i := range goals {
			t.Rows = append(t.Rows, row(goals[i].Indicator.V, goals[i].Target.V))
		}
		section.Tables = append(section.Tables, t)
	}
	return section
}

func (m *maker) estimate(p *project.Project) Section {
	e := &p.Declaration.Estimate
	items := Table{Caption: "概算明细", Note: "单位：万元", Heads: heads("费用名称", "类别", "#金额"), Foot: row("合计", "", amount(e.Total))}
	for i := range e.Items.V {
		items.Rows = append(items.Rows, row(e.Items.V[i].Name.V, e.Items.V[i].Category.V, amount(e.Items.V[i].Amount)))
	}
	sources := Table{Caption: "资金来源", Note: "单位：万元", Heads: heads("来源", "出资单位", "#金额"), Foot: row("合计", "", amount(e.Total))}
	for i := range e.Sources.V {
		s := &e.Sources.V[i]
		unit := ""
		if s.Unit.V != "" {
			unit = m.unitName(s.Unit.V)
		}
		sources.Rows = append(sources.Rows, row(s.Kind.V, unit, amount(s.Amount)))
	}
	return Section{ID: "estimate", Title: "投资概算", Tables: []Table{items, sources}}
}

func (m *maker) reviews(p *project.Project) Section {
	s := Section{ID: "review", Title: "评审"}
	if p.Review == nil {
		return s
	}
	t := Table{Caption: "评审经过", Heads: heads("环节", "日期", "文件", "结论")}
	if r := p.Review.Preliminary; r != nil {
		t.Rows = append(t.Rows, row("初审", r.Date.V.String(), r.Document.V, r.Conclusion.V))
	}
	if r := p.Review.Expert; r != nil {
		t.Rows = append(t.Rows, row("专家评审", r.Date.V.String(), strings.TrimSpace(r.DrawDocument.V+r.Draw.V), r.Conclusion.V))
		s.Facts = fact(s.Facts, "评审专家", list(r.Experts))
		s.Facts = fact(s.Facts, "专家意见", r.Opinion.V)
	}
	if r := p.Review.City; r != nil {
		t.Rows = append(t.Rows, row("市级审核", r.Date.V.String(), r.Document.V, r.Conclusion.V))
	}
	if len(t.Rows) > 0 {
		s.Tables = append(s.Tables, t)
	}
	if p.Revision != nil && len(p.Revision.Responses.V) > 0 {
		t := Table{Caption: "修改情况", Note: "报备日期：" + p.Revision.Filed.V.String(), Heads: heads("评审意见", "修改情况")}
		for i := range p.Revision.Responses.V {
			t.Rows = append(t.Rows, row(p.Revision.Responses.V[i].Point.V, p.Revision.Responses.V[i].Response.V))
		}
		s.Tables = append(s.Tables, t)
	}
	return s
}

func (m *maker) approval(p *project.Project) Section {
	s := Section{ID: "approval", Title: "预算审核和立项"}
	a := p.Approval
	if a == nil {
		return s
	}
	if a.Audit != nil {
		s.Facts = append(s.Facts, Fact{Label: "资金预算审核", Value: fmt.Sprintf("%s 万元（%s，%s）", amount(a.Audit.Amount), a.Audit.Document.V, a.Audit.Date.V)})
	}
	if a.Plan != nil {
		s.Facts = append(s.Facts, Fact{Label: "计划下发金额", Value: amount(a.Plan.Amount) + " 万元"})
		if a.Plan.Fund.Given() {
			s.Facts = append(s.Facts, Fact{Label: "其中专项经费", Value: amount(a.Plan.Fund) + " 万元"})
		}
		for i := range a.Plan.Years.V {
			y := &a.Plan.Years.V[i]
			s.Facts = append(s.Facts, Fact{Label: fmt.Sprintf("%d 年安排", y.Year.V), Value: amount(y.Amount) + " 万元"})
		}
	}
	if a.Initiation != nil && len(a.Initiation.Documents.V) > 0 {
		t := Table{Caption: "立项文件", Heads: heads("文件", "文号", "日期")}
		for i := range a.Initiation.Documents.V {
			d := &a.Initiation.Documents.V[i]
			t.Rows = append(t.Rows, row(d.Kind.V, d.Number.V, d.Date.V.String()))
		}
		s.Tables = append(s.Tables, t)
	}
	return s
}

func (m *maker) procurement(p *project.Project) Section {
	s := Section{ID: "contracts", Title: "采购和合同"}
	f := p.Procurement
	if f == nil {
		return s
	}
	s.Facts = fact(s.Facts, "实施方案确认日期", f.PlanConfirmed.V.String())
	if len(f.Procurements.V) > 0 {
		t := Table{Caption: "采购", Heads: heads("标项", "采购方式", "日期", "采购文件")}
		for i := range f.Procurements.V {
			b := &f.Procurements.V[i]
			t.Rows = append(t.Rows, row(b.Lot.V, b.Method.V, b.Date.V.String(), b.Document.V))
		}
		s.Tables = append(s.Tables, t)
	}
	if len(f.Contracts.V) > 0 {
		t := Table{Caption: "合同", Note: "单位：万元", Heads: heads("合同编号", "类别", "标项", "供应商", "#金额", "签订日期", "归档日期")}
		var sum money.Amount
		for i := range f.Contracts.V {
			c := &f.Contracts.V[i]
			sum += c.Amount.V
			filed := c.Filed.V.String()
			if filed == "" {
				filed = "未归档"
			}
			t.Rows = append(t.Rows, []Cell{
				{Text: c.Number.V}, {Text: c.Role.V}, {Text: c.Lot.V}, supplierCell(&c.Supplier),
				{Text: amount(c.Amount)}, {Text: c.Signed.V.String()}, {Text: filed},
			})
		}
		t.Foot = row("合计", "", "", "", sum.InWan(), "", "")
		s.Tables = append(s.Tables, t)
	}
	return s
}

func (m *maker) payments(p *project.Project) Section {
	s := Section{ID: "payments", Title: "支付"}
	if p.Payments == nil || len(p.Payments.Payments.V) == 0 {
		return s
	}
	t := Table{Caption: "支付", Silent: true, Note: "单位：万元", Heads: heads("合同编号", "支付日期", "#金额", "#完成进度", "进度确认日期", "确认文件")}
	var sum money.Amount
	for i := range p.Payments.Payments.V {
		x := &p.Payments.Payments.V[i]
		sum += x.Amount.V
		t.Rows = append(t.Rows, row(x.Contract.V, x.Date.V.String(), amount(x.Amount), fmt.Sprintf("%d%%", x.Progress.V), x.Confirmed.V.String(), x.Document.V))
	}
	t.Foot = row("合计", "", sum.InWan(), "", "", "")
	s.Tables = append(s.Tables, t)
	return s
}

func (m *maker) changes(p *project.Project) Section {
	s := Section{ID: "changes", Title: "变更"}
	if len(p.Changes) == 0 {
		return s
	}
	t := Table{Caption: "变更", Silent: true, Note: "单位：万元", Heads: heads("序号", "申请日期", "类别", "理由", "#涉及金额", "#变更后计划金额", "审批")}
	for _, c := range p.Changes {
		t.Rows = append(t.Rows, row(c.Serial, c.Date.V.String(), c.Kind.V, c.Reason.V, amount(c.Amount), amount(c.TotalAfter), approvals(p, c.Serial)))
		if c.Description.V != "" {
			s.Text = append(s.Text, c.Serial+"："+c.Description.V)
		}
	}
	s.Tables = append(s.Tables, t, m.baseline(p))
	return s
}

// approvals writes the documents that approve a change.
func approvals(p *project.Project, serial string) string {
	var parts []string
	for _, a := range p.ChangeApprovals {
		if a.Serial != serial {
			continue
		}
		for _, d := range []struct {
			who      string
			document *project.ApprovalDocument
		}{{"联审机构", a.Joint}, {"批准", a.Approval}} {
			if d.document != nil {
				parts = append(parts, fmt.Sprintf("%s：%s（%s）", d.who, d.document.Document.V, d.document.Date.V))
			}
		}
	}
	return strings.Join(parts, "；")
}

func (m *maker) acceptance(p *project.Project) Section {
	s := Section{ID: "acceptance", Title: "验收"}
	if a := p.InitialAcceptance; a != nil {
		s.Facts = fact(s.Facts, "基本完成日期", a.Completed.V.String())
		if a.Assessment != nil {
			s.Facts = fact(s.Facts, "网络安全评估", a.Assessment.Date.V.String()+" "+a.Assessment.Conclusion.V)
		}
		if a.Trial != nil {
			s.Facts = fact(s.Facts, "试运行", strings.TrimSpace(a.Trial.Start.V.String()+" 至 "+a.Trial.End.V.String()))
			s.Facts = fact(s.Facts, "试运行情况", a.Trial.Summary.V)
		}
		if a.Explanation != nil {
			s.Facts = fact(s.Facts, "情况说明", a.Explanation.Date.V.String()+" "+a.Explanation.Text.V)
		}
		if len(a.Initial.V) > 0 {
			t := Table{Caption: "初验", Heads: heads("日期", "结论", "文件", "整改完成日期")}
			for i := range a.Initial.V {
				r := &a.Initial.V[i]
				t.Rows = append(t.Rows, row(r.Date.V.String(), r.Conclusion.V, r.Document.V, r.Rectified.V.String()))
			}
			s.Tables = append(s.Tables, t)
		}
	}
	if a := p.Application; a != nil {
		s.Facts = fact(s.Facts, "验收申请日期", a.Applied.V.String())
		if a.Catalogue != nil {
			s.Facts = fact(s.Facts, "数字资源目录", fmt.Sprintf("应用 %d 项、数据 %d 项、组件 %d 项", len(a.Catalogue.Applications.V), len(a.Catalogue.Data.V), len(a.Catalogue.Components.V)))
		}
		if a.Asset != nil {
			s.Facts = fact(s.Facts, "资产登记", a.Asset.Number.V)
		}
	}
	if a := p.FinalAcceptance; a != nil {
		s.Facts = fact(s.Facts, "确认可以验收日期", a.Confirmed.V.String())
		for i := range a.Acceptances.V {
			s.Tables = append(s.Tables, finalRound(i, &a.Acceptances.V[i]))
		}
	}
	return s
}

// finalRound is one final acceptance with its five heads.
func finalRound(i int, r *project.FinalRound) Table {
	t := Table{Caption: fmt.Sprintf("第 %d 次竣工验收", i+1), Heads: heads("事项", "情况")}
	if i == 0 {
		t.Caption = "竣工验收"
	}
	for _, f := range []Fact{
		{Label: "日期", Value: r.Date.V.String()}, {Label: "组织单位", Value: r.Organizer.V}, {Label: "验收专家", Value: list(r.Experts)}, {Label: "结论", Value: r.Conclusion.V},
		{Label: "建设内容和资金使用情况", Value: r.ScopeAndFunds.V}, {Label: "档案情况", Value: r.Archives.V}, {Label: "合同和采购文件履行情况", Value: r.Contract.V},
		{Label: "功能、性能、安全性和技术指标", Value: r.Performance.V}, {Label: "数据资源共享情况", Value: r.DataSharing.V}, {Label: "其他", Value: r.Other.V},
		{Label: "整改完成日期", Value: r.Rectified.V.String()}, {Label: "报备日期", Value: r.Reported.V.String()},
	} {
		if f.Value != "" {
			t.Rows = append(t.Rows, row(f.Label, f.Value))
		}
	}
	return t
}

func (m *maker) evaluation(p *project.Project) Section {
	s := Section{ID: "evaluation", Title: "绩效评价"}
	if len(p.Evaluations) == 0 {
		return s
	}
	t := Table{Caption: "绩效评价", Silent: true, Heads: heads("年度", "评价", "日期", "#成本效益", "#应用效果", "#协同共享", "#安全保密", "#创新服务", "#总分", "等级")}
	for _, e := range p.Evaluations {
		who := "主管部门评价"
		if e.Self {
			who = "单位自评"
		}
		score := func(n project.Number) string { return fmt.Sprint(n.V) }
		t.Rows = append(t.Rows, row(fmt.Sprint(e.Year), who, e.Date.V.String(), score(e.Scores.CostBenefit), score(e.Scores.Effect), score(e.Scores.Sharing), score(e.Scores.Security), score(e.Scores.Innovation), e.Total.V, e.Grade.V))
		s.Text = append(s.Text, fmt.Sprintf("%d 年%s：%s", e.Year, who, e.Conclusion.V))
	}
	s.Tables = append(s.Tables, t)
	return s
}

func (m *maker) operation(p *project.Project) Section {
	s := Section{ID: "operation", Title: "运行维护"}
	if o := p.Operation; o != nil {
		s.Facts = fact(s.Facts, "投入使用日期", o.InUse.V.String())
		if o.Warranty != nil {
			s.Facts = fact(s.Facts, "维保期至", o.Warranty.Until.V.String())
		}
		if len(o.SelfInspections.V) > 0 {
			t := Table{Caption: "自查", Heads: heads("日期", "结论", "文件", "整改完成日期")}
			for i := range o.SelfInspections.V {
				x := &o.SelfInspections.V[i]
				t.Rows = append(t.Rows, row(x.Date.V.String(), x.Conclusion.V, x.Document.V, x.Rectified.V.String()))
			}
			s.Tables = append(s.Tables, t)
		}
	}
	if c := p.Closure; c != nil {
		s.Facts = fact(s.Facts, "关停并转", strings.TrimSpace(fmt.Sprintf("%s（%s，%s）", c.Kind.V, c.Decision.V, c.Date.V)))
		s.Facts = fact(s.Facts, "数据处置", c.DataDisposition.V)
	}
	return s
}

func (m *maker) oversight(p *project.Project) Section {
	s := Section{ID: "oversight", Title: "监督和处理"}
	if p.Waivers != nil && len(p.Waivers.Waivers.V) > 0 {
		t := Table{Caption: "豁免", Heads: heads("规则", "理由", "文号", "日期")}
		for i := range p.Waivers.Waivers.V {
			w := &p.Waivers.Waivers.V[i]
			t.Rows = append(t.Rows, []Cell{{Text: m.ruleTitle(w.Rule.V), Note: w.Rule.V, URL: ruleURL(w.Rule.V)}, {Text: w.Reason.V}, {Text: w.Document.V}, {Text: w.Date.V.String()}})
		}
		s.Tables = append(s.Tables, t)
	}
	o := p.Oversight
	if o == nil {
		return s
	}
	if len(o.Acts.V) > 0 {
		t := Table{Caption: "监督意见", Heads: heads("种类", "作出机关", "日期", "文号", "答复日期")}
		for i := range o.Acts.V {
			x := &o.Acts.V[i]
			t.Rows = append(t.Rows, row(x.Kind.V, m.agencyName(x.By.V), x.Date.V.String(), x.Document.V, x.Answered.V.String()))
		}
		s.Tables = append(s.Tables, t)
	}
	if len(o.Corrections.V) > 0 {
		t := Table{Caption: "责任处理", Heads: heads("规则", "措施", "作出机关", "文号", "日期")}
		for i := range o.Corrections.V {
			x := &o.Corrections.V[i]
			t.Rows = append(t.Rows, []Cell{{Text: m.ruleTitle(x.Rule.V), Note: x.Rule.V, URL: ruleURL(x.Rule.V)}, {Text: x.Measure.V}, {Text: m.agencyName(x.By.V)}, {Text: x.Document.V}, {Text: x.Date.V.String()}})
		}
		s.Tables = append(s.Tables, t)
	}
	return s
}

// agencyName is the name of an agency that is given by its id; any other text stands as it is.
func (m *maker) agencyName(by string) string { return m.Register.AgencyName(by) }
