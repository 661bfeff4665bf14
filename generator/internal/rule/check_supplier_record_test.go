package rule

import (
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// A supplier's failed acceptances are told once each, whatever else it holds in the project; a supervisor does not fail
// with the work, and of a classified project nothing is told.
func TestSupplierRecord(t *testing.T) {
	const maintainer, supervisor = "91330500MA00000014", "91330500MA00000027"
	procurement := string(validFiles()["projects/2025/zhzf/001/procurement.toml"])
	for _, tt := range []struct {
		says    string
		changes map[string]string
		want    string
	}{
		{"the contractor", nil, "2025-zhzf-001 初验（2025-10-20）"},
		{"the contractor, with two contracts", map[string]string{
			"procurement.toml": strings.NewReplacer(supervisor, maintainer, `role = "监理"`, `role = "承建"`).Replace(procurement),
		}, "2025-zhzf-001 初验（2025-10-20）"},
		{"the supervisor", map[string]string{
			"procurement.toml": strings.NewReplacer(supervisor, maintainer, maintainer, supervisor).Replace(procurement),
		}, ""},
		{"a classified project", map[string]string{"plan.md": "机密★\n"}, ""},
	} {
		x := Example{Today: validToday, record: validDirs[project.Operating], changes: map[string]any{
			"projects/2025/zhzf/001/initial-acceptance.toml": "[[initial]]\ndate = 2025-10-20\nconclusion = \"不合格\"\n",
		}}
		for name, text := range tt.changes {
			x.changes["projects/2025/zhzf/001/"+name] = text
		}
		outcome, err := districtRule(t, "22.supplier-record").run(&x)
		if err != nil {
			t.Fatal(err)
		}
		if (outcome == finding.Violated) != (tt.want != "") {
			t.Errorf("%s: the outcome is %s", tt.says, outcome)
		}
		for _, f := range x.Findings {
			if !strings.HasSuffix(f.Message, "："+tt.want) {
				t.Errorf("%s: told %q, want it to end with %q", tt.says, f.Message, tt.want)
			}
		}
	}
}
