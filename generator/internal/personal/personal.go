// Package personal finds identity numbers and mobile numbers in text that people wrote, so that none of them stays in
// the record. A number is told by its first three and last two characters; the rest of it is kept nowhere.
//
// An identity number (GB 11643) has 18 characters, the 7th to the 14th of which are a date of birth and the last of
// which checks the others. A mobile number has 11 digits, the first two of which are 13 to 19. Digits may be full-width,
// and blanks or hyphens may stand between them. What is part of a longer run of digits or letters is neither.
package personal

import (
	"bytes"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wuxing.example/register/generator/internal/source"
)

// Kind is what a number is.
type Kind uint8

const (
	Identity Kind = iota + 1 // 公民身份号码
	Mobile                   // 手机号
)

// Number is one number found in a text.
type Number struct {
	Kind   Kind
	Masked string // "138******00": the first three characters and the last two
	Span   source.Span
}

const fewestDigits = 11 // of a mobile number

// Find returns the numbers in a text, in order. The text may be of any bytes.
func Find(text []byte) []Number {
	if !mayHaveNumber(text) {
		return nil
	}
	var found []Number
	for n := int32(1); len(text) > 0; n++ {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		text = rest
		if !mayHaveNumber(line) {
			continue
		}
		for _, number := range findInLine(string(line)) {
			number.Span.Line = n
			found = append(found, number)
		}
	}
	return found
}

// Mask returns a text of one line with all but the first three and last two characters of each number starred out.
func Mask(line string) string {
	if !mayHaveNumber([]byte(line)) {
		return line
	}
	runes := []rune(line)
	var b strings.Builder
	done := 0
	for _, n := range findInLine(line) {
		start := int(n.Span.Column) - 1
		b.WriteString(string(runes[done:start]) + n.Masked)
		done = start + int(n.Span.Width)
	}
	if done == 0 {
		return line
	}
	return b.String() + string(runes[done:])
}

// MaskText returns a text with the numbers on each of its lines starred out as Mask does.
func MaskText(text []byte) []byte {
	if !mayHaveNumber(text) {
		return text
	}
	lines := bytes.Split(text, []byte("\n"))
	for i, line := range lines {
		lines[i] = []byte(Mask(string(line)))
	}
	return bytes.Join(lines, []byte("\n"))
}

// mayHaveNumber is a quick look, which is all that most texts get: there is no number without so many digits, narrow or
// full-width, between which nothing stands but what may be a blank, a hyphen, the plus of a country code, or cannot be
// seen. Of what is not ASCII only Han characters are known to be none of that.
func mayHaveNumber(text []byte) bool {
	for start := 0; start+fewestDigits <= len(text); {
		run := text[start : start+fewestDigits]
		last := fewestDigits - 1
		for last >= 0 && roles[run[last]] != other {
			last--
		}
		if last >= 0 { // no number has this byte, and what stands before it here is too short for one
			start += last + 1
			continue
		}
		digits, length := countDigits(text[start:])
		if digits >= fewestDigits {
			return true
		}
		start += length
	}
	return false
}

// countDigits counts the digits, narrow or full-width, and the bytes up to the first that ends a run of digits.
func countDigits(text []byte) (digits, length int) {
	for i, c := range text {
		switch roles[c] {
		case digit:
			digits++
		case other:
			return digits, i
		case perhapsWide:
			if len(text) > i+2 && text[i+1] == 0xbc && text[i+2] >= 0x90 && text[i+2] <= 0x99 { // ０ to ９
				digits++
			}
		}
	}
	return digits, len(text)
}

// role is what a byte of a text may be to a number.
type role uint8

const (
	between     role = iota // may stand between digits
	digit                   // is one
	other                   // ends a run of digits
	perhapsWide             // may begin a full-width digit
)

var roles = func() (roles [256]role) {
	for c := range 0x80 {
		if !unicode.IsSpace(rune(c)) && c != '-' && c != '+' {
			roles[c] = other
		}
	}
	roles['\n'] = other
	for c := '0'; c <= '9'; c++ {
		roles[c] = digit
	}
	for c := 0xe4; c <= 0xe9; c++ { // U+4000 to U+9FFF
		roles[c] = other
	}
	roles[0xef] = perhapsWide
	return roles
}()

var (
	identity = regexp.MustCompile(`^[1-9](?:[ -]?[0-9]){16}[ -]?[0-9X]`)
	mobile   = regexp.MustCompile(`^1[3-9][0-9](?:[ -]{0,3}[0-9]{4}[ -]{0,3}[0-9]{4}|[0-9][ -]{0,3}[0-9]{3}[ -]{0,3}[0-9]{4})`)

	// countryCode is what may stand right before a mobile number.
	countryCode = regexp.MustCompile(`\+86[ -]*|\b0086[ -]*|\b86-`)

	// What stands before or after 11 digits that are an amount, or part or value of a document's or contract's number.
	numberBefore = regexp.MustCompile(`(?:[0-9]\.|[¥￥$] ?|[0-9A-Z][-_]|(?:编号|合同号|文号|\b(?:NUMBER|CONTRACT|DOCUMENT) *=) *:? *["'“]?)$`)
	numberAfter  = regexp.MustCompile(`^(?:\.[0-9]|[元圆万亿]| [万亿]?元|[-_][0-9A-Z])`)
)

const longestBefore = 40 // bytes: more than numberBefore can match

// findInLine finds the numbers of one line. The lines of their spans are left to the caller.
func findInLine(line string) []Number {
	text, columns := fold(line)
	text = countryCode.ReplaceAllStringFunc(text, func(code string) string { return strings.Repeat(" ", len(code)) })
	var found []Number
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) || i > 0 && isDigitOrLetter(text[i-1]) {
			continue
		}
		kind, length := numberAt(text, i)
		if kind == 0 {
			continue
		}
		end := i + length
		found = append(found, Number{
			Kind:   kind,
			Masked: mask(text[i:end]),
			Span:   source.Span{Column: columns[i], Width: columns[end-1] - columns[i] + 1},
		})
		i = end
	}
	return found
}

// numberAt says what number begins at a place of a folded line, and how many bytes it takes; 0 if none does.
func numberAt(text string, start int) (Kind, int) {
	before, rest := text[max(0, start-longestBefore):start], text[start:]
	if m := identity.FindString(rest); m != "" && isWhole(rest[len(m):]) && isIdentity(characters(m)) {
		return Identity, len(m)
	}
	if m := mobile.FindString(rest); m != "" && isWhole(rest[len(m):]) &&
		!numberBefore.MatchString(before) && !numberAfter.MatchString(rest[len(m):]) {
		return Mobile, len(m)
	}
	return 0, 0
}

// isWhole reports whether what follows does not go on with the number.
func isWhole(after string) bool { return after == "" || !isDigitOrLetter(after[0]) }

// isIdentity reports whether 18 characters are an identity number: a birth date that there can be, and the right check
// character, which is X for 10.
func isIdentity(s string) bool {
	birth, err := time.Parse("20060102", s[6:14])
	if err != nil || birth.Year() < 1800 || birth.Year() > 2099 {
		return false
	}
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- { // the weight of each is twice that of the next
		weight = weight * 2 % 11
		sum += int(s[i]-'0') * weight
	}
	return s[17] == "10X98765432"[sum%11]
}

// mask keeps the first three characters and the last two.
func mask(number string) string {
	s := characters(number)
	return s[:3] + strings.Repeat("*", len(s)-5) + s[len(s)-2:]
}

// characters takes the blanks and hyphens out of a number.
func characters(number string) string { return strings.NewReplacer(" ", "", "-", "").Replace(number) }

// fold writes a line with one width of digits, capital letters, blanks, hyphens and colons, and without what cannot be
// seen. columns has, for each byte, the column in the line from which it comes.
func fold(line string) (text string, columns []int32) {
	var b strings.Builder
	column := int32(0)
	for _, r := range line {
		column++
		switch {
		case unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsSpace(r):
			r = ' '
		case unicode.Is(unicode.Pd, r):
			r = '-'
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		}
		r = unicode.ToUpper(r)
		b.WriteRune(r)
		for range utf8.RuneLen(r) {
			columns = append(columns, column)
		}
	}
	return b.String(), columns
}

func isDigit(c byte) bool         { return '0' <= c && c <= '9' }
func isDigitOrLetter(c byte) bool { return isDigit(c) || 'A' <= c && c <= 'Z' }
