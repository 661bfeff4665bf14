package publish

import (
	"fmt"
	"strings"
	"testing"

	"rsc.io/qr"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// filesOf are the files beside the pages, by name.
func filesOf(s *Site) map[string]string {
	files := map[string]string{}
	for _, f := range s.Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

// TestFiguresLeadToTheirLists: each great number and each chart of the home page leads to the list behind it, which has
// its definition and the same as CSV.
func TestFiguresLeadToTheirLists(t *testing.T) {
	s := pagesOf(t, "2026-06-30")
	files, pages := filesOf(s), map[string]string{}
	for _, l := range s.Lists {
		pages[l.Path+"/"] = l.Definition
		if l.Bars != nil {
			pages[l.Path+"/"] += l.Bars.Definition
		}
	}
	for _, p := range s.Plans {
		pages[p.Path+"/"] = "the plan says what its sums count"
	}
	if len(s.Home.Figures) != 8 {
		t.Errorf("%d figures, want 8", len(s.Home.Figures))
	}
	for _, f := range s.Home.Figures {
		if pages[f.URL] == "" {
			t.Errorf("%s leads to %s, which is no list with a definition", f.Label, f.URL)
		}
		if !strings.HasPrefix(files[f.CSV], "\uFEFF") {
			t.Errorf("%s has no CSV at %s", f.Label, f.CSV)
		}
	}
	for _, b := range []Bars{s.Home.Payments, s.Home.Grades, s.Home.Stages, s.Home.Times, s.Home.Units} {
		if n := strings.Count(files[b.CSV], "\r\n"); n != len(b.Rows)+1 || b.Definition == "" || b.URL == "" {
			t.Errorf("%s: %d lines of CSV for %d rows, definition %q, list %q", b.Title, n, len(b.Rows), b.Definition, b.URL)
		}
	}
	if got := files["figures/payments.csv"]; !strings.Contains(got, "\r\n示例智慧停车综合管理应用,2025-zhzf-001,示例区综合行政执法局,2025,433,375.25,57.75,86.7%\r\n") {
		t.Errorf("the payments are %s", got)
	}
	if got := files["plans/2025/plan.csv"]; !strings.Contains(got, "\r\n1,示例智慧停车综合管理应用,2025-zhzf-001,") {
		t.Errorf("the plan is %s", got)
	}
}

// TestEmptyFigures: where nothing has happened yet, the home page says so.
func TestEmptyFigures(t *testing.T) {
	m := &maker{}
	if f := m.timesFigure(); f.Value != "暂无" || f.Unit != "" || f.Delta != "" {
		t.Errorf("without acts the figure is %+v", f)
	}
	if b := m.gradeBars(); len(b.Rows) != 0 || b.Empty == "" {
		t.Errorf("without evaluations the bars are %+v", b)
	}
}

func TestSupplierPage(t *testing.T) {
	s := pagesOf(t, "2026-06-30")
	list := listAt(t, s, "suppliers")
	if len(s.Suppliers) != len(list.Table.Rows) || len(s.Suppliers) == 0 {
		t.Fatalf("%d suppliers have pages, %d are listed", len(s.Suppliers), len(list.Table.Rows))
	}
	for i, p := range s.Suppliers {
		if url := list.Table.Rows[i][0].URL; url != p.Path+"/" || p.Path != strings.ToLower(p.Path) {
			t.Errorf("the list leads to %s, the page is %s", url, p.Path)
		}
	}
	p := s.Suppliers[0]
	contracts := p.Sections[0].Tables[0]
	if len(contracts.Rows) == 0 || contracts.Rows[0][2].URL != "projects/2025-zhzf-001/" && contracts.Rows[0][2].URL != "projects/2026-zhzf-001/" {
		t.Errorf("its contracts are %+v", contracts.Rows)
	}
	for _, row := range s.Projects[0].Sections {
		for _, table := range row.Tables {
			if table.Caption == "合同" && !strings.HasPrefix(table.Rows[0][3].URL, "suppliers/") {
				t.Errorf("a contract's supplier leads to %q", table.Rows[0][3].URL)
			}
		}
	}
}

// TestGuides: every rule in force is told to somebody, at one stage, with what to do; and every matter to its agency.
func TestGuides(t *testing.T) {
	s := pagesOf(t, "2026-06-30")
	told := map[string]int{} // by address of the rule's page
	matters := map[string]bool{}
	for _, g := range s.Guides {
		if g.Path == "guides/expert" || g.Path == "guides" {
			continue // who are told again what others are told, and the stages alone
		}
		for _, section := range g.Sections {
			for _, table := range section.Tables {
				for _, row := range table.Rows {
					switch table.Caption {
					case "要求":
						told[row[0].URL]++
						if strings.ContainsAny(texts(row), "{}") || row[1].Text == "" || row[2].Text == "" || row[3].Text == "" {
							t.Errorf("%s: of %s the guide says %q", g.Path, row[0].Text, texts(row))
						}
					case "要出具的意见":
						matters[row[0].Text+row[1].Text] = true
					}
				}
			}
		}
	}
	for _, r := range s.Rules {
		if r.Article != nil && told[r.Path+"/"] == 0 {
			t.Errorf("no guide tells %s", r.ID)
		}
	}
	for _, p := range s.Agencies {
		for _, section := range p.Sections {
			if section.ID != "matters" {
				continue
			}
			for _, row := range section.Tables[0].Rows {
				if row[0].Text != subjects["rules"] && !matters[p.Title+row[1].Text] {
					t.Errorf("no guide tells %s to give its opinion on %s", p.Title, row[1].Text)
				}
			}
		}
	}
}

// TestLetter: the submission says what the plan adds up to.
func TestLetter(t *testing.T) {
	s := pagesOf(t, "2026-06-30")
	var letter *Letter
	for i := range s.Letters {
		if s.Letters[i].Path == "plans/2025/submission" {
			letter = &s.Letters[i]
		}
	}
	if letter == nil {
		t.Fatal("there is no submission of 2025")
	}
	body := strings.Join(letter.Body, "\n")
	for _, want := range []string{"共1个项目，总投资486万元，计划金额470万元", "多跨协同应用1个、总投资486万元", "本级财政400万元、乡镇街道财政86万元", "专项经费390万元，专项经费以外的资金80万元"} {
		if !strings.Contains(body, want) {
			t.Errorf("the letter lacks %q:\n%s", want, body)
		}
	}
	if n := len(letter.Sections[0].Tables[0].Rows); n != 1 || letter.To == "" || letter.Signed == "" {
		t.Errorf("the annex has %d rows, it goes from %q to %q", n, letter.Signed, letter.To)
	}
}

// TestSiteMap: the map leads to every page that stands under the navigation, and to each year, unit, agency and guide.
func TestSiteMap(t *testing.T) {
	s := pagesOf(t, "2026-06-30")
	linked := map[string]bool{}
	for _, g := range s.SiteMap.Groups {
		for _, l := range g.Links {
			linked[l.URL] = true
		}
	}
	want := []string{"", "projects/", "plans/", "acceptance/", "evaluation/", "units/", "suppliers/", "agencies/", "guides/", "rules/", "about/", "accessibility/", "search/", "compare/"}
	for _, p := range s.Plans {
		want = append(want, p.Path+"/")
	}
	for _, p := range append(s.Units, s.Agencies...) {
		want = append(want, p.Path+"/")
	}
	for _, p := range s.Guides {
		want = append(want, p.Path+"/")
	}
	for _, url := range want {
		if !linked[url] {
			t.Errorf("the map does not lead to %q", url)
		}
	}
}

// TestQRCode: the drawing has the dark modules of the address's code and no others.
func TestQRCode(t *testing.T) {
	for _, tt := range []struct{ site, want string }{
		{"https://www.example/register/", "https://www.example/register/projects/2025-zhzf-001/"},
		{"", "/projects/2025-zhzf-001/"},
	} {
		c := qrCode(tt.site, "projects/2025-zhzf-001/")
		if c.Address != tt.want {
			t.Errorf("the code says %s, want %s", c.Address, tt.want)
		}
		code, err := qr.Encode(tt.want, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		dark := map[[2]int]bool{}
		for _, run := range strings.Split(strings.TrimPrefix(c.Modules, "M"), "M") {
			var x, y, length int
			if _, err := fmt.Sscanf(run, "%d %dh%d", &x, &y, &length); err != nil {
				t.Fatalf("%q: %v", run, err)
			}
			for i := range length {
				dark[[2]int{x + i - quietZone, y - quietZone}] = true
			}
		}
		for y := range code.Size {
			for x := range code.Size {
				if dark[[2]int{x, y}] != code.Black(x, y) {
					t.Fatalf("%s: the module %d, %d is dark: %t", tt.want, x, y, dark[[2]int{x, y}])
				}
			}
		}
		if c.Size != fmt.Sprint(code.Size+2*quietZone) {
			t.Errorf("its size is %s", c.Size)
		}
	}
	if c := qrCode("https://"+strings.Repeat("x", 5000)+"/", ""); c.Modules != "" {
		t.Error("an address that no code can hold is drawn")
	}
}

// TestPagesDoNotGrow: the page of a rule lists the first of its findings, and says how many there are.
func TestPagesDoNotGrow(t *testing.T) {
	m := &maker{Input: Input{Register: &project.Register{Projects: []*project.Project{{ID: "2025-a-001", Declaration: &project.Declaration{}}}}, Rules: &rule.Set{}}}
	found := make([]finding.Finding, mostTouched+1)
	for i := range found {
		found[i] = finding.Finding{Project: "2025-a-001", Outcome: finding.Violated}
	}
	if got := m.firstTouched(found[:mostTouched]); len(got.Rows) != mostTouched || got.Note != "" {
		t.Errorf("of %d findings %d are listed, with %q", mostTouched, len(got.Rows), got.Note)
	}
	if got := m.firstTouched(found); len(got.Rows) != mostTouched || !strings.Contains(got.Note, fmt.Sprintf("共 %d 项", mostTouched+1)) {
		t.Errorf("of %d findings %d are listed, with %q", len(found), len(got.Rows), got.Note)
	}
}
