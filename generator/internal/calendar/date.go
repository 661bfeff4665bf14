// Package calendar counts days as the law does: dates without a time of day, working days by the State Council's
// yearly notices, and periods as the Civil Code (arts. 200 to 204) has them.
package calendar

import (
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar. Dates compare with ==; the zero Date is no date.
type Date struct {
	year       int16
	month, day uint8
}

// NewDate returns the day. It errors if there is no such day, or the year is not between 1 and 9999.
func NewDate(year, month, day int) (Date, error) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return Date{}, fmt.Errorf("%04d-%02d-%02d 这一天不存在", year, month, day)
	}
	return Date{int16(year), uint8(month), uint8(day)}, nil
}

// ParseDate reads 2024-03-05 and nothing else.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, fmt.Errorf("“%s”不是日期，应写作 2024-03-05", s)
	}
	n := 0
	var parts [3]int
	for i := range len(s) {
		switch {
		case i == 4 || i == 7:
			n++
		case s[i] < '0' || s[i] > '9':
			return Date{}, fmt.Errorf("“%s”不是日期，应写作 2024-03-05", s)
		default:
			parts[n] = parts[n]*10 + int(s[i]-'0')
		}
	}
	return NewDate(parts[0], parts[1], parts[2])
}

// DateOf returns the day that t shows in its own place.
func DateOf(t time.Time) Date {
	return Date{int16(t.Year()), uint8(t.Month()), uint8(t.Day())}
}

// DayInChina returns the day on which an instant falls in China.
func DayInChina(t time.Time) Date { return DateOf(t.In(time.FixedZone("Asia/Shanghai", 8*60*60))) }

// Year returns the year, 0 of no date.
func (d Date) Year() int { return int(d.year) }

// Month returns the month, 1 to 12, 0 of no date.
func (d Date) Month() int { return int(d.month) }

// Day returns the day of the month, from 1, 0 of no date.
func (d Date) Day() int { return int(d.day) }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare returns -1, 0 or 1 as d is before, the same as, or after e.
func (d Date) Compare(e Date) int {
	a, b := d.number(), e.number()
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.number() < e.number() }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.number() > e.number() }

func (d Date) number() int { return int(d.year)<<16 | int(d.month)<<8 | int(d.day) }

// String writes 2024-03-05, and nothing for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.time().AddDate(0, 0, n)) }

// DaysUntil counts the days from d to e: 1 from a day to the next.
func (d Date) DaysUntil(e Date) int { return int((e.time().Unix() - d.time().Unix()) / (24 * 60 * 60)) }

// AddMonths returns the corresponding day n months later, or the last day of a month that has none (Civil Code
// art. 202): three months after 30 November end on 28 February.
func (d Date) AddMonths(n int) Date {
	months := int(d.year)*12 + int(d.month) - 1 + n
	year, month := months/12, months%12+1
	return Date{int16(year), uint8(month), uint8(min(int(d.day), daysIn(year, month)))}
}

// IsWeekend reports whether d is a Saturday or a Sunday.
func (d Date) IsWeekend() bool {
	w := d.time().Weekday()
	return w == time.Saturday || w == time.Sunday
}

func (d Date) time() time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, time.UTC)
}

func daysIn(year, month int) int {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	}
	return 31
}
