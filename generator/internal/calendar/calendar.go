package calendar

import "fmt"

// Year is one year's table: what the State Council's notice for it says.
type Year struct {
	Year     int
	Holidays []Date // every day of the holidays, weekends among them
	Workdays []Date // weekend days on which one works to make up
}

// Calendar knows the working days of the years that it has a table for.
type Calendar struct {
	years map[int]map[Date]bool // by year, the days on which the notice departs from the week: true is a working day
}

// New makes a calendar of the tables. A day that a table gives twice is what it was given as last.
func New(tables []Year) *Calendar {
	c := &Calendar{years: map[int]map[Date]bool{}}
	for _, t := range tables {
		days := map[Date]bool{}
		for _, d := range t.Holidays {
			days[d] = false
		}
		for _, d := range t.Workdays {
			days[d] = true
		}
		c.years[t.Year] = days
	}
	return c
}

// MissingYearError says that a year was needed for which there is no table. Nothing is guessed in its place.
type MissingYearError struct{ Year int }

func (e *MissingYearError) Error() string {
	return fmt.Sprintf("没有 %d 年的节假日安排", e.Year)
}

// IsWorkday reports whether one works on d. It errors with a *MissingYearError if the year has no table.
func (c *Calendar) IsWorkday(d Date) (bool, error) {
	days, ok := c.years[d.Year()]
	if !ok {
		return false, &MissingYearError{d.Year()}
	}
	if works, departs := days[d]; departs {
		return works, nil
	}
	return !d.IsWeekend(), nil
}

// WorkdaysAfter returns the n-th working day after d; d itself is not counted (Civil Code art. 201).
// It errors with a *MissingYearError if a day on the way lies in a year without a table.
func (c *Calendar) WorkdaysAfter(d Date, n int) (Date, error) {
	for n > 0 {
		d = d.AddDays(1)
		works, err := c.IsWorkday(d)
		if err != nil {
			return Date{}, err
		}
		if works {
			n--
		}
	}
	return d, nil
}

// MonthsAfter returns the last day of a period of n months that begins with d: the corresponding day, or, where that
// is a day of rest, the next working day (Civil Code arts. 202 and 203).
// It errors with a *MissingYearError if that needs a year without a table.
func (c *Calendar) MonthsAfter(d Date, n int) (Date, error) {
	return c.WorkdayFrom(d.AddMonths(n))
}

// WorkdayFrom returns d, or, where that is a day of rest, the next working day (Civil Code art. 203).
// It errors with a *MissingYearError if that needs a year without a table.
func (c *Calendar) WorkdayFrom(d Date) (Date, error) {
	for {
		works, err := c.IsWorkday(d)
		if err != nil {
			return Date{}, err
		}
		if works {
			return d, nil
		}
		d = d.AddDays(1)
	}
}

// WorkdaysBetween counts the working days after d up to and including e, 0 where e is not after d.
// It errors with a *MissingYearError if a day on the way lies in a year without a table.
func (c *Calendar) WorkdaysBetween(d, e Date) (int, error) {
	n := 0
	for d.Before(e) {
		d = d.AddDays(1)
		works, err := c.IsWorkday(d)
		if err != nil {
			return 0, err
		}
		if works {
			n++
		}
	}
	return n, nil
}
