// Links that work wherever the site stands, on any server and opened straight from a disk.

package publish

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
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

var (
	// tagPattern matches a tag that begins an element, as Hugo's minifier writes it: a value with a > stands in quotes.
	tagPattern = regexp.MustCompile(`<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>`)
	// attributePattern matches an attribute with its value, with or without quotes.
	attributePattern = regexp.MustCompile(`(\s)([a-zA-Z-]+)=("[^"]*"|'[^']*'|[^\s>"']+)`)
)

// relative rewrites the links of one page; up leads from it to the site's root.
func relative(page []byte, up string) []byte {
	return tagPattern.ReplaceAllFunc(page, func(tag []byte) []byte {
		if !bytes.Contains(tag, []byte("=")) {
			return tag
		}
		return attributePattern.ReplaceAllFunc(tag, func(attribute []byte) []byte {
			m := attributePattern.FindSubmatch(attribute)
			name, value := string(m[2]), string(m[3])
			switch name {
			case "integrity":
				return nil
			case "href", "src", "action", "data-root":
			default:
				return attribute
			}
			quote := ""
			if value[0] == '"' || value[0] == '\'' {
				quote = value[:1]
				value = value[1 : len(value)-1]
			}
			return []byte(string(m[1]) + name + "=" + quote + relativeLink(value, up, name == "data-root") + quote)
		})
	})
}

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
