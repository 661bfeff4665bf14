package project

import (
	"slices"

	"wuxing.example/register/generator/internal/alike"
	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/personal"
)

// Project is one project: its folder, and what each file in it says. A file that is not there is nil.
type Project struct {
	ID   string // 2025-zhzf-001
	Dir  string // projects/2025/zhzf/001
	Year int
	Unit string // the folder's; Declaration.Unit must say the same

	Declaration       *Declaration       // project.toml
	Review            *Review            // review.toml
	Revision          *Revision          // revision.toml
	Approval          *Approval          // approval.toml
	Procurement       *Procurement       // procurement.toml
	Payments          *Payments          // payments.toml
	Changes           []*Change          // changes/<nnn>.toml, in order
	ChangeApprovals   []*ChangeApproval  // changes/<nnn>-approval.toml, in order
	InitialAcceptance *InitialAcceptance // initial-acceptance.toml
	Application       *Application       // application.toml
	FinalAcceptance   *FinalAcceptance   // final-acceptance.toml
	Evaluations       []*Evaluation      // evaluation/<year>.toml and <year>-self.toml, in order
	Operation         *Operation         // operation.toml
	Closure           *Closure           // closure.toml
	Oversight         *Oversight         // oversight.toml
	Opinions          []*OpinionFile     // opinions/<number>.toml, in order
	Draws             []*Draw            // draws/<nnn>.toml, in order
	Waivers           *Waivers           // waivers.toml

	Documents   map[string]*Document // by name: feasibility.md, plan.md, acceptance-report.md
	Attachments []string             // names of the files in attachments/, in order
	EmptyFiles  []string             // those attachments that have no bytes, by their path from the folder
	Files       []string             // every regular file in the folder, by its path from the folder, in order
	Broken      map[string]bool      // files that are there and of which nothing could be read, by name

	Faults   []finding.Fault    // what is wrong with the form of its files
	Marks    []finding.Location // where a secrecy mark stands; such a project's text is shown nowhere
	Personal []PersonalNumber   // the identity and mobile numbers in its files
}

// PersonalNumber is where a person's number stands. The number itself is not kept.
type PersonalNumber struct {
	Kind   personal.Kind
	Masked string // its first three and last two characters, stars between them
	At     finding.Location
}

// Has reports whether the folder has a regular file of that name.
func (p *Project) Has(name string) bool {
	for _, f := range p.Files {
		if f == name {
			return true
		}
	}
	return false
}

// IsSecret reports whether the project says, or a mark in it says, that it is classified: then nothing of it but its
// path may be shown anywhere.
func (p *Project) IsSecret() bool {
	return len(p.Marks) > 0 || p.Declaration != nil && p.Declaration.Classified.V
}

// At is the file of that name in the project's folder, as a whole.
func (p *Project) At(name string) finding.Location {
	return finding.Location{File: p.Dir + "/" + name}
}

// Budget is 资金预算: the planned amount where there is one, else the audited amount, else the declared total
// (art. 11). It returns false if the value that counts carries a form finding.
func (p *Project) Budget() (money.Amount, bool) {
	if p.Broken["approval.toml"] {
		return 0, false
	}
	if a := p.Approval; a != nil {
		if a.Plan != nil && a.Plan.Amount.State != Absent {
			return a.Plan.Amount.V, a.Plan.Amount.Given()
		}
		if a.Audit != nil {
			return a.Audit.Amount.V, a.Audit.Amount.Given()
		}
	}
	if p.Declaration == nil {
		return 0, false
	}
	return p.Declaration.Estimate.Total.V, p.Declaration.Estimate.Total.Given()
}

// Contracts are the contracts of procurement.toml in the file's order, perhaps none.
func (p *Project) Contracts() []Contract {
	if p.Procurement == nil {
		return nil
	}
	return p.Procurement.Contracts.V
}

// IsEmpty reports whether a file of the folder has nothing in it: of a document, nothing but blanks.
func (p *Project) IsEmpty(name string) bool {
	if d := p.Documents[name]; d != nil {
		return d.IsEmpty
	}
	return slices.Contains(p.EmptyFiles, name)
}

// Document is a Markdown file of a project. Its text is read again where it is shown.
type Document struct {
	Path     string
	Sections []Section
	Needs    alike.Sketch // of the sections on needs (需求), in grams of NeedsGram
	IsEmpty  bool         // nothing in it but blanks
}

const (
	NeedsHeading = "需求" // what the heading of a section on needs contains
	NeedsGram    = 4    // characters
)

// Section is a heading with all that stands under it, to the next heading of the same or a higher level.
type Section struct {
	Heading string
	Level   int
	Line    int
	HasText bool // sub-headings, lists and tables count; comments and images do not
}

// Year is one plan year: its folder's own files.
type Year struct {
	Year     int
	Plan     *Plan     // plan.toml
	Declined *Declined // declined.toml
	Opinions []*OpinionFile
	Broken   map[string]bool
	Faults   []finding.Fault
	Marks    []finding.Location
	Personal []PersonalNumber
}

// Register is the whole record: the projects, the plan years, and the district's directories.
type Register struct {
	Today       calendar.Date
	Projects    []*Project           // in order of id
	Others      func(id string) bool // whether a project that was not read is on the register; nil: all were read
	Years       []*Year              // in order
	Units       []Unit
	Agencies    []Agency
	Experts     []Expert
	Stages      []Stage
	Matters     []Matter
	Permissions []Permission
	Recorder    []Text // the accounts that write opinions into the record
	Regulation  Regulation
	Site        Site
	Opinions    []*OpinionFile // those on rules, rules/opinions/<number>.toml, in order
	Calendar    *calendar.Calendar

	Missing  map[string]bool  // directories of rules/ that are not there, or of which nothing could be read
	Faults   []finding.Fault  // what is wrong outside the projects' and years' folders
	Personal []PersonalNumber // the identity and mobile numbers in the directories
}

// Project returns the project of that id, nil if there is none.
func (r *Register) Project(id string) *Project {
	lo, hi := 0, len(r.Projects)
	for lo < hi {
		mid := (lo + hi) / 2
		if r.Projects[mid].ID < id {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(r.Projects) && r.Projects[lo].ID == id {
		return r.Projects[lo]
	}
	return nil
}

// Has reports whether the project of that id is on the register, read or not.
func (r *Register) Has(id string) bool {
	return r.Project(id) != nil || r.Others != nil && r.Others(id)
}

// Year returns the plan year, nil if it has no folder.
func (r *Register) Year(year int) *Year {
	for _, y := range r.Years {
		if y.Year == year {
			return y
		}
	}
	return nil
}

// Unit returns the unit of that code, nil if units.toml does not have it.
func (r *Register) Unit(code string) *Unit {
	for i := range r.Units {
		if r.Units[i].Code.V == code {
			return &r.Units[i]
		}
	}
	return nil
}
