package rule

import (
	"wuxing.example/register/generator/internal/money"
)

// estimateSums: the items of the estimate add up to its total, and so do the sources (art. 7).
var estimateSums = check{
	name:  "estimate_sums",
	doc:   "概算明细之和、资金来源之和都等于总投资",
	reads: []string{declarationFile},
	words: []string{"名目", "合计", "总投资", "差额"},
	new:   func() judge { return &sumsJudge{} },
}

type sumsJudge struct{}

func (*sumsJudge) judge(j *judging) {
	e := &j.p.Declaration.Estimate
	if !j.declared() || j.unreadable(&e.Total) {
		return
	}
	if !j.unreadable(&e.Items) {
		var items money.Amount
		readable := true
		for i := range e.Items.V {
			readable = readable && !j.unreadable(&e.Items.V[i].Amount)
			items += e.Items.V[i].Amount.V
		}
		if readable {
			j.holds(items == e.Total.V, &e.Items, func() words {
				return sumWords("概算明细", items, e.Total.V)
			})
		}
	}
	if !j.unreadable(&e.Sources) && len(e.Sources.V) > 0 { // that there are none, another rule says
		var sources money.Amount
		readable := true
		for i := range e.Sources.V {
			readable = readable && !j.unreadable(&e.Sources.V[i].Amount)
			sources += e.Sources.V[i].Amount.V
		}
		if readable {
			j.holds(sources == e.Total.V, &e.Sources, func() words {
				return sumWords("资金来源", sources, e.Total.V)
			})
		}
	}
}

func sumWords(what string, sum, total money.Amount) words {
	difference := "少 " + (total - sum).String()
	if sum > total {
		difference = "多 " + (sum - total).String()
	}
	return words{"名目": what, "合计": sum.String(), "总投资": total.String(), "差额": difference}
}
