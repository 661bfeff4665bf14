package rule

import (
	"os"
	"reflect"
	"testing"

	"wuxing.example/register/generator/internal/cache"
)

// What is remembered is what running the examples gave; another program, and the nil cache, remember nothing.
func TestLoadRemembered(t *testing.T) {
	dir := t.TempDir()
	files := os.DirFS("../../..")
	run, faults, err := Load(files)
	if run == nil {
		t.Fatal(err, faults)
	}
	for _, kept := range []*cache.Cache{cache.Open(dir, "program 1"), cache.Open(dir, "program 1"), cache.Open(dir, "program 2"), nil} {
		set, faults, err := LoadRemembered(files, kept)
		if set == nil {
			t.Fatal(err, faults)
		}
		if !reflect.DeepEqual(run.examples(), set.examples()) {
			t.Error("the examples differ from those that were run")
		}
	}
	recalled, _, err := LoadRemembered(files, cache.Open(dir, "program 2"))
	if err != nil || recalled == run {
		t.Errorf("the rules were not recalled (%v)", err)
	}
}

// Other rule files are other rules: nothing is recalled for them.
func TestChangedRulesAreNotRemembered(t *testing.T) {
	kept := cache.Open(t.TempDir(), "program")
	if set, faults, err := LoadRemembered(os.DirFS("../../.."), kept); set == nil {
		t.Fatal(err, faults)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir+"/rules", os.DirFS("../../../rules")); err != nil {
		t.Fatal(err)
	}
	name := dir + "/rules/articles/15.toml"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(text, "[[rules.examples]]\nsays = \"写错的示例\"\nexpect = \"waived\"\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if set, faults, err := LoadRemembered(os.DirFS(dir), kept); set != nil || len(faults) == 0 || err != nil {
			t.Errorf("rules with an example that comes out otherwise were loaded (%v)", err)
		}
	}
}
