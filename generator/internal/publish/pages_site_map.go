// The map of the site.

package publish

import "slices"

func (m *maker) siteMap(s *Site) SiteMap {
	page := SiteMap{Page: Page{Path: "site-map", Title: "网站地图", Description: "本站的全部栏目和页面入口。", Column: siteColumn}}
	link := func(p Page) Link { return Link{Text: p.Title, URL: p.Path + "/"} }
	listed := func(prefix ...string) []Link {
		var links []Link
		for _, l := range s.Lists {
			if slices.Contains(prefix, l.Path) {
				links = append(links, link(l.Page))
			}
		}
		return links
	}
	var years []int
	plans := []Link{link(s.PlanIndex.Page)}
	for i := range s.Plans {
		plans = append(plans, link(s.Plans[i].Page))
		years = append(years, m.plans[i].Year.Year)
	}
	for i := range s.Letters {
		plans = append(plans, link(s.Letters[i].Page))
	}
	var results []string
	for _, root := range []string{"acceptance", "evaluation"} {
		results = append(results, root)
		for _, year := range years {
			results = append(results, yearPath(root, year))
		}
	}
	var guides []Link
	for i := range s.Guides {
		guides = append(guides, link(s.Guides[i].Page))
	}
	var units, agencies []Link
	for i := range s.Units {
		units = append(units, link(s.Units[i].Page))
	}
	for i := range s.Agencies {
		agencies = append(agencies, link(s.Agencies[i].Page))
	}
	projects := listed("projects")
	for _, year := range years {
		projects = append(projects, listed(yearPath("projects", year))...)
	}
	page.Groups = []LinkGroup{
		{"项目", slices.Concat(projects, listed("changes", "data"), []Link{link(s.Search.Page), link(s.Compare.Page)})}, {"年度计划", plans}, {"验收和绩效评价", listed(results...)}, {"统计", listed(figurePaths...)},
		{"建设单位", append(listed("units"), units...)}, {"供应商和部门", slices.Concat(listed(supplierPath, agencyPath), agencies)}, {"办事指南", guides},
		{"制度与规则", append([]Link{link(s.RuleIndex.Page)}, listed(coveragePath)...)},
		{"本站", []Link{{Text: "首页", URL: ""}, {Text: "说明", URL: "about/"}, {Text: "无障碍说明", URL: "accessibility/"}}},
	}
	return page
}
