// Package alike finds Chinese texts that read alike among many, and shows what they have in common.
//
// Chinese is written without blanks between words, so texts are compared by the runs of a few characters (grams) in
// them: two texts are as alike as the share of grams that both have in the grams that either has. What a text is before
// that is cleaned of what says nothing: blanks, punctuation, years, the owner's own name, and words that every text has.
//
//	cleaner := alike.NewCleaner("系统", "建设", "项目")
//	name := cleaner.Clean("示例区图书馆2025年智慧停车系统建设项目", "示例区图书馆") // 智慧停车
//	names = append(names, name.Sketch(2))
//	pairs := alike.Collect(names).Pairs(numbers, 60)
package alike

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text is a text without what says nothing, and where in its source the characters left stand.
type Text struct {
	source     string
	characters []character
}

type character struct {
	r          rune
	start, end int32 // bytes of the source
}

const (
	// ownerRun is how many characters in a row a text has of its owner's name before they count as that name. Fewer are
	// often but a town's or a trade's.
	ownerRun = 4
	// longestName is how many characters the name of an organisation has at most.
	longestName = 25
	// longestShared is how many characters of a text are searched for what it shares with another.
	longestShared = 1000
)

// Cleaner leaves out of texts what says nothing in them. The zero Cleaner knows no words.
type Cleaner struct {
	words   [256][][]rune // by the last byte of their first character, the longest first
	endings [][]rune      // of the names of organisations
}

// NewCleaner makes a cleaner that leaves out words, wherever they stand. A word that begins with an ellipsis, "…公司",
// ends the name of an organisation: if a text begins with one, that is left out.
func NewCleaner(words ...string) *Cleaner {
	c := &Cleaner{}
	for _, w := range words {
		ending, isEnding := strings.CutPrefix(w, "…")
		switch word := runes(ending); {
		case len(word) == 0:
		case isEnding:
			c.endings = append(c.endings, word)
		default:
			c.words[byte(word[0])] = append(c.words[byte(word[0])], word)
		}
	}
	for _, words := range c.words {
		slices.SortFunc(words, func(a, b []rune) int { return len(b) - len(a) })
	}
	return c
}

// Clean keeps of a text the letters and digits, in compatible forms (NFKC) and small, and leaves out years, what it has
// in a row of its owner's name, and the cleaner's words.
func (c *Cleaner) Clean(text, owner string) Text {
	t := Text{source: text, characters: characters(text)}
	t.cutYears()
	t.cutOrganisation(c.endings)
	t.cutOwner(runes(owner))
	t.cutWords(&c.words)
	return t
}

// String is what is left of the text.
func (t Text) String() string {
	var b strings.Builder
	for _, c := range t.characters {
		b.WriteRune(c.r)
	}
	return b.String()
}

// Len is how many characters are left.
func (t Text) Len() int { return len(t.characters) }

func characters(text string) []character {
	kept := make([]character, 0, len(text)/3)
	for start := 0; start < len(text); {
		r, size := utf8.DecodeRuneInString(text[start:])
		if isHan(r) { // most are, and these have no other forms
			kept = append(kept, character{r, int32(start), int32(start + size)})
			start += size
			continue
		}
		if isPause(r) { // as most others are, of which nothing is kept, unless an accent of the next falls on it
			next, length := utf8.DecodeRuneInString(text[start+size:])
			if length == 0 || isHan(next) || isPause(next) {
				start += size
				continue
			}
		}
		end := start + norm.NFKC.NextBoundaryInString(text[start:], true)
		for _, r := range norm.NFKC.String(text[start:end]) {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				kept = append(kept, character{unicode.ToLower(r), int32(start), int32(end)})
			}
		}
		start = end
	}
	return kept
}

func isHan(r rune) bool { return r >= '一' && r <= '鿿' }

func isPause(r rune) bool {
	switch r {
	case '，', '。', '、', '；', '：', '（', '）', '“', '”', '《', '》':
		return true
	}
	return false
}

func runes(text string) []rune {
	all := make([]rune, 0, len(text)/3)
	for _, c := range characters(text) {
		all = append(all, c.r)
	}
	return all
}

// cut leaves out, from each place on, as many characters as length says of it, which may look one character back.
func (t *Text) cut(length func(at int) int) {
	kept, from := t.characters[:0], 0 // what stands from there on is kept as far as nothing is cut
	for at := 0; at < len(t.characters); {
		n := length(at)
		if n > 0 {
			kept = append(kept, t.characters[from:at]...)
			from = at + n
		}
		at += max(n, 1)
	}
	t.characters = append(kept, t.characters[from:]...)
}

// cutYears leaves out numbers of four digits that begin with 19 or 20, with the 年 or 年度 behind them.
func (t *Text) cutYears() {
	t.cut(func(at int) int {
		switch {
		case t.digits(at) != 4 || at > 0 && t.digits(at-1) == 5 || !t.has(at, []rune("19")) && !t.has(at, []rune("20")):
			return 0
		case t.has(at+4, []rune("年度")):
			return 6
		case t.has(at+4, []rune("年")):
			return 5
		}
		return 4
	})
}

// digits counts the digits that stand together in the source from a place on, up to six.
func (t *Text) digits(at int) int {
	n := 0
	for _, c := range t.characters[at:min(at+6, t.Len())] {
		if c.r < '0' || c.r > '9' || n > 0 && c.start != t.characters[at+n-1].end {
			break
		}
		n++
	}
	return n
}

// has reports whether the text goes on with a word at a place.
func (t *Text) has(at int, word []rune) bool {
	if at+len(word) > len(t.characters) {
		return false
	}
	for i, r := range word {
		if t.characters[at+i].r != r {
			return false
		}
	}
	return true
}

// cutOrganisation leaves out the beginning up to the last of the endings that stand within the length of a name.
func (t *Text) cutOrganisation(endings [][]rune) {
	end := 0
	for at := range t.characters[:min(t.Len(), longestName)] {
		for _, e := range endings {
			if t.has(at, e) {
				end = max(end, at+len(e))
			}
		}
	}
	t.characters = t.characters[end:]
}

// cutOwner leaves out what the text has in a row of its owner's name.
func (t *Text) cutOwner(owner []rune) {
	if len(owner) < ownerRun {
		return
	}
	var has [256]bool // by the last byte of a character: whether the owner's name may have it
	for _, r := range owner {
		has[byte(r)] = true
	}
	t.cut(func(at int) int {
		if !has[byte(t.characters[at].r)] {
			return 0
		}
		longest := 0
		for i := range owner {
			n := 0
			for i+n < len(owner) && at+n < len(t.characters) && t.characters[at+n].r == owner[i+n] {
				n++
			}
			longest = max(longest, n)
		}
		if longest < ownerRun {
			return 0
		}
		return longest
	})
}

// cutWords leaves out the words, at each place the longest of them.
func (t *Text) cutWords(words *[256][][]rune) {
	t.cut(func(at int) int {
		for _, w := range words[byte(t.characters[at].r)] {
			if t.has(at, w) {
				return len(w)
			}
		}
		return 0
	})
}

// Shared gives the longest runs of characters that both texts have, each of at least so many characters, the longest
// first and at most so many of them, as they stand in the source of a. A place counts for one run only. Of a long text it
// looks at the beginning only, as the work grows with the product of the lengths.
func Shared(a, b Text, least, most int) []string {
	a.characters, b.characters = a.characters[:min(a.Len(), longestShared)], b.characters[:min(b.Len(), longestShared)]
	var found []string
	usedA, usedB := make([]bool, a.Len()), make([]bool, b.Len())
	for len(found) < most {
		atA, atB, length := longestRun(a, b, usedA, usedB)
		if length == 0 || length < least {
			break
		}
		for i := range length {
			usedA[atA+i], usedB[atB+i] = true, true
		}
		found = append(found, a.quote(atA, atA+length))
	}
	return found
}

// quote gives what stands in the source from one character to before another, with the bracket that closes it.
func (t Text) quote(from, to int) string {
	start, end := t.characters[from].start, t.characters[to-1].end
	for _, b := range []string{"（）", "()", "“”", "《》"} {
		opening, closing := b[:len(b)/2], b[len(b)/2:]
		if run := t.source[start:end]; strings.Count(run, opening) > strings.Count(run, closing) && strings.HasPrefix(t.source[end:], closing) {
			end += int32(len(closing))
		}
	}
	return t.source[start:end]
}

// longestRun finds the longest run of unused characters that both texts have, of several the first in a, then in b.
func longestRun(a, b Text, usedA, usedB []bool) (atA, atB, length int) {
	before, here := make([]int, b.Len()+1), make([]int, b.Len()+1) // lengths of the runs that end at each place of b
	for i, c := range a.characters {
		for k, d := range b.characters {
			here[k+1] = 0
			if c.r == d.r && !usedA[i] && !usedB[k] {
				here[k+1] = before[k] + 1
			}
			if n := here[k+1]; n > length {
				atA, atB, length = i-n+1, k-n+1, n
			}
		}
		before, here = here, before
	}
	return atA, atB, length
}
