// Values: a file as plain values, for what compares facts rather than judges them.

package tomlfile

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

// Values reads a file of TOML as plain values: string, bool, int64, float64, []any, map[string]any, and money.Amount
// where the struct that like points to says that the text is one. Dates and times are ISO strings. A text that should be
// an amount and is none stays a string, so that no value is lost. like is nil where nothing says what the file holds.
//
// It errors if the file is no TOML.
func Values(data []byte, like any) (map[string]any, error) {
	t := trees.Get().(*tree)
	defer trees.Put(t)
	root, bad := t.parse(data)
	if bad != nil {
		return nil, errors.New(bad.problem)
	}
	var s *shape
	if like != nil {
		s = shapeOf(reflect.TypeOf(like).Elem())
	}
	return root.values(s), nil
}

// values makes the map of a table of a shape, which is nil where none is known.
func (n *node) values(s *shape) map[string]any {
	m := make(map[string]any, len(n.children))
	for _, c := range n.children {
		m[c.key] = c.value(s.field(c.key))
	}
	return m
}

// value makes the value of a field, which is nil where it is not known.
func (n *node) value(f *field) any {
	switch n.kind {
	case table:
		if f == nil {
			return n.values(nil)
		}
		return n.values(f.table)
	case array:
		list := make([]any, 0, len(n.children))
		for _, c := range n.children {
			list = append(list, c.value(f))
		}
		return list
	case text:
		if f != nil && f.isMoney {
			if amount, err := money.Parse(n.text); err == nil {
				return amount
			}
		}
		return n.text
	case integer:
		i, _ := parseInteger(n.text)
		return i
	case float:
		f, _ := strconv.ParseFloat(strings.ReplaceAll(n.text, "_", ""), 64)
		return f
	case boolean:
		return n.text == "true"
	case otherTime:
		return strings.Replace(strings.ToUpper(n.text), " ", "T", 1)
	}
	return n.text
}

// field is the field of that key, nil if the shape has none.
func (s *shape) field(key string) *field {
	if s == nil {
		return nil
	}
	if i := indexOf(s.keys, key); i >= 0 {
		return &s.fields[i]
	}
	return nil
}

// Label is what people call the value at a key of the struct that like points to: "投资概算 概算明细 第 2 项 金额" of
// "estimate.items.1.amount". What has no label is called by its key.
func Label(like any, key string) string {
	var s *shape
	if like != nil {
		s = shapeOf(reflect.TypeOf(like).Elem())
	}
	var words []string
	for _, part := range strings.Split(key, ".") {
		f := s.field(part)
		switch number, err := strconv.Atoi(part); {
		case f != nil:
			words, s = append(words, f.label), f.table
		case err == nil:
			words = append(words, fmt.Sprintf("第 %d 项", number+1))
		default:
			words, s = append(words, part), nil
		}
	}
	return strings.Join(words, " ")
}

var moneyType = reflect.TypeFor[project.Money]()
