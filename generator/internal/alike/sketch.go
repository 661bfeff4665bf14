package alike

import (
	"cmp"
	"maps"
	"math"
	"math/bits"
	"slices"
	"sync"

	"wuxing.example/register/generator/internal/parallel"
)

// Sketch is what is compared of a text: numbers that stand for its grams, each once, rising. Of a long text it is a
// sample, the sketchSize smallest numbers: as they are as good as random, two texts' samples are as alike as the texts.
type Sketch []uint32

// sketchSize is the greatest number of grams that a sketch keeps. A name keeps all; of long texts half alike, the share
// that the samples tell lies within nine points of the true one in 19 cases of 20.
const sketchSize = 128

// Sketch gives the sketch of the text's grams of n characters.
func (t Text) Sketch(n int) Sketch {
	s := make(Sketch, 0, t.Len())
	for i := range t.Len() - n + 1 {
		s = append(s, number(t.characters[i:i+n]))
	}
	slices.Sort(s)
	s = slices.Compact(s)
	return s[:min(len(s), sketchSize)]
}

// Merge gives the sketch of two texts taken together.
func Merge(a, b Sketch) Sketch {
	s := make(Sketch, 0, sketchSize)
	for len(s) < sketchSize && len(a)+len(b) > 0 {
		if len(a) == 0 || len(b) > 0 && b[0] < a[0] {
			a, b = b, a
		}
		s = append(s, a[0])
		if len(b) > 0 && b[0] == a[0] {
			b = b[1:]
		}
		a = a[1:]
	}
	return s
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

// Collection is texts that are compared with one another. They go by their numbers, from 0.
type Collection struct {
	texts    []text          // in order of their grams
	places   []int32         // of each among them, by its number
	grams    int             // how many different ones there are
	everyday map[uint32]bool // those that count for nothing
}

// Everyday lists the grams that count for nothing, rising.
func (c *Collection) Everyday() []uint32 { return slices.Sorted(maps.Keys(c.everyday)) }

// Grams lists up to so many of the grams that tell a text from others, rising: as they are as good as random, two texts
// that read alike have some of them in common.
func (c *Collection) Grams(number, most int) []uint32 {
	t := &c.texts[c.places[number]]
	return t.grams[:min(most, len(t.grams))]
}

// text is the grams of a text that tell it from others, up to a number; beyond it nothing is known.
type text struct {
	number int
	grams  []uint32 // rising
	shared []int32  // those of them that other texts have as well, as the collection counts them, the rarest first
	end    uint32
	marks  marks
	steps  [64]uint8 // how many grams lie below each 64th of all numbers
}

// below counts the grams below a number, or some less.
func (t *text) below(number uint32) int { return int(t.steps[number>>26]) }

// A gram that stands in more texts than commonTexts and in more than a commonShare-th of all is everyday speech, or a
// form that all fill in, and counts for nothing.
const (
	commonTexts = 50
	commonShare = 5
)

// Collect makes a collection of texts.
func Collect(sketches []Sketch) *Collection {
	return CollectAmong(sketches, nil)
}

// CollectAmong makes a collection of some texts of a larger one, of which it takes what is everyday speech; nil: of these.
func CollectAmong(sketches []Sketch, everyday map[uint32]bool) *Collection {
	var counted numbering
	var with []int32 // how many texts have each gram
	grams := make([][]int32, len(sketches))
	for i, s := range sketches {
		grams[i] = make([]int32, len(s))
		for k, g := range s {
			n := counted.of(g)
			if int(n) == len(with) {
				with = append(with, 0)
			}
			with[n]++
			grams[i][k] = n
		}
	}
	if everyday == nil {
		everyday = map[uint32]bool{}
		for n, g := range counted.grams {
			if int(with[n]) > max(commonTexts, len(sketches)/commonShare) {
				everyday[g] = true
			}
		}
	}
	for n, g := range counted.grams {
		if everyday[g] {
			with[n] = 0
		}
	}
	texts := make([]text, len(sketches))
	parallel.Each(len(texts), func(i int) { texts[i] = newText(i, sketches[i], grams[i], with) })
	slices.SortFunc(texts, func(a, b text) int {
		if order := slices.Compare(a.grams, b.grams); order != 0 {
			return order
		}
		return a.number - b.number
	})
	c := &Collection{texts: texts, places: make([]int32, len(texts)), grams: len(with), everyday: everyday}
	for place := range texts {
		c.places[texts[place].number] = int32(place)
	}
	return c
}

// numbering numbers different grams, in the order in which they come. As they are as good as random, the last bits of
// each tell where its number stands, if need be in the next place that is free: so this takes less time than a map.
type numbering struct {
	grams  []uint32
	places []int32 // the numbers, from 1; a power of two, and more than twice as many as there are grams
}

func (n *numbering) of(gram uint32) int32 {
	if 2*len(n.grams) >= len(n.places) {
		n.places = make([]int32, max(1024, 2*len(n.places)))
		for i, g := range n.grams {
			*n.place(g) = int32(i) + 1
		}
	}
	place := n.place(gram)
	if *place == 0 {
		n.grams = append(n.grams, gram)
		*place = int32(len(n.grams))
	}
	return *place - 1
}

// place is where the number of a gram stands, or is to stand.
func (n *numbering) place(gram uint32) *int32 {
	for at := int(gram); ; at++ {
		place := &n.places[at&(len(n.places)-1)]
		if *place == 0 || n.grams[*place-1] == gram {
			return place
		}
	}
}

// newText takes those grams of a sketch that count for something. Of each it is given the number by which the
// collection counts it, and by that how many texts have it, none if it counts for nothing.
func newText(number int, s Sketch, counted, with []int32) text {
	t := text{number: number, end: s.end(), grams: make([]uint32, 0, len(s))}
	rarity := make([]uint64, 0, sketchSize) // of the grams that others have: how many texts have it, and where it stands
	for k, g := range s {
		n := with[counted[k]]
		if n == 0 {
			continue
		}
		t.grams = append(t.grams, g)
		t.marks[g>>6%4] |= 1 << (g % 64)
		if n > 1 {
			rarity = append(rarity, uint64(n)<<32|uint64(k))
		}
	}
	for step, at := 0, 0; step < len(t.steps); step++ {
		for at < len(t.grams) && int(t.grams[at]>>26) < step {
			at++
		}
		t.steps[step] = uint8(at)
	}
	slices.Sort(rarity)
	t.shared = make([]int32, len(rarity))
	for i, r := range rarity {
		t.shared[i] = counted[uint32(r)]
	}
	return t
}

// marks stand for the grams of a text, each as one bit of a few.
type marks [4]uint64

// Pair is two texts that read alike: Same of the All grams that either has (of long texts, of a sample) are in both.
type Pair struct {
	A, B      int // their numbers, A < B
	Same, All int
}

// Pairs finds, among the texts of some numbers, the pairs that are alike by at least a share in per cent, in order. What
// it finds depends on the texts and their numbers, not on the order in which they are asked for. It finds all pairs, but
// where more than a hundred texts read alike: there it finds each of them with some of the others.
//
// Two texts are compared only where they share one of their rarest grams, as any two do that are alike enough (of long
// texts, of which samples are compared, almost any): so the work grows with the texts, not with their square.
func (c *Collection) Pairs(numbers []int, percent int) []Pair {
	x := c.index(numbers, percent)
	found := make([][]Pair, len(x.texts))
	parallel.Each(len(x.texts), func(i int) { found[i] = x.pairs(i) })
	pairs := slices.Concat(found...)
	slices.SortFunc(pairs, func(p, q Pair) int { return cmp.Or(p.A-q.A, p.B-q.B) })
	return pairs
}

// compare counts the grams that either text has, as far as both are known, and those that both have.
func compare(a, b *text) (same, all int) {
	x, y := common(a, b)
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

// isFar reports whether already two texts' marks tell that they share less than so many per cent of their grams: that
// spares comparing most. It looks at neither's grams.
func isFar(a, b *text, percent int) bool {
	both := len(a.grams) + len(b.grams)
	shared := both // twice as many as both can have in common
	for i := range a.marks {
		shared -= bits.OnesCount64(a.marks[i] ^ b.marks[i])
	}
	switch { // of one text no more counts than is known of the other
	case a.end > b.end:
		both -= len(a.grams) - a.below(b.end)
	case b.end > a.end:
		both -= len(b.grams) - b.below(a.end)
	}
	return (100+percent)*shared < 2*percent*both
}

// common gives the grams of two texts as far as both are known.
func common(a, b *text) (x, y []uint32) {
	end := min(a.end, b.end)
	return a.upTo(end), b.upTo(end)
}

func (t *text) upTo(end uint32) []uint32 {
	if t.end <= end {
		return t.grams
	}
	at, isThere := slices.BinarySearch(t.grams, end)
	if isThere {
		at++
	}
	return t.grams[:at]
}

// index is texts in order of their grams, and by each of their rarest grams the texts that have it among these.
type index struct {
	percent int
	texts   []*text
	with    [][]int32 // by gram, as they are met here: the texts
	rarest  [][]stand // of each text
	seen    sync.Pool // of *[]int32: by text, behind which other it was last seen
}

// stand is a gram of a text, and where the text stands among those that have it.
type stand struct{ gram, at int32 }

func (c *Collection) index(numbers []int, percent int) *index {
	x := &index{percent: percent, texts: make([]*text, len(numbers)), rarest: make([][]stand, len(numbers))}
	x.seen.New = func() any { seen := make([]int32, len(x.texts)); return &seen }
	places := make([]int32, len(numbers))
	for i, n := range numbers {
		places[i] = c.places[n]
	}
	slices.Sort(places)
	length := 0
	for i, place := range places {
		x.texts[i] = &c.texts[place]
		length += len(x.texts[i].rarest(percent))
	}
	met := make([]int32, c.grams)     // the number in this index of each gram, from 1
	var count []int32                 // of the texts that have each
	grams := make([]int32, 0, length) // of one text after the other
	for _, t := range x.texts {
		for _, g := range t.rarest(percent) {
			if met[g] == 0 {
				count = append(count, 0)
				met[g] = int32(len(count))
			}
			count[met[g]-1]++
			grams = append(grams, met[g]-1)
		}
	}
	x.with = make([][]int32, len(count))
	all, stands := make([]int32, len(grams)), make([]stand, len(grams))
	for g, n := range count {
		x.with[g], all = all[:0:n], all[n:]
	}
	for i, t := range x.texts {
		n := len(t.rarest(percent))
		for k, g := range grams[:n] {
			stands[k] = stand{g, int32(len(x.with[g]))}
			x.with[g] = append(x.with[g], int32(i))
		}
		x.rarest[i], stands, grams = stands[:n], stands[n:], grams[n:]
	}
	return x
}

// rarest lists so many of the text's rarest grams that any text which shares that many per cent of its grams with it
// shares one of them, but not those that no other text has. Who shares k of n grams shares one of any n-k+1.
func (t *text) rarest(percent int) []int32 {
	least := max(1, (percent*len(t.grams)+99)/100)
	alone := len(t.grams) - len(t.shared)
	return t.shared[:max(0, len(t.grams)-least+1-alone)]
}

// A gram that is among the rarest of more texts than crowd leads from each of them only to the neighbours next to it in
// the index's order: so the work does not grow with the square of a crowd that reads alike, and yet each in it is found.
const (
	crowd      = 100
	neighbours = 5
)

// pairs finds the pairs of one text with texts behind it, in the index's order, that share one of their rarest grams
// with it.
func (x *index) pairs(i int) []Pair {
	var pairs []Pair
	pooled := x.seen.Get().(*[]int32)
	defer x.seen.Put(pooled)
	a, seen := x.texts[i], *pooled
	for _, s := range x.rarest[i] {
		with := x.with[s.gram]
		behind := with[s.at+1:]
		if len(with) > crowd {
			behind = behind[:min(len(behind), neighbours)]
		}
		for _, k := range behind {
			if seen[k] == int32(i)+1 {
				continue
			}
			seen[k] = int32(i) + 1
			b := x.texts[k]
			if isFar(a, b, x.percent) {
				continue
			}
			if same, all := compare(a, b); same > 0 && 100*same >= x.percent*all {
				pairs = append(pairs, Pair{min(a.number, b.number), max(a.number, b.number), same, all})
			}
		}
	}
	return pairs
}
