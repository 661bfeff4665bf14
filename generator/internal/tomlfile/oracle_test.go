package tomlfile

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/calendar"
)

// accepted are documents whose syntax is right, each feature of TOML at least once; some dates in them do not exist.
var accepted = []string{
	"", "# 只有说明\n", "a = 1", "name = \"智慧停车\"\ndeclared = 2024-09-20\n[estimate]\ntotal = \"486万元\"\n", "a = 1\r\n[b]\r\nc = '二'\r\n",
	"a = \"\"\"\r\n一\r\n二\"\"\"\r\n", "a = \"\"\"一\\\r\n   二\"\"\"\n", "a = '''\n'一'''''\n", "a = \"\"\"\"\"\"\"\n",
	`a = "\b\t\n\f\r\"\\\u5bc6\U0001F600"`, `a = '\e'`, `a = "\\e"`, "a = 0x1F\nb = 0o17\nc = 0b101\nd = 1_000\ne = +9\nf = -0\n",
	"a = 9223372036854775807\nb = -9223372036854775808\n", "a = 1.5\nb = 1e3\nc = -inf\nd = -nan\ne = 6.626e-34\nf = 1_0.0_1e1_0\n",
	"a = 1e-999", "a = 2024-02-29\nb = 2024-09-20T10:01:00+08:00\nc = 2024-09-20 10:01:00\nd = 10:01:00.5\ne = 2024-09-20t10:01:00z\n",
	"a = 2023-02-29", "a = 2024-13-01", "a = 2024-1-5", "a = 2024-09-20T25:00:00Z", "a = 10:01", "a = 2024-09-20T1:01:00Z",
	"a = 2024-09-20T10:01Z", "a = 2024-09-20T10:01:00+24:00", "a = 0000-01-01", "a = 2024-09-20 # 日期",
	"a = [1, 'x', [true], {b = 2024-01-01}]\n", "a = [\n  1, # 一\n  2,\n]\n", "a = [1,]", "a = { b = 1, c.d = 2, c.e = [\n1,\n] }\n",
	"a = {}", "a = [{b = {c = '}]'}, d = ']'}, [[2]]]\n", "a = [{x.y = 1, z = 2, x.w = '},{'}, [1]]\n", "[a.b]\n[a]\nc = 1",
	"[a]\nb.c = 1\n[a.b.d]\ne = 1", "a.b = 1\n[a.c]", "[a]\nb.c = 1\nb.d = 2\n", "[[a]]\nb = 1\n[[a]]\nb = 2\n",
	"[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2\n", "[[a.b]]\n[a]\nc = 1\n", "[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]\n", "[[a]]\na.b = 1\n",
	"[ a . b ]\n", "[\"\"]\n\"\" = 1\n", "[a] # 说明\n[b]# 说明\n", `"甲" = 1`, "a . b = 1\n", "1.2 = 3\n", "a = \"\"\"x\\   \n\n   y\"\"\"\n",
	"a = '''x\\\ny'''\n", "\t a\t=\t1\t\n", "a = {b = \"\"\"\nx\"\"\", c = [\n]}\n",
}

// FuzzAgainstOracle holds parse to another decoder: what parse accepts, BurntSushi/toml decodes to the same values, and
// what that refuses, parse refuses. A date that does not exist is no fault of syntax here, but of the value, which
// binding finds; so dates that binding would refuse are first replaced by one that exists.
func FuzzAgainstOracle(f *testing.F) {
	addDocuments(f)
	f.Fuzz(func(t *testing.T, document string) {
		root, bad := new(tree).parse([]byte(document))
		if bad != nil {
			return
		}
		repaired := replaceBadDates(document, root)
		if root, bad = new(tree).parse([]byte(repaired)); bad != nil {
			t.Fatalf("with dates that exist, parse(%q): %s", repaired, bad.problem)
		}
		want, err := decodeByOracle(repaired)
		if err != nil {
			t.Fatalf("parse accepts %q; the oracle says: %v", repaired, err)
		}
		if diff := cmp.Diff(want, plainValue(root)); diff != "" {
			t.Errorf("%q: want is the oracle's, got is ours\n%s", repaired, diff)
		}
	})
}

// addDocuments seeds a fuzz test.
func addDocuments(f *testing.F) {
	for _, document := range accepted {
		f.Add(document)
	}
	for _, group := range refusals {
		for _, r := range group.documents {
			f.Add(r.document)
		}
	}
}

// What parse refuses, the oracle refuses, save what it is known to be lax about.
func TestRefusalsAgainstOracle(t *testing.T) {
	lax := map[string]bool{
		"\ufeffa = 1": true, // the register takes the mark off before

		// An inline table is complete, and so is an array.
		"a = {b = {}, b.c = 2}": true, "a = {b.c = 1}\na.b.d = 2": true, "a = {b = 1}\na.c = 2": true, "a = [1]\na = [2]": true,
		"a = {b = 1}\n[a.c]": true, "a = {b = 1}\n[[a.c]]": true,

		// A table is defined once, by its header or by dotted keys.
		"a.b = 1\na = 2": true, "a.b = 1\n[a]": true, "[a]\nb.c = 1\n[a.b]": true, "[a.b]\n[a]\nb.c = 1": true,
		"[a.b.c]\n[a]\nb.c.d = 1": true, "[a.b.c]\n[a]\nb.d = 1": true, "[[a.b]]\n[a]\nb.c = 1": true,
	}
	for _, group := range refusals {
		for _, r := range group.documents {
			if _, err := decodeByOracle(r.document); (err == nil) != lax[r.document] {
				t.Errorf("%q: %s; the oracle says %v", r.document, group.problem, err)
			}
		}
	}
}

func TestParseAccepts(t *testing.T) {
	for _, document := range accepted {
		if _, bad := new(tree).parse([]byte(document)); bad != nil {
			t.Errorf("%q: %+v", document, bad)
		}
	}
}

func replaceBadDates(document string, root *node) string {
	var bad []*node
	var walk func(n *node)
	walk = func(n *node) {
		switch n.kind {
		case localDate:
			if _, err := calendar.ParseDate(n.text); err != nil {
				bad = append(bad, n)
			}
		case otherTime:
			if _, err := parseMoment(n.text); err != nil {
				bad = append(bad, n)
			}
		}
		for _, c := range n.children {
			walk(c)
		}
	}
	walk(root)
	slices.SortFunc(bad, func(a, b *node) int { return b.start - a.start })
	for _, n := range bad { // from the last, so that the places of those before it hold
		document = document[:n.start] + "2024-03-05" + document[n.end:]
	}
	return document
}

// decodeByOracle decodes a document to tables, lists, texts, integers, booleans and dates. It errors if BurntSushi/toml
// refuses the document; it sometimes does so by a panic.
func decodeByOracle(document string) (value any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	root := map[string]any{}
	if _, err := toml.Decode(document, &root); err != nil {
		return nil, err
	}
	return oracleValue(root), nil
}

func oracleValue(v any) any {
	switch v := v.(type) {
	case map[string]any:
		table := map[string]any{}
		for key, value := range v {
			table[key] = oracleValue(value)
		}
		return table
	case []map[string]any:
		list := []any{}
		for _, entry := range v {
			list = append(list, oracleValue(entry))
		}
		return list
	case []any:
		list := []any{}
		for _, entry := range v {
			list = append(list, oracleValue(entry))
		}
		return list
	case string:
		return strings.ReplaceAll(v, "\r\n", "\n")
	case float64:
		return "小数"
	case time.Time:
		if v.Location().String() == "date-local" {
			return calendar.DateOf(v).String()
		}
		return "时间"
	default: // int64, bool
		return v
	}
}

// plainValue makes of a tree what oracleValue makes of the oracle's.
func plainValue(n *node) any {
	switch n.kind {
	case table:
		values := map[string]any{}
		for _, c := range n.children {
			values[c.key] = plainValue(c)
		}
		return values
	case array:
		list := []any{}
		for _, c := range n.children {
			list = append(list, plainValue(c))
		}
		return list
	case text:
		return strings.ReplaceAll(n.text, "\r\n", "\n")
	case integer:
		v, _ := parseInteger(n.text)
		return v
	case float:
		return "小数"
	case boolean:
		return n.text == "true"
	case localDate:
		return n.text
	default:
		return "时间"
	}
}
