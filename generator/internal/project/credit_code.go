package project

import (
	"fmt"
	"strings"
)

// CreditCode is a 统一社会信用代码: 18 characters, the last of which checks the others (GB 32100).
type CreditCode string

const creditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ParseCreditCode reads a code. It errors, in Chinese, if it is not 18 characters of the alphabet (which has no I, O,
// S, V and Z), or its check character is another one.
func ParseCreditCode(s string) (CreditCode, error) {
	if n := len([]rune(s)); n != 18 {
		return "", fmt.Errorf("统一社会信用代码应有 18 位，这里有 %d 位", n)
	}
	sum, weight := 0, 1
	for i, r := range s {
		value := strings.IndexRune(creditCodeAlphabet, r)
		if value < 0 {
			return "", fmt.Errorf("统一社会信用代码只用数字和大写字母（没有 I、O、S、V、Z），这里有“%c”", r)
		}
		if i < 17 {
			sum += value * weight
			weight = weight * 3 % 31
		}
	}
	if check := creditCodeAlphabet[(31-sum%31)%31]; s[17] != check {
		return "", fmt.Errorf("统一社会信用代码的校验位不对，请逐位核对")
	}
	return CreditCode(s), nil
}
