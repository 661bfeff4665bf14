package publish

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
)

// pagesOf are the pages of the valid register that the rules' examples use, judged by this repository's rules, as of a
// day. Each old text in a file that replacements name is replaced by the new one after it; a file without an old text is
// left out: "projects/…/operation.toml", "", "".
func pagesOf(t *testing.T, today string, replacements ...[3]string) *Site {
	t.Helper()
	fsys := fstest.MapFS{}
	repository := os.DirFS("../../..")
	err := fs.WalkDir(repository, "rules", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(repository, name)
		fsys[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	archive, err := txtar.ParseFile(filepath.Join("..", "rule", "valid.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	for _, r := range replacements {
		file := fsys[r[0]]
		if file == nil && r[1] == "" {
			fsys[r[0]] = &fstest.MapFile{Data: []byte(r[2])}
			continue
		}
		if file == nil || !strings.Contains(string(file.Data), r[1]) {
			t.Fatalf("%s lacks %q", r[0], r[1])
		}
		if r[1] == "" {
			delete(fsys, r[0])
			continue
		}
		file.Data = []byte(strings.Replace(string(file.Data), r[1], r[2], 1))
	}
	reg, err := register.Load(fsys, day(today), nil)
	if err != nil {
		t.Fatal(err)
	}
	set, faults, err := rule.Load(fsys)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	site, err := Pages(Input{Register: reg, Rules: set, Result: set.Check(rule.Input{Head: reg}), Files: fsys})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func listAt(t *testing.T, s *Site, path string) ListPage {
	t.Helper()
	for _, l := range s.Lists {
		if l.Path == path {
			return l
		}
	}
	t.Fatalf("there is no list %s", path)
	return ListPage{}
}

func planOf(t *testing.T, s *Site, path string) PlanPage {
	t.Helper()
	for _, p := range s.Plans {
		if p.Path == path {
			return p
		}
	}
	t.Fatalf("there is no plan %s", path)
	return PlanPage{}
}

// texts are the cells of a row, joined by bars.
func texts(cells []Cell) string {
	var parts []string
	for _, c := range cells {
		parts = append(parts, c.Text)
	}
	return strings.Join(parts, "|")
}

const (
	operationFile = "projects/2025/zhzf/001/operation.toml"
	finalFile     = "projects/2025/zhzf/001/final-acceptance.toml"
	selfFile      = "projects/2025/zhzf/001/evaluation/2025-self.toml"
)

// TestPagesOfRegister holds the pages to the figures of a small register that is known by heart: 2025-zhzf-001 is
// declared at 486 万元, audited and planned at 470, contracted at 433, of which 375.25 are paid, and accepted; 2026-zhzf-001 maintains it.
func TestPagesOfRegister(t *testing.T) {
	s := pagesOf(t, "2026-06-30")

	if got := texts(s.PlanIndex.Figures.Rows[1]); !strings.HasPrefix(got, "2025|1|486|470|470|433|375.25|37|100.0%|100.0%") {
		t.Errorf("the year's figures are %s", got)
	}
	plan := planOf(t, s, "plans/2025")
	var sums Section
	for _, section := range plan.Sections {
		if section.ID == "sums" {
			sums = section
		}
	}
	if len(sums.Tables) != 2 || texts(sums.Tables[0].Foot) != "合计|1|486|470|390|80|470" || texts(sums.Tables[1].Rows[0]) != "本级财政|1|400|82.3%" {
		t.Errorf("the plan's sums are %v", sums)
	}

	accepted := listAt(t, s, "acceptance")
	if len(accepted.Table.Rows) != 1 || accepted.Bars.Rows[0].Cells[1] != "1" || accepted.Lede != "共 1 次竣工验收。" {
		t.Errorf("acceptance says %v", accepted)
	}
	if cells := accepted.Table.Rows[0]; cells[6].URL != "projects/2025-zhzf-001/#acceptance-report" || cells[4].Tone != Good {
		t.Errorf("the acceptance is %v", cells)
	}

	evaluated := listAt(t, s, "evaluation/2025")
	if len(evaluated.Table.Rows) != 1 || len(evaluated.Bars.Rows) != 5 || !strings.Contains(evaluated.Definition, "优：90 分以上") {
		t.Errorf("evaluation says %v", evaluated)
	}

	unit := s.Units[0]
	if len(s.Units) != 1 || unit.Path != "units/zhzf" || unit.Lede != "共 2 个项目，核查不符合 0 项，已逾期的期限 0 项。" {
		t.Errorf("the unit says %s: %s", unit.Path, unit.Lede)
	}
	if units := listAt(t, s, "units"); len(units.Table.Rows) != 1 || !strings.Contains(units.Sections[0].Text[0], "、") {
		t.Errorf("units say %v", units)
	}
	if bars := s.Home.Units.Rows; len(bars) != 1 || bars[0].Whole != "100.0" || bars[0].Cells[0] != "2" {
		t.Errorf("the home page's units are %v", bars)
	}
	for _, f := range s.Home.Definitions {
		if f.Value == "" {
			t.Errorf("%s has no definition", f.Label)
		}
	}
}

// TestDeadlineOnPages: a project without final acceptance and evaluation is awaited, and nobody has reported.
func TestDeadlineOnPages(t *testing.T) {
	s := pagesOf(t, "2026-03-20", [3]string{finalFile}, [3]string{operationFile}, [3]string{selfFile},
		[3]string{"projects/2025/zhzf/001/evaluation/2025.toml"}, [3]string{"projects/2025/zhzf/001/application.toml"})
	var page ProjectPage
	for _, p := range s.Projects {
		if p.ID == "2025-zhzf-001" {
			page = p
		}
	}
	found := false
	for _, d := range page.Deadlines {
		if d.Rule.Text == "按期竣工验收" {
			found = d.Until == "2026-03-31" && d.Tag == Tag{"剩余 11 天", Warn} && d.Article.URL == articleURL(20) && strings.Contains(d.Note, "本区参数")
		}
	}
	if !found {
		t.Errorf("final acceptance is not awaited until 2026-03-31: %v", page.Deadlines)
	}
	if !strings.Contains(s.Home.NextNote, "30 日内到期") || len(s.Home.Next) == 0 || s.Home.Next[0].Project.Text == "" {
		t.Errorf("the home page says %s, %v", s.Home.NextNote, s.Home.Next)
	}
	rows := page.Progress.Table.Rows
	if last := rows[len(rows)-1]; last[0].Text != "竣工验收" || last[1].Text != "2025-12-31 至 2026-03-31" {
		t.Errorf("the acceptance is planned %v", last)
	}
	if list := listAt(t, s, "acceptance"); list.Bars != nil || len(list.Table.Rows) != 0 || list.Table.Empty == "" {
		t.Errorf("acceptance says %v", list)
	}
}

// TestUnreported: a key project's unit that did not evaluate itself is named, under the year.
func TestUnreported(t *testing.T) {
	s := pagesOf(t, "2026-06-30", [3]string{selfFile})
	table := listAt(t, s, "evaluation/2025").Sections[0].Tables[0]
	if len(table.Rows) != 1 || texts(table.Rows[0][2:]) != "2025|单位自评" {
		t.Errorf("%v", table.Rows)
	}
}

func TestPaged(t *testing.T) {
	root := Link{Text: "验收结果", URL: "acceptance/"}
	for _, tt := range []struct {
		rows, pages int
		lede        string // of the last page
	}{
		{0, 1, "共 0 次验收。"}, {50, 1, "共 50 次验收。"}, {51, 2, "共 51 次验收，第 51 至 51 次。"}, {101, 3, "共 101 次验收，第 101 至 101 次。"},
	} {
		list := ListPage{Page: Page{Path: "acceptance", Title: "验收结果"}, Bars: &Bars{}, Sections: []Section{{}}, Table: Table{Rows: make([][]Cell, tt.rows)}}
		pages := paged(list, root, "次验收", "次")
		if len(pages) != tt.pages {
			t.Fatalf("%d rows: %d pages", tt.rows, len(pages))
		}
		rows := 0
		for i, p := range pages {
			rows += len(p.Table.Rows)
			if (p.Bars != nil) != (i == 0) || (p.Sections != nil) != (i == 0) || (len(p.Crumbs) > 0) != (i > 0) {
				t.Errorf("%d rows, page %d: what stands beside the table, or above the page, is wrong", tt.rows, i+1)
			}
		}
		if last := pages[len(pages)-1]; rows != tt.rows || last.Lede != tt.lede {
			t.Errorf("%d rows: %d on the pages, the last says %s", tt.rows, rows, last.Lede)
		}
	}
	if year := paged(ListPage{Page: Page{Path: "acceptance/2025"}}, root, "次验收", "次"); len(year[0].Crumbs) != 1 {
		t.Error("a year's list does not stand under the list of all")
	}
}

func TestGrowth(t *testing.T) {
	for _, tt := range []struct {
		now, before int
		want        string
	}{{5, 0, ""}, {110, 100, "比上年多 10.0%"}, {90, 100, "比上年少 10.0%"}, {100, 100, "与上年持平"}, {0, 100, "比上年少 100.0%"}} {
		if got := growth(money.Amount(tt.now)*money.Wan, money.Amount(tt.before)*money.Wan); got != tt.want {
			t.Errorf("%d after %d: %s, want %s", tt.now, tt.before, got, tt.want)
		}
	}
	for difference, want := range map[int]string{2: "多 2 个", -1: "少 1 个", 0: "持平"} {
		if got := more(difference); got != want {
			t.Errorf("%d: %s, want %s", difference, got, want)
		}
	}
}
