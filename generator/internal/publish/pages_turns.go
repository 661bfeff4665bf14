// Whose turn it is: on the pages of projects, units and agencies.

package publish

import (
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

const turnsTitle = "轮到谁办"

// turnTable lists turns; the rows' headings are what is to be done.
func (m *maker) turnTable(turns []portfolio.Turn) Table {
	t := Table{Caption: turnsTitle, Silent: true, Empty: "没有等着办的事。", Heads: heads("事项", "由谁办理", "项目", "最后一日", "状态", "依据")}
	for i := range turns {
		turn := &turns[i]
		does, who, project := Cell{Text: turn.Does, Note: turn.Note}, Cell{Text: turn.Who}, Cell{}
		if turn.Agency != "" {
			who.URL = agencyURL(turn.Agency)
		} else if turn.Unit != "" {
			who.URL = unitURL(turn.Unit)
		}
		if turn.Project != nil {
			project = projectCell(turn.Project)
		}
		until, state := Cell{}, Cell{}
		basis := Cell{Text: rule.ArticleName(turn.Article), URL: articleURL(turn.Article)}
		if turn.Rule != nil {
			tag := urgencyTag(&portfolio.Deadline{Days: m.Register.Today.DaysUntil(turn.Until)})
			until.Text, state = turn.Until.String(), Cell{Text: tag.Text, Tone: tag.Tone}
			if turn.Rule.Local {
				basis.Note = "本区参数"
			}
		}
		t.Rows = append(t.Rows, []Cell{does, who, project, until, state, basis})
	}
	return t
}

// turnsOf are the turns of which something is so.
func (m *maker) turnsOf(is func(*portfolio.Turn) bool) []portfolio.Turn {
	var list []portfolio.Turn
	for i := range m.turns {
		if is(&m.turns[i]) {
			list = append(list, m.turns[i])
		}
	}
	return list
}

// projectTurns is the part of a project's page that says whose turn it is; none where it is nobody's.
func (m *maker) projectTurns(p *project.Project) []Section {
	turns := m.turnsIn[p.ID]
	if len(turns) == 0 {
		return nil
	}
	return []Section{{ID: "turns", Title: turnsTitle, Note: portfolio.AboutTurns, Tables: []Table{withoutColumn(m.turnTable(turns), 2)}}}
}
