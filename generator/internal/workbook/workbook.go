// Package workbook is the register as Excel: the annual plan as the bureau sends it, the whole portfolio with all of its
// fields, the lists of acceptances and evaluations, and the declaration form.
//
// Amounts stand in cells as numbers of 万元, days as Excel's dates. What people wrote stands as text, whatever it begins
// with: "=1+1" is no formula, and does not become one when the cell is edited. The same register gives the same bytes.
// Classified projects are in no workbook.
package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// Formats of cells.
const (
	moneyFormat = "#,##0.00####" // 万元, exact to the fen
	dateFormat  = "yyyy-mm-dd"
	textFormat  = "@"
)

const font = "宋体"

// look is how a cell looks.
type look struct {
	format     string
	horizontal string // "left", "center", "right"; "" is Excel's own choice
	size       float64
	bold       bool
	fill       string // a colour, "" is none
	bare       bool   // without borders
	input      bool   // may be filled in where the sheet is locked
}

// book is a workbook that is being written. Its first error stays, and ends the writing.
type book struct {
	file   *excelize.File
	styles map[look]int
	sheets []*sheet
	err    error
}

func newBook() *book {
	return &book{file: excelize.NewFile(), styles: map[look]int{}}
}

// keep keeps the first error.
func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// style is the number of a look in the workbook.
func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Family: font, Size: max(l.size, 10), Bold: l.bold},
		Alignment: &excelize.Alignment{Horizontal: l.horizontal, Vertical: "center", WrapText: true},
	}
	if (l.horizontal == "left" || l.horizontal == "right") && !l.bare {
		s.Alignment.Indent = 1 // else what stands there sticks to the border, or to its neighbour
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if !l.bare {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "808080", Style: 1})
		}
	}
	if l.input {
		s.Protection = &excelize.Protection{Locked: false}
	}
	id, err := b.file.NewStyle(s)
	b.keep(err)
	b.styles[l] = id
	return id
}

// page is the paper that a sheet is printed on.
type page struct {
	size        int // as Excel numbers them
	orientation string
}

var (
	a3Wide = page{8, "landscape"}
	a4Wide = page{9, "landscape"}
	a4     = page{9, "portrait"}
)

const margin = 0.4 // of the paper, in inches

// sheet is a sheet that is being written from top to bottom.
type sheet struct {
	*book
	name   string
	stream *excelize.StreamWriter
	widths []float64 // of the columns, in characters
	row    int       // the last one written
}

// sheet begins a sheet with columns of so many characters' width, printed as wide as the page. The rows up
// to that of the headings stay in sight, and the headings are printed on every page. Sheets stand in the order in which
// they were begun.
func (b *book) sheet(name string, on page, headings int, widths []float64) *sheet {
	s := &sheet{book: b, name: name, widths: widths}
	if len(b.sheets) == 0 {
		b.keep(b.file.SetSheetName("Sheet1", name))
	} else if _, err := b.file.NewSheet(name); err != nil {
		b.keep(err)
	}
	b.sheets = append(b.sheets, s)
	b.printOn(name, on)
	b.keep(b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}))
	b.keep(b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, headings, headings), Scope: name,
	}))
	stream, err := b.file.NewStreamWriter(name)
	b.keep(err)
	s.stream = stream
	if b.err != nil {
		return s
	}
	b.keep(stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: headings, TopLeftCell: fmt.Sprintf("A%d", headings+1), ActivePane: "bottomLeft"}))
	for i, w := range slices.Backward(widths) { // excelize puts each before those set already
		b.keep(stream.SetColWidth(i+1, i+1, w))
	}
	return s
}

// freezeColumns keeps columns in sight as well as the rows up to the headings.
func (s *sheet) freezeColumns(columns, headings int) {
	corner, err := excelize.CoordinatesToCellName(columns+1, headings+1)
	s.keep(err)
	if s.err == nil {
		s.keep(s.stream.SetPanes(&excelize.Panes{Freeze: true, XSplit: columns, YSplit: headings, TopLeftCell: corner, ActivePane: "bottomRight"}))
	}
}

// printOn has a sheet printed as wide as the page, and as long as it needs.
func (b *book) printOn(name string, on page) {
	b.keep(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: new(true)}))
	b.keep(b.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{
		Left: new(margin), Right: new(margin), Top: new(margin), Bottom: new(2 * margin), Header: new(margin / 2), Footer: new(margin), Horizontally: new(true),
	}))
	b.keep(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &on.size, Orientation: &on.orientation, FitToWidth: new(1), FitToHeight: new(0)}))
}

// add writes the next row, so high in points; 0 is as high as its longest text needs.
func (s *sheet) add(height float64, cells ...any) {
	s.row++
	if height == 0 {
		height = s.heightOf(cells)
	}
	if s.err == nil {
		s.keep(s.stream.SetRow(fmt.Sprintf("A%d", s.row), cells, excelize.RowOpts{Height: height}))
	}
}

// Heights of rows, in points. Excel has none above the last.
const (
	lineHeight    = 13.5
	rowMargin     = 5
	highestHeight = 409
)

// heightOf is the height in which all texts of a row can be read: not every program finds it by itself.
func (s *sheet) heightOf(cells []any) float64 {
	most := 1
	for i, c := range cells {
		cell, _ := c.(excelize.Cell)
		text, _ := cell.Value.(string)
		lines := 0
		for line := range strings.SplitSeq(text, "\n") {
			lines += max(1, int(math.Ceil(widthOf(line)/(s.widths[i]-2))))
		}
		most = max(most, lines)
	}
	return min(float64(most)*lineHeight+rowMargin, highestHeight)
}

// widthOf is about how wide a text is in characters of a column's width: a Han character takes two.
func widthOf(text string) float64 {
	width := 0
	for _, r := range text {
		width++
		if r >= 0x2e80 {
			width++
		}
	}
	return float64(width)
}

// merge makes the last row's columns from one to another, from 1, one cell.
func (s *sheet) merge(from, to int) {
	a, err := excelize.CoordinatesToCellName(from, s.row)
	s.keep(err)
	b, err := excelize.CoordinatesToCellName(to, s.row)
	s.keep(err)
	if s.err == nil {
		s.keep(s.stream.MergeCell(a, b))
	}
}

// heads writes the row of headings.
func (s *sheet) heads(heads []string) {
	var cells []any
	for _, h := range heads {
		cells = append(cells, s.cell(h, headLook))
	}
	s.add(30, cells...)
}

// values writes a row of values that look alike, but for what their type asks.
func (s *sheet) values(l look, values ...any) {
	cells := make([]any, len(values))
	for i, v := range values {
		cells[i] = s.cell(v, l)
	}
	s.add(0, cells...)
}

// cell makes a cell of a text, an amount, a day, a number or a truth. A Sum that is not given, and no day, are empty.
func (b *book) cell(v any, l look) excelize.Cell {
	switch v := v.(type) {
	case string:
		if isRisky(v) {
			l.format = textFormat
		}
		return excelize.Cell{StyleID: b.style(l), Value: v}
	case money.Amount:
		l.format, l.horizontal = moneyFormat, "right"
		return excelize.Cell{StyleID: b.style(l), Value: inWan(v)}
	case portfolio.Sum:
		if !v.Given {
			return excelize.Cell{StyleID: b.style(l)}
		}
		return b.cell(v.Amount, l)
	case calendar.Date:
		if v.IsZero() {
			return excelize.Cell{StyleID: b.style(l)}
		}
		l.format = dateFormat
		return excelize.Cell{StyleID: b.style(l), Value: serialOf(v)}
	case bool:
		if v {
			return b.cell("是", l)
		}
		return b.cell("否", l)
	}
	return excelize.Cell{StyleID: b.style(l), Value: v}
}

// isRisky reports whether a spreadsheet may take a text for a formula once its cell is edited, or its sheet is saved as
// CSV and opened again. Such a text's cell has the format of text.
func isRisky(s string) bool { return s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) }

// inWan is an amount as a number of 万元, which prints with at most 15 digits as the exact one.
func inWan(a money.Amount) float64 { return float64(a) / float64(money.Wan) }

// dayNought is day 0 of Excel's calendar.
var dayNought, _ = calendar.NewDate(1899, 12, 30)

// serialOf is a day's number in Excel's calendar.
func serialOf(d calendar.Date) int { return dayNought.DaysUntil(d) }

// write ends all sheets and writes the workbook.
func (b *book) write(w io.Writer) error {
	for _, s := range b.sheets {
		if b.err == nil {
			b.keep(s.stream.Flush())
		}
	}
	var data bytes.Buffer
	if b.err == nil {
		_, err := b.file.WriteTo(&data)
		b.keep(err)
	}
	b.keep(b.file.Close())
	if b.err != nil {
		return b.err
	}
	return writeInOrder(w, data.Bytes())
}

// writeInOrder writes a workbook's parts in the order of their names: excelize writes streamed sheets in any order.
func writeInOrder(w io.Writer, data []byte) error {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range in.File {
		if err := out.Copy(part); err != nil {
			return err
		}
	}
	return out.Close()
}

// unitName is what people call a unit: its name, or the code of one that units.toml does not have.
func unitName(r *project.Register, code string) string {
	if u := r.Unit(code); u != nil {
		return u.Name.V
	}
	return code
}
