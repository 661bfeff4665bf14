// HTML: the tree of a document printed through an allow-list.

package document

import (
	"bytes"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	goldmark "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Options say how a document stands on its page.
type Options struct {
	// IDPrefix and a hyphen begin the id of every heading ("study" gives "study-投资概算"), so that documents on one page
	// do not clash. No two of them may have the same.
	IDPrefix string
	// TopLevel is the level, 1 to 6, of the document's highest headings; what stands under them follows without leaving
	// out a level, down to 6.
	TopLevel int
	// Title is the document's name on the page. It begins the names of the regions in which wide tables scroll.
	Title string
	// Resolve gives the address on the site of what a relative link points at, "" if that is not published. The path is
	// decoded and as the author wrote it, relative to the document's folder; it may climb ("../002/plan.md"). Nil: no
	// relative link leads anywhere.
	Resolve func(path string) string
}

// HTML prints the document: safe to put into a page's body without further escaping. The elements are h1 to h6, p, br, hr,
// blockquote, ul, ol, li, em, strong, code, pre, a, table and its parts, and around each table a div of class "scroll".
// Links to other hosts carry rel="nofollow noopener noreferrer"; cells of a column aligned to the right carry class "num".
func (d *Document) HTML(o Options) string {
	r := renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(&printer{doc: d, options: o}, 1),
		util.Prioritized(standard, 2),
	))
	var out bytes.Buffer
	_ = r.Render(&out, d.text, d.root) // neither a buffer nor the printer fails
	return braces.Replace(strings.Map(keep, policy.SanitizeReader(&out).String()))
}

// standard prints the nodes that printer does not. A line break between Han characters is no blank.
var standard = goldmark.NewRenderer(goldmark.WithEastAsianLineBreaks(goldmark.EastAsianLineBreaksSimple))

var braces = strings.NewReplacer("{{", "&#123;&#123;")

// keep drops the characters that a character reference can bring in, but that must not reach a page: control
// characters, and those that make text read in another order than it is stored.
func keep(r rune) rune {
	if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}

// policy is the allow-list, which the printer keeps to anyhow.
var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "ul", "ol", "li", "em", "strong", "code", "pre",
		"table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("id").OnElements("h1", "h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^col$`)).OnElements("th")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^num$`)).OnElements("th", "td")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^scroll$`)).OnElements("div")
	p.AllowAttrs("tabindex").Matching(regexp.MustCompile(`^0$`)).OnElements("div")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^region$`)).OnElements("div")
	p.AllowAttrs("aria-label").OnElements("div")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^nofollow noopener noreferrer$`)).OnElements("a")
	// Another host only with its scheme: "//host" and "\\host" are neither a fragment nor a path.
	p.AllowAttrs("href").Matching(regexp.MustCompile(`^(?:https?://[^/\\]|#|/(?:[^/\\]|$)|[^/\\:?#]+(?:[/?#]|$))`)).OnElements("a")
	p.AllowURLSchemes("http", "https")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}()

// A printer prints the nodes of one document that are not printed as goldmark does.
type printer struct {
	doc      *Document
	options  Options
	heading  string // the beginning of the heading that was printed last
	tables   int    // how many have been printed
	inLink   bool   // the link around the current node was printed (links do not nest)
	expanded int    // bytes of the addresses that reference links repeated
}

// RegisterFuncs implements renderer.NodeRenderer.
func (p *printer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, p.printHeading)
	r.Register(ast.KindHTMLBlock, p.printHTMLBlock)
	r.Register(ast.KindRawHTML, p.printRawHTML)
	r.Register(ast.KindImage, p.printImage)
	r.Register(ast.KindLink, p.printLink)
	r.Register(ast.KindAutoLink, p.printAutoLink)
	r.Register(table.KindTable, p.printTable)
	r.Register(table.KindTableHeader, p.printTableHeader)
	r.Register(table.KindTableRow, p.printTableRow)
	r.Register(table.KindTableCell, p.printTableCell)
}

func (p *printer) printHeading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	h := p.doc.headings[n]
	level := min(max(p.options.TopLevel, 1)+h.depth, 6)
	if entering {
		p.heading = cut(h.text)
		fmt.Fprintf(w, `<h%d id="%s">`, level, html.EscapeString(p.id(h.slug)))
	} else {
		fmt.Fprintf(w, "</h%d>\n", level)
	}
	return ast.WalkContinue, nil
}

func (p *printer) id(slug string) string { return p.options.IDPrefix + "-" + slug }

func (p *printer) printHTMLBlock(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if raw := p.doc.htmlBlock(n.(*ast.HTMLBlock)); entering && strings.TrimSpace(raw) != "" {
		fmt.Fprintf(w, "<pre><code>%s</code></pre>\n", html.EscapeString(raw))
	}
	return ast.WalkContinue, nil
}

func (p *printer) printRawHTML(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		raw := string(n.(*ast.RawHTML).Segments.Value(source))
		w.WriteString(html.EscapeString(comment.ReplaceAllString(raw, "")))
	}
	return ast.WalkSkipChildren, nil
}

func (p *printer) printImage(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			w.WriteString(html.EscapeString(p.doc.plain(c)))
		}
	}
	return ast.WalkSkipChildren, nil
}

func (p *printer) printLink(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		link := n.(*ast.Link)
		if link.Reference != nil {
			p.expanded += len(link.Destination)
		}
		p.inLink = p.expanded <= maxExpansion && p.openLink(w, string(unescape(link.Destination)))
	} else if p.inLink {
		w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

func (p *printer) printAutoLink(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		link := n.(*ast.AutoLink)
		isLink := link.AutoLinkType == ast.AutoLinkURL && p.openLink(w, string(link.URL(source)))
		w.WriteString(html.EscapeString(string(link.Label(source))))
		if isLink {
			w.WriteString("</a>")
		}
	}
	return ast.WalkContinue, nil
}

// openLink prints the start of a link, or nothing and false where the address is not one to follow.
func (p *printer) openLink(w util.BufWriter, address string) bool {
	href, isExternal := p.href(address)
	if href == "" {
		return false
	}
	fmt.Fprintf(w, `<a href="%s"`, html.EscapeString(href))
	if isExternal {
		w.WriteString(` rel="nofollow noopener noreferrer"`)
	}
	w.WriteByte('>')
	return true
}

// href gives the address to print for one that a document links to, decoded, or "" where the link is not to be followed.
func (p *printer) href(address string) (href string, isExternal bool) {
	if len(address) > maxAddress || strings.ContainsFunc(address, func(r rune) bool { return r == '\\' || !unicode.IsGraphic(r) }) {
		return "", false
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.User != nil:
		return "", false
	case u.Scheme == "http" || u.Scheme == "https":
		if u.Host == "" {
			return "", false
		}
		return u.String(), true
	case u.Scheme != "" || strings.HasPrefix(address, "/"): // "//host", too
		return "", false
	case strings.HasPrefix(address, "#"):
		if !p.doc.slugs[u.Fragment] {
			return "", false
		}
		return (&url.URL{Fragment: p.id(u.Fragment)}).String(), false
	case u.Path == "" || p.options.Resolve == nil:
		return "", false
	}
	return p.options.Resolve(u.Path), false
}

func (p *printer) printTable(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		if n.FirstChild() != n.LastChild() { // there are rows besides the head
			w.WriteString("</tbody>\n")
		}
		w.WriteString("</table></div>\n")
		return ast.WalkContinue, nil
	}
	p.tables++
	name := fmt.Sprintf("%s表 %d", p.options.Title, p.tables)
	if p.heading != "" {
		name += "：" + p.heading
	}
	fmt.Fprintf(w, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table>\n", html.EscapeString(name))
	return ast.WalkContinue, nil
}

func (p *printer) printTableHeader(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<thead>\n<tr>")
		return ast.WalkContinue, nil
	}
	w.WriteString("</tr>\n</thead>\n")
	if n.NextSibling() != nil {
		w.WriteString("<tbody>\n")
	}
	return ast.WalkContinue, nil
}

func (p *printer) printTableRow(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<tr>")
	} else {
		w.WriteString("</tr>\n")
	}
	return ast.WalkContinue, nil
}

func (p *printer) printTableCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	name, attributes := "td", ""
	if n.Parent().Kind() == table.KindTableHeader {
		name, attributes = "th", ` scope="col"`
	}
	if n.(*table.TableCell).Alignment == table.AlignRight {
		attributes += ` class="num"`
	}
	if entering {
		fmt.Fprintf(w, "<%s%s>", name, attributes)
	} else {
		fmt.Fprintf(w, "</%s>", name)
	}
	return ast.WalkContinue, nil
}
