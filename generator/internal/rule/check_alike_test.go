package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

// declaration is a project of which only the declaration is on file.
func declaration(t *testing.T, id, name, total string) *project.Project {
	t.Helper()
	p := &project.Project{ID: id, Year: validToday.Year(), Declaration: &project.Declaration{}}
	if project.IsID(id) {
		parts := strings.Split(id, "-")
		fmt.Sscan(parts[0], &p.Year)
		p.Unit = parts[1]
	}
	d := p.Declaration
	d.Name.V, d.Name.State = name, project.Given
	d.Declared.V, d.Declared.State = validToday, project.Given
	if total != "" {
		amount, err := money.Parse(total)
		if err != nil {
			t.Fatal(err)
		}
		d.Estimate.Total.V, d.Estimate.Total.State = amount, project.Given
	}
	return p
}

// registerOf is a register of some projects.
func registerOf(projects ...*project.Project) *project.Register {
	r := &project.Register{Today: validToday, Projects: projects}
	slices.SortFunc(projects, func(a, b *project.Project) int { return strings.Compare(a.ID, b.ID) })
	for _, p := range projects {
		if r.Year(p.Year) == nil {
			r.Years = append(r.Years, &project.Year{Year: p.Year})
		}
	}
	return r
}

// messages judges all projects of a register by one rule of the district's, and returns the message on each.
func messages(t *testing.T, id string, r *project.Register) map[string]string {
	t.Helper()
	rule, index, told := districtRule(t, id), newIndex(r), map[string]string{}
	for _, p := range r.Projects {
		for _, f := range judgeProject(inOrder([]*Rule{rule}), index, p).findings {
			if f.Severity != finding.Warning || told[p.ID] != "" {
				t.Errorf("%s: %s is no warning, or not the only one", p.ID, f.Message)
			}
			told[p.ID] = f.Message
		}
	}
	return told
}

func TestSameWorkMayReadAlike(t *testing.T) {
	const upgrades, maintains, legacy = "upgrades", "maintains", "legacy"
	type says struct{ id, key, value string }
	for _, tt := range []struct {
		name            string
		a, b            says
		duplicate, both bool // both: the rule on splitting exempts them, too
	}{
		{"two projects", says{id: "2025-a-001"}, says{id: "2025-a-002"}, true, false},
		{"one carries on the other", says{"2025-a-002", upgrades, "2025-a-001"}, says{id: "2025-a-001"}, false, false},
		{"the other carries on the one", says{id: "2025-a-001"}, says{"2025-a-002", upgrades, "2025-a-001"}, false, false},
		{"one carries on a third", says{id: "2025-a-001"}, says{"2025-a-002", upgrades, "2024-a-001"}, true, false},
		{"one maintains the other", says{"2025-a-002", maintains, "2025-a-001"}, says{id: "2025-a-001"}, false, true},
		{"the other maintains the one", says{id: "2025-a-001"}, says{"2025-a-002", maintains, "2025-a-001"}, false, true},
		{"both maintain a third in different years", says{"2025-a-001", maintains, "2023-a-001"}, says{"2026-a-001", maintains, "2023-a-001"}, false, true},
		{"both maintain a third in one year", says{"2025-a-001", maintains, "2023-a-001"}, says{"2025-a-002", maintains, "2023-a-001"}, true, false},
		{"both maintain an old work in different years", says{"2025-a-001", legacy, "ZC-1"}, says{"2026-a-001", legacy, "ZC-1"}, false, true},
		{"they maintain different works", says{"2025-a-001", legacy, "ZC-1"}, says{"2026-a-001", legacy, "ZC-2"}, true, false},
	} {
		var projects []*project.Project
		for _, s := range []says{tt.a, tt.b} {
			p := declaration(t, s.id, "河道水位雨量自动监测", "")
			value := project.Text{V: s.value}
			switch s.key {
			case upgrades:
				p.Declaration.Upgrades = value
			case maintains:
				p.Declaration.Maintains.V = []project.Text{value}
			case legacy:
				p.Declaration.MaintainsLegacy.V = []project.LegacyWork{{Number: value}}
			}
			projects = append(projects, p)
		}
		if told := messages(t, "08.duplicate", registerOf(projects...)); len(told) != 0 != tt.duplicate {
			t.Errorf("%s: told of as duplicates: %v", tt.name, told)
		}
		if got := isMaintenance(projects[0], projects[1]); got != tt.both {
			t.Errorf("%s: may be split: %v, want %v", tt.name, got, tt.both)
		}
	}
}

func TestDuplicateNamesTheNearest(t *testing.T) {
	r := registerOf(
		declaration(t, "2024-a-001", "河道水位雨量自动监测", ""), declaration(t, "2025-a-001", "河道水位雨量自动监测甲乙", ""),
		declaration(t, "2025-b-001", "河道水位雨量自动监测甲", ""), declaration(t, "2025-c-001", "河道水位雨量自动监测丙丁", ""),
		declaration(t, "2026-a-001", "河道水位雨量自动监测（二期）", ""), declaration(t, "2026-b-001", "校园食堂阳光厨房", ""),
	)
	told := messages(t, "08.duplicate", r)
	const want = "与 2026-a-001“河道水位雨量自动监测（二期）”（名称相似 100%）、2025-b-001“河道水位雨量自动监测甲”（名称相似 90%）、" +
		"2025-a-001“河道水位雨量自动监测甲乙”（名称相似 81.8%） 等 4 个项目读来相似；相同的词句：“河道水位雨量自动监测”。"
	if !strings.HasPrefix(told["2024-a-001"], want) {
		t.Errorf("%s\nwant %s", told["2024-a-001"], want)
	}
	if _, ok := told["2026-b-001"]; ok || len(told) != 5 {
		t.Errorf("%d projects told of: %v", len(told), told)
	}
}

func TestSplitFamilies(t *testing.T) {
	const river, school = "河道水位雨量自动监测", "校园食堂阳光厨房智慧监管"
	for _, tt := range []struct {
		name   string
		totals map[string]string // by the project's name
		want   map[string]string // by its number, the limit and the sum told
	}{
		{"of two works each stands alone", map[string]string{river + "甲": "30万元", school + "甲": "30万元"}, nil},
		{"a third of another work does not count", map[string]string{river + "甲": "25万元", river + "乙": "25万元", school: "45万元"}, nil},
		{
			"a great one does not hide two small ones", map[string]string{river + "甲": "30万元", river + "乙": "30万元", river + "丙": "700万元"},
			map[string]string{"甲": "50 万元以下 60万元", "乙": "50 万元以下 60万元"},
		},
		{
			"the greatest limit is told", map[string]string{river + "甲": "49万元", river + "乙": "49万元", river + "丙": "49万元"},
			map[string]string{"甲": "低于 100 万元 147万元", "乙": "低于 100 万元 147万元", "丙": "低于 100 万元 147万元"},
		},
		{
			"each is told of its own", map[string]string{river + "甲": "30万元", river + "乙": "30万元", school + "甲": "300万元", school + "丙": "250万元"},
			map[string]string{"甲": "", "乙": "50 万元以下 60万元", "丙": "低于 500 万元 550万元"},
		},
		{
			"alike by way of another", map[string]string{"水位雨量监测预警甲": "20万元", "水位雨量监测预警闸门泵站远程启停乙": "20万元", "闸门泵站远程启停丙": "20万元"},
			map[string]string{"甲": "50 万元以下 60万元", "乙": "50 万元以下 60万元", "丙": "50 万元以下 60万元"},
		},
	} {
		var projects []*project.Project
		for name, total := range tt.totals {
			projects = append(projects, declaration(t, fmt.Sprintf("2025-a-%03d", len(projects)+1), name, total))
		}
		r := registerOf(projects...)
		told := map[string]string{}
		for id, message := range messages(t, "08.splitting", r) {
			name := []rune(r.Project(id).Declaration.Name.V)
			limit, sum := between(message, "各自都在“", "”"), between(message, "合计 ", "，")
			told[string(name[len(name)-1:])] = limit + " " + sum
		}
		for number, want := range tt.want {
			if told[number] != want && want != "" {
				t.Errorf("%s: of %s is told %q, want %q", tt.name, number, told[number], want)
			}
		}
		if len(told) != len(tt.want) {
			t.Errorf("%s: told %v, want %v", tt.name, told, tt.want)
		}
	}
}

func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}

// TestManyPieces: a work in many pieces is told of at each, however many there are.
func TestManyPieces(t *testing.T) {
	for _, pieces := range []int{2, 40, 400} {
		var projects []*project.Project
		for i := range pieces {
			projects = append(projects, declaration(t, fmt.Sprintf("2025-a-%03d", i+1), fmt.Sprintf("河道水位雨量自动监测第%c段", '一'+i), "49万元"))
		}
		for i := range 5 * pieces {
			projects = append(projects, declaration(t, fmt.Sprintf("2025-b-%03d", i+1), strings.Repeat(string('一'+rune(i)), 3), "49万元"))
		}
		told := messages(t, "08.splitting", registerOf(projects...))
		sum := fmt.Sprintf("有 %d 个项目读来相似", pieces)
		if len(told) != pieces || !strings.Contains(told["2025-a-001"], sum) {
			t.Errorf("of %d pieces %d are told of: %s", pieces, len(told), told["2025-a-001"])
		}
	}
}

// TestAlikeOnRealNames holds the two rules to real names: they find the lots and phases of one work and the re-tenders,
// and leave the rest alone.
func TestAlikeOnRealNames(t *testing.T) {
	r := realRegister(t)
	var duplicates []string
	for id, message := range messages(t, "08.duplicate", r) {
		for _, p := range r.Projects {
			if id < p.ID && strings.Contains(message, p.ID+"“") {
				duplicates = append(duplicates, id+" "+p.ID)
			}
		}
		t.Log(id, message)
	}
	slices.Sort(duplicates)
	if diff := cmp.Diff([]string{
		"NB016 NB058", // staff for one platform, hired twice by one unit
		"NB032 NB078", // equipment of one hall, in two purchases
		"NB063 NB077", // the third phase of a work, and its supervision
		"NB099 NB144", // advice on a work, and one lot of it
		"NB099 NB145", // and the other lot
		"NB144 NB145", // two lots
		"NB149 NB150", // two lots
		"NB189 NB198", // a re-tender
	}, duplicates); diff != "" {
		t.Errorf("duplicates: %s", diff)
	}
	split := messages(t, "08.splitting", r)
	if len(split) != 2 || !strings.Contains(split["NB032"], "NB078") || !strings.Contains(split["NB078"], "合计 140.6195万元") {
		t.Errorf("splitting: %v", split)
	}
}
