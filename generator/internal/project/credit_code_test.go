package project

import (
	"strings"
	"testing"
)

var validCreditCodes = []string{"11330500002564141P", "91350100M000100Y43"}

func TestParseCreditCode(t *testing.T) {
	for _, code := range validCreditCodes {
		if got, err := ParseCreditCode(code); err != nil || string(got) != code {
			t.Errorf("ParseCreditCode(%q) = %q, %v", code, got, err)
		}
	}
}

// Each of the 18 characters is checked: any other character in its place is found.
func TestParseCreditCodeFindsOneWrongCharacter(t *testing.T) {
	for _, code := range validCreditCodes {
		for i := range code {
			for _, c := range creditCodeAlphabet {
				wrong := code[:i] + string(c) + code[i+1:]
				if wrong == code {
					continue
				}
				if got, err := ParseCreditCode(wrong); err == nil || got != "" || !strings.Contains(err.Error(), "校验位不对") {
					t.Errorf("ParseCreditCode(%q) = %q, %v", wrong, got, err)
				}
			}
		}
	}
}

func TestParseCreditCodeRefuses(t *testing.T) {
	const code = "91350100M000100Y43"
	for _, tt := range []struct{ in, want string }{
		{"", "应有 18 位，这里有 0 位"},
		{code[:17], "应有 18 位，这里有 17 位"},
		{code + "0", "应有 18 位，这里有 19 位"},
		{code + " ", "应有 18 位，这里有 19 位"},
		{strings.ToLower(code), "这里有“m”"},
		{code[:17] + "Ｐ", "这里有“Ｐ”"},
		{"统一社会信用代码统一社会信用代码统一", "这里有“统”"},
		{"9135 100M000100Y43", "这里有“ ”"},
		{code[:8] + "I" + code[9:], "这里有“I”"},
		{code[:8] + "O" + code[9:], "这里有“O”"},
		{code[:8] + "S" + code[9:], "这里有“S”"},
		{code[:8] + "V" + code[9:], "这里有“V”"},
		{code[:8] + "Z" + code[9:], "这里有“Z”"},
		{code[:17] + "Z", "这里有“Z”"},
		{"91350100M00100Y034", "校验位不对"},
	} {
		got, err := ParseCreditCode(tt.in)
		if err == nil || !strings.Contains(err.Error(), tt.want) || got != "" {
			t.Errorf("ParseCreditCode(%q) = %q, %v, want an error that says %q", tt.in, got, err, tt.want)
		}
	}
}

func FuzzParseCreditCode(f *testing.F) {
	for _, code := range validCreditCodes {
		f.Add(code)
	}
	f.Add("\xff1330500002564141P")
	f.Fuzz(func(t *testing.T, s string) {
		code, err := ParseCreditCode(s)
		if err != nil {
			return
		}
		if string(code) != s || len(s) != 18 || strings.Trim(s, creditCodeAlphabet) != "" {
			t.Errorf("ParseCreditCode(%q) = %q", s, code)
		}
	})
}
