// Charts: their geometry, in a wide form and a narrow one, so that text is never scaled down on a phone. The template
// prints lines, bars and labels as they come. This file has what charts have in common, and the chart of amounts by year.

package publish

import (
	"fmt"
	"strconv"
	"strings"

	"wuxing.example/register/generator/internal/money"
)

// Chart is a drawing, with the same figures as a table.
type Chart struct {
	ID          string        `json:"id"` // its anchor, unique on the page: "years"
	Title       string        `json:"title"`
	Note        string        `json:"note"`        // small, under the title
	Definition  string        `json:"definition"`  // what the figures count
	Description string        `json:"description"` // read out in place of the drawing
	Legend      []ChartSeries `json:"legend"`
	Forms       []ChartForm   `json:"forms"` // none where there is nothing to draw
	Table       Table         `json:"table"`
	CSV         string        `json:"csv"` // the figures as a file; "": none
}

// ChartSeries is what the bars of a class are.
type ChartSeries struct {
	Class string `json:"class"`
	Text  string `json:"text"`
}

// ChartForm is the drawing for one width of screen. Numbers are coordinates of its view box.
type ChartForm struct {
	Name   string       `json:"name"` // "wide", "narrow"
	Width  string       `json:"width"`
	Height string       `json:"height"`
	Lines  []ChartLine  `json:"lines"`
	Bars   []ChartBar   `json:"bars"`
	Labels []ChartLabel `json:"labels"`
}

// ChartLine is a line: "grid", "ground" (zero) or "today".
type ChartLine struct {
	Class string `json:"class"`
	X1    string `json:"x1"`
	Y1    string `json:"y1"`
	X2    string `json:"x2"`
	Y2    string `json:"y2"`
}

// ChartBar is a rectangle of one series.
type ChartBar struct {
	Class  string `json:"class"`
	X      string `json:"x"`
	Y      string `json:"y"`
	Width  string `json:"width"`
	Height string `json:"height"`
	Title  string `json:"title"` // shown when pointed at; "": nothing is
}

// ChartLabel is a piece of text in a drawing.
type ChartLabel struct {
	Class  string `json:"class"`
	Anchor string `json:"anchor"` // "start", "middle", "end"
	X      string `json:"x"`
	Y      string `json:"y"`
	Text   string `json:"text"`
}

func (f *ChartForm) line(class string, x1, y1, x2, y2 float64) {
	f.Lines = append(f.Lines, ChartLine{class, coordinate(x1), coordinate(y1), coordinate(x2), coordinate(y2)})
}

func (f *ChartForm) bar(class string, x, y, width, height float64, title string) {
	f.Bars = append(f.Bars, ChartBar{class, coordinate(x), coordinate(y), coordinate(max(1, width)), coordinate(max(1, height)), title})
}

func (f *ChartForm) text(class, anchor string, x, y float64, s string) {
	f.Labels = append(f.Labels, ChartLabel{class, anchor, coordinate(x), coordinate(y), s})
}

// ChartColumn is the amounts of one column, one for each series.
type ChartColumn struct {
	Label   string // "2025"
	Amounts []money.Amount
}

func (c ChartColumn) total() money.Amount {
	var sum money.Amount
	for _, a := range c.Amounts {
		sum += a
	}
	return sum
}

// NewColumnChart draws the columns, of which the wide form shows the last ten and the narrow one the last five; the
// table has all.
func NewColumnChart(id, title, columnsAre string, series []string, columns []ChartColumn) Chart {
	chart := Chart{ID: id, Title: title, Note: "单位：万元", Table: chartTable(title, columnsAre, series, columns)}
	for i, s := range series {
		chart.Legend = append(chart.Legend, ChartSeries{fmt.Sprintf("c-%d", i+1), s})
	}
	var sums []string
	for _, c := range columns {
		sums = append(sums, c.Label+" 年 "+c.total().InWan()+" 万元")
	}
	chart.Description = strings.Join(sums, "，") + "。完整数值见图后的数据表。"
	for _, f := range []chartFrame{
		{name: "wide", width: 560, height: 340, left: 56, columns: 10},
		{name: "narrow", width: 340, height: 260, left: 50, columns: 5},
	} {
		if form, ok := f.draw(series, columns[max(0, len(columns)-f.columns):]); ok {
			chart.Forms = append(chart.Forms, form)
		}
	}
	if chart.Forms == nil {
		chart.Table.Rows = nil // rows of noughts say no more than that there is nothing
	}
	return chart
}

func chartTable(title, columnsAre string, series []string, columns []ChartColumn) Table {
	t := Table{Caption: title, Silent: true, Note: "单位：万元", Heads: []Head{{Text: columnsAre}}, Empty: "还没有列入年度计划的项目。"}
	for _, s := range series {
		t.Heads = append(t.Heads, Head{s, true})
	}
	t.Heads = append(t.Heads, Head{"合计", true})
	for _, c := range columns {
		row := []Cell{{Text: c.Label}}
		for _, a := range c.Amounts {
			row = append(row, Cell{Text: a.InWan()})
		}
		t.Rows = append(t.Rows, append(row, Cell{Text: c.total().InWan()}))
	}
	return t
}

// chartFrame is the measures of one form of a chart.
type chartFrame struct {
	name                string
	width, height, left float64
	columns             int // at most
}

const (
	chartTop    = 34 // room for the unit, and the highest column's label
	chartBottom = 30 // room for the columns' labels
)

// draw reports false if there is nothing above zero to draw.
func (f chartFrame) draw(series []string, columns []ChartColumn) (ChartForm, bool) {
	var highest money.Amount
	for _, c := range columns {
		highest = max(highest, c.total())
	}
	if highest == 0 {
		return ChartForm{}, false
	}
	form := ChartForm{Name: f.name, Width: coordinate(f.width), Height: coordinate(f.height)}
	step := gridStep(highest)
	steps := (highest + step - 1) / step
	ground := f.height - chartBottom
	scale := (ground - chartTop) / float64(steps*step)
	form.text("axis", "start", 0, 12, "万元")
	for i := range steps + 1 {
		y, class := ground-float64(i*step)*scale, "grid"
		if i == 0 {
			class = "ground"
		}
		form.line(class, f.left, y, f.width, y)
		form.text("axis", "end", f.left-8, y+4, (i * step).InWan())
	}
	slot := (f.width - f.left) / float64(len(columns))
	width := min(64, slot*0.56)
	for i, c := range columns {
		x := f.left + slot*float64(i) + (slot-width)/2
		y := ground
		for s, a := range c.Amounts {
			height := float64(a) * scale
			y -= height
			if a > 0 {
				title := c.Label + " " + series[s] + "：" + a.InWan() + " 万元"
				if f.name == "narrow" {
					title = "" // there is nothing to point with
				}
				form.bar(fmt.Sprintf("c-%d", s+1), x, y, width, height-1, title) // a hair's breadth between parts
			}
		}
		form.text("value", "middle", x+width/2, y-7, wholeWan(c.total()))
		form.text("axis", "middle", x+width/2, f.height-8, c.Label)
	}
	return form, true
}

// gridStep is 1, 2 or 5 times a power of ten 万元, such that at most six lines stand above zero.
func gridStep(highest money.Amount) money.Amount {
	for step := money.Wan; ; step *= 10 {
		for _, factor := range []money.Amount{1, 2, 5} {
			if highest <= 6*factor*step {
				return factor * step
			}
		}
	}
}

// wholeWan writes an amount rounded to 万元, for a place where there is no room for more.
func wholeWan(a money.Amount) string {
	return ((a + money.Wan/2) / money.Wan * money.Wan).InWan()
}

func coordinate(v float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
}

// Share is part as a percentage of whole, for the length of a bar: "85.3". It is "0" of nothing.
func Share[N ~int | ~int64](part, whole N) string {
	if whole == 0 {
		return "0"
	}
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 1, 64)
}
