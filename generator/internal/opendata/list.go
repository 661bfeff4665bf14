// The list of all projects, for the browser and as CSV.

package opendata

import (
	"bytes"
	"encoding/csv"
	"strings"

	"wuxing.example/register/generator/internal/portfolio"
)

// Places of the list on the site.
const (
	ListFile = "data/list.json"
	CSVFile  = "data/projects.csv"
)

// list is what the browser filters: columns over the entries in their order. What repeats is coded by a dictionary.
type list struct {
	Facets     []listFacet `json:"facets"`
	States     [][2]string `json:"states"` // text and tone
	ID         []string    `json:"id"`
	Name       []string    `json:"name"`
	State      []int       `json:"state"` // index in States
	Declared   []any       `json:"declared"`
	Planned    []any       `json:"planned"` // amounts in 万元, null where there is none
	Contracted []any       `json:"contracted"`
	Paid       []any       `json:"paid"`
}

type listFacet struct {
	Key    string      `json:"key"`
	Label  string      `json:"label"`
	About  string      `json:"about,omitempty"`
	Values [][2]string `json:"values"` // key and label
	Of     []int       `json:"of"`     // index in Values, by entry
}

// List is the list for the browser.
func (s *Survey) List() File {
	var l list
	for i := range s.Facets {
		f := listFacet{Key: s.Facets[i].Key, Label: s.Facets[i].Label, About: s.Facets[i].About}
		at := map[string]int{}
		for n, v := range s.Facets[i].Values {
			f.Values = append(f.Values, [2]string{v.Key, v.Label})
			at[v.Key] = n
		}
		for k := range s.Entries {
			f.Of = append(f.Of, at[s.Entries[k].values[i]])
		}
		l.Facets = append(l.Facets, f)
	}
	states := map[State]int{}
	for i := range s.Entries {
		e := &s.Entries[i]
		n, ok := states[e.State]
		if !ok {
			n = len(l.States)
			states[e.State] = n
			l.States = append(l.States, [2]string{e.State.Text, e.State.Tone})
		}
		l.State = append(l.State, n)
		l.ID, l.Name = append(l.ID, e.Project.ID), append(l.Name, e.Project.Declaration.Name.V)
		l.Declared, l.Planned = append(l.Declared, number(e.Amounts.Declared)), append(l.Planned, number(e.Amounts.Planned))
		l.Contracted, l.Paid = append(l.Contracted, number(e.Amounts.Contracted)), append(l.Paid, number(e.Amounts.Paid))
	}
	return File{ListFile, encode(l)}
}

// plain writes an amount as a number of 万元 without separators, "" where there is none.
func plain(s portfolio.Sum) string {
	if !s.Given {
		return ""
	}
	return strings.ReplaceAll(s.Amount.InWan(), ",", "")
}

// number is an amount in 万元 as exact JSON, null where there is none.
func number(s portfolio.Sum) any {
	if !s.Given {
		return nil
	}
	return exact(plain(s))
}

// exact is a decimal that JSON holds as it is written.
type exact string

// MarshalJSON writes the digits.
func (e exact) MarshalJSON() ([]byte, error) { return []byte(e), nil }

// CSV is the entries to keep as a table: a line of headings, then a line an entry in the same order, so that the browser
// can cut the lines of a selection from that of all. No cell holds a line end. It begins with a byte order mark, by which
// Excel knows UTF-8.
func (s *Survey) CSV(name string, keep func(*Entry) bool) File {
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	heads := []string{"项目编号", "项目名称"}
	for i := range s.Facets {
		heads = append(heads, s.Facets[i].Label)
	}
	w.Write(append(heads, "状态", "申报概算（万元）", "审核金额（万元）", "计划金额（万元）", "合同金额（万元）", "已支付（万元）"))
	labels := make([]map[string]string, len(s.Facets))
	for i := range s.Facets {
		labels[i] = map[string]string{}
		for _, v := range s.Facets[i].Values {
			labels[i][v.Key] = v.Label
		}
	}
	for i := range s.Entries {
		e, a := &s.Entries[i], &s.Entries[i].Amounts
		if !keep(e) {
			continue
		}
		cells := []string{e.Project.ID, cell(e.Project.Declaration.Name.V)}
		for k := range s.Facets {
			cells = append(cells, cell(labels[k][e.values[k]]))
		}
		w.Write(append(cells, e.State.Text, plain(a.Declared), plain(a.Audited), plain(a.Planned), plain(a.Contracted), plain(a.Paid)))
	}
	w.Flush()
	return File{name, out.Bytes()}
}

// cell makes a text safe for a cell: on one line, and never taken for a formula.
func cell(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text != "" && strings.IndexByte("=+-@", text[0]) >= 0 {
		return "'" + text
	}
	return text
}
