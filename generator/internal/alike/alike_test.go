package alike

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

var everyday = NewCleaner("项目", "系统", "平台", "建设", "采购", "服务", "服务器", "…公司", "…集团")

var plain = new(Cleaner)

func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, text, owner, want string }{
		{"words go, wherever they stand", "智慧停车系统建设项目采购", "", "智慧停车"},
		{"of two words the longer", "云服务器采购", "", "云"},
		{"what a cut joins makes no word", "平系统台", "", "平台"},
		{"blanks, punctuation and marks go", " 水质（自动） 监测——★二号、 ", "", "水质自动监测二号"},
		{"compatible forms are one", "ＡＩ算力①㎡", "", "ai算力1m2"},
		{"a letter and its accent are one", "e\u0301", "", "é"},
		{"years go", "2025年度运维、2026年运维，2027运维", "", "运维运维运维"},
		{"the years of a span go", "2025-2027年水质", "", "水质"},
		{"years of other centuries stay", "1899年2100年", "", "1899年2100年"},
		{"longer and shorter numbers stay", "12025、20251、202、第20期", "", "1202520251202第20期"},
		{"the owner's name goes", "示例市图书馆自助借还", "示例市图书馆", "自助借还"},
		{"a part of it of four characters goes", "示例市轨道交通1号线", "示例市轨道交通集团有限公司", "1号线"},
		{"a part of it of three characters stays", "示例市水厂", "示例市图书馆", "示例市水厂"},
		{"the name of an organisation at the beginning goes", "示例集团有限公司水厂", "", "水厂"},
		{"within it the last ending counts", "示例公司集团水厂集团", "", ""},
		{"the name may have 25 characters before its ending begins", strings.Repeat("长", 24) + "公司水厂", "", "水厂"},
		{"and not more", strings.Repeat("长", 25) + "公司水厂", "", strings.Repeat("长", 25) + "公司水厂"},
		{"nothing is left", "2025年（采购）项目", "", ""},
	} {
		if got := everyday.Clean(tt.text, tt.owner).String(); got != tt.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
}

func TestShared(t *testing.T) {
	for _, tt := range []struct {
		name, a, b  string
		least, most int
		want        []string
	}{
		{"nothing", "水质监测", "城市停车", 2, 3, nil},
		{"the longest first", "城北停车场水质自动监测", "水质自动监测和停车场", 2, 3, []string{"水质自动监测", "停车场"}},
		{"just long enough", "城北停车场", "停车场库", 3, 3, []string{"停车场"}},
		{"too short", "城北停车场", "停车场库", 4, 3, nil},
		{"no more than asked", "甲乙、丙丁、戊己", "戊己和丙丁和甲乙", 2, 2, []string{"甲乙", "丙丁"}},
		{"as the first has it", "水质（自动）监测系统二期", "水质自动监测二期", 2, 3, []string{"水质（自动）监测系统二期"}},
		{"with the bracket that closes it", "水质（自动监测）二号", "水质自动监测一号", 2, 3, []string{"水质（自动监测）"}},
		{"a place counts once", "停车停车", "停车", 2, 3, []string{"停车"}},
	} {
		got := Shared(everyday.Clean(tt.a, ""), everyday.Clean(tt.b, ""), tt.least, tt.most)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// TestLongTexts: a text as long as a file may be does not take time with the square of its length.
func TestLongTexts(t *testing.T) {
	const length = 1 << 20
	for _, text := range []string{strings.Repeat("1", length), strings.Repeat("水", length/3), strings.Repeat("2025", length/4), strings.Repeat("\u0301", length/2), strings.Repeat("水1e\u0301，", length/8)} {
		x := everyday.Clean(text, strings.Repeat("水", 100))
		if shared := Shared(x, x, 1, 3); (len(shared) == 0) != (x.Len() == 0) {
			t.Errorf("%d characters beginning with %.9q share %d runs with themselves", x.Len(), x.String(), len(shared))
		}
		x.Sketch(4)
	}
}

// collect makes a collection of texts.
func collect(n int, texts ...string) *Collection {
	var sketches []Sketch
	for _, s := range texts {
		sketches = append(sketches, plain.Clean(s, "").Sketch(n))
	}
	return Collect(sketches)
}

// allOf are the numbers of so many texts.
func allOf(texts []string) []int {
	var all []int
	for i := range texts {
		all = append(all, i)
	}
	return all
}

func TestPairs(t *testing.T) {
	for _, tt := range []struct {
		name    string
		percent int
		texts   []string
		want    []Pair
	}{
		{"none", 1, nil, nil},
		{"one", 1, []string{"水质监测"}, nil},
		{"three of four grams are 75 per cent", 75, []string{"水质自动", "水质自动化"}, []Pair{{0, 1, 3, 4}}},
		{"and not 76", 76, []string{"水质自动", "水质自动化"}, nil},
		{"alike in other punctuation", 100, []string{"水质监测", "水质、监测"}, []Pair{{0, 1, 3, 3}}},
		{"too short for a gram", 1, []string{"水", "水，"}, nil},
		{"nothing in common is no pair, even for nothing", 0, []string{"水质监测", "城市停车"}, nil},
		{"three of a kind", 50, []string{"水质自动监测甲", "水质自动监测乙", "水质自动监测丙", "城市停车诱导"}, []Pair{
			{0, 1, 5, 7}, {0, 2, 5, 7}, {1, 2, 5, 7},
		}},
	} {
		if diff := cmp.Diff(tt.want, collect(2, tt.texts...).Pairs(allOf(tt.texts), tt.percent)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// TestPairsAmong: only the texts asked for are compared.
func TestPairsAmong(t *testing.T) {
	c := collect(2, "水质监测甲", "水质监测乙", "水质监测丙")
	want := []Pair{{0, 2, 3, 5}}
	if diff := cmp.Diff(want, c.Pairs([]int{2, 0}, 50)); diff != "" {
		t.Error(diff)
	}
}

// TestFormsCountForNothing: what more than 50 texts and a fifth of all have in common makes no two of them alike.
func TestFormsCountForNothing(t *testing.T) {
	const form = "本项目面向全区群众和企业提供便捷高效的服务"
	for _, tt := range []struct{ filled, others, want int }{
		{50, 0, 50 * 49 / 2},   // no more than 50
		{51, 0, 0},             // all
		{51, 203, 0},           // 51 of 254 are more than a fifth
		{51, 205, 51 * 50 / 2}, // 51 of 256 are not
	} {
		random := rand.New(rand.NewPCG(1, 1))
		var texts []string
		for i := range tt.filled {
			texts = append(texts, fmt.Sprintf("%s%c", form, '㐀'+i))
		}
		for range tt.others {
			texts = append(texts, nonsense(random, 20))
		}
		if got := len(collect(2, texts...).Pairs(allOf(texts), 60)); got != tt.want {
			t.Errorf("%d of %d texts fill in a form: %d pairs, want %d", tt.filled, tt.filled+tt.others, got, tt.want)
		}
	}
}

// TestCrowdIsFound: in a crowd not all pairs are found, but each text is, with one that is as near as any.
func TestCrowdIsFound(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	var texts []string
	for i := range 400 {
		texts = append(texts, fmt.Sprintf("智慧停车泊位诱导收费一体化管理%c", '㐀'+i))
	}
	for range 4 * len(texts) {
		texts = append(texts, nonsense(random, 16))
	}
	pairs := collect(2, texts...).Pairs(allOf(texts), 60)
	found := map[int]bool{}
	for _, p := range pairs {
		found[p.A], found[p.B] = true, true
	}
	if len(found) != 400 || len(pairs) > 400*20 {
		t.Errorf("%d pairs name %d texts of a crowd of 400", len(pairs), len(found))
	}
}

// TestPairsAreAll holds the index to comparing every text with every other.
func TestPairsAreAll(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for percent := 5; percent <= 81; percent += 19 {
		texts := nearTexts(random, 60)
		c := collect(2, texts...)
		want := 0
		for a := range texts {
			for b := range a {
				if same, all := compare(&c.texts[a], &c.texts[b]); same > 0 && 100*same >= percent*all {
					want++
				}
			}
		}
		if got := len(c.Pairs(allOf(texts), percent)); got != want || want == 0 {
			t.Errorf("at %d per cent: %d pairs, want %d", percent, got, want)
		}
	}
}

func TestPairsDoNotDependOnOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	texts := nearTexts(random, 300)
	c, numbers := collect(2, texts...), allOf(texts)
	want := c.Pairs(numbers, 30)
	inOrder := func(p, q Pair) int { return slices.Compare([]int{p.A, p.B}, []int{q.A, q.B}) }
	if len(want) == 0 || !slices.IsSortedFunc(want, inOrder) {
		t.Fatalf("%d pairs, or not in order", len(want))
	}
	for range 5 {
		random.Shuffle(len(numbers), func(i, k int) { numbers[i], numbers[k] = numbers[k], numbers[i] })
		if diff := cmp.Diff(want, c.Pairs(numbers, 30)); diff != "" {
			t.Fatal(diff)
		}
		shuffled := make([]string, len(texts))
		for i, n := range numbers {
			shuffled[i] = texts[n]
		}
		found := collect(2, shuffled...).Pairs(allOf(texts), 30)
		for i, p := range found {
			a, b := numbers[p.A], numbers[p.B]
			found[i].A, found[i].B = min(a, b), max(a, b)
		}
		slices.SortFunc(found, inOrder)
		if diff := cmp.Diff(want, found); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestSampleTellsTheShare: of long texts the sketches tell the share within what the sample promises.
func TestSampleTellsTheShare(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	far := 0
	for range 100 {
		common, own, other := nonsense(random, 600), nonsense(random, 300), nonsense(random, 300)
		texts := []string{common + own, common + other} // 600 of 1200 characters, near enough
		for _, p := range collect(4, texts...).Pairs(allOf(texts), 1) {
			if share := 100 * p.Same / p.All; share < 41 || share > 59 {
				far++
			}
		}
	}
	if far > 10 {
		t.Errorf("of 100 pairs of long texts half alike, the shares of %d are more than nine points off", far)
	}
}

// TestFarTextsAreNotAlike: what the marks rule out without comparing is not alike, of short texts, of long ones, and of
// such as are known only in part.
func TestFarTextsAreNotAlike(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	var texts []string
	for range 60 {
		family := rand.New(rand.NewPCG(10, random.Uint64N(6)))
		texts = append(texts, nonsense(family, family.IntN(900))+nonsense(random, random.IntN(400)))
	}
	c := collect(4, texts...)
	ruledOut := 0
	for a := range c.texts {
		for b := range c.texts {
			for percent := 5; percent <= 95; percent += 15 {
				if !isFar(&c.texts[a], &c.texts[b], percent) {
					continue
				}
				ruledOut++
				if same, all := compare(&c.texts[a], &c.texts[b]); 100*same >= percent*all {
					t.Errorf("two texts are far by %d per cent, and yet %d of %d grams are the same", percent, same, all)
				}
			}
		}
	}
	if ruledOut == 0 {
		t.Error("no two texts are far")
	}
}

func TestMerge(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	for _, length := range []int{0, 3, 40, 400} {
		a, b := plain.Clean(nonsense(random, length), "").Sketch(2), plain.Clean(nonsense(random, length), "").Sketch(2)
		all := map[uint32]bool{}
		for _, g := range slices.Concat(a, b) {
			all[g] = true
		}
		want := slices.Sorted(maps.Keys(all))
		want = want[:min(len(want), sketchSize)]
		if got := Merge(a, b); !slices.Equal(got, want) {
			t.Errorf("of texts of %d characters: %v, want %v", length, got, want)
		}
	}
}

func FuzzPairs(f *testing.F) {
	f.Add("智慧停车系统（2025年）", "智慧停车平台 二期", "示例区停车公司")
	f.Add("ＡＢＣ\xff2025", "e\u0301\u200b", "")
	f.Fuzz(func(t *testing.T, a, b, owner string) {
		x, y := everyday.Clean(a, owner), everyday.Clean(b, owner)
		for _, r := range x.String() {
			if unicode.IsSpace(r) || unicode.IsPunct(r) {
				t.Errorf("Clean(%q) keeps %q", a, r)
			}
		}
		for _, s := range Shared(x, y, 2, 3) {
			if !strings.Contains(a, s) {
				t.Errorf("Shared(%q, %q) has %q", a, b, s)
			}
		}
		there := Collect([]Sketch{x.Sketch(2), y.Sketch(2)}).Pairs([]int{0, 1}, 30)
		back := Collect([]Sketch{y.Sketch(2), x.Sketch(2)}).Pairs([]int{1, 0}, 30)
		if diff := cmp.Diff(there, back); diff != "" {
			t.Errorf("the other way round: %s", diff)
		}
		if x.String() == y.String() && x.Len() >= 2 && (len(there) != 1 || there[0].Same != there[0].All) {
			t.Errorf("%q and %q are one text, and yet %v", a, b, there)
		}
	})
}

// BenchmarkPairs finds the near-duplicates among names of 16 characters, and among texts of 200.
func BenchmarkPairs(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 50_000} {
		for _, kind := range []struct {
			name     string
			texts    []string
			n, least int
		}{
			{"names", generated(n, 8), 2, 30},
			{"texts", generated(n, 100), 4, 30},
		} {
			var sketches []Sketch
			for _, s := range kind.texts {
				sketches = append(sketches, plain.Clean(s, "").Sketch(kind.n))
			}
			b.Run(fmt.Sprintf("%s/%d", kind.name, n), func(b *testing.B) {
				pairs := 0
				for b.Loop() {
					pairs = len(Collect(sketches).Pairs(allOf(kind.texts), kind.least))
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/text")
				b.ReportMetric(float64(pairs)/float64(n), "pairs/text")
			})
		}
	}
}

func BenchmarkClean(b *testing.B) {
	text := generated(1, 500)[0]
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		everyday.Clean(text, "示例区综合行政执法局").Sketch(4)
	}
}

// generated makes texts of so many words, which are as unequally common as words are; a tenth of the texts are another
// one with some words changed.
func generated(n, words int) []string {
	random := rand.New(rand.NewPCG(7, 7))
	zipf := rand.NewZipf(random, 1.2, 20, 5_000)
	var vocabulary []string
	for range 5_001 {
		vocabulary = append(vocabulary, nonsense(random, 2))
	}
	texts := make([]string, n)
	for i := range texts {
		chosen := make([]string, words)
		for k := range chosen {
			chosen[k] = vocabulary[zipf.Uint64()]
		}
		texts[i] = strings.Join(chosen, "")
		if i > 0 && i%10 == 0 {
			texts[i] = texts[i-1][:len(texts[i-1])*4/5/3*3] + texts[i][len(texts[i])*4/5/3*3:]
		}
	}
	return texts
}

// nearTexts makes texts in families: all of one have their beginning in common.
func nearTexts(random *rand.Rand, n int) []string {
	var texts []string
	for range n {
		family := rand.New(rand.NewPCG(8, random.Uint64N(uint64(n/4))))
		texts = append(texts, nonsense(family, 4+family.IntN(30))+nonsense(random, 1+random.IntN(5)))
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// nonsense makes a text of so many characters out of two thousand.
func nonsense(random *rand.Rand, length int) string {
	var b strings.Builder
	for range length {
		b.WriteRune('一' + rune(random.IntN(2_000)))
	}
	return b.String()
}
