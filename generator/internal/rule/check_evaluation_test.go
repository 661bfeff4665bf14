package rule

import (
	"fmt"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/project"
)

func TestMeanTenths(t *testing.T) {
	for _, tt := range []struct {
		weighted, weights int64
		want              string
	}{
		{8640, 100, "86.4"},
		{8645, 100, "86.5"},  // half goes up
		{8644, 100, "86.4"},  // less does not
		{17289, 200, "86.4"}, // 86.445
		{17290, 200, "86.5"}, // 86.45
		{10000, 100, "100.0"},
		{0, 100, "0.0"},
	} {
		if got := decimal(meanTenths(tt.weighted, tt.weights)); got != tt.want {
			t.Errorf("%d over %d is %s, want %s", tt.weighted, tt.weights, got, tt.want)
		}
	}
}

func TestIsTenths(t *testing.T) {
	for _, tt := range []struct {
		text   string
		tenths int64
		want   bool
	}{
		{"86.4", 864, true}, {"88.0", 880, true}, {"88", 880, true}, {"0", 0, true},
		{"86", 864, false}, {"86.40", 864, false}, {"86.5", 864, false}, {"", 0, false}, {"86.4分", 864, false},
	} {
		if got := isTenths(tt.text, tt.tenths); got != tt.want {
			t.Errorf("isTenths(%q, %d) = %v, want %v", tt.text, tt.tenths, got, tt.want)
		}
	}
}

// An evaluation that lacks several scores is told once, and its total and grade are then not judged.
func TestEvaluationWithoutScores(t *testing.T) {
	_, found := judgeFiles(t, districtRule(t, "28.dimensions"), "2026-06-30", map[string]string{
		"evaluation/2025.toml": "date = 2026-03-20\ntotal = \"1\"\ngrade = \"差\"\nconclusion = \"无\"\n",
	})
	if got := told(found); got != "2025.toml:scores.cost_benefit" {
		t.Errorf("found %q, want one finding on the scores", got)
	}
}

// Each year since the project was put to use is looked at, those of a closed project up to the year before.
func TestEvaluatedYearly(t *testing.T) {
	const closed = "kind = \"关闭\"\napplied = 2027-01-05\ndecision = \"示数〔2027〕1号\"\ndate = 2027-02-01\ndata_disposition = \"移交\"\n"
	for _, tt := range []struct {
		says, today string
		files       map[string]string
		want        string
	}{
		{"the first year is not over", "2025-12-31", nil, ""},
		{"two years later", "2028-01-01", nil, "2026-self.toml:, 2026.toml:, 2027-self.toml:, 2027.toml:"},
		{"closed in 2027", "2029-01-01", map[string]string{"closure.toml": closed}, "2026-self.toml:, 2026.toml:"},
		{"key only by the plan of another year", "2026-06-30", map[string]string{
			"projects/2025/plan.toml":   "year = 2025\n",
			"projects/2026/plan.toml":   "year = 2026\nkey_projects = [\"2025-zhzf-001\"]\n",
			"evaluation/2025-self.toml": "date = 2026-05-01\nconclusion = \"无\"\n",
		}, "2025-self.toml:date"},
	} {
		_, found := judgeFiles(t, districtRule(t, "28.yearly"), tt.today, tt.files)
		if got := strings.ReplaceAll(told(found), "warning ", ""); got != tt.want {
			t.Errorf("%s: found %q, want %q", tt.says, got, tt.want)
		}
	}
}

// evaluated is the evaluation of a project of a unit, as files.
func evaluated(unit string, year int, grade string) map[string]string {
	dir := fmt.Sprintf("projects/2025/%s/001/", unit)
	return map[string]string{
		dir + "project.toml":                           "name = \"例\"\nclassified = false\n",
		fmt.Sprintf("%sevaluation/%d.toml", dir, year): fmt.Sprintf("date = %d-03-01\ntotal = \"80.0\"\ngrade = %q\nconclusion = \"无\"\n", year+1, grade),
	}
}

// A declaration is told the latest results in its unit's system: of its own projects, its parent's and those of the
// parent's other units.
func TestEvaluationResults(t *testing.T) {
	const units = "[[units]]\ncode = \"zhzf\"\nname = \"甲\"\ntype = \"区级行政单位\"\nparent = %q\n" +
		"[[units]]\ncode = \"zl\"\nname = \"乙\"\ntype = \"乡镇街道\"\nparent = %q\n" +
		"[[units]]\ncode = \"jd\"\nname = \"丙\"\ntype = \"乡镇街道\"\n"
	for _, tt := range []struct {
		says            string
		parent, sibling string // the parents of the two units
		unit            string // of the evaluated project
		year            int
		classified      bool
		want            string
	}{
		{"another unit's", "", "", "zl", 2024, false, "2025-zhzf-001"},
		{"a sibling's, of an earlier year than one's own", "jd", "jd", "zl", 2024, false, "2025-zhzf-001"},
		{"a sibling's, of the same year", "jd", "jd", "zl", 2025, false, "2025-zhzf-001 2025-zl-001"},
		{"the parent's", "zl", "", "zl", 2025, false, "2025-zhzf-001 2025-zl-001"},
		{"a subordinate unit's", "", "zhzf", "zl", 2025, false, "2025-zhzf-001 2025-zl-001"},
		{"a classified project's", "jd", "jd", "zl", 2025, true, "2025-zhzf-001"},
	} {
		declaration := validFiles()["projects/2026/zhzf/001/project.toml"]
		x := Example{Today: validToday, record: validDirs[project.Operating], changes: map[string]any{
			"project.toml":     strings.Replace(string(declaration), "declared = 2025-09-25", "declared = 2026-04-01", 1),
			"rules/units.toml": fmt.Sprintf(units, tt.parent, tt.sibling),
		}}
		for file, text := range evaluated(tt.unit, tt.year, "良") {
			if tt.classified {
				text = strings.Replace(text, "classified = false", "classified = true", 1)
			}
			x.changes[file] = text
		}
		if _, err := districtRule(t, "28.result-used").run(&x); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range x.Findings {
			for _, at := range f.Related {
				parts := strings.Split(at.File, "/")
				got = append(got, strings.Join(parts[1:4], "-"))
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: told of %q, want %q", tt.says, got, tt.want)
		}
	}
}
