// Package opendata makes what the site offers to programs: the list of projects that the browser filters, the same as
// CSV and JSON, an export in the Open Contracting for Infrastructure Data Standard, the deadlines as a calendar, a feed,
// and the index of the search.
//
// Of a classified project nothing is in any of them. What is public of the others is what the site shows: no accounts,
// no experts, nothing of the declaration's security table.
//
// Every file is made in memory and has a place on the site; package publish writes them beside the pages.
package opendata

import (
	"bytes"
	"encoding/json"
)

// File is a file of the site that is no page.
type File struct {
	Name string // its path on the site, "data/projects.csv"
	Data []byte
}

// encode writes compact JSON, in which Chinese and markup stand as they are.
func encode(v any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err) // our own types can be encoded
	}
	return out.Bytes()
}
