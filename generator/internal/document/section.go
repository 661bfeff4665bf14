// Sections: what stands under which heading, as the rules and the opinions' fingerprints ask.

package document

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// A Section is a heading with all that stands under it, up to the next heading of the same or a higher level. Headings
// within a block quote or a list are quotations and begin none.
type Section struct {
	Level   int    // 1 to 6, as written
	Heading string // the heading's text, without markup, comments and images
	Line    int    // the heading's first line, from 1
	Start   int    // bytes from the document's start to that line
	End     int    // bytes from the document's start to the section's end
	HasText bool   // something can be read under the heading: text, a list, a table, code, a sub-heading; not: comments, images, tags
}

// Sections gives the sections in the order of their headings. The caller must not change them.
func (d *Document) Sections() []Section { return d.sections }

// SectionSource gives the source of every outermost section whose heading contains word, in order, joined by LF, in the
// form of which fingerprints are made: line ends LF, blanks cut at the end of each line, and blank lines at the end of the
// section, so that what is put behind a section does not change it. It reports whether there is such a section.
func (d *Document) SectionSource(word string) (string, bool) {
	var parts []string
	end := 0
	for _, s := range d.sections {
		if s.Start < end || !strings.Contains(s.Heading, word) {
			continue
		}
		end = s.End
		lines := strings.Split(string(d.src[s.Start:s.End]), "\n")
		for i, line := range lines {
			lines[i] = strings.TrimRight(line, " \t\r")
		}
		parts = append(parts, strings.TrimRight(strings.Join(lines, "\n"), "\n"))
	}
	return strings.Join(parts, "\n"), parts != nil
}

// cutSections fills d.sections.
func (d *Document) cutSections() {
	starts := lineStarts(d.src)
	var open []int // the sections around the current block, of rising level
	line, counted := 1, 0
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		h, isHeading := n.(*ast.Heading)
		text := d.headings[n].text
		if !isHeading {
			text = d.plain(n)
		}
		for len(open) > 0 && isHeading && d.sections[open[len(open)-1]].Level >= h.Level {
			open = open[:len(open)-1]
		}
		if strings.ContainsFunc(text, isVisible) {
			for _, i := range open {
				d.sections[i].HasText = true
			}
		}
		if isHeading {
			line += bytes.Count(d.text[counted:h.Pos()], []byte("\n"))
			counted = h.Pos()
			open = append(open, len(d.sections))
			d.sections = append(d.sections, Section{Level: h.Level, Heading: text, Line: line, Start: starts[line-1]})
		}
	}
	// From the back, each section ends where the nearest of the same or a higher level begins.
	var next [7]int // by level
	for level := range next {
		next[level] = len(d.src)
	}
	for i := len(d.sections) - 1; i >= 0; i-- {
		s := &d.sections[i]
		s.End = next[s.Level]
		for level := s.Level; level < len(next); level++ {
			next[level] = s.Start
		}
	}
}

// lineStarts gives the offset of each line of src.
func lineStarts(src []byte) []int {
	starts := []int{0}
	for i, b := range src {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// isVisible reports whether r leaves ink: no blank, no control or format character.
func isVisible(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }

// plain gives the text that can be read in n: without markup, comments, tags and images.
func (d *Document) plain(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Image:
			return ast.WalkSkipChildren, nil
		case *ast.AutoLink:
			b.Write(n.Label(d.text))
		case *ast.Text:
			value := n.Value(d.text)
			if !n.IsRaw() {
				value = unescape(value)
			}
			b.Write(value)
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			b.Write(n.Lines().Value(d.text))
		case *ast.HTMLBlock:
			b.WriteString(tag.ReplaceAllString(d.htmlBlock(n), ""))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// unescape resolves backslashes and character references.
func unescape(s []byte) []byte {
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(s)))
}

var (
	tag     = regexp.MustCompile(`<[^>]*>`)
	comment = regexp.MustCompile(`(?s)<!--(?:-?>|.*?(?:--!?>|\z))`) // as browsers read it; unclosed, it goes to the end
)

// htmlBlock gives the source of a block of raw HTML without its comments.
func (d *Document) htmlBlock(n *ast.HTMLBlock) string {
	raw := n.Lines().Value(d.text)
	if n.HasClosure() {
		raw = append(raw, n.ClosureLine.Value(d.text)...)
	}
	return comment.ReplaceAllString(string(raw), "")
}

// A heading is what HTML needs to know of a heading.
type heading struct {
	text  string // what can be read in it
	slug  string // unique in the document
	depth int    // how many headings it stands under
}

// nameHeadings fills d.headings and d.slugs with all headings, quoted ones too.
func (d *Document) nameHeadings() {
	d.headings, d.slugs = map[ast.Node]heading{}, map[string]bool{}
	var open []int              // levels of the headings around the current one
	numbers := map[string]int{} // the last number that a slug was given to tell it from its like
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		h, ok := n.(*ast.Heading)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		for len(open) > 0 && open[len(open)-1] >= h.Level {
			open = open[:len(open)-1]
		}
		text := strings.TrimSpace(d.plain(h))
		base := slug(text)
		name := base
		for d.slugs[name] {
			numbers[base]++
			name = fmt.Sprintf("%s-%d", base, numbers[base])
		}
		d.slugs[name] = true
		d.headings[h] = heading{text: text, slug: name, depth: len(open)}
		open = append(open, h.Level)
		return ast.WalkSkipChildren, nil
	})
}

// slug makes an anchor of a heading's text, as GitHub does: lower case, blanks to hyphens, punctuation dropped. It is at
// most maxName characters long and never empty.
func slug(text string) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case unicode.IsSpace(r):
			return '-'
		}
		return -1
	}, text)
	if s == "" {
		return "section"
	}
	return cut(s)
}

// maxName is the greatest number of characters of a heading that its anchor and its tables' names repeat.
const maxName = 60

func cut(s string) string {
	if r := []rune(s); len(r) > maxName {
		return string(r[:maxName])
	}
	return s
}
