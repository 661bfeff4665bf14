package calendar

import (
	"strings"
	"testing"
	"time"
)

func TestNewDate(t *testing.T) {
	for _, tt := range []struct {
		year, month, day int
		exists           bool
	}{
		{1, 1, 1, true}, {0, 12, 31, false}, {-1, 1, 1, false},
		{9999, 12, 31, true}, {10000, 1, 1, false},
		{2024, 1, 31, true}, {2024, 1, 32, false}, {2024, 1, 0, false},
		{2024, 4, 30, true}, {2024, 4, 31, false},
		{2024, 2, 29, true}, {2023, 2, 28, true}, {2023, 2, 29, false}, {1900, 2, 29, false}, {2000, 2, 29, true},
		{2024, 12, 1, true}, {2024, 13, 1, false}, {2024, 0, 1, false},
	} {
		d, err := NewDate(tt.year, tt.month, tt.day)
		if exists := err == nil; exists != tt.exists {
			t.Errorf("NewDate(%d, %d, %d): error %v, exists %t", tt.year, tt.month, tt.day, err, tt.exists)
		}
		if d.IsZero() == tt.exists {
			t.Errorf("NewDate(%d, %d, %d) = %q", tt.year, tt.month, tt.day, d)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", "不是日期"},
		{"2024-3-5", "不是日期"},
		{"2024-03-5", "不是日期"},
		{"24-03-05", "不是日期"},
		{"02024-03-05", "不是日期"},
		{"2024/03/05", "不是日期"},
		{"2024-03/05", "不是日期"},
		{"20240305", "不是日期"},
		{"2024.03.05", "不是日期"},
		{"2024-03-05 ", "不是日期"},
		{" 2024-03-0", "不是日期"},
		{"2024-03-05T00:00:00", "不是日期"},
		{"2024年3月5日", "不是日期"},
		{"-024-03-05", "不是日期"},
		{"+024-03-05", "不是日期"},
		{"2024-0x-05", "不是日期"},
		{"2024-03-0５", "不是日期"},
		{"2024--3-05", "不是日期"},
		{"2024-02-30", "2024-02-30 这一天不存在"},
		{"2023-02-29", "2023-02-29 这一天不存在"},
		{"2024-00-05", "2024-00-05 这一天不存在"},
		{"2024-03-00", "2024-03-00 这一天不存在"},
		{"0000-01-01", "0000-01-01 这一天不存在"},
	} {
		d, err := ParseDate(tt.in)
		if err == nil || !strings.Contains(err.Error(), tt.want) || !d.IsZero() {
			t.Errorf("ParseDate(%q) = %q, %v, want an error that says %q", tt.in, d, err, tt.want)
		}
	}
}

func TestZeroDate(t *testing.T) {
	var none Date
	if !none.IsZero() || none.String() != "" || none.Year() != 0 || !none.Before(day("0001-01-01")) {
		t.Errorf("no date: IsZero %t, String %q, Year %d", none.IsZero(), none.String(), none.Year())
	}
}

func TestCompare(t *testing.T) {
	inOrder := []Date{day("0001-01-01"), day("2023-12-31"), day("2024-01-01"), day("2024-01-31"), day("2024-02-01"), day("9999-12-31")}
	for i, d := range inOrder {
		for j, e := range inOrder {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := d.Compare(e); got != want || d.Before(e) != (want < 0) || d.After(e) != (want > 0) {
				t.Errorf("%s against %s: Compare %d, Before %t, After %t, want %d", d, e, got, d.Before(e), d.After(e), want)
			}
		}
	}
}

func TestAddMonths(t *testing.T) {
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2025-01-31", 1, "2025-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2025-01-28", 1, "2025-02-28"},
		{"2025-02-28", 1, "2025-03-28"},
		{"2025-03-31", 1, "2025-04-30"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2025-11-30", 1, "2025-12-30"},
		{"2025-12-31", 1, "2026-01-31"},
		{"2025-11-30", 3, "2026-02-28"},
		{"2025-06-15", 36, "2028-06-15"},
		{"2025-06-15", 0, "2025-06-15"},
		{"2025-03-31", -1, "2025-02-28"},
		{"2025-01-15", -1, "2024-12-15"},
	} {
		if got := day(tt.from).AddMonths(tt.n); got != day(tt.want) {
			t.Errorf("%s + %d months = %s, want %s", tt.from, tt.n, got, tt.want)
		}
	}
}

func TestAddDaysAndDaysUntil(t *testing.T) {
	for _, tt := range []struct {
		from string
		n    int
		to   string
	}{
		{"2025-12-31", 1, "2026-01-01"},
		{"2024-02-28", 1, "2024-02-29"},
		{"2023-02-28", 1, "2023-03-01"},
		{"2024-01-01", 366, "2025-01-01"},
		{"2025-03-05", 0, "2025-03-05"},
		{"2026-01-01", -1, "2025-12-31"},
		{"0001-01-01", 3652058, "9999-12-31"}, // more than a time.Duration holds
	} {
		if got := day(tt.from).AddDays(tt.n); got != day(tt.to) {
			t.Errorf("%s + %d days = %s, want %s", tt.from, tt.n, got, tt.to)
		}
		if got := day(tt.from).DaysUntil(day(tt.to)); got != tt.n {
			t.Errorf("from %s until %s: %d days, want %d", tt.from, tt.to, got, tt.n)
		}
	}
}

func TestDateOfTakesTheDayOfTheZone(t *testing.T) {
	china := time.FixedZone("", 8*60*60)
	moment := time.Date(2024, 12, 31, 16, 0, 0, 0, time.UTC)
	if got := DateOf(moment); got != day("2024-12-31") {
		t.Errorf("in UTC it is %s, want 2024-12-31", got)
	}
	if got := DateOf(moment.In(china)); got != day("2025-01-01") {
		t.Errorf("in China it is %s, want 2025-01-01", got)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2024-03-05", "2024-02-29", "2023-02-29", "0001-01-01", "9999-12-31", "2024-3-5", "二〇二四", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		if d.String() != s {
			t.Errorf("ParseDate(%q) prints as %q", s, d)
		}
		if std, err := time.Parse(time.DateOnly, s); err != nil || DateOf(std) != d {
			t.Errorf("ParseDate(%q) = %s; the standard library reads %s, %v", s, d, std, err)
		}
	})
}

func TestDayInChina(t *testing.T) {
	for instant, want := range map[string]string{"2024-09-20T15:59:59Z": "2024-09-20", "2024-09-20T16:00:00Z": "2024-09-21"} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := DayInChina(at).String(); got != want {
			t.Errorf("%s: %s, want %s", instant, got, want)
		}
	}
}
