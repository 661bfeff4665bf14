// Every project as JSON, for programs that ask for more than the list has.

package opendata

import (
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// JSONFile is the place of the projects as JSON.
const JSONFile = "data/projects.json"

// record is one project. Amounts are in yuan, exact to the fen; dates are ISO; what is absent is left out.
type record struct {
	ID        string           `json:"id"`
	Page      string           `json:"page"` // from the site's root
	Name      string           `json:"name"`
	Summary   string           `json:"summary"`
	Unit      party            `json:"unit"`
	Facets    []labelled       `json:"facets"`
	Declared  string           `json:"declared"`
	Amounts   amounts          `json:"amounts"`
	Stages    []stage          `json:"stages,omitempty"`
	Contracts []contract       `json:"contracts,omitempty"`
	Payments  []payment        `json:"payments,omitempty"`
	Accepted  []acceptance     `json:"acceptances,omitempty"`
	Evaluated []evaluationYear `json:"evaluations,omitempty"`
}

type party struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type labelled struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	Label string `json:"label"`
}

type amounts struct {
	Declared   *exact `json:"declared,omitempty"`
	Audited    *exact `json:"audited,omitempty"`
	Planned    *exact `json:"planned,omitempty"`
	Contracted *exact `json:"contracted,omitempty"`
	Paid       *exact `json:"paid,omitempty"`
}

type stage struct {
	Name string `json:"name"`
	On   string `json:"on"`
}

type contract struct {
	Number   string `json:"number"`
	Role     string `json:"role"`
	Supplier party  `json:"supplier"`
	Amount   *exact `json:"amount,omitempty"`
	Signed   string `json:"signed,omitempty"`
}

type payment struct {
	Contract string `json:"contract"`
	Amount   *exact `json:"amount,omitempty"`
	Date     string `json:"date,omitempty"`
}

type acceptance struct {
	Date       string `json:"date,omitempty"`
	Organizer  string `json:"organizer"`
	Conclusion string `json:"conclusion"`
}

type evaluationYear struct {
	Year  int    `json:"year"`
	Total string `json:"total"`
	Grade string `json:"grade"`
}

// yuan is an amount in yuan as exact JSON.
func yuan(a money.Amount) exact {
	return exact(strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%02d", a/money.Yuan, a%money.Yuan), "0"), "."))
}

func sumIn(s portfolio.Sum) *exact {
	if !s.Given {
		return nil
	}
	v := yuan(s.Amount)
	return &v
}

func amountIn(m *project.Money) *exact {
	if !m.Given() {
		return nil
	}
	v := yuan(m.V)
	return &v
}

// iso writes a date, "" where there is none.
func iso(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// JSON is every project of the lists, with its contracts, payments, acceptances and evaluations.
func (s *Survey) JSON(r *project.Register) File {
	all := struct {
		AsOf     string   `json:"as_of"`
		Licence  string   `json:"licence,omitempty"`
		Example  bool     `json:"example"` // the data is invented
		Projects []record `json:"projects"`
	}{AsOf: r.Today.String(), Licence: r.Site.Licence.V, Example: r.Site.Example.V, Projects: []record{}}
	for i := range s.Entries {
		all.Projects = append(all.Projects, s.recordOf(r, &s.Entries[i]))
	}
	return File{JSONFile, encode(all)}
}

func (s *Survey) recordOf(r *project.Register, e *Entry) record {
	p, a := e.Project, &e.Amounts
	rec := record{
		ID: p.ID, Page: "projects/" + p.ID + "/", Name: p.Declaration.Name.V, Summary: p.Declaration.Summary.V, Unit: party{p.Unit, e.Unit}, Declared: iso(p.Declaration.Declared.V),
		Amounts: amounts{sumIn(a.Declared), sumIn(a.Audited), sumIn(a.Planned), sumIn(a.Contracted), sumIn(a.Paid)},
	}
	for i := range s.Facets {
		rec.Facets = append(rec.Facets, labelled{s.Facets[i].Key, e.values[i], s.Facets[i].LabelOf(e.values[i])})
	}
	for _, step := range portfolio.CourseOf(r, p).Steps {
		if !step.On.IsZero() {
			rec.Stages = append(rec.Stages, stage{step.Stage.Name.V, step.On.String()})
		}
	}
	contracts := p.Contracts()
	for i := range contracts {
		c := &contracts[i]
		rec.Contracts = append(rec.Contracts, contract{c.Number.V, c.Role.V, party{string(c.Supplier.CreditCode.V), c.Supplier.Name.V}, amountIn(&c.Amount), iso(c.Signed.V)})
	}
	if p.Payments != nil {
		for i := range p.Payments.Payments.V {
			x := &p.Payments.Payments.V[i]
			rec.Payments = append(rec.Payments, payment{x.Contract.V, amountIn(&x.Amount), iso(x.Date.V)})
		}
	}
	if p.FinalAcceptance != nil {
		for i := range p.FinalAcceptance.Acceptances.V {
			x := &p.FinalAcceptance.Acceptances.V[i]
			rec.Accepted = append(rec.Accepted, acceptance{iso(x.Date.V), x.Organizer.V, x.Conclusion.V})
		}
	}
	for _, x := range p.Evaluations {
		if !x.Self {
			rec.Evaluated = append(rec.Evaluated, evaluationYear{x.Year, x.Total.V, x.Grade.V})
		}
	}
	return rec
}
