package publish

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"wuxing.example/register/site"
)

// build publishes a site into a new folder.
func build(t *testing.T, s *Site, baseURL string) fs.FS {
	t.Helper()
	out := filepath.Join(t.TempDir(), "public")
	if err := Build(s, Options{Out: out, BaseURL: baseURL}); err != nil {
		t.Fatal(err)
	}
	return os.DirFS(out)
}

func read(t *testing.T, fsys fs.FS, name string) string {
	t.Helper()
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// unprinted are the keys of page data whose values stand in attributes, or choose between words and looks.
var unprinted = []string{"path", "description", "keywords", "type", "url", "tone", "state", "id", "anchor", "class", "name", "x", "y", "x1", "x2",
	"y1", "y2", "width", "height", "share", "whole", "part", "html", "title", "script", "query", "csv", "size", "modules"}

// TestEveryWordIsPrinted holds the templates to the contract: what the data says stands on the page.
func TestEveryWordIsPrinted(t *testing.T) {
	s := sample()
	out := build(t, s, "")
	blanks := func(text string) string { return strings.Join(strings.Fields(text), "") }
	for _, p := range s.pages() {
		page := blanks(html.UnescapeString(read(t, out, filepath.Join(p.Path, "index.html"))))
		encoded, err := json.Marshal(p.data)
		if err != nil {
			t.Fatal(err)
		}
		var data any
		if err := json.Unmarshal(encoded, &data); err != nil {
			t.Fatal(err)
		}
		for _, word := range append(words("", data), p.Title) {
			if !strings.Contains(page, blanks(word)) {
				t.Errorf("/%s does not show %q", p.Path, word)
			}
		}
	}
}

// words lists the texts in decoded JSON.
func words(key string, data any) []string {
	var found []string
	switch data := data.(type) {
	case map[string]any:
		for k, v := range data {
			if k == "empty" && data["rows"] != nil || k == "note" && data["rows"] == nil && data["heads"] != nil {
				continue // of a table with rows, or of one without
			}
			if k == "caption" && data["rows"] == nil {
				continue
			}
			found = append(found, words(k, v)...)
		}
	case []any:
		for _, v := range data {
			found = append(found, words(key, v)...)
		}
	case string:
		if !slices.Contains(unprinted, key) {
			found = append(found, data)
		}
	}
	return found
}

func TestPages(t *testing.T) {
	out := build(t, sample(), "")
	tests := []struct{ page, what, want string }{
		{"index.html", "the notice of invented data", "均为虚构"},
		{"index.html", "what was left out", "1 个项目因记录有错误未在本站显示"},
		{"index.html", "the date of the data", "数据截至 <time datetime=2026-06-30>"},
		{"index.html", "the revision", "1a2b3c4d"},
		{"index.html", "the home page's title", "<title>示例区信息化项目登记册</title>"},
		{"index.html", "the column of a list", `<meta name=ColumnKeywords content="信息化项目,年度计划">`},
		{"plans/2025/index.html", "an article's date", `<meta name=PubDate content="2025-01-25 00:00">`},
		{"projects/2025-zhzf-001/index.html", "an article's source", "<meta name=ContentSource content="},
		{"projects/2025-zhzf-001/index.html", "its title", "<title>智慧停车综合管理应用 - 示例区信息化项目登记册</title>"},
		{"projects/2025-zhzf-001/index.html", "the document as it is", "<blockquote><p>以上数据为虚构。</p></blockquote>"},
		{"projects/2025-zhzf-001/index.html", "the bar of a share", `<rect width="81.3%"`},
		{"projects/2025/index.html", "which list it is", "<a href=/projects/2025/ aria-current=true>"},
		{"rules/15-filed/index.html", "where it stands", "<a href=/rules/articles/15/>第十五条</a>"},
		{"about/index.html", "the page written by hand", "不公开的内容"},
		{"404.html", "that there is no such page", "<title>没有这个页面 - 示例区信息化项目登记册</title>"},
		{"404.html", "the way home", "<a href=/projects/>"},
	}
	for _, test := range tests {
		if text := read(t, out, test.page); !strings.Contains(text, test.want) {
			t.Errorf("%s lacks %s: %s", test.page, test.what, test.want)
		}
	}
	if text := read(t, out, "projects/2026-wj-001/index.html"); strings.Contains(text, "PubDate") || strings.Contains(text, "SiteIDCode") {
		t.Error("a tag without a value is printed")
	}
	s := sample()
	s.Frame.Example, s.Frame.LeftOut = false, nil
	if text := read(t, build(t, s, ""), "index.html"); strings.Contains(text, "均为虚构") || strings.Contains(text, "未在本站显示") {
		t.Error("a notice without its reason is printed")
	}
}

// TestMarkupInData is the promise that data is text everywhere but in rendered documents.
func TestMarkupInData(t *testing.T) {
	s := sample()
	const hostile = `<b>"&'</b>{{ 1 }}{{< x >}}`
	s.Frame.Organisation, s.Home.Lede, s.Projects[0].Summary, s.Projects[0].Title = hostile, hostile, hostile, hostile
	s.Projects[0].Sections[1].Tables[0].Rows[0][0].Text = hostile
	s.Projects[0].Findings[0].Evidence = hostile
	want := map[string]int{"index.html": 2, "projects/2025-zhzf-001/index.html": 7}
	out := build(t, s, "")
	for name, times := range want {
		shown := 0
		for z := nethtml.NewTokenizer(strings.NewReader(read(t, out, name))); z.Next() != nethtml.ErrorToken; {
			if token := z.Token(); token.Type == nethtml.TextToken {
				shown += strings.Count(token.Data, hostile)
			}
		}
		if shown != times {
			t.Errorf("%s shows it %d times as it is, want %d", name, shown, times)
		}
	}
}

// TestPolicy: a page may load what is the site's own and nothing else, and a script only where it is better with one.
func TestPolicy(t *testing.T) {
	scripts := map[string]string{}
	s := sample()
	for _, p := range s.pages() {
		if p.Params.Script != "" {
			scripts[filepath.Join(p.Path, "index.html")] = p.Params.Script
		}
	}
	out := build(t, s, "")
	err := fs.WalkDir(out, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		text, policy := read(t, out, name), ""
		if scripts[name] != "" {
			policy = "script-src 'self'; connect-src 'self'; "
			if n := strings.Count(text, "<script"); n != 1 || !strings.Contains(text, "<script src=/js/"+scripts[name]+".") || !strings.Contains(text, " integrity=") {
				t.Errorf("%s has %d scripts, or not the one it should have", name, n)
			}
		} else if strings.Contains(text, "<script") {
			t.Errorf("%s has a script", name)
		}
		if !strings.Contains(text, `content="default-src 'none'; style-src 'self'; img-src 'self'; `+policy+`base-uri 'none'; form-action 'self'"`) {
			t.Errorf("%s has no strict policy", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSizes holds what a page loads to the budgets, in bytes: of styles and of each script zipped, of pages as they are.
func TestSizes(t *testing.T) {
	out := build(t, sample(), "")
	for _, kind := range []struct {
		pattern    string
		files, max int
	}{{"css/*.css", 1, 8_000}, {"js/*.js", 3, 10_000}} {
		names, err := fs.Glob(out, kind.pattern)
		if err != nil || len(names) != kind.files {
			t.Fatal(names, err)
		}
		for _, name := range names {
			var zipped bytes.Buffer
			w := gzip.NewWriter(&zipped)
			if _, err := w.Write([]byte(read(t, out, name))); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if zipped.Len() > kind.max {
				t.Errorf("%s has %d bytes, zipped", name, zipped.Len())
			}
		}
	}
	if home := read(t, out, "index.html"); len(home) > 30_000 {
		t.Errorf("the home page has %d bytes", len(home))
	}
}

// files reads a folder: name to content.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		found[strings.TrimPrefix(name, dir)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestSameBytes(t *testing.T) {
	first, second := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "long", "way", "b")
	if err := Build(sample(), Options{Out: first}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HUGO_TITLE", "other")
	t.Setenv("HUGO_MINIFY_MINIFYOUTPUT", "false")
	t.Setenv("HUGO_PUBLISHDIR", t.TempDir())
	t.Setenv("TZ", "America/New_York")
	t.Chdir(t.TempDir())
	if err := Build(sample(), Options{Out: second}); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("HUGO_TITLE") != "other" {
		t.Error("the environment was not put back")
	}
	a, b := files(t, first), files(t, second)
	if len(a) != len(b) || len(a) < 50 {
		t.Errorf("%d and %d files", len(a), len(b))
	}
	for name, text := range a {
		if b[name] != text {
			t.Errorf("%s differs", name)
		}
	}
}

// TestNoClock: two builds on one day would not show that a template prints the time.
func TestNoClock(t *testing.T) {
	clock := regexp.MustCompile(`\{\{[^}]*\b(now|time\.|getenv|os\.)`)
	err := fs.WalkDir(site.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && clock.MatchString(read(t, site.FS, name)) {
			t.Errorf("%s reads the clock or the environment", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBaseURL(t *testing.T) {
	out := build(t, sample(), "https://host.example/register/")
	text := read(t, out, "projects/2025-zhzf-001/index.html")
	for _, want := range []string{"href=/register/rules/15-filed/", "href=/register/css/", "href=../2025-nt-001/", "href=https://git.example/register/procurement.toml"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if sitemap := read(t, out, "sitemap.xml"); !strings.Contains(sitemap, "<loc>https://host.example/register/projects/2025-zhzf-001/</loc>") {
		t.Error("the sitemap lacks a page")
	}
	if _, err := fs.Stat(build(t, sample(), ""), "sitemap.xml"); err == nil {
		t.Error("a sitemap without a host")
	}
	for _, address := range []string{"host.example/", "/register/", "https://host.example", "https://host.example/register", "ftp://host.example/", "https://host.example/?a", "https://host.example/#a", "https:///a/"} {
		if err := Build(sample(), Options{Out: filepath.Join(t.TempDir(), "a"), BaseURL: address}); err == nil || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// TestFaults is the promise that what is faulty is named, and the old site stays.
func TestFaults(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*Site)
		want  string
	}{
		{"two pages with one path", func(s *Site) { s.Projects[1].Path = s.Projects[0].Path },
			"两个页面的路径都是 /projects/2025-zhzf-001：“智慧停车综合管理应用”和“集镇“码上办”便民服务小程序”"},
		{"a page in place of one written by hand", func(s *Site) { s.Lists[2].Path = "about" }, "两个页面的路径都是 /about：“site/content/about/index.md”和“2025 年度项目”"},
		{"a page without a title", func(s *Site) { s.Plans[0].Title = " " }, "页面 /plans/2025 没有标题"},
		{"a path with capitals", func(s *Site) { s.Rules[0].Path = "rules/15.Filed" }, "路径 /rules/15.Filed 只能由"},
		{"a path that climbs", func(s *Site) { s.Rules[0].Path = "../rules" }, "路径 /../rules 只能由"},
		{"a link to no page", func(s *Site) { s.Home.Watch[0].URL = "projects/2025-zhzf-999/" }, "index.html：<a href=\"/projects/2025-zhzf-999/\"> 指向的文件不存在"},
		{"a link to no page in a document", func(s *Site) { s.Projects[0].Documents[0].HTML = `<p><a href="../nowhere/">x</a></p>` }, `<a href="../nowhere/"> 指向的文件不存在`},
		{"an id twice", func(s *Site) { s.Projects[0].Sections[1].ID = "goals" }, "id“goals”重复"},
	}
	out := filepath.Join(t.TempDir(), "public")
	if err := Build(sample(), Options{Out: out}); err != nil {
		t.Fatal(err)
	}
	before := files(t, out)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := sample()
			test.spoil(s)
			if err := Build(s, Options{Out: out}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
			after := files(t, out)
			if len(after) != len(before) {
				t.Errorf("%d files, there were %d", len(after), len(before))
			}
			for name, text := range before {
				if after[name] != text {
					t.Errorf("%s has changed", name)
				}
			}
			leftAlone(t, filepath.Dir(out), "public")
			fresh := filepath.Join(t.TempDir(), "public")
			if err := Build(s, Options{Out: fresh}); err == nil {
				t.Error("it is taken where there is no site yet")
			}
			leftAlone(t, filepath.Dir(fresh))
		})
	}
}

// leftAlone checks that a folder holds these and nothing else: no staging folder was left.
func leftAlone(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if !slices.Equal(names, want) {
		t.Errorf("%s holds %v, want %v", dir, names, want)
	}
}

func TestOutputFolder(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(out string) error
		refused string // part of the error; "": it is taken
	}{
		{"nothing there", func(string) error { return nil }, ""},
		{"no parent either", func(out string) error { return os.Remove(filepath.Dir(out)) }, ""},
		{"an empty folder", func(out string) error { return os.Mkdir(out, 0o755) }, ""},
		{"a site of ours", func(out string) error { return Build(sample(), Options{Out: out}) }, ""},
		{"a link to a site of ours", func(out string) error {
			if err := Build(sample(), Options{Out: out + "-real"}); err != nil {
				return err
			}
			return os.Symlink(out+"-real", out)
		}, ""},
		{"a folder with other things", func(out string) error {
			return os.MkdirAll(filepath.Join(out, "letters"), 0o755)
		}, "里有别的内容"},
		{"a file", func(out string) error { return os.WriteFile(out, []byte("x"), 0o644) }, "是一个文件"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "parent", "public")
			if err := os.Mkdir(filepath.Dir(out), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := test.prepare(out); err != nil {
				t.Fatal(err)
			}
			s := sample()
			s.Rules = s.Rules[:2]
			s.RuleIndex.General.Rows = nil
			err := Build(s, Options{Out: out})
			if test.refused != "" {
				if err == nil || !strings.Contains(err.Error(), test.refused) {
					t.Errorf("got %v", err)
				}
				if _, err := os.Stat(filepath.Join(out, "index.html")); err == nil {
					t.Error("it was written to")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(filepath.Join(out, Marker)); err != nil {
				t.Error(err)
			}
			if _, err := os.Stat(filepath.Join(out, "rules/form-money")); err == nil {
				t.Error("a page of the old site is left")
			}
		})
	}
}

// TestSwapBack is the promise for the moment between the two renames.
func TestSwapBack(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	if err := os.Mkdir(out, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := swap(out, filepath.Join(dir, "not-there"), filepath.Join(dir, "old")); err == nil {
		t.Error("no error")
	}
	leftAlone(t, dir, "public")
}

// TestHugoSpeaks is the promise that Hugo's warnings and errors fail the build, and reach nobody otherwise.
func TestHugoSpeaks(t *testing.T) {
	for _, test := range []struct{ name, file, template, want string }{
		{"warning", "404.html", `{{ warnf "not so good" }}`, "not so good"},
		{"error", "404.html", `{{ errorf "not good" }}`, "not good"},
		{"failure", "404.html", `{{ .NoSuchThing }}`, "404.html"},
		{"word that is not there", "404.html", `{{ i18n "no-such-word" }}`, "no-such-word"},
		{"failure on one page", "_partials/pages/plans.html", `{{ div 1 0 }}`, "ERROR /plans: "},
		{"failure on many pages", "_partials/pages/article.html", `{{ div 1 0 }}`, "行）"}, // where Hugo alone would hang
	} {
		t.Run(test.name, func(t *testing.T) {
			staging := t.TempDir()
			source := filepath.Join(staging, "source")
			if err := writeSource(source, sample().Frame, sample().pages()); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(source, "layouts", filepath.FromSlash(test.file)), []byte(test.template), 0o644); err != nil {
				t.Fatal(err)
			}
			stdout, stderr, writer := os.Stdout, os.Stderr, log.Writer()
			err := runHugo(staging, filepath.Join(staging, "public"), "/")
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), staging) {
				t.Errorf("got %v", err)
			}
			if os.Stdout != stdout || os.Stderr != stderr || log.Writer() != writer {
				t.Error("the process's outputs were not put back")
			}
		})
	}
}

// BenchmarkBuild publishes 2,000 projects with 30 KB of rendered documents each.
func BenchmarkBuild(b *testing.B) {
	s := sample()
	s.Projects = s.Projects[:0]
	text := strings.Repeat("<p>平台依托一体化智能化公共数据平台建设，复用统一身份认证和电子地图组件，不新建机房。</p>\n", 75)
	for i := range 2000 {
		p := sampleParking()
		p.ID = fmt.Sprintf("2025-u%d-001", i)
		p.Path = "projects/" + p.ID
		p.Documents = []Document{{ID: "feasibility", Title: "可行性研究报告", HTML: text}, {ID: "plan", Title: "修改后的方案", HTML: text}, {ID: "acceptance-report", Title: "验收报告", HTML: text}}
		s.Projects = append(s.Projects, p)
	}
	for _, id := range []string{"2025-zhzf-001", "2025-nt-001", "2026-sl-001", "2026-wj-001"} {
		s.Projects = append(s.Projects, sampleSimple(id, id, "区水利局", 3))
	}
	for b.Loop() {
		if err := Build(s, Options{Out: filepath.Join(b.TempDir(), "public")}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(s.pages())*b.N)/b.Elapsed().Seconds(), "pages/s")
}
