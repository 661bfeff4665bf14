package register

import (
	"reflect"

	"wuxing.example/register/generator/internal/personal"
	"wuxing.example/register/generator/internal/project"
)

// maskNumbers stars out the personal numbers in the values of a file in which some were found: whatever is made of the
// record, no number gets further than the file in which it stands. into is a pointer to what was read.
func maskNumbers(into any) { maskIn(reflect.ValueOf(into).Elem()) }

func maskIn(v reflect.Value) {
	if text, ok := v.Addr().Interface().(*project.Text); ok {
		text.V = string(personal.MaskText([]byte(text.V)))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Type() != tableType {
			maskIn(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			maskIn(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				maskIn(v.Field(i))
			}
		}
	}
}

// tableType is what leads from a table to the one around it.
var tableType = reflect.TypeFor[*project.Table]()
