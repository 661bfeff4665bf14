// Package publish makes the public site: the page data, the folder in which Hugo builds, and the swap of the result into
// its place.
//
// data.go holds the page data, which is the contract with the templates in the folder site. Build writes that folder,
// which the program carries in itself, and the data into a staging folder beside the output, runs Hugo there, holds the
// result to its promises (package gate), and only then puts it where the old site was. What is faulty is named, and the
// old site stays.
//
// It is the only package that imports Hugo, which takes minutes to compile.
package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/gate"
	"wuxing.example/register/generator/internal/opendata"
	"wuxing.example/register/site"
)

// Marker is the file by which an output folder is known to be a site of ours, which the next build may replace.
const Marker = ".register-site"

// Options say where the site goes.
type Options struct {
	Out string // the output folder; its parents are made
	// Relative links begin at the page and name files, so that the site can be opened straight from a disk. They are not for
	// a site with a BaseURL, whose addresses have no index.html.
	Relative bool
	BaseURL  string // "https://host/path/"; "" where it is not known: links then begin with "/", and there is no sitemap
}

// Build publishes a site. Out then holds it and nothing else. Where it fails, Out is as it was.
//
// It errors if:
//   - Out is a file, or a folder with something in it that is not a site of ours
//   - BaseURL is not an address of http or https whose path ends with a slash
//   - a page has no title or no proper path, or two pages have the same path
//   - Hugo fails or warns
//   - the result breaks a promise of package gate: a link leads nowhere, a page has no title, …
//
// Builds of one process wait for each other: Hugo has globals.
func Build(s *Site, o Options) error {
	out, err := outputFolder(o.Out)
	if err != nil {
		return err
	}
	base, err := baseAddress(o.BaseURL)
	if err != nil {
		return err
	}
	pages := s.pages()
	if err := checkPages(pages); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	staging, err := os.MkdirTemp(filepath.Dir(out), ".register-build-") // beside out: renaming does not cross file systems
	if err != nil {
		return err
	}
	defer os.RemoveAll(staging)
	if err := writeSource(filepath.Join(staging, "source"), s.Frame, pages); err != nil {
		return err
	}
	files, public := filepath.Join(staging, "files"), filepath.Join(staging, "public")
	names, err := writeFiles(files, s.Files)
	if err != nil {
		return err
	}
	if err := runHugo(staging, public, base); err != nil { // which needs the memory: nothing of the site is used from here on
		return err
	}
	if o.Relative {
		if err := makeRelative(public); err != nil {
			return err
		}
	}
	if err := placeFiles(files, public, names); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(public, Marker), nil, 0o644); err != nil {
		return err
	}
	if err := checkGate(public, base); err != nil {
		return err
	}
	return swap(out, public, filepath.Join(staging, "old"))
}

// outputFolder gives the place of the output, links resolved. It errors if what is there must not be replaced.
func outputFolder(name string) (string, error) {
	out, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(out); err == nil {
		out = real
	}
	entries, err := os.ReadDir(out)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return out, nil
	}
	if info, statErr := os.Stat(out); statErr == nil && !info.IsDir() {
		return "", fmt.Errorf("输出位置 %s 是一个文件，应是文件夹", name)
	}
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(filepath.Join(out, Marker)); err != nil {
		return "", fmt.Errorf("输出文件夹 %s 里有别的内容（没有 %s 文件），不会覆盖；请换一个文件夹，或先清空它", name, Marker)
	}
	return out, nil
}

// baseAddress gives the address that Hugo and the gate take.
func baseAddress(address string) (string, error) {
	if address == "" {
		return "/", nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || !strings.HasSuffix(u.Path, "/") ||
		u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("站点地址“%s”不对，应写作 https://主机/ 或 https://主机/路径/，以“/”结尾", address)
	}
	return address, nil
}

// page is one page as the content adapter is told of it.
type page struct {
	Kind   string `json:"kind"`
	Path   string `json:"path"`
	Title  string `json:"title"`
	Params params `json:"params"`

	data any // its struct, which stands in a file of its own
}

// params is what Hugo keeps of a page in memory.
type params struct {
	Page
	Template string `json:"template"` // in site/layouts/_partials/pages
	File     string `json:"file"`
}

// pageFolder is the folder of the files that hold the pages' data.
const pageFolder = "pages"

// pages lists all pages, in the order in which templates are named.
func (s *Site) pages() []page {
	var all []page
	add := func(template string, p Page, data any) {
		file := fmt.Sprintf("%s/%d.json", pageFolder, len(all))
		all = append(all, page{"page", p.Path, p.Title, params{p, template, file}, data})
	}
	add("home", s.Home.Page, s.Home)
	add("plans", s.PlanIndex.Page, s.PlanIndex)
	add("rules", s.RuleIndex.Page, s.RuleIndex)
	for _, p := range s.Lists {
		add("list", p.Page, p)
	}
	for _, p := range s.Projects {
		add("project", p.Page, p)
	}
	for _, p := range slices.Concat(s.Units, s.Suppliers, s.Agencies) {
		add("party", p.Page, p)
	}
	for _, p := range s.Guides {
		add("guide", p.Page, p)
	}
	for _, p := range s.Letters {
		add("letter", p.Page, p)
	}
	for _, p := range s.Plans {
		add("plan", p.Page, p)
	}
	for _, p := range s.Articles {
		add("article", p.Page, p)
	}
	for _, p := range s.Rules {
		add("rule", p.Page, p)
	}
	add("search", s.Search.Page, s.Search)
	add("compare", s.Compare.Page, s.Compare)
	add("site-map", s.SiteMap.Page, s.SiteMap)
	above := map[string]bool{} // paths that have pages under them, which Hugo calls sections
	for _, p := range all {
		for parent := p.Path; strings.Contains(parent, "/"); {
			parent = parent[:strings.LastIndex(parent, "/")]
			above[parent] = true
		}
	}
	for i := range all {
		switch {
		case all[i].Path == "":
			all[i].Kind = "home"
		case above[all[i].Path]:
			all[i].Kind = "section"
		}
	}
	return all
}

var pagePath = regexp.MustCompile(`^([a-z0-9-]+(/[a-z0-9-]+)*)?$`)

// checkPages finds what Hugo would let pass or decide by chance.
func checkPages(pages []page) error {
	titles, err := writtenPages()
	if err != nil {
		return err
	}
	var errs []error
	for _, p := range pages {
		if strings.TrimSpace(p.Title) == "" {
			errs = append(errs, fmt.Errorf("页面 /%s 没有标题", p.Path))
		}
		if !pagePath.MatchString(p.Path) {
			errs = append(errs, fmt.Errorf("页面“%s”的路径 /%s 只能由小写字母、数字、连字符和斜线组成", p.Title, p.Path))
		}
		if other, ok := titles[p.Path]; ok {
			errs = append(errs, fmt.Errorf("两个页面的路径都是 /%s：“%s”和“%s”", p.Path, other, p.Title))
		}
		titles[p.Path] = p.Title
	}
	return errors.Join(errs...)
}

// writtenPages gives the paths of the pages that are written by hand, which name themselves.
func writtenPages() (map[string]string, error) {
	titles := map[string]string{}
	err := fs.WalkDir(site.FS, "content", func(name string, _ fs.DirEntry, err error) error {
		if dir, file := path.Split(name); file == "index.md" {
			p := strings.Trim(strings.TrimPrefix(dir, "content"), "/")
			titles[p] = "site/" + name
		}
		return err
	})
	return titles, err
}

// writeFiles writes what is no page into a folder, each under its number, and returns the names that they are to have.
func writeFiles(dir string, files []opendata.File) (names []string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	for i, f := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), f.Data, 0o644); err != nil {
			return nil, err
		}
		names = append(names, f.Name)
	}
	return names, nil
}

// placeFiles puts what writeFiles wrote among the pages. It errors if Hugo has made a file of the same name.
func placeFiles(dir, public string, names []string) error {
	for i, f := range names {
		name := filepath.Join(public, filepath.FromSlash(f))
		if _, err := os.Lstat(name); err == nil {
			return fmt.Errorf("两个文件都叫 %s", f)
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(dir, fmt.Sprint(i)), name); err != nil {
			return err
		}
	}
	return nil
}

func checkGate(public, base string) error {
	faults, err := gate.Check(os.DirFS(public), base)
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range faults {
		errs = append(errs, errors.New(f.String()))
	}
	return errors.Join(errs...)
}

// swap puts the new folder where the old one is, if there is one. The old one is kept until the new one is in place.
func swap(out, public, old string) error {
	err := os.Rename(out, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	hadOld := err == nil
	if err := os.Rename(public, out); err != nil {
		if hadOld {
			err = errors.Join(err, os.Rename(old, out))
		}
		return err
	}
	return nil
}
