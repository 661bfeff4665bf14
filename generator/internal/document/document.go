// Package document makes Markdown that outsiders wrote safe to publish, and says what its sections are.
//
// A feasibility study or an acceptance report is a text from a pull request: data, never code. Parse reads it, HTML
// prints it, Sections and SectionSource tell the rules and the opinions what stands under which heading. A Document never
// changes, so it may be used by several goroutines; the same bytes and options give the same bytes.
//
// What is understood: CommonMark and the tables of GitHub. What is not, is text:
//
//   - Raw HTML is shown as it was typed, escaped; comments are dropped.
//   - An image becomes its alternative text, wherever it is.
//   - A link is kept if it goes to http or https with a host and no user name, to a heading of the same document
//     ("#投资概算", spelled as GitHub spells it), or to a path that Options.Resolve knows; any other becomes its text, as
//     do addresses of e-mail. Titles of links are dropped.
//   - Heading attributes ("{#id}"), shortcodes and braces are ordinary characters; "{{" leaves HTML as character
//     references, so that no template engine that meets the page later can take it for its own.
//   - YAML and TOML front matter at the very top is dropped, JSON is shown as text. (It must follow its fence at once and
//     hold no blank line; a text that merely begins with a rule loses nothing.)
//   - Bytes that are no UTF-8, and control characters other than tab and line end, become U+FFFD; characters that reorder
//     text (U+202E and its kin), even where they come as character references, are dropped from the HTML.
//
// The HTML is made from goldmark's tree by an allow-list of ours, and then held to it once more by bluemonday. It has no
// style attributes, for the site's Content-Security-Policy forbids them.
//
// # Bounds
//
// Nesting and brackets can make goldmark slow with the square of the input, and tables and reference links can make the
// output a thousand times the input. What lies beyond these bounds, which no honest study meets, is shown as plain text:
//
//   - a document over MaxSize bytes or MaxLines line ends, as a whole: it has no sections then;
//   - block quotes and lists nested more than 32 deep (a list counts twice: itself and its item);
//   - in one paragraph, heading or table cell, markup after the first 512 characters that could begin or end some;
//   - tables after the first 100,000 cells of a document;
//   - reference definitions in a paragraph of over 16 KiB, link addresses of over 2,000 bytes, and reference links after
//     their addresses came to 64 KiB.
package document

import (
	"bytes"
	"regexp"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// MaxSize, in bytes, and MaxLines are the sizes up to which a document is read as Markdown; a greater one is plain text.
const (
	MaxSize  = 1 << 20
	MaxLines = 50_000
)

// A Document is Markdown that has been read.
type Document struct {
	src      []byte // as it was given: sections are cut from it
	text     []byte // src without what Markdown cannot hold, line for line; what root's positions refer to
	root     ast.Node
	headings map[ast.Node]heading
	slugs    map[string]bool // those of headings
	sections []Section
}

// Parse reads a document. It never fails: what is no Markdown is text. It keeps src, which must not change any more.
func Parse(src []byte) *Document {
	d := &Document{src: src, text: clean(src)}
	if len(src) > MaxSize || bytes.Count(src, []byte("\n")) > MaxLines {
		d.root = plainTree(d.text)
	} else {
		d.root = tree(markdown, d.text)
	}
	d.nameHeadings()
	d.cutSections()
	return d
}

// tree parses text with p. A panic in the parser gives plain text: one hostile document must not stop the others.
func tree(p parser.Parser, src []byte) (root ast.Node) {
	defer func() {
		if recover() != nil {
			root = plainTree(src)
		}
	}()
	return p.Parse(text.NewReader(src))
}

// plainTree is the tree of a document that is not read as Markdown: one block of code.
func plainTree(src []byte) ast.Node {
	code := ast.NewCodeBlock()
	code.Lines().Append(text.NewSegment(0, len(src)))
	root := ast.NewDocument()
	root.AppendChild(root, code)
	return root
}

// frontMatter matches YAML whose first line is a key, or TOML, between its fences at the top, without blank lines.
var frontMatter = regexp.MustCompile(`\A(?:---[ \t]*\n[\pL_][^\n:]*:[^\n]*\n(?:[^\n]*\S[^\n]*\n)*?---|\+\+\+[ \t]*\n(?:[^\n]*\S[^\n]*\n)*?\+\+\+)[ \t]*(?:\n|\z)`)

// clean gives src as valid UTF-8 without byte order mark, control characters and front matter, with line ends LF. Each of
// its lines stands at the number that it has in src.
func clean(src []byte) []byte {
	s := bytes.TrimPrefix(src, []byte("\uFEFF"))
	s = bytes.ReplaceAll(s, []byte("\r\n"), []byte("\n"))
	s = bytes.Map(func(r rune) rune { // Map turns each invalid byte into U+FFFD
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, s)
	if head := frontMatter.Find(s); head != nil {
		s = append(bytes.Repeat([]byte("\n"), bytes.Count(head, []byte("\n"))), s[len(head):]...)
	}
	return s
}
