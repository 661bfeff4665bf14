package publish

import "wuxing.example/register/generator/internal/opendata"

// csv puts a table among the site's files and gives the link to it. notes is the heading of the notes under the first
// linked column's texts, which get a column of their own, as ids of projects and codes of suppliers do; "": there are none.
func (m *maker) csv(name string, t *Table, notes string) *Link {
	noted := -1
	if notes != "" {
		noted = notedColumn(t)
	}
	var names []string
	for i, h := range t.Heads {
		if names = append(names, h.Text); i == noted {
			names = append(names, notes)
		}
	}
	var rows [][]string
	for _, cells := range t.Rows {
		var texts []string
		for i, c := range cells {
			if texts = append(texts, c.Text); i == noted {
				texts = append(texts, c.Note)
			}
		}
		rows = append(rows, texts)
	}
	m.files = append(m.files, opendata.Table(name, names, rows))
	return &Link{Text: "下载 CSV", URL: name}
}

// notedColumn is the first column in which a linked text has a note.
func notedColumn(t *Table) int {
	for _, cells := range t.Rows {
		for i, c := range cells {
			if c.URL != "" && c.Note != "" {
				return i
			}
		}
	}
	return 0
}

// barsCSV does the same for a table of bars.
func (m *maker) barsCSV(b *Bars) {
	t := Table{}
	for _, h := range b.Heads {
		t.Heads = append(t.Heads, Head{Text: h})
	}
	for _, r := range b.Rows {
		t.Rows = append(t.Rows, row(append([]string{r.Name.Text}, r.Cells...)...))
	}
	b.CSV = m.csv("figures/chart-"+b.ID+".csv", &t, "").URL
}
