package document

import (
	"errors"
	"io"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// options are those of the tests: two files are published.
var options = Options{IDPrefix: "study", TopLevel: 3, Title: "研究报告", Resolve: func(path string) string {
	return map[string]string{"plan.md": "/projects/1/#plan", "../002/feasibility.md": "/projects/2/"}[path]
}}

// allowed is what HTML may print: elements, and the form of each attribute's value.
var allowed = func() map[string]map[string]*regexp.Regexp {
	m := map[string]map[string]*regexp.Regexp{}
	for _, name := range strings.Fields("p br hr blockquote ul li em strong code pre table thead tbody tr") {
		m[name] = nil
	}
	num := regexp.MustCompile(`^num$`)
	m["th"] = map[string]*regexp.Regexp{"scope": regexp.MustCompile(`^col$`), "class": num}
	m["td"] = map[string]*regexp.Regexp{"class": num}
	m["ol"] = map[string]*regexp.Regexp{"start": regexp.MustCompile(`^\d+$`)}
	m["a"] = map[string]*regexp.Regexp{
		"href": regexp.MustCompile(`^(https?://[^/\\\s]+[^\\\s]*|#study-.+|/projects/1/#plan|/projects/2/)$`),
		"rel":  regexp.MustCompile(`^nofollow noopener noreferrer$`),
	}
	m["div"] = map[string]*regexp.Regexp{
		"class": regexp.MustCompile(`^scroll$`), "tabindex": regexp.MustCompile(`^0$`), "role": regexp.MustCompile(`^region$`),
		"aria-label": regexp.MustCompile(`^研究报告表 \d+(：|$)`),
	}
	for _, name := range strings.Fields("h3 h4 h5 h6") {
		m[name] = map[string]*regexp.Regexp{"id": regexp.MustCompile(`^study-\S+$`)}
	}
	return m
}()

// hold fails the test unless out is well-formed and within the allow-list, and gives its elements as one node's children.
func hold(t *testing.T, out string) *html.Node {
	t.Helper()
	holdNesting(t, out)
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(out), body)
	if err != nil {
		t.Fatalf("not HTML: %v", err)
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	ids := map[string]bool{}
	for n := range body.Descendants() {
		if n.Type == html.CommentNode || n.Type == html.DoctypeNode {
			t.Errorf("a comment or doctype: %q", n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		attributes, ok := allowed[n.Data]
		if !ok || n.Namespace != "" {
			t.Errorf("element <%s> is not on the list", n.Data)
		}
		for _, a := range n.Attr {
			if form := attributes[a.Key]; form == nil || !form.MatchString(a.Val) {
				t.Errorf("<%s %s=%q> is not on the list", n.Data, a.Key, a.Val)
			}
		}
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %q twice", id)
			}
			ids[id] = true
		}
		if n.Data == "a" && strings.HasPrefix(attribute(n, "href"), "http") != (attribute(n, "rel") != "") {
			t.Errorf("link to %q with rel %q", attribute(n, "href"), attribute(n, "rel"))
		}
		if n.Data == "th" && attribute(n, "scope") == "" {
			t.Error("<th> without scope")
		}
	}
	for n := range body.Descendants() {
		if fragment, ok := strings.CutPrefix(attribute(n, "href"), "#"); ok {
			if id, err := url.PathUnescape(fragment); err != nil || !ids[id] {
				t.Errorf("link to #%s, which is not there", fragment)
			}
		}
	}
	if strings.Contains(out, "{{") {
		t.Error("template braces")
	}
	return body
}

// holdNesting fails the test unless each element of out is closed, in order.
func holdNesting(t *testing.T, out string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(out))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) || len(open) > 0 {
				t.Errorf("ends with %v open: %v", open, z.Err())
			}
			return
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) != "br" && string(name) != "hr" {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// shown gives what a reader sees of n, blanks at either end cut.
func shown(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// find gives the elements under n of that name.
func find(n *html.Node, name string) (found []*html.Node) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == name {
			found = append(found, d)
		}
	}
	return found
}

// attacks are documents by those who want more than to be read. Each must leave no link, and show the text (not given: any).
var attacks = []struct{ name, src, text string }{
	{"script block", "<script>alert(1)</script>", "<script>alert(1)</script>"},
	{"script in a line", "a <script>alert(1)</script> b", "a <script>alert(1)</script> b"},
	{"script in upper case, unclosed", "<SCRIPT SRC=//evil.example/x.js", "<SCRIPT SRC=//evil.example/x.js"},
	{"svg", "<svg onload=alert(1)><script>1</script></svg>", "<svg onload=alert(1)><script>1</script></svg>"},
	{"style element", "<style>body{display:none}</style>", "<style>body{display:none}</style>"},
	{"style attribute", `<p style="position:fixed">x</p>`, `<p style="position:fixed">x</p>`},
	{"event handler", `a <b onmouseover="alert(1)">x</b>`, `a <b onmouseover="alert(1)">x</b>`},
	{"iframe", `<iframe src="https://evil.example"></iframe>`, `<iframe src="https://evil.example"></iframe>`},
	{"form", `<form action="https://evil.example"><input name=p></form>`, `<form action="https://evil.example"><input name=p></form>`},
	{"closing the page's elements", "</div></main></body>", "</div></main></body>"},
	{"raw HTML in a cell", "|a|\n|-|\n|<img src=x onerror=alert(1)>|", ""},
	{"raw HTML in a heading", "# <img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"},
	{"CDATA", "a <![CDATA[<script>]]> b", "a <![CDATA[<script>]]> b"},
	{"processing instruction", "<?php echo 1 ?>", "<?php echo 1 ?>"},
	{"broken tag", "<<script>alert(1)//<</script>", "<<script>alert(1)//<</script>"},
	{"mutation through attributes", "<a title=\"`<img src=x onerror=alert(1)>`\">x", ""},
	{"entities for a tag", "&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"},
	{"tag in a fence's language", "```\"><script>alert(1)</script>\nx\n```", "x"},

	{"javascript", "[x](javascript:alert(1))", "x"},
	{"javascript, mixed case", "[x](JaVaScRiPt:alert(1))", "x"},
	{"javascript, entity for the colon", "[x](javascript&colon;alert(1))", "x"},
	{"javascript, decimal entity", "[x](javascript&#58;alert(1))", "x"},
	{"javascript, hexadecimal entities", "[x](&#x6A;&#x61;&#x76;&#x61;script:alert(1))", "x"},
	{"javascript, long entities", "[x](&#0000106avascript:alert(1))", "x"},
	{"javascript, tab entity", "[x](java&#9;script:alert(1))", "x"},
	{"javascript, tab entity by name", "[x](java&Tab;script:alert(1))", "x"},
	{"javascript, line end entity", "[x](java&NewLine;script:alert(1))", "x"},
	{"javascript, control character", "[x](\x01javascript:alert(1))", ""},
	{"javascript, control character entity", "[x](&#1;javascript:alert(1))", "x"},
	{"javascript, NUL", "[x](java\x00script:alert(1))", ""},
	{"javascript, blank before", "[x](<  javascript:alert(1)>)", "x"},
	{"javascript, zero-width blank", "[x](\u200bjavascript:alert(1))", "x"},
	{"javascript, percent", "[x](javascript%3Aalert(1))", "x"},
	{"javascript, percent letters", "[x](%6Aavascript:alert(1))", "x"},
	{"javascript, backslash", `[x](javascript\:alert(1))`, "x"},
	{"javascript, autolink", "<javascript:alert(1)>", "javascript:alert(1)"},
	{"javascript with an authority", "[x](javascript://gov.cn/%0aalert(1))", "x"},
	{"data", "[x](data:text/html;base64,PHNjcmlwdD4=)", "x"},
	{"data image", "[x](data:image/svg+xml,<svg/onload=alert(1)>)", ""},
	{"vbscript", "[x](vbscript:msgbox(1))", "x"},
	{"file", "[x](file:///etc/passwd)", "x"},
	{"mailto", "[x](mailto:a@b.example)", "x"},
	{"mail autolink", "<a@b.example>", "a@b.example"},
	{"unknown scheme", "[x](weixin://dl/chat)", "x"},
	{"scheme only", "[x](https:)", "x"},
	{"scheme without host", "[x](https:evil.example)", "x"},
	{"scheme with one slash", "[x](https:/evil.example)", "x"},
	{"scheme with three slashes", "[x](https:///evil.example)", "x"},
	{"protocol-relative", "[x](//evil.example)", "x"},
	{"protocol-relative, three slashes", "[x](///evil.example)", "x"},
	{"protocol-relative, entities", "[x](&#47;&#47;evil.example)", "x"},
	{"protocol-relative, percent", "[x](%2F%2Fevil.example)", "x"},
	{"protocol-relative, tab", "[x](/&#9;/evil.example)", "x"},
	{"backslashes", `[x](\\\\evil.example)`, "x"},
	{"slash and backslash", `[x](/\\evil.example)`, "x"},
	{"backslash entity", `[x](/&#92;evil.example)`, "x"},
	{"backslash after the scheme", `[x](https:\\\\evil.example)`, "x"},
	{"backslash in a path", "[x](https://gov.cn/a&#92;b)", "x"},
	{"user name that looks like a host", "[x](https://gov.cn@evil.example/)", "x"},
	{"absolute path", "[x](/admin)", "x"},
	{"path that is not published", "[x](attachments/a.pdf)", "x"},
	{"path that climbs", "[x](../../../etc/passwd)", "x"},
	{"query only", "[x](?a=b)", "x"},
	{"empty", "[x]()", "x"},
	{"fragment that is not there", "[x](#nowhere)", "x"},
	{"fragment of the page", "[x](#main)", "x"},
	{"text direction in an address", "[x](https://gov.cn/&#8238;gpj.exe)", "x"},
	{"reference", "[x]\n\n[x]: javascript:alert(1)", "x"},
	{"reference, collapsed, with title", "[x][]\n\n[x]: <javascript:alert(1)> \"t\"", "x"},
	{"reference, full, entity", "[x][y]\n\n[y]: javascript&colon;alert(1)", "x"},
	{"reference, protocol-relative", "[x][y]\n\n[y]: //evil.example", "x"},

	{"image from elsewhere", "![图](https://evil.example/pixel.png)", "图"},
	{"image by reference", "![图][a]\n\n[a]: https://evil.example/pixel.png", "图"},
	{"image with script", "![图](javascript:alert(1))", "图"},
	{"image with markup in its text", "![a *b* [c](https://gov.cn) `d` <e>](x.png)", "a b c d"},
	{"image whose text is a tag", `![&lt;script&gt;"](x.png "t")`, `<script>"`},

	{"title that breaks out", `[x](javascript:1 '" onclick="alert(1)')`, "x"},
	{"heading attributes", "# 标题 {#id onclick=alert(1) .class}", "标题 {#id onclick=alert(1) .class}"},
	{"heading attributes, setext", "标题 {#main style=x}\n===", "标题 {#main style=x}"},

	{"shortcode", "{{< readfile \"/etc/passwd\" >}}", "{{< readfile \"/etc/passwd\" >}}"},
	{"shortcode with Markdown", "{{% include x %}}", "{{% include x %}}"},
	{"template", "{{ .Site.Params }} {{{{", "{{ .Site.Params }} {{{{"},
	{"braces as entities", "&#123;{ now }}", "{{ now }}"},
	{"braces in a table's name", "# {{ x }}\n\n|a|\n|-|\n", ""},
	{"YAML front matter", "---\nlayout: evil\noutputs: [x]\n---\n正文", "正文"},
	{"YAML front matter, line ends CRLF", "---\r\nlayout: evil\r\n---\r\n正文", "正文"},
	{"YAML front matter after a byte order mark", "\uFEFF---\nlayout: evil\n---\n正文", "正文"},
	{"TOML front matter", "+++\nlayout = \"evil\"\n[build]\n+++\n正文", "正文"},
	{"JSON front matter", "{\n\"layout\": \"evil\"\n}\n\n正文", "{\n\"layout\": \"evil\"\n}\n正文"},
	{"org front matter", "#+title: evil\n\n正文", "#+title: evil\n正文"},
	{"summary divider", "甲\n\n<!--more-->\n\n乙", "甲\n乙"},

	{"comment block", "<!-- 批示：同意 -->", ""},
	{"comment in a line", "甲<!-- <script>alert(1)</script> -->乙", "甲乙"},
	{"comment over lines", "<!--\n# 背景\n\n[x](https://gov.cn)\n-->\n后", "后"},
	{"comment that never ends", "前\n\n<!-- a\n\n<script>alert(1)</script>", "前"},
	{"comment that ends at once", "<!--> 甲 -->", "甲 -->"},
	{"comment ended like a browser's", "<!-- a --!> 甲\n-->", "甲\n-->"},
	{"conditional comment", "<!--[if IE]><script>alert(1)</script><![endif]-->", ""},

	{"NUL", "a\x00b", "a\uFFFDb"},
	{"invalid UTF-8", "a\xff\xfeb", "a\uFFFD\uFFFDb"},
	{"overlong UTF-8 of <", "\xc0\xbcscript\xc0\xbe", "\uFFFD\uFFFDscript\uFFFD\uFFFD"},
	{"lone CR", "a\r# b", "a\uFFFD# b"},
	{"text direction", "a\u202Eb&#8238;c&#x2066;d", "abcd"},
	{"control character entities", "a&#27;b&#0;c", "ab\uFFFDc"},
	{"nothing", "", ""},
}

func TestAttacks(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			out := Parse([]byte(a.src)).HTML(options)
			body := hold(t, out)
			if links := find(body, "a"); len(links) > 0 {
				t.Errorf("a link in %s", out)
			}
			if got := shown(body); got != a.text && (a.text != "" || strings.HasPrefix(a.name, "comment")) {
				t.Errorf("shows %q, want %q", got, a.text)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	tests := []struct{ src, href, text string }{
		{"[区政府](https://www.wuxing.gov.cn/a?b=1&c=2#d)", "https://www.wuxing.gov.cn/a?b=1&c=2#d", "区政府"},
		{"[x](HTTP://gov.cn)", "http://gov.cn", "x"},
		{"<https://gov.cn/a>", "https://gov.cn/a", "https://gov.cn/a"},
		{"[x](https://gov.cn/a%20b)", "https://gov.cn/a%20b", "x"},
		{"[x](https://gov.cn/文件)", "https://gov.cn/%E6%96%87%E4%BB%B6", "x"},
		{`[x](https://gov.cn "a'b&quot; onclick=1")`, "https://gov.cn", "x"},
		{`[x](https://gov.cn/"onclick="1)`, "https://gov.cn/%22onclick=%221", "x"},
		{"[*x* y][r]\n\n[r]: https://gov.cn 'title'", "https://gov.cn", "x y"},
		{"[![图](a.png)](https://gov.cn)", "https://gov.cn", "图"},
		{"[方案](plan.md)", "/projects/1/#plan", "方案"},
		{"[方案](plan%2Emd?x#y)", "/projects/1/#plan", "方案"},
		{"[x](../002/feasibility.md)", "/projects/2/", "x"},
		{"[见概算](#三投资-概算)\n\n## 三、投资 概算", "#study-%E4%B8%89%E6%8A%95%E8%B5%84-%E6%A6%82%E7%AE%97", "见概算"},
		{"[x](#%E6%A6%82%E7%AE%97)\n# 概算", "#study-%E6%A6%82%E7%AE%97", "x"},
		{"[x](#a-1)\n# A\n# a", "#study-a-1", "x"},
	}
	for _, test := range tests {
		out := Parse([]byte(test.src)).HTML(options)
		links := find(hold(t, out), "a")
		if len(links) != 1 {
			t.Errorf("%s: %d links in %s", test.src, len(links), out)
			continue
		}
		if href, text := attribute(links[0], "href"), shown(links[0]); href != test.href || text != test.text {
			t.Errorf("%s: %q to %q, want %q to %q", test.src, text, href, test.text, test.href)
		}
	}
}

func TestRelativeLinksWithoutResolve(t *testing.T) {
	if out := Parse([]byte("[方案](plan.md)")).HTML(Options{}); out != "<p>方案</p>\n" {
		t.Errorf("got %s", out)
	}
}

// Not even a Resolve that knows every path gets those that leave the folder by other ways than "..".
func TestPathsThatResolveNeverGives(t *testing.T) {
	everything := Options{Resolve: func(path string) string { return path }}
	for _, address := range []string{"/admin", "//evil.example", "%2F%2Fevil.example", "/&#92;evil.example", "&#92;&#92;evil.example", "a&#92;..&#92;b",
		"javascript:alert(1)", "java%73cript:alert(1)", "file:///etc/passwd", "?a", ""} {
		if out := Parse([]byte("[x](" + address + ")")).HTML(everything); out != "<p>x</p>\n" {
			t.Errorf("%s gives %s", address, out)
		}
	}
	if out := Parse([]byte("[x](a/../b.md)")).HTML(everything); out != "<p><a href=\"a/../b.md\">x</a></p>\n" {
		t.Errorf("got %s", out)
	}
}

func TestMarkup(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"emphasis", "*a* **b** `<c>`", "<p><em>a</em> <strong>b</strong> <code>&lt;c&gt;</code></p>\n"},
		{"lines of Chinese join without a blank", "项目\n背景", "<p>项目背景</p>\n"},
		{"lines of English do not", "a\nb", "<p>a\nb</p>\n"},
		{"hard line break", "a  \nb", "<p>a<br>\nb</p>\n"},
		{"ordered list", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"},
		{"block quote and rule", "> a\n\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n"},
		{"code keeps its lines, without a language", "```go\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"},
		{"a rule at the top is no front matter", "---\n\n前言\n\n---", "<hr>\n<p>前言</p>\n<hr>\n"},
		{"front matter without its end is none", "+++\na = 1", "<p>+++\na = 1</p>\n"},
		{"front matter below the top is none", "x\n\n+++\na = 1\n+++", "<p>x</p>\n<p>+++\na = 1\n+++</p>\n"},
		{"table", "# 概算\n\n| 项 | 金额 |\n|:--|--:|\n| 软件 | 380万元 |\n| 安全 |",
			"<h3 id=\"study-概算\">概算</h3>\n" +
				"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"研究报告表 1：概算\"><table>\n" +
				"<thead>\n<tr><th scope=\"col\">项</th><th scope=\"col\" class=\"num\">金额</th></tr>\n</thead>\n" +
				"<tbody>\n<tr><td>软件</td><td class=\"num\">380万元</td></tr>\n<tr><td>安全</td><td></td></tr>\n</tbody>\n</table></div>\n"},
		{"table of a head alone", "a|b\n-|-", "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"研究报告表 1\"><table>\n" +
			"<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n</table></div>\n"},
		{"top heading at the level of the page", "## a\n### b\n## c", "<h3 id=\"study-a\">a</h3>\n<h4 id=\"study-b\">b</h4>\n<h3 id=\"study-c\">c</h3>\n"},
		{"no level is left out, none goes below 6", "# a\n### b\n#### c\n##### d\n###### e\n# f",
			"<h3 id=\"study-a\">a</h3>\n<h4 id=\"study-b\">b</h4>\n<h5 id=\"study-c\">c</h5>\n<h6 id=\"study-d\">d</h6>\n<h6 id=\"study-e\">e</h6>\n<h3 id=\"study-f\">f</h3>\n"},
		{"ids are unique", "# a\n# a\n# a-1\n# A", "<h3 id=\"study-a\">a</h3>\n<h3 id=\"study-a-1\">a</h3>\n<h3 id=\"study-a-1-1\">a-1</h3>\n<h3 id=\"study-a-2\">A</h3>\n"},
		{"a heading without letters", "# ！\n#", "<h3 id=\"study-section\">！</h3>\n<h3 id=\"study-section-1\"></h3>\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out := Parse([]byte(test.src)).HTML(options)
			hold(t, out)
			if out != test.want {
				t.Errorf("got\n%s\nwant\n%s", out, test.want)
			}
		})
	}
}

func TestTableNamesAreUnique(t *testing.T) {
	src := "# 概算\n\n" + strings.Repeat("a|b\n-|-\n\n", 3)
	var names []string
	for _, div := range find(hold(t, Parse([]byte(src)).HTML(options)), "div") {
		names = append(names, attribute(div, "aria-label"))
	}
	if want := []string{"研究报告表 1：概算", "研究报告表 2：概算", "研究报告表 3：概算"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestConcurrentUseGivesTheSameBytes(t *testing.T) {
	src := study(t)
	d := Parse(src)
	want := d.HTML(options)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if d.HTML(options) != want || Parse(src).HTML(options) != want {
				t.Error("the HTML differs")
			}
		})
	}
	group.Wait()
}

func FuzzHTML(f *testing.F) {
	for _, a := range attacks {
		f.Add(a.src)
	}
	f.Add("# a\n\n|a|b|\n|-|-:|\n|`\\|`|[x](#a)|\n\n> 1. - *a **b** c*\n\n[r]: https://gov.cn\n\n[r] ![i](j)")
	f.Fuzz(func(t *testing.T, src string) {
		d := Parse([]byte(src))
		out := d.HTML(options)
		hold(t, out)
		if !strings.Contains(src, "\r") {
			if crlf := Parse([]byte(strings.ReplaceAll(src, "\n", "\r\n"))).HTML(options); crlf != out {
				t.Errorf("with line ends CRLF it is\n%q\nwith LF\n%q", crlf, out)
			}
		}
	})
}

func study(t testing.TB) []byte {
	src, err := os.ReadFile("testdata/study.md")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func BenchmarkParse(b *testing.B) {
	src := study(b)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Parse(src)
	}
}

func BenchmarkHTML(b *testing.B) {
	d := Parse(study(b))
	for b.Loop() {
		d.HTML(options)
	}
}

// The second lock holds by itself, should the first ever give.
func TestPolicyAlone(t *testing.T) {
	tests := []struct{ in, want string }{
		{`<script>alert(1)</script>`, ``},
		{`<img src="https://evil.example/x.png">`, ``},
		{`<p style="color:red" onclick="alert(1)" id="main">x</p>`, `<p>x</p>`},
		{`<a href="javascript:alert(1)">x</a>`, `x`},
		{`<a href="//evil.example">x</a>`, `x`},
		{`<a href="/\evil.example">x</a>`, `x`},
		{`<a href="mailto:a@b.example">x</a>`, `x`},
		{`<a href="https://gov.cn" target="_blank">x</a>`, `<a href="https://gov.cn">x</a>`},
		{`<a href="/projects/1/">x</a><a href="../2/">x</a><a href="#y">x</a>`, `<a href="/projects/1/">x</a><a href="../2/">x</a><a href="#y">x</a>`},
		{`<div class="evil">x</div>`, `<div>x</div>`},
	}
	for _, test := range tests {
		if got := policy.Sanitize(test.in); got != test.want {
			t.Errorf("%s gives %s, want %s", test.in, got, test.want)
		}
	}
}
