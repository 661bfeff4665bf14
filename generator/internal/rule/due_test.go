package rule

import (
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/register"
)

// TestDues: an act that a rule awaits is told with its last day, before that day and after it; one that is done is not.
func TestDues(t *testing.T) {
	set, err := districtRules()
	if err != nil {
		t.Fatal(err)
	}
	files := validFiles()
	const procurement = "projects/2025/zhzf/001/procurement.toml"
	for _, tt := range []struct {
		says, today, old, new string
		want                  string // of the rule 15.filed on the project
	}{
		{"filed: nothing is awaited", "2025-04-07", "", "", ""},
		{"not filed, on the last day", "2025-04-07", "filed = 2025-04-03\n", "", "2025-04-07"},
		{"not filed, past it", "2025-04-09", "filed = 2025-04-03\n", "", "2025-04-07"},
	} {
		changed := map[string][]byte{}
		for name, text := range files {
			changed[name] = text
		}
		changed[procurement] = []byte(strings.Replace(string(files[procurement]), tt.old, tt.new, 1))
		r, err := register.Load(filesystem(changed), mustDate(tt.today), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, d := range set.Check(Input{Head: r}).Dues {
			if d.Rule.ID == "15.filed" && d.Project == "2025-zhzf-001" {
				got = d.Until.String()
			}
		}
		if got != tt.want {
			t.Errorf("%s: awaited until %q, want %q", tt.says, got, tt.want)
		}
	}
}
