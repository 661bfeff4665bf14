package project

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Difference is a value that does not stand so in another version of its table.
type Difference struct {
	Label   string // of the value, with those of the tables it stands in: "供应商·统一社会信用代码"
	Was, Is string // as people read them, "" where there is none
	From    *Place // where it stood, or would have stood
	At      *Place // where it stands now, or would stand
}

// Lost lists what stands in one version of a table and does not stand so in another, in the order of the definition.
// Both are pointers to the same struct that embeds Table. What the other version has besides is no loss: a key, a table,
// an entry of a list between or after the old ones. Nor is a value that one of them has in a wrong form: its finding of
// form tells of that.
func Lost(was, is any) []Difference {
	return lostOfTable(reflect.ValueOf(was).Elem(), reflect.ValueOf(is).Elem(), "")
}

// Differences lists what is not the same in two versions of a table, what was lost before what was added.
func Differences(was, is any) []Difference {
	all := Lost(was, is)
	told := map[string]bool{}
	for _, d := range all {
		told[d.At.KeyPath()] = true
	}
	for _, d := range Lost(is, was) {
		if !told[d.From.KeyPath()] && !told[d.At.KeyPath()] {
			all = append(all, Difference{d.Label, d.Is, d.Was, d.At, d.From})
		}
	}
	return all
}

func lostOfTable(was, is reflect.Value, label string) []Difference {
	var lost []Difference
	for i := range was.NumField() {
		field := was.Type().Field(i)
		key, ok := tomlKey(field)
		if !ok {
			continue
		}
		of := field.Tag.Get("label")
		if label != "" {
			of = label + "·" + of
		}
		from, at := &Place{Table: headerOf(was), Key: key}, &Place{Table: headerOf(is), Key: key}
		lost = append(lost, lostOfField(was.Field(i), is.Field(i), of, from, at)...)
	}
	return lost
}

// lostOfField compares one field of a table, or one entry of a list: a value, a list, or a table in place or by pointer.
// from and at are where it stands, unless it says so itself.
func lostOfField(was, is reflect.Value, label string, from, at *Place) []Difference {
	if was.Kind() == reflect.Pointer {
		switch {
		case was.IsNil():
			return nil
		case is.IsNil():
			return []Difference{{label, "有", "", from, at}}
		}
		was, is = was.Elem(), is.Elem()
	}
	if headerOf(was) != nil {
		return lostOfTable(was, is, label)
	}
	from, at = placeOf(was), placeOf(is)
	switch entries := was.Field(1); {
	case !from.Given() || at.Faulty() || at.State == Absent && saysNothing(entries):
		return nil
	case at.State == Absent:
		return []Difference{{label, shown(was), "", from, at}}
	case entries.Kind() == reflect.Slice:
		return lostOfList(entries, is.Field(1), label, from, at)
	case !isSame(entries, is.Field(1)):
		return []Difference{{label, shown(was), shown(is), from, at}}
	}
	return nil
}

// lostOfList finds each old entry again, after the one before it.
func lostOfList(was, is reflect.Value, label string, from, at *Place) []Difference {
	var lost []Difference
	next := 0
	for i := range was.Len() {
		found := next
		for found < is.Len() && len(lostOfField(was.Index(i), is.Index(found), label, from, at)) > 0 {
			found++
		}
		switch {
		case found < is.Len():
			next = found + 1
		case next < is.Len(): // another entry is in its place
			lost = append(lost, lostOfField(was.Index(i), is.Index(next), label, from, at)...)
			next++
		default:
			lost = append(lost, Difference{label, shown(was.Index(i)), "", from, at})
		}
	}
	return lost
}

// tomlKey is the key of a field of a table's struct; it reports false of a field that is no key of the file.
func tomlKey(field reflect.StructField) (string, bool) {
	tag, ok := field.Tag.Lookup("toml")
	key, _, _ := strings.Cut(tag, ",")
	return key, ok
}

// headerOf is the table that a struct embeds, nil of a value or a list.
func headerOf(v reflect.Value) *Table {
	if t, ok := v.Addr().Interface().(interface{ Header() *Table }); ok {
		return t.Header()
	}
	return nil
}

func placeOf(v reflect.Value) *Place {
	return v.Addr().Interface().(interface{ Where() *Place }).Where()
}

// isSame reports whether two values say the same, however each is written.
func isSame(was, is reflect.Value) bool {
	if moment, ok := was.Interface().(time.Time); ok {
		return moment.Equal(is.Interface().(time.Time))
	}
	return was.Interface() == is.Interface()
}

// saysNothing reports whether a value is what an absent one is taken for: no, no text, no entries.
func saysNothing(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool, reflect.String:
		return v.IsZero()
	case reflect.Slice:
		return v.Len() == 0
	}
	return false
}

// shown is a value as people read it; of an entry that is a table, the first value that it has.
func shown(v reflect.Value) string {
	if headerOf(v) != nil {
		for i := range v.NumField() {
			_, ok := tomlKey(v.Type().Field(i))
			if f := v.Field(i); ok && f.Kind() == reflect.Struct && headerOf(f) == nil && placeOf(f).Given() {
				return shown(f)
			}
		}
		return "有"
	}
	switch value := v.Field(1).Interface().(type) {
	case bool:
		if value {
			return "是"
		}
		return "否"
	case time.Time:
		return value.Format(time.RFC3339)
	default:
		if list := reflect.ValueOf(value); list.Kind() == reflect.Slice {
			return fmt.Sprintf("%d 项", list.Len())
		}
		return fmt.Sprint(value)
	}
}
