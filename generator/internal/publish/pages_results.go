// The results of acceptance and of evaluation.

package publish

import (
	"fmt"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// acceptanceLists are the results of final acceptance, of all years and of each.
func (m *maker) acceptanceLists() []ListPage {
	counts := portfolio.CountAcceptances(m.accepted)
	var years []int
	for _, c := range counts {
		years = append(years, c.Year)
	}
	list := func(year int, rows []portfolio.Acceptance) []ListPage {
		path, title := yearPath("acceptance", year), yearTitle("验收结果", year)
		page := ListPage{
			Page:    Page{Path: path, Title: title, Description: title + "：项目、建设单位、竣工验收日期、组织单位和结论。", Column: acceptanceColumn},
			Filters: filters("acceptance", path, years), Table: m.acceptanceTable(rows),
		}
		if year != 0 {
			page.Definition = portfolio.AboutAcceptance // which the bars say on the page of all
		} else {
			page.Bars = acceptanceBars(counts)
			if failed := portfolio.StillFailed(rows); len(failed) > 0 {
				page.Sections = []Section{{ID: "failed", Title: "验收不合格、尚未通过的项目", Tables: []Table{m.acceptanceTable(failed)}}}
			}
		}
		return paged(page, Link{Text: "验收结果", URL: "acceptance/"}, "次竣工验收", "次")
	}
	lists := list(0, m.accepted)
	for _, year := range years {
		of := slices.DeleteFunc(slices.Clone(m.accepted), func(a portfolio.Acceptance) bool { return a.Year() != year })
		lists = append(lists, list(year, of)...)
	}
	return lists
}

func acceptanceBars(counts []portfolio.AcceptanceYear) *Bars {
	if len(counts) == 0 {
		return nil
	}
	bars := &Bars{
		ID: "years", Title: "历年竣工验收", Note: "浅色为验收的次数，深色为合格的次数", Definition: portfolio.AboutAcceptance,
		Heads: []string{"年度", "验收", "合格", "不合格"},
	}
	most := 0
	for _, c := range counts {
		most = max(most, c.Held)
	}
	for _, c := range counts {
		bars.Rows = append(bars.Rows, BarRow{
			Name: Link{Text: fmt.Sprint(c.Year), URL: yearPath("acceptance", c.Year) + "/"}, Whole: Share(c.Held, most), Part: Share(c.Passed, most),
			Cells: []string{fmt.Sprint(c.Held), fmt.Sprint(c.Passed), fmt.Sprint(c.Held - c.Passed)},
		})
	}
	return bars
}

func (m *maker) acceptanceTable(list []portfolio.Acceptance) Table {
	t := Table{
		Caption: "竣工验收", Silent: true, Empty: "还没有竣工验收。",
		Heads: heads("项目名称", "建设单位", "验收日期", "组织单位", "结论", "整改完成", "验收报告"),
	}
	for i := range list {
		a := &list[i]
		date := Cell{Text: a.Round.Date.V.String()}
		if a.Number > 1 {
			date.Note = fmt.Sprintf("第 %d 次", a.Number)
		}
		conclusion := Cell{Text: a.Round.Conclusion.V, Tone: Good}
		if !a.Passed() {
			conclusion.Tone = Bad
		}
		t.Rows = append(t.Rows, []Cell{
			projectCell(a.Project), m.unitCell(a.Project.Unit), date, {Text: a.Round.Organizer.V}, conclusion,
			{Text: a.Round.Rectified.V.String()}, m.reportCell(a),
		})
	}
	return t
}

// reportCell leads to the report of an acceptance where the project's page shows it; attachments are not public.
func (m *maker) reportCell(a *portfolio.Acceptance) Cell {
	id, isDocument := strings.CutSuffix(a.Round.Report.V, ".md")
	switch {
	case a.Round.Report.V == "":
		return Cell{}
	case isDocument && slices.ContainsFunc(m.texts[a.Project.ID], func(d Document) bool { return d.ID == id }):
		return Cell{Text: "验收报告", URL: projectURL(a.Project.ID) + "#" + id}
	}
	return Cell{Text: "已归档"}
}

// evaluationLists are the results of evaluation, of all years and of each.
func (m *maker) evaluationLists() []ListPage {
	unreported := portfolio.UnreportedEvaluations(m.Register, m.Result)
	var years []int
	for _, e := range m.evaluated {
		years = append(years, e.Year)
	}
	for _, u := range unreported {
		years = append(years, u.Year)
	}
	slices.Sort(years)
	years = slices.Compact(years)
	slices.Reverse(years)
	list := func(year int) []ListPage {
		path, title := yearPath("evaluation", year), yearTitle("绩效评价", year)
		of := slices.DeleteFunc(slices.Clone(m.evaluated), func(e portfolio.Evaluated) bool { return year != 0 && e.Year != year })
		page := ListPage{
			Page:    Page{Path: path, Title: title, Description: title + "结果：成本效益、应用效果、协同共享、安全保密、创新服务五个方面的得分、总分和等级。", Column: evaluationColumn},
			Filters: filters("evaluation", path, years), Bars: m.dimensionBars(of), Table: m.evaluationTable(of), Definition: m.weighing(),
		}
		missing := slices.DeleteFunc(slices.Clone(unreported), func(u portfolio.Unreported) bool { return year != 0 && u.Year != year })
		page.Sections = []Section{{ID: "unreported", Title: "没有报送的评价", Note: portfolio.AboutUnreported, Tables: []Table{m.unreportedTable(missing)}}}
		lists := paged(page, Link{Text: "绩效评价", URL: "evaluation/"}, "项年度评价", "项")
		lists[0].Lede += gradeCounts(of)
		return lists
	}
	lists := list(0)
	for _, year := range years {
		lists = append(lists, list(year)...)
	}
	return lists
}

// gradeCounts says how many evaluations of the lead agency came to each grade.
func gradeCounts(list []portfolio.Evaluated) string {
	var parts []string
	for _, grade := range portfolio.Grades {
		if n := portfolio.CountGrade(list, grade, 0); n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d 个", grade, n))
		}
	}
	if parts == nil {
		return ""
	}
	return "主管部门评价的等级：" + strings.Join(parts, "、") + "。"
}

// scoresRule is the rule that gives the weights and the limits of the grades.
const scoresRule = "28.dimensions"

// weighing says how a total and a grade come about.
func (m *maker) weighing() string {
	s := "总分按五个方面的权重计算，四舍五入到一位小数。"
	if len(m.Rules.Versions(scoresRule)) == 0 {
		return s
	}
	var grades []string
	for _, l := range m.inForce(scoresRule).Limits {
		if slices.Contains(portfolio.Grades, l.Label) {
			grades = append(grades, l.Label+"："+l.Text)
		}
	}
	return s + "等级" + strings.Join(grades, "，") + "，其余为差。权重和等级分数线由本区规定，见规则“" + m.ruleTitle(scoresRule) + "”。"
}

// weight is the weight of a dimension as the rule says it, "" where it does not.
func (m *maker) weight(dimension string) string {
	if len(m.Rules.Versions(scoresRule)) > 0 {
		for _, l := range m.inForce(scoresRule).Limits {
			if l.Label == dimension+"的权重" {
				return l.Text
			}
		}
	}
	return ""
}

// dimensionBars are how the five dimensions were scored; nil where the lead agency evaluated nothing.
func (m *maker) dimensionBars(list []portfolio.Evaluated) *Bars {
	bars := &Bars{
		ID: "dimensions", Title: "五个方面的得分", Note: "深色为平均分，浅色为满分", Definition: portfolio.AboutScores,
		Heads: []string{"方面", "平均", "最低", "最高"},
	}
	for _, d := range portfolio.Dimensions {
		s, ok := portfolio.SpreadOf(list, d)
		if !ok {
			return nil
		}
		name := d.Name
		if w := m.weight(d.Name); w != "" {
			name += "（权重 " + w + "）"
		}
		mean := fmt.Sprintf("%d.%d", s.Tenths/10, s.Tenths%10)
		bars.Rows = append(bars.Rows, BarRow{Name: Link{Text: name}, Whole: "100", Part: mean, Cells: []string{mean, fmt.Sprint(s.Least), fmt.Sprint(s.Most)}})
	}
	return bars
}

func (m *maker) evaluationTable(list []portfolio.Evaluated) Table {
	t := Table{Caption: "绩效评价", Silent: true, Empty: "还没有绩效评价。", Heads: heads("项目名称", "建设单位", "#年度")}
	for _, d := range portfolio.Dimensions {
		t.Heads = append(t.Heads, Head{d.Name, true})
	}
	t.Heads = append(t.Heads, Head{"总分", true}, Head{"等级", false})
	for _, e := range list {
		cells := []Cell{projectCell(e.Project), m.unitCell(e.Project.Unit), {Text: fmt.Sprint(e.Year)}}
		for _, d := range portfolio.Dimensions {
			score := func(x *project.Evaluation) string { return fmt.Sprint(d.Score(&x.Scores)) }
			cells = append(cells, bothCell(e, score))
		}
		cells = append(cells, bothCell(e, func(x *project.Evaluation) string { return x.Total.V }))
		grade := bothCell(e, func(x *project.Evaluation) string { return x.Grade.V })
		if e.Lead != nil {
			grade.Tone = map[string]Tone{"优": Good, "良": Plain, "中": Warn, "差": Bad}[grade.Text]
		}
		t.Rows = append(t.Rows, append(cells, grade))
	}
	return t
}

// bothCell writes a figure of the lead agency's evaluation, and under it that of the unit's own.
func bothCell(e portfolio.Evaluated, write func(*project.Evaluation) string) Cell {
	c := Cell{Text: "—"}
	if e.Lead != nil {
		c.Text = write(e.Lead)
	}
	if e.Self != nil {
		c.Note = "自评 " + write(e.Self)
	}
	return c
}

func (m *maker) unreportedTable(list []portfolio.Unreported) Table {
	t := Table{Caption: "没有报送的评价", Silent: true, Empty: "没有。", Heads: heads("项目名称", "建设单位", "#年度", "缺少")}
	for _, u := range list {
		what := "主管部门评价"
		if u.Self {
			what = "单位自评"
		}
		t.Rows = append(t.Rows, []Cell{projectCell(u.Project), m.unitCell(u.Project.Unit), {Text: fmt.Sprint(u.Year)}, {Text: what}})
	}
	return t
}
