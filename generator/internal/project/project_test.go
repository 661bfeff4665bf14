package project

import (
	"testing"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/source"
)

func TestBudget(t *testing.T) {
	given := func(a money.Amount) Money { return Money{Place: Place{State: Given}, V: a} }
	faulty := Money{Place: Place{State: Faulty}}
	declared := func(total Money) *Declaration { return &Declaration{Estimate: Estimate{Total: total}} }
	for _, tt := range []struct {
		name    string
		project Project
		want    money.Amount
		known   bool
	}{
		{"nothing", Project{}, 0, false},
		{"declared", Project{Declaration: declared(given(486 * money.Wan))}, 486 * money.Wan, true},
		{"declared as nothing", Project{Declaration: declared(given(0))}, 0, true},
		{"declared wrongly", Project{Declaration: declared(faulty)}, 0, false},
		{"an approval without amounts", Project{Declaration: declared(given(486 * money.Wan)), Approval: &Approval{}}, 486 * money.Wan, true},
		{
			"audited",
			Project{Declaration: declared(given(486 * money.Wan)), Approval: &Approval{Audit: &Audit{Amount: given(470 * money.Wan)}}},
			470 * money.Wan, true,
		},
		{
			"audited, declared wrongly",
			Project{Declaration: declared(faulty), Approval: &Approval{Audit: &Audit{Amount: given(470 * money.Wan)}}},
			470 * money.Wan, true,
		},
		{
			"audited wrongly",
			Project{Declaration: declared(given(486 * money.Wan)), Approval: &Approval{Audit: &Audit{Amount: faulty}}},
			0, false,
		},
		{
			"planned",
			Project{
				Declaration: declared(given(486 * money.Wan)),
				Approval:    &Approval{Audit: &Audit{Amount: given(470 * money.Wan)}, Plan: &PlannedAmount{Amount: given(460 * money.Wan)}},
			},
			460 * money.Wan, true,
		},
		{
			"planned as nothing",
			Project{Approval: &Approval{Audit: &Audit{Amount: given(470 * money.Wan)}, Plan: &PlannedAmount{Amount: given(0)}}},
			0, true,
		},
		{
			"planned wrongly",
			Project{Approval: &Approval{Audit: &Audit{Amount: given(470 * money.Wan)}, Plan: &PlannedAmount{Amount: faulty}}},
			0, false,
		},
		{
			"planned without an amount",
			Project{Approval: &Approval{Audit: &Audit{Amount: given(470 * money.Wan)}, Plan: &PlannedAmount{}}},
			470 * money.Wan, true,
		},
		{
			"an approval that cannot be read",
			Project{Declaration: declared(given(486 * money.Wan)), Broken: map[string]bool{"approval.toml": true}},
			0, false,
		},
	} {
		if got, known := tt.project.Budget(); got != tt.want || known != tt.known {
			t.Errorf("%s: the budget is %s, %t, want %s, %t", tt.name, got, known, tt.want, tt.known)
		}
	}
}

func TestIsSecret(t *testing.T) {
	said := &Declaration{Classified: Flag{V: true}}
	for _, tt := range []struct {
		name    string
		project Project
		want    bool
	}{
		{"no declaration", Project{}, false},
		{"it says that it is not", Project{Declaration: &Declaration{}}, false},
		{"it says that it is", Project{Declaration: said}, true},
		{"it says that it is not, a mark says that it is", Project{Declaration: &Declaration{}, Marks: []finding.Location{{}}}, true},
		{"a mark where no declaration can be read", Project{Marks: []finding.Location{{}}}, true},
	} {
		if got := tt.project.IsSecret(); got != tt.want {
			t.Errorf("%s: secret %t, want %t", tt.name, got, tt.want)
		}
	}
}

func TestProjectFiles(t *testing.T) {
	p := Project{Dir: "projects/2025/zhzf/001", Files: []string{"plan.md", "project.toml"}}
	if !p.Has("plan.md") || p.Has("plan") || p.Has("") {
		t.Error("Has does not tell the folder's files from others")
	}
	if got := p.At("plan.md"); got.File != "projects/2025/zhzf/001/plan.md" || got.Line() != 1 || got.Column() != 1 {
		t.Errorf("plan.md is at %+v", got)
	}
	if got := p.Contracts(); got != nil {
		t.Errorf("without procurement.toml the contracts are %v", got)
	}
	p.Procurement = &Procurement{Contracts: List[Contract]{V: make([]Contract, 2)}}
	if got := len(p.Contracts()); got != 2 {
		t.Errorf("%d contracts, want 2", got)
	}
}

func TestContractBegan(t *testing.T) {
	c := &Contract{Signed: Date{Place: Place{State: Given}}}
	if c.Began() != &c.Signed {
		t.Error("a contract without a day of engagement begins when it is signed")
	}
	c.Engaged.State = Given
	if c.Began() != &c.Engaged {
		t.Error("a contract begins on its day of engagement")
	}
	c.Engaged.State = Faulty // then nobody knows, which is not the day of signing
	if c.Began() != &c.Engaged {
		t.Error("a day of engagement that cannot be read is passed over")
	}
}

func TestRegisterLookups(t *testing.T) {
	r := &Register{
		Projects: []*Project{{ID: "2024-zl-001"}, {ID: "2025-zhzf-001"}, {ID: "2025-zhzf-002"}},
		Years:    []*Year{{Year: 2024}, {Year: 2025}},
		Units:    []Unit{{Code: Text{V: "zhzf"}}, {Code: Text{V: "zl"}}},
	}
	for _, p := range r.Projects {
		if r.Project(p.ID) != p {
			t.Errorf("Project(%q) is not it", p.ID)
		}
	}
	for _, id := range []string{"", "2024-zl-000", "2025-zhzf-0015", "2026-zl-001"} {
		if got := r.Project(id); got != nil {
			t.Errorf("Project(%q) = %v, want none", id, got)
		}
	}
	if r.Year(2025) != r.Years[1] || r.Year(2026) != nil {
		t.Error("Year does not find the year, or finds one that is not there")
	}
	if r.Unit("zl") != &r.Units[1] || r.Unit("") != nil || r.Unit("police") != nil {
		t.Error("Unit does not find the unit, or finds one that is not there")
	}
}

func TestYearApproved(t *testing.T) {
	plain := &Project{ID: "2025-zhzf-001", Declaration: &Declaration{}}
	supplement := &Project{ID: "2025-zhzf-002", Declaration: &Declaration{Supplement: &Supplement{}}}
	unnamed := &Project{ID: "2025-zhzf-003", Declaration: &Declaration{Supplement: &Supplement{}}}
	year := &Year{Plan: &Plan{
		Approval: &PlanDocument{Document: Text{V: "批复"}},
		Supplements: List[Batch]{V: []Batch{
			{Document: Text{V: "第一批"}, Projects: List[Text]{V: []Text{{V: "2025-zl-001"}}}},
			{Document: Text{V: "第二批"}, Projects: List[Text]{V: []Text{{V: "2025-zl-002"}, {V: "2025-zhzf-002"}}}},
		}},
	}}
	for _, tt := range []struct {
		name    string
		year    *Year
		project *Project
		want    string // "" for none
	}{
		{"a project of the year", year, plain, "批复"},
		{"a supplement, by its batch", year, supplement, "第二批"},
		{"a supplement that no batch names", year, unnamed, ""},
		{"a project without declaration", year, &Project{ID: "2025-zl-001"}, "批复"},
		{"a plan without approval", &Year{Plan: &Plan{}}, plain, ""},
		{"a year without plan", &Year{}, plain, ""},
		{"no year", nil, plain, ""},
	} {
		got := tt.year.Approved(tt.project)
		if (got == nil) != (tt.want == "") || got != nil && got.Document.V != tt.want {
			t.Errorf("%s: approved by %+v, want %q", tt.name, got, tt.want)
		}
	}
}

func TestInWindow(t *testing.T) {
	date := func(s string) calendar.Date {
		d, err := calendar.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	w := &Window{Opens: Date{V: date("2024-09-01")}, Closes: Date{V: date("2024-10-15")}}
	for day, want := range map[string]bool{
		"2024-08-31": false, "2024-09-01": true, "2024-09-20": true, "2024-10-15": true, "2024-10-16": false,
	} {
		if got := w.InWindow(date(day)); got != want {
			t.Errorf("%s in the window: %t, want %t", day, got, want)
		}
	}
}

func TestKeyPathAndPlace(t *testing.T) {
	root := &Table{File: "procurement.toml", Index: -1}
	contract := &Table{File: "procurement.toml", Parent: root, Key: "contracts", Index: 2, Span: source.Span{Line: 9, Column: 3, Width: 9}}
	supplier := &Table{File: "procurement.toml", Parent: contract, Key: "supplier", Index: -1, Span: source.Span{Line: 12, Column: 1, Width: 8}}
	stands := source.Span{Line: 12, Column: 14, Width: 5}
	for _, tt := range []struct {
		name    string
		place   Place
		keyPath string
		at      finding.Location
	}{
		{"in the root", Place{Table: root, Key: "plan_confirmed", Span: stands}, "plan_confirmed", finding.Location{File: "procurement.toml", Span: stands}},
		{"absent from the root", Place{Table: root, Key: "plan_confirmed"}, "plan_confirmed", finding.Location{File: "procurement.toml"}},
		{"in an entry", Place{Table: contract, Key: "filed", Span: stands}, "contracts[2].filed", finding.Location{File: "procurement.toml", Span: stands}},
		{"absent from an entry: its header", Place{Table: contract, Key: "filed"}, "contracts[2].filed", finding.Location{File: "procurement.toml", Span: contract.Span}},
		{"in a table of an entry", Place{Table: supplier, Key: "name", Span: stands}, "contracts[2].supplier.name", finding.Location{File: "procurement.toml", Span: stands}},
		{"an entry of a list", Place{Table: contract, Key: "deliverables[1]", Span: stands}, "contracts[2].deliverables[1]", finding.Location{File: "procurement.toml", Span: stands}},
		{"without a table", Place{Key: "filed"}, "filed", finding.Location{}},
	} {
		if got := tt.place.KeyPath(); got != tt.keyPath {
			t.Errorf("%s: the key path is %q, want %q", tt.name, got, tt.keyPath)
		}
		if got := tt.place.At(); got != tt.at {
			t.Errorf("%s: it is at %+v, want %+v", tt.name, got, tt.at)
		}
	}
}

func TestStates(t *testing.T) {
	for _, tt := range []struct {
		state         State
		given, faulty bool
	}{{Absent, false, false}, {Given, true, false}, {Faulty, false, true}} {
		p := &Place{State: tt.state}
		if p.Given() != tt.given || p.Faulty() != tt.faulty {
			t.Errorf("state %d: given %t, faulty %t", tt.state, p.Given(), p.Faulty())
		}
	}
}
