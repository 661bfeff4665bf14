package publish

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
)

func TestGridStep(t *testing.T) {
	tests := []struct{ highest, want string }{
		{"0.01元", "1万元"}, {"1万元", "1万元"}, {"6万元", "1万元"}, {"60000.01元", "2万元"}, {"12万元", "2万元"}, {"13万元", "5万元"}, {"30万元", "5万元"},
		{"31万元", "10万元"}, {"600万元", "100万元"}, {"600.01万元", "200万元"}, {"5576万元", "1000万元"}, {"1亿元", "2000万元"},
	}
	for _, test := range tests {
		highest, err := money.Parse(test.highest)
		if err != nil {
			t.Fatal(err)
		}
		if got := gridStep(highest); got.String() != test.want {
			t.Errorf("highest %s: %s, want %s", test.highest, got, test.want)
		}
	}
}

func TestWholeWan(t *testing.T) {
	tests := []struct {
		amount money.Amount
		want   string
	}{
		{0, "0"}, {money.Wan/2 - 1, "0"}, {money.Wan / 2, "1"}, {money.Wan*3/2 - 1, "1"}, {1234*money.Wan + 5000*money.Yuan, "1,235"},
	}
	for _, test := range tests {
		if got := wholeWan(test.amount); got != test.want {
			t.Errorf("%s: %s, want %s", test.amount, got, test.want)
		}
	}
}

// manyYears are columns of two series, of 12 years; the second series is there in the even ones.
func manyYears() []ChartColumn {
	var columns []ChartColumn
	for year := 2015; year < 2027; year++ {
		columns = append(columns, ChartColumn{strconv.Itoa(year), []money.Amount{100 * money.Wan, money.Amount((year+1)%2) * 50 * money.Wan}})
	}
	return columns
}

func TestColumnChart(t *testing.T) {
	chart := NewColumnChart("years", "各年度计划金额", "年度", []string{"建设", "运维"}, manyYears())
	if len(chart.Table.Rows) != 12 {
		t.Errorf("the table has %d rows", len(chart.Table.Rows))
	}
	if row := chart.Table.Rows[1]; row[0].Text != "2016" || row[1].Text != "100" || row[2].Text != "50" || row[3].Text != "150" {
		t.Errorf("the table's row is %v", row)
	}
	years := map[string]int{"wide": 10, "narrow": 5}
	if len(chart.Forms) != len(years) {
		t.Fatalf("%d forms", len(chart.Forms))
	}
	for _, form := range chart.Forms {
		bars, values := 0, 0
		for _, year := range manyYears()[12-years[form.Name]:] {
			for _, a := range year.Amounts {
				if a > 0 {
					bars++
				}
			}
		}
		for _, l := range form.Labels {
			if l.Class == "value" {
				values++
			}
			inside(t, form, l.X, l.Y)
		}
		if len(form.Bars) != bars || values != years[form.Name] {
			t.Errorf("%s: %d bars and %d sums, want %d and %d", form.Name, len(form.Bars), values, bars, years[form.Name])
		}
		for _, b := range form.Bars {
			inside(t, form, b.X, b.Y)
			inside(t, form, strconv.FormatFloat(number(t, b.X)+number(t, b.Width), 'f', -1, 64), strconv.FormatFloat(number(t, b.Y)+number(t, b.Height), 'f', -1, 64))
		}
	}
}

// TestColumnHeights: in one column the parts are as high as their amounts, less a hair's breadth, and stand on each other.
func TestColumnHeights(t *testing.T) {
	chart := NewColumnChart("years", "t", "年度", []string{"a", "b"}, []ChartColumn{{"2025", []money.Amount{300 * money.Wan, 100 * money.Wan}}})
	form := chart.Forms[0]
	a, b := form.Bars[0], form.Bars[1]
	if high, low := number(t, a.Height)+1, number(t, b.Height)+1; high < 2.99*low || high > 3.01*low {
		t.Errorf("heights %s and %s of 300 and 100", a.Height, b.Height)
	}
	ground := number(t, form.Lines[0].Y1)
	if got := number(t, a.Y) + number(t, a.Height) + 1; got < ground-0.2 || got > ground+0.2 {
		t.Errorf("the first part ends at %v, the ground is %v", got, ground)
	}
	if got := number(t, b.Y) + number(t, b.Height) + 1; got < number(t, a.Y)-0.2 || got > number(t, a.Y)+0.2 {
		t.Errorf("the second part ends at %v, the first begins at %s", got, a.Y)
	}
}

func TestChartOfNothing(t *testing.T) {
	for _, columns := range [][]ChartColumn{nil, {{"2025", []money.Amount{0, 0}}}} {
		if chart := NewColumnChart("years", "t", "年度", []string{"a", "b"}, columns); chart.Forms != nil || chart.Table.Empty == "" {
			t.Errorf("%v: %v", columns, chart)
		}
	}
}

func TestShare(t *testing.T) {
	tests := []struct {
		part, whole int
		want        string
	}{{0, 0, "0"}, {0, 3, "0.0"}, {1, 3, "33.3"}, {2, 3, "66.7"}, {3, 3, "100.0"}}
	for _, test := range tests {
		if got := Share(test.part, test.whole); got != test.want {
			t.Errorf("%d of %d: %s, want %s", test.part, test.whole, got, test.want)
		}
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func inside(t *testing.T, form ChartForm, x, y string) {
	t.Helper()
	if number(t, x) < 0 || number(t, x) > number(t, form.Width) || number(t, y) < 0 || number(t, y) > number(t, form.Height) {
		t.Errorf("%s: %s, %s lies outside", form.Name, x, y)
	}
}

// TestProgressChart: the planned, the actual and the late part lie where their days do, in both forms, inside the drawing.
func TestProgressChart(t *testing.T) {
	phases := []portfolio.Phase{
		{Name: "预算审核与年度计划批复", Actual: portfolio.Stretch{From: day("2025-01-01"), To: day("2025-01-31")}},
		{
			Name: "建设实施", Planned: portfolio.Stretch{From: day("2025-02-01"), To: day("2025-05-01")}, Ongoing: true,
			Actual: portfolio.Stretch{From: day("2025-03-01"), To: day("2025-07-01")}, Late: portfolio.Stretch{From: day("2025-05-01"), To: day("2025-07-01")},
		},
		{ // begun after its planned end: all of it is late
			Name: "竣工验收", Planned: portfolio.Stretch{From: day("2025-05-01"), To: day("2025-06-01")},
			Actual: portfolio.Stretch{From: day("2025-06-15"), To: day("2025-07-01")}, Late: portfolio.Stretch{From: day("2025-06-01"), To: day("2025-07-01")},
		},
	}
	chart := NewProgressChart(phases, day("2025-07-01"))
	if len(chart.Forms) != 2 {
		t.Fatalf("%d forms", len(chart.Forms))
	}
	for _, form := range chart.Forms {
		var classes []string
		for _, b := range form.Bars {
			classes = append(classes, b.Class)
			inside(t, form, b.X, b.Y)
		}
		if got := strings.Join(classes, " "); got != "actual planned actual late planned late" {
			t.Errorf("%s: %s", form.Name, got)
		}
		end := func(b ChartBar) float64 { return number(t, b.X) + number(t, b.Width) }
		planned, actual, late := form.Bars[1], form.Bars[2], form.Bars[3]
		if d := end(actual) - end(planned); d < -0.2 || d > 0.2 {
			t.Errorf("%s: the actual part ends %v away from the planned end", form.Name, d)
		}
		if d := number(t, late.X) - end(planned); d < -0.2 || d > 0.2 {
			t.Errorf("%s: the late part begins %v away from the planned end", form.Name, d)
		}
		// 59 days from 1 January to 1 March, 181 to 1 July, where the drawing ends.
		left := number(t, form.Bars[0].X)
		if got := (number(t, actual.X) - left) / (number(t, form.Width) - left); got < 0.325 || got > 0.327 {
			t.Errorf("%s: 1 March stands at %v of the way, want 59/181", form.Name, got)
		}
		today := form.Lines[len(form.Lines)-1]
		if today.Class != "today" || today.X1 != form.Width {
			t.Errorf("%s: today is %+v", form.Name, today)
		}
		for _, l := range form.Labels {
			inside(t, form, l.X, l.Y)
			if l.Class == "stage" && len([]rune(l.Text)) > longestName {
				t.Errorf("%s: the name %s is not cut", form.Name, l.Text)
			}
		}
	}
	if got := chart.Table.Rows[1]; got[1].Text != "2025-02-01 至 2025-05-01" || got[2].Text != "2025-03-01 起，进行中" || got[3].Text != "61 天" {
		t.Errorf("the table says %v", got)
	}
	if chart := NewProgressChart(phases[:1], day("2026-07-01")); strings.Contains(chart.Forms[0].Labels[len(chart.Forms[0].Labels)-1].Text, "截至") {
		t.Error("today is drawn though it lies after the end")
	}
	if chart := NewProgressChart(nil, day("2025-07-01")); chart.Forms != nil || chart.Table.Empty == "" {
		t.Errorf("of nothing: %v", chart)
	}
}

// TestTicks: there are no more dates than there is room for, over a month and over decades.
func TestTicks(t *testing.T) {
	for _, tt := range []struct {
		last string
		most int
		want string // the first two, and how many
	}{
		{"2025-03-31", 9, "2025-01-01 2025-02-01 3"}, {"2025-12-31", 9, "2025-01-01 2025-03-01 6"}, {"2027-06-30", 4, "2025-01-01 2026-01-01 3"}, {"2060-01-01", 4, "2030-01-01 2040-01-01 4"},
	} {
		list := ticks(day("2025-01-01"), day(tt.last), tt.most)
		if got := fmt.Sprintf("%s %s %d", list[0], list[1], len(list)); got != tt.want {
			t.Errorf("to %s: %s, want %s", tt.last, got, tt.want)
		}
	}
}
