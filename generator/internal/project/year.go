package project

import "wuxing.example/register/generator/internal/calendar"

// Plan is projects/<year>/plan.toml: the plan year.
type Plan struct {
	Table
	Year        Number        `toml:"year" label:"计划年度"`
	KeyProjects List[Text]    `toml:"key_projects" label:"重点项目"`
	Window      Window        `toml:"window" label:"申报时限"`
	Approval    *PlanDocument `toml:"approval" label:"区政府批复"`
	Dispatch    *PlanDocument `toml:"dispatch" label:"报送发改经信局"`
	Listed      *PlanDocument `toml:"listed" label:"列入年度政府投资项目计划"`
	Supplements List[Batch]   `toml:"supplements" label:"增补批次"`
}

// Window is when declarations for the year are taken, both days included.
type Window struct {
	Table
	Opens  Date `toml:"opens" label:"开始日期" future:"ok"`
	Closes Date `toml:"closes" label:"截止日期" future:"ok"`
	Notice Text `toml:"notice" label:"通知文号"`
}

// PlanDocument is a document in the course of the year's plan.
type PlanDocument struct {
	Table
	Document Text `toml:"document" label:"文号"`
	Date     Date `toml:"date,required" label:"日期"`
}

// Batch is one supplement to the year's plan, and the projects that it names.
type Batch struct {
	Table
	Document Text       `toml:"document" label:"文号"`
	Date     Date       `toml:"date,required" label:"日期"`
	Projects List[Text] `toml:"projects" label:"项目"`
}

// Declined is projects/<year>/declined.toml: the declarations that did not pass.
type Declined struct {
	Table
	Declined List[DeclinedProject] `toml:"declined" label:"未通过的申报"`
}

// DeclinedProject is one declaration that did not pass, with its opinions.
type DeclinedProject struct {
	Table
	PullRequest Number                `toml:"pull_request" label:"申报单号"`
	Name        Text                  `toml:"name" label:"项目名称"`
	Unit        Text                  `toml:"unit" label:"建设单位"`
	Total       Money                 `toml:"total" label:"总投资"`
	Date        Date                  `toml:"date,required" label:"日期"`
	Opinions    List[DeclinedOpinion] `toml:"opinions" label:"意见"`
}

// DeclinedOpinion is one opinion on a declaration that did not pass.
type DeclinedOpinion struct {
	Table
	Matter     Text `toml:"matter" label:"意见事项"`
	Conclusion Text `toml:"conclusion,required" label:"意见结论" oneof:"同意|不同意|意见"`
	Text       Text `toml:"text" label:"意见内容"`
}

// Approved is the government's approval of the plan that the project is in: the year's, or, of a supplement, the
// batch's that names it. It returns nil if there is none yet.
func (y *Year) Approved(p *Project) *PlanDocument {
	if y == nil || y.Plan == nil {
		return nil
	}
	if p.Declaration == nil || p.Declaration.Supplement == nil {
		return y.Plan.Approval
	}
	if i := y.Batch(p); i >= 0 {
		batch := &y.Plan.Supplements.V[i]
		return &PlanDocument{Table: batch.Table, Document: batch.Document, Date: batch.Date}
	}
	return nil
}

// Batch is the index of the supplement to the year's plan that names the project, -1 if none does or it is no
// supplement.
func (y *Year) Batch(p *Project) int {
	if y.Plan == nil || p.Declaration == nil || p.Declaration.Supplement == nil {
		return -1
	}
	for i := range y.Plan.Supplements.V {
		for _, id := range y.Plan.Supplements.V[i].Projects.V {
			if id.V == p.ID {
				return i
			}
		}
	}
	return -1
}

// InWindow reports whether the day lies in the year's window, both ends included.
func (w *Window) InWindow(d calendar.Date) bool {
	return !d.Before(w.Opens.V) && !d.After(w.Closes.V)
}
