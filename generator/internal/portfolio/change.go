// How far a project has moved from what was planned (art. 19).

package portfolio

import (
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

// AboutChanged says what counts as a change of more than a tenth.
const AboutChanged = "登记的建设内容变更金额之和超过实际投资（合同金额之和，没有合同的按计划金额）的 10%，或最近一次调整的概算与计划金额相差超过计划金额的 10%，即为变更超过 10%；正好 10% 不算。"

// Changed is how much of a project was changed.
type Changed int

const (
	Unchanged Changed = iota
	ChangedWithin
	ChangedBeyond // by more than 10 % (AboutChanged)
)

// ChangedOf adds a project's changes up, approved or not.
func ChangedOf(p *project.Project) Changed {
	if len(p.Changes) == 0 {
		return Unchanged
	}
	amounts := AmountsOf(p)
	actual := amounts.Contracted
	if !actual.Given {
		actual = amounts.Planned
	}
	var content, adjusted money.Amount
	for _, c := range p.Changes {
		switch {
		case c.Kind.V == "建设内容" && c.Amount.Given():
			content += c.Amount.V
		case c.Kind.V == "投资概算" && c.TotalAfter.Given() && amounts.Planned.Given:
			adjusted = max(c.TotalAfter.V-amounts.Planned.Amount, amounts.Planned.Amount-c.TotalAfter.V)
		}
	}
	if actual.Given && 10*content > actual.Amount || 10*adjusted > amounts.Planned.Amount {
		return ChangedBeyond
	}
	return ChangedWithin
}
