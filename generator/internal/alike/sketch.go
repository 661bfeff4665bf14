package alike

import (
	"cmp"
	"math"
	"slices"
)

// Sketch is what is compared of a text: numbers that stand for its grams, each once, rising. Of a long text it is a
// sample, the sketchSize smallest numbers: as they are as good as random, two texts' samples are as alike as the texts.
type Sketch []uint32

// sketchSize is the greatest number of grams that a sketch keeps. A name keeps all; of long texts half alike, the share
// that the samples tell lies within nine points of the true one in 19 cases of 20.
const sketchSize = 128

// Sketch gives the sketch of the text's grams of n characters.
func (t Text) Sketch(n int) Sketch {
	var s Sketch
	for i := range t.Len() - n + 1 {
		s = append(s, number(t.characters[i:i+n]))
	}
	return s.trim()
}

// Merge gives the sketch of two texts taken together.
func Merge(a, b Sketch) Sketch { return slices.Concat(a, b).trim() }

func (s Sketch) trim() Sketch {
	slices.Sort(s)
	s = slices.Compact(s)
	return slices.Clip(s[:min(len(s), sketchSize)])
}

// number is the hash of a gram: FNV-1a, then mixed so that small numbers fall on all grams alike.
func number(gram []character) uint32 {
	h := uint32(2166136261)
	for _, c := range gram {
		for shift := 0; shift < 24; shift += 8 {
			h = (h ^ uint32(c.r)>>shift&0xff) * 16777619
		}
	}
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return h ^ h>>16
}

// end is the number up to which the sketch tells all grams of its text.
func (s Sketch) end() uint32 {
	if len(s) < sketchSize {
		return math.MaxUint32
	}
	return s[len(s)-1]
}

// Collection is texts that are compared with one another, by their keys.
type Collection struct {
	texts  map[string]text
	number map[uint32]int // of texts that have each gram
}

// text is the grams of a text that tell it from others, rising, up to a number; beyond it nothing is known.
type text struct {
	key   string
	grams []uint32
	end   uint32
}

// A gram that stands in more texts than commonTexts and in more than a commonShare-th of all is everyday speech, or a
// form that all fill in, and counts for nothing.
const (
	commonTexts = 50
	commonShare = 5
)

// Collect makes a collection of texts by their keys.
func Collect(sketches map[string]Sketch) *Collection {
	c := &Collection{map[string]text{}, map[uint32]int{}}
	for _, s := range sketches {
		for _, g := range s {
			c.number[g]++
		}
	}
	common := max(commonTexts, len(sketches)/commonShare)
	for key, s := range sketches {
		telling := slices.DeleteFunc(slices.Clone(s), func(g uint32) bool { return c.number[g] > common })
		c.texts[key] = text{key, telling, s.end()}
	}
	return c
}

// Pair is two texts that read alike: Same of the All grams that either has (of long texts, of a sample) are in both.
type Pair struct {
	A, B      string // their keys, A < B
	Same, All int
}

// Pairs finds, among the texts of some keys, the pairs that are alike by at least a share in per cent, in order of the
// keys. What it finds depends on the texts alone, not on the order of the keys. It finds all pairs, but where more than
// a hundred texts read alike: there it finds each of them with some of the others.
//
// Two texts are compared only where they share one of their rarest grams, as any two do that are alike enough (of long
// texts, of which samples are compared, almost any): so the work grows with the texts, not with their square.
func (c *Collection) Pairs(keys []string, percent int) []Pair {
	x := c.index(keys, percent)
	var pairs []Pair
	for i, a := range x.texts {
		for _, k := range x.candidates(i) {
			b := x.texts[k]
			if same, all := compare(a, b); same > 0 && 100*same >= percent*all {
				pairs = append(pairs, Pair{min(a.key, b.key), max(a.key, b.key), same, all})
			}
		}
	}
	slices.SortFunc(pairs, func(p, q Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) })
	return pairs
}

// compare counts the grams that either text has, as far as both are known, and those that both have.
func compare(a, b text) (same, all int) {
	end := min(a.end, b.end)
	x, y := a.upTo(end), b.upTo(end)
	all = len(x) + len(y)
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0] < y[0]:
			x = x[1:]
		case y[0] < x[0]:
			y = y[1:]
		default:
			x, y = x[1:], y[1:]
			same++
		}
	}
	return same, all - same
}

func (t text) upTo(end uint32) []uint32 {
	at, isThere := slices.BinarySearch(t.grams, end)
	if isThere {
		at++
	}
	return t.grams[:at]
}

// index is texts in order of their grams, and by each of their rarest grams the texts that have it among these.
type index struct {
	texts  []text
	rarest [][]uint32
	with   map[uint32][]int
	seen   []int // by text, for which other it was last a candidate
}

func (c *Collection) index(keys []string, percent int) *index {
	x := &index{with: map[uint32][]int{}}
	for _, key := range keys {
		x.texts = append(x.texts, c.texts[key])
	}
	slices.SortFunc(x.texts, func(a, b text) int { return cmp.Or(slices.Compare(a.grams, b.grams), cmp.Compare(a.key, b.key)) })
	for i, t := range x.texts {
		rarest := c.rarest(t, percent)
		for _, g := range rarest {
			x.with[g] = append(x.with[g], i)
		}
		x.rarest, x.seen = append(x.rarest, rarest), append(x.seen, -1)
	}
	return x
}

// rarest lists so many of the text's rarest grams that any text which shares that many per cent of its grams with it
// shares one of them, but not those that no other text has. Who shares k of n grams shares one of any n-k+1.
func (c *Collection) rarest(t text, percent int) []uint32 {
	type counted struct {
		number int
		gram   uint32
	}
	grams := make([]counted, len(t.grams))
	for i, g := range t.grams {
		grams[i] = counted{c.number[g], g}
	}
	slices.SortFunc(grams, func(a, b counted) int { return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.gram, b.gram)) })
	shared := max(1, (percent*len(grams)+99)/100)
	var found []uint32
	for _, g := range grams[:max(0, len(grams)-shared+1)] {
		if g.number > 1 {
			found = append(found, g.gram)
		}
	}
	return found
}

// A gram that is among the rarest of more texts than crowd leads from each of them only to the neighbours next to it in
// the index's order: so the work does not grow with the square of a crowd that reads alike, and yet each in it is found.
const (
	crowd      = 100
	neighbours = 5
)

// candidates lists the texts behind one, in the index's order, that share one of their rarest grams with it.
func (x *index) candidates(i int) []int {
	var found []int
	for _, g := range x.rarest[i] {
		with := x.with[g]
		at, _ := slices.BinarySearch(with, i)
		behind := with[at+1:]
		if len(with) > crowd {
			behind = behind[:min(len(behind), neighbours)]
		}
		for _, k := range behind {
			if x.seen[k] != i {
				x.seen[k] = i
				found = append(found, k)
			}
		}
	}
	return found
}
