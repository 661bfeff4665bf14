// The suppliers: their contracts and roles, how their work was accepted, and where they have two roles in one project.

package publish

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

const supplierPath = "suppliers"

// mostShown is how many contracts, acceptances or turns the page of one party shows, so that it does not grow with the
// register.
const mostShown = 100

func supplierURL(code string) string { return supplierPath + "/" + strings.ToLower(code) + "/" }

// supplierCell names the supplier of a contract.
func supplierCell(s *project.Supplier) Cell {
	c := Cell{Text: s.Name.V, Note: string(s.CreditCode.V)}
	if s.CreditCode.Given() {
		c.URL = supplierURL(string(s.CreditCode.V))
	}
	return c
}

// partyTabs lead from one list of those who take part to the others.
func partyTabs(current string) []Link {
	var links []Link
	for _, l := range []Link{{Text: "建设单位", URL: "units/"}, {Text: "供应商", URL: supplierPath + "/"}, {Text: "部门", URL: agencyPath + "/"}} {
		l.Current = l.URL == current+"/"
		links = append(links, l)
	}
	return links
}

// supplierList is the list of the suppliers.
func (m *maker) supplierList() []ListPage {
	page := ListPage{
		Page:    Page{Path: supplierPath, Title: "供应商", Description: "各供应商的合同、角色、验收记录和利益冲突。", Column: supplierColumn},
		Filters: partyTabs(supplierPath),
		Table: Table{
			Caption: "供应商", Silent: true, Note: "单位：万元", Empty: "还没有合同。",
			Heads: heads("供应商", "角色", "#项目", "#合同", "#合同金额", "#验收", "#不合格", "#利益冲突"),
		},
		Definition: portfolio.AboutSuppliers + "验收：" + portfolio.AboutSupplierAcceptances + "利益冲突：" + portfolio.AboutConflicts,
	}
	for i := range m.suppliers {
		s := &m.suppliers[i]
		acceptances := s.Acceptances()
		page.Table.Rows = append(page.Table.Rows, []Cell{
			{Text: s.Name, Note: s.Code, URL: supplierURL(s.Code)}, {Text: strings.Join(s.Roles(), "、")}, {Text: fmt.Sprint(len(s.Projects))},
			{Text: fmt.Sprint(len(s.Contracts))}, {Text: s.Amount.InWan()}, {Text: fmt.Sprint(len(acceptances))}, {Text: fmt.Sprint(failures(acceptances))},
			{Text: fmt.Sprint(len(m.conflicts[s.Code]))},
		})
	}
	page.Download = m.csv(supplierPath+"/suppliers.csv", &page.Table, "统一社会信用代码")
	return paged(page, Link{Text: "供应商", URL: supplierPath + "/"}, "个供应商有合同", "个")
}

func failures(list []portfolio.AcceptedWork) int {
	n := 0
	for _, a := range list {
		if !a.Passed {
			n++
		}
	}
	return n
}

// supplier is the page of one supplier.
func (m *maker) supplier(s *portfolio.Supplier) PartyPage {
	acceptances, conflicts := s.Acceptances(), m.conflicts[s.Code]
	page := PartyPage{
		Page: Page{
			Path: strings.TrimSuffix(supplierURL(s.Code), "/"), Title: s.Name, Description: s.Name + "在信息化项目中的合同、角色、验收记录和利益冲突。",
			Crumbs: []Link{{Text: "供应商", URL: supplierPath + "/"}}, Column: supplierColumn,
		},
		Lede: fmt.Sprintf("%d 个项目的 %d 份合同，合计 %s 万元。", len(s.Projects), len(s.Contracts), s.Amount.InWan()),
		Facts: []Fact{
			{Label: "统一社会信用代码", Value: s.Code}, {Label: "合同金额", Value: s.Amount.InWan() + " 万元"},
			{Label: "验收", Value: fmt.Sprintf("%d 次，其中不合格 %d 次", len(acceptances), failures(acceptances))},
			{Label: "利益冲突", Value: fmt.Sprintf("%d 项", len(conflicts))},
		},
	}
	for _, role := range s.Roles() {
		page.Tags = append(page.Tags, Tag{role, Plain})
	}
	contracts := Table{Caption: "合同", Silent: true, Note: "单位：万元", Lead: 2, Heads: heads("签订日期", "角色", "项目", "建设单位", "合同编号", "#金额")}
	shown, note := s.Contracts, ""
	if len(shown) > mostShown {
		shown, note = shown[:mostShown], fmt.Sprintf("只列最近 %d 份，合计是全部 %d 份的。", mostShown, len(s.Contracts))
	}
	for _, c := range shown {
		contracts.Rows = append(contracts.Rows, []Cell{
			{Text: c.Contract.Signed.V.String()}, {Text: c.Contract.Role.V}, projectCell(c.Project), m.unitCell(c.Project.Unit), {Text: c.Contract.Number.V},
			{Text: amount(c.Contract.Amount)},
		})
	}
	contracts.Foot = row("", "", "合计", "", "", s.Amount.InWan())
	accepted := Table{Caption: "验收记录", Silent: true, Lead: 2, Empty: "没有承建、运维或租赁项目的验收。", Heads: heads("日期", "验收", "项目", "结论")}
	for _, a := range acceptances[:min(mostShown, len(acceptances))] {
		conclusion := Cell{Text: project.Passed, Tone: Good}
		if !a.Passed {
			conclusion = Cell{Text: "不合格", Tone: Bad}
		}
		accepted.Rows = append(accepted.Rows, []Cell{{Text: a.On.String()}, {Text: a.What}, projectCell(a.Project), conclusion})
	}
	found := m.touched(gravest(conflicts))
	found.Silent, found.Empty = true, "没有。"
	page.Sections = []Section{
		{ID: "contracts", Title: "合同", Note: note, Tables: []Table{contracts}},
		{ID: "acceptance", Title: "验收记录", Note: portfolio.AboutSupplierAcceptances, Tables: []Table{accepted}},
		{ID: "conflicts", Title: "利益冲突", Note: portfolio.AboutConflicts, Tables: []Table{found}},
	}
	return page
}
