// Whose turn it is: what somebody is to do next, by project.

package portfolio

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// AboutTurns says what the turns are.
const AboutTurns = "由登记到的阶段、结论和规则的期限推算：接下来由谁办什么。没有规定期限的，不写最后一日。"

// Turn is what one unit or agency is to do next.
type Turn struct {
	Project *project.Project // nil: it is about no single project
	Unit    string           // the code of the unit whose turn it is; "": an agency's
	Agency  string           // the id of the agency; "": the unit's, or that of somebody who is in no directory
	Who     string           // the name of either
	Does    string           // "审核资金预算"
	Article int
	Rule    *rule.Rule    // whose deadline it is; nil: there is no deadline
	Until   calendar.Date // its last day
	Note    string        // what came before it
}

// The rules that set a deadline for the step that a project stands before, and those that ask for an act of their own.
const (
	deadlineRule      = "20.deadline"
	rectificationRule = "20.rectification"
	cityRule          = "10.city-review"
)

// followUps are acts that a violated rule asks of somebody.
var followUps = []struct{ rule, agency, does string }{
	{"11.investment-plan", "data", "把年度计划报送区发改经信局"},
	{"19.increase", "", "报批投资概算变更"},
	{"19.reapproval", "joint", "重新审批建设内容变更"},
	{"29.application", "", "整改自查发现的问题，或者申请关停并转"},
	{"29.proposal", "", "办理关停并转，或者答复建议书"},
}

// Turns lists whose turn it is in every project, what has the earliest last day first, and what has none last. Nothing is
// told of a classified project, nor of the next step of one that is closed or was not taken into its year's plan.
func Turns(r *project.Register, result *rule.Result) []Turn {
	t := &turns{register: r, result: result, dues: map[string][]Deadline{}, found: map[string][]finding.Finding{}}
	for _, d := range Deadlines(r, result) {
		t.dues[d.Project.ID] = append(t.dues[d.Project.ID], d)
	}
	for _, f := range result.Findings {
		if f.Outcome == finding.Violated {
			t.found[f.Project] = append(t.found[f.Project], f)
		}
	}
	t.follow(nil)
	for _, p := range r.Projects {
		if p.Declaration == nil || p.IsSecret() {
			continue
		}
		if self, _ := p.Declaration.SelfFunded(); p.Closure == nil && (self || !IsUnlisted(r.Year(p.Year), p)) {
			t.next(p)
		}
		t.follow(p)
		for _, d := range t.dues[p.ID] { // those that the next step has not taken
			turn := t.by(p, d.Rule.Who, d.Rule.Title, d.Rule.Article)
			turn.Rule, turn.Until = d.Rule, d.Until
			t.list = append(t.list, turn)
		}
	}
	slices.SortStableFunc(t.list, func(a, b Turn) int {
		if a.Until.IsZero() != b.Until.IsZero() {
			return map[bool]int{true: 1, false: -1}[a.Until.IsZero()]
		}
		return a.Until.Compare(b.Until)
	})
	return t.list
}

// turns gathers the turns.
type turns struct {
	register *project.Register
	result   *rule.Result
	dues     map[string][]Deadline
	found    map[string][]finding.Finding
	list     []Turn
}

const owner = "建设单位"

// by is a turn of whoever rules/ names: the unit, or an agency by its id or its name.
func (t *turns) by(p *project.Project, who, does string, article int) Turn {
	turn := Turn{Project: p, Who: who, Does: does, Article: article}
	if who == owner {
		turn.Unit, turn.Who = p.Unit, p.Unit
		if u := t.register.Unit(p.Unit); u != nil {
			turn.Who = u.Name.V
		}
		return turn
	}
	for i := range t.register.Agencies {
		if a := &t.register.Agencies[i]; who == a.ID.V || who == a.Name.V || who == a.Short.V && who != "" {
			turn.Agency, turn.Who = a.ID.V, a.Name.V
		}
	}
	return turn
}

func (t *turns) add(turn Turn) { t.list = append(t.list, turn) }

// follow adds what violated rules ask for, of a project, or where p is nil of what is about none.
func (t *turns) follow(p *project.Project) {
	id := ""
	if p != nil {
		id = p.ID
	}
	for _, f := range t.found[id] {
		for _, up := range followUps {
			if f.Rule == up.rule {
				turn := t.by(p, cmp.Or(up.agency, owner), up.does, t.articleOf(f.Rule))
				turn.Note = f.Message
				t.add(turn)
			}
		}
	}
}

func (t *turns) articleOf(id string) int {
	article, _, _ := strings.Cut(id, ".")
	n := 0
	fmt.Sscanf(article, "%d", &n)
	return n
}

// next adds the step that a project stands before.
func (t *turns) next(p *project.Project) {
	course := CourseOf(t.register, p)
	for i := course.At + 1; i < len(course.Steps); i++ {
		stage := course.Steps[i].Stage
		if course.Steps[i].Spare {
			continue
		}
		before := len(t.list)
		switch stage.Reached.V {
		case "preliminary":
			t.opinions(p)
		case "expert":
			t.experts(p, stage)
		case "planned":
			t.plan(p, stage)
		case "contracted":
			t.contract(p, stage)
		case "trial":
			t.trial(p)
		case "accepted":
			t.acceptance(p, stage)
		case "evaluated":
			t.evaluation(p, stage)
		case "closed": // nobody's turn
		default:
			t.add(t.by(p, stage.Actor.V, stage.WaitsFor.V, int(stage.Article.V)))
		}
		if len(t.list) > before {
			return
		}
	}
}

// opinions adds the agencies whose opinions are wanting, and the unit where one is against the project. Nothing where all
// agree.
func (t *turns) opinions(p *project.Project) {
	const article = 9
	if p.Review != nil && p.Review.Preliminary != nil {
		t.add(t.by(p, owner, "按初审意见修改申报材料", article))
		return
	}
	for i := range t.register.Matters {
		m := &t.register.Matters[i]
		if applies, _ := m.When.Applies(p.Declaration); !applies || !m.IsPreliminary() {
			continue
		}
		turn := t.by(p, m.Agency.V, "出具初审意见（"+m.Matter.V+"）", article)
		standing := project.Standing(p.Verdicts(m))
		if len(standing) == 0 {
			t.add(turn)
		}
		for _, o := range standing {
			if o.Conclusion.V != project.Agrees {
				answer := t.by(p, owner, "按意见修改申报材料", article)
				answer.Note = fmt.Sprintf("%s（%s）的意见是“%s”", turn.Who, m.Matter.V, o.Conclusion.V)
				t.add(answer)
			}
		}
	}
}

func (t *turns) experts(p *project.Project, stage *project.Stage) {
	if p.Review == nil || p.Review.Expert == nil {
		t.add(t.by(p, stage.Actor.V, stage.WaitsFor.V, int(stage.Article.V)))
		return
	}
	turn := t.by(p, owner, "按专家意见修改方案，重新评审", int(stage.Article.V))
	turn.Note = fmt.Sprintf("%s 的专家评审结论是“%s”", p.Review.Expert.Date.V, p.Review.Expert.Conclusion.V)
	t.add(turn)
}

// plan adds who is to act between the experts' review and the plan. What its owner alone pays for is in no plan (art. 32).
func (t *turns) plan(p *project.Project, stage *project.Stage) {
	if self, _ := p.Declaration.SelfFunded(); self {
		return
	}
	article := int(stage.Article.V)
	switch {
	case p.Approval != nil && p.Approval.Audit != nil:
		t.add(t.by(p, stage.Actor.V, "报区政府审批年度计划", article))
	case p.Revision == nil || p.Documents["plan.md"] == nil:
		t.add(t.by(p, owner, "按评审意见修改方案并报备", 10))
	default:
		t.add(t.by(p, "finance", "审核资金预算", article))
	}
}

func (t *turns) contract(p *project.Project, stage *project.Stage) {
	outcome := t.result.Outcomes[p.ID].Of(cityRule)
	wanted := outcome == finding.NotDue || outcome == finding.Violated
	switch city := cityOf(p); {
	case wanted && (city == nil || !city.Applied.Given()):
		t.add(t.by(p, owner, "向市大数据局申报审核", 10))
	case wanted && city.Conclusion.V != project.Agrees:
		t.add(t.by(p, owner, "按市大数据局的审核意见修改方案", 10))
	default:
		t.add(t.by(p, stage.Actor.V, stage.WaitsFor.V, int(stage.Article.V)))
	}
}

func cityOf(p *project.Project) *project.CityReview {
	if p.Review == nil {
		return nil
	}
	return p.Review.City
}

// trial adds what the unit is to do between the work's completion and the end of its trial run.
func (t *turns) trial(p *project.Project) {
	ia := p.InitialAcceptance
	if ia == nil {
		return
	}
	does, note, deadline := "组织初验", "", deadlineRule
	passed := slices.ContainsFunc(ia.Initial.V, func(r project.InitialRound) bool { return r.Conclusion.V == project.Passed })
	switch n := len(ia.Initial.V); {
	case !passed && n > 0 && !ia.Initial.V[n-1].Rectified.Given():
		does, deadline = "整改初验发现的问题", rectificationRule
		note = fmt.Sprintf("%s 初验不合格，由区大数据局督促整改", ia.Initial.V[n-1].Date.V)
	case !passed && n > 0:
		does = "再次组织初验"
		note = fmt.Sprintf("%s 初验不合格，%s 完成整改", ia.Initial.V[n-1].Date.V, ia.Initial.V[n-1].Rectified.V)
	case !passed:
	case ia.Assessment == nil:
		does = "开展网络安全评估"
	case ia.Trial == nil:
		does = "开始试运行"
	default:
		does = "完成试运行"
	}
	turn := t.by(p, owner, does, 20)
	turn.Note = note
	t.take(&turn, deadline, deadlineRule)
	t.explained(&turn)
	t.add(turn)
}

// acceptance adds who is to act between the end of the trial run and a final acceptance that the project passes.
func (t *turns) acceptance(p *project.Project, stage *project.Stage) {
	var last *project.FinalRound
	confirmed := false
	if f := p.FinalAcceptance; f != nil {
		confirmed = f.Confirmed.Given()
		if n := len(f.Acceptances.V); n > 0 {
			last = &f.Acceptances.V[n-1]
		}
	}
	turn := t.by(p, stage.Actor.V, "组织竣工验收", int(stage.Article.V))
	deadline := acceptedRule
	switch {
	case last != nil && !last.Rectified.Given():
		turn = t.by(p, owner, "整改竣工验收发现的问题", turn.Article)
		turn.Note = fmt.Sprintf("%s 竣工验收不合格，由区大数据局督促整改", last.Date.V)
		deadline = rectificationRule
	case last != nil:
		turn.Does = "再次组织竣工验收"
		turn.Note = fmt.Sprintf("%s 竣工验收不合格，%s 完成整改", last.Date.V, last.Rectified.V)
	case p.Application == nil || !p.Application.Applied.Given():
		turn = t.by(p, owner, "申请竣工验收，或者按规定自行组织", turn.Article)
	case !confirmed:
		turn.Does = "确认是否可以组织竣工验收"
		turn.Note = fmt.Sprintf("%s 申请竣工验收", p.Application.Applied.V)
	}
	t.take(&turn, deadline, acceptedRule, deadlineRule)
	t.explained(&turn)
	t.add(turn)
}

// take gives a turn the deadline that a rule sets for its project, and takes that and those of other rules that the same
// step meets off what is awaited besides.
func (t *turns) take(turn *Turn, id string, besides ...string) {
	t.dues[turn.Project.ID] = slices.DeleteFunc(t.dues[turn.Project.ID], func(d Deadline) bool {
		if d.Rule.ID == id {
			turn.Rule, turn.Until = d.Rule, d.Until
			return true
		}
		return slices.Contains(besides, d.Rule.ID)
	})
}

// explained notes that the unit has explained why it cannot keep the date (art. 20): the turn is still the same.
func (t *turns) explained(turn *Turn) {
	ia := turn.Project.InitialAcceptance
	if ia == nil || ia.Explanation == nil || !ia.Explanation.Date.Given() {
		return
	}
	said := fmt.Sprintf("%s 已向区大数据局提交情况说明", ia.Explanation.Date.V)
	turn.Note = strings.TrimPrefix(turn.Note+"；"+said, "；")
}

// evaluation adds who is to act on the first year that is over and not evaluated, of a key project in use (art. 28).
func (t *turns) evaluation(p *project.Project, stage *project.Stage) {
	for _, f := range t.found[p.ID] {
		if f.Rule != yearlyRule || p.Has("evaluation/"+path.Base(f.At.File)) {
			continue // the unit's own came later than it should: nobody can do anything about that
		}
		year, isSelf := strings.CutSuffix(strings.TrimSuffix(path.Base(f.At.File), ".toml"), "-self")
		turn := t.by(p, stage.Actor.V, "开展 "+year+" 年度绩效评价", int(stage.Article.V))
		if isSelf {
			turn = t.by(p, owner, "报送 "+year+" 年度绩效自评", turn.Article)
		}
		t.add(turn)
	}
}
