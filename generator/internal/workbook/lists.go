// The lists of acceptances and of evaluations.

package workbook

import (
	"io"

	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// WriteAcceptances writes the final acceptances of all years, the latest first, with the five heads of art. 21. It errors
// if the writing fails.
func WriteAcceptances(w io.Writer, r *project.Register) error {
	b := newBook()
	s := b.sheet("竣工验收结果", a4Wide, 3, []float64{6, 28, 16, 20, 12, 8, 10, 10, 12, 12, 30, 30, 30, 30, 30})
	s.title(r, "信息化项目竣工验收结果", portfolio.AboutAcceptance, 15)
	s.heads([]string{"序号", "项目名称", "项目编号", "建设单位", "验收日期", "第几次", "验收结论", "组织单位", "报备日期", "整改完成日期",
		"建设内容和资金使用情况", "档案情况", "合同和采购文件履行情况", "功能、性能、安全性和技术指标完成情况", "数据资源共享情况"})
	for i, a := range portfolio.Acceptances(r) {
		round := a.Round
		s.values(look{}, i+1, nameOf(a.Project), a.Project.ID, unitName(r, a.Project.Unit), round.Date.V, a.Number, round.Conclusion.V, round.Organizer.V,
			round.Reported.V, round.Rectified.V, round.ScopeAndFunds.V, round.Archives.V, round.Contract.V, round.Performance.V, round.DataSharing.V)
	}
	return b.write(w)
}

// WriteEvaluations writes the evaluations of all years, the latest first, the lead agency's before the unit's own. It
// errors if the writing fails.
func WriteEvaluations(w io.Writer, r *project.Register) error {
	b := newBook()
	heads, widths := []string{"序号", "年度", "项目名称", "项目编号", "建设单位", "评价单位", "评价日期"}, []float64{6, 8, 28, 16, 20, 12, 12}
	for _, d := range portfolio.Dimensions {
		heads, widths = append(heads, d.Name), append(widths, 10)
	}
	heads, widths = append(heads, "总分", "等级", "评价结论"), append(widths, 8, 8, 40)
	s := b.sheet("绩效评价结果", a4Wide, 3, widths)
	s.title(r, "信息化项目绩效评价结果", "各方面满分 100 分。", len(heads))
	s.heads(heads)
	number := 0
	for _, of := range portfolio.Evaluations(r) {
		for _, by := range []struct {
			whom string
			e    *project.Evaluation
		}{{"主管部门", of.Lead}, {"单位自评", of.Self}} {
			if by.e == nil {
				continue
			}
			number++
			row := []any{number, of.Year, nameOf(of.Project), of.Project.ID, unitName(r, of.Project.Unit), by.whom, by.e.Date.V}
			for _, d := range portfolio.Dimensions {
				row = append(row, d.Score(&by.e.Scores))
			}
			s.values(look{}, append(row, by.e.Total.V, by.e.Grade.V, by.e.Conclusion.V)...)
		}
	}
	return b.write(w)
}

// title writes a list's title and what it counts, over so many columns.
func (s *sheet) title(r *project.Register, title, about string, columns int) {
	s.add(36, s.cell(r.Site.District.V+title, look{bare: true, bold: true, size: 18, horizontal: "center"}))
	s.merge(1, columns)
	s.add(20, s.cell("数据截至 "+r.Today.String()+"。"+about, look{bare: true, horizontal: "left"}))
	s.merge(1, columns)
}

// nameOf is a project's name, "" where its declaration cannot be read.
func nameOf(p *project.Project) string {
	if p.Declaration == nil {
		return ""
	}
	return p.Declaration.Name.V
}
