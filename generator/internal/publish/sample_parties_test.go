package publish

import "wuxing.example/register/generator/internal/opendata"

// addParties gives the sample the pages of a supplier and an agency, guides, a letter and the map of the site.
func addParties(s *Site) {
	column := func(name string) Column { return Column{Name: name, Type: "信息化项目公开"} }
	contracts := Table{
		Caption: "合同", Silent: true, Note: "单位：万元", Heads: heads("签订日期", "项目", "#金额"), Lead: 1, Foot: row("", "合计", "383"),
		Rows: [][]Cell{{{Text: "2025-03-28"}, {Text: "智慧停车综合管理应用", Note: "2025-zhzf-001", URL: "projects/2025-zhzf-001/"}, {Text: "383"}}},
	}
	s.Suppliers = []PartyPage{{
		Page: Page{
			Path: "suppliers/11330500002564141p", Title: "示例信息技术股份有限公司", Description: "示例信息技术股份有限公司的合同和验收记录。",
			Crumbs: []Link{{Text: "供应商", URL: "suppliers/"}}, Column: column("供应商"),
		},
		Tags: []Tag{{"承建", Plain}}, Lede: "1 个项目的 1 份合同，合计 383 万元。", Facts: []Fact{{Label: "统一社会信用代码", Value: "11330500002564141P"}},
		Sections: []Section{{ID: "contracts", Title: "合同", Tables: []Table{contracts}}, {ID: "conflicts", Title: "利益冲突", Note: "同一项目两种角色的。", Tables: []Table{{Empty: "没有。"}}}},
	}}
	s.Agencies = []PartyPage{{
		Page:  Page{Path: "agencies/finance", Title: "区财政局", Description: "区财政局的职责和待办的事。", Crumbs: []Link{{Text: "部门", URL: "agencies/"}}, Column: column("部门")},
		Lede:  "说明项目资金能否保障，审核资金预算。",
		Facts: []Fact{{Label: "兼作建设单位", Value: "区综合行政执法局", URL: "units/zhzf/"}},
		Sections: []Section{{ID: "times", Title: "办理时长", Tables: []Table{{
			Caption: "汇总", Note: "单位：工作日", Heads: heads("事项", "#件数", "#中位数"), Rows: [][]Cell{row("预算审核", "41", "10")},
		}}}},
	}}
	guides := []Link{{Text: "建设单位", URL: "guides/unit/"}}
	s.Guides = []GuidePage{
		{
			Page:     Page{Path: "guides/unit", Title: "办事指南：建设单位", Description: "建设单位要办的事。", Crumbs: []Link{{Text: "办事指南", URL: "guides/"}}, Column: column("办事指南")},
			Lede:     "建设单位从申报到关停并转每个阶段要办的事。",
			Others:   []Link{{Text: "建设单位", URL: "guides/unit/", Current: true}},
			Sections: []Section{{ID: "declared", Title: "一、申报（第七条）", Facts: []Fact{{Label: "要办的事", Value: "提交申报表和可行性研究报告"}}}},
		},
		{
			Page: Page{Path: "guides", Title: "办事指南", Description: "各方要办的事。", Column: column("办事指南")}, Lede: "先选您的身份：", Others: guides,
			Sections: []Section{{ID: "stages", Title: "全过程", Text: []string{"从申报到关停并转。"}}},
		},
	}
	s.Letters = []Letter{{
		Page: Page{
			Path: "plans/2025/submission", Title: "区大数据局关于报请审批 2025 年度信息化项目计划的请示", Description: "2025 年度计划的文稿。",
			Crumbs: []Link{{Text: "年度计划", URL: "plans/"}}, Column: column("年度计划"), Publication: &Publication{Source: "示例区大数据局"},
		},
		To: "区政府", Body: []string{"根据有关规定，汇总编制了计划。", "妥否，请批示。"}, Annexes: []string{"项目计划表"}, Signed: "区大数据局", Date: "　　　年　月　日",
		Sections: []Section{{ID: "annex", Title: "项目计划表", Tables: []Table{contracts}}}, Note: "由登记册生成的文稿。",
	}}
	s.SiteMap = SiteMap{
		Page:   Page{Path: "site-map", Title: "网站地图", Description: "全部栏目。", Column: column("本站")},
		Groups: []LinkGroup{{"项目", []Link{{Text: "项目库", URL: "projects/"}}}, {"办事指南", guides}},
	}
	bars := func(id, title string) Bars {
		return Bars{
			ID: id, Title: title, Note: "浅色为合计", Definition: "一个项目计一次。", Heads: []string{"名称", "甲", "乙"}, URL: "plans/", CSV: "figures/" + id + ".csv",
			Rows: []BarRow{{Link{Text: "2026", URL: "plans/2026/"}, "100.0", "50.0", []string{"2", "1"}}},
		}
	}
	s.Home.Payments, s.Home.Grades, s.Home.Times = bars("payments", "支付进度"), bars("grades", "绩效评价等级"), bars("times", "办理时长")
	s.Home.Years.CSV, s.Home.Figures[0].CSV = "figures/years.csv", "figures/years.csv"
	for _, name := range []string{"years", "payments", "grades", "times"} {
		s.Files = append(s.Files, opendata.Table("figures/"+name+".csv", []string{"年度"}, nil))
	}
	s.Plans[0].Links = []Link{{Text: "请示", URL: "plans/2025/submission/"}}
	s.Projects[0].Changes = []MoneyRow{{"投资概算变更", "480", "98.8", "2025-06-01，比计划多 10 万元，已批准"}}
	s.Projects[0].Code = qrCode("https://www.register.example/", "projects/2025-zhzf-001/")
}
