// Package money holds amounts of money, exact to the fen.
//
// The register writes an amount as text with its unit ("486万元", "128.5万元", "4860000元", "1.2亿元"), because a bare
// number does not say whether it counts yuan or ten thousands of them, and because a floating point number rounds:
// 499.9999999999999999 reads as 500.
package money

import (
	"fmt"
	"strconv"
	"strings"
)

// Amount is a sum of money in fen (1 yuan = 100 fen).
type Amount int64

// Units, in fen.
const (
	Yuan    Amount = 100
	Wan            = 10_000 * Yuan      // 万元
	Yi             = 100_000_000 * Yuan // 亿元
	Largest        = 100_000 * Yi       // above it Parse refuses, so that sums of thousands of amounts cannot overflow
)

// units is in the order in which a suffix is looked for: 元 is a suffix of the other two.
var units = []struct {
	name  string
	fen   Amount
	scale int // fen is 10^scale
}{{"万元", Wan, 6}, {"亿元", Yi, 10}, {"元", Yuan, 2}}

// Parse reads an amount: decimal digits, perhaps a point and more digits, perhaps one blank, and 元, 万元 or 亿元.
// It errors, in Chinese, if:
//   - the unit is missing or another one
//   - the number has a sign, separators, full-width digits, an exponent or anything else but digits and one point
//   - it is finer than a fen or larger than Largest
func Parse(s string) (Amount, error) {
	for _, u := range units {
		number, ok := strings.CutSuffix(s, u.name)
		if !ok {
			continue
		}
		return parseNumber(strings.TrimSuffix(number, " "), u.fen, u.scale)
	}
	return 0, fmt.Errorf("金额没有写单位")
}

func parseNumber(s string, unit Amount, scale int) (Amount, error) {
	whole, fraction, hasPoint := strings.Cut(s, ".")
	switch {
	case digits(whole) && (!hasPoint || digits(fraction)):
	case strings.HasPrefix(s, "-"):
		return 0, fmt.Errorf("金额不能是负数")
	case strings.ContainsAny(s, ",，'_ 　"):
		return 0, fmt.Errorf("金额的数字中间不能有分隔符或空格")
	default:
		return 0, fmt.Errorf("金额的数字只能由 0 到 9 和一个小数点组成")
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > scale {
		return 0, fmt.Errorf("金额比分还细")
	}
	fen, err := strconv.ParseInt(whole+fraction+"0000000000"[:scale-len(fraction)], 10, 64)
	if err != nil || Amount(fen) > Largest {
		return 0, fmt.Errorf("金额太大，超过 10 万亿元")
	}
	return Amount(fen), nil
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// String writes an amount as the register does, in 万元 where it is 1 万元 or more: "486万元", "128.5万元", "9999.99元".
// Parse reads it back to the same amount.
func (a Amount) String() string {
	if a.abs() < Wan {
		return a.in(Yuan) + "元"
	}
	return a.in(Wan) + "万元"
}

// InWan writes the number of 万元 without its unit, exact, with thousands separated for a table: "12,345.6".
func (a Amount) InWan() string {
	whole, fraction, hasPoint := strings.Cut(a.in(Wan), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if hasPoint {
		return sign + whole + "." + fraction
	}
	return sign + whole
}

// in writes the exact decimal number of units in a.
func (a Amount) in(unit Amount) string {
	sign := ""
	if a < 0 {
		sign = "-"
	}
	s := sign + strconv.FormatInt(int64(a.abs()/unit), 10)
	if rest := int64(a.abs() % unit); rest != 0 {
		scale := len(strconv.FormatInt(int64(unit), 10)) - 1
		s += "." + strings.TrimRight(fmt.Sprintf("%0*d", scale, rest), "0")
	}
	return s
}

func (a Amount) abs() Amount {
	if a < 0 {
		return -a
	}
	return a
}
