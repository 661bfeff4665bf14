// Package limit reads the figures of rules as the regulation writes them.
//
// A clerk can change one: "100万元以上", "低于500万元", "超过10%", "5个工作日内". Whether the number itself is within is the
// Civil Code's (art. 1259): 以上, 以下, 以内 and 届满 include it, 低于, 不足, 不满, 超过 and 以外 do not.
package limit

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/money"
)

// comparison is how a value stands to a limit's number.
type comparison uint8

const (
	atLeast comparison = iota + 1
	above
	atMost
	below
)

// words are what the regulation writes before or after a number. A longer word stands before one that it contains.
var prefixes = []struct {
	word string
	is   comparison
}{
	{"不少于", atLeast}, {"不低于", atLeast}, {"至少", atLeast},
	{"不超过", atMost}, {"不高于", atMost}, {"不多于", atMost}, {"至多", atMost},
	{"超过", above}, {"高于", above}, {"多于", above},
	{"低于", below}, {"不足", below}, {"不满", below}, {"少于", below},
}

var suffixes = []struct {
	word string
	is   comparison
}{
	{"及以上", atLeast}, {"以上", atLeast}, {"及以下", atMost}, {"以下", atMost}, {"以内", atMost}, {"之内", atMost}, {"届满", atLeast}, {"以外", above}, {"内", atMost},
}

var quantity = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十])(.*)$`)

// Limit is what the kinds of limit share.
type Limit struct {
	words string // as written
	is    comparison
	sides *Sides // where examples run: on which sides of the limit they have been
}

// Sides notes on which sides of a limit values have been seen.
type Sides struct{ Within, Beyond bool }

// String returns the limit as the rule file has it, spaced as in a sentence: "5 个工作日内".
func (l *Limit) String() string { return Spaced(l.words) }

var besideDigit = regexp.MustCompile(`(\p{Han})([0-9])|([0-9])(\p{Han})`)

// Spaced puts a blank between Han characters and digits, as sentences have it.
func Spaced(s string) string { return besideDigit.ReplaceAllString(s, "$1$3 $2$4") }

// IsGiven reports whether a limit was read.
func (l *Limit) IsGiven() bool { return l.is != 0 }

// Watch notes in s on which sides of the limit values fall from now on; nil: no longer.
func (l *Limit) Watch(s *Sides) { l.sides = s }

// IsWatched reports whether Watch is at work.
func (l *Limit) IsWatched() bool { return l.sides != nil }

// holds compares a value's distance from the limit's number: negative is below it.
func (l *Limit) holds(distance int64) bool {
	var ok bool
	switch l.is {
	case atLeast:
		ok = distance >= 0
	case above:
		ok = distance > 0
	case atMost:
		ok = distance <= 0
	case below:
		ok = distance < 0
	}
	if l.sides != nil {
		l.sides.Within = l.sides.Within || ok
		l.sides.Beyond = l.sides.Beyond || !ok
	}
	return ok
}

// parse takes the words of comparison off and returns the number and its unit as written.
func (l *Limit) parse(words, example string) (number, unit string, err error) {
	l.words = words
	rest := strings.ReplaceAll(words, " ", "")
	for _, p := range prefixes {
		if r, ok := strings.CutPrefix(rest, p.word); ok {
			rest, l.is = r, p.is
			break
		}
	}
	for _, s := range suffixes {
		if r, ok := strings.CutSuffix(rest, s.word); ok {
			if l.is != 0 {
				return "", "", fmt.Errorf("“%s”前后都写了比较的词，只留一个，例如“%s”", words, example)
			}
			rest, l.is = r, s.is
			break
		}
	}
	if l.is == 0 {
		return "", "", fmt.Errorf("“%s”没有写以上、以下、低于、超过等词，应写作“%s”", words, example)
	}
	parts := quantity.FindStringSubmatch(rest)
	if parts == nil {
		return "", "", fmt.Errorf("“%s”里没有数字，应写作“%s”", words, example)
	}
	if parts[2] == "" {
		return "", "", fmt.Errorf("“%s”没有写单位，应写作“%s”", words, example)
	}
	return parts[1], parts[2], nil
}

// parseCount reads digits, or one Chinese numeral up to 十.
func parseCount(s string) (int64, error) {
	const numerals = "一二三四五六七八九十"
	if i := strings.Index(numerals, s); i >= 0 {
		return int64(i/len("一")) + 1, nil
	}
	return strconv.ParseInt(s, 10, 32)
}

// Amount is a limit on money: "100万元及以上".
type Amount struct {
	Limit
	amount money.Amount
}

// UnmarshalText reads a limit. It errors, in Chinese, with what to write.
func (l *Amount) UnmarshalText(text []byte) error {
	const example = "100万元以上"
	number, unit, err := l.parse(string(text), example)
	if err != nil {
		return err
	}
	if l.amount, err = money.Parse(number + unit); err != nil {
		return fmt.Errorf("“%s”的单位应是元、万元或亿元，写作“%s”", text, example)
	}
	return nil
}

// Holds reports whether the amount is within the limit.
func (l *Amount) Holds(a money.Amount) bool { return l.holds(int64(a - l.amount)) }

// Count is a limit on a number of people or things: "3人以上".
type Count struct {
	Limit
	count int64
}

var counters = regexp.MustCompile(`^(人|名|位|个|项|分|次|个字)$`)

// UnmarshalText reads a limit. It errors, in Chinese, with what to write.
func (l *Count) UnmarshalText(text []byte) error {
	const example = "3人以上"
	number, unit, err := l.parse(string(text), example)
	if err != nil {
		return err
	}
	if l.count, err = parseCount(number); err != nil || !counters.MatchString(unit) {
		return fmt.Errorf("“%s”应是整数加人、个、项、分等单位，写作“%s”", text, example)
	}
	return nil
}

// Holds reports whether the number is within the limit.
func (l *Count) Holds(n int) bool { return l.holds(int64(n) - l.count) }

// HoldsTenths reports whether a number given in tenths is within the limit.
func (l *Count) HoldsTenths(tenths int64) bool { return l.holds(tenths - 10*l.count) }

// Share is a limit on one amount as a share of another: "超过10%".
type Share struct {
	Limit
	hundredths int64 // of a per cent
}

// UnmarshalText reads a limit. It errors, in Chinese, with what to write.
func (l *Share) UnmarshalText(text []byte) error {
	const example = "超过10%"
	number, unit, err := l.parse(string(text), example)
	if err != nil {
		return err
	}
	whole, fraction, _ := strings.Cut(number, ".")
	l.hundredths, err = strconv.ParseInt(whole+(fraction + "00")[:2], 10, 32)
	if err != nil || len(fraction) > 2 || unit != "%" && unit != "％" {
		return fmt.Errorf("“%s”应是百分数，最多两位小数，写作“%s”", text, example)
	}
	return nil
}

// Holds reports whether part, as a share of whole, is within the limit. Exact: nothing is divided.
func (l *Share) Holds(part, whole money.Amount) bool {
	left := new(big.Int).Mul(big.NewInt(int64(part)), big.NewInt(10_000))
	right := new(big.Int).Mul(big.NewInt(int64(whole)), big.NewInt(l.hundredths))
	return l.holds(int64(left.Cmp(right)))
}

// HoldsOf reports whether a number of things, as a share of another, is within the limit.
func (l *Share) HoldsOf(part, whole int) bool {
	return l.Holds(money.Amount(part), money.Amount(whole))
}

// Percent is the limit's number, rounded down.
func (l *Share) Percent() int { return int(l.hundredths / 100) }

// Period is a length of time as a limit: "5个工作日内", "3个月内", "不少于一个月".
type Period struct {
	Limit
	count int
	unit  periodUnit
}

type periodUnit uint8

const (
	workdays periodUnit = iota + 1
	days
	months
)

// UnmarshalText reads a limit. It errors, in Chinese, with what to write.
func (p *Period) UnmarshalText(text []byte) error {
	const example = "5个工作日内"
	number, unit, err := p.parse(string(text), example)
	if err != nil {
		return err
	}
	count, err := parseCount(number)
	if err != nil || count > 1200 {
		return fmt.Errorf("“%s”应是整数，写作“%s”", text, example)
	}
	p.count = int(count)
	switch unit {
	case "个工作日":
		p.unit = workdays
	case "日", "天", "个自然日":
		p.unit = days
	case "个月":
		p.unit = months
	case "年":
		p.unit, p.count = months, 12*p.count
	default:
		return fmt.Errorf("“%s”的单位应是个工作日、日、个月或年，写作“%s”", text, example)
	}
	return nil
}

// Unmoved is the last day of the period that begins with from, before days of rest move it: of working days, those
// from Monday to Friday.
func (p *Period) Unmoved(from calendar.Date) calendar.Date {
	switch p.unit {
	case months:
		return from.AddMonths(p.count)
	case days:
		return from.AddDays(p.count)
	}
	end := from
	for n := p.count; n > 0; {
		end = end.AddDays(1)
		if !end.IsWeekend() {
			n--
		}
	}
	return end
}

// End is the last day of the period that begins with from. A shortest period (不少于) is not moved by days of rest.
// It errors with a *calendar.MissingYearError if it needs a year without a table.
func (p *Period) End(c *calendar.Calendar, from calendar.Date) (calendar.Date, error) {
	switch {
	case p.is == atLeast || p.is == above:
		return p.Unmoved(from), nil
	case p.unit == workdays:
		return c.WorkdaysAfter(from, p.count)
	case p.unit == months:
		return c.MonthsAfter(from, p.count)
	}
	return c.WorkdayFrom(from.AddDays(p.count))
}

// Soonest is the earliest day on which the period that begins with from can end, however the days of rest fall.
func (p *Period) Soonest(from calendar.Date) calendar.Date {
	if p.unit == months {
		return p.Unmoved(from)
	}
	return from.AddDays(p.count)
}

// Holds reports whether a day is within the period's end.
func (p *Period) Holds(day, end calendar.Date) bool { return p.holds(int64(end.DaysUntil(day))) }
