// Package source says where in a file something stands, and shows it.
package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Span is a stretch of one line of a file. The zero Line means the file as a whole; it prints as 1:1.
type Span struct {
	Line   int32 // from 1
	Column int32 // in code points, from 1
	Width  int32 // in code points, at least 1; what goes on to another line ends with its first
}

// At makes the span of text[start:end], which are byte offsets.
func At(text []byte, start, end int) Span {
	lineStart := bytes.LastIndexByte(text[:start], '\n') + 1
	if newline := bytes.IndexByte(text[start:end], '\n'); newline >= 0 {
		end = start + newline
	}
	return Span{
		Line:   int32(bytes.Count(text[:start], []byte("\n"))) + 1,
		Column: int32(utf8.RuneCount(text[lineStart:start])) + 1,
		Width:  int32(max(1, utf8.RuneCount(bytes.TrimRight(text[start:end], "\r")))),
	}
}

// Text is what stands at the span, "" where the file has no such line.
func Text(text []byte, s Span) string {
	line, _ := lineOf(text, int(s.Line))
	from, to := within([]rune(line), s)
	return string([]rune(line)[from:to])
}

// within is where a span begins and ends in its line.
func within(line []rune, s Span) (from, to int) {
	from = min(max(0, int(s.Column)-1), len(line))
	return from, min(from+max(0, int(s.Width)), len(line))
}

// Snippet quotes the line of the span, with carets under it:
//
//	   |
//	23 | filed = 2025-04-11
//	   |         ^^^^^^^^^^
//
// A Han character is two cells wide, so the carets stand right under it. Nothing is quoted, and "" returned, where the
// file has no such line. Control and bidirectional characters, which could move what stands around them, show as ·.
func Snippet(text []byte, s Span) string {
	line, ok := lineOf(text, int(s.Line))
	if !ok {
		return ""
	}
	runes := []rune(line)
	from, to := within(runes, s)
	number := fmt.Sprint(s.Line)
	margin := strings.Repeat(" ", len(number))
	carets := strings.Repeat("^", max(1, cells(runes[from:to])))
	return fmt.Sprintf("%s |\n%s | %s\n%s | %s%s\n", margin, number, shown(runes), margin, strings.Repeat(" ", cells(runes[:from])), carets)
}

func lineOf(text []byte, n int) (string, bool) {
	if n < 1 {
		return "", false
	}
	for ; n > 1; n-- {
		i := bytes.IndexByte(text, '\n')
		if i < 0 {
			return "", false
		}
		text = text[i+1:]
	}
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	return string(bytes.TrimSuffix(text, []byte("\r"))), true
}

// shown replaces what a terminal must not be given: a tab by two blanks, control and bidirectional characters by a dot.
func shown(runes []rune) string {
	var b strings.Builder
	for _, r := range runes {
		switch {
		case r == '\t':
			b.WriteString("  ")
		case IsHidden(r):
			b.WriteRune('·')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// IsHidden reports whether r is a control character other than tab and line feed, or one that overrides the direction
// of writing: characters that make a text look other than it reads.
func IsHidden(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return false
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return true
	case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

func cells(runes []rune) int {
	n := 0
	for _, r := range runes {
		switch {
		case r == '\t':
			n += 2
		case IsHidden(r):
			n++
		case width.LookupRune(r).Kind() == width.EastAsianWide, width.LookupRune(r).Kind() == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
