package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRelative(t *testing.T) {
	for _, test := range []struct{ page, want string }{
		{`<a href=/projects/>`, `<a href=../../projects/index.html>`},
		{`<a class="a b" href="/projects/?stage=accepted#list" rel=next>`, `<a class="a b" href="../../projects/index.html?stage=accepted#list" rel=next>`},
		{`<a href=/>`, `<a href=../../index.html>`},
		{`<a href=../2025-nt-001/>`, `<a href=../2025-nt-001/index.html>`},
		{`<a href=/data/projects.csv download>`, `<a href=../../data/projects.csv download>`},
		{`<a href=#top>`, `<a href=#top>`}, {`<a href="?q=x">`, `<a href="?q=x">`},
		{`<a href=https://host.example/a/>`, `<a href=https://host.example/a/>`}, {`<a href=mailto:a@b.example>`, `<a href=mailto:a@b.example>`},
		{`<link rel=stylesheet href=/css/a.css integrity="sha256-x=">`, `<link rel=stylesheet href=../../css/a.css>`},
		{`<script src=/js/list.js integrity=sha256-x data-root=/ defer></script>`, `<script src=../../js/list.js data-root=../../ defer></script>`},
		{`<form action=/search/>`, `<form action=../../search/index.html>`},
		{`<p title="a > href=/x/">写作 href=/projects/ 的文字</p>`, `<p title="a > href=/x/">写作 href=/projects/ 的文字</p>`},
		{`<p>a < b href=/x/ ></p>`, `<p>a < b href=/x/ ></p>`},
		{`</a href=/x/>`, `</a href=/x/>`},
		{`<td data-head=/x/>`, `<td data-head=/x/>`},
		{`<a href>`, `<a href>`}, {`<a href=>`, `<a href=>`}, {`<a href="">`, `<a href="">`}, {`<a  href=/x/ >`, `<a  href=../../x/index.html >`},
		{`<a href="/x/`, `<a href="/x/`}, {`<a href=/x/`, `<a href=/x/`}, {`<a x"y href="/x/">`, `<a x"y href="/x/">`},
	} {
		if got := string(relative([]byte(test.page), "../../")); got != test.want {
			t.Errorf("%s becomes %s, want %s", test.page, got, test.want)
		}
	}
	if got := string(relative([]byte(`<a href=/><script data-root=/>`), "")); got != `<a href=index.html><script data-root=./>` {
		t.Errorf("on the home page: %s", got)
	}
}

// FuzzRelative: what has been rewritten has nothing to be rewritten, and what stands in no tag is as it was.
func FuzzRelative(f *testing.F) {
	f.Add(`<p title="a > b" hidden>x<a href='/x/?q#f' integrity=y><b`)
	f.Add(`<a b='"'" href=/>=/'`)
	f.Fuzz(func(t *testing.T, page string) {
		once := relative([]byte(page), "../")
		if twice := relative(once, "../"); string(twice) != string(once) {
			t.Errorf("%q becomes %q, and then %q", page, once, twice)
		}
		plain := strings.ReplaceAll(page, "<", "")
		if got := string(relative([]byte(plain), "../")); got != plain {
			t.Errorf("%q becomes %q", plain, got)
		}
	})
}

// TestRelativeSite: a site with relative links keeps the gate's promises, and no page but 404.html leads to a host's root.
func TestRelativeSite(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	if err := Build(sample(), Options{Out: out, Relative: true}); err != nil {
		t.Fatal(err)
	}
	for name, text := range files(t, out) {
		if strings.HasSuffix(name, ".html") && (strings.Contains(text, "=/") || strings.Contains(text, `="/`)) != (name == string(os.PathSeparator)+"404.html") {
			t.Errorf("%s has links from the root, or should have", name)
		}
	}
}
