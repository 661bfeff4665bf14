// Package gate holds the built site to its promises, after Hugo has run and before the site takes the place of the old one.
//
// Check reads every page of the output folder, as a browser would, and reports what must not be published:
//
//   - a page without a title, a language (<html lang>), or exactly one <h1> (a page that only forwards, by
//     <meta http-equiv="refresh">, needs no <h1>);
//   - an id that stands twice in a page;
//   - a link that leads nowhere: every href, src, srcset, action, poster, data and forwarding address that stays on the
//     site must be a file of the output (a folder means its index.html), and its fragment an id of the page it leads to;
//   - an address in the index of the search (search/docs.json, "url") that leads nowhere;
//   - what the Content-Security-Policy would refuse: scripts, styles and event handlers written into a page, and
//     anything that a page loads, or sends a form to, outside the site. Links that a reader follows may lead anywhere by
//     http, https, mailto and tel; a <script> whose type is JSON is data, and allowed.
//
// Pages are read with the tokenizer alone, several at a time: ten thousand take a few seconds.
package gate

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"wuxing.example/register/generator/internal/parallel"
)

// A Fault is a promise that a page breaks.
type Fault struct {
	Page    string // the page's file, as in the output folder: "projects/index.html"
	Message string // what is wrong, in Chinese; names the target of a broken link
}

func (f Fault) String() string { return f.Page + "：" + f.Message }

// Check reads the site in fsys, which is published at baseURL: an address ("https://x.example/register/") or only its path
// ("/register/", "/"). It gives the faults by page and message. An output without index.html is a fault.
//
// It errors if:
//   - baseURL is no address, or its path does not begin and end with a slash
//   - a file cannot be read
func Check(fsys fs.FS, baseURL string) ([]Fault, error) {
	base, err := url.Parse(baseURL)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(base.Path, "/") || !strings.HasSuffix(base.Path, "/") {
		return nil, fmt.Errorf("站点地址 %q 的路径应以“/”开头并结尾", baseURL)
	}
	s := &site{base: base, files: map[string]*page{}}
	var names []string
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		s.files[name] = nil
		if path.Ext(name) == ".html" {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	pages, err := s.readAll(fsys, names)
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		s.files[p.name] = p
	}
	var faults []Fault
	if !s.has("index.html") {
		faults = append(faults, Fault{"index.html", "站点没有首页"})
	}
	found, err := s.readSearch(fsys)
	if err != nil {
		return nil, err
	}
	for _, p := range append(pages, found...) {
		for _, f := range p.fragments {
			if target := s.files[f.file]; target != nil && !target.ids[f.id] {
				p.fault("%s 指向的页面 %s 中没有 id“%s”", f.link, f.file, f.id)
			}
		}
		faults = append(faults, p.faults...)
	}
	slices.SortFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(faults), nil
}

// readAll reads the pages of these names, as many at a time as there are processors, and gives them in the same order.
func (s *site) readAll(fsys fs.FS, names []string) ([]*page, error) {
	pages := make([]*page, len(names))
	err := parallel.Try(len(names), func(i int) error {
		text, err := fs.ReadFile(fsys, names[i])
		if err != nil {
			return err
		}
		pages[i] = s.read(names[i], bytes.NewReader(text))
		return nil
	})
	return pages, err
}

// searchFile is the table of what the search finds, which package opendata makes.
const searchFile = "search/docs.json"

// readSearch reads the addresses that the search leads to, as if they were links of a page; none where there is no search.
func (s *site) readSearch(fsys fs.FS) ([]*page, error) {
	if !s.has(searchFile) {
		return nil, nil
	}
	text, err := fs.ReadFile(fsys, searchFile)
	if err != nil {
		return nil, err
	}
	var docs struct{ URL []string }
	if err := json.Unmarshal(text, &docs); err != nil {
		return nil, fmt.Errorf("%s: %w", searchFile, err)
	}
	p := &page{name: searchFile, url: s.base}
	for _, address := range docs.URL {
		s.checkLink(p, html.Token{Data: "a"}, "href", address)
	}
	return []*page{p}, nil
}

// A site is what links are resolved against.
type site struct {
	base  *url.URL
	files map[string]*page // every file of the output; nil: no page, or not read yet
}

// file gives the file of the output that an address leads to, or why there is none, in Chinese.
func (s *site) file(u *url.URL) (name, problem string) {
	inside, ok := strings.CutPrefix(u.Path, s.base.Path)
	if u.Path+"/" == s.base.Path { // "/register" for "/register/"
		inside, ok = "", true
	}
	if !ok {
		return "", "不在站点路径 " + s.base.Path + " 之下"
	}
	if s.has(inside) {
		return inside, ""
	}
	if index := path.Join(inside, "index.html"); s.has(index) {
		return index, ""
	}
	return "", "指向的文件不存在"
}

func (s *site) has(file string) bool {
	_, ok := s.files[file]
	return ok
}
