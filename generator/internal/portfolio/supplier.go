// The suppliers: their contracts, in which roles, and how the work that they did was accepted (art. 22).

package portfolio

import (
	"cmp"
	"slices"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// What the figures of a supplier count.
const (
	AboutSuppliers           = "按统一社会信用代码归并，名称取最近一份合同的；合同金额不论项目年度。"
	AboutSupplierAcceptances = "供应商签有承建、运维或租赁合同的项目的每次初验和竣工验收；选择运维单位时要考虑承建单位的验收记录（第二十二条）。"
	AboutConflicts           = "设计、监理、检测的供应商又有同一项目其他合同的，和监理与承建为同一供应商的（第十七条），以规则核查结论为准。"
)

// conflictRules are those that tell of a supplier with two roles in one project. They point at its credit code.
var conflictRules = []string{"17.independent", "17.conflict"}

// Supplier is one supplier, by its credit code.
type Supplier struct {
	Code      string
	Name      string           // of its latest contract
	Contracts []SignedContract // the latest first
	Projects  []*project.Project
	Amount    money.Amount // of all its contracts
}

// SignedContract is one contract and its project.
type SignedContract struct {
	Project  *project.Project
	Contract *project.Contract
}

// Suppliers lists the suppliers whose credit code can be read, the greatest sum of contracts first.
func Suppliers(r *project.Register) []Supplier {
	by := map[string]*Supplier{}
	var order []*Supplier
	for _, p := range OfYear(r, 0) {
		contracts := p.Contracts()
		for i := range contracts {
			c := &contracts[i]
			code := string(c.Supplier.CreditCode.V)
			if !c.Supplier.CreditCode.Given() {
				continue
			}
			s := by[code]
			if s == nil {
				s = &Supplier{Code: code}
				by[code] = s
				order = append(order, s)
			}
			s.Contracts = append(s.Contracts, SignedContract{p, c})
			s.Amount += c.Amount.V
			if n := len(s.Projects); n == 0 || s.Projects[n-1] != p {
				s.Projects = append(s.Projects, p)
			}
		}
	}
	list := make([]Supplier, len(order))
	for i, s := range order {
		slices.SortStableFunc(s.Contracts, func(a, b SignedContract) int { return b.Contract.Signed.V.Compare(a.Contract.Signed.V) })
		s.Name = s.Contracts[0].Contract.Supplier.Name.V
		list[i] = *s
	}
	slices.SortFunc(list, func(a, b Supplier) int { return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Code, b.Code)) })
	return list
}

// Roles are the supplier's roles, each once, in the order of its contracts.
func (s *Supplier) Roles() []string {
	var roles []string
	for _, c := range s.Contracts {
		if !slices.Contains(roles, c.Contract.Role.V) {
			roles = append(roles, c.Contract.Role.V)
		}
	}
	return roles
}

// AcceptedWork is one acceptance of a project that a supplier worked on.
type AcceptedWork struct {
	Project *project.Project
	What    string // 初验 or 竣工验收
	On      calendar.Date
	Passed  bool
}

// Acceptances lists the initial and final acceptances of the supplier's work, the latest first.
func (s *Supplier) Acceptances() []AcceptedWork {
	var list []AcceptedWork
	seen := map[string]bool{}
	for _, c := range s.Contracts {
		p := c.Project
		if seen[p.ID] || !slices.Contains(workRoles, c.Contract.Role.V) {
			continue
		}
		seen[p.ID] = true
		if p.InitialAcceptance != nil {
			for i := range p.InitialAcceptance.Initial.V {
				round := &p.InitialAcceptance.Initial.V[i]
				list = append(list, AcceptedWork{p, "初验", round.Date.V, round.Conclusion.V == project.Passed})
			}
		}
		if p.FinalAcceptance != nil {
			for i := range p.FinalAcceptance.Acceptances.V {
				round := &p.FinalAcceptance.Acceptances.V[i]
				list = append(list, AcceptedWork{p, "竣工验收", round.Date.V, round.Conclusion.V == project.Passed})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b AcceptedWork) int { return b.On.Compare(a.On) })
	return list
}

// Conflicts lists, by credit code, the findings that a supplier has two roles in one project (AboutConflicts).
func Conflicts(r *project.Register, result *rule.Result) map[string][]finding.Finding {
	by := map[string][]finding.Finding{}
	for _, f := range result.Findings {
		p := r.Project(f.Project)
		if p == nil || p.IsSecret() || !slices.Contains(conflictRules, f.Rule) {
			continue
		}
		contracts := p.Contracts()
		for i := range contracts {
			if code := &contracts[i].Supplier.CreditCode; code.At() == f.At {
				by[string(code.V)] = append(by[string(code.V)], f)
			}
		}
	}
	return by
}
