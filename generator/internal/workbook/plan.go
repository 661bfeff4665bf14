// The annual plan as the bureau sends it.

package workbook

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// The plan's columns. The amounts stand from planAmounts on.
var (
	planHeads   = []string{"序号", "项目名称", "项目编号", "建设单位", "建设内容和规模", "建设周期", "总投资", "计划金额", "其中专项经费", "其他资金", "本年安排", "资金来源", "备注"}
	planWidths  = []float64{6, 28, 16, 22, 50, 14, 13, 13, 13, 13, 13, 32, 16}
	planAmounts = 6
)

// planSheet is the plan while it is being written.
type planSheet struct {
	*sheet
	register *project.Register
	year     int
	number   int // the last project's
}

// WritePlan writes a year's plan as a workbook. It errors if the writing fails.
func WritePlan(w io.Writer, r *project.Register, plan *portfolio.Plan) error {
	b := newBook()
	year := plan.Year.Year
	s := &planSheet{sheet: b.sheet("年度计划", a3Wide, 3, planWidths), register: r, year: year}
	s.heading(plan)
	s.heads(planHeads)
	if approved(plan) {
		s.group("列入计划的项目", plan.Planned)
	}
	for i, batch := range plan.Supplement {
		s.group(fmt.Sprintf("第%d批增补的项目", i+1), batch)
	}
	s.sums(look{bold: true, fill: "D9D9D9"}, "总计", portfolio.SumPlan(plan.All(), year))
	if len(plan.Pending) > 0 {
		s.group("已申报、待批复的项目（不计入总计）", plan.Pending)
	}
	if len(plan.Continued) > 0 {
		s.group("以前年度计划中安排到本年的项目（不计入总计）", plan.Continued)
	}
	s.notes(plan)
	s.signatures()
	return b.write(w)
}

func approved(plan *portfolio.Plan) bool {
	return plan.Year.Plan != nil && plan.Year.Plan.Approval != nil
}

// heading writes the title, the document that approved the plan, and the unit of the amounts.
func (s *planSheet) heading(plan *portfolio.Plan) {
	title := fmt.Sprintf("%s%d年度信息化项目计划", s.register.Site.District.V, s.year)
	document := "尚未批复"
	if approved(plan) {
		document = "批复文件：" + documentAndDate(plan.Year.Plan.Approval.Document.V, plan.Year.Plan.Approval.Date.V)
	} else {
		title += "（待批复）"
	}
	last := len(planHeads)
	s.add(40, s.cell(title, look{bare: true, bold: true, size: 20, horizontal: "center"}))
	s.merge(1, last)
	row := make([]any, last)
	row[0] = s.cell(document, look{bare: true})
	row[last-1] = s.cell("单位：万元", look{bare: true, horizontal: "right"})
	s.add(20, row...)
	s.merge(1, last-1)
}

// group writes some projects by category, each category with its sums, and the sums of all.
func (s *planSheet) group(title string, projects []*project.Project) {
	s.sums(look{bold: true, fill: "D9D9D9"}, title, portfolio.SumPlan(projects, s.year))
	for _, kind := range []string{project.Construction, project.Operating} {
		ofKind := slices.DeleteFunc(slices.Clone(projects), func(p *project.Project) bool { return p.Declaration.Kind.V != kind })
		for _, sums := range portfolio.SumByCategory(ofKind, s.year) {
			s.sums(look{bold: true, fill: "F2F2F2"}, kind+" · "+sums.Category, sums.PlanSums)
			for _, p := range ofKind {
				if p.Declaration.Category.V == sums.Category {
					s.project(p)
				}
			}
		}
	}
}

// sums writes a row of sums.
func (s *planSheet) sums(l look, label string, sums portfolio.PlanSums) {
	named := l
	named.horizontal = "left"
	row := []any{s.cell("", l), s.cell(fmt.Sprintf("%s（%d 项）", label, sums.Projects), named)}
	for range planAmounts - 2 {
		row = append(row, s.cell("", l))
	}
	for _, amount := range []any{sums.Total, sums.Planned, sums.Fund, sums.OtherFunds(), sums.InYear, "", ""} {
		row = append(row, s.cell(amount, l))
	}
	s.add(20, row...)
	s.merge(2, planAmounts)
}

func (s *planSheet) project(p *project.Project) {
	s.number++
	d, a := p.Declaration, portfolio.AmountsOf(p)
	sums := portfolio.SumPlan([]*project.Project{p}, s.year)
	text, short := look{horizontal: "left"}, look{horizontal: "center"}
	s.add(0, s.cell(s.number, short), s.cell(d.Name.V, text), s.cell(p.ID, short), s.cell(unitName(s.register, p.Unit), text),
		s.cell(d.Summary.V, text), s.cell(period(d.Schedule), short), s.cell(a.Declared, text), s.cell(a.Planned, text), s.cell(sums.Fund, text),
		s.cell(sums.OtherFunds(), text), s.cell(sums.InYear, text), s.cell(s.sources(d), text), s.cell(supplementNote(p), text))
}

// sources writes who pays, and how much, a source a line, and below it the unit that bears it.
func (s *planSheet) sources(d *project.Declaration) string {
	var lines []string
	for i := range d.Estimate.Sources.V {
		source := &d.Estimate.Sources.V[i]
		lines = append(lines, source.Kind.V+" "+source.Amount.V.InWan())
		if source.Unit.V != "" {
			lines = append(lines, "（"+unitName(s.register, source.Unit.V)+"）")
		}
	}
	return strings.Join(lines, "\n")
}

func period(schedule *project.Schedule) string {
	if schedule == nil {
		return ""
	}
	return strings.Trim(schedule.Start.V.String()+" 至\n"+schedule.Finish.V.String(), " 至\n")
}

func supplementNote(p *project.Project) string {
	if p.Declaration.Supplement != nil {
		return "增补：" + p.Declaration.Supplement.FundsInPlace.V
	}
	return ""
}

// notes says below the table what the supplements are, and what each amount counts.
func (s *planSheet) notes(plan *portfolio.Plan) {
	var notes []string
	for i, batch := range plan.Supplement {
		of := &plan.Year.Plan.Supplements.V[i]
		var planned money.Amount
		for _, p := range batch {
			planned += portfolio.AmountsOf(p).Planned.Amount
		}
		notes = append(notes, fmt.Sprintf("第%d批增补：%s，%d 项，计划金额 %s 万元。", i+1, documentAndDate(of.Document.V, of.Date.V), len(batch), planned.InWan()))
	}
	notes = append(notes, portfolio.AboutPlanTotal, portfolio.AboutFund, portfolio.AboutOtherFunds, portfolio.AboutInYear)
	for i, n := range notes {
		s.add(18, s.cell(fmt.Sprintf("注%d：%s", i+1, n), look{bare: true, horizontal: "left"}))
		s.merge(1, len(planHeads))
	}
}

// signatures writes the place for them.
func (s *planSheet) signatures() {
	s.add(12)
	row := make([]any, len(planHeads))
	for i, text := range map[int]string{1: "编制单位（盖章）：" + s.register.Site.Organisation.V, 4: "负责人（签字）：", 6: "审核（签字）：", 9: "编制（签字）：", 11: "日期：　　年　　月　　日"} {
		row[i] = s.cell(text, look{bare: true, horizontal: "left"})
	}
	s.add(36, row...)
	s.merge(2, 4)
	s.merge(7, 9)
	s.merge(10, 11)
	s.merge(12, 13)
}

// documentAndDate writes a document's number and day, whichever are known.
func documentAndDate(document string, on calendar.Date) string {
	return strings.Trim(document+"，"+on.String(), "，")
}
