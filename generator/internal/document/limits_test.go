package document

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

func TestSizeLimits(t *testing.T) {
	tests := []struct {
		name, src string
		want      int // sections
	}{
		{"MaxSize", "# 甲\n" + strings.Repeat("x", MaxSize-6), 1},
		{"a byte more", "# 甲\n" + strings.Repeat("x", MaxSize-5), 0},
		{"MaxLines", "# 甲" + strings.Repeat("\n", MaxLines), 1},
		{"a line more", "# 甲" + strings.Repeat("\n", MaxLines+1), 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := Parse([]byte(test.src))
			if got := len(d.Sections()); got != test.want {
				t.Errorf("%d sections, want %d", got, test.want)
			}
			body := hold(t, d.HTML(options))
			if got := shown(body); !strings.Contains(got, "甲") {
				t.Error("the text is gone")
			}
			if isPlain := len(find(body, "pre")) == 1; isPlain != (test.want == 0) {
				t.Errorf("plain text: %v", isPlain)
			}
		})
	}
}

func TestMarkupLimits(t *testing.T) {
	repeat := strings.Repeat
	row := "|a|b|c|\n" // five columns, as smallTables counts
	address := func(n int) string { return "https://h/" + repeat("a", n-len("https://h/")) }
	tests := []struct {
		name, src, element string
		want               int // elements of that name
	}{
		{"32 quotes", repeat("> ", 32) + "a", "blockquote", 32},
		{"33 quotes", repeat("> ", 33) + "a", "blockquote", 32},
		{"16 lists", repeat("- ", 16) + "a", "ul", 16},
		{"17 lists", repeat("- ", 17) + "a", "ul", 16},
		{"256 pairs of stars", repeat("*a* ", 256), "em", 256},
		{"257 pairs of stars", repeat("*a* ", 257), "em", 256},
		{"257 pairs of stars in two paragraphs", repeat("*a* ", 256) + "\n\n*a*", "em", 257},
		{"100,000 cells", "|a|b|c|\n|-|-|-|\n" + repeat(row, 19_998), "table", 1},
		{"a row more", "|a|b|c|\n|-|-|-|\n" + repeat(row, 19_999), "table", 0},
		{"100,000 cells in two tables", "|a|b|c|\n|-|-|-|\n" + repeat(row, 19_996) + "\n|a|b|c|\n|-|-|-|\n", "table", 2},
		{"a row more in two tables", "|a|b|c|\n|-|-|-|\n" + repeat(row, 19_997) + "\n|a|b|c|\n|-|-|-|\n", "table", 1},
		{"definitions of 16 KiB", "[a]:  plan.md\n" + repeat("[b]: c\n", 2338) + "[a]\n", "a", 1},
		{"definitions of a byte more", "[a]:   plan.md\n" + repeat("[b]: c\n", 2338) + "[a]\n", "a", 0},
		{"address of 2,000 bytes", "[a](" + address(2000) + ")", "a", 1},
		{"address of 2,001 bytes", "[a](" + address(2001) + ")", "a", 0},
		{"reference links of 64 KiB", "[a]: " + address(1024) + "\n\n" + repeat("[a] ", 64), "a", 64},
		{"a reference link more", "[a]: " + address(1024) + "\n\n" + repeat("[a] ", 65), "a", 64},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := len(find(hold(t, Parse([]byte(test.src)).HTML(options)), test.element)); got != test.want {
				t.Errorf("%d <%s>, want %d", got, test.element, test.want)
			}
		})
	}
}

// Documents that cost goldmark minutes, or gigabytes, without the bounds: that the test ends is half of what it says.
func TestHostileDocumentsStaySmall(t *testing.T) {
	fill := func(unit string, n int) string { return strings.Repeat(unit, n/len(unit)) }
	const n = MaxSize - 100
	tests := map[string]string{
		"quotes":                      fill(">", n),
		"lists":                       fill("- ", n) + "a",
		"numbered lists":              fill("1. ", n) + "a",
		"open brackets":               fill("[", n),
		"nested brackets":             fill("[", n/2) + fill("]", n/2),
		"open links":                  fill("[a](", n),
		"open addresses":              fill("[a](<b", n),
		"open images":                 fill("![", n),
		"many open brackets":          fill(fill("[", 250)+fill("]", 250)+"\n\n", n),
		"stars":                       fill("*", n),
		"unlike emphasis":             fill("_a ", n/2) + fill("a* ", n/2),
		"nested emphasis":             fill("*a ", n/2) + fill("a* ", n/2),
		"open comments":               "a" + fill("<!--", n),
		"open instructions":           "a" + fill("<?", n),
		"open CDATA":                  "a" + fill("<![CDATA[", n),
		"wide table":                  fill("|a", 2000) + "|\n" + fill("|-", 2000) + "|\n" + fill("|\n", 90_000),
		"pipes in code":               "|a|b|\n|-|-|\n" + fill("|`\\|`|b|\n", 400_000),
		"tables under a long heading": "# " + fill("长", 9_000) + "\n" + fill("|a|\n|-|\n\n", 140_000),
		"definitions":                 fill("[a]: b\n", 300_000),
		"open titles":                 fill("[a]: b \"\n", 400_000),
		"long reference":              "[a]: " + fill("b", 1_900) + "\n\n" + fill("[a]\n\n", 100_000),
		"same headings":               fill("# a\n", 190_000),
		"blank lines in list":         fill("- ", 64) + "a\n" + fill("\n", 49_000),
		"NUL":                         fill("\x00", n),
		"invalid UTF-8":               fill("\xff", n),
		"carriage returns":            fill("\r", n),
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			out := Parse([]byte(src)).HTML(options)
			if len(out) > 40*len(src) {
				t.Errorf("%d bytes became %d", len(src), len(out))
			}
			hold(t, out)
		})
	}
}

type panicking struct{ parser.Parser }

func (panicking) Parse(text.Reader, ...parser.ParseOption) ast.Node { panic("goldmark") }

func TestPanicGivesPlainText(t *testing.T) {
	d := &Document{text: []byte("# <a>")}
	d.root = tree(panicking{}, d.text)
	if got := d.HTML(options); got != "<pre><code># &lt;a&gt;</code></pre>"+"\n" {
		t.Errorf("got %q", got)
	}
}
