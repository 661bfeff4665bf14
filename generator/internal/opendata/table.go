// Any table of the site as CSV.

package opendata

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
)

// figure is a number as the site prints it: "1,234.5", "-5", "84.0%".
var figure = regexp.MustCompile(`^-?[0-9][0-9,]*(\.[0-9]+)?%?$`)

// Table is a table as CSV: a line of headings, then a line a row. Figures lose their separators; any other text is made
// safe for a cell. It begins with a byte order mark, by which Excel knows UTF-8.
func Table(name string, heads []string, rows [][]string) File {
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	w.Write(heads)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, text := range row {
			if figure.MatchString(text) {
				cells[i] = strings.ReplaceAll(text, ",", "")
			} else {
				cells[i] = cell(text)
			}
		}
		w.Write(cells)
	}
	w.Flush()
	return File{name, out.Bytes()}
}
