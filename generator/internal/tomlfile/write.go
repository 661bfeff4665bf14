package tomlfile

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/source"
)

// Write writes the struct that v points to, as Read fills it: the values that are given, in the order of their
// definition. Tables of the file have headers of their own; what stands in those is written in line, a list's entries a
// line each. A list of tables of the file has a header an entry, unless a table follows it in the definition: as in
//
//	partners = [
//	  { unit = "zl", content = "辖区泊位接入", maintenance = "3万元" },
//	]
//
//	[estimate]
//	total = "486万元"
//
// Read gives the same values again. Tables of unknown keys, which only rules have, it does not write.
func Write(v any) []byte {
	var b strings.Builder
	root := reflect.ValueOf(v).Elem()
	fields := shapeOf(root.Type()).fields
	lastTable := -1
	for i, f := range fields {
		if standsAsTable(root.Field(f.index)) {
			lastTable = i
		}
	}
	for i, f := range fields {
		if into := root.Field(f.index); !standsAsTable(into) && !(standsAsTables(into) && i > lastTable) {
			writeValue(&b, f, into)
		}
	}
	for i, f := range fields {
		into := root.Field(f.index)
		switch {
		case standsAsTables(into) && i > lastTable:
			for n, list := 0, into.FieldByName("V"); n < list.Len(); n++ {
				writeTable(&b, "[["+f.key+"]]", list.Index(n))
			}
		case standsAsTable(into) && (f.required || isGiven(into)):
			writeTable(&b, "["+f.key+"]", reflect.Indirect(into))
		}
	}
	return []byte(strings.TrimPrefix(b.String(), "\n"))
}

// standsAsTable reports whether a field is a table.
func standsAsTable(v reflect.Value) bool {
	if v.Kind() == reflect.Pointer {
		return true
	}
	_, ok := v.Addr().Interface().(interface{ Header() *project.Table })
	return ok
}

// standsAsTables reports whether a field is a list of tables.
func standsAsTables(v reflect.Value) bool {
	if standsAsTable(v) {
		return false
	}
	list := v.FieldByName("V")
	if list.Kind() != reflect.Slice {
		return false
	}
	_, ok := reflect.New(list.Type().Elem()).Interface().(interface{ Header() *project.Table })
	return ok
}

// isGiven reports whether anything of a value, a list or a table is given.
func isGiven(v reflect.Value) bool {
	if v.Kind() == reflect.Pointer {
		return !v.IsNil()
	}
	if standsAsTable(v) {
		for _, f := range shapeOf(v.Type()).fields {
			if isGiven(v.Field(f.index)) {
				return true
			}
		}
		return false
	}
	return v.Addr().Interface().(interface{ Where() *project.Place }).Where().Given()
}

func writeTable(b *strings.Builder, head string, v reflect.Value) {
	fmt.Fprintf(b, "\n%s\n", head)
	for _, f := range shapeOf(v.Type()).fields {
		writeValue(b, f, v.Field(f.index))
	}
}

// writeValue writes one key, if it is given.
func writeValue(b *strings.Builder, f field, v reflect.Value) {
	if !isGiven(v) {
		return
	}
	if !standsAsTables(v) || v.FieldByName("V").Len() == 0 {
		fmt.Fprintf(b, "%s = %s\n", f.key, inline(v))
		return
	}
	fmt.Fprintf(b, "%s = [\n", f.key)
	for n, list := 0, v.FieldByName("V"); n < list.Len(); n++ {
		fmt.Fprintf(b, "  %s,\n", inline(list.Index(n)))
	}
	b.WriteString("]\n")
}

// inline writes a value, a list or a table on one line.
func inline(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if standsAsTable(v) {
		var parts []string
		for _, f := range shapeOf(v.Type()).fields {
			if inner := v.Field(f.index); isGiven(inner) {
				parts = append(parts, f.key+" = "+inline(inner))
			}
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	}
	content := v.FieldByName("V")
	if content.Kind() == reflect.Slice {
		var parts []string
		for n := range content.Len() {
			parts = append(parts, inline(content.Index(n)))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	switch c := content.Interface().(type) {
	case string:
		return quote(c)
	case money.Amount:
		return quote(c.String())
	case project.CreditCode:
		return quote(string(c))
	case calendar.Date:
		return c.String()
	case time.Time:
		return c.Format(time.RFC3339)
	}
	return fmt.Sprint(content.Interface())
}

// quote writes a text between quotes, on one line. Characters that cannot be seen are written as escapes.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case source.IsHidden(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
