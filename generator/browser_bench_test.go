package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"wuxing.example/register/generator/internal/cli"
	"wuxing.example/register/generator/internal/register/registertest"
)

// observe keeps what a page took to load and to answer, from its first moment on.
const observe = `
window.measured = {lcp: 0, cls: 0, inp: 0};
new PerformanceObserver(l => { for (const e of l.getEntries()) measured.lcp = e.startTime; }).observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) if (!e.hadRecentInput) measured.cls += e.value; }).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(l => { for (const e of l.getEntries()) if (e.interactionId) measured.inp = Math.max(measured.inp, e.duration); }).observe({type: 'event', durationThreshold: 16, buffered: true});
`

// BenchmarkBrowser opens the site of 10,000 generated projects at a quarter of the processor's speed, and reports, of some
// kinds of pages, what a visitor sees and waits for: the largest paint in ms, the layout's shifts, the slowest
// interaction in ms; and what the page loads in KB, zipped. The budgets are 1,000 ms, 0.02, 200 ms.
func BenchmarkBrowser(b *testing.B) {
	const projects = 10_000
	dir := b.TempDir()
	if err := registertest.Write(dir, projects); err != nil {
		b.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "rules"), os.DirFS("../rules")); err != nil {
		b.Fatal(err)
	}
	out := filepath.Join(dir, "public")
	var stdout, stderr bytes.Buffer
	begun := time.Now()
	if code := cli.Run([]string{"build", "-repo", dir, "-today", registertest.Today, "-keep-going", "-out", out}, nil, &stdout, &stderr); code > 1 {
		b.Fatal(stderr.String())
	}
	b.Logf("built in %.0f s", time.Since(begun).Seconds())
	site := os.DirFS(out)
	sizes(b, site)

	var loaded int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		loaded += zipped(b, site, r.URL.Path[1:])
		http.FileServerFS(site).ServeHTTP(w, r)
	}))
	defer server.Close()
	for _, visit := range []struct {
		name, address, ready string
		act                  func(*tab)
	}{
		{"home", "", "true", nil},
		{"project", "projects/2026-zhzf-001/", "true", nil},
		{"list", "projects/", "document.querySelector('.facets form')", func(t *tab) {
			for _, value := range []string{"2025", "construction", "warning"} {
				before := eval[string](t, "location.search")
				t.run(chromedp.Click("input[value='"+value+"']", chromedp.ByQuery))
				t.until(fmt.Sprintf("location.search !== %q", before))
			}
			t.run(chromedp.Click("//button[text()='计划金额']", chromedp.BySearch))
			t.until("document.querySelector('[aria-sort=ascending]')")
			t.run(chromedp.SendKeys(".find input", "停车", chromedp.ByQuery))
			t.until("location.search.includes('q=')")
		}},
		{"search", "search/?q=%E5%81%9C%E8%BD%A6%E6%B3%8A%E4%BD%8D", "document.querySelector('.snippet mark')", func(t *tab) {
			t.run(chromedp.Click("#more", chromedp.ByQuery))
			t.until("document.querySelectorAll('.hits li').length > 20")
		}},
		{"compare", "compare/?p=2025-zhzf-001&p=2026-zhzf-001", "document.querySelector('.comparison')", func(t *tab) {
			t.run(chromedp.SendKeys("#project", "停车", chromedp.ByQuery))
			t.until("document.querySelector('#suggestions button')")
		}},
	} {
		b.Run(visit.name, func(b *testing.B) {
			t := newTab(b)
			t.run(chromedp.ActionFunc(func(ctx context.Context) error {
				_, err := page.AddScriptToEvaluateOnNewDocument(observe).Do(ctx)
				return err
			}), emulation.SetCPUThrottlingRate(4), network.SetCacheDisabled(true))
			var worst struct{ LCP, CLS, INP float64 }
			for b.Loop() {
				loaded = 0
				t.run(chromedp.Navigate(server.URL + "/" + visit.address))
				t.until(visit.ready)
				if visit.act != nil {
					visit.act(t)
				}
				time.Sleep(300 * time.Millisecond) // observers are told a little later
				m := eval[struct{ LCP, CLS, INP float64 }](t, "measured")
				worst.LCP, worst.CLS, worst.INP = max(worst.LCP, m.LCP), max(worst.CLS, m.CLS), max(worst.INP, m.INP)
			}
			b.ReportMetric(worst.LCP, "LCP-ms")
			b.ReportMetric(worst.CLS, "CLS")
			b.ReportMetric(worst.INP, "INP-ms")
			b.ReportMetric(float64(loaded)/1000, "KB")
			b.ReportMetric(0, "ns/op")
			t.quiet()
		})
	}
}

// zipped is the size of a file of the site as a server sends it.
func zipped(tb testing.TB, site fs.FS, name string) int {
	text, err := fs.ReadFile(site, name)
	if err != nil {
		if text, err = fs.ReadFile(site, path.Join(name, "index.html")); err != nil {
			return 0
		}
	}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(text); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Len()
}

// sizes logs the largest page of each kind, and what the data weighs.
func sizes(b *testing.B, site fs.FS) {
	for kind, at := range kindsOf(b, site) {
		text, err := fs.ReadFile(site, path.Join(at, "index.html"))
		if err != nil {
			text, err = fs.ReadFile(site, at)
		}
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%-12s /%-40s %4d KB, zipped %3d KB", kind, at, len(text)/1000, zipped(b, site, at)/1000)
	}
	total, files := map[string]int{}, map[string]int{}
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			text, err := fs.ReadFile(site, name)
			if err != nil {
				return err
			}
			total[path.Ext(name)] += len(text)
			files[path.Ext(name)]++
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	for ext, n := range total {
		b.Logf("%-6s %6d files, %d KB", ext, files[ext], n/1000)
	}
	for _, name := range []string{"data/list.json", "data/projects.csv", "search/docs.json", "search/00.json", "search/80.json"} {
		b.Logf("%s: zipped %d KB", name, zipped(b, site, name)/1000)
	}
}
