package tomlfile

import (
	"strings"
	"testing"
	"unicode/utf8"

	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/source"
)

// FuzzRead holds reading to what every report relies on: it never panics, every fault stands in the file and says so in
// Chinese, and every value is where it is said to be.
func FuzzRead(f *testing.F) {
	addDocuments(f)
	f.Add(declaration)
	f.Add("plan_confirmed = 2025-02-20\n[[procurements]]\nlot = \"软件\"\n[[contracts]]\nsupplier = { name = \"某公司\", credit_code = \"91350100M000100Y43\" }\n")
	f.Add("merged = 2025-03-01 10:00:00+08:00\n[[opinions]]\ngiven = 2025-03-01T10:00:00\n")
	f.Add("kind = \"建设\"\ncategory = [\"其他\"]\ntotal = 5\n")
	f.Fuzz(func(t *testing.T, document string) {
		data := []byte(document)
		for _, into := range []any{new(project.Declaration), new(project.Procurement), new(project.OpinionFile), new(project.MatterWhen)} {
			faults, ok := Read("a.toml", data, into, Options{Today: today, Escaped: func(string, source.Span) {}})
			if !ok && (len(faults) != 1 || faults[0].Rule != "form.syntax") {
				t.Fatalf("%q is no TOML: %q", document, printed(faults))
			}
			for _, fault := range faults {
				if fault.Problem == "" || strings.ContainsFunc(fault.Problem, func(r rune) bool { return r == '\n' || source.IsHidden(r) }) {
					t.Errorf("%q: the problem is %q", document, fault.Problem)
				}
				if !ok && (!isChinese(fault.Problem) || !isChinese(fault.Hint)) {
					t.Errorf("%q: in English: %q, %q", document, fault.Problem, fault.Hint)
				}
				checkSpan(t, document, fault.At.Span)
			}
		}
		if root, bad := new(tree).parse(data); bad == nil {
			checkPlaces(t, data, root)
		}
	})
}

// checkSpan fails if a span is not within the document. A span without a line is the file as a whole.
func checkSpan(t *testing.T, document string, s source.Span) {
	t.Helper()
	if s == (source.Span{}) {
		return
	}
	lines := strings.Split(document, "\n")
	if s.Line < 1 || int(s.Line) > len(lines) {
		t.Fatalf("%q has no line %d", document, s.Line)
	}
	characters := utf8.RuneCountInString(lines[s.Line-1])
	if s.Column < 1 || int(s.Column) > characters+1 || s.Width < 1 || s.Width > 1 && int(s.Column+s.Width) > characters+1 {
		t.Errorf("%q: %+v is not within the line", document, s)
	}
}

// checkPlaces fails if a value's bytes do not look like the value, or if the tree, which counts on from place to place,
// comes to another line and column than counting from the beginning does.
func checkPlaces(t *testing.T, data []byte, root *node) {
	t.Helper()
	check := func(got source.Span, start, end int) {
		if want := source.At(data, start, end); got != want {
			t.Errorf("%q[%d:%d] is at %+v, want %+v", data, start, end, got, want)
		}
	}
	var walk func(n *node)
	walk = func(n *node) {
		for _, c := range n.children {
			written := string(data[c.start:c.end])
			switch {
			case c.kind == array && c.how == closed:
				if !strings.HasPrefix(written, "[") || !strings.HasSuffix(written, "]") {
					t.Errorf("%q: the array is %q", data, written)
				}
			case c.kind == table && c.how == closed && c.start != c.keyStart:
				if !strings.HasPrefix(written, "{") || !strings.HasSuffix(written, "}") {
					t.Errorf("%q: the inline table is %q", data, written)
				}
			case c.kind == text:
				if !strings.ContainsAny(written[:1], `"'`) || len(written) < 2 || written[0] != written[len(written)-1] {
					t.Errorf("%q: the text is %q", data, written)
				}
			case c.kind == integer, c.kind == float, c.kind == boolean, c.kind == localDate, c.kind == otherTime:
				if written != c.text {
					t.Errorf("%q: the value %q is %q", data, c.text, written)
				}
			}
			check(c.at, c.start, c.end)
			walk(c)
			if c.keyEnd > 0 { // an entry of an array has no key
				check(c.keyAt, c.keyStart, c.keyEnd)
			}
		}
	}
	walk(root)
}
