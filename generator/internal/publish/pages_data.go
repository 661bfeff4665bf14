// The data of the site as files, and the page that lists them.

package publish

import (
	"fmt"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/opendata"
)

// dataFiles are what programs read: the projects in several forms, deadlines as calendars, the feed, the index of the
// search, and what each project's column of the comparison says.
func (m *maker) dataFiles(s *Site) []opendata.File {
	files := slices.Concat(m.listFiles(), m.comparisons(s.Projects), opendata.SearchIndex(m.searchDocs(s)))
	files = append(files, m.survey.JSON(m.Register), m.survey.Feed(m.Register),
		opendata.Calendar(opendata.CalendarFile, "信息化项目期限", m.deadlines, m.Register.Today))
	for i := range m.units {
		u := &m.units[i]
		files = append(files, opendata.Calendar(unitCalendar(u.Code), m.unitName(u.Code)+"信息化项目期限", m.deadlinesOf(u), m.Register.Today))
	}
	if export, ok := m.survey.OC4IDS(m.Register); ok {
		files = append(files, export)
	}
	return files
}

// unitCalendar is the place of a unit's deadlines as a calendar.
func unitCalendar(code string) string { return unitURL(code) + "deadlines.ics" }

// dataPage lists the files.
func (m *maker) dataPage() ListPage {
	files := Table{Caption: "数据文件", Silent: true, Heads: heads("文件", "格式", "内容")}
	add := func(text, url, format, holds string) {
		files.Rows = append(files.Rows, []Cell{{Text: text, URL: url}, {Text: format}, {Text: holds}})
	}
	add("全部项目（表格）", opendata.CSVFile, "CSV", "一项一行：编号、名称、各项分类、状态和五个金额，单位万元；可以用 Excel 或 WPS 直接打开。")
	add("全部项目（程序用）", opendata.JSONFile, "JSON", "一项一条：分类、金额（元）、各阶段日期、合同、支付、验收和评价。")
	if len(m.survey.Entries) > 0 {
		add("全部项目（OC4IDS）", opendata.OC4IDSFile, "JSON", "按国际基础设施公开数据标准 OC4IDS 0.9 编排的项目、合同和支付。")
	}
	add("待办期限", opendata.CalendarFile, "iCalendar", "在日历软件中按网址订阅，每项期限是最后一日的一个全天事件。")
	add("最近进展", opendata.FeedFile, "Atom", fmt.Sprintf("最近 %d 次阶段完成，可以用订阅软件打开。", opendata.FeedEntries))
	page := ListPage{
		Page: Page{
			Path: "data", Title: "开放数据", Description: "全部项目的表格、程序用数据、期限日历和进展订阅。",
			Column: Column{Name: "开放数据", Description: "可以下载和订阅的数据", Keywords: "开放数据,信息化项目", Type: columnType},
		},
		Lede:       "网页上的内容也以数据文件提供，随网页一起更新。涉密项目、账号、专家和安全责任人不在其中。",
		Table:      files,
		Definition: "各清单页的“下载 CSV”只含该清单的项目。金额精确到分；没有的值为空。",
	}
	var calendars []Fact
	for i := range m.units {
		calendars = append(calendars, Fact{Label: m.unitName(m.units[i].Code), Value: "期限日历", URL: unitCalendar(m.units[i].Code)})
	}
	if len(calendars) > 0 {
		page.Sections = []Section{{ID: "calendars", Title: "各单位的期限日历", Note: "iCalendar 格式，只含本单位项目的待办期限", Facts: calendars}}
	}
	if licence := strings.TrimSpace(m.Register.Site.Licence.V); licence != "" {
		page.Lede += "数据许可：" + licence + "。"
	}
	return page
}
