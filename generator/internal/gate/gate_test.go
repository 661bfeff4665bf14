package gate

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// pageOf is a page that keeps every promise, with these lines in its body.
func pageOf(body string) string {
	return `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>项目库</title>
<link rel="stylesheet" href="/register/main.css"><link rel="canonical" href="https://x.example/register/"><link rel="License" href="https://licence.example/">
<script src="/register/list.js" defer></script></head>
<body><h1 id="top">项目库</h1>` + body + "</body></html>\n"
}

// valid is a site, published at https://x.example/register/, with one of everything that is allowed.
func valid() fstest.MapFS {
	files := map[string]string{
		"index.html": pageOf(`
<a href="/register/projects/">相对于主机</a> <a href="projects/">相对于页面</a> <a href="/register">首页</a> <a href="">本页</a>
<a href="projects">没有末尾斜线</a> <a href="projects/index.html#p2">文件与片段</a> <a href="projects/?year=2025#p2">查询</a>
<a href="#top">本页片段</a> <a href="#%E6%A6%82%E7%AE%97">编码的片段</a> <h2 id="概算">概算</h2>
<a href="https://x.example/register/projects/#p2">完整地址</a>
<a href="https://www.gov.example/a#b" rel="nofollow">站外</a> <a href="mailto:a@b.example">邮箱</a> <a href="tel:12345">电话</a>
<a href="data/%E6%B8%85%E5%8D%95.csv">清单</a>
<img src="map.svg" alt="" srcset="map.svg 1x, /register/map.svg?v=2 2x"><form action="projects/"></form>
<svg><title>图</title><use href="map.svg#legend"/><a href="projects/"></a></svg>
<noscript><a href="projects/">无脚本</a></noscript>
<script type="application/ld+json">{"a": "<h1>"}</script><!-- <h1 style="x"> --><p>{{ 花括号 }}</p>`),
		"projects/index.html": pageOf(`<p id="p2"><a href="../">上一级</a> <a href="../index.html#概算">概算</a> <a href="./?q">本页</a></p>`),
		"old/index.html": `<!DOCTYPE html><html lang="zh-CN"><head><title>已迁移</title>` +
			`<meta http-equiv="Refresh" content="0; url=https://x.example/register/projects/"></head></html>`,
		"404.html": pageOf(`<a href="/register/">首页</a>`),
		"main.css": "", "list.js": "", "map.svg": "", "data/清单.csv": "",
	}
	site := fstest.MapFS{}
	for name, text := range files {
		site[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return site
}

const base = "https://x.example/register/"

func TestValidSite(t *testing.T) {
	faults, err := Check(valid(), base)
	if err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
}

func TestFaults(t *testing.T) {
	// Each case replaces the first old in index.html by new, or puts new into its body where old is "".
	tests := []struct{ name, old, new, want string }{
		{"no title", "<title>项目库</title>", "", "没有标题：<title> 缺失或为空"},
		{"empty title", "<title>项目库</title>", "<title> &nbsp;\n</title>", "没有标题：<title> 缺失或为空"},
		{"a drawing's title is none", "<title>项目库</title>", "<svg><title>图</title></svg>", "没有标题：<title> 缺失或为空"},
		{"no language", ` lang="zh-CN"`, "", "没有注明语言：<html> 缺少 lang"},
		{"empty language", ` lang="zh-CN"`, ` lang=" "`, "没有注明语言：<html> 缺少 lang"},
		{"no h1", "h1 id", "h2 id", "应有且只有一个 <h1>，实际有 0 个"},
		{"two h1", "", "<h1>又一个</h1>", "应有且只有一个 <h1>，实际有 2 个"},
		{"an id twice", "", `<p id="top">`, "id“top”重复"},

		{"file that is not there", "", `<a href="nowhere.html">`, `<a href="nowhere.html"> 指向的文件不存在`},
		{"folder that is not there", "", `<a href="/register/nowhere/">`, `<a href="/register/nowhere/"> 指向的文件不存在`},
		{"folder without index.html", "", `<a href="data/">`, `<a href="data/"> 指向的文件不存在`},
		{"file taken for a folder", "", `<a href="main.css/">`, `<a href="main.css/"> 指向的文件不存在`},
		{"other case", "", `<a href="Projects/">`, `<a href="Projects/"> 指向的文件不存在`},
		{"absolute address on the site", "", `<a href="https://x.example/register/nowhere">`, `<a href="https://x.example/register/nowhere"> 指向的文件不存在`},
		{"same host, other path", "", `<a href="/other/">`, `<a href="/other/"> 不在站点路径 /register/ 之下`},
		{"above the site", "", `<a href="../">`, `<a href="../"> 不在站点路径 /register/ 之下`},
		{"path that only begins alike", "", `<a href="/registers/">`, `<a href="/registers/"> 不在站点路径 /register/ 之下`},
		{"no address", "", `<a href="https://[">`, `<a href="https://["> 不是有效的地址`},
		{"colon in the first segment", "", `<a href="a b:c">`, `<a href="a b:c"> 不是有效的地址`},
		{"script address", "", `<a href="JavaScript:alert(1)">`, `<a href="JavaScript:alert(1)"> 的协议不在允许之列`},
		{"data address", "", `<a href="data:text/html,x">`, `<a href="data:text/html,x"> 的协议不在允许之列`},
		{"protocol-relative", "", `<a href="//evil.example/">`, `<a href="//evil.example/"> 的协议不在允许之列`},
		{"fragment of this page", "", `<a href="#nowhere">`, `<a href="#nowhere"> 指向的页面 index.html 中没有 id“nowhere”`},
		{"fragment of this page, with query", "", `<a href="?q#nowhere">`, `<a href="?q#nowhere"> 指向的页面 index.html 中没有 id“nowhere”`},
		{"fragment of another page", "", `<a href="projects/#概算">`, `<a href="projects/#概算"> 指向的页面 projects/index.html 中没有 id“概算”`},
		{"image", "", `<img src="nowhere.png">`, `<img src="nowhere.png"> 指向的文件不存在`},
		{"image without address", "", `<img src="">`, `<img src=""> 的地址为空`},
		{"source set", "", `<img srcset="map.svg 1x, nowhere.png 2x">`, `<img srcset="nowhere.png"> 指向的文件不存在`},
		{"script file", "", `<script src="nowhere.js"></script>`, `<script src="nowhere.js"> 指向的文件不存在`},
		{"style sheet", "", `<link rel="stylesheet" href="nowhere.css">`, `<link href="nowhere.css"> 指向的文件不存在`},
		{"feed", "", `<link rel="alternate" href="feed.xml">`, `<link href="feed.xml"> 指向的文件不存在`},
		{"form", "", `<form action="nowhere"></form>`, `<form action="nowhere"> 指向的文件不存在`},
		{"in noscript", "", `<noscript><a href="nowhere"></noscript>`, `<a href="nowhere"> 指向的文件不存在`},
		{"in a drawing", "", `<svg><use xlink:href="nowhere.svg#a"/></svg>`, `<use xlink:href="nowhere.svg#a"> 指向的文件不存在`},
		{"forwarding", "", `<meta http-equiv="refresh" content="0;URL='nowhere'">`, `<meta content="nowhere"> 指向的文件不存在`},
		{"long address", "", `<a href="` + strings.Repeat("长", 201) + `">`, `<a href="` + strings.Repeat("长", 200) + `…"> 指向的文件不存在`},

		{"script in the page", "", `<script>alert(1)</script>`, "含有内联脚本：没有 src 的 <script>"},
		{"module in the page", "", `<script type="module">import "x"</script>`, "含有内联脚本：没有 src 的 <script>"},
		{"event handler", "", `<p OnClick="x">`, "含有内联脚本：<p> 的 onclick 属性"},
		{"style in the page", "", `<style>p{}</style>`, "含有内联样式：<style>"},
		{"style attribute", "", `<br style="x"/>`, "含有内联样式：<br> 的 style 属性"},
		{"base", "", `<base target="_top">`, "不应使用 <base>"},
		{"script from elsewhere", "", `<script src="https://cdn.example/x.js"></script>`, `<script src="https://cdn.example/x.js"> 引用了站外资源`},
		{"script from elsewhere, protocol-relative", "", `<script src="//cdn.example/x.js"></script>`, `<script src="//cdn.example/x.js"> 引用了站外资源`},
		{"style sheet from elsewhere", "", `<link rel="stylesheet" href="http://cdn.example/x.css">`, `<link href="http://cdn.example/x.css"> 引用了站外资源`},
		{"alternate style sheet from elsewhere", "", `<link rel="alternate stylesheet" href="http://cdn.example/x.css">`, `<link href="http://cdn.example/x.css"> 引用了站外资源`},
		{"connection to elsewhere", "", `<link rel="preconnect" href="https://cdn.example">`, `<link href="https://cdn.example"> 引用了站外资源`},
		{"image from elsewhere", "", `<img src="https://cdn.example/x.png">`, `<img src="https://cdn.example/x.png"> 引用了站外资源`},
		{"image in the address", "", `<img src="data:image/png;base64,AA">`, `<img src="data:image/png;base64,AA"> 引用了站外资源`},
		{"image set from elsewhere", "", `<source srcset="map.svg, https://cdn.example/x.png 2x">`, `<source srcset="https://cdn.example/x.png"> 引用了站外资源`},
		{"frame from elsewhere", "", `<iframe src="https://evil.example"></iframe>`, `<iframe src="https://evil.example"> 引用了站外资源`},
		{"object from elsewhere", "", `<object data="https://evil.example"></object>`, `<object data="https://evil.example"> 引用了站外资源`},
		{"form to elsewhere", "", `<form action="https://evil.example"></form>`, `<form action="https://evil.example"> 引用了站外资源`},
		{"button to elsewhere", "", `<button formaction="https://evil.example">`, `<button formaction="https://evil.example"> 引用了站外资源`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			site := valid()
			text := string(site["index.html"].Data)
			if test.old == "" {
				text = strings.Replace(text, "</body>", test.new+"</body>", 1)
			} else {
				text = strings.Replace(text, test.old, test.new, 1)
			}
			site["index.html"] = &fstest.MapFile{Data: []byte(text)}
			faults, err := Check(site, base)
			if want := []Fault{{"index.html", test.want}}; err != nil || !slices.Equal(faults, want) {
				t.Errorf("got %v, %v\nwant %v", faults, err, want)
			}
		})
	}
}

func TestTitleAfterDrawing(t *testing.T) {
	for _, drawing := range []string{"<svg><title>图</title></svg>", "<svg/>", "</svg>"} {
		site := valid()
		text := strings.Replace(string(site["projects/index.html"].Data), "<title>", drawing+"<title>", 1)
		site["projects/index.html"] = &fstest.MapFile{Data: []byte(text)}
		if faults, err := Check(site, base); err != nil || len(faults) > 0 {
			t.Errorf("after %s: %v, %v", drawing, faults, err)
		}
	}
}

// TestSearchLeadsSomewhere: what the search finds is a page, and a part of it.
func TestSearchLeadsSomewhere(t *testing.T) {
	for _, test := range []struct{ index, want string }{
		{`{"url": ["projects/", "projects/#p2", "index.html#概算"]}`, "[]"},
		{`{"url": ["nowhere/"]}`, `[search/docs.json：<a href="nowhere/"> 指向的文件不存在]`},
		{`{"url": ["projects/#p3"]}`, `[search/docs.json：<a href="projects/#p3"> 指向的页面 projects/index.html 中没有 id“p3”]`},
	} {
		site := valid()
		site["search/docs.json"] = &fstest.MapFile{Data: []byte(test.index)}
		faults, err := Check(site, base)
		if err != nil || fmt.Sprint(faults) != test.want {
			t.Errorf("%s: %v, %v; want %s", test.index, faults, err, test.want)
		}
	}
	site := valid()
	site["search/docs.json"] = &fstest.MapFile{Data: []byte("{")}
	if _, err := Check(site, base); err == nil {
		t.Error("a broken index is taken")
	}
}

func TestMissingFiles(t *testing.T) {
	site := valid()
	delete(site, "projects/index.html")
	faults, err := Check(site, base)
	if err != nil || len(faults) != 8 || faults[0].Page != "index.html" || faults[7].Page != "old/index.html" {
		t.Errorf("without a page that others lead to: %v, %v", faults, err)
	}
	faults, err = Check(fstest.MapFS{}, base)
	if want := []Fault{{"index.html", "站点没有首页"}}; err != nil || !slices.Equal(faults, want) {
		t.Errorf("an empty site: %v, %v", faults, err)
	}
}

func TestBase(t *testing.T) {
	site := func(href string) fs.FS {
		return fstest.MapFS{
			"index.html":     {Data: []byte(`<html lang="zh"><title>a</title><h1>a</h1>`)},
			"a/b/index.html": {Data: []byte(`<html lang="zh"><title>a</title><h1>a</h1><a href="` + href + `">`)},
		}
	}
	tests := []struct {
		base, href string
		want       bool // whether the site is faultless
	}{
		{"/", "/", true},
		{"/", "/a/b/", true},
		{"/", "../../", true},
		{"/", "../../../..", true}, // browsers do not climb beyond the host
		{"/", "/register/", false},
		{"/", "https://x.example/nowhere", true}, // which host is ours is not known
		{"/register/", "/register/a/b", true},
		{"/register/", "/a/b/", false},
		{"https://x.example/", "https://x.example", true},
		{"https://x.example/", "https://x.example/nowhere", false},
		{"https://x.example/", "https://y.example/nowhere", true},
	}
	for _, test := range tests {
		if faults, err := Check(site(test.href), test.base); err != nil || (len(faults) == 0) != test.want {
			t.Errorf("%s at %s: %v, %v", test.href, test.base, faults, err)
		}
	}
	for _, base := range []string{"", "register/", "/register", "https://x.example", "https://[/"} {
		if _, err := Check(site("/"), base); err == nil {
			t.Errorf("base %q is taken", base)
		}
	}
}

// A file system of which one file cannot be read.
type broken struct{ fstest.MapFS }

func (b broken) ReadFile(name string) ([]byte, error) {
	if name == "404.html" {
		return nil, errors.New("broken disk")
	}
	return b.MapFS.ReadFile(name)
}

func TestUnreadableFile(t *testing.T) {
	if _, err := Check(broken{valid()}, base); err == nil || err.Error() != "broken disk" {
		t.Errorf("got %v", err)
	}
}

func TestOrder(t *testing.T) {
	site := valid()
	for i := range 200 {
		site[fmt.Sprintf("%03d.html", i)] = &fstest.MapFile{Data: []byte(`<a href="x"><a href="x"><p style="">`)}
	}
	want, err := Check(site, base)
	if err != nil || len(want) != 200*5 { // title, language, h1, the link once, the style
		t.Fatalf("%d faults, %v", len(want), err)
	}
	for range 10 {
		got, err := Check(site, base)
		if err != nil || !slices.Equal(got, want) {
			t.Fatal("the faults differ from one time to the next")
		}
	}
	if got := want[0].String(); got != `000.html：<a href="x"> 指向的文件不存在` {
		t.Errorf("prints %q", got)
	}
}

func FuzzCheck(f *testing.F) {
	for _, file := range valid() {
		f.Add(file.Data)
	}
	f.Add([]byte(`<svg/><title/><h1/></svg><img srcset=" , ,"><a href="%zz"><meta http-equiv=refresh content=";url=">`))
	f.Fuzz(func(t *testing.T, text []byte) {
		site := fstest.MapFS{"index.html": {Data: text}}
		first, err := Check(site, base)
		if err != nil {
			t.Fatal(err)
		}
		if second, _ := Check(site, base); !slices.Equal(first, second) {
			t.Errorf("%v, then %v", first, second)
		}
		for _, f := range first {
			if f.Page != "index.html" || f.Message == "" {
				t.Errorf("fault %+v", f)
			}
		}
	})
}

// A thousand pages of about 40 KB, each with 300 links.
func BenchmarkCheck(b *testing.B) {
	site := fstest.MapFS{"main.css": {}, "list.js": {}, "index.html": {Data: []byte(pageOf(""))}}
	for i := range 1000 {
		var body strings.Builder
		for j := range 300 {
			fmt.Fprintf(&body, `<tr id="r%d" class="row"><td class="num">%d</td><td><a href="/register/p/%03d/#r%d">智慧停车综合管理应用</a></td></tr>`+"\n", j, j, (i+j)%1000, j)
		}
		site[fmt.Sprintf("p/%03d/index.html", i)] = &fstest.MapFile{Data: []byte(pageOf("<table>" + body.String() + "</table>"))}
	}
	b.ResetTimer()
	for b.Loop() {
		if faults, err := Check(site, base); err != nil || len(faults) > 0 {
			b.Fatal(faults, err)
		}
	}
}
