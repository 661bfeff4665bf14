package portfolio

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/register"
)

// turnarounds lists what a register of one project makes, which has the opinions as entries of opinions/1.toml.
func turnarounds(t *testing.T, declaration string, opinions ...string) string {
	t.Helper()
	var holidays []string
	for day := 1; day <= 7; day++ {
		holidays = append(holidays, fmt.Sprintf("2024-10-%02d", day))
	}
	files := map[string]string{
		"rules/calendar.toml":                    "[[years]]\nyear = 2024\nholidays = [" + strings.Join(holidays, ", ") + "]\nworkdays = [2024-09-29, 2024-10-12]\n",
		"rules/agencies.toml":                    "agencies = [{ id = \"data\", name = \"区大数据局\" }, { id = \"finance\", name = \"区财政局\" }, { id = \"police\", name = \"区公安分局\" }]\n",
		"rules/opinions.toml":                    "matters = [{ id = \"data\", agency = \"data\" }, { id = \"finance\", agency = \"finance\" }, { id = \"other\", agency = \"data\" }]\n",
		"projects/2025/zhzf/001/project.toml":    declaration,
		"projects/2025/zhzf/001/opinions/1.toml": "opinions = [\n" + strings.Join(opinions, ",\n") + "\n]\n",
		"projects/2025/opinions/2.toml":          "opinions = []\n",
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := register.Load(fsys, calendar.Date{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, a := range Turnarounds(r) {
		said = append(said, fmt.Sprintf("%s %d: %d, %d", a.Agency.ID.V, a.Opinions, a.Median, a.Longest))
	}
	return strings.Join(said, "; ")
}

func TestTurnarounds(t *testing.T) {
	opinion := func(matter, agency, conclusion, asked, given string) string {
		return fmt.Sprintf(`{ matter = %q, agency = %q, conclusion = %q, asked = %s, given = %s }`, matter, agency, conclusion, asked, given)
	}
	const friday, sameDay = "2024-09-27T10:00:00+08:00", "2024-09-27T17:00:00+08:00"
	for _, test := range []struct {
		says     string
		opinions []string
		want     string
	}{
		{"none", nil, ""},
		{"the same day", []string{opinion("finance", "finance", "同意", friday, sameDay)}, "finance 1: 0, 0"},
		{"a make-up Sunday counts, a holiday does not", []string{opinion("finance", "finance", "不同意", friday, "2024-10-08T09:00:00+08:00")}, "finance 1: 3, 3"},
		{"the day in China", []string{opinion("finance", "finance", "同意", friday, "2024-09-29T16:30:00Z")}, "finance 1: 2, 2"},
		{"the first answer on a matter", []string{
			opinion("finance", "finance", "同意", friday, "2024-10-08T09:00:00+08:00"),
			opinion("finance", "finance", "不同意", friday, sameDay),
		}, "finance 1: 0, 0"},
		{"a remark is no answer", []string{opinion("finance", "finance", "意见", friday, sameDay)}, ""},
		{"without its time", []string{`{ matter = "finance", agency = "finance", conclusion = "同意", given = ` + friday + ` }`}, ""},
		{"a year without a calendar", []string{opinion("finance", "finance", "同意", friday, "2025-01-02T09:00:00+08:00")}, ""},
		{"in order of the directory, the lower of two in the middle", []string{
			opinion("finance", "finance", "同意", friday, "2024-09-29T09:00:00+08:00"),
			opinion("data", "data", "同意", friday, "2024-10-08T09:00:00+08:00"),
			opinion("other", "data", "同意", friday, "2024-09-30T09:00:00+08:00"),
		}, "data 2: 2, 3; finance 1: 1, 1"},
	} {
		if got := turnarounds(t, "classified = false\n", test.opinions...); got != test.want {
			t.Errorf("%s: %q, want %q", test.says, got, test.want)
		}
	}
	if got := turnarounds(t, "classified = true\n", opinion("finance", "finance", "同意", friday, sameDay)); got != "" {
		t.Errorf("a classified project is counted: %s", got)
	}
}
