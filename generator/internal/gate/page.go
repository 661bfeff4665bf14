// One page, read token by token.

package gate

import (
	"fmt"
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A page is what was seen of one file.
type page struct {
	name      string
	url       *url.URL
	ids       map[string]bool
	fragments []fragment
	faults    []Fault
}

// A link is an address as it stands in an attribute of an element.
type link struct{ element, key, address string }

// String gives the link as it was written, its address cut to what a message can hold.
func (l link) String() string {
	const most = 200
	if r := []rune(l.address); len(r) > most {
		l.address = string(r[:most]) + "…"
	}
	return fmt.Sprintf(`<%s %s="%s">`, l.element, l.key, l.address)
}

// A fragment is a link to an id, to be looked up when all pages have been read.
type fragment struct {
	link     link
	file, id string
}

func (p *page) fault(format string, args ...any) {
	p.faults = append(p.faults, Fault{p.name, fmt.Sprintf(format, args...)})
}

// read reads a page from r, which does not fail.
func (s *site) read(name string, r io.Reader) *page {
	p := &page{name: name, url: s.base.JoinPath(path.Dir(name) + "/"), ids: map[string]bool{}}
	var title, lang string
	var headings int
	var forwards, inTitle bool
	drawings := 0 // how many <svg> are open: these have titles of their own
	z := html.NewTokenizer(r)
	for {
		switch z.Next() {
		case html.ErrorToken: // the end
			if strings.TrimSpace(title) == "" {
				p.fault("没有标题：<title> 缺失或为空")
			}
			if strings.TrimSpace(lang) == "" {
				p.fault("没有注明语言：<html> 缺少 lang")
			}
			if headings != 1 && !forwards {
				p.fault("应有且只有一个 <h1>，实际有 %d 个", headings)
			}
			return p
		case html.TextToken:
			if inTitle {
				title += string(z.Text())
			}
		case html.EndTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "title":
				inTitle = false
			case "svg":
				drawings = max(0, drawings-1)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			switch token.Data {
			case "html":
				lang, _ = attribute(token, "lang")
			case "title":
				inTitle = drawings == 0
			case "svg":
				if token.Type == html.StartTagToken {
					drawings++
				}
			case "h1":
				headings++
			case "meta":
				forwards = forwards || isForward(token)
			case "noscript":
				z.NextIsNotRawText() // its content is ordinary HTML to those who read it
			}
			s.checkElement(p, token)
		}
	}
}

// attribute gives the value of an element's attribute, and whether it has it.
func attribute(token html.Token, key string) (string, bool) {
	i := slices.IndexFunc(token.Attr, func(a html.Attribute) bool { return a.Key == key })
	if i < 0 {
		return "", false
	}
	return token.Attr[i].Val, true
}

// isForward reports whether the element sends the reader on to another page.
func isForward(token html.Token) bool {
	kind, _ := attribute(token, "http-equiv")
	return token.Data == "meta" && strings.EqualFold(kind, "refresh")
}

// forward matches the address in the content of such an element.
var forward = regexp.MustCompile(`(?i)^[^;,]*[;,]\s*url\s*=\s*['"]?([^'"]*)`)

// checkElement checks one element by itself, and where its links lead.
func (s *site) checkElement(p *page, token html.Token) {
	switch token.Data {
	case "style":
		p.fault("含有内联样式：<style>")
	case "base":
		p.fault("不应使用 <base>")
	case "script":
		_, hasSource := attribute(token, "src")
		if kind, _ := attribute(token, "type"); !hasSource && !strings.HasSuffix(kind, "json") {
			p.fault("含有内联脚本：没有 src 的 <script>")
		}
	}
	for _, a := range token.Attr {
		switch key := a.Key; {
		case key == "style":
			p.fault("含有内联样式：<%s> 的 style 属性", token.Data)
		case strings.HasPrefix(key, "on"):
			p.fault("含有内联脚本：<%s> 的 %s 属性", token.Data, key)
		case key == "id":
			if p.ids[a.Val] {
				p.fault("id“%s”重复", a.Val)
			}
			p.ids[a.Val] = true
		case key == "href", key == "xlink:href", key == "src", key == "action", key == "formaction", key == "poster", token.Data == "object" && key == "data":
			s.checkLink(p, token, key, a.Val)
		case key == "srcset":
			for candidate := range strings.SplitSeq(a.Val, ",") {
				address, _, _ := strings.Cut(strings.TrimSpace(candidate), " ")
				s.checkLink(p, token, key, address)
			}
		case key == "content" && isForward(token):
			if match := forward.FindStringSubmatch(a.Val); match != nil {
				s.checkLink(p, token, key, match[1])
			}
		}
	}
}

// checkLink checks where an address in an element leads; fragments are left for later.
func (s *site) checkLink(p *page, token html.Token, key, address string) {
	l := link{token.Data, key, strings.TrimSpace(address)}
	u, err := url.Parse(l.address)
	if err != nil {
		p.fault("%s 不是有效的地址", l)
		return
	}
	if u.Scheme == "" && u.Host == "" && u.Path == "" { // "", "#x" and "?q" are the page itself
		if u.Fragment != "" {
			p.fragments = append(p.fragments, fragment{l, p.name, u.Fragment})
		} else if !isFollowed(token) {
			p.fault("%s 的地址为空", l)
		}
		return
	}
	scheme := u.Scheme // as written: "//host" has none
	u = p.url.ResolveReference(u)
	if u.Scheme != s.base.Scheme || u.Host != s.base.Host {
		if !isFollowed(token) {
			p.fault("%s 引用了站外资源", l)
		} else if !slices.Contains([]string{"http", "https", "mailto", "tel"}, scheme) {
			p.fault("%s 的协议不在允许之列", l)
		}
		return
	}
	file, problem := s.file(u)
	if problem != "" {
		p.fault("%s %s", l, problem)
	} else if u.Fragment != "" {
		p.fragments = append(p.fragments, fragment{l, file, u.Fragment})
	}
}

// followable are the relations of a <link> by which nothing is loaded.
var followable = []string{"alternate", "author", "canonical", "help", "license", "me", "next", "prev", "privacy-policy", "search", "tag", "terms-of-service"}

// isFollowed reports whether an element's link is one that a reader or a search engine follows, not one that a page loads
// or sends to.
func isFollowed(token html.Token) bool {
	if token.Data != "link" {
		return slices.Contains([]string{"a", "area", "meta"}, token.Data)
	}
	relations, _ := attribute(token, "rel")
	return !slices.ContainsFunc(strings.Fields(strings.ToLower(relations)), func(r string) bool {
		return !slices.Contains(followable, r)
	})
}
