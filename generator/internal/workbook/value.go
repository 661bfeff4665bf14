// Reading a cell as a value of the record, however people write it.

package workbook

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/personal"
	"wuxing.example/register/generator/internal/project"
)

// problem says why a cell is not what its column asks.
type problem struct{ rule, text, remedy string }

var cellErrors = []string{"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}

// set fills a field of the record from a cell's value, shown as people see it and raw as it is stored; unit is that of an
// amount without one. A blank cell leaves the field absent.
func set(r *project.Register, field reflect.Value, c column, raw, shown, unit string) *problem {
	text := strings.TrimSpace(strings.ReplaceAll(shown, "\r\n", "\n"))
	folded := strings.TrimSpace(norm.NFKC.String(raw))
	if text == "" || folded == "" {
		return nil
	}
	if slices.Contains(cellErrors, folded) {
		return &problem{"form.value", fmt.Sprintf("公式出错，结果是 %s", folded), "请改好公式，或直接填写"}
	}
	place := field.Addr().Interface().(interface{ Where() *project.Place }).Where()
	switch v := field.Addr().Interface().(type) {
	case *project.Money:
		amount, err := parseMoney(folded, unit)
		if err != nil {
			return &problem{"form.money", quoted(folded) + err.Error(), "填万元数，例如 128.5；或带单位写明，例如 1285000元"}
		}
		v.V = amount
	case *project.Date:
		day, err := parseDay(folded)
		if err != nil {
			return &problem{"form.date", quoted(folded) + err.Error(), "写作 2025-03-05"}
		}
		v.V = day
	case *project.Flag:
		truth, ok := truths[strings.ToUpper(folded)]
		if !ok {
			return &problem{"form.type", quoted(folded) + "不是“是”或“否”", "请选是或否"}
		}
		v.V = truth
	case *project.Number:
		whole, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSuffix(folded, "%"), ".0"), 10, 64)
		if err != nil {
			return &problem{"form.type", quoted(folded) + "不是整数", "填整数，例如 60"}
		}
		v.V = whole
	case *project.Code:
		code, err := project.ParseCreditCode(strings.ToUpper(folded))
		if err != nil {
			return &problem{"form.credit-code", err.Error(), "请核对营业执照上的统一社会信用代码"}
		}
		v.V = code
	case *project.List[project.Text]:
		for _, s := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,;；\n", r) }) {
			if s = strings.TrimSpace(s); s != "" {
				v.V = append(v.V, project.Text{Place: project.Place{State: project.Given}, V: s})
			}
		}
	case *project.Text:
		v.V = text
		switch {
		case isUnit(c):
			v.V = unitCode(r, text)
		case c.oneof != nil:
			v.V = folded
		}
	}
	place.State = project.Given
	return nil
}

// truths are the words for yes and no, and what spreadsheets store for them.
var truths = map[string]bool{
	"是": true, "有": true, "TRUE": true, "1": true, "Y": true, "YES": true, "√": true,
	"否": false, "无": false, "FALSE": false, "0": false, "N": false, "NO": false, "×": false,
}

// quoted quotes a cell in a message, in short and without personal numbers.
func quoted(s string) string {
	return "“" + truncate(personal.Mask(strings.Join(strings.Fields(s), " ")), 30) + "”"
}

var separated = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)

// parseMoney reads an amount with its unit, or a number of the given one. It errors, in Chinese, if it is neither: with
// a comma that parts no thousands, for one, as other countries write decimals.
func parseMoney(s, unit string) (money.Amount, error) {
	s = strings.TrimSpace(strings.TrimLeft(s, "¥"))
	for _, u := range []string{"万元", "亿元", "元"} {
		if rest, ok := strings.CutSuffix(s, u); ok {
			s, unit = strings.TrimSpace(rest), u
			break
		}
	}
	switch {
	case separated.MatchString(s):
		s = strings.ReplaceAll(s, ",", "")
	case isNumber(s) && !strings.HasPrefix(s, "-"):
		// A spreadsheet stores 128.6 as 128.59999999999999: it counts fifteen digits.
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || f > float64(money.Largest) {
			return 0, fmt.Errorf("这个金额太大")
		}
		if strings.ContainsAny(s, "eE") || len(s) > 16 {
			exact, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
			s = strconv.FormatFloat(exact, 'f', -1, 64)
		}
	}
	amount, err := money.Parse(s + unit)
	if err != nil {
		return 0, fmt.Errorf("不是金额：%w", err)
	}
	return amount, nil
}

var writtenDay = regexp.MustCompile(`^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?( 0?0:00(:00)?)?$`)

// The days that a number may stand for: a register has none outside.
var firstDay, lastDay = mustDay(1990), mustDay(2100)

func mustDay(year int) calendar.Date {
	d, err := calendar.NewDate(year, 1, 1)
	if err != nil {
		panic(err)
	}
	return d
}

// parseDay reads a day as people write it, year first, or as Excel counts it. It errors, in Chinese, if it is neither.
func parseDay(s string) (calendar.Date, error) {
	if m := writtenDay.FindStringSubmatch(s); m != nil {
		return newDay(m[1], m[2], m[3])
	}
	if len(s) == 8 && isNumber(s) && !strings.ContainsAny(s, ".eE-") {
		return newDay(s[:4], s[4:6], s[6:])
	}
	if whole, err := strconv.Atoi(strings.TrimSuffix(s, ".0")); err == nil && whole > 0 && whole < 100_000 {
		if d := dayNought.AddDays(whole); !d.Before(firstDay) && d.Before(lastDay) {
			return d, nil
		}
	}
	return calendar.Date{}, fmt.Errorf("不是日期，或看不出年月日的先后")
}

// from1900 is a day's number of a workbook that counts days from 1904, as others count it; what is no such number stays.
func from1900(s string) string {
	const between = 1462 // days
	if n, err := strconv.Atoi(strings.TrimSuffix(s, ".0")); err == nil && n < 100_000 {
		return strconv.Itoa(n + between)
	}
	return s
}

func newDay(year, month, day string) (calendar.Date, error) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date, err := calendar.NewDate(y, m, d)
	if err != nil {
		return date, fmt.Errorf("不是日期，没有这一天")
	}
	return date, nil
}

var codeInBrackets = regexp.MustCompile(`[(（]([a-z][a-z0-9]*)[)）]$`)

// unitCode is the code of a unit that is given by its code, its name, or both; what is none of these stays as it is.
func unitCode(r *project.Register, text string) string {
	if m := codeInBrackets.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	for i := range r.Units {
		if r.Units[i].Name.V == text {
			return r.Units[i].Code.V
		}
	}
	return text
}
