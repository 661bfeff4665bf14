package calendar

import (
	"errors"
	"strings"
	"testing"
)

// tables are the State Council's notices, a year a line: the holidays (each with its weekend days) and the make-up days.
var tables = []Year{
	{
		Year: 2023,
		Holidays: days(2023, "01-01 01-02 01-21 01-22 01-23 01-24 01-25 01-26 01-27 04-05 04-29 04-30 05-01 05-02 05-03 "+
			"06-22 06-23 06-24 09-29 09-30 10-01 10-02 10-03 10-04 10-05 10-06"),
		Workdays: days(2023, "01-28 01-29 04-23 05-06 06-25 10-07 10-08"),
	},
	{
		Year: 2024,
		Holidays: days(2024, "01-01 02-10 02-11 02-12 02-13 02-14 02-15 02-16 02-17 04-04 04-05 04-06 05-01 05-02 05-03 "+
			"05-04 05-05 06-10 09-15 09-16 09-17 10-01 10-02 10-03 10-04 10-05 10-06 10-07"),
		Workdays: days(2024, "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12"),
	},
	{
		Year: 2025,
		Holidays: days(2025, "01-01 01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04 04-04 04-05 04-06 05-01 05-02 05-03 "+
			"05-04 05-05 05-31 06-01 06-02 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08"),
		Workdays: days(2025, "01-26 02-08 04-27 09-28 10-11"),
	},
	{
		Year: 2026,
		Holidays: days(2026, "01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 "+
			"05-01 05-02 05-03 05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07"),
		Workdays: days(2026, "01-04 02-14 02-28 05-09 09-20 10-10"),
	},
}

func days(year int, monthDays string) []Date {
	var dates []Date
	for _, monthDay := range strings.Fields(monthDays) {
		first, _ := NewDate(year, 1, 1)
		dates = append(dates, day(first.String()[:5]+monthDay))
	}
	return dates
}

func day(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestWorkdaysAfter(t *testing.T) {
	c := New(tables)
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2023-12-29", 5, "2024-01-08"},
		{"2024-02-08", 5, "2024-02-21"},
		{"2024-04-30", 5, "2024-05-10"},
		{"2025-01-24", 5, "2025-02-07"},
		{"2025-03-28", 5, "2025-04-07"},
		{"2025-09-26", 5, "2025-10-10"},
		{"2026-02-13", 5, "2026-02-27"},
		{"2026-09-30", 5, "2026-10-13"},
		{"2025-03-28", 0, "2025-03-28"},
		{"2025-03-29", 0, "2025-03-29"}, // no day is counted, so a Saturday stays
		{"2025-03-28", 1, "2025-03-31"},
		{"2025-09-26", 1, "2025-09-28"}, // a make-up Sunday
	} {
		got, err := c.WorkdaysAfter(day(tt.from), tt.n)
		if err != nil || got != day(tt.want) {
			t.Errorf("WorkdaysAfter(%s, %d) = %s, %v, want %s", tt.from, tt.n, got, err, tt.want)
		}
		if between, err := c.WorkdaysBetween(day(tt.from), day(tt.want)); err != nil || between != tt.n {
			t.Errorf("WorkdaysBetween(%s, %s) = %d, %v, want %d", tt.from, tt.want, between, err, tt.n)
		}
	}
}

func TestMonthsAfter(t *testing.T) {
	c := New(tables)
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2025-11-30", 3, "2026-02-28"}, // the month has no 30th; a make-up Saturday is not moved
		{"2026-01-15", 1, "2026-02-24"}, // past the Spring Festival
		{"2026-07-01", 3, "2026-10-08"}, // past the National Day
		{"2025-10-31", 3, "2026-02-02"}, // a Saturday, to the Monday
		{"2025-03-03", 3, "2025-06-03"}, // a working day
		{"2024-02-29", 12, "2025-02-28"},
	} {
		if got, err := c.MonthsAfter(day(tt.from), tt.n); err != nil || got != day(tt.want) {
			t.Errorf("MonthsAfter(%s, %d) = %s, %v, want %s", tt.from, tt.n, got, err, tt.want)
		}
	}
}

func TestWorkdaysInYear(t *testing.T) {
	c := New(tables)
	for year, want := range map[int]int{2023: 249, 2024: 251, 2025: 248, 2026: 248} {
		first, _ := NewDate(year, 1, 1)
		last, _ := NewDate(year, 12, 31)
		if got, err := c.WorkdaysBetween(first.AddDays(-1), last); err != nil || got != want {
			t.Errorf("%d has %d working days, %v, want %d", year, got, err, want)
		}
	}
}

func TestIsWorkday(t *testing.T) {
	c := New(tables)
	for date, want := range map[string]bool{
		"2025-04-03": true,  // a Thursday
		"2025-04-04": false, // a Friday, holiday
		"2025-04-06": false, // a Sunday, holiday
		"2025-04-12": false, // a Saturday
		"2025-04-13": false, // a Sunday
		"2025-04-27": true,  // a make-up Sunday
	} {
		if got, err := c.IsWorkday(day(date)); err != nil || got != want {
			t.Errorf("IsWorkday(%s) = %t, %v, want %t", date, got, err, want)
		}
	}
}

func TestWorkdaysBetweenIsNeverNegative(t *testing.T) {
	c := New(tables)
	for _, to := range []string{"2025-03-28", "2025-03-27", "2022-01-01"} {
		if got, err := c.WorkdaysBetween(day("2025-03-28"), day(to)); got != 0 || err != nil {
			t.Errorf("WorkdaysBetween(2025-03-28, %s) = %d, %v, want 0", to, got, err)
		}
	}
}

func TestMissingYear(t *testing.T) {
	c := New(tables)
	for _, tt := range []struct {
		name string
		call func() error
		want int // 0: no error
	}{
		{"the last day with a table", func() error { _, err := c.IsWorkday(day("2026-12-31")); return err }, 0},
		{"the first day without", func() error { _, err := c.IsWorkday(day("2027-01-01")); return err }, 2027},
		{"before the first table", func() error { _, err := c.IsWorkday(day("2022-12-31")); return err }, 2022},
		{"days that end in the last year", func() error { _, err := c.WorkdaysAfter(day("2026-12-24"), 5); return err }, 0},
		{"days that end in the next", func() error { _, err := c.WorkdaysAfter(day("2026-12-25"), 5); return err }, 2027},
		{"from a year without into one with", func() error { _, err := c.WorkdaysAfter(day("2022-12-31"), 1); return err }, 0},
		{"months that end in the last year", func() error { _, err := c.MonthsAfter(day("2026-09-30"), 3); return err }, 0},
		{"months that end in the next", func() error { _, err := c.MonthsAfter(day("2026-10-01"), 3); return err }, 2027},
		{"a span into the next", func() error { _, err := c.WorkdaysBetween(day("2026-12-31"), day("2027-01-01")); return err }, 2027},
		{"no tables at all", func() error { _, err := New(nil).IsWorkday(day("2025-04-03")); return err }, 2025},
	} {
		err := tt.call()
		var missing *MissingYearError
		switch {
		case tt.want == 0 && err != nil:
			t.Errorf("%s: %v, want no error", tt.name, err)
		case tt.want != 0 && (!errors.As(err, &missing) || missing.Year != tt.want):
			t.Errorf("%s: %v, want that %d is missing", tt.name, err, tt.want)
		}
	}
	if got, want := (&MissingYearError{2027}).Error(), "没有 2027 年的节假日安排"; got != want {
		t.Errorf("the error reads %q, want %q", got, want)
	}
}

// A period that ends on a day of rest at the end of the last year runs on into a year without a table.
func TestMissingYearAfterMovedEnd(t *testing.T) {
	c := New([]Year{{Year: 2022}}) // 31 December 2022 is a Saturday
	var missing *MissingYearError
	if _, err := c.MonthsAfter(day("2022-09-30"), 3); err != nil {
		t.Errorf("30 December 2022 is a Friday: %v", err)
	}
	if _, err := c.MonthsAfter(day("2022-08-31"), 4); !errors.As(err, &missing) || missing.Year != 2023 {
		t.Errorf("error %v, want that 2023 is missing", err)
	}
}

func TestNewTakesTheLaterWord(t *testing.T) {
	d := day("2025-04-04")
	c := New([]Year{{Year: 2025, Holidays: []Date{d}, Workdays: []Date{d}}})
	if works, err := c.IsWorkday(d); err != nil || !works {
		t.Errorf("a day that is holiday and make-up day: %t, %v, want a working day", works, err)
	}
}
