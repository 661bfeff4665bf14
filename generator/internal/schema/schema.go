// Package schema writes the record's definition as JSON Schema (draft 2020-12), from the tags of package project's
// structs, so that an editor can complete and check a file while it is written. What is written stays checked by the
// generator: the schema knows forms, not rules.
package schema

import (
	"encoding/json"
	"reflect"
	"strings"

	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// object is a piece of JSON Schema. Its keys are written in order of name, so that the same definition gives the same
// bytes.
type object = map[string]any

// Of writes the schema of one kind of file.
func Of(kind project.FileKind) ([]byte, error) {
	s := table(reflect.TypeOf(kind.New()).Elem())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = kind.Label
	return json.MarshalIndent(s, "", "  ")
}

// table is the schema of a struct.
func table(t reflect.Type) object {
	properties := object{}
	required := []string{}
	for i := range t.NumField() {
		tag, ok := t.Field(i).Tag.Lookup("toml")
		if !ok {
			continue
		}
		key, isRequired := strings.CutSuffix(tag, ",required")
		if isRequired {
			required = append(required, key)
		}
		property := value(t.Field(i).Type, t.Field(i).Tag)
		property["title"] = t.Field(i).Tag.Get("label")
		properties[key] = property
	}
	s := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// scalars are the schemas of the kinds of value, by the type of what they hold.
var scalars = map[reflect.Type]object{
	reflect.TypeFor[project.Text]():   {"type": "string"},
	reflect.TypeFor[project.Money]():  {"type": "string", "pattern": `^[0-9]+(\.[0-9]+)? ?(元|万元|亿元)$`},
	reflect.TypeFor[project.Date]():   {"type": "string", "format": "date"},
	reflect.TypeFor[project.Flag]():   {"type": "boolean"},
	reflect.TypeFor[project.Number](): {"type": "integer"},
	reflect.TypeFor[project.Moment](): {"type": "string", "format": "date-time"},
	reflect.TypeFor[project.Code]():   {"type": "string", "pattern": "^[0-9A-HJ-NP-RT-UW-Y]{18}$"},

	reflect.TypeFor[project.Value[project.Cover]](): {"type": "string"},
	reflect.TypeFor[project.Value[limit.Amount]]():  {"type": "string"},

	reflect.TypeFor[project.Value[project.Domain]]():    {"type": "string", "pattern": project.DomainPattern},
	reflect.TypeFor[project.Value[project.SiteCode]]():  {"type": "string", "pattern": project.SiteCodePattern},
	reflect.TypeFor[project.Value[project.ICPNumber]](): {"type": "string", "pattern": project.ICPNumberPattern},
	reflect.TypeFor[project.Value[project.PSBNumber]](): {"type": "string", "pattern": project.PSBNumberPattern},
}

// value is the schema of a field: a scalar, a list, or a table.
func value(t reflect.Type, tag reflect.StructTag) object {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if scalar, ok := scalars[t]; ok {
		s := object{}
		for k, v := range scalar {
			s[k] = v
		}
		if oneof := tag.Get("oneof"); oneof != "" {
			s["enum"] = strings.Split(oneof, "|")
		}
		return s
	}
	if entries, ok := t.FieldByName("V"); ok && entries.Type.Kind() == reflect.Slice {
		list := object{"type": "array", "items": value(entries.Type.Elem(), tag)}
		if tag.Get("single") == "ok" {
			return object{"anyOf": []any{list, value(entries.Type.Elem(), tag)}}
		}
		return list
	}
	return table(t)
}
