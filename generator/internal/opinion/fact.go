// Facts: what a matter covers, in one commit.

package opinion

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/document"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Item is one item of what a question covers.
type Item struct {
	project.Cover
	pattern string // of path.Match, where the item may name several files
}

// itemOf makes the item of a matter's cover.
func itemOf(c project.Cover) Item {
	if !strings.Contains(c.Path, "*") {
		return Item{Cover: c}
	}
	return Item{c, onlyStars.Replace(c.Path)}
}

// onlyStars takes their meaning from the other characters that path.Match knows.
var onlyStars = strings.NewReplacer(`\`, `\\`, `?`, `\?`, `[`, `\[`)

// fileItem is the item of one file as a whole, whatever the characters of its name.
func fileItem(name string) Item { return Item{Cover: project.Cover{Name: name, Path: name}} }

// Fingerprint is that of the facts which the items name: "sha256:…". files is the record from its root. A fact that is
// not there has a fingerprint, too. It errors if the file system fails.
func Fingerprint(files fs.FS, f Folder, items []Item) (string, error) {
	h := sha256.New()
	for _, item := range items {
		form, err := item.form(files, f)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s\n%s\n", item.Name, form)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), nil
}

// absent is the form of what is not there.
const absent = "null"

// form is the canonical form of the item's facts. Where the path holds a *, it is that of each matching file in order of
// name, behind the file's path and a line end; they are joined by line ends.
func (i Item) form(files fs.FS, f Folder) (string, error) {
	if i.pattern == "" {
		return i.formOf(files, f, i.Path)
	}
	names, err := i.matching(files, f)
	if err != nil {
		return "", err
	}
	var forms []string
	for _, name := range names {
		form, err := i.formOf(files, f, name)
		if err != nil {
			return "", err
		}
		forms = append(forms, name+"\n"+form)
	}
	if forms == nil {
		return absent, nil
	}
	return strings.Join(forms, "\n"), nil
}

// matches reports whether the item's facts may stand in the file of that name, from the folder.
func (i Item) matches(name string) bool {
	if i.pattern == "" {
		return name == i.Path
	}
	ok, err := path.Match(i.pattern, name)
	return ok && err == nil
}

// matching lists the files that a pattern matches, in order of name. It errors if the file system fails: a folder that
// cannot be read is not an empty one.
func (i Item) matching(files fs.FS, f Folder) ([]string, error) {
	found := []string{""}
	parts := strings.Split(i.pattern, "/")
	for n, part := range parts {
		var next []string
		for _, dir := range found {
			entries, err := fs.ReadDir(files, path.Join(f.Dir, dir))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			for _, e := range entries {
				ok, err := path.Match(part, e.Name())
				if err != nil {
					return nil, err
				}
				if ok && (n < len(parts)-1 && e.IsDir() || n == len(parts)-1 && e.Type().IsRegular()) {
					next = append(next, path.Join(dir, e.Name()))
				}
			}
		}
		found = next
	}
	slices.Sort(found)
	return found, nil
}

// formOf is the canonical form of the facts in one file: of TOML, the value as JSON; of a document, its text with LF and
// without trailing blanks; of another file, its bytes. A file that is no TOML has its text as a text: so what was said
// on it does not hold once it is mended.
func (i Item) formOf(files fs.FS, f Folder, name string) (string, error) {
	data, ok, err := read(files, f.path(name))
	if err != nil || !ok {
		return absent, err
	}
	switch path.Ext(name) {
	case ".toml":
		values, err := tomlfile.Values(data, f.like(name))
		if err != nil {
			return canonical(string(data)), nil
		}
		return canonical(lookUp(values, i.Key)), nil
	case ".md":
		if i.Word == "" {
			return trimmed(string(data)), nil
		}
		if source, ok := document.Parse(data).SectionSource(i.Word); ok {
			return source, nil
		}
		return absent, nil
	}
	return string(data), nil
}

// read reads a file. It reports false of what is not there, or is no regular file. It errors if the file system fails.
func read(files fs.FS, name string) (data []byte, ok bool, err error) {
	info, err := fs.Stat(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil || !info.Mode().IsRegular() {
		return nil, false, err
	}
	data, err = fs.ReadFile(files, name)
	return data, err == nil, err
}

// trimmed brings a text into the form of a section's source.
func trimmed(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\r")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// lookUp finds the value at a key, nil if there is none. No key is the whole table.
func lookUp(table map[string]any, key string) any {
	if key == "" {
		return table
	}
	first, rest, more := strings.Cut(key, ".")
	if inner, ok := table[first].(map[string]any); ok && more {
		return lookUp(inner, rest)
	} else if more {
		return nil
	}
	return table[first]
}

// without returns a table less the value at a key.
func without(table map[string]any, key string) map[string]any {
	first, rest, more := strings.Cut(key, ".")
	left := make(map[string]any, len(table))
	for k, v := range table {
		if k != first {
			left[k] = v
		} else if inner, ok := v.(map[string]any); ok && more {
			left[k] = without(inner, rest)
		} else if more {
			left[k] = v
		}
	}
	return left
}

// Difference is one fact that is not as it was.
type Difference struct {
	Fact          string // as people call it: "投资概算 总投资"
	Before, After string // as people read it, "" where it is not there; both "" of a file that is no text
}

// Differences lists what changed between two states of the record in the facts that the items name, each fact once. It
// errors if the file system fails.
func Differences(before, after fs.FS, f Folder, items []Item) ([]Difference, error) {
	var all []Difference
	for _, item := range items {
		names, err := item.names(f, before, after)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			found, err := item.differencesIn(before, after, f, name)
			if err != nil {
				return nil, err
			}
			for _, d := range found {
				if !slices.Contains(all, d) {
					all = append(all, d)
				}
			}
		}
	}
	return all, nil
}

// names lists the files in which the item's facts stand in either state, in order.
func (i Item) names(f Folder, states ...fs.FS) ([]string, error) {
	if i.pattern == "" {
		return []string{i.Path}, nil
	}
	var all []string
	for _, files := range states {
		names, err := i.matching(files, f)
		if err != nil {
			return nil, err
		}
		all = append(all, names...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

func (i Item) differencesIn(before, after fs.FS, f Folder, name string) ([]Difference, error) {
	was, err := i.formOf(before, f, name)
	if err != nil {
		return nil, err
	}
	is, err := i.formOf(after, f, name)
	if err != nil || was == is {
		return nil, err
	}
	switch path.Ext(name) {
	case ".toml":
		return i.valueDifferences(before, after, f, name)
	case ".md":
		d := Difference{Fact: documents[name]}
		if d.Fact == "" {
			d.Fact = name
		}
		if i.Word != "" {
			d.Fact += "“" + i.Word + "”一节"
		}
		d.Before, d.After = changedLines(shownForm(was), shownForm(is))
		return []Difference{d}, nil
	}
	return []Difference{{Fact: name}}, nil
}

// documents are what people call the documents.
var documents = map[string]string{"feasibility.md": "可行性研究报告", "plan.md": "修改后的方案", "acceptance-report.md": "验收报告"}

func shownForm(form string) string {
	if form == absent {
		return ""
	}
	return form
}

// valueDifferences compares the single values of a TOML file.
func (i Item) valueDifferences(before, after fs.FS, f Folder, name string) ([]Difference, error) {
	was, err := i.leaves(before, f, name)
	if err != nil {
		return nil, err
	}
	is, err := i.leaves(after, f, name)
	if err != nil {
		return nil, err
	}
	var keys []string
	for key := range was {
		keys = append(keys, key)
	}
	for key := range is {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var found []Difference
	for _, key := range slices.Compact(keys) {
		if was[key] != is[key] {
			found = append(found, Difference{Fact: f.label(name, key), Before: was[key], After: is[key]})
		}
	}
	return found, nil
}

// leaves are the single values of a TOML file in the item's facts, by key, as people read them. A file that is not there
// has none; one that is no TOML has its text.
func (i Item) leaves(files fs.FS, f Folder, name string) (map[string]string, error) {
	leaves := map[string]string{}
	data, ok, err := read(files, f.path(name))
	if err != nil || !ok {
		return leaves, err
	}
	values, err := tomlfile.Values(data, f.like(name))
	if err != nil {
		leaves[""] = string(data)
		return leaves, nil
	}
	flatten(leaves, i.Key, lookUp(values, i.Key))
	return leaves, nil
}

func flatten(leaves map[string]string, key string, v any) {
	under := func(part string) string { return strings.TrimPrefix(key+"."+part, ".") }
	switch v := v.(type) {
	case nil:
	case map[string]any:
		for k, inner := range v {
			flatten(leaves, under(k), inner)
		}
	case []any:
		for n, inner := range v {
			flatten(leaves, under(fmt.Sprint(n)), inner)
		}
	case bool:
		leaves[key] = map[bool]string{true: "是", false: "否"}[v]
	case money.Amount:
		leaves[key] = v.String()
	case string:
		leaves[key] = v
		if v == "" {
			leaves[key] = "（空）"
		}
	default:
		leaves[key] = fmt.Sprint(v)
	}
}

// changedLines gives the lines of two texts in which they differ, without the ones that both begin and end with.
func changedLines(before, after string) (was, is string) {
	a, b := strings.Split(before, "\n"), strings.Split(after, "\n")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return strings.TrimSpace(strings.Join(a, "\n")), strings.TrimSpace(strings.Join(b, "\n"))
}

// withoutSections returns a document less the sections that the items name.
func withoutSections(data []byte, items []Item) string {
	var b strings.Builder
	end := 0
	for _, s := range document.Parse(data).Sections() {
		if s.Start < end || !slices.ContainsFunc(items, func(i Item) bool { return strings.Contains(s.Heading, i.Word) }) {
			continue
		}
		b.Write(data[end:s.Start])
		end = s.End
	}
	b.Write(data[end:])
	return b.String()
}
