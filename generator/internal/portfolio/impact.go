// What a change of the rules does to the projects.

package portfolio

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// AboutImpact says what is compared.
const AboutImpact = "同一批项目，分别按改动前、改动后的 rules 文件夹判断，列出结论不同的。"

// Judged is the projects under one state of the rules folder.
type Judged struct {
	Rules    *rule.Set
	Register *project.Register
	Result   *rule.Result
}

// Impact is what becomes of the projects where the rules change.
type Impact struct {
	Headlines []Headline
	Rules     []RuleChange   // in the order of the rules, those that are gone last
	Matters   []MatterChange // in the order of rules/opinions.toml
	Projects  int            // that are judged
	Changed   int            // of which anything changes
}

// Headline is one figure that changes, and how many projects it touches.
type Headline struct {
	Figure string // "500→300 万元"
	Path   int    // projects that other documents or steps of approval are asked of (arts. 9 to 13)
	Asked  int    // projects that other things are asked of
	Turned int    // projects of which the same is asked, with another outcome
}

// RuleChange is one rule that changes, or by which a project stands otherwise.
type RuleChange struct {
	ID, Title string
	Changes   []Change // of the rule itself; none: its projects stand otherwise for what else stands in rules/
	Asked     []Move   // now, and not before
	Dropped   []Move   // before, and not now
	Turned    []Move   // asked before and now, with another outcome

	article int
}

// Change is one thing of a rule that changes.
type Change struct{ What, Before, After string }

// Move is how a project stood by a rule before, and stands now.
type Move struct {
	Project       *project.Project
	Before, After finding.Outcome
}

// MatterChange is a matter on which the opinion is asked of other projects than before.
type MatterChange struct {
	Agency, Matter string
	Asked, Dropped []*project.Project
}

// ImpactOf compares how the same projects stand before and after. Of a classified project nothing is told.
func ImpactOf(before, after Judged) *Impact {
	impact := &Impact{Projects: len(after.Register.Projects)}
	changed := map[string]bool{}
	ids := after.Rules.IDs()
	for _, id := range before.Rules.IDs() {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		c := changeOf(id, before, after)
		for _, m := range slices.Concat(c.Asked, c.Dropped, c.Turned) {
			changed[m.Project.ID] = true
		}
		if len(c.Changes)+len(c.Asked)+len(c.Dropped)+len(c.Turned) > 0 {
			impact.Rules = append(impact.Rules, c)
		}
	}
	impact.Headlines = headlines(impact.Rules)
	impact.Matters = mattersChanged(before, after)
	for _, m := range impact.Matters {
		for _, p := range slices.Concat(m.Asked, m.Dropped) {
			changed[p.ID] = true
		}
	}
	impact.Changed = len(changed)
	return impact
}

// changeOf is how one rule changes, and how the projects then stand by it.
func changeOf(id string, before, after Judged) RuleChange {
	old, now := before.Rules.Versions(id), after.Rules.Versions(id)
	known := slices.Concat(now, old)[0]
	c := RuleChange{ID: id, Title: known.Title, Changes: changesOf(old, now), article: known.Article}
	for _, p := range after.Register.Projects {
		q := before.Register.Project(p.ID)
		if q == nil || p.IsSecret() || q.IsSecret() {
			continue
		}
		m := Move{p, outcomeOf(before.Result, p.ID, id), outcomeOf(after.Result, p.ID, id)}
		switch {
		case m.Before == m.After:
		case m.Before == finding.NotApplicable:
			c.Asked = append(c.Asked, m)
		case m.After == finding.NotApplicable:
			c.Dropped = append(c.Dropped, m)
		default:
			c.Turned = append(c.Turned, m)
		}
	}
	return c
}

func outcomeOf(r *rule.Result, projectID, ruleID string) finding.Outcome {
	if o := r.Outcomes[projectID].Of(ruleID); o != 0 {
		return o
	}
	return finding.NotApplicable // by a rule that there is not
}

// changesOf compares the versions of one rule. A rule has a version the more where a change is to take effect on a later
// day: that one is compared with the last of before.
func changesOf(old, now []*rule.Rule) []Change {
	switch {
	case len(old) == 0:
		return []Change{{What: "新增规则", After: now[0].InForce()}}
	case len(now) == 0:
		return []Change{{What: "删去规则", Before: old[0].InForce()}}
	}
	a, b := old[len(old)-1], now[len(now)-1]
	var changes []Change
	compare := func(what, before, after string) {
		if before != after {
			changes = append(changes, Change{what, before, after})
		}
	}
	limits := map[string][2]string{}
	var labels []string
	for i, r := range []*rule.Rule{a, b} {
		for _, l := range slices.Concat(r.Limits, r.Choices) {
			if _, ok := limits[l.Label]; !ok {
				labels = append(labels, l.Label)
			}
			pair := limits[l.Label]
			pair[i] = l.Text
			limits[l.Label] = pair
		}
	}
	for _, label := range labels {
		compare(label, limits[label][0], limits[label][1])
	}
	compare("级别", a.Severity.Chinese(), b.Severity.Chinese())
	compare("检查", a.CheckDoc, b.CheckDoc)
	compare("可以豁免", yes(a.Waivable), yes(b.Waivable))
	compare("施行", a.InForce(), b.InForce())
	return changes
}

func yes(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

// Figure writes a change of a limit as people say it: "500→300 万元"; "" where no figure changes.
func (c *Change) Figure() string {
	a, b := figure.FindStringSubmatch(c.Before), figure.FindStringSubmatch(c.After)
	switch {
	case a == nil || b == nil || a[1] == b[1]:
		return ""
	case a[2] == b[2]:
		return limit.Spaced(a[1] + "→" + b[1] + a[2])
	}
	return c.Before + "→" + c.After
}

// figure is the number in a limit in words, and its unit.
var figure = regexp.MustCompile(`^\p{Han}* ?([0-9.]+|[一二三四五六七八九十]) ?(个工作日|个月|万元|亿元|元|个字|[年日天人名位个项分次%])`)

// headlines counts, for each figure that changes, the projects that the rules touch in which it stands.
func headlines(rules []RuleChange) []Headline {
	type touched struct{ path, asked, turned map[string]bool }
	byFigure := map[string]*touched{}
	var figures []string
	for i := range rules {
		c := &rules[i]
		for k := range c.Changes {
			f := c.Changes[k].Figure()
			if f == "" {
				continue
			}
			t := byFigure[f]
			if t == nil {
				t = &touched{map[string]bool{}, map[string]bool{}, map[string]bool{}}
				byFigure[f] = t
				figures = append(figures, f)
			}
			asked := t.asked
			if 9 <= c.article && c.article <= 13 { // review, plan and initiation
				asked = t.path
			}
			for _, m := range slices.Concat(c.Asked, c.Dropped) {
				asked[m.Project.ID] = true
			}
			for _, m := range c.Turned {
				t.turned[m.Project.ID] = true
			}
		}
	}
	var list []Headline
	for _, f := range figures {
		t := byFigure[f]
		maps.DeleteFunc(t.asked, func(id string, _ bool) bool { return t.path[id] })
		maps.DeleteFunc(t.turned, func(id string, _ bool) bool { return t.path[id] || t.asked[id] })
		list = append(list, Headline{f, len(t.path), len(t.asked), len(t.turned)})
	}
	return list
}

// String is the headline in words: "500→300 万元：17 个项目改变审批路径".
func (h *Headline) String() string {
	var parts []string
	for _, n := range []struct {
		count int
		says  string
	}{{h.Path, "改变审批路径"}, {h.Asked, "改变要求"}, {h.Turned, "改变结论"}} {
		if n.count > 0 {
			parts = append(parts, fmt.Sprintf("%d 个项目%s", n.count, n.says))
		}
	}
	if len(parts) == 0 {
		return h.Figure + "：没有项目受影响"
	}
	return h.Figure + "：" + strings.Join(parts, "，")
}

// mattersChanged lists the matters on which opinions are asked of other projects than before, in the order of the file;
// those that are gone come last.
func mattersChanged(before, after Judged) []MatterChange {
	old, now := askedOf(before.Register), askedOf(after.Register)
	var list []MatterChange
	for _, name := range slices.Concat(now.names, old.names) {
		c := MatterChange{Agency: name.agency, Matter: name.matter}
		for _, p := range after.Register.Projects {
			switch was, is := old.asked[name][p.ID], now.asked[name][p.ID]; {
			case is && !was:
				c.Asked = append(c.Asked, p)
			case was && !is:
				c.Dropped = append(c.Dropped, p)
			}
		}
		known := slices.ContainsFunc(list, func(m MatterChange) bool { return m.Agency == c.Agency && m.Matter == c.Matter })
		if !known && len(c.Asked)+len(c.Dropped) > 0 {
			list = append(list, c)
		}
	}
	return list
}

// matterName tells a matter from the others, for people.
type matterName struct{ agency, matter string }

// askedMatters are the projects that are asked for each matter of a declaration, by their ids.
type askedMatters struct {
	names []matterName
	asked map[matterName]map[string]bool
}

func askedOf(r *project.Register) askedMatters {
	all := askedMatters{asked: map[matterName]map[string]bool{}}
	for i := range r.Matters {
		m := &r.Matters[i]
		if !m.IsPreliminary() {
			continue
		}
		name := matterName{m.Agency.V, m.Matter.V}
		for k := range r.Agencies {
			if r.Agencies[k].ID.V == m.Agency.V {
				name.agency = r.Agencies[k].Name.V
			}
		}
		ids := map[string]bool{}
		for _, p := range r.Projects {
			applies, _ := m.When.Applies(p.Declaration)
			ids[p.ID] = applies && !p.IsSecret()
		}
		all.names, all.asked[name] = append(all.names, name), ids
	}
	return all
}
