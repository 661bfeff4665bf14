package publish

import (
	"fmt"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/opendata"
	"wuxing.example/register/generator/internal/portfolio"
)

// sample is a site with a page of every kind. All in it is invented.
func sample() *Site {
	s := &Site{
		Frame: Frame{
			Title: "示例区信息化项目登记册", Basis: "依据 示政办发〔2023〕1号", Organisation: "示例区大数据局",
			Domain: "www.register.example", Licence: "CC BY 4.0",
			Example: true, AsOf: "2026-06-30", Revision: "1a2b3c4d", RevisionURL: "https://git.example/register/commit/1a2b3c4d",
			LeftOut: []LeftOut{{"projects/2026/nt/002", "2 处错误"}},
		},
		Home: Home{
			Page: Page{
				Title:       "信息化项目全过程公开",
				Description: "示例区信息化项目的年度计划、建设过程、验收和绩效评价。",
				Column:      Column{Name: "首页", Description: "全区信息化项目总览", Keywords: "信息化项目,年度计划", Type: "信息化项目公开"},
			},
			Lede: "从申报到绩效评价，4 个项目、1,284.5 万元计划资金，一项一页，逐条对照制度核查。",
			Figures: []Figure{
				{Label: "2026 年计划金额", Value: "312.6", Unit: "万元", Note: "2 个项目", Delta: "比上年少 29.4%", URL: "plans/2026/"},
				{Label: "在建项目", Value: "2", Unit: "个", Note: "立项至竣工验收各阶段"},
				{Label: "合同资金支付率", Value: "61.3", Unit: "%", Note: "已付 242.3 万元，合同 395 万元", Share: "61.3"},
				{Label: "不符合", Value: "2", Unit: "项", Note: "涉及 1 个项目，另有 1 项已豁免", Tone: Bad},
			},
			Years: NewColumnChart("years", "各年度计划金额", "年度", []string{"信息基础设施", "多跨协同应用", "一般业务应用", "其他建设", "运维"}, []ChartColumn{
				{"2023", []money.Amount{120 * money.Wan, 0, 86 * money.Wan, 0, 40 * money.Wan}},
				{"2024", []money.Amount{310 * money.Wan, 220 * money.Wan, 95*money.Wan + 5000*money.Yuan, 12 * money.Wan, 66 * money.Wan}},
				{"2025", []money.Amount{0, 470 * money.Wan, 38 * money.Wan, 0, 22 * money.Wan}},
				{"2026", []money.Amount{180 * money.Wan, 0, 110 * money.Wan, 0, 22*money.Wan + 6000*money.Yuan}},
			}),
			Stages: Bars{
				ID: "stages", Title: "全过程各阶段", Note: "浅色为到达过该阶段的项目，深色为目前停留的项目", Definition: "金额是停留项目的计划金额。",
				Heads: []string{"阶段", "到达", "停留", "金额（万元）"},
				Rows: []BarRow{
					{Link{Text: "申报"}, "100.0", "0", []string{"4", "0", "0"}}, {Link{Text: "初审"}, "100.0", "25.0", []string{"4", "1", "96"}},
					{Link{Text: "竣工验收"}, "50.0", "25.0", []string{"2", "1", "22.6"}}, {Link{Text: "绩效评价"}, "25.0", "25.0", []string{"1", "1", "38"}},
				},
			},
			Units:    Bars{ID: "units", Title: "计划金额前十位建设单位", Empty: "还没有列入年度计划的项目。"},
			Next:     []Deadline{sampleDeadline(Link{Text: "智慧停车综合管理应用", URL: "projects/2025-zhzf-001/"})},
			NextNote: "30 日内到期 1 项，更晚 0 项，已逾期 0 项", Definitions: []Fact{{Label: "在建项目", Value: "已经立项、没有通过竣工验收的项目。"}},
			Watch: []WatchItem{
				{"智慧停车综合管理应用", "projects/2025-zhzf-001/", "区综合行政执法局 · 470 万元", "合同 ZHZF-2025-01 于 2025-03-28 签订，应不晚于 2025-04-07 归档，实际 2025-04-11，迟 4 个工作日", Tag{"警告", Warn}, Link{Text: "合同及时归档", URL: "rules/15-filed/"}},
				{"智慧停车综合管理应用", "projects/2025-zhzf-001/", "区综合行政执法局 · 470 万元", "竣工验收应不晚于 2026-03-31 通过，至今没有通过，也没有说明", Tag{"警告", Warn}, Link{Text: "按期竣工验收", URL: "rules/20-overdue/"}},
			},
			More: &Link{Text: "全部 3 项", URL: "rules/"},
		},
		PlanIndex: PlanIndex{
			Page: Page{Path: "plans", Title: "年度计划", Description: "历年信息化项目计划。", Column: Column{Name: "年度计划", Type: "信息化项目公开"}},
			Lede: "每年经区政府批准的信息化项目计划，含增补的项目和未列入的项目。",
			Table: Table{
				Caption: "历年计划", Note: "单位：万元",
				Heads: []Head{{"年度", false}, {"批准文件", false}, {"项目数", true}, {"计划金额", true}, {"其中增补", true}, {"未列入（个）", true}},
				Rows: [][]Cell{
					{{Text: "2026 年度", URL: "plans/2026/"}, {Text: "示政办函〔2026〕2号"}, {Text: "2"}, {Text: "312.6"}, {Text: "0"}, {Text: "0"}},
					{{Text: "2025 年度", URL: "plans/2025/"}, {Text: "示政办函〔2025〕3号"}, {Text: "3"}, {Text: "530"}, {Text: "22"}, {Text: "1"}},
				},
			},
			Figures:     Table{Caption: "从申报到支付", Note: "单位：万元", Heads: heads("计划年度", "#已支付"), Rows: [][]Cell{row("2025", "242.3")}, Foot: row("合计", "242.3")},
			Definitions: []Fact{{Label: "已支付", Value: "按合同已经支付的金额之和。"}},
		},
		Plans: []PlanPage{samplePlan("2025"), samplePlan("2026")},
		RuleIndex: RuleIndex{
			Page: Page{Path: "rules", Title: "制度与规则", Description: "各条的要点和核查规则。", Column: Column{Name: "制度与规则", Type: "信息化项目公开"}},
			Lede: "《示例区信息化项目管理办法》共 33 条，其中 26 条的 78 项要求由程序核查，其余由人判断。",
			Facts: []Fact{
				{Label: "文号", Value: "示政办发〔2023〕1号"}, {Label: "印发日期", Value: "2023-10-25"}, {Label: "施行日期", Value: "2023-11-25"},
			},
			General: Table{
				Caption: "关于记录的规则", Heads: []Head{{"规则", false}, {"要求", false}, {"级别", false}},
				Rows: [][]Cell{{{Text: "金额写法", Note: "form.money", URL: "rules/form-money/"}, {Text: "金额写明数字和单位，不写负数，精确到分"}, {Text: "错误", Tone: Bad}}},
			},
		},
	}
	s.Projects = []ProjectPage{sampleParking(), sampleSimple("2025-nt-001", "集镇“码上办”便民服务小程序", "南汀镇人民政府", 10),
		sampleSimple("2026-sl-001", "圩区水位自动监测点年度运维", "区水利局", 9), sampleSimple("2026-wj-001", "社区慢病随访与家庭医生签约管理应用", "区卫生健康局", 2)}
	s.Lists = append(sampleLists(s.Projects), sampleResults()...)
	s.Units = []PartyPage{sampleUnit()}
	tool := func(path, title string) ToolPage {
		return ToolPage{
			Page: Page{Path: path, Title: title, Description: title + "。", Script: path}, Lede: "搜索和对比。",
			Help: []Fact{{Label: "怎样写", Value: "写词的一部分也可以。"}}, Without: []Link{{Text: "项目库", URL: "projects/"}, {Text: "CSV", URL: "data/projects.csv"}},
		}
	}
	s.Search, s.Compare = tool("search", "搜索"), tool("compare", "项目对比")
	s.Files = []opendata.File{{Name: "data/projects.csv", Data: []byte("项目编号\r\n")}, {Name: "data/feed.xml"}}
	addParties(s)
	for n := 1; n <= 33; n++ {
		s.RuleIndex.Articles = append(s.RuleIndex.Articles, sampleArticleEntry(n))
		s.Articles = append(s.Articles, sampleArticle(n))
	}
	s.Rules = []RulePage{sampleRule("15.filed", "合同及时归档"), sampleRule("20.overdue", "按期竣工验收"), sampleRule("form.money", "金额写法")}
	return s
}

func articleName(n int) string {
	name := ""
	if n >= 20 {
		name = []string{"二", "三"}[n/10-2]
	}
	if n >= 10 {
		name += "十"
	}
	if n%10 > 0 {
		name += []string{"一", "二", "三", "四", "五", "六", "七", "八", "九"}[n%10-1]
	}
	return "第" + name + "条"
}

func articleLink(n int) Link {
	return Link{Text: articleName(n), URL: fmt.Sprintf("rules/articles/%d/", n)}
}

func sampleArticleEntry(n int) ArticleEntry {
	e := ArticleEntry{Link: articleLink(n), Gist: "申报材料包括申报表和可行性研究报告，写明背景、依据、目标、需求、网络安全和投资概算，概算含安全、监理等配套经费。", Tags: []Tag{{"由人判断", Quiet}}}
	if n == 15 || n == 20 {
		e.Gist = "采购遵守招标投标、政府采购的法律法规，按项目实施方案确认书组织；合同签订后 5 个工作日内把采购文件和合同归档。"
		e.Tags = []Tag{{"4 条规则", Plain}, {"1 个项目不符合", Warn}}
	}
	return e
}

func sampleArticle(n int) ArticlePage {
	a := ArticlePage{
		Page: Page{
			Path: fmt.Sprintf("rules/articles/%d", n), Title: articleName(n), Description: articleName(n) + "的要点和规则。",
			Crumbs: []Link{{Text: "制度与规则", URL: "rules/"}}, Column: Column{Name: "制度与规则", Type: "信息化项目公开"},
			Publication: &Publication{Source: "示例区大数据局"},
		},
		Gist:      sampleArticleEntry(n).Gist,
		Unchecked: "是否涉密、是否必要，要由人看材料判断；程序只能核对日期、金额和文件是否齐全。",
		Pager:     Pager{},
	}
	if n > 1 {
		a.Pager.Previous = &Link{Text: articleName(n - 1), URL: articleLink(n - 1).URL}
	}
	if n < 33 {
		a.Pager.Next = &Link{Text: articleName(n + 1), URL: articleLink(n + 1).URL}
	}
	if n == 15 || n == 20 {
		id, title := "15.filed", "合同及时归档"
		if n == 20 {
			id, title = "20.overdue", "按期竣工验收"
		}
		a.Unchecked = ""
		a.Rules = []RuleSummary{{
			ID: id, Link: Link{Text: title, URL: "rules/" + strings.ReplaceAll(id, ".", "-") + "/"},
			Asks:  "合同签订后，采购文件和合同要在期限内上传归档；没有归档的，期限一过即算逾期。",
			Tags:  []Tag{{"警告", Warn}},
			Facts: []Fact{{Label: "何时要求", Value: "签订合同"}, {Label: "归档期限", Value: "5个工作日内"}, {Label: "施行", Value: "2023-11-25 起"}},
		}}
		a.Projects = sampleTouched()
	}
	return a
}

func sampleTouched() Table {
	return Table{
		Caption: "有核查结论的项目", Heads: []Head{{"项目", false}, {"规则", false}, {"结论", false}, {"说明", false}},
		Rows: [][]Cell{{
			{Text: "智慧停车综合管理应用", Note: "2025-zhzf-001", URL: "projects/2025-zhzf-001/"}, {Text: "合同及时归档", URL: "rules/15-filed/"},
			{Text: "不符合", Tone: Warn}, {Text: "合同 ZHZF-2025-01 于 2025-03-28 签订，应不晚于 2025-04-07 归档，实际 2025-04-11，迟 4 个工作日"},
		}},
		Empty: "没有项目涉及。",
	}
}

const printed = `projects/2025/zhzf/001/procurement.toml:23:9: 警告 合同 ZHZF-2025-01 于 2025-03-28 签订，应不晚于 2025-04-07 归档，实际 2025-04-11，迟 4 个工作日 [15.filed]
   |
23 | filed = 2025-04-11
   |         ^^^^^^^^^^
   = 依据 第十五条 · rules/articles/15.toml:14
   = 处理 请说明迟交原因；此后的合同请在签订后 5 个工作日内归档`

func sampleRule(id, title string) RulePage {
	article := articleLink(15)
	r := RulePage{
		Page: Page{
			Path: "rules/" + strings.ReplaceAll(id, ".", "-"), Title: title, Description: "规则 " + id + "：" + title,
			Crumbs: []Link{{Text: "制度与规则", URL: "rules/"}, article}, Column: Column{Name: "制度与规则", Type: "信息化项目公开"},
			Publication: &Publication{Source: "示例区大数据局"},
		},
		ID: id, Article: &article,
		Outcomes: []Fact{{Label: "符合", Value: "2"}, {Label: "不符合", Value: "1"}, {Label: "已豁免", Value: "0"}, {Label: "未到期", Value: "0"}, {Label: "不适用", Value: "1"}},
		Projects: sampleTouched(),
		Versions: []RuleVersion{{
			ID: "v1", Title: "现行：2023-11-25 起", Tags: []Tag{{"警告", Warn}},
			Asks:    "合同签订后，采购文件和合同要在期限内上传归档；没有归档的，期限一过即算逾期。",
			Facts:   []Fact{{Label: "何时要求", Value: "签订合同"}, {Label: "归档期限", Value: "5个工作日内"}, {Label: "定义", Value: "rules/articles/15.toml:14", URL: "https://git.example/register/rules/articles/15.toml"}},
			Message: "合同 {合同} 于 {签订} 签订，应不晚于 {期限} 归档，实际 {归档}，迟 {天数} 个工作日",
			Remedy:  "请说明迟交原因；此后的合同请在签订后 5 个工作日内归档",
			Examples: []Example{
				{Says: "第五个工作日归档", Changes: "[[contracts]]\nsigned = 2025-03-28\nfiled = 2025-04-07", Outcome: Tag{"符合", Good}},
				{Says: "第六个工作日归档", Changes: "[[contracts]]\nsigned = 2025-03-28\nfiled = 2025-04-08", Outcome: Tag{"不符合", Bad}, Printed: printed},
			},
		}},
	}
	if strings.HasPrefix(id, "form.") {
		r.Article, r.Crumbs, r.Projects = nil, r.Crumbs[:1], Table{Empty: "没有项目涉及。"}
	}
	return r
}

func samplePlan(year string) PlanPage {
	heads := []Head{{"序号", false}, {"项目名称", false}, {"建设单位", false}, {"类别", false}, {"计划金额", true}}
	table := func(caption string, names ...string) Table {
		t := Table{Caption: caption, Silent: true, Lead: 1, Note: "单位：万元", Heads: heads, Foot: []Cell{{Text: "合计"}, {}, {}, {}, {Text: "508"}}, Empty: "无。"}
		for i, n := range names {
			t.Rows = append(t.Rows, []Cell{{Text: fmt.Sprint(i + 1)}, {Text: n, URL: "projects/2025-zhzf-001/"}, {Text: "区综合行政执法局"}, {Text: "多跨协同应用"}, {Text: "470"}})
		}
		return t
	}
	var many []string
	for range 24 {
		many = append(many, "智慧停车综合管理应用", "集镇“码上办”便民服务小程序")
	}
	return PlanPage{
		Page: Page{
			Path: "plans/" + year, Title: "示例区 " + year + " 年度信息化项目计划", Description: year + " 年度计划全表。",
			Crumbs: []Link{{Text: "年度计划", URL: "plans/"}}, Column: Column{Name: "年度计划", Type: "信息化项目公开"},
			Publication: &Publication{Date: year + "-01-25 00:00", Source: "示例区大数据局"},
		},
		Number: "示政办函〔" + year + "〕3号",
		Facts:  []Fact{{Label: "申报时间", Value: "2024-09-01 至 2024-10-15"}, {Label: "申报通知", Value: "示数据〔2024〕9号"}, {Label: "批准", Value: "2025-01-20"}, {Label: "下发", Value: "示数据函〔2025〕2号，2025-01-25"}},
		Sections: []Section{
			{ID: "plan", Title: "一、列入计划的项目", Tables: []Table{table("列入计划的项目", many...)}},
			{ID: "supplement-1", Title: "二、增补的项目", Note: "示政办函〔2025〕21号，2025-06-18", Tables: []Table{table("增补的项目", "圩区水位自动监测点年度运维")}},
			{ID: "declined", Title: "三、未列入的项目", Tables: []Table{table("未列入的项目")}},
		},
		Signed: "示例区大数据局", Date: year + "年1月25日",
	}
}

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func stages(reached int) []Stage {
	var list []Stage
	for i, name := range []string{"申报", "初审", "专家评审", "年度计划", "立项", "采购合同", "建设实施", "初验试运行", "竣工验收", "绩效评价"} {
		s := Stage{Name: name, State: Todo, Says: "未开始", Article: articleLink([]int{7, 9, 10, 11, 13, 15, 17, 20, 21, 28}[i])}
		switch {
		case i < reached:
			s.State, s.Says, s.Date = Done, "已完成", fmt.Sprintf("2025-%02d-12", i+1)
		case i == reached:
			s.State, s.Says, s.Note = Current, "进行中", "等待区财政局审核"
		}
		list = append(list, s)
	}
	return list
}

func sampleSimple(id, name, unit string, reached int) ProjectPage {
	year := id[:4]
	return ProjectPage{
		Page: Page{
			Path: "projects/" + id, Title: name, Description: unit + "：" + name,
			Crumbs: []Link{{Text: "项目库", URL: "projects/"}}, Column: Column{Name: "项目库", Type: "信息化项目公开"},
			Publication: &Publication{Source: unit},
		},
		ID: id, Unit: unit, Year: Link{Text: year + " 年度计划", URL: "plans/" + year + "/"},
		Tags:    []Tag{{"正常推进", Good}, {"建设", Plain}, {"一般业务应用", Plain}},
		Summary: "把镇便民服务中心和 15 个村（社区）代办点的 94 个高频事项做成扫码可问、可约、可预审、可代办的小程序（示例，纯属虚构）。",
		Stages:  stages(reached),
		Money: []MoneyRow{
			{"申报概算", "38", "100.0", ""}, {"审核金额", "", "", "尚未审核"}, {"计划下发", "", "", "尚未列入"}, {"合同金额", "", "", "未签订"}, {"已支付", "", "", "未支付"},
		},
		FindingsNote: "核查 41 条规则：19 条符合、4 条未到期、18 条不适用，没有不符合。",
		Facts:        []Fact{{Label: "建设单位", Value: unit}, {Label: "项目类型", Value: "建设"}, {Label: "申报日期", Value: "2024-09-26"}},
		Progress:     NewProgressChart(nil, day("2026-06-30")),
		Source:       Source{Path: "projects/" + strings.ReplaceAll(id, "-", "/") + "/"},
	}
}

func sampleParking() ProjectPage {
	p := sampleSimple("2025-zhzf-001", "智慧停车综合管理应用", "区综合行政执法局", 6)
	p.Tags = []Tag{{"1 项不符合", Warn}, {"建设", Plain}, {"多跨协同应用", Plain}, {"建设实施", Plain}}
	p.Summary = "汇聚全区公共泊位、路侧泊位和乡镇街道泊位的实时数据，统一收费、诱导和执法协同，面向群众提供“先离场后付费”（示例，纯属虚构）。"
	p.Stages[6].State, p.Stages[6].Says, p.Stages[6].Note = Late, "逾期", "计划 2025-12-31 完工"
	p.Stages[1].State, p.Stages[1].Says, p.Stages[1].Date = Skipped, "不适用", ""
	p.Money = []MoneyRow{
		{"申报概算", "486", "100.0", ""}, {"审核金额", "470", "96.7", "核减 16 万元"}, {"计划下发", "470", "96.7", "其中专项经费 400 万元"},
		{"合同金额", "395", "81.3", "占计划 84.0%"}, {"已支付", "242.3", "49.9", "占合同 61.3%"},
	}
	p.Deadlines = []Deadline{sampleDeadline(Link{})}
	p.Progress = NewProgressChart([]portfolio.Phase{
		{Name: "采购合同", Actual: portfolio.Stretch{From: day("2025-02-10"), To: day("2025-03-28")}},
		{
			Name: "建设实施", Planned: portfolio.Stretch{From: day("2025-03-01"), To: day("2025-12-31")}, Ongoing: true,
			Actual: portfolio.Stretch{From: day("2025-03-28"), To: day("2026-06-30")}, Late: portfolio.Stretch{From: day("2025-12-31"), To: day("2026-06-30")},
		},
	}, day("2026-06-30"))
	p.FindingsNote = "核查 47 条规则：38 条符合、1 条不符合、1 条已豁免、3 条未到期、4 条不适用。"
	p.Findings = []Finding{
		{
			Tags: []Tag{{"不符合", Warn}, {"警告", Plain}}, Tone: Warn, Rule: Link{Text: "合同及时归档", URL: "rules/15-filed/"}, Article: articleLink(15),
			Message: "合同 ZHZF-2025-01 于 2025-03-28 签订，应不晚于 2025-04-07 归档，实际 2025-04-11，迟 4 个工作日",
			Remedy:  "请说明迟交原因；此后的合同请在签订后 5 个工作日内归档",
			Place:   "procurement.toml:23", PlaceURL: "https://git.example/register/procurement.toml", Evidence: "23 | filed = 2025-04-11",
		},
		{
			Tags: []Tag{{"已豁免", Quiet}, {"本区参数", Plain}}, Tone: Quiet, Rule: Link{Text: "按期竣工验收", URL: "rules/20-overdue/"},
			Message: "竣工验收应不晚于 2026-03-31 通过，至今没有通过", Remedy: "已豁免：道路改造延期（示数据函〔2026〕4号，2026-03-20）",
			Place: "project.toml:31",
		},
	}
	wan := func(caption string, heads ...string) Table {
		t := Table{Caption: caption, Note: "单位：万元"}
		for _, h := range heads {
			t.Heads = append(t.Heads, Head{h, strings.HasSuffix(h, "金额") || h == "进度"})
		}
		return t
	}
	row := func(texts ...string) (cells []Cell) {
		for _, t := range texts {
			cells = append(cells, Cell{Text: t})
		}
		return cells
	}
	items, sources := wan("概算明细", "费用名称", "类别", "金额"), wan("资金来源", "来源", "出资单位", "金额")
	items.Rows = [][]Cell{row("停车管理应用", "软件开发", "380"), row("等保测评与密码评估", "安全", "60"), row("工程监理", "监理", "46")}
	items.Foot = row("合计", "", "486")
	sources.Rows = [][]Cell{row("本级财政", "", "400"), row("乡镇街道财政", "织里镇人民政府", "86")}
	sources.Foot = row("合计", "", "486")
	contracts := wan("合同", "合同编号", "类别", "标项", "供应商", "金额", "签订日期", "归档日期")
	contracts.Rows = [][]Cell{
		{{Text: "ZHZF-2025-00"}, {Text: "监理"}, {Text: "工程监理"}, {Text: "示例监理咨询有限公司", Note: "91350100M000100Y43"}, {Text: "12"}, {Text: "2025-03-20"}, {Text: "2025-03-24"}},
		{{Text: "ZHZF-2025-01"}, {Text: "承建"}, {Text: "软件开发"}, {Text: "示例信息技术股份有限公司", Note: "11330500002564141P"}, {Text: "383"}, {Text: "2025-03-28"}, {Text: "2025-04-11"}},
	}
	contracts.Foot = row("合计", "", "", "", "395", "", "")
	payments := wan("支付", "合同编号", "支付日期", "金额", "进度", "进度确认日期")
	payments.Rows = [][]Cell{row("ZHZF-2025-01", "2025-05-20", "114.9", "30%", "2025-05-12"), row("ZHZF-2025-01", "2025-11-20", "127.4", "60%", "2025-11-10")}
	p.Sections = []Section{
		{ID: "goals", Title: "建设范围和绩效目标", Facts: []Fact{{Label: "非涉密数据交换、处理、分析", Value: "是"}, {Label: "使用的公共组件", Value: "统一身份认证、电子地图"}},
			Tables: []Table{{Caption: "绩效目标", Heads: []Head{{"指标", false}, {"目标值", false}}, Rows: [][]Cell{row("泊位信息接入率", "不低于 95%"), row("群众投诉办结率", "100%")}}}},
		{ID: "estimate", Title: "投资概算", Tables: []Table{items, sources}},
		{ID: "contracts", Title: "采购和合同", Facts: []Fact{{Label: "实施方案确认日期", Value: "2025-02-20"}}, Tables: []Table{contracts}},
		{ID: "payments", Title: "支付", Tables: []Table{payments}},
		{ID: "acceptance", Title: "验收", Text: []string{"尚未申请竣工验收。"}},
	}
	p.Documents = []Document{{
		ID: "feasibility", Title: "可行性研究报告", Note: "代项目建议书，2024-09-20",
		HTML: `<h3 id="feasibility-一-背景和依据">一、背景和依据</h3>
<p>全区路侧泊位 3,200 个、公共停车场 46 处，由 9 个单位分别管理，收费和诱导各自为政。<a href="../2025-nt-001/">码上办小程序</a>已有统一入口。</p>
<h4 id="feasibility-1-1-需求">（一）需求</h4><ul><li>泊位数据实时汇聚</li><li>统一收费和诱导<ol><li>路侧</li><li>场库</li></ol></li></ul>
<blockquote><p>以上数据为虚构。</p></blockquote>
<div class="scroll" tabindex="0" role="region" aria-label="可行性研究报告：表 1"><table><thead><tr><th scope="col">分项</th><th scope="col" class="num">数量</th><th scope="col" class="num">单价（万元）</th><th scope="col" class="num">金额（万元）</th></tr></thead><tbody><tr><td>泊位接入服务</td><td class="num">1</td><td class="num">180</td><td class="num">180</td></tr><tr><td>收费和诱导</td><td class="num">1</td><td class="num">200</td><td class="num">200</td></tr></tbody></table></div>
<pre><code>A very_long_line_of_code_that_does_not_break_anywhere_and_scrolls_in_its_own_box = 123456789</code></pre>` + "\n" +
			strings.Repeat("<p>平台依托一体化智能化公共数据平台建设，复用统一身份认证和电子地图组件，不新建机房；数据按目录归集，按需共享，全程留痕。</p>\n", 12),
	}}
	return p
}

func sampleDeadline(project Link) Deadline {
	return Deadline{
		Rule: Link{Text: "按期竣工验收", URL: "rules/20-overdue/"}, Project: project, Until: "2026-07-15", Tag: Tag{"剩余 15 天", Warn},
		Article: articleLink(20), Note: "由建设单位办理；本区参数",
	}
}

// sampleResults are the lists that the navigation leads to beside the projects'.
func sampleResults() []ListPage {
	var lists []ListPage
	for path, title := range map[string]string{"acceptance": "验收结果", "evaluation": "绩效评价", "units": "建设单位", "suppliers": "供应商", "agencies": "部门"} {
		lists = append(lists, ListPage{
			Page: Page{Path: path, Title: title, Description: title + "一览。", Column: Column{Name: title, Type: "信息化项目公开"}}, Lede: "共 1 项。",
			Bars: &Bars{
				ID: "bars", Title: "历年" + title, Note: "深色为合格", Definition: "按日期归入年度。", Heads: []string{"年度", "验收", "合格", "不合格"},
				Rows: []BarRow{{Link{Text: "2026", URL: path + "/"}, "100.0", "50.0", []string{"2", "1", "1"}}},
			},
			Table:      Table{Caption: title, Silent: true, Heads: heads("项目名称", "结论"), Rows: [][]Cell{{{Text: "智慧停车综合管理应用", URL: "projects/2025-zhzf-001/"}, {Text: "合格", Tone: Good, Note: "第 2 次"}}}},
			Sections:   []Section{{ID: "failed", Title: "尚未通过的项目", Text: []string{"没有。"}}},
			Definition: "整改后再次验收的，另计一次。", Download: &Link{Text: "下载 CSV", URL: "data/projects.csv"},
		})
	}
	slices.SortFunc(lists, func(a, b ListPage) int { return strings.Compare(a.Path, b.Path) })
	return lists
}

func sampleUnit() PartyPage {
	return PartyPage{
		Page: Page{
			Path: "units/zhzf", Title: "区综合行政执法局", Description: "区综合行政执法局的信息化项目。", Crumbs: []Link{{Text: "单位", URL: "units/"}},
			Column: Column{Name: "单位", Type: "信息化项目公开"},
		},
		Tags: []Tag{{"区级行政单位", Plain}}, Lede: "共 1 个项目，核查不符合 1 项。", Facts: []Fact{{Label: "合同按时归档率", Value: "0.0%（1 个项目中 0 个）"}},
		Money:    []MoneyRow{{"申报概算", "486", "100.0", ""}, {"审核金额", "470", "96.7", "核减 16 万元"}, {"计划下发", "", "", "尚未列入"}},
		Sections: []Section{{ID: "findings", Title: "核查不符合的", Tables: []Table{sampleTouched()}}},
	}
}

// sampleLists are the lists of some projects, a page each.
func sampleLists(projects []ProjectPage) []ListPage {
	list := func(path, title string) ListPage {
		return ListPage{
			Page:      Page{Path: path, Title: title, Description: "按年度列出的信息化项目。", Script: "list", Column: Column{Name: "项目库", Description: "全部信息化项目", Keywords: "信息化项目", Type: "信息化项目公开"}},
			Lede:      fmt.Sprintf("共 %d 个项目。", len(projects)),
			Questions: []Link{{"2025 年度", "projects/2025/", path == "projects/2025"}},
			Facets:    []FacetLinks{{"计划年度", []CountedLink{{Link{"2025", "projects/2025/", path == "projects/2025"}, "2"}}}},
			Sum:       "合计 4 个项目：计划金额 1,284.5 万元。", Query: "year=2025", Download: &Link{Text: "下载 CSV", URL: "data/projects.csv"},
			Table: Table{
				Caption: "项目", Note: "单位：万元",
				Heads: []Head{{"项目名称", false}, {"建设单位", false}, {"类别", false}, {"年度", true}, {"阶段", false}, {"计划金额", true}, {"状态", false}},
				Empty: "没有项目。",
			},
		}
	}
	all, page2, year := list("projects", "项目库"), list("projects/page/2", "项目库（第 2 页）"), list("projects/2025", "2025 年度项目")
	all.Pager = &Pager{Next: &Link{Text: "下一页", URL: "projects/page/2/"}, Text: "第 1 页，共 2 页"}
	page2.Pager = &Pager{Previous: &Link{Text: "上一页", URL: "projects/"}, Text: "第 2 页，共 2 页"}
	page2.Crumbs = []Link{{Text: "项目库", URL: "projects/"}}
	year.Crumbs = page2.Crumbs
	for _, p := range projects {
		row := []Cell{{Text: p.Title, Note: p.ID, URL: p.Path + "/"}, {Text: p.Unit}, {Text: "一般业务应用"}, {Text: p.ID[:4]}, {Text: "竣工验收"}, {Text: "38"}, {Text: p.Tags[0].Text, Tone: p.Tags[0].Tone}}
		all.Table.Rows = append(all.Table.Rows, row)
	}
	year.Table.Rows = all.Table.Rows[:2]
	page2.Table.Rows = all.Table.Rows[2:]
	data := ListPage{
		Page: Page{Path: "data", Title: "开放数据", Description: "数据文件。"}, Lede: "网页上的内容也以数据文件提供。",
		Table: Table{Caption: "数据文件", Heads: heads("文件"), Rows: [][]Cell{{{Text: "全部项目", URL: "data/projects.csv"}}}},
	}
	return []ListPage{all, page2, year, data}
}
