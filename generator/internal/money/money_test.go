package money

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want Amount
	}{
		{"486万元", 486 * Wan},
		{"128.5万元", 1285 * Wan / 10},
		{"4860000元", 486 * Wan},
		{"1.2亿元", 12000 * Wan},
		{"486 万元", 486 * Wan},
		{"0元", 0},
		{"0.01元", 1},
		{"0.000001万元", 1},
		{"1.00元", 100},
		{"0.1000000000亿元", 1000 * Wan},
		{"100000亿元", Largest},
	} {
		got, err := Parse(tt.in)
		if err != nil || got != tt.want {
			t.Errorf("Parse(%q) = %d, %v, want %d", tt.in, got, err, tt.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", "没有写单位"},
		{"486", "没有写单位"},
		{"486万", "没有写单位"},
		{"486美元", "只能由"},
		{"-1万元", "负数"},
		{"+1万元", "只能由"},
		{"1,000元", "分隔符"},
		{"1，000元", "分隔符"},
		{"1_000元", "分隔符"},
		{"1 000元", "分隔符"},
		{"486  万元", "分隔符"},
		{" 486万元", "分隔符"},
		{"４８６万元", "只能由"},
		{"1e3元", "只能由"},
		{".5万元", "只能由"},
		{"5.万元", "只能由"},
		{"1.2.3元", "只能由"},
		{"万元", "只能由"},
		{"486万元 ", "没有写单位"},
		{"0.001元", "比分还细"},
		{"499.9999999999999999万元", "比分还细"},
		{"100000.0000000001亿元", "太大"},
		{"99999999999999999999元", "太大"},
	} {
		_, err := Parse(tt.in)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Parse(%q): error %v, want one that says %q", tt.in, err, tt.want)
		}
	}
}

func TestPrint(t *testing.T) {
	for _, tt := range []struct {
		in            Amount
		text, inTable string
	}{
		{0, "0元", "0"},
		{1, "0.01元", "0.000001"},
		{Wan - 1, "9999.99元", "0.999999"},
		{Wan, "1万元", "1"},
		{1285 * Wan / 10, "128.5万元", "128.5"},
		{1234567 * Wan, "1234567万元", "1,234,567"},
		{123456 * Wan / 10, "12345.6万元", "12,345.6"},
		{-3 * Wan, "-3万元", "-3"},
		{-123456 * Wan, "-123456万元", "-123,456"},
	} {
		if got := tt.in.String(); got != tt.text {
			t.Errorf("%d prints %q, want %q", int64(tt.in), got, tt.text)
		}
		if got := tt.in.InWan(); got != tt.inTable {
			t.Errorf("%d in a table prints %q, want %q", int64(tt.in), got, tt.inTable)
		}
	}
}

// FuzzParse holds that what is read prints and reads back to the same amount, and is in range.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"486万元", "128.5 万元", "0.01元", "1.2亿元", "-1元", "499.9999999999999999万元", "1,0元"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := Parse(s)
		if err != nil {
			return
		}
		if a < 0 || a > Largest {
			t.Fatalf("Parse(%q) = %d is out of range", s, a)
		}
		if b, err := Parse(a.String()); err != nil || b != a {
			t.Fatalf("Parse(%q) = %d prints %q, which reads as %d, %v", s, a, a.String(), b, err)
		}
	})
}
