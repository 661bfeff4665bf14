// Package tomlfile reads the register's TOML: every value with its place, and all that is wrong with a file at once.
//
// Reading has two steps. Parse makes a tree of the file's tables and values and holds it to TOML's own rules (a syntax
// error ends the file). Bind fills a struct of package project from the tree, by the struct's tags, and finds unknown
// and missing keys and values of another form.
//
// go-toml's parser gives the syntax alone, and that of TOML 1.1: it lets duplicate keys, a table twice, impossible dates
// and numbers beyond 64 bits pass. This package refuses them, and what TOML 1.0 does not have; a fuzz test holds it to
// another decoder's verdict.
package tomlfile

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"wuxing.example/register/generator/internal/source"
)

// maxDepth is how deep arrays and tables may nest. The record needs five.
const maxDepth = 32

type kind uint8

const (
	table kind = iota
	array
	text
	integer
	float
	boolean
	localDate
	otherTime // a date with a time, or a time
)

// chinese names a kind as a message does.
var chinese = map[kind]string{
	table: "表", array: "列表", text: "文字", integer: "整数", float: "小数", boolean: "真假值", localDate: "日期", otherTime: "时间",
}

// node is one table, array or scalar of a file.
type node struct {
	kind             kind
	how              origin
	key              string // in a table
	keyStart, keyEnd int    // of the key, or of a table's header; byte offsets
	start, end       int    // of the value; of a table made by a header, that of the header's key
	keyAt, at        source.Span
	text             string // a text's content, or a scalar as it is written
	children         []*node
	index            map[string]*node // of a table with many children
}

// origin says how a table came to be, which decides what may still be added to it.
type origin uint8

const (
	implied   origin = iota // by a longer header: [a] in [a.b]
	byHeader                // by its own header
	byDots                  // by a dotted key: a in a.b = 1
	closed                  // an inline table, or an array that is a value: nothing may be added
	byEntries               // an array of tables
)

// syntaxError is TOML's own rules broken, at a stretch of the file.
type syntaxError struct {
	start, end int
	problem    string
	hint       string
}

// tree is a file of TOML taken apart. Its nodes are used again for the next file; the texts in them may be kept.
type tree struct {
	parser unstable.Parser
	data   []byte
	text   string // data as a string, of which the nodes' texts are parts: it is copied once, not value by value
	blocks []*[nodesInBlock]node
	used   int // nodes of the blocks
	cursor cursor
}

const nodesInBlock = 64

// newNode returns an empty node.
func (t *tree) newNode() *node {
	if t.used == len(t.blocks)*nodesInBlock {
		t.blocks = append(t.blocks, new([nodesInBlock]node))
	}
	n := &t.blocks[t.used/nodesInBlock][t.used%nodesInBlock]
	*n = node{children: n.children[:0]}
	t.used++
	return n
}

// cursor goes through a file and counts its lines and columns.
type cursor struct {
	offset       int
	line, column int32
}

// to moves the cursor. It goes back by starting over, which reading a file from its beginning to its end does not need.
func (c *cursor) to(data []byte, offset int) {
	if offset < c.offset {
		*c = cursor{line: 1, column: 1}
	}
	for _, b := range data[c.offset:offset] {
		if b == '\n' {
			c.line++
			c.column = 1
		} else if utf8.RuneStart(b) {
			c.column++
		}
	}
	c.offset = offset
}

// begin gives the line and column of a place.
func (t *tree) begin(start int) source.Span {
	t.cursor.to(t.data, start)
	return source.Span{Line: t.cursor.line, Column: t.cursor.column}
}

// complete fills in the width of a span of data[start:end] whose line and column are known.
func (t *tree) complete(span *source.Span, start, end int) {
	t.cursor.to(t.data, end)
	if t.cursor.line == span.Line {
		span.Width = max(1, t.cursor.column-span.Column)
		return
	}
	span.Width = source.At(t.data[start:end], 0, end-start).Width
}

// parse reads a whole file, which must be valid UTF-8. It returns a syntaxError, else nil, if the file is no TOML.
func (t *tree) parse(data []byte) (*node, *syntaxError) {
	t.data, t.text, t.used, t.cursor = data, string(data), 0, cursor{line: 1, column: 1}
	root := t.newNode()
	root.how = byHeader
	p := &t.parser
	p.Reset(data)
	current := root
	for p.NextExpression() {
		expr := p.Expression()
		var bad *syntaxError
		switch expr.Kind {
		case unstable.Table:
			current, bad = t.header(root, expr, false)
		case unstable.ArrayTable:
			current, bad = t.header(root, expr, true)
		case unstable.KeyValue:
			bad = t.keyValue(current, expr, 1)
		}
		if bad != nil {
			return nil, bad
		}
	}
	if err := p.Error(); err != nil {
		problem, hint := inChinese(err.Error())
		bad := &syntaxError{problem: problem, hint: hint}
		var placed *unstable.ParserError
		if errors.As(err, &placed) {
			at := p.Range(placed.Highlight)
			bad.start, bad.end = int(at.Offset), int(at.Offset+at.Length)
			for bad.start > 0 && !utf8.RuneStart(data[bad.start]) { // where the file ends too soon, it names the last byte
				bad.start--
			}
		}
		return nil, bad
	}
	return root, nil
}

// keyPart is one part of a key: a and b in a.b.
type keyPart struct {
	name       string
	start, end int
	at         source.Span
}

// newKeyPart reads one part of a key. It returns a syntaxError if the key has too many parts, or an escape that
// TOML 1.0 does not have.
func (t *tree) newKeyPart(key *unstable.Node, depth int) (keyPart, *syntaxError) {
	part := keyPart{start: int(key.Raw.Offset), end: int(key.Raw.Offset + key.Raw.Length)}
	part.at = t.begin(part.start)
	t.complete(&part.at, part.start, part.end)
	if depth > maxDepth {
		return part, tooDeep(part.start, part.end)
	}
	if len(key.Data) == part.end-part.start {
		part.name = t.text[part.start:part.end]
		return part, nil
	}
	part.name = string(key.Data)
	return part, checkEscapes(t.data, part.start, part.end)
}

// newTable makes a table that a key or header names.
func (t *tree) newTable(how origin, key keyPart) *node {
	n := t.newNode()
	n.how = how
	n.key, n.keyStart, n.keyEnd, n.keyAt = key.name, key.start, key.end, key.at
	n.start, n.end, n.at = key.start, key.end, key.at
	return n
}

// header finds or makes the table that [a.b] or [[a.b]] names.
func (t *tree) header(root *node, expr *unstable.Node, entry bool) (*node, *syntaxError) {
	n := root
	keys := expr.Key()
	for depth := 1; keys.Next(); depth++ {
		key, bad := t.newKeyPart(keys.Node(), depth)
		if bad != nil {
			return nil, bad
		}
		child := n.child(key.name)
		last := keys.IsLast()
		switch {
		case child == nil:
			child = t.newTable(implied, key)
			if last && entry {
				child.kind, child.how = array, byEntries
			}
			n.add(child)
		case child.kind == array && child.how == byEntries && !(last && !entry):
		case child.kind != table:
			return nil, twice(key)
		case last && entry, last && child.how != implied, child.how == closed:
			return nil, twice(key)
		case !last && child.how == byDots:
			// [a.b] where b came by a dotted key may be gone through, not opened again.
		}
		if child.kind == array {
			if last {
				child.children = append(child.children, t.newTable(byHeader, key))
			}
			child = child.children[len(child.children)-1]
		} else if last {
			child.how = byHeader
			child.start, child.end, child.at = key.start, key.end, key.at
			child.keyStart, child.keyEnd, child.keyAt = key.start, key.end, key.at
		}
		n = child
	}
	return n, nil
}

// keyValue adds key = value, where the key may be dotted, to a table.
func (t *tree) keyValue(n *node, expr *unstable.Node, depth int) *syntaxError {
	keys := expr.Key()
	for ; keys.Next(); depth++ {
		key, bad := t.newKeyPart(keys.Node(), depth)
		if bad != nil {
			return bad
		}
		child := n.child(key.name)
		if !keys.IsLast() {
			if child == nil {
				child = t.newTable(byDots, key)
				n.add(child)
			} else if child.kind != table || child.how != byDots {
				return twice(key)
			}
			n = child
			continue
		}
		if child != nil {
			return twice(key)
		}
		value, bad := t.newValue(expr.Value(), key.end+afterEquals(t.data[key.end:]), depth)
		if bad != nil {
			return bad
		}
		value.key, value.keyStart, value.keyEnd, value.keyAt = key.name, key.start, key.end, key.at
		n.add(value)
	}
	return nil
}

// newValue makes the node of the value that begins at start.
func (t *tree) newValue(v *unstable.Node, start, depth int) (*node, *syntaxError) {
	n := t.newNode()
	n.how, n.start, n.at = closed, start, t.begin(start)
	if v.Kind == unstable.Array || v.Kind == unstable.InlineTable {
		if depth >= maxDepth {
			return nil, tooDeep(n.start, n.start+1)
		}
		n.kind = array
		if v.Kind == unstable.InlineTable {
			n.kind = table
		}
		bad := t.fill(n, v, depth+1)
		return n, bad
	}
	n.end = int(v.Raw.Offset + v.Raw.Length)
	t.complete(&n.at, n.start, n.end)
	switch v.Kind {
	case unstable.String:
		n.kind = text
		if len(v.Data) == n.end-n.start-len(`""`) { // on one line and without escapes
			n.text = t.text[n.start+1 : n.end-1]
			return n, nil
		}
		n.text = string(v.Data)
		if bytes.IndexByte(t.data[n.start:n.end], '\r') >= 0 { // a text over several lines reads the same in a file with CRLF
			n.text = strings.ReplaceAll(n.text, "\r\n", "\n")
		}
		return n, checkEscapes(t.data, n.start, n.end)
	case unstable.Bool:
		n.kind = boolean
	case unstable.Integer:
		n.kind = integer
	case unstable.Float:
		n.kind = float
	case unstable.LocalDate:
		n.kind = localDate
	case unstable.LocalTime, unstable.LocalDateTime, unstable.DateTime:
		n.kind = otherTime
	}
	n.text = t.text[n.start:n.end]
	return n, n.checkNumber()
}

// checkNumber returns a syntaxError if the node is a number that does not fit in 64 bits.
func (n *node) checkNumber() *syntaxError {
	switch n.kind {
	case integer:
		if _, err := parseInteger(n.text); err != nil {
			return &syntaxError{n.start, n.end, fmt.Sprintf("整数“%s”超出范围", shorten(n.text)), ""}
		}
	case float:
		if _, err := strconv.ParseFloat(strings.ReplaceAll(n.text, "_", ""), 64); errors.Is(err, strconv.ErrRange) {
			return &syntaxError{n.start, n.end, fmt.Sprintf("小数“%s”超出范围", shorten(n.text)), ""}
		}
	}
	return nil
}

// fill adds the entries of an array or of an inline table, and finds where it ends.
func (t *tree) fill(n *node, v *unstable.Node, depth int) *syntaxError {
	data := t.data
	end := n.start + 1 // of the opening bracket, then of each entry
	for it := v.Children(); it.Next(); {
		child := it.Node()
		start := end + gap(data[end:])
		if child.Kind == unstable.KeyValue {
			if bad := checkOneLine(data, end, start); bad != nil {
				return bad
			}
			if bad := t.keyValue(n, child, depth); bad != nil {
				return bad
			}
			end = int(child.Raw.Offset + child.Raw.Length)
			continue
		}
		entry, bad := t.newValue(child, start, depth)
		if bad != nil {
			return bad
		}
		n.children = append(n.children, entry)
		end = entry.end
	}
	bracket := end + gap(data[end:])
	n.end = bracket + 1
	t.complete(&n.at, n.start, n.end)
	if n.kind == array {
		return nil
	}
	if comma := bytes.IndexByte(data[end:bracket], ','); comma >= 0 {
		problem, hint := inChinese("unexpected comma")
		return &syntaxError{end + comma, end + comma + 1, problem, hint}
	}
	return checkOneLine(data, end, bracket)
}

// checkOneLine returns a syntaxError if what stands between two entries of an inline table goes on to another line, as
// TOML 1.1 lets it.
func checkOneLine(data []byte, start, end int) *syntaxError {
	if newline := bytes.IndexByte(data[start:end], '\n'); newline >= 0 {
		return &syntaxError{start + newline, start + newline + 1, "花括号里的内容没有写在同一行", "请把 { 到 } 写在一行里，中间不加说明"}
	}
	return nil
}

// checkEscapes returns a syntaxError if a key or text in double quotes has an escape that only TOML 1.1 knows: \e or \x.
func checkEscapes(data []byte, start, end int) *syntaxError {
	if data[start] != '"' {
		return nil
	}
	for i := start; i < end; i++ {
		if data[i] != '\\' {
			continue
		}
		i++
		if data[i] == 'e' || data[i] == 'x' {
			problem, hint := inChinese("invalid escape")
			return &syntaxError{i - 1, i + 1, problem, hint}
		}
	}
	return nil
}

// afterEquals counts the bytes from the end of a key to its value.
func afterEquals(data []byte) int {
	i := bytes.IndexByte(data, '=') + 1
	for i < len(data) && (data[i] == ' ' || data[i] == '\t') {
		i++
	}
	return i
}

// gap counts the blanks, commas, line ends and comments before the next entry of an array or inline table, or before its
// closing bracket.
func gap(data []byte) int {
	i := 0
	for ; i < len(data); i++ {
		switch data[i] {
		case ' ', '\t', '\r', '\n', ',':
		case '#':
			i += max(0, bytes.IndexByte(data[i:], '\n'))
		default:
			return i
		}
	}
	return i
}

func (t *node) child(key string) *node {
	if t.index != nil {
		return t.index[key]
	}
	for _, c := range t.children {
		if c.key == key {
			return c
		}
	}
	return nil
}

// add appends a child to a table. A table of many children gets an index, so that a file of a hundred thousand keys
// costs no more than its size.
func (t *node) add(c *node) {
	t.children = append(t.children, c)
	switch {
	case t.index != nil:
		t.index[c.key] = c
	case len(t.children) > 32:
		t.index = make(map[string]*node, 2*len(t.children))
		for _, c := range t.children {
			t.index[c.key] = c
		}
	}
}

func twice(key keyPart) *syntaxError {
	return &syntaxError{key.start, key.end, fmt.Sprintf("“%s”在同一个地方写了两次", shorten(key.name)), "请只保留一处"}
}

func tooDeep(start, end int) *syntaxError {
	return &syntaxError{start, end, fmt.Sprintf("括号或表套得太深，超过 %d 层", maxDepth), "请按填报说明的层次书写"}
}

// parseInteger reads an integer as TOML writes it: decimal, 0x, 0o or 0b, with underscores. It errors if it does not fit
// in 64 bits.
func parseInteger(s string) (int64, error) { return strconv.ParseInt(s, 0, 64) }

// shorten cuts a long piece of the record, so that no message runs over.
func shorten(s string) string {
	const most = 40
	if len(s) <= most {
		return s
	}
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
