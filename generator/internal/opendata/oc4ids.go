// The projects in the Open Contracting for Infrastructure Data Standard, version 0.9
// (https://standard.open-contracting.org/infrastructure/).
//
// The standard knows neither the regulation's stages nor its opinions: these stand in projects.json. A project's id is the
// register's own; who registers a prefix with the standard's helpdesk puts it before the ids.

package opendata

import (
	"cmp"
	"slices"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// OC4IDSFile is the place of the export.
const OC4IDSFile = "data/oc4ids.json"

type oc4idsPackage struct {
	URI           string          `json:"uri"`
	PublishedDate string          `json:"publishedDate"`
	Version       string          `json:"version"`
	Publisher     oc4idsName      `json:"publisher"`
	License       string          `json:"license,omitempty"`
	Projects      []oc4idsProject `json:"projects"`
}

type oc4idsName struct {
	Name string `json:"name"`
}

type oc4idsProject struct {
	ID              string            `json:"id"`
	Updated         string            `json:"updated"`
	Language        string            `json:"language"`
	Title           string            `json:"title"`
	Description     string            `json:"description,omitempty"`
	Status          string            `json:"status"`
	PublicAuthority oc4idsParty       `json:"publicAuthority"`
	Sector          []string          `json:"sector"`
	Budget          *oc4idsBudget     `json:"budget,omitempty"`
	Period          *oc4idsPeriod     `json:"period,omitempty"`
	Completion      *oc4idsCompletion `json:"completion,omitempty"`
	Classifications []oc4idsClass     `json:"additionalClassifications"`
	Parties         []oc4idsParty     `json:"parties"`
	Contracting     []oc4idsProcess   `json:"contractingProcesses,omitempty"`
}

type oc4idsParty struct {
	ID    string   `json:"id,omitempty"`
	Name  string   `json:"name"`
	Roles []string `json:"roles,omitempty"`
}

type oc4idsClass struct {
	Scheme      string `json:"scheme"`
	ID          string `json:"id"`
	Description string `json:"description"`
}

type oc4idsValue struct {
	Amount   exact  `json:"amount"`
	Currency string `json:"currency"`
}

type oc4idsBudget struct {
	Amount       oc4idsValue `json:"amount"`
	ApprovalDate string      `json:"approvalDate,omitempty"`
}

type oc4idsPeriod struct {
	Start string `json:"startDate,omitempty"`
	End   string `json:"endDate,omitempty"`
}

type oc4idsCompletion struct {
	End   string       `json:"endDate"`
	Value *oc4idsValue `json:"finalValue,omitempty"`
}

type oc4idsProcess struct {
	ID      string        `json:"id"`
	Summary oc4idsSummary `json:"summary"`
}

type oc4idsSummary struct {
	Reference    string              `json:"externalReference"`
	Nature       []string            `json:"nature,omitempty"`
	Title        string              `json:"title,omitempty"`
	Status       string              `json:"status"`
	Tender       *oc4idsTender       `json:"tender,omitempty"`
	Suppliers    []oc4idsParty       `json:"suppliers"`
	Value        *oc4idsValue        `json:"contractValue,omitempty"`
	Period       *oc4idsPeriod       `json:"contractPeriod,omitempty"`
	Transactions []oc4idsTransaction `json:"transactions,omitempty"`
}

type oc4idsTender struct {
	Method  string `json:"procurementMethod,omitempty"`
	Details string `json:"procurementMethodDetails"`
}

type oc4idsTransaction struct {
	ID    string       `json:"id"`
	Date  string       `json:"date,omitempty"`
	Value *oc4idsValue `json:"value,omitempty"`
}

// oc4idsStatuses are the standard's words for the conditions of rules/stages.toml that a project has reached.
var oc4idsStatuses = map[string]string{
	"declared": "identification", "preliminary": "identification", "expert": "identification", "planned": "preparation", "initiated": "preparation",
	"contracted": "implementation", "completed": "implementation", "trial": "implementation", "accepted": "completion", "evaluated": "maintenance",
	"closed": "decommissioned",
}

// oc4idsMethods are the standard's words for the ways of procurement; of the others it has none.
var oc4idsMethods = map[string]string{
	"公开招标": "open", "邀请招标": "selective", "竞争性谈判": "limited", "竞争性磋商": "limited", "询价": "limited", "单一来源": "direct",
}

// oc4idsNatures are the standard's words for the roles of contracts; of the others it has none.
var oc4idsNatures = map[string]string{"承建": "construction", "设计": "design", "监理": "supervision"}

// OC4IDS is the export; false where there is no project, of which the standard wants one at least.
func (s *Survey) OC4IDS(r *project.Register) (File, bool) {
	if len(s.Entries) == 0 {
		return File{}, false
	}
	all := oc4idsPackage{
		URI: "urn:register:oc4ids", PublishedDate: dateTime(r.Today), Version: "0.9", Publisher: oc4idsName{cmp.Or(r.Site.Organisation.V, r.Site.Title.V, "register")},
	}
	if r.Site.Domain.V != "" {
		all.URI = "https://" + string(r.Site.Domain.V) + "/" + OC4IDSFile
	}
	for i := range s.Entries {
		all.Projects = append(all.Projects, s.oc4idsProject(r, &s.Entries[i]))
	}
	return File{OC4IDSFile, encode(all)}, true
}

// dateTime writes a day as the moment with which it begins here, "" where there is none.
func dateTime(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String() + "T00:00:00+08:00"
}

func valueOf(s portfolio.Sum) *oc4idsValue {
	if !s.Given {
		return nil
	}
	return &oc4idsValue{yuan(s.Amount), "CNY"}
}

// periodOf is nil where there is neither a beginning nor an end.
func periodOf(start, end calendar.Date) *oc4idsPeriod {
	if start.IsZero() && end.IsZero() {
		return nil
	}
	return &oc4idsPeriod{dateTime(start), dateTime(end)}
}

func (s *Survey) oc4idsProject(r *project.Register, e *Entry) oc4idsProject {
	p, d := e.Project, e.Project.Declaration
	course := portfolio.CourseOf(r, p)
	unit := oc4idsParty{ID: p.Unit, Name: e.Unit}
	out := oc4idsProject{
		ID: p.ID, Updated: dateTime(r.Today), Language: "zh", Title: d.Name.V, Description: d.Summary.V, Status: "identification",
		PublicAuthority: unit, Sector: []string{"informationAndCommunication"},
		Classifications: []oc4idsClass{{"register", s.Of(e, ByKind), d.Kind.V}, {"register", s.Of(e, ByCategory), d.Category.V}},
		Parties:         []oc4idsParty{{unit.ID, unit.Name, []string{"publicAuthority"}}},
	}
	if course.At >= 0 {
		out.Status = cmp.Or(oc4idsStatuses[course.Steps[course.At].Stage.Reached.V], out.Status)
	}
	if v := valueOf(e.Amounts.Planned); v != nil {
		out.Budget = &oc4idsBudget{*v, dateTime(course.On("planned"))}
	}
	if d.Schedule != nil {
		out.Period = periodOf(d.Schedule.Start.V, d.Schedule.Finish.V)
	}
	if on := course.On("accepted"); !on.IsZero() {
		out.Completion = &oc4idsCompletion{dateTime(on), valueOf(e.Amounts.Contracted)}
	}
	contracts := p.Contracts()
	for i := range contracts {
		out.Contracting = append(out.Contracting, oc4idsProcessOf(p, &contracts[i], course.On("accepted")))
		supplier := oc4idsParty{string(contracts[i].Supplier.CreditCode.V), contracts[i].Supplier.Name.V, []string{"supplier"}}
		if !slices.ContainsFunc(out.Parties, func(x oc4idsParty) bool { return x.ID == supplier.ID }) {
			out.Parties = append(out.Parties, supplier)
		}
	}
	return out
}

func oc4idsProcessOf(p *project.Project, c *project.Contract, accepted calendar.Date) oc4idsProcess {
	summary := oc4idsSummary{
		Reference: c.Number.V, Title: c.Lot.V, Status: "active", Period: periodOf(c.Signed.V, calendar.Date{}),
		Suppliers: []oc4idsParty{{ID: string(c.Supplier.CreditCode.V), Name: c.Supplier.Name.V}},
	}
	if !accepted.IsZero() {
		summary.Status = "closed"
	}
	if c.Amount.Given() {
		summary.Value = valueOf(portfolio.Sum{Amount: c.Amount.V, Given: true})
	}
	if nature := oc4idsNatures[c.Role.V]; nature != "" {
		summary.Nature = []string{nature}
	}
	for i := range p.Procurement.Procurements.V {
		if x := &p.Procurement.Procurements.V[i]; x.Lot.V == c.Lot.V && x.Method.V != "" {
			summary.Tender = &oc4idsTender{oc4idsMethods[x.Method.V], x.Method.V}
		}
	}
	if p.Payments != nil {
		for i := range p.Payments.Payments.V {
			if x := &p.Payments.Payments.V[i]; x.Contract.V == c.Number.V && x.Amount.Given() {
				summary.Transactions = append(summary.Transactions, oc4idsTransaction{
					ID: c.Number.V + "/" + iso(x.Date.V), Date: dateTime(x.Date.V), Value: valueOf(portfolio.Sum{Amount: x.Amount.V, Given: true}),
				})
			}
		}
	}
	return oc4idsProcess{ID: p.ID + "/" + c.Number.V, Summary: summary}
}
