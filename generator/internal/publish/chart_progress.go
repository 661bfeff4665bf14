// The chart of a project's plan against what came of it: a row a stage, the planned time over the actual one.

package publish

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/portfolio"
)

// The series of the chart, by class.
const (
	classPlanned = "planned"
	classActual  = "actual"
	classLate    = "late"
)

// NewProgressChart draws the phases as of a day; one without phases has no forms.
func NewProgressChart(phases []portfolio.Phase, today calendar.Date) Chart {
	chart := Chart{ID: "progress", Title: "计划与实际", Table: Table{Empty: "还没有可以比较的日期。"}}
	if len(phases) == 0 {
		return chart
	}
	chart.Definition, chart.Table = portfolio.AboutProgress, progressTable(phases)
	chart.Legend = []ChartSeries{{classPlanned, "计划"}, {classActual, "实际"}, {classLate, "超出计划"}}
	var told []string
	for i := range phases {
		told = append(told, inSentence(&phases[i]))
	}
	chart.Description = strings.Join(told, "；") + "。"
	for _, f := range []progressFrame{
		{name: "wide", width: 720, text: 14, row: 34, label: 64},
		{name: "narrow", width: 340, text: 13, row: 32, label: 58},
	} {
		chart.Forms = append(chart.Forms, f.draw(phases, today))
	}
	return chart
}

func inSentence(p *portfolio.Phase) string {
	s := p.Name
	if !p.Planned.IsZero() {
		s += "，计划 " + between(p.Planned)
	}
	if !p.Actual.IsZero() {
		s += "，实际 " + actual(p)
	}
	if n := lateDays(p); n > 0 {
		s += fmt.Sprintf("，超出计划 %d 天", n)
	}
	return s
}

func lateDays(p *portfolio.Phase) int { return p.Late.From.DaysUntil(p.Late.To) }

func between(s portfolio.Stretch) string { return s.From.String() + " 至 " + s.To.String() }

func actual(p *portfolio.Phase) string {
	switch {
	case p.Actual.IsZero():
		return ""
	case p.Ongoing:
		return p.Actual.From.String() + " 起，进行中"
	}
	return between(p.Actual)
}

func progressTable(phases []portfolio.Phase) Table {
	t := Table{Caption: "计划与实际", Silent: true, Heads: heads("阶段", "计划", "实际", "超出计划")}
	for i := range phases {
		p := &phases[i]
		cells := row(p.Name, "", actual(p), "")
		if !p.Planned.IsZero() {
			cells[1].Text = between(p.Planned)
		}
		if n := lateDays(p); n > 0 {
			cells[3].Text = fmt.Sprintf("%d 天", n)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// progressFrame is the measures of one form of the chart.
type progressFrame struct {
	name             string
	width, text, row float64 // text is the size of the letters
	label            float64 // the room for a date's label
}

const (
	progressTop    = 26 // room for the months
	progressBottom = 22 // room for the day of the data
	longestName    = 7  // a stage's name of more characters is cut; the table has all of it
)

func (f progressFrame) draw(phases []portfolio.Phase, today calendar.Date) ChartForm {
	first, last := span(phases)
	height := progressTop + f.row*float64(len(phases)) + progressBottom
	ground := height - progressBottom
	form := ChartForm{Name: f.name, Width: coordinate(f.width), Height: coordinate(height)}

	left := f.text*float64(longestOf(phases)) + 12
	x := func(d calendar.Date) float64 {
		return left + (f.width-left)*float64(first.DaysUntil(d))/float64(first.DaysUntil(last))
	}
	for _, d := range ticks(first, last, int((f.width-left)/f.label)) {
		form.line("grid", x(d), progressTop-4, x(d), ground)
		if x(d)+f.label/2 <= f.width {
			form.text("axis", "middle", x(d), f.text, fmt.Sprintf("%d.%02d", d.Year(), d.Month()))
		}
	}
	form.line("ground", left, ground, f.width, ground)
	thick := f.row * 0.28
	for i := range phases {
		p, y := &phases[i], progressTop+f.row*float64(i)
		form.text("stage", "end", left-12, y+f.row/2+f.text*0.36, cut(p.Name))
		at := func(class string, s portfolio.Stretch, y float64, word string) {
			if !s.IsZero() {
				form.bar(class, x(s.From), y, x(s.To)-x(s.From), thick, p.Name+word+between(s))
			}
		}
		upper, lower := y+f.row*0.16, y+f.row*0.54
		if p.Planned.IsZero() {
			lower = y + (f.row-thick)/2
		}
		at(classPlanned, p.Planned, upper, "，计划 ")
		done := p.Actual
		if !p.Late.IsZero() && done.To.After(p.Late.From) {
			done.To = p.Late.From
		}
		if !done.From.After(done.To) {
			at(classActual, done, lower, "，实际 ")
		}
		at(classLate, p.Late, lower, "，超出计划 ")
	}
	if !today.Before(first) && !today.After(last) {
		form.line("today", x(today), progressTop-4, x(today), ground)
		anchor := "middle"
		switch half := f.text * 6; { // of the label
		case x(today)+half > f.width:
			anchor = "end"
		case x(today)-half < 0:
			anchor = "start"
		}
		form.text("today", anchor, x(today), height-6, "数据截至 "+today.String())
	}
	return form
}

// span is the time that the phases fill, at least a month, from the first of one.
func span(phases []portfolio.Phase) (first, last calendar.Date) {
	for i := range phases {
		for _, s := range []portfolio.Stretch{phases[i].Planned, phases[i].Actual, phases[i].Late} {
			if s.IsZero() {
				continue
			}
			if first.IsZero() || s.From.Before(first) {
				first = s.From
			}
			if s.To.After(last) {
				last = s.To
			}
		}
	}
	first = first.AddDays(1 - first.Day())
	if month := first.AddMonths(1); last.Before(month) {
		last = month
	}
	return first, last
}

// ticks are the firsts of months for which there is room, at most so many.
func ticks(first, last calendar.Date, most int) []calendar.Date {
	for _, step := range []int{1, 2, 3, 6, 12, 24, 60, 120} {
		var list []calendar.Date
		for d := first; !d.After(last); d = d.AddMonths(1) {
			if (d.Year()*12+d.Month()-1)%step == 0 {
				list = append(list, d)
			}
		}
		if len(list) <= most {
			return list
		}
	}
	return nil
}

func longestOf(phases []portfolio.Phase) int {
	longest := 0
	for i := range phases {
		longest = max(longest, len([]rune(cut(phases[i].Name))))
	}
	return longest
}

func cut(name string) string {
	if r := []rune(name); len(r) > longestName {
		return string(r[:longestName-1]) + "…"
	}
	return name
}
