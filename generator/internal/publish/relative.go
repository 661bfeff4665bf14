// Links that work wherever the site stands, on any server and opened straight from a disk.

package publish

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"wuxing.example/register/generator/internal/parallel"
)

// makeRelative rewrites the links of all pages in a folder, which begin at "/", so that they begin at the page and name
// the file of a folder that they lead to: "../rules/15-filed/index.html". It drops what browsers ask of a server for
// integrity, without which they refuse a script or style of a disk. 404.html, which a server shows at any address, keeps
// its links.
func makeRelative(public string) error {
	var names []string
	err := fs.WalkDir(os.DirFS(public), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".html" && name != "404.html" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	return parallel.Try(len(names), func(i int) error {
		file := filepath.Join(public, filepath.FromSlash(names[i]))
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(file, relative(text, strings.Repeat("../", strings.Count(names[i], "/"))), 0o644)
	})
}

// relative rewrites the links of one page, as Hugo's minifier writes it; up leads from it to the site's root.
func relative(page []byte, up string) []byte {
	out := make([]byte, 0, len(page)+len(page)/8)
	for {
		start := bytes.IndexByte(page, '<')
		if start < 0 {
			return append(out, page...)
		}
		out = append(out, page[:start]...)
		page = page[start:]
		end := tagEnd(page)
		if end == 0 {
			out, page = append(out, '<'), page[1:]
			continue
		}
		out = appendRelative(out, page[:end], up)
		page = page[end:]
	}
}

// tagEnd is the length of the tag with which an element begins, at the start of text; 0 if there is none. A > in quotes
// does not end it.
func tagEnd(text []byte) int {
	if len(text) < 2 || !isLetter(text[1]) {
		return 0
	}
	for i := 2; i < len(text); i++ {
		switch text[i] {
		case '>':
			return i + 1
		case '"', '\'':
			length := bytes.IndexByte(text[i+1:], text[i])
			if length < 0 {
				return 0
			}
			i += length + 1
		}
	}
	return 0
}

// appendRelative appends a tag with its links rewritten.
func appendRelative(out, tag []byte, up string) []byte {
	for {
		space := bytes.IndexByte(tag, ' ')
		if space < 0 {
			return append(out, tag...)
		}
		out, tag = append(out, tag[:space]...), tag[space:]
		name, value := attribute(tag[1:])
		length := len(" ") + len(name)
		if value != nil {
			length += len("=") + len(value)
		}
		switch {
		case value == nil || !rewritten[string(name)]:
			out = append(out, tag[:length]...)
		case string(name) != "integrity":
			quote := ""
			if value[0] == '"' || value[0] == '\'' {
				quote, value = string(value[0]), value[1:len(value)-1]
			}
			out = fmt.Appendf(out, " %s=%s%s%s", name, quote, relativeLink(string(value), up, string(name) == "data-root"), quote)
		}
		tag = tag[length:]
	}
}

// rewritten are the attributes that are not left as they are.
var rewritten = map[string]bool{"href": true, "src": true, "action": true, "data-root": true, "integrity": true}

// attribute gives the name at the start of text, and its value with its quotes; nil if it has none.
func attribute(text []byte) (name, value []byte) {
	n := 0
	for n < len(text) && (isLetter(text[n]) || text[n] == '-') {
		n++
	}
	name = text[:n]
	value, ok := bytes.CutPrefix(text[n:], []byte("="))
	if !ok || n == 0 || len(value) == 0 {
		return name, nil
	}
	length := 0
	switch quote := value[0]; quote {
	case '"', '\'':
		if end := bytes.IndexByte(value[1:], quote); end >= 0 {
			length = end + 2
		}
	default:
		length = max(0, bytes.IndexAny(value, " >"))
	}
	if length == 0 {
		return name, nil
	}
	return name, value[:length]
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// relativeLink rewrites one address; a folder stays one where only its place is asked for.
func relativeLink(address, up string, folder bool) string {
	place, tail := address, ""
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		place, tail = address[:i], address[i:]
	}
	switch {
	case place == "" || strings.HasPrefix(place, "//") || strings.Contains(place, ":"):
		return address // of the page itself, or of another site
	case place[0] == '/':
		place = up + place[1:]
	}
	switch {
	case folder && place == "":
		place = "./"
	case !folder && (place == "" || strings.HasSuffix(place, "/")):
		place += "index.html"
	}
	return place + tail
}
