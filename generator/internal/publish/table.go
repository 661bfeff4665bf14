// Tables, and how they reach their template.

package publish

import "encoding/json"

// Table is printed with its caption; its head is repeated on every printed page. At 600 px and less its rows become
// cards, in which each cell carries its heading.
type Table struct {
	Caption string   `json:"caption"`
	Silent  bool     `json:"silent"` // the caption is only read out, for the heading above says the same
	Note    string   `json:"note"`   // "单位：万元"
	Heads   []Head   `json:"heads"`
	Lead    int      `json:"-"`     // which cell is the row's heading, and a card's title: mostly 0
	Rows    [][]Cell `json:"-"`     // a cell a head
	Foot    []Cell   `json:"-"`     // totals, a cell a head; none: no foot
	Empty   string   `json:"empty"` // the sentence that stands in place of the table when it has no rows
}

// Head is the heading of a table's column.
type Head struct {
	Text    string `json:"text"`
	Numeric bool   `json:"numeric"` // figures, set to the right
}

// Cell is one cell of a table.
type Cell struct {
	Text string `json:"text"`
	Note string `json:"note,omitempty"` // a second, smaller line
	URL  string `json:"url,omitempty"`  // the text is a link
	Tone Tone   `json:"tone,omitempty"` // the text is a tag
}

// printedCell is a cell as the template prints it, which thus has nothing to find out: most of a site is cells.
type printedCell struct {
	Cell
	Head   string `json:"head,omitempty"`  // that of its column, for a card
	Class  string `json:"class,omitempty"` // "num": figures; "short": not to be broken
	IsLead bool   `json:"lead,omitempty"`  // it is the row's heading, and the card's title
}

// MarshalJSON gives the table with its rows as they are printed.
func (t Table) MarshalJSON() ([]byte, error) {
	type fields Table // without this method
	printed := struct {
		fields
		Rows [][]printedCell `json:"rows"`
		Foot []printedCell   `json:"foot"`
	}{fields: fields(t)}
	for _, cells := range t.Rows {
		row := make([]printedCell, len(cells))
		for i, c := range cells {
			row[i] = t.print(i, c)
			if len(c.Text) < shortText && row[i].Class == "" {
				row[i].Class = "short"
			}
		}
		printed.Rows = append(printed.Rows, row)
	}
	for i, c := range t.Foot {
		cell := t.print(i, c)
		cell.IsLead = cell.IsLead && c.Text != ""
		printed.Foot = append(printed.Foot, cell)
	}
	return json.Marshal(printed)
}

// shortText is the length, in bytes, from which on a text may be broken: five Han characters, or a date and a little.
const shortText = 16

// print sets the cell of a column.
func (t *Table) print(column int, c Cell) printedCell {
	head := t.Heads[column]
	cell := printedCell{Cell: c, Head: head.Text, IsLead: column == t.Lead}
	if head.Numeric {
		cell.Class = "num"
	}
	return cell
}
