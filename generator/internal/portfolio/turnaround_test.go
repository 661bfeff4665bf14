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
	for _, a := range Turnarounds(Acts(r)) {
		if a.Act != actOpinion {
			t.Errorf("%s is no opinion", a.Act)
		}
		said = append(said, fmt.Sprintf("%s %d: %d, %d", a.Agency, a.Count, a.Median, a.Longest))
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
		{"in order of the agencies, the lower of two in the middle", []string{
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

// TestActs: each act is timed between the two days on record, and not where one is wanting or comes before the other.
func TestActs(t *testing.T) {
	const dir = "projects/2024/a/001/"
	files := map[string]string{
		"rules/calendar.toml":         "[[years]]\nyear = 2024\nholidays = [2024-05-01]\n",
		dir + "project.toml":          "classified = false\n",
		dir + "review.toml":           "expert = { date = 2024-04-22 }\n",
		dir + "revision.toml":         "filed = 2024-04-26\n",
		dir + "approval.toml":         "audit = { date = 2024-05-06 }\n",
		dir + "procurement.toml":      "contracts = [{ signed = 2024-06-03, filed = 2024-06-03 }, { signed = 2024-06-03 }, { signed = 2024-06-05, filed = 2024-06-04 }]\n",
		dir + "application.toml":      "applied = 2024-09-02\n",
		dir + "final-acceptance.toml": "confirmed = 2024-09-04\nacceptances = [{ date = 2024-09-06, reported = 2024-09-09 }]\n",
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := register.Load(fsys, date(t, "2024-12-31"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, a := range Turnarounds(Acts(r)) {
		told = append(told, fmt.Sprintf("%s %s %d: %d, %d", a.Agency, a.Act, a.Count, a.Median, a.Longest))
	}
	want := " 修改方案 1: 4, 4;  合同归档 1: 0, 0;  验收报备 1: 1, 1; data 验收确认 1: 2, 2; finance 预算审核 1: 5, 5"
	if got := strings.Join(told, "; "); got != want {
		t.Errorf("the acts took %q, want %q", got, want)
	}
	if _, ok := Median(nil); ok {
		t.Error("there is a median of nothing")
	}
}
