package rule

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/tomlfile"
)

// TestBrokenRecords breaks the valid record in every single place: each file absent, empty, no TOML; each value absent,
// of another type, empty. Whatever it is, the register is read and judged; what is no TOML is told as that; and a value of
// another type is told where it stands and by no rule that reads it.
func TestBrokenRecords(t *testing.T) {
	set, err := districtRules()
	if err != nil {
		t.Fatal(err)
	}
	judge := func(says string, files map[string][]byte) []finding.Finding {
		defer func() {
			if p := recover(); p != nil {
				t.Errorf("%s: panics: %v", says, p)
			}
		}()
		r, err := register.Load(filesystem(files), validToday, nil)
		if err != nil {
			t.Errorf("%s: %v", says, err)
			return nil
		}
		return set.Check(Input{Head: r}).Findings
	}
	if found := judge("as it is", validFiles()); len(found) > 0 {
		t.Errorf("the valid record has findings: %+v", found)
	}
	for _, name := range slices.Sorted(maps.Keys(validFiles())) {
		with := func(data []byte) map[string][]byte {
			files := maps.Clone(validFiles())
			files[name] = data
			return files
		}
		absent := maps.Clone(validFiles())
		delete(absent, name)
		judge(name+" absent", absent)
		judge(name+" empty", with(nil))
		if !strings.HasSuffix(name, ".toml") {
			continue
		}
		syntax := judge(name+" no TOML", with([]byte("x = [")))
		if n, all := len(of(syntax, name, "form.syntax")), len(of(syntax, name, "")); n != 1 || all != 1 {
			t.Errorf("%s no TOML: %d findings of form.syntax and %d of all on it, want one and that alone", name, n, all)
		}
		var root map[string]any
		if err := toml.Unmarshal(validFiles()[name], &root); err != nil {
			t.Fatal(err)
		}
		for _, key := range keysOf(root, "") {
			for says, value := range map[string]any{"absent": nil, "a number": int64(5), "an empty text": "", "an empty list": []any{}, "a table": map[string]any{"x": int64(1)}} {
				edited, err := tomlfile.Edit(validFiles()[name], key, value)
				if err != nil {
					t.Fatalf("%s %s: %v", name, key, err)
				}
				found := judge(name+" "+key+" "+says, with(edited))
				if says == "a table" && len(of(found, name, "form.")) == 0 {
					t.Errorf("%s: %s is a table, and nothing of its form is told", name, key)
				}
			}
		}
	}
}

// of are the findings on a file, by rules whose id begins so.
func of(found []finding.Finding, file, rule string) []finding.Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f finding.Finding) bool {
		return f.At.File != file || !strings.HasPrefix(f.Rule, rule)
	})
}

// keysOf lists the places of all that is in a table, tables and lists themselves among it.
func keysOf(v any, prefix string) []string {
	var keys []string
	join := func(key string) string { return strings.TrimPrefix(prefix+"."+key, ".") }
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			keys = append(append(keys, join(k)), keysOf(v[k], join(k))...)
		}
	case []any:
		for i, entry := range v {
			if i == 0 { // the first entry stands for all
				keys = append(append(keys, join("0")), keysOf(entry, join("0"))...)
			}
		}
	}
	return keys
}
