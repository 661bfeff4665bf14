// The index of the search: which texts hold which pieces of words, in files small enough that a query needs few of them.
//
// A text is cut into tokens. Of Chinese, which writes no blanks between words, each character and each pair of
// neighbouring ones is a token, so that any part of a word finds it. Of letters and digits, each three neighbouring ones
// are, and the one or two with which a word begins; a shorter word is one token. A query is cut likewise, into pairs and
// threes where it can be: a text that has all of them has, with few exceptions, the query. A line of the field Numbers is
// a token as a whole, too, so that who gives a whole number gets what has it first.
//
// For each token the index holds the documents that have it and in which of their fields, so that a hit can say where it
// was found, and one in a title counts for more than one deep in a text. The tokens are spread over shards by a hash of
// the whole token. site/assets/js/search.js reads what is written here, and opendatatest.Search does the same for tests.

package opendata

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"wuxing.example/register/generator/internal/parallel"
)

// Doc is what a search finds: a page, or a part of one.
type Doc struct {
	Kind   string // what it is: "项目", "规则"
	Title  string
	URL    string // from the site's root
	Meta   string // a line under the title: unit, year, stage
	Fields [len(Fields)]string
}

// Field is a part of a Doc.
type Field int

// The fields, by weight.
const (
	Titles    Field = iota // what it is called
	Numbers                // ids, document numbers, contracts, credit codes
	Parties                // units and suppliers
	Summaries              // what it is in a few sentences
	Headings
	Texts // all else
)

// Fields are the names of the fields, as a hit says them, and their weights.
var Fields = [...]struct {
	Name   string
	Weight int
}{{"名称", 12}, {"编号和文号", 8}, {"单位和供应商", 5}, {"概述", 4}, {"小标题", 3}, {"正文", 1}}

// WholeScore is what a hit counts more for having the query as a whole number.
const WholeScore = 1000

// docsFile is the place of the table of all documents.
const docsFile = "search/docs.json"

// shardSize is how many postings a shard holds at most, on average: some 40 KB of JSON. There are 256 shards or more.
const shardSize = 8192

// docs is the table of documents, by column, and what a reader has to know of the index.
type docs struct {
	Shards int      `json:"shards"`
	Fields []any    `json:"fields"` // pairs of name and weight
	Kinds  []string `json:"kinds"`
	Kind   []int    `json:"kind"` // index in Kinds
	Title  []string `json:"title"`
	URL    []string `json:"url"`
	Meta   []string `json:"meta"`
}

// SearchIndex makes the files of the index. Where hits count the same, the document that comes first is shown first.
func SearchIndex(all []Doc) []File {
	postings, total := postingsOf(all)
	d := docs{Shards: 256}
	for d.Shards*shardSize < total {
		d.Shards *= 2
	}
	for _, f := range Fields {
		d.Fields = append(d.Fields, []any{f.Name, f.Weight})
	}
	for i := range all {
		kind := slices.Index(d.Kinds, all[i].Kind)
		if kind < 0 {
			kind = len(d.Kinds)
			d.Kinds = append(d.Kinds, all[i].Kind)
		}
		d.Kind = append(d.Kind, kind)
		d.Title, d.URL, d.Meta = append(d.Title, all[i].Title), append(d.URL, all[i].URL), append(d.Meta, all[i].Meta)
	}
	shards := make([]map[string][]posting, d.Shards)
	for n := range shards {
		shards[n] = map[string][]posting{}
	}
	for token, list := range postings {
		shards[Shard(token, d.Shards)][token] = list
	}
	files := make([]File, 1+d.Shards)
	files[0] = File{docsFile, encode(d)}
	parallel.Each(d.Shards, func(n int) { files[1+n] = File{ShardFile(n), encodeShard(shards[n])} })
	return files
}

// ShardFile is the place of a shard: two or more hexadecimal digits.
func ShardFile(n int) string { return fmt.Sprintf("search/%02x.json", n) }

// Shard is the shard in which a token is found, of so many: the FNV-1a hash of its UTF-8.
func Shard(token string, shards int) int {
	h := fnv.New32a()
	h.Write([]byte(token))
	return int(h.Sum32() % uint32(shards))
}

// posting is a document's number, and in its lowest bits in which fields of it a token stands.
type posting int32

// fieldBits is how many bits of a posting say in which fields the token stands.
const fieldBits = len(Fields)

// postingsOf lists, for each token, the documents that have it, rising. It counts them all.
func postingsOf(all []Doc) (postings map[string][]posting, total int) {
	const parts = 16 // of the documents, one behind the other
	found := make([]map[string]*[]posting, parts)
	parallel.Each(parts, func(k int) { found[k] = postingsIn(all, k*len(all)/parts, (k+1)*len(all)/parts) })
	postings = map[string][]posting{}
	for _, part := range found {
		for token, list := range part {
			postings[token] = append(postings[token], *list...)
			total += len(*list)
		}
	}
	return postings, total
}

// postingsIn does so of the documents from one number up to another.
func postingsIn(all []Doc, from, to int) map[string]*[]posting {
	lists := map[string]*[]posting{}
	for i := from; i < to; i++ {
		add := func(token string, field Field) {
			list := lists[token]
			if list == nil {
				list = new([]posting)
				lists[strings.Clone(token)] = list // as it is, the token would keep the whole text
			}
			if n := len(*list); n > 0 && (*list)[n-1]>>fieldBits == posting(i) {
				(*list)[n-1] |= 1 << field
			} else {
				*list = append(*list, posting(i)<<fieldBits|1<<field)
			}
		}
		for f, text := range all[i].Fields {
			eachToken(text, func(token string) { add(token, Field(f)) })
		}
		for number := range strings.Lines(all[i].Fields[Numbers]) {
			if token, ok := Whole(number); ok {
				add(token, Numbers)
			}
		}
	}
	return lists
}

// encodeShard writes {"token":[posting,…],…} in order of the tokens. Of a document's number each posting has the step from
// the one before.
func encodeShard(shard map[string][]posting) []byte {
	out := []byte("{")
	for i, token := range slices.Sorted(maps.Keys(shard)) {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendQuote(out, token) // of letters and digits alone, and =
		out = append(out, ":["...)
		var last posting
		for k, p := range shard[token] {
			if k > 0 {
				out = append(out, ',')
			}
			out = strconv.AppendInt(out, int64(p-last), 10)
			last = p >> fieldBits << fieldBits
		}
		out = append(out, ']')
	}
	return append(out, "}\n"...)
}

// Fold makes texts comparable: full and half width, capital and small letters are the same.
func Fold(text string) string { return strings.ToLower(norm.NFKC.String(text)) }

// runs calls f with each stretch of Han characters, and each of other letters and digits, of a text, and with the places
// where its characters begin, and its end.
func runs(text string, f func(run string, at []int, han bool)) {
	text = Fold(text)
	var at []int
	han := false
	end := func(place int) {
		if len(at) > 0 {
			begin := at[0]
			at = append(at, place)
			for i := range at {
				at[i] -= begin
			}
			f(text[begin:place], at, han)
			at = at[:0]
		}
	}
	for place, r := range text {
		isHan := unicode.Is(unicode.Han, r)
		if !isHan && !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			end(place)
			continue
		}
		if isHan != han {
			end(place)
		}
		han = isHan
		at = append(at, place)
	}
	end(len(text))
}

// window is how many characters of a run make a token.
func window(han bool) int {
	if han {
		return 2
	}
	return 3
}

// eachToken calls f with the tokens by which a text is found, some of them more than once.
func eachToken(text string, f func(token string)) {
	runs(text, func(run string, at []int, han bool) {
		n, length := window(han), len(at)-1
		for i := range length {
			if han {
				f(run[at[i]:at[i+1]])
			}
			if i+n <= length {
				f(run[at[i]:at[i+n]])
			}
		}
		if !han {
			f(run[:at[1]])
			f(run[:at[min(2, length)]])
		}
	})
}

// Query gives the tokens that a text must have to be found, each once.
func Query(text string) []string {
	var tokens []string
	runs(text, func(run string, at []int, han bool) {
		n := min(window(han), len(at)-1)
		for i := 0; i+n < len(at); i++ {
			if token := run[at[i]:at[i+n]]; !slices.Contains(tokens, token) {
				tokens = append(tokens, token)
			}
		}
	})
	return tokens
}

// Whole gives the token of a whole number, whatever stands between its parts: "=2025zhzf001"; false if it has none.
func Whole(text string) (token string, ok bool) {
	token = "="
	runs(text, func(run string, _ []int, _ bool) { token += run })
	return token, token != "="
}

// Rarity is how much a token tells: the fewer documents have it, the more. It is an integer, so that every reader comes
// to the same order.
func Rarity(all, having int) int { return bits.Len(uint(all / having)) }
