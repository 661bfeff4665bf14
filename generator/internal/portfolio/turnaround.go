// How long the acts took of which the record has both ends, in working days.

package portfolio

import (
	"cmp"
	"slices"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/project"
)

// What the times count.
const (
	AboutTurnaround  = "从前一件事的次日起到办结之日止的工作日，当天办结为 0 个工作日；两个日期都登记了的才计。"
	AboutAgencyTimes = "部门：意见从征求到首次表明同意或不同意，仅提意见的不算答复；预算审核从建设单位报备修改后的方案到审核；验收确认从建设单位申请到确认可以组织验收。"
	AboutUnitTimes   = "建设单位：修改方案从专家评审到报备，合同归档从签订到归档，验收报备从自行组织的竣工验收到报备。"
)

// The names of the acts that are timed.
const (
	actOpinion   = "意见"
	actRevision  = "修改方案"
	actAudit     = "预算审核"
	actFiling    = "合同归档"
	actConfirmed = "验收确认"
	actReported  = "验收报备"
)

// acts are they, in the order of a project's course.
var acts = []string{actOpinion, actRevision, actAudit, actFiling, actConfirmed, actReported}

// Who acts: an agency by its id, or the owner unit.
const (
	ownerUnit     = ""
	financeAgency = "finance"
	leadAgency    = "data"
)

// Act is one act, and how long it took.
type Act struct {
	Name     string           // "合同归档"
	Agency   string           // the id of the agency that acted, "" where the owner unit did
	Project  *project.Project // nil: an opinion on a year's plan
	From, To calendar.Date    // the day on which it could begin, and the one on which it was done
	Days     int              // working days after From, up to and including To
}

// Acts lists the acts of which both ends are on record, the latest first. One that ends before it begins, or whose time
// needs a year without a calendar, is left out.
func Acts(r *project.Register) []Act {
	var list []Act
	add := func(act, agency string, p *project.Project, from, to calendar.Date) {
		if from.IsZero() || to.IsZero() || to.Before(from) {
			return
		}
		if days, err := r.Calendar.WorkdaysBetween(from, to); err == nil {
			list = append(list, Act{act, agency, p, from, to, days})
		}
	}
	opinions := func(p *project.Project, files []*project.OpinionFile) {
		for _, f := range files {
			for _, o := range firstAnswers(f) {
				add(actOpinion, o.Agency.V, p, calendar.DayInChina(o.Asked.V), calendar.DayInChina(o.Given.V))
			}
		}
	}
	for _, y := range r.Years {
		opinions(nil, y.Opinions)
	}
	for _, p := range r.Projects {
		if p.IsSecret() {
			continue
		}
		opinions(p, p.Opinions)
		if p.Revision != nil && p.Review != nil && p.Review.Expert != nil {
			add(actRevision, ownerUnit, p, p.Review.Expert.Date.V, p.Revision.Filed.V)
		}
		if p.Revision != nil && p.Approval != nil && p.Approval.Audit != nil {
			add(actAudit, financeAgency, p, p.Revision.Filed.V, p.Approval.Audit.Date.V)
		}
		contracts := p.Contracts()
		for i := range contracts {
			add(actFiling, ownerUnit, p, contracts[i].Signed.V, contracts[i].Filed.V)
		}
		if p.FinalAcceptance == nil {
			continue
		}
		if p.Application != nil {
			add(actConfirmed, leadAgency, p, p.Application.Applied.V, p.FinalAcceptance.Confirmed.V)
		}
		for i := range p.FinalAcceptance.Acceptances.V {
			round := &p.FinalAcceptance.Acceptances.V[i]
			add(actReported, ownerUnit, p, round.Date.V, round.Reported.V)
		}
	}
	slices.SortStableFunc(list, func(a, b Act) int { return b.To.Compare(a.To) })
	return list
}

// firstAnswers are the first verdicts on each matter that a file holds, of those whose times can be read.
func firstAnswers(f *project.OpinionFile) []*project.Opinion {
	var answers []*project.Opinion
	at := map[string]int{} // where a matter's answer stands
	for i := range f.Opinions.V {
		o := &f.Opinions.V[i]
		if o.Conclusion.V == project.Remarks || !o.Asked.Given() || !o.Given.Given() {
			continue
		}
		if n, ok := at[o.Matter.V]; !ok {
			at[o.Matter.V] = len(answers)
			answers = append(answers, o)
		} else if o.Given.V.Before(answers[n].Given.V) {
			answers[n] = o
		}
	}
	return answers
}

// Turnaround is how long one kind of act took one agency, or the units, in working days (AboutTurnaround).
type Turnaround struct {
	Agency  string // its id; "": the units
	Act     string
	Count   int
	Median  int // of an even number, the lower of the two in the middle
	Longest int
}

// Median is the middle of some acts' times, of an even number the lower of the two; false of none.
func Median(list []Act) (int, bool) {
	if len(list) == 0 {
		return 0, false
	}
	var days []int
	for i := range list {
		days = append(days, list[i].Days)
	}
	slices.Sort(days)
	return days[(len(days)-1)/2], true
}

// Turnarounds sums acts up by who did them and what they are: the units first, then the agencies by id, in them the acts
// in the order of a project's course.
func Turnarounds(list []Act) []Turnaround {
	type key struct{ agency, act string }
	by := map[key][]Act{}
	for _, a := range list {
		k := key{a.Agency, a.Name}
		by[k] = append(by[k], a)
	}
	var sums []Turnaround
	for k, of := range by {
		sum := Turnaround{Agency: k.agency, Act: k.act, Count: len(of)}
		sum.Median, _ = Median(of)
		for _, a := range of {
			sum.Longest = max(sum.Longest, a.Days)
		}
		sums = append(sums, sum)
	}
	slices.SortFunc(sums, func(a, b Turnaround) int {
		return cmp.Or(cmp.Compare(a.Agency, b.Agency), cmp.Compare(slices.Index(acts, a.Act), slices.Index(acts, b.Act)))
	})
	return sums
}
