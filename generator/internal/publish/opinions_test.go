package publish

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOpinionsOnPages: a project's page says which agency said what, and a year's how many declarations did not pass and
// why; neither names an account, a declaration or its unit.
func TestOpinionsOnPages(t *testing.T) {
	const opinions, declined = "projects/2026/zhzf/001/opinions/31.toml", "projects/2026/declined.toml"
	s := pagesOf(t, "2026-06-30",
		[3]string{opinions, "资金可以保障。", "资金可以保障 <b>。"},
		[3]string{declined, "", `[[declined]]
pull_request = 3
name = "无名系统"
unit = "zl"
total = "120万元"
date = 2025-10-01
opinions = [{ matter = "data", conclusion = "不同意", text = "目标不可衡量" }]
[[declined]]
pull_request = 4
name = "有名系统"
unit = "zl"
date = 2025-10-02
opinions = []
`},
	)
	at := slices.IndexFunc(s.Projects, func(p ProjectPage) bool { return p.ID == "2026-zhzf-001" })
	sections := s.Projects[at].Sections
	section := sections[slices.IndexFunc(sections, func(s Section) bool { return s.ID == "opinions" })]
	var rows []string
	for _, row := range section.Tables[0].Rows {
		rows = append(rows, texts(row)+" "+string(row[2].Tone)+" "+row[1].Note)
	}
	want := []string{
		"示例区财政局|资金保障|同意|2025-10-20|资金可以保障 <b>。 good 第九条",
		"示例区委网信办|网络安全|同意|2025-10-20|同意。 good 第九条",
		"示例区委机要局|密码应用|同意|2025-10-21|同意。 good 第九条",
		"示例区大数据局|材料和必要性|同意|2025-10-21|材料齐全。 good 第九条",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	plan := s.Plans[slices.IndexFunc(s.Plans, func(p PlanPage) bool { return strings.HasPrefix(p.Path, "plans/2026") })]
	section = plan.Sections[slices.IndexFunc(plan.Sections, func(s Section) bool { return s.ID == "declined" })]
	if diff := cmp.Diff([]string{"共 2 份申报未通过，申报总投资合计 120万元。其中 1 份没有部门不同意，由申报单位自行关闭。"}, section.Text); diff != "" {
		t.Error(diff)
	}
	if got := texts(section.Tables[0].Rows[0]); got != "示例区大数据局|材料和必要性|1|目标不可衡量" {
		t.Errorf("the year's page gives the reason %q", got)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{"example-finance", "无名系统", "有名系统"} {
		if strings.Contains(string(data), hidden) {
			t.Errorf("the site says %q", hidden)
		}
	}
}
