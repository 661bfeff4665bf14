package project

import (
	"slices"

	"wuxing.example/register/generator/internal/calendar"
)

// reached are the conditions that rules/stages.toml may name: the day on which a project completed a stage, and false
// while it has not. r is the register that it is in.
var reached = map[string]func(p *Project, r *Register) (calendar.Date, bool){
	"declared": func(p *Project, _ *Register) (calendar.Date, bool) {
		if p.Declaration == nil {
			return calendar.Date{}, false
		}
		return day(&p.Declaration.Declared)
	},
	"preliminary": func(p *Project, r *Register) (calendar.Date, bool) {
		if p.Review != nil && p.Review.Preliminary != nil && p.Review.Preliminary.Conclusion.V == Agreed {
			return day(&p.Review.Preliminary.Date)
		}
		return r.agreedOn(p)
	},
	"expert": func(p *Project, _ *Register) (calendar.Date, bool) {
		if p.Review == nil || p.Review.Expert == nil || p.Review.Expert.Conclusion.V != Agreed {
			return calendar.Date{}, false
		}
		return day(&p.Review.Expert.Date)
	},
	"planned": func(p *Project, r *Register) (calendar.Date, bool) {
		approved := r.Year(p.Year).Approved(p)
		if p.Approval == nil || p.Approval.Plan == nil || approved == nil {
			return calendar.Date{}, false
		}
		return day(&approved.Date)
	},
	"initiated": func(p *Project, _ *Register) (calendar.Date, bool) {
		if d := p.Initiated(); d != nil {
			return day(d)
		}
		return calendar.Date{}, false
	},
	"contracted": func(p *Project, _ *Register) (calendar.Date, bool) {
		var dates []*Date
		contracts := p.Contracts()
		for i := range contracts {
			if role := contracts[i].Role.V; role == RoleContractor || role == RoleMaintenance || role == "租赁" {
				dates = append(dates, &contracts[i].Signed)
			}
		}
		return first(dates)
	},
	"completed": func(p *Project, _ *Register) (calendar.Date, bool) {
		if p.InitialAcceptance == nil {
			return calendar.Date{}, false
		}
		return day(&p.InitialAcceptance.Completed)
	},
	"trial": func(p *Project, _ *Register) (calendar.Date, bool) {
		if p.InitialAcceptance == nil || p.InitialAcceptance.Trial == nil {
			return calendar.Date{}, false
		}
		return day(&p.InitialAcceptance.Trial.End)
	},
	"accepted": func(p *Project, _ *Register) (calendar.Date, bool) {
		if round := p.Accepted(); round != nil {
			return day(&round.Date)
		}
		return calendar.Date{}, false
	},
	"evaluated": func(p *Project, _ *Register) (calendar.Date, bool) {
		var dates []*Date
		for _, e := range p.Evaluations {
			if !e.Self {
				dates = append(dates, &e.Date)
			}
		}
		return first(dates)
	},
	"closed": func(p *Project, _ *Register) (calendar.Date, bool) {
		if p.Closure == nil {
			return calendar.Date{}, false
		}
		return day(&p.Closure.Date)
	},
}

// Conditions are the names of the conditions that rules/stages.toml may name, in order.
func Conditions() []string {
	var names []string
	for name := range reached {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Completed is the day on which a project completed the stage, and false while it has not.
func (s *Stage) Completed(p *Project, r *Register) (calendar.Date, bool) {
	condition := reached[s.Reached.V]
	if condition == nil {
		return calendar.Date{}, false
	}
	return condition(p, r)
}

// Initiated is the date of 立项: that of the first 项目联系单 or 可行性研究报告批复. It returns nil if there is none, and a
// date that cannot be read if one of them cannot.
func (p *Project) Initiated() *Date {
	if p.Approval == nil || p.Approval.Initiation == nil {
		return nil
	}
	var first *Date
	documents := p.Approval.Initiation.Documents.V
	for i := range documents {
		d := &documents[i]
		if d.Kind.V != "项目联系单" && d.Kind.V != "可行性研究报告批复" {
			continue
		}
		if first == nil || d.Date.Faulty() || d.Date.V.Before(first.V) {
			first = &d.Date
		}
	}
	return first
}

// Accepted is the first final acceptance that the project passed, nil if it has not.
func (p *Project) Accepted() *FinalRound {
	if p.FinalAcceptance == nil {
		return nil
	}
	for i := range p.FinalAcceptance.Acceptances.V {
		if round := &p.FinalAcceptance.Acceptances.V[i]; round.Conclusion.V == Passed {
			return round
		}
	}
	return nil
}

func day(d *Date) (calendar.Date, bool) { return d.V, d.Given() }

// first is the earliest of some dates, false if none can be read.
func first(dates []*Date) (calendar.Date, bool) {
	var earliest calendar.Date
	for _, d := range dates {
		if d.Given() && (earliest.IsZero() || d.V.Before(earliest)) {
			earliest = d.V
		}
	}
	return earliest, !earliest.IsZero()
}
