package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"wuxing.example/register/generator/internal/opendata/opendatatest"
)

// The tests of this file open the example portfolio's site in a headless Chromium, which .ci/run installs. Elsewhere they
// are skipped where there is none.

// need skips a test that lacks something of the machine, and fails it on CI.
func need(tb testing.TB, ok bool, message string) {
	tb.Helper()
	switch {
	case ok:
	case os.Getenv("CI") == "true":
		tb.Fatal(message)
	default:
		tb.Skip(message)
	}
}

// tab is a tab of a browser of its own, in which whatever goes wrong on a page is remembered.
type tab struct {
	context.Context
	tb     testing.TB
	mu     sync.Mutex
	faults []string // exceptions, and what the console says of errors
}

func newTab(tb testing.TB) *tab {
	tb.Helper()
	chromium := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			chromium = found
			break
		}
	}
	need(tb, chromium != "", "there is no Chromium: apt-get install chromium fonts-noto-cjk")
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.DisableGPU, chromedp.UserDataDir(tb.TempDir()), chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("lang", "zh-CN"))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	tb.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	tb.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil { // waits for the browser's end: its folder is removed next
			tb.Error(err)
		}
		cancel()
	})
	t := &tab{Context: ctx, tb: tb}
	chromedp.ListenTarget(ctx, t.listen)
	if err := chromedp.Run(ctx, emulation.SetDeviceMetricsOverride(1280, 900, 1, false)); err != nil { // starts it; a shorter context would end it again
		tb.Fatal(err)
	}
	return t
}

func (t *tab) listen(event any) {
	fault := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		fault = e.ExceptionDetails.Error()
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning {
			fault = e.Entry.Text + " " + e.Entry.URL
		}
	}
	if fault != "" {
		t.mu.Lock()
		t.faults = append(t.faults, fault)
		t.mu.Unlock()
	}
}

// run does things in the tab, and ends the test where one does not come about in a minute.
func (t *tab) run(actions ...chromedp.Action) {
	t.tb.Helper()
	ctx, cancel := context.WithTimeout(t.Context, time.Minute)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.tb.Fatal(err)
	}
}

// eval evaluates an expression of JavaScript.
func eval[T any](t *tab, expression string) T {
	t.tb.Helper()
	var v T
	t.run(chromedp.Evaluate(expression, &v, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	return v
}

// until waits for an expression to become true, also on the page that a click leads to, and tells what it waited for where
// it does not.
func (t *tab) until(expression string) {
	t.tb.Helper()
	var last error
	for range 3000 {
		var v bool
		if last = chromedp.Run(t.Context, chromedp.Evaluate("!!("+expression+")", &v)); v {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.tb.Fatalf("%s did not come to be: %v\nat %s: %s", expression, last, eval[string](t, "location.href"), eval[string](t, "document.body.innerText.slice(0, 600)"))
}

// quiet holds the pages visited to having said nothing of errors.
func (t *tab) quiet() {
	t.tb.Helper()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range t.faults {
		t.tb.Error("the console says: ", f)
	}
	t.faults = nil
}

// serve serves the portfolio's site, and gives its address and its files.
func serve(tb testing.TB) (address string, site fs.FS) {
	tb.Helper()
	out, err := portfolioSite()
	if err != nil {
		tb.Fatal(err)
	}
	site = os.DirFS(out)
	server := httptest.NewServer(http.FileServerFS(site))
	tb.Cleanup(server.Close)
	return server.URL + "/", site
}

var pageKind = regexp.MustCompile(`<body data-page="?([a-z-]+)`)

// kindsOf gives the largest page of each kind that the site has, as an address: whatever templates there will be.
func kindsOf(tb testing.TB, site fs.FS) map[string]string {
	tb.Helper()
	largest, kinds := map[string]int{}, map[string]string{}
	err := fs.WalkDir(site, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".html" {
			return err
		}
		text, err := fs.ReadFile(site, name)
		if err != nil {
			return err
		}
		kind := pageKind.FindSubmatch(text)
		if kind == nil {
			tb.Errorf("%s does not say of what kind it is", name)
			return nil
		}
		if k := string(kind[1]); len(text) > largest[k] {
			largest[k], kinds[k] = len(text), strings.TrimSuffix(name, "index.html")
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	if len(kinds) < 10 {
		tb.Errorf("only %d kinds of pages: %v", len(kinds), kinds)
	}
	return kinds
}

// states are pages that a script has changed, each with what it waits for. They are looked at as page kinds are.
var states = map[string]struct{ address, ready string }{
	"list, narrowed":   {"projects/?stage=accepted&sort=-planned&pick=2024-wj-001", "document.querySelector('[aria-sort]') && document.querySelector('.facets form')"},
	"list, empty":      {"projects/?q=%E6%B2%A1%E6%9C%89%E7%9A%84", "document.querySelector('#count').textContent.includes('共 0 个')"},
	"search, found":    {"search/?q=%E5%81%9C%E8%BD%A6", "document.querySelectorAll('.snippet mark').length > 2"},
	"search, nothing":  {"search/?q=%E5%8C%BA%E5%9D%97%E9%93%BE%E5%8F%91%E7%A5%A8", "document.querySelector('#status').textContent.includes('没有找到')"},
	"compare, chosen":  {"compare/?p=2024-wj-001&p=2025-zhzf-001&p=2026-ct-001&p=2026-sl-001", "document.querySelector('.comparison')"},
	"compare, suggest": {"compare/?p=2024-wj-001", "document.querySelector('.comparison')"},
}

// TestAccessibility: axe-core finds nothing on any kind of page, wide and narrow, light and dark.
func TestAccessibility(t *testing.T) {
	t.Parallel()
	script := os.Getenv("AXE_CORE")
	need(t, script != "", "AXE_CORE names no axe.min.js: npm pack axe-core@4.14.1, and unpack it")
	axe, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	tab := newTab(t)
	address, site := serve(t)
	type look struct{ name, address, ready string }
	var looks []look
	for kind, at := range kindsOf(t, site) {
		looks = append(looks, look{kind, at, "true"})
	}
	for name, s := range states {
		looks = append(looks, look{name, s.address, s.ready})
	}
	slices.SortFunc(looks, func(a, b look) int { return strings.Compare(a.name, b.name) })
	for _, l := range looks {
		for _, width := range []int64{1280, 390} {
			for _, scheme := range []string{"light", "dark"} {
				tab.run(emulation.SetDeviceMetricsOverride(width, 900, 1, width < 600),
					emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
					chromedp.Navigate(address+l.address))
				tab.until(l.ready)
				if overflow := eval[int](tab, "document.documentElement.scrollWidth - innerWidth"); overflow > 0 {
					t.Errorf("%s, %d px: /%s is %d px too wide", l.name, width, l.address, overflow)
				}
				eval[bool](tab, string(axe)+";true")
				violations := eval[[]string](tab, `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target.join(' ') + ': ' + n.failureSummary)))`)
				for _, v := range violations {
					t.Errorf("%s, %d px, %s: /%s: %s", l.name, width, scheme, l.address, v)
				}
			}
		}
	}
	faults := slices.DeleteFunc(tab.faults, func(f string) bool { return strings.Contains(f, "404.html") })
	tab.faults = faults
	tab.quiet()
}

// rowsOf are the cells of the table of the page, and how it adds up. The names of the lines to compare are left out.
const rowsOf = `(() => {
	const text = e => { const c = e.cloneNode(true); c.querySelectorAll('.pick').forEach(p => p.remove()); return c.textContent + '|' + (e.dataset.head || '') + '|' + (e.querySelector('.tag')?.className || '') + '|' + Array.from(e.querySelectorAll('a'), a => a.pathname.replace('index.html', '')).join() };
	return [document.querySelector('#sum').textContent, ...Array.from(document.querySelectorAll('#list tbody tr'), tr => Array.from(tr.cells, text).join(' / '))];
})()`

// TestListInBrowser narrows the list by clicking. What the script then shows is what the server made for the same
// selection: its lines, its sum, its CSV.
func TestListInBrowser(t *testing.T) {
	t.Parallel()
	tab := newTab(t)
	address, site := serve(t)
	downloads := t.TempDir()
	tab.run(browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(downloads).WithEventsEnabled(true))
	for _, selection := range []struct{ path, box string }{
		{"projects/2025/", "2025"}, {"projects/stage/accepted/", "accepted"}, {"projects/category/application/", "application"}, {"projects/deadline/overdue/", "overdue"},
	} {
		tab.run(emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(address+selection.path))
		tab.run(emulation.SetScriptExecutionDisabled(false))
		want := eval[[]string](tab, rowsOf)
		tab.run(chromedp.Navigate(address + "projects/"))
		tab.until("document.querySelector('.facets form')")
		tab.run(chromedp.Click("input[value='"+selection.box+"']", chromedp.ByQuery))
		tab.until("location.search.includes('=" + selection.box + "')")
		if got := eval[[]string](tab, rowsOf); !slices.Equal(got, want) {
			t.Errorf("/%s: the script shows\n%s\nwant\n%s", selection.path, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		tab.run(chromedp.Click("#download", chromedp.ByQuery))
		file := filepath.Join(downloads, "projects-selected.csv")
		got := readWhenThere(t, file)
		if text, err := fs.ReadFile(site, selection.path+"projects.csv"); err != nil || got != string(text) {
			t.Errorf("/%s: the CSV is\n%s\nwant\n%s%v", selection.path, got, text, err)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}

	// Order, pages, the way back, and the address as the state.
	tab.run(chromedp.Navigate(address + "projects/"))
	tab.until("document.querySelector('.facets form')")
	tab.run(chromedp.Click("//button[text()='计划金额']", chromedp.BySearch))
	tab.until("document.querySelector('[aria-sort=ascending]')")
	tab.run(chromedp.Click("//button[text()='计划金额']", chromedp.BySearch))
	tab.until("document.querySelector('[aria-sort=descending]')")
	const amounts = "Array.from(document.querySelectorAll('#list tbody td:nth-child(6)'), c => parseFloat(c.textContent.replaceAll(',', ''))).filter(n => !isNaN(n))"
	sorted := eval[[]float64](tab, amounts)
	if !slices.IsSortedFunc(sorted, func(a, b float64) int { return int(b - a) }) || len(sorted) < 20 {
		t.Errorf("by amount: %v", sorted)
	}
	before := eval[[]string](tab, rowsOf)
	tab.run(chromedp.Reload())
	tab.until("document.querySelector('[aria-sort=descending]')")
	if after := eval[[]string](tab, rowsOf); !slices.Equal(before, after) {
		t.Error("the address does not hold the order")
	}
	tab.run(chromedp.SendKeys(".find input", "停车", chromedp.ByQuery))
	tab.until("document.querySelector('#count').textContent.startsWith('共 1 个项目')")
	tab.run(chromedp.NavigateBack())
	tab.until("document.querySelector('[aria-sort=ascending]')")

	// Two projects are chosen and compared.
	for _, id := range []string{"2024-wj-001", "2025-zhzf-001"} {
		tab.run(chromedp.Click("input[value='"+id+"']", chromedp.ByQuery))
	}
	tab.run(chromedp.Click("#picked a", chromedp.ByQuery))
	tab.until("document.querySelectorAll('.comparison thead a').length === 2")
	tab.quiet()
}

// readWhenThere reads a file that the browser is writing.
func readWhenThere(t *testing.T, name string) string {
	t.Helper()
	for range 200 {
		text, err := os.ReadFile(name)
		if err == nil && len(text) > 0 {
			return string(text)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s was not downloaded", name)
	return ""
}

func TestCompareInBrowser(t *testing.T) {
	t.Parallel()
	tab := newTab(t)
	address, _ := serve(t)
	tab.run(chromedp.Navigate(address + "compare/"))
	tab.until("document.querySelector('#status').textContent.includes('还没有选')")
	for i, word := range []string{"疫苗冷链", "2025-zhzf-001"} {
		tab.run(chromedp.SendKeys("#project", word, chromedp.ByQuery))
		tab.until("document.querySelectorAll('#suggestions button').length === 1")
		tab.run(chromedp.Click("#suggestions button", chromedp.ByQuery))
		tab.until(fmt.Sprintf("document.querySelectorAll('.comparison thead a').length === %d", i+1))
	}
	if at := eval[string](tab, "location.search"); at != "?p=2024-wj-001&p=2025-zhzf-001" {
		t.Errorf("the address says %s", at)
	}
	row := func(label string) []string {
		return eval[[]string](tab, `Array.from(Array.from(document.querySelectorAll('.comparison tr')).find(tr => tr.cells[0].firstChild?.textContent === '`+label+`').cells, c => c.firstChild.textContent)`)
	}
	if got := row("项目编号"); !slices.Equal(got, []string{"项目编号", "2024-wj-001", "2025-zhzf-001"}) {
		t.Errorf("the numbers are %v", got)
	}
	if !eval[bool](tab, "document.querySelectorAll('tr.differs').length > 5") {
		t.Error("what differs is not marked")
	}
	tab.run(chromedp.Click(".comparison thead button", chromedp.ByQuery))
	tab.until("document.querySelectorAll('.comparison thead a').length === 1 && location.search === '?p=2025-zhzf-001'")
	tab.run(chromedp.Navigate(address + "compare/?p=1&p=2&p=3&p=4&p=5&p=2025-zhzf-001"))
	tab.until("document.querySelector('#status').textContent.includes('没有项目 1、2、3、4')")
	tab.faults = nil // the files that are not there
}

// TestSearchInBrowser: the script finds what the reader in Go finds, in the same order, and says where. A third of the
// golden queries shows it.
func TestSearchInBrowser(t *testing.T) {
	t.Parallel()
	tab := newTab(t)
	address, site := serve(t)
	tab.run(chromedp.Navigate(address))
	for i, golden := range goldenQueries {
		if i%3 != 0 && golden.url != "" {
			continue
		}
		hits, err := opendatatest.Search(site, golden.query)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, h := range hits[:min(20, len(hits))] {
			field := h.Field
			if field == "" {
				field = "多处"
			}
			want = append(want, h.URL+" 见于"+field)
		}
		tab.run(chromedp.SetValue(".site-search input", golden.query, chromedp.ByQuery), chromedp.Submit(".site-search input", chromedp.ByQuery))
		tab.until(fmt.Sprintf("new URLSearchParams(location.search).get('q') === %q && /找到|没有同时包含/.test(document.querySelector('#status').textContent)", golden.query))
		got := eval[[]string](tab, "Array.from(document.querySelectorAll('.hits li'), li => li.querySelector('a').getAttribute('href').slice(1) + ' ' + li.querySelector('.meta').textContent.split(' · ').pop())")
		if !slices.Equal(got, want) {
			t.Errorf("%s: the script finds\n%s\nwant\n%s", golden.query, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if len(hits) == 0 && !eval[bool](tab, "document.querySelector('#status').textContent.includes('搜索了项目')") {
			t.Errorf("%s: it does not say what was searched", golden.query)
		}
	}
	tab.run(chromedp.Navigate(address + "search/?q=" + "%E6%92%82%E8%8D%92%E5%9C%B0"))
	tab.until("document.querySelector('.snippet')?.textContent.includes('撂荒地')")
	tab.quiet()
}

// TestWithoutScripts: the lists can be read and narrowed by links, and the pages that need a script say so.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	tab := newTab(t)
	address, _ := serve(t)
	tab.run(emulation.SetScriptExecutionDisabled(true), emulation.SetDeviceMetricsOverride(390, 900, 1, true), chromedp.Navigate(address+"projects/"),
		chromedp.Click("//nav/ul/li/a[text()='待竣工验收']", chromedp.BySearch), chromedp.WaitVisible("//h1[text()='待竣工验收的项目']", chromedp.BySearch),
		chromedp.Click(".facets summary", chromedp.ByQuery), chromedp.Click("//a[text()='已关停并转' or text()='初审']", chromedp.BySearch),
		chromedp.WaitVisible("//h1[text()='阶段：初审']", chromedp.BySearch))
	for _, at := range []string{"search/?q=x", "compare/"} {
		var text string
		tab.run(chromedp.Navigate(address+at), chromedp.Text("noscript", &text, chromedp.ByQuery))
		if !strings.Contains(text, "需要浏览器允许脚本") {
			t.Errorf("/%s says %s", at, text)
		}
	}
	tab.quiet()
}

// TestFromDiskInBrowser: opened straight from a disk, pages look as they should and lead on, and what needs a server says so.
func TestFromDiskInBrowser(t *testing.T) {
	t.Parallel()
	tab := newTab(t)
	out, err := portfolioSite()
	if err != nil {
		t.Fatal(err)
	}
	tab.run(chromedp.Navigate("file://" + filepath.ToSlash(out) + "/index.html"))
	if eval[string](tab, "getComputedStyle(document.querySelector('.site-nav')).backgroundColor") == "rgba(0, 0, 0, 0)" {
		t.Error("the style sheet is not read")
	}
	tab.run(chromedp.Click("//nav//a[text()='项目库']", chromedp.BySearch))
	tab.until("document.querySelector('.notice')?.textContent.includes('要从网站服务器打开')")
	tab.run(chromedp.Click("#list tbody a", chromedp.ByQuery))
	tab.until("location.pathname.endsWith('/index.html') && document.body.dataset.page === 'project'")
	for _, at := range []string{"search", "compare"} {
		tab.run(chromedp.Navigate("file://" + filepath.ToSlash(out) + "/" + at + "/index.html"))
		tab.until("document.querySelector('#status').textContent.includes('要从网站服务器打开')")
	}
	tab.quiet()
}

// TestPrinting: every kind of page prints on A4, with something on each page.
func TestPrinting(t *testing.T) {
	t.Parallel()
	tab := newTab(t)
	address, site := serve(t)
	for kind, at := range kindsOf(t, site) {
		var pdf []byte
		tab.run(chromedp.Navigate(address+at), chromedp.ActionFunc(func(ctx context.Context) (err error) {
			pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).WithPrintBackground(true).Do(ctx)
			return err
		}))
		boxes := regexp.MustCompile(`/MediaBox \[([^\]]*)\]`).FindAllStringSubmatch(string(pdf), -1)
		if len(boxes) == 0 {
			t.Errorf("%s: no page is printed", kind)
		}
		for _, box := range boxes {
			if !strings.HasPrefix(box[1], "0 0 59") && !strings.HasPrefix(box[1], "0 0 84") {
				t.Errorf("%s: a page of %s points is not A4", kind, box[1])
			}
		}
	}
}
