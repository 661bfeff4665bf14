// Package secrecy finds secrecy marks, as they are put on classified papers, in text that people wrote.
//
// A mark is 绝密, 机密 or 秘密 followed by ★ or ☆, or such a word after 密级 and a colon, however wide the characters
// and wherever blanks stand between them on the line. In a row of a table the bar between 密级 and the word counts as
// the colon. Prose about secrecy law has neither form.
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

var mark = regexp.MustCompile(`(绝密|机密|秘密)[★☆]|密级[:|](绝密|机密|秘密)`)

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

// mayHaveMark is a quick look: without 密, or a character that folds to another, there is no mark.
func mayHaveMark(text []byte) bool {
	if bytes.Contains(text, []byte("密")) {
		return true
	}
	for i := 0; i < len(text); i++ {
		// The compatibility ideographs and radicals, of which some fold to 密, 级, 绝, 机 or 秘: U+2Exx, U+2Fxx,
		// U+F9xx to U+FAxx, and those beyond the basic plane.
		switch {
		case text[i] == 0xe2 && i+1 < len(text) && text[i+1] >= 0xb8, text[i] == 0xef && i+1 < len(text) && text[i+1] >= 0xa4 && text[i+1] < 0xac, text[i] == 0xf0:
			return true
		}
	}
	return false
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
