// The parser, and the bounds within which goldmark may work: wrappers that make one of its parsers decline where a text
// goes beyond them, so that the rest of it is read as plain text. The package comment lists the bounds.

package document

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

const (
	maxDepth      = 32       // blocks around a block
	maxTriggers   = 512      // tries to read markup in one block
	maxCells      = 100_000  // table cells in a document
	maxReferences = 16 << 10 // bytes of a paragraph that is searched for reference definitions
	maxAddress    = 2_000    // bytes of a link's address
	maxExpansion  = 64 << 10 // bytes of the addresses that reference links repeat
)

// markdown is goldmark's default parser with bounds, without heading attributes, and with tables. (goldmark's transformer
// for `\|` in code in a table is left out: it takes time with the square of such cells.)
var markdown = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(shallow{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(brief{parser.NewCodeSpanParser()}, 100),
		util.Prioritized(brief{parser.NewLinkParser()}, 200),
		util.Prioritized(brief{parser.NewAutoLinkParser()}, 300),
		util.Prioritized(brief{parser.NewRawHTMLParser()}, 400),
		util.Prioritized(brief{parser.NewEmphasisParser()}, 500),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(smallDefinitions{}, 100),
		util.Prioritized(smallTables{extension.NewTableParagraphTransformer()}, 200),
	),
)

// effort is what one document has cost so far, in the units of the bounds.
type effort struct {
	block    ast.Node // the block in which triggers are counted
	triggers int
	cells    int
}

var effortKey = parser.NewContextKey()

func effortOf(pc parser.Context) *effort {
	return pc.ComputeIfAbsent(effortKey, func() any { return new(effort) }).(*effort)
}

// shallow is a parser of containers that opens none deeper than maxDepth.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		depth++
	}
	if depth > maxDepth {
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, reader, pc)
}

// brief is a parser of markup that sees none after the first maxTriggers of a block.
type brief struct{ parser.InlineParser }

func (b brief) Parse(block ast.Node, reader text.Reader, pc parser.Context) ast.Node {
	e := effortOf(pc)
	if e.block != block {
		e.block, e.triggers = block, 0
	}
	if e.triggers++; e.triggers > maxTriggers {
		return nil
	}
	return b.InlineParser.Parse(block, reader, pc)
}

// CloseBlock lets the parser of links put back the brackets that came to nothing.
func (b brief) CloseBlock(parent ast.Node, reader text.Reader, pc parser.Context) {
	if c, ok := b.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, reader, pc)
	}
}

// smallDefinitions takes reference definitions out of paragraphs, if these are small.
type smallDefinitions struct{}

func (smallDefinitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	if lines.At(lines.Len()-1).Stop-lines.At(0).Start <= maxReferences {
		parser.LinkReferenceParagraphTransformer.Transform(node, reader, pc)
	}
}

// smallTables makes tables of paragraphs until maxCells are used up. It reckons with as many columns as any line has, for
// goldmark fills every row up to the width of the head.
type smallTables struct{ parser.ParagraphTransformer }

func (s smallTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, columns := node.Lines(), 1
	for i := range lines.Len() {
		line := lines.At(i)
		columns = max(columns, 1+bytes.Count(line.Value(reader.Source()), []byte("|")))
	}
	e := effortOf(pc)
	if columns > 1 {
		e.cells += columns * lines.Len()
	}
	if e.cells <= maxCells {
		s.ParagraphTransformer.Transform(node, reader, pc)
	}
}
