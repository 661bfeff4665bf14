package publish

import (
	"strings"
	"testing"
)

// TestTurnsOnPages: what waits for an agency stands on the page of the agencies, on that of the unit and on the project's
// own, with its last day, the article and what came before.
func TestTurnsOnPages(t *testing.T) {
	s := pagesOf(t, "2025-12-04",
		[3]string{finalFile, "", ""}, [3]string{operationFile, "", ""}, [3]string{selfFile, "", ""},
		[3]string{"projects/2025/zhzf/001/evaluation/2025.toml", "", ""}, [3]string{"projects/2025/zhzf/001/acceptance-report.md", "", ""},
		[3]string{"rules/agencies.toml", "示例区大数据局", "区大数据局"},
	)
	const want = "确认是否可以组织竣工验收|区大数据局|示例智慧停车综合管理应用|2026-03-31|剩余 117 天|第二十条"
	has := func(where string, sections []Section, want string) {
		t.Helper()
		for _, section := range sections {
			for _, table := range section.Tables {
				for _, row := range table.Rows {
					if texts(row) == want && row[0].Note == "2025-12-03 申请竣工验收" {
						return
					}
				}
			}
		}
		t.Errorf("%s does not say %q", where, want)
	}
	has("the unit's page", s.Units[0].Sections, want)
	has("the project's page", s.Projects[0].Sections, strings.Replace(want, "示例智慧停车综合管理应用|", "", 1))
	agencies := listAt(t, s, "agencies")
	has("the agency's page", s.Agencies[0].Sections, strings.Replace(want, "区大数据局|", "", 1))
	if row := texts(agencies.Table.Rows[0]); !strings.HasPrefix(row, "区大数据局|") || !strings.HasSuffix(row, "|2|0") {
		t.Errorf("of the first agency the page says %q, want two acts that wait, none overdue", row)
	}
	for _, p := range s.Projects {
		if p.ID == "2025-zhzf-001" && p.Sections[0].ID != "turns" {
			t.Errorf("the project's page begins with %q, not with whose turn it is", p.Sections[0].ID)
		}
	}
}
