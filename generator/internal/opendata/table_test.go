package opendata

import "testing"

// TestTable: figures are numbers to a spreadsheet, and no text is a formula or more than one cell of one line.
func TestTable(t *testing.T) {
	got := string(Table("x.csv", []string{"项目", "金额"}, [][]string{
		{"甲,乙", "1,234.5"}, {"=1+1", "-5"}, {"-说明", "84.0%"}, {"两\n行", ""}, {"1,2,3 号", "2025-03-28"},
	}).Data)
	want := "\uFEFF项目,金额\r\n\"甲,乙\",1234.5\r\n'=1+1,-5\r\n'-说明,84.0%\r\n两 行,\r\n\"1,2,3 号\",2025-03-28\r\n"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
