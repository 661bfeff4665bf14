package tomlfile

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"wuxing.example/register/generator/internal/project"
)

// Free is a table whose keys are not known beforehand, as plain values: string, int64, float64, bool, toml.LocalDate,
// []any and map[string]any.
type Free struct {
	project.Place
	V map[string]any
}

// plain is a node as a plain value.
func (n *node) plain() any {
	switch n.kind {
	case table:
		m := make(map[string]any, len(n.children))
		for _, c := range n.children {
			m[c.key] = c.plain()
		}
		return m
	case array:
		list := make([]any, 0, len(n.children))
		for _, c := range n.children {
			list = append(list, c.plain())
		}
		return list
	case integer:
		i, _ := parseInteger(n.text)
		return i
	case float:
		f, _ := strconv.ParseFloat(strings.ReplaceAll(n.text, "_", ""), 64)
		return f
	case boolean:
		return n.text == "true"
	case localDate:
		var d toml.LocalDate
		if d.UnmarshalText([]byte(n.text)) == nil {
			return d
		}
	case otherTime:
		if t, err := parseMoment(n.text); err == nil {
			return t
		}
	}
	return n.text
}

// Value is the plain value at a place as findings write it, "contracts[0].filed", nil where there is none. It reports
// false if the file is no TOML.
func Value(data []byte, keyPath string) (any, bool) {
	var root map[string]any
	if err := toml.Unmarshal(data, &root); err != nil {
		return nil, false
	}
	if root == nil {
		root = map[string]any{}
	}
	return At(root, keyPath), true
}

// At is the plain value at such a place in a table, nil where there is none.
func At(table map[string]any, keyPath string) any {
	var at any = table
	for _, key := range strings.FieldsFunc(keyPath, func(r rune) bool { return strings.ContainsRune(".[]", r) }) {
		switch in := at.(type) {
		case map[string]any:
			at = in[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(in) {
				return nil
			}
			at = in[i]
		default:
			return nil
		}
	}
	return at
}

// Edit returns a file of TOML with the value at a key changed; nil takes it away, and no key at all is the whole file,
// given as a table or, where it is no TOML, as its text. Keys are joined by points, entries of lists are numbered:
// "contracts.0.filed"; the number after the last entry adds one. Comments and order are lost.
// It errors if the file is no TOML, or the key leads through what is no table or list.
func Edit(data []byte, key string, value any) ([]byte, error) {
	if text, ok := value.(string); ok && key == "" {
		return []byte(text), nil
	}
	if key == "" {
		return marshal(value)
	}
	var root map[string]any
	if err := toml.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	if root == nil {
		root = map[string]any{}
	}
	edited, err := set(root, strings.Split(key, "."), value)
	if err != nil {
		return nil, err
	}
	return marshal(edited)
}

// marshal writes a value with every text between double quotes, as the record has them.
func marshal(v any) ([]byte, error) {
	data, err := toml.Marshal(v)
	if err != nil {
		return nil, err
	}
	var b []byte
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			end := i + 1
			for data[end] != '"' {
				if data[end] == '\\' {
					end++
				}
				end++
			}
			b, i = append(b, data[i:end+1]...), end
		case '\'':
			end := i + 1 + bytes.IndexByte(data[i+1:], '\'')
			b, i = append(b, quote(string(data[i+1:end]))...), end
		default:
			b = append(b, data[i])
		}
	}
	return b, nil
}

// set returns a table or list with the value at keys changed.
func set(in any, keys []string, value any) (any, error) {
	if len(keys) == 0 {
		return value, nil
	}
	switch c := in.(type) {
	case map[string]any:
		if len(keys) == 1 && value == nil {
			if _, ok := c[keys[0]]; !ok {
				return nil, fmt.Errorf("没有“%s”这一项可以去掉", keys[0])
			}
			delete(c, keys[0])
			return c, nil
		}
		inner, err := set(c[keys[0]], keys[1:], value)
		if err != nil {
			return nil, err
		}
		c[keys[0]] = inner
		return c, nil
	case []any:
		i, err := strconv.Atoi(keys[0])
		if err != nil || i < 0 || i > len(c) {
			return nil, fmt.Errorf("列表里没有第“%s”项", keys[0])
		}
		if len(keys) == 1 && value == nil && i < len(c) {
			return slices.Delete(c, i, i+1), nil
		}
		if i == len(c) {
			c = append(c, nil)
		}
		inner, err := set(c[i], keys[1:], value)
		if err != nil {
			return nil, err
		}
		c[i] = inner
		return c, nil
	case nil:
		return set(map[string]any{}, keys, value)
	}
	return nil, fmt.Errorf("“%s”不在表或列表里", keys[0])
}

// Inline writes a plain value on one line, as TOML does.
func Inline(v any) string {
	data, err := marshal(struct {
		V any `toml:"v,inline"`
	}{v})
	if err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimPrefix(strings.TrimSpace(string(data)), "v = ")
}
