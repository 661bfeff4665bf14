// Package opendatatest reads what package opendata makes, as the site's scripts do.
package opendatatest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/opendata"
)

// Hit is a document that a search finds.
type Hit struct {
	Kind, Title, URL string
	Field            string // the weightiest field that has the whole query; "" if it is spread over several
}

// Search finds documents in the index of a site, the best first, in the steps of site/assets/js/search.js: those that have
// the whole query, or, where there is none, those that have most of it. It errors if the index cannot be read.
func Search(site fs.FS, query string) ([]Hit, error) {
	var docs struct {
		Shards           int
		Kinds            []string
		Kind             []int
		Title, URL, Meta []string
	}
	if err := read(site, "search/docs.json", &docs); err != nil {
		return nil, err
	}
	type match struct{ doc, tokens, score, fields int }
	matches := map[int]*match{}
	postings := func(token string) ([]int, error) {
		var shard map[string][]int
		err := read(site, opendata.ShardFile(opendata.Shard(token, docs.Shards)), &shard)
		return shard[token], err
	}
	tokens := opendata.Query(query)
	for _, token := range tokens {
		list, err := postings(token)
		if err != nil {
			return nil, err
		}
		doc, rarity := 0, 0
		if len(list) > 0 {
			rarity = opendata.Rarity(len(docs.Title), len(list))
		}
		for _, posting := range list {
			fields := posting & (1<<len(opendata.Fields) - 1)
			doc += posting >> len(opendata.Fields)
			m := matches[doc]
			if m == nil {
				m = &match{doc: doc, fields: -1}
				matches[doc] = m
			}
			m.tokens++
			m.score += rarity * opendata.Fields[best(fields)].Weight
			m.fields &= fields
		}
	}
	if token, ok := opendata.Whole(query); ok {
		list, err := postings(token)
		if err != nil {
			return nil, err
		}
		doc := 0
		for _, posting := range list {
			doc += posting >> len(opendata.Fields)
			m := matches[doc]
			if m == nil {
				m = &match{doc: doc}
				matches[doc] = m
			}
			m.tokens, m.fields = len(tokens), 1<<opendata.Numbers
			m.score += opendata.WholeScore
		}
	}
	needed := len(tokens)
	if !slices.ContainsFunc(slices.Collect(maps.Values(matches)), func(m *match) bool { return m.tokens == needed }) {
		needed = (3*len(tokens) + 4) / 5
	}
	var found []*match
	for _, m := range matches {
		if m.tokens < needed {
			continue
		}
		if m.fields != 0 { // one field has the whole query
			m.score += len(tokens) * opendata.Fields[best(m.fields)].Weight
		}
		if strings.Contains(opendata.Fold(docs.Title[m.doc]), opendata.Fold(strings.TrimSpace(query))) {
			m.score *= 2
		}
		found = append(found, m)
	}
	slices.SortFunc(found, func(a, b *match) int {
		return cmp.Or(cmp.Compare(b.tokens, a.tokens), cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc))
	})
	var hits []Hit
	for _, m := range found {
		h := Hit{Kind: docs.Kinds[docs.Kind[m.doc]], Title: docs.Title[m.doc], URL: docs.URL[m.doc]}
		if m.fields != 0 {
			h.Field = opendata.Fields[best(m.fields)].Name
		}
		hits = append(hits, h)
	}
	return hits, nil
}

// best is the weightiest of some fields, which come by weight.
func best(fields int) int {
	for f := range opendata.Fields {
		if fields&(1<<f) != 0 {
			return f
		}
	}
	panic("a posting without a field")
}

func read(site fs.FS, name string, v any) error {
	text, err := fs.ReadFile(site, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
