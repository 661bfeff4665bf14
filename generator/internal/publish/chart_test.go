package publish

import (
	"strconv"
	"testing"

	"wuxing.example/register/generator/internal/money"
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
	chart := NewColumnChart("各年度计划金额", "年度", []string{"建设", "运维"}, manyYears())
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
	chart := NewColumnChart("t", "年度", []string{"a", "b"}, []ChartColumn{{"2025", []money.Amount{300 * money.Wan, 100 * money.Wan}}})
	form := chart.Forms[0]
	a, b := form.Bars[0], form.Bars[1]
	if high, low := number(t, a.Height)+1, number(t, b.Height)+1; high < 2.99*low || high > 3.01*low {
		t.Errorf("heights %s and %s of 300 and 100", a.Height, b.Height)
	}
	ground := number(t, form.Lines[0].Y)
	if got := number(t, a.Y) + number(t, a.Height) + 1; got < ground-0.2 || got > ground+0.2 {
		t.Errorf("the first part ends at %v, the ground is %v", got, ground)
	}
	if got := number(t, b.Y) + number(t, b.Height) + 1; got < number(t, a.Y)-0.2 || got > number(t, a.Y)+0.2 {
		t.Errorf("the second part ends at %v, the first begins at %s", got, a.Y)
	}
}

func TestChartOfNothing(t *testing.T) {
	for _, columns := range [][]ChartColumn{nil, {{"2025", []money.Amount{0, 0}}}} {
		if chart := NewColumnChart("t", "年度", []string{"a", "b"}, columns); chart.Forms != nil || chart.Table.Empty == "" {
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
