// A sheet as it is read: where which value stands.

package workbook

import (
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"
)

// grid is a sheet's values as they are stored: of a formula, what it came to.
type grid struct {
	file   *excelize.File
	name   string
	hidden bool
	rows   [][]string
	spread map[[2]int]bool // row and column of the cells that repeat the first one of a merged range
	isLong bool            // there are more rows, or columns, than are read
	links  []string        // the cells with a link out of the file

	from1904 bool // days are counted from 1904, as some programs do
}

// grids reads all sheets. It errors if a sheet cannot be read.
func grids(f *excelize.File) (all []*grid, err error) {
	properties, err := f.GetWorkbookProps()
	if err != nil {
		return nil, err
	}
	for _, name := range f.GetSheetList() {
		g := &grid{file: f, name: name, spread: map[[2]int]bool{}}
		g.from1904 = properties.Date1904 != nil && *properties.Date1904
		if visible, err := f.GetSheetVisible(name); err == nil {
			g.hidden = !visible
		}
		if err := g.read(); err != nil {
			return nil, err
		}
		if g.links, err = f.GetHyperLinkCells(name, "External"); err != nil {
			return nil, err
		}
		g.spreadMerged()
		all = append(all, g)
	}
	return all, nil
}

func (g *grid) read() error {
	rows, err := g.file.Rows(g.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if len(g.rows) == mostRows {
			g.isLong = true
			break
		}
		row, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		if len(row) > mostColumns {
			row, g.isLong = row[:mostColumns:mostColumns], true
		}
		g.rows = append(g.rows, row)
	}
	for len(g.rows) > 0 && isBlank(g.rows[len(g.rows)-1]) {
		g.rows = g.rows[:len(g.rows)-1]
	}
	return rows.Error()
}

// spreadMerged repeats the value of cells merged over several rows in the first column of each, mostSpread times in all.
func (g *grid) spreadMerged() {
	merged, err := g.file.GetMergeCells(g.name)
	if err != nil {
		return
	}
	for _, m := range merged {
		x, from, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		_, to, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil || from == to {
			continue
		}
		value := g.at(from-1, x-1)
		for y := from; y < min(to, len(g.rows)) && value != ""; y++ {
			for len(g.rows[y]) < x {
				g.rows[y] = append(g.rows[y], "")
			}
			if len(g.spread) == mostSpread {
				return
			}
			g.rows[y][x-1] = value
			g.spread[[2]int{y, x - 1}] = true
		}
	}
}

// at is the value in a row and column, both from 0; "" where there is none.
func (g *grid) at(y, x int) string {
	if y < 0 || y >= len(g.rows) || x < 0 || x >= len(g.rows[y]) {
		return ""
	}
	return g.rows[y][x]
}

// text is the value as a person sees it: of a number, what its format makes of it, so that 95% is no 0.95.
func (g *grid) text(y, x int) string {
	raw := g.at(y, x)
	if isNumber(raw) {
		if shown, err := g.file.GetCellValue(g.name, ref(y, x), excelize.Options{RawCellValue: false}); err == nil && shown != "" {
			return shown
		}
	}
	return raw
}

var number = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

func isNumber(s string) bool { return number.MatchString(s) }

func isBlank(row []string) bool { return strings.TrimSpace(strings.Join(row, "")) == "" }

// ref names a cell by its row and column, both from 0.
func ref(y, x int) string {
	name, err := excelize.CoordinatesToCellName(x+1, y+1)
	if err != nil {
		return ""
	}
	return name
}

var unitInHead = regexp.MustCompile(`[(](万元|元|亿元)[)]$`)

// labelOf is what a label is known by, however it is written.
func labelOf(s string) string {
	label, _ := heading(s)
	return label
}

// heading is what a heading means: its label, and the unit of its amounts, 万元 where none is said.
func heading(s string) (label, unit string) {
	label = strings.Join(strings.Fields(strings.Trim(norm.NFKC.String(s), "*: \n\t")), "")
	label, unit = strings.TrimSuffix(label, "*"), "万元"
	if m := unitInHead.FindStringSubmatch(label); m != nil {
		label, unit = strings.TrimSuffix(label, m[0]), m[1]
	}
	return label, unit
}
