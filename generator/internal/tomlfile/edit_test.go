package tomlfile

import (
	"reflect"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// What Edit writes means what it was given, and has its texts between double quotes, as the record has them.
func TestEditQuotes(t *testing.T) {
	for _, text := range []string{"", "一", `a"b`, `a\b`, "it's", `"`, `\`, `'"\`, "一\n二\t三", `C:\数据\'甲'`, "# 不是说明", "[x]", "\u202e"} {
		value := map[string]any{"key": text, "list": []any{text, text}, "二 三": map[string]any{text + "k": text}}
		data, err := Edit([]byte("a = 1\n"), "b", value)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		var got map[string]any
		if err := toml.Unmarshal(data, &got); err != nil || !reflect.DeepEqual(got["b"], value) {
			t.Errorf("%q is written as\n%s\nread as %v, %v", text, data, got, err)
		}
	}
	const want = "a = 1\nb = \"一\"\n"
	if data, err := Edit([]byte("a = 1\n"), "b", "一"); err != nil || string(data) != want {
		t.Errorf("Edit writes %q, %v, want %q", data, err, want)
	}
	if got := Inline([]any{"一", int64(2)}); got != `["一", 2]` {
		t.Errorf("Inline writes %s", got)
	}
}
