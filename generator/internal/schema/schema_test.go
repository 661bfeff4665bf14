package schema

import (
	"encoding/json"
	"slices"
	"testing"

	"wuxing.example/register/generator/internal/project"
)

// TestEveryKind: each kind of file has a schema that is JSON, refuses unknown keys, and gives every key its label.
func TestEveryKind(t *testing.T) {
	for _, kind := range project.FileKinds {
		text, err := Of(kind)
		if err != nil {
			t.Errorf("%s: %v", kind.Name, err)
			continue
		}
		var s struct {
			Title                string
			AdditionalProperties *bool
			Properties           map[string]struct{ Title string }
		}
		if err := json.Unmarshal(text, &s); err != nil {
			t.Errorf("%s: %v", kind.Name, err)
		}
		if s.Title != kind.Label || s.AdditionalProperties == nil || *s.AdditionalProperties || len(s.Properties) == 0 {
			t.Errorf("%s: title %q, additional properties %v, %d properties", kind.Name, s.Title, s.AdditionalProperties, len(s.Properties))
		}
		for key, p := range s.Properties {
			if p.Title == "" {
				t.Errorf("%s: %s has no label", kind.Name, key)
			}
		}
	}
}

// TestDeclaration holds the schema of the declaration to the record's definition: what is required, closed lists,
// amounts with their unit.
func TestDeclaration(t *testing.T) {
	text, err := Of(project.FileKinds[0])
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Required   []string
		Properties struct {
			Kind     struct{ Enum []string }
			Estimate struct {
				Required   []string
				Properties struct {
					Total struct{ Pattern string }
					Items struct {
						Items struct{ Required []string }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	if want := []string{"name", "unit", "kind", "category", "declared", "summary", "classified", "estimate", "security"}; !slices.Equal(s.Required, want) {
		t.Errorf("required: %v, want %v", s.Required, want)
	}
	if want := []string{"建设", "运维"}; !slices.Equal(s.Properties.Kind.Enum, want) {
		t.Errorf("kinds: %v, want %v", s.Properties.Kind.Enum, want)
	}
	if s.Properties.Estimate.Properties.Total.Pattern == "" {
		t.Error("an amount may be any text")
	}
	if want := []string{"category", "amount"}; !slices.Equal(s.Properties.Estimate.Properties.Items.Items.Required, want) {
		t.Errorf("an item requires %v, want %v", s.Properties.Estimate.Properties.Items.Items.Required, want)
	}
}
