package portfolio

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
)

// Two suppliers, by their credit codes.
const (
	builder = "11330500002564141P"
	second  = "91350100M000100Y43"
)

// suppliers is a register of five projects: the builder has contracts in four, one of them twice; the last is classified.
func suppliers(t *testing.T) *project.Register {
	t.Helper()
	fsys := fstest.MapFS{}
	add := func(id, more string, contracts ...string) {
		dir := "projects/" + strings.ReplaceAll(id, "-", "/") + "/"
		fsys[dir+"project.toml"] = &fstest.MapFile{Data: []byte("name = \"" + id + "\"\nkind = \"建设\"\nclassified = false\n" + more)}
		fsys[dir+"procurement.toml"] = &fstest.MapFile{Data: []byte("contracts = [\n" + strings.Join(contracts, ",\n") + "\n]\n")}
	}
	contract := func(number, role, name, code, amount, signed string) string {
		return fmt.Sprintf(`{ number = %q, role = %q, lot = "一", supplier = { name = %q, credit_code = %q }, amount = %q, signed = %s }`, number, role, name, code, amount, signed)
	}
	add("2024-a-001", "", contract("1", "承建", "旧名公司", builder, "90万元", "2024-05-01"), contract("2", "监理", "监理公司", second, "5万元", "2024-04-01"))
	add("2025-a-001", "upgrades = \"2024-a-001\"\n", contract("3", "承建", "新名公司", builder, "30万元", "2025-05-01"), contract("4", "检测", "新名公司", builder, "1万元", "2025-06-01"))
	add("2025-a-002", "maintains = [\"2024-a-001\", \"2025-a-009\"]\n", contract("5", "运维", "新名公司", builder, "2万元", "2025-03-01"))
	add("2025-b-001", "")
	add("2026-a-001", "classified = true\n", contract("6", "承建", "新名公司", builder, "99万元", "2026-01-01"))
	fsys["projects/2026/a/001/project.toml"] = &fstest.MapFile{Data: []byte("name = \"密\"\nclassified = true\n")}
	fsys["projects/2024/a/001/initial-acceptance.toml"] = &fstest.MapFile{Data: []byte("initial = [{ date = 2024-10-01, conclusion = \"合格\" }]\n")}
	fsys["projects/2024/a/001/final-acceptance.toml"] = &fstest.MapFile{Data: []byte("acceptances = [{ date = 2024-12-20, conclusion = \"不合格\" }, { date = 2025-03-10, conclusion = \"合格\" }]\n")}
	r, err := register.Load(fsys, date(t, "2026-06-30"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSuppliers(t *testing.T) {
	list := Suppliers(suppliers(t))
	if len(list) != 2 {
		t.Fatalf("%d suppliers", len(list))
	}
	s := list[0] // the greatest sum of contracts
	if s.Code != builder || s.Name != "新名公司" || s.Amount != wan(123) || len(s.Contracts) != 4 || ids(s.Projects) != "2024-a-001 2025-a-001 2025-a-002" {
		t.Errorf("the builder is %s %s, %s, %d contracts, of %s", s.Code, s.Name, s.Amount, len(s.Contracts), ids(s.Projects))
	}
	if got := strings.Join(s.Roles(), "、"); got != "检测、承建、运维" {
		t.Errorf("its roles are %s", got)
	}
	var told []string
	for _, a := range s.Acceptances() {
		told = append(told, fmt.Sprint(a.Project.ID, a.What, a.On, a.Passed))
	}
	if got, want := strings.Join(told, "; "), "2024-a-001竣工验收2025-03-10 true; 2024-a-001竣工验收2024-12-20 false; 2024-a-001初验2024-10-01 true"; got != want {
		t.Errorf("its work was accepted %q, want %q", got, want)
	}
	if n := len(list[1].Acceptances()); n != 0 {
		t.Errorf("a supervisor has %d acceptances of its work", n)
	}
}

// TestConflicts: a finding on two roles is told of the supplier that it points at, and of no other.
func TestConflicts(t *testing.T) {
	r := suppliers(t)
	p := r.Project("2025-a-001")
	at := p.Contracts()[1].Supplier.CreditCode.At()
	result := &rule.Result{Findings: []finding.Finding{
		{Rule: "17.conflict", Project: p.ID, At: at, Outcome: finding.Violated},
		{Rule: "15.filed", Project: p.ID, At: at, Outcome: finding.Violated},
	}}
	if by := Conflicts(r, result); len(by) != 1 || len(by[builder]) != 1 || by[builder][0].Rule != "17.conflict" {
		t.Errorf("the conflicts are %v", by)
	}
}

func TestRelations(t *testing.T) {
	r := suppliers(t)
	result := &rule.Result{Findings: []finding.Finding{{
		Rule: "08.duplicate", Project: "2025-b-001", Related: []finding.Location{r.Project("2025-a-002").At("project.toml"), r.Project("2026-a-001").At("project.toml")},
	}}}
	by := Relations(r, result, Suppliers(r))
	for id, want := range map[string]string{
		"2024-a-001": "后续升级 2025-a-001; 由其运维 2025-a-002; 同一供应商 2025-a-002; 同一供应商 2025-a-001",
		"2025-a-001": "迭代升级自 2024-a-001; 同一供应商 2025-a-002; 同一供应商 2024-a-001",
		"2025-a-002": "运维对象 2024-a-001; 同一供应商 2025-a-001; 同一供应商 2024-a-001",
		"2025-b-001": "内容相近 2025-a-002",
		"2026-a-001": "",
	} {
		var told []string
		for _, x := range by[id] {
			told = append(told, x.How+" "+x.Project.ID)
		}
		if got := strings.Join(told, "; "); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}

// TestRelationsAreFew: however many projects a supplier has, each is related to the latest few.
func TestRelationsAreFew(t *testing.T) {
	var s Supplier
	r := &project.Register{}
	for range 100 {
		p := &project.Project{ID: fmt.Sprintf("2025-a-%03d", len(s.Projects)), Declaration: &project.Declaration{}}
		s.Projects, r.Projects = append(s.Projects, p), append(r.Projects, p)
	}
	by := Relations(r, &rule.Result{}, []Supplier{s})
	for _, p := range s.Projects {
		if n := len(by[p.ID]); n != sameSupplier {
			t.Fatalf("%s is related to %d", p.ID, n)
		}
	}
}

// TestSpareStage: initiation is not waited for of maintenance, but told where it is on file.
func TestSpareStage(t *testing.T) {
	stages := []project.Stage{}
	for _, reached := range []string{"declared", "initiated", "contracted"} {
		s := project.Stage{}
		s.Reached.V = reached
		stages = append(stages, s)
	}
	r := &project.Register{Stages: stages}
	for _, tt := range []struct {
		kind  string
		spare bool
		next  int
	}{{project.Operating, true, 2}, {project.Construction, false, 1}} {
		d := &project.Declaration{}
		d.Kind.V, d.Declared.V, d.Declared.State = tt.kind, date(t, "2025-09-01"), project.Given
		course := CourseOf(r, &project.Project{Declaration: d})
		if course.Steps[1].Spare != tt.spare || course.At != 0 || course.Next() != tt.next {
			t.Errorf("%s: initiation is spare %t, the next stage is %d of %+v", tt.kind, course.Steps[1].Spare, course.Next(), course)
		}
	}
}
