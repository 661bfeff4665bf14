// Package secrecy finds secrecy marks, as they are put on classified papers, in text that people wrote.
//
// A mark is 绝密, 机密 or 秘密 followed by ★ or ☆, or such a word after 密级 and a colon, however wide the characters
// and wherever blanks stand between them on the line. In a row of a table the bar between 密级 and the word counts as
// the colon, after which there may be one, too. Prose about secrecy law has neither form.
package secrecy

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"wuxing.example/register/generator/internal/source"
)

var mark = regexp.MustCompile(`(绝密|机密|秘密)[★☆]|密级[:|]+(绝密|机密|秘密)`)

// Marks returns the lines of a text on which a mark stands, each as a whole. The text may be of any bytes.
func Marks(text []byte) []source.Span {
	if !mayHaveMark(text) {
		return nil
	}
	var spans []source.Span
	for n, line := range bytes.Split(text, []byte("\n")) {
		if mayHaveMark(line) && IsMarked(string(line)) {
			width := utf8.RuneCount(bytes.TrimRight(line, "\r"))
			spans = append(spans, source.Span{Line: int32(n) + 1, Column: 1, Width: int32(width)})
		}
	}
	return spans
}

// mayHaveMark is a quick look, which is all that most texts get: there is no mark without 密 before 级 or a star, unless
// a character folds to one of these.
func mayHaveMark(text []byte) bool {
	if hasFolding(text) {
		return true
	}
	for {
		_, after, found := bytes.Cut(text, []byte("密"))
		if !found {
			return false
		}
		if mayBeMark(after) {
			return true
		}
		text = after
	}
}

// mayBeMark looks whether 级 or a star comes next, but for what may be a blank, an asterisk, or cannot be seen. Of what
// is not ASCII only Han characters are known to be none of that.
func mayBeMark(text []byte) bool {
	for i, c := range text {
		switch {
		case c > ' ' && c < 0x7f && c != '*':
			return false
		case c >= 0xe4 && c <= 0xe9: // U+4000 to U+9FFF
			return bytes.HasPrefix(text[i:], []byte("级"))
		case c == 0xe2 && (bytes.HasPrefix(text[i:], []byte("★")) || bytes.HasPrefix(text[i:], []byte("☆"))):
			return true
		}
	}
	return false
}

// hasFolding looks for the compatibility ideographs and radicals, of which some fold to 密, 级, 绝, 机 or 秘: U+2Exx,
// U+2Fxx, U+F9xx to U+FAxx, and those beyond the basic plane.
func hasFolding(text []byte) bool {
	return hasPair(text, 0xe2, 0xb8, 0xff) || hasPair(text, 0xef, 0xa4, 0xab) || bytes.IndexByte(text, 0xf0) >= 0
}

// hasPair looks for a byte after which one from low to high comes.
func hasPair(text []byte, first, low, high byte) bool {
	for {
		i := bytes.IndexByte(text, first)
		if i < 0 || i+1 == len(text) {
			return false
		}
		text = text[i+1:]
		if low <= text[0] && text[0] <= high {
			return true
		}
	}
}

// IsMarked reports whether a mark stands on one line, or in a file's name.
func IsMarked(line string) bool {
	folded := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == '*' {
			return -1 // blanks, what cannot be seen, and Markdown's emphasis
		}
		return r
	}, norm.NFKC.String(line))
	return mark.MatchString(folded)
}
