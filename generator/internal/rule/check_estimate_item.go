package rule

import (
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// estimateItem: the estimate has an item of a category, above zero (art. 7: security, supervision).
var estimateItem = check{
	name:  "estimate_item",
	doc:   "概算中列有某一类费用",
	reads: []string{declarationFile},
	words: []string{"类别", "总投资"},
	new:   func() judge { return &itemJudge{} },
}

type itemJudge struct {
	Category   project.Text                `toml:"category,required" label:"费用类别"`
	Kinds      project.List[project.Text]  `toml:"kinds" label:"适用的项目类型"`
	Total      project.Value[limit.Amount] `toml:"total" label:"总投资"`
	WarningFor project.List[project.Text]  `toml:"warning_for" label:"只作警告的项目类型"`
}

func (c *itemJudge) judge(j *judging) {
	d := j.p.Declaration
	if !j.declared() || j.unreadable(&d.Kind, &d.Estimate.Items) {
		return
	}
	if len(c.Kinds.V) > 0 && !contains(c.Kinds, d.Kind.V) {
		return
	}
	if c.Total.Given() && (j.unreadable(&d.Estimate.Total) || !c.Total.V.Holds(d.Estimate.Total.V)) {
		return
	}
	for i := range d.Estimate.Items.V {
		item := &d.Estimate.Items.V[i]
		if j.unreadable(&item.Category, &item.Amount) {
			return
		}
		if item.Category.V == c.Category.V && item.Amount.V > 0 {
			j.met()
			return
		}
	}
	f := j.violatedAt(&d.Estimate.Items, words{"类别": c.Category.V, "总投资": d.Estimate.Total.V.String()})
	if contains(c.WarningFor, d.Kind.V) {
		f.Severity = max(f.Severity, finding.Warning)
	}
}
