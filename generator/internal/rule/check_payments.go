package rule

import (
	"cmp"
	"fmt"
	"slices"

	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

// paymentsInOrder: in order of date, what is paid on a contract adds up to no more than it, its progress does not fall,
// and each payment is made after its confirmation and the signing, or on the day (art. 24).
var paymentsInOrder = check{
	name:  "payments_in_order",
	doc:   "每份合同的支付按日期累计不超过合同金额，进度在 0 到 100 之间、不倒退，确认不晚于支付，支付不早于签订",
	reads: []string{procurementFile, paymentsFile},
	words: []string{"合同", "支付日期", "情况"},
	new:   func() judge { return &paymentsJudge{} },
}

type paymentsJudge struct{}

func (c *paymentsJudge) judge(j *judging) {
	if j.p.Payments == nil || len(j.p.Payments.Payments.V) == 0 {
		j.notDue()
		return
	}
	byContract := map[string][]*project.Payment{}
	for i := range j.p.Payments.Payments.V {
		payment := &j.p.Payments.Payments.V[i]
		if !j.unreadable(&payment.Contract) { // that there is no such contract, another rule says
			byContract[payment.Contract.V] = append(byContract[payment.Contract.V], payment)
		}
	}
	contracts := j.p.Contracts()
	for i := range contracts {
		if payments := byContract[contracts[i].Number.V]; len(payments) > 0 {
			delete(byContract, contracts[i].Number.V) // a number that two contracts have is judged once
			c.contract(j, &contracts[i], payments)
		}
	}
}

// contract judges the payments on one contract. Those of one day are in order of their progress.
func (c *paymentsJudge) contract(j *judging, contract *project.Contract, payments []*project.Payment) {
	for _, p := range payments {
		if j.unreadable(&p.Date, &p.Amount, &p.Progress, &p.Confirmed) {
			return // what cannot be read may be what the others are compared with
		}
	}
	if j.unreadable(&contract.Amount, &contract.Signed) {
		return
	}
	slices.SortStableFunc(payments, func(a, b *project.Payment) int {
		return cmp.Or(a.Date.V.Compare(b.Date.V), cmp.Compare(a.Progress.V, b.Progress.V))
	})
	var paid money.Amount
	var progress int64
	for _, p := range payments {
		before := paid
		paid += p.Amount.V
		if j.act(&p.Date) {
			c.payment(j, contract, p, before, progress)
		}
		if p.Progress.V <= 100 {
			progress = p.Progress.V
		}
	}
}

// payment judges one payment, with what was paid before it and the progress reached before it, in per cent.
func (*paymentsJudge) payment(j *judging, contract *project.Contract, p *project.Payment, before money.Amount, reached int64) {
	j.met()
	wrong := func(at interface{ Where() *project.Place }, situation string) {
		j.violatedAt(at, words{"合同": contract.Number.V, "支付日期": p.Date.V.String(), "情况": situation})
	}
	paid := before + p.Amount.V
	if paid > contract.Amount.V && before <= contract.Amount.V {
		wrong(&p.Amount, fmt.Sprintf("累计支付 %s，超过合同金额 %s", paid, contract.Amount.V))
	}
	switch progress := p.Progress.V; {
	case progress < 0 || progress > 100:
		wrong(&p.Progress, fmt.Sprintf("完成进度 %d 不在 0 到 100 之间", progress))
	case progress < reached:
		wrong(&p.Progress, fmt.Sprintf("完成进度 %d%% 低于此前的 %d%%", progress, reached))
	}
	switch {
	case !p.Confirmed.Given():
		wrong(&p.Confirmed, "没有填写进度确认日期")
	case p.Confirmed.V.After(p.Date.V):
		wrong(&p.Confirmed, fmt.Sprintf("进度 %s 才确认，晚于支付", p.Confirmed.V))
	}
	if p.Date.V.Before(contract.Signed.V) {
		wrong(&p.Date, fmt.Sprintf("支付早于合同签订（%s）", contract.Signed.V))
	}
}
