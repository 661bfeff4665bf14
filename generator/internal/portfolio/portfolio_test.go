package portfolio

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
)

// The register of these tests: seven projects of three years and two units, with round amounts. Its files have only what
// the figures are made from; what form findings they carry does not matter here.
//
//go:embed testdata/register.txtar
var archive []byte

// load reads the register as of a day, each old text replaced by the new one after it.
func load(t *testing.T, today string, replacements ...string) *project.Register {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, f := range txtar.Parse(archive).Files {
		fsys[f.Name] = &fstest.MapFile{Data: []byte(strings.NewReplacer(replacements...).Replace(string(f.Data)))}
	}
	r, err := register.Load(fsys, date(t, today), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Projects) != 7 || len(r.Stages) != 9 {
		t.Fatalf("%d projects, %d stages", len(r.Projects), len(r.Stages))
	}
	return r
}

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	if s == "" {
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// wan is a whole number of 万元.
func wan(n int) money.Amount { return money.Amount(n) * money.Wan }

// ids are the ids of projects, joined by blanks.
func ids(projects []*project.Project) string {
	var list []string
	for _, p := range projects {
		list = append(list, p.ID)
	}
	return strings.Join(list, " ")
}

func TestPlans(t *testing.T) {
	plans := Plans(load(t, "2026-06-30"))
	if len(plans) != 3 {
		t.Fatalf("%d plans", len(plans))
	}
	for i, want := range []struct {
		year                                           int
		planned, supplement, unlisted, pending, follow string
	}{
		{2026, "", "", "", "2026-b-001", "2025-a-001"},
		{2025, "2025-a-001 2025-b-001", "2025-b-002", "2025-a-002", "2025-b-003", "2024-a-001"},
		{2024, "2024-a-001", "", "", "", ""},
	} {
		p := plans[i]
		supplement := ""
		if len(p.Supplement) > 0 {
			supplement = ids(p.Supplement[0])
		}
		for _, got := range [][2]string{
			{ids(p.Planned), want.planned}, {supplement, want.supplement}, {ids(p.Unlisted), want.unlisted}, {ids(p.Pending), want.pending}, {ids(p.Continued), want.follow},
		} {
			if p.Year.Year != want.year || got[0] != got[1] {
				t.Errorf("%d: %q, want %q", p.Year.Year, got[0], got[1])
			}
		}
	}
}

// TestFund: the part of the special fund is what is given, else the district's sources, at most the planned amount.
func TestFund(t *testing.T) {
	r := load(t, "2026-06-30")
	for _, tt := range []struct {
		id   string
		want money.Amount
	}{
		{"2024-a-001", wan(80)},  // the district's 80 of 100
		{"2025-a-001", wan(150)}, // as given, though the district's sources are 200
		{"2025-b-001", 0},        // self-raised
		{"2025-b-002", wan(45)},  // the district's 50, of which 45 are planned
		{"2025-a-002", 0},        // not in the plan
	} {
		if got := Fund(r.Project(tt.id)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.id, got, tt.want)
		}
	}
}

func TestSumPlan(t *testing.T) {
	plans := Plans(load(t, "2026-06-30"))
	plan := plans[1]
	if got, want := SumPlan(plan.All(), 2025), (PlanSums{3, wan(400), wan(375), wan(195), wan(325)}); got != want || got.OtherFunds() != wan(180) {
		t.Errorf("all: %v, want %v", got, want)
	}
	if got, want := SumPlan(plan.Continued, 2025), (PlanSums{1, wan(120), wan(100), wan(80), wan(40)}); got != want {
		t.Errorf("continued: %v, want %v", got, want)
	}
	wantCategories := []CategorySums{
		{"信息基础设施", PlanSums{1, wan(250), wan(240), wan(150), wan(190)}},
		{"一般业务应用", PlanSums{1, wan(100), wan(90), 0, wan(90)}},
		{"软硬件运维", PlanSums{1, wan(50), wan(45), wan(45), wan(45)}},
	}
	if got := SumByCategory(plan.All(), 2025); !slices.Equal(got, wantCategories) {
		t.Errorf("by category: %v", got)
	}
	wantSources := []SourceSum{{"本级财政", 2, wan(250)}, {"乡镇街道财政", 1, wan(30)}, {"上级补助", 1, wan(20)}, {"自筹", 1, wan(100)}}
	if got := SumBySource(plan.All()); !slices.Equal(got, wantSources) {
		t.Errorf("by source: %v", got)
	}
	if got := SumPlan(nil, 2025); got != (PlanSums{}) {
		t.Errorf("of nothing: %v", got)
	}
}

func TestInYear(t *testing.T) {
	r := load(t, "2026-06-30")
	for _, tt := range []struct {
		id   string
		year int
		want money.Amount
	}{
		{"2024-a-001", 2024, wan(60)}, {"2024-a-001", 2025, wan(40)}, {"2024-a-001", 2026, 0},
		{"2025-b-001", 2025, wan(90)}, {"2025-b-001", 2026, 0}, {"2025-a-002", 2025, 0},
	} {
		if got := InYear(r.Project(tt.id), tt.year); got != tt.want {
			t.Errorf("%s in %d: %s, want %s", tt.id, tt.year, got, tt.want)
		}
	}
}

func TestAcceptances(t *testing.T) {
	list := Acceptances(load(t, "2026-06-30"))
	var got []string
	for _, a := range list {
		got = append(got, a.Round.Date.V.String()+" "+a.Project.ID+" "+a.Round.Conclusion.V)
	}
	want := []string{"2026-05-20 2025-b-001 不合格", "2025-03-10 2024-a-001 合格", "2024-12-20 2024-a-001 不合格"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if list[1].Number != 2 || list[2].Number != 1 {
		t.Errorf("the second acceptance is number %d, the first %d", list[1].Number, list[2].Number)
	}
	if got := CountAcceptances(list); !slices.Equal(got, []AcceptanceYear{{2026, 1, 0}, {2025, 1, 1}, {2024, 1, 0}}) {
		t.Errorf("by year: %v", got)
	}
	if failed := StillFailed(list); len(failed) != 1 || failed[0].Project.ID != "2025-b-001" {
		t.Errorf("still failed: %v", failed)
	}
}

func TestEvaluations(t *testing.T) {
	list := Evaluations(load(t, "2026-06-30"))
	if len(list) != 2 || list[0].Year != 2025 || list[0].Project.ID != "2024-a-001" || list[1].Year != 2024 {
		t.Fatalf("%v", list)
	}
	if list[0].Lead.Grade.V != "良" || list[0].Self.Grade.V != "优" || list[1].Lead == nil || list[1].Self != nil {
		t.Error("the lead agency's and the unit's own are mixed up")
	}
	for i, want := range []Spread{{853, 85, 86}, {900, 90, 90}, {700, 60, 80}, {805, 80, 81}, {750, 70, 80}} {
		// The first dimension is 85 and 85, with 86 in the third evaluation below.
		evaluated := list
		if i == 0 {
			third := Evaluated{Lead: &project.Evaluation{}}
			third.Lead.Scores.CostBenefit.V = 86
			evaluated = append(slices.Clone(list), third)
		}
		if got, ok := SpreadOf(evaluated, Dimensions[i]); !ok || got != want {
			t.Errorf("%s: %v, want %v", Dimensions[i].Name, got, want)
		}
	}
	if _, ok := SpreadOf([]Evaluated{{Self: list[0].Self}}, Dimensions[0]); ok {
		t.Error("a unit's own evaluation is counted")
	}
}

func TestUnreportedEvaluations(t *testing.T) {
	r := load(t, "2026-06-30")
	at := func(id, file string) finding.Finding {
		f := finding.Finding{Rule: "28.yearly", Outcome: finding.Violated, Project: id}
		if p := r.Project(id); p != nil {
			f.At = p.At(file)
		}
		return f
	}
	other := at("2024-a-001", "evaluation/2023.toml")
	other.Rule = "28.dimensions"
	result := &rule.Result{Findings: []finding.Finding{
		at("2024-a-001", "evaluation/2024-self.toml"),
		at("2024-a-001", "evaluation/2025-self.toml"), // is there: the finding is about its date
		at("2025-a-001", "evaluation/2025.toml"),
		at("2030-a-001", "evaluation/2025.toml"), // not published
		other,
	}}
	list := UnreportedEvaluations(r, result)
	if len(list) != 2 || list[0].Project.ID != "2025-a-001" || list[0].Year != 2025 || list[0].Self || list[1].Year != 2024 || !list[1].Self {
		t.Errorf("%v", list)
	}
}

func TestDeadlines(t *testing.T) {
	r := load(t, "2026-06-30")
	filed, accepted := &rule.Rule{ID: "15.filed"}, &rule.Rule{ID: "20.overdue"}
	result := &rule.Result{Outcomes: map[string]rule.Outcomes{"2025-a-001": rule.OutcomesOf(map[string]finding.Outcome{"20.overdue": finding.Waived})}}
	for _, d := range []struct{ id, until string }{
		{"2024-a-001", "2026-06-29"}, {"2024-a-001", "2026-06-30"}, {"2025-b-001", "2026-07-30"}, {"2025-b-001", "2026-07-31"}, {"2030-a-001", "2026-08-01"},
	} {
		result.Dues = append(result.Dues, rule.Due{Rule: filed, Project: d.id, Until: date(t, d.until)})
	}
	result.Dues = append(result.Dues, rule.Due{Rule: accepted, Project: "2025-a-001", Until: date(t, "2026-05-01")}) // waived
	list := Deadlines(r, result)
	if len(list) != 4 {
		t.Fatalf("%d deadlines", len(list))
	}
	for i, want := range []struct {
		days    int
		urgency Urgency
	}{{-1, Overdue}, {0, Soon}, {30, Soon}, {31, Later}} {
		if list[i].Days != want.days || list[i].Urgency() != want.urgency {
			t.Errorf("%s: %d days, urgency %d, want %v", list[i].Until, list[i].Days, list[i].Urgency(), want)
		}
	}
	if CountUrgency(list, Overdue) != 1 || CountUrgency(list, Soon) != 2 || CountUrgency(list, Later) != 1 {
		t.Error("the deadlines are counted wrongly")
	}
	if until := AcceptUntil(list); !until.IsZero() {
		t.Errorf("final acceptance is awaited until %s", until)
	}
}

func TestFigures(t *testing.T) {
	r := load(t, "2026-06-30")
	result := &rule.Result{Outcomes: map[string]rule.Outcomes{
		"2024-a-001": rule.OutcomesOf(map[string]finding.Outcome{"15.filed": finding.Met, "20.overdue": finding.Violated}),
		"2025-a-001": rule.OutcomesOf(map[string]finding.Outcome{"15.filed": finding.Violated, "20.overdue": finding.Waived}),
		"2025-b-001": rule.OutcomesOf(map[string]finding.Outcome{"15.filed": finding.Met, "20.overdue": finding.NotDue}),
		"2025-b-002": rule.OutcomesOf(map[string]finding.Outcome{"15.filed": finding.NotDue, "20.overdue": finding.Met}),
	}}
	given := func(n int) Sum { return Sum{wan(n), true} }
	for _, tt := range []struct {
		year int
		want Figures
	}{
		{2024, Figures{
			Projects: 1, Amounts: Amounts{given(120), given(110), given(100), given(95), given(70)},
			Fund: wan(80), FundPaid: wan(56), // 80 of 100 planned, of which 70 are paid
			Savings: Savings{1, wan(100), wan(95)}, Filed: Rate{1, 1}, Accepted: Rate{0, 1},
		}},
		// 2025-a-001 has a lot without a contract; of 2025-b-001 only the supervisor's contract is signed.
		{2025, Figures{
			Projects: 5, Amounts: Amounts{given(486), given(380), given(375), given(253), given(60)},
			Fund: wan(195), FundPaid: wan(75) / 2, // 150 of 200, of which 50 are paid; nothing is paid of the other 45
			Savings: Savings{1, wan(45), wan(43)}, Filed: Rate{1, 2}, Accepted: Rate{1, 1},
		}},
		{2026, Figures{Projects: 1, Amounts: Amounts{Declared: given(77)}}},
		{0, Figures{
			Projects: 7, Amounts: Amounts{given(683), given(490), given(475), given(348), given(130)},
			Fund: wan(275), FundPaid: wan(56) + wan(75)/2,
			Savings: Savings{2, wan(145), wan(138)}, Filed: Rate{2, 3}, Accepted: Rate{1, 2},
		}},
	} {
		if got := FiguresOf(OfYear(r, tt.year), result); got != tt.want {
			t.Errorf("%d: %+v\nwant %+v", tt.year, got, tt.want)
		}
	}
	if s := (Savings{1, wan(40), wan(45)}); s.Amount() != -wan(5) {
		t.Errorf("contracts above the plan save %s", s.Amount())
	}
}

func TestFullyContracted(t *testing.T) {
	for _, tt := range []struct {
		says, id     string
		replacements []string
		want         bool
	}{
		{"the work's and the supervisor's contract, each lot has one", "2024-a-001", nil, true},
		{"the work is rented", "2024-a-001", []string{`role = "承建"`, `role = "租赁"`}, true},
		{"a lot without a contract", "2025-a-001", nil, false},
		{"the same, its contract signed", "2025-a-001", []string{`lot = "测评"`, `lot = "机房设备"`}, true},
		{"only the supervisor's contract", "2025-b-001", nil, false},
		{"no procurement at all", "2025-a-002", nil, false},
	} {
		if got := IsFullyContracted(load(t, "2026-06-30", tt.replacements...).Project(tt.id)); got != tt.want {
			t.Errorf("%s: %v", tt.says, got)
		}
	}
}

func TestByUnit(t *testing.T) {
	units := ByUnit(load(t, "2026-06-30"), &rule.Result{})
	if len(units) != 2 || units[0].Code != "a" || units[0].Amounts.Planned.Amount != wan(340) || units[1].Code != "b" || units[1].Amounts.Planned.Amount != wan(135) {
		t.Errorf("%v", units)
	}
	if got := ids(units[0].Projects); got != "2024-a-001 2025-a-001 2025-a-002" {
		t.Errorf("a has %s", got)
	}
}

// TestBuilding: both the day of initiation and that of acceptance count as of that day.
func TestBuilding(t *testing.T) {
	r := load(t, "2026-06-30")
	for day, want := range map[string]int{
		"2024-04-09": 0, "2024-04-10": 1, // 2024-a-001 is initiated
		"2025-02-19": 1, "2025-02-20": 2, // 2025-a-001 is
		"2025-03-09": 2, "2025-03-10": 1, // 2024-a-001 is accepted
		"2026-06-30": 1,
	} {
		if got := Building(r, date(t, day)); got != want {
			t.Errorf("on %s: %d, want %d", day, got, want)
		}
	}
}

func TestPaidIn(t *testing.T) {
	r := load(t, "2026-06-30")
	for year, want := range map[int]money.Amount{2023: 0, 2024: wan(30), 2025: wan(100), 2026: 0} {
		if got := PaidIn(r, year); got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
}

func TestStandings(t *testing.T) {
	var got []string
	for _, s := range Standings(load(t, "2026-06-30")) {
		got = append(got, strings.Join([]string{s.Stage.Name.V, string(rune('0' + s.Reached)), string(rune('0' + s.Staying)), s.Amount.InWan()}, " "))
	}
	want := []string{
		"申报 7 3 163", // 2025-a-002, 2025-b-003 and 2026-b-001, as declared
		"评审 4 0 0", "年度计划 4 1 90", "立项 3 0 0", "采购合同 3 2 285", "建设实施 1 0 0", "试运行 1 0 0", "竣工验收 1 0 0", "绩效评价 1 1 100",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestProgress(t *testing.T) {
	for _, tt := range []struct {
		says, today, id, accept string
		replacements            []string
		want                    []string // name, planned, actual, * where it is going on, late
	}{
		{"all done, late", "2026-06-30", "2024-a-001", "", nil, []string{
			"评审  2024-01-10/2024-02-01 ", "年度计划  2024-02-01/2024-03-08 ", "立项  2024-03-08/2024-04-10 ", "采购合同  2024-04-10/2024-05-20 ",
			"建设实施 2024-05-01/2024-10-31 2024-05-20/2024-11-30 2024-10-31/2024-11-30", "试运行  2024-11-30/2024-12-15 ", "竣工验收  2024-12-15/2025-03-10 ",
		}},
		{"being built, on the last planned day", "2026-03-31", "2025-a-001", "2026-06-30", nil, []string{
			"年度计划  2024-10-08/2025-01-16 ", "立项  2025-01-16/2025-02-20 ", "采购合同  2025-02-20/2025-04-01 ",
			"建设实施 2025-03-01/2026-03-31 2025-04-01/2026-03-31* ", "竣工验收 2026-03-31/2026-06-30  ",
		}},
		{"a day later, and past the acceptance's last day", "2026-07-01", "2025-a-001", "2026-06-30", nil, []string{
			"年度计划  2024-10-08/2025-01-16 ", "立项  2025-01-16/2025-02-20 ", "采购合同  2025-02-20/2025-04-01 ",
			"建设实施 2025-03-01/2026-03-31 2025-04-01/2026-07-01* 2026-03-31/2026-07-01", "竣工验收 2026-03-31/2026-06-30  2026-06-30/2026-07-01",
		}},
		{"declared, not in the plan", "2026-06-30", "2025-a-002", "", nil, nil},
		{"declared, waiting", "2026-06-30", "2026-b-001", "", nil, []string{"评审  2025-09-20/2026-06-30* ", "建设实施 2026-02-01/2026-05-31  "}},
		{"a date out of order is no stretch", "2026-06-30", "2026-b-001", "", []string{"declared = 2025-09-20", "declared = 2026-06-30"}, []string{"评审  2026-06-30/2026-06-30* ", "建设实施 2026-02-01/2026-05-31  "}},
	} {
		r := load(t, tt.today, tt.replacements...)
		var got []string
		for _, p := range Progress(r, r.Project(tt.id), date(t, tt.accept)) {
			show := func(s Stretch) string {
				if s.IsZero() {
					return ""
				}
				return s.From.String() + "/" + s.To.String()
			}
			actual := show(p.Actual)
			if p.Ongoing {
				actual += "*"
			}
			got = append(got, p.Name+" "+show(p.Planned)+" "+actual+" "+show(p.Late))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n%q\nwant\n%q", tt.says, got, tt.want)
		}
	}
}

// TestCourse: a stage that was left out keeps no date, and does not hold the project back.
func TestCourse(t *testing.T) {
	r := load(t, "2026-06-30")
	course := CourseOf(r, r.Project("2025-a-001"))
	if course.Stage() != "采购合同" || !course.On("expert").IsZero() || course.On("planned") != date(t, "2025-01-16") || !course.On("closed").IsZero() {
		t.Errorf("%+v", course)
	}
}
