package rule

import (
	"fmt"
	"slices"

	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
)

// expertPanel: the experts' review says how its experts were drawn, and its panel is of different experts, odd in
// number and large enough (art. 10). How many that are is the district's choice.
var expertPanel = check{
	name:  "expert_panel",
	doc:   "专家评审写明专家的抽取记录，专家互不重复，人数为单数且足够",
	reads: []string{declarationFile, reviewFile},
	words: []string{"问题", "评审日期", "总投资"},
	new:   func() judge { return &panelJudge{} },
}

type panelJudge struct {
	Experts      project.Value[limit.Count]  `toml:"experts,required" label:"专家人数"`
	LargeTotal   project.Value[limit.Amount] `toml:"large_total,required" label:"大项目的总投资"`
	LargeExperts project.Value[limit.Count]  `toml:"large_experts,required" label:"大项目的专家人数"`
}

func (c *panelJudge) judge(j *judging) {
	if j.p.Review == nil || j.p.Review.Expert == nil {
		j.notDue()
		return
	}
	review := j.p.Review.Expert
	if !j.act(&review.Date) {
		return
	}
	total := &j.p.Declaration.Estimate.Total
	c.drawn(j, review)
	if j.unreadable(&review.Experts, total) {
		return
	}
	for i := range review.Experts.V {
		if j.unreadable(&review.Experts.V[i]) {
			return
		}
	}
	experts := texts(review.Experts)
	for i, e := range experts {
		if slices.Contains(experts[:i], e) {
			place := &review.Experts.V[i].Place
			j.violatedArticle(place.At(), place.KeyPath(), panelWords(j.p, "专家 "+e+" 重复"))
			return // how many they are cannot be said before that is put right
		}
	}
	wanted := c.Experts.V
	if c.LargeTotal.V.Holds(total.V) {
		wanted = c.LargeExperts.V
	}
	j.holds(wanted.Holds(len(experts)) && len(experts)%2 == 1, &review.Experts, func() words {
		return panelWords(j.p, fmt.Sprintf("专家有 %d 人，总投资 %s 的项目应为%s，且为单数", len(experts), total.V, wanted.String()))
	})
}

func panelWords(p *project.Project, problem string) words {
	return words{"问题": problem, "评审日期": p.Review.Expert.Date.V.String(), "总投资": p.Declaration.Estimate.Total.V.String()}
}

// drawn judges whether the review names its draw: a file of draws/, or the document of one on paper.
func (*panelJudge) drawn(j *judging, review *project.ExpertReview) {
	if j.unreadable(&review.Draw, &review.DrawDocument) {
		return
	}
	if isBlank(&review.Draw) && isBlank(&review.DrawDocument) {
		j.violatedArticle(review.Draw.At(), review.Draw.KeyPath(), panelWords(j.p, "没有写明专家是哪一次抽取的"))
		return
	}
	j.met()
}

// drawInOrder: a draw was announced before the day on which its source of randomness comes to be, completed on that day
// or later, and before the review that it serves (art. 10).
var drawInOrder = check{
	name:  "draw_in_order",
	doc:   "专家抽取先公告，随机数产生后抽取，抽取后才评审",
	reads: []string{reviewFile, finalFile},
	words: []string{"抽取记录", "问题"},
	new:   func() judge { return &drawOrderJudge{} },
}

type drawOrderJudge struct{}

func (c *drawOrderJudge) judge(j *judging) {
	if j.anyBroken("draws/") {
		return
	}
	if len(j.p.Draws) == 0 {
		j.notDue()
	}
	for _, d := range j.p.Draws {
		if j.act(&d.Announced) {
			c.announced(j, d)
			c.completed(j, d)
		}
	}
}

func (*drawOrderJudge) announced(j *judging, d *project.Draw) {
	w := words{"抽取记录": drawFile(d)}
	switch {
	case j.unreadable(&d.Announced):
	case !d.Announced.Given():
		w["问题"] = "没有写公告日期"
		j.violatedAt(&d.Announced, w)
	case d.Source == nil:
		w["问题"] = "没有写随机数的来源和产生日期"
		j.violated(d.At(), "source", w)
	case j.unreadable(&d.Source.Date):
	case !d.Announced.V.Before(d.Source.Date.V):
		w["问题"] = fmt.Sprintf("%s 公告，应早于随机数产生的日期 %s", d.Announced.V, d.Source.Date.V)
		j.violatedAt(&d.Announced, w)
	default:
		j.met()
	}
}

func (*drawOrderJudge) completed(j *judging, d *project.Draw) {
	review := reviewOf(j.p, d)
	w := words{"抽取记录": drawFile(d)}
	if d.Result == nil {
		if review == nil {
			j.notDue()
			return
		}
		w["问题"] = fmt.Sprintf("还没有抽取结果，%s 已经评审或验收", review.V)
		j.violated(d.At(), "result", w)
		return
	}
	drawn := &d.Result.Date
	if j.unreadable(drawn) {
		return
	}
	if d.Source != nil && !j.unreadable(&d.Source.Date) && drawn.V.Before(d.Source.Date.V) {
		w["问题"] = fmt.Sprintf("%s 抽取，不应早于随机数产生的日期 %s", drawn.V, d.Source.Date.V)
		j.violatedAt(drawn, w)
		return
	}
	if review != nil && !j.unreadable(review) && !drawn.V.Before(review.V) {
		w["问题"] = fmt.Sprintf("%s 抽取，应早于评审或验收的日期 %s", drawn.V, review.V)
		j.violatedAt(drawn, w)
		return
	}
	j.met()
}

func drawFile(d *project.Draw) string { return "draws/" + d.Serial + ".toml" }

// reviewOf is the date of the review that a draw serves: the experts' review that names it, or, of a draw for an
// acceptance, the acceptance that was passed. It is nil where there is none yet.
func reviewOf(p *project.Project, d *project.Draw) *project.Date {
	if p.Review != nil && p.Review.Expert != nil && p.Review.Expert.Draw.V == drawFile(d) {
		return &p.Review.Expert.Date
	}
	if round := p.Accepted(); round != nil && d.Review.V == "acceptance" {
		return &round.Date
	}
	return nil
}

// expertsRecused: no member of a panel works for the unit or for a supplier of the project, or was excluded from the
// draw (art. 10).
var expertsRecused = check{
	name:  "experts_recused",
	doc:   "评审和验收专家不在建设单位、供应商任职，也不在抽取的回避名单中",
	reads: []string{reviewFile, procurementFile, applicationFile, finalFile},
	words: []string{"专家", "原因"},
	new:   func() judge { return &recusedJudge{} },
}

type recusedJudge struct{}

func (c *recusedJudge) judge(j *judging) {
	if j.anyBroken("draws/") {
		return
	}
	due := false
	if r := j.p.Review; r != nil && r.Expert != nil {
		due = true
		if j.act(&r.Expert.Date) {
			c.panel(j, r.Expert.Experts.V, func(d *project.Draw) bool { return drawFile(d) == r.Expert.Draw.V })
		}
	}
	if f := j.p.FinalAcceptance; f != nil {
		for i := range f.Acceptances.V {
			round := &f.Acceptances.V[i]
			if j.unreadable(&round.Organizer) || round.Organizer.V != organizerUnit || !j.hasCodes(round.Experts.V) {
				continue
			}
			due = true
			if j.act(acceptanceAct(j.p, round)) {
				c.panel(j, round.Experts.V, func(d *project.Draw) bool { return d.Review.V == "acceptance" })
			}
		}
	}
	if !due {
		j.notDue()
	}
}

// panel judges the members of a panel, of which those named by a post are left out. itsDraw tells the draws that it
// comes from.
func (*recusedJudge) panel(j *judging, members []project.Text, itsDraw func(*project.Draw) bool) {
	j.met()
	for i := range members {
		member := &members[i]
		if j.unreadable(member) {
			continue
		}
		expert := j.expert(member.V)
		if expert == nil || j.unreadable(&expert.Employer) {
			continue
		}
		reason := j.worksFor(expert.Employer.V)
		if reason == "" {
			reason = j.excluded(member.V, itsDraw)
		}
		if reason != "" {
			j.violatedAt(member, words{"专家": member.V, "原因": reason})
		}
	}
}

// worksFor says in which way an employer is a party to the project, "" if in none.
func (j *judging) worksFor(employer string) string {
	if employer == "" {
		return ""
	}
	if unit := j.register.Unit(j.p.Unit); unit != nil && unit.Name.V == employer {
		return "在建设单位（" + employer + "）任职"
	}
	contracts := j.p.Contracts()
	for i := range contracts {
		if !j.unreadable(&contracts[i].Supplier.Name) && contracts[i].Supplier.Name.V == employer {
			return "在合同 " + contracts[i].Number.V + " 的供应商（" + employer + "）任职"
		}
	}
	return ""
}

// excluded says that an expert was excluded from one of the draws, "" if from none.
func (j *judging) excluded(code string, itsDraw func(*project.Draw) bool) string {
	for _, d := range j.p.Draws {
		if !itsDraw(d) {
			continue
		}
		for i := range d.Exclusions.V {
			e := &d.Exclusions.V[i]
			if !j.unreadable(&e.Code) && e.Code.V == code {
				return "在抽取记录 " + drawFile(d) + " 的回避名单中"
			}
		}
	}
	return ""
}

// expert returns the expert of that code, nil if the pool has none.
func (j *judging) expert(code string) *project.Expert {
	for i := range j.register.Experts {
		if j.register.Experts[i].Code.V == code {
			return &j.register.Experts[i]
		}
	}
	return nil
}

// hasCodes reports whether one of a panel's members is named by a code, known or not.
func (j *judging) hasCodes(members []project.Text) bool {
	return slices.ContainsFunc(members, func(m project.Text) bool { return m.Faulty() || j.expert(m.V) != nil })
}
