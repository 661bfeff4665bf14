package report

import (
	"fmt"
	"io"
	"strings"

	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// ImpactFormats are the formats of the impact of a change of the rules, as help lists them.
var ImpactFormats = []string{"text", "markdown"}

// mostNamed is how many projects are named of one change in Markdown: a comment on a pull request has an end.
const mostNamed = 20

// WriteImpact writes what a change of the rules does to the projects, for a terminal, or in Markdown for the comment on a
// pull request. It errors if w fails.
func WriteImpact(w io.Writer, impact *portfolio.Impact, markdown bool) error {
	i := impactWriter{text: func(s string) string { return s }, bullet: "  - ", most: impact.Projects}
	if markdown {
		i = impactWriter{text: plain, strong: "**", bullet: "- ", most: mostNamed}
	}
	i.line("", "%s%s%s", i.strong, i.text(summaryOf(impact)), i.strong)
	if len(impact.Headlines) > 0 {
		i.line("", "")
	}
	for k := range impact.Headlines {
		i.line("", "%s%s%s", i.strong, i.text(impact.Headlines[k].String()), i.strong)
		if markdown {
			i.line("", "") // else the host joins the lines
		}
	}
	for k := range impact.Rules {
		i.rule(&impact.Rules[k])
	}
	for _, m := range impact.Matters {
		i.line("", "\n%s%s%s", i.strong, i.text(m.Agency+"的意见（"+m.Matter+"）"), i.strong)
		i.projects("要征求", m.Asked, nil)
		i.projects("不再征求", m.Dropped, nil)
	}
	i.line("", "\n%s", i.text(portfolio.AboutImpact))
	_, err := io.WriteString(w, i.b.String())
	return err
}

func summaryOf(impact *portfolio.Impact) string {
	if len(impact.Rules)+len(impact.Matters) == 0 {
		return fmt.Sprintf("规则没有变化，%d 个项目的结论都与改动前相同。", impact.Projects)
	}
	return fmt.Sprintf("改动规则的影响：%d 个项目中有 %d 个受影响。", impact.Projects, impact.Changed)
}

// impactWriter writes the parts, in one of the two formats.
type impactWriter struct {
	b      strings.Builder
	text   func(string) string // of the record or of rules/, made into mere text
	strong string
	bullet string
	most   int // projects named of one change
}

func (i *impactWriter) line(indent, format string, args ...any) {
	fmt.Fprintf(&i.b, indent+format+"\n", args...)
}

func (i *impactWriter) rule(c *portfolio.RuleChange) {
	i.line("", "\n%s%s%s", i.strong, i.text(c.ID+" "+c.Title), i.strong)
	for _, change := range c.Changes {
		said := change.What + "："
		switch {
		case change.Before == "":
			said += change.After
		case change.After == "":
			said += change.Before
		default:
			said += change.Before + " → " + change.After
		}
		i.line(i.bullet, "%s", i.text(said))
	}
	if len(c.Changes) == 0 {
		i.line(i.bullet, "规则本身没有改，名录、意见事项或放假安排改了")
	}
	i.moves("要求", c.Asked)
	i.moves("不再要求", c.Dropped)
	i.moves("结论改变", c.Turned)
}

func (i *impactWriter) moves(says string, moves []portfolio.Move) {
	var projects []*project.Project
	var notes []string
	for _, m := range moves {
		projects = append(projects, m.Project)
		notes = append(notes, m.Before.Chinese()+"→"+m.After.Chinese())
	}
	i.projects(says, projects, notes)
}

// projects writes a list of projects, with a note on each.
func (i *impactWriter) projects(says string, projects []*project.Project, notes []string) {
	if len(projects) == 0 {
		return
	}
	var named []string
	for k, p := range projects[:min(len(projects), i.most)] {
		name := p.ID
		if p.Declaration != nil {
			name += " " + p.Declaration.Name.V
		}
		if notes != nil {
			name += "（" + notes[k] + "）"
		}
		named = append(named, i.text(name))
	}
	more := ""
	if rest := len(projects) - len(named); rest > 0 {
		more = fmt.Sprintf("，另有 %d 个", rest)
	}
	i.line(i.bullet, "%s %d 个：%s%s", says, len(projects), strings.Join(named, "、"), more)
}
