package report

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/opinion"
	"wuxing.example/register/generator/internal/project"
)

func text(s string) project.Text {
	return project.Text{Place: project.Place{State: project.Given}, V: s}
}

// standing is one question that stands in a state, with as many changed facts.
func standing(state opinion.State, differences int) opinion.Standing {
	s := opinion.Standing{
		Question: opinion.Question{
			Folder: opinion.Folder{Dir: "projects/2025/zhzf/001"}, Agency: &project.Agency{Name: text("区财政局")},
			Matter: &project.Matter{ID: text("finance"), Matter: text("资金保障"), Article: project.Number{V: 9}}, Because: "申报",
		},
		State: state, Since: time.Date(2024, 9, 20, 0, 0, 0, 0, time.UTC),
	}
	for i := range differences {
		s.Altered = append(s.Altered, opinion.Difference{Fact: fmt.Sprint("第", i), Before: "甲", After: strings.Repeat("乙", 400)})
	}
	return s
}

func opinionsOf(findings int, standings ...opinion.Standing) *Opinions {
	o := &Opinions{
		PullRequest: 7, Commit: strings.Repeat("a", 40), Rules: &project.Register{}, Head: &project.Register{}, Standings: standings,
		Link: func(file string, line int) string { return fmt.Sprintf("https://git.example/%s#L%d", file, line) },
	}
	for i := range findings {
		o.Findings = append(o.Findings, finding.Finding{
			Rule: "15.filed", Severity: finding.Warning, Outcome: finding.Violated, At: finding.Location{File: fmt.Sprintf("projects/%d.toml", i)},
			Message: strings.Repeat("迟", 300),
		})
	}
	if findings > 0 {
		o.Findings[findings-1].Severity = finding.Error
	}
	return o
}

// However much there is to say, the comment stays within what hosts take, the verdict first and the gravest finding in it.
func TestCommentFits(t *testing.T) {
	for _, test := range []struct {
		says     string
		opinions *Opinions
		want     []string
	}{
		{"little", opinionsOf(1, standing(opinion.Stale, 1)), []string{"第0：“甲”→“乙", "projects/0.toml"}},
		{"many findings", opinionsOf(3000, standing(opinion.Owed, 0)), []string{"- **错误** [projects/2999.toml", "另有 2950 处"}},
		{"many differences and findings", opinionsOf(3000, standing(opinion.Stale, 3000), standing(opinion.Stale, 3000)), []string{"另有 2980 处", "另有 2950 处"}},
		{"many of both in many folders", opinionsOf(3000, many(100, 40)...), []string{"- **错误** [projects/2999.toml", "另有 2990 处", "请区财政局在本页"}},
		{"more questions than anybody could read", opinionsOf(0, many(5000, 0)...), []string{"没有全部列出"}},
	} {
		got := test.opinions.Comment()
		if n := utf8.RuneCountInString(got); n > mostComment {
			t.Errorf("%s: %d characters", test.says, n)
		}
		if !strings.HasPrefix(got, Marker+"\n## 联审意见：") {
			t.Errorf("%s: begins with %.80s", test.says, got)
		}
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: lacks %q", test.says, want)
			}
		}
	}
}

func many(n, differences int) []opinion.Standing {
	var all []opinion.Standing
	for range n {
		all = append(all, standing(opinion.Stale, differences))
	}
	return all
}

// What people wrote is only text: it makes no heading, link, mention or tag, and shows no number of a person.
func TestCommentQuotes(t *testing.T) {
	s := standing(opinion.Refused, 0)
	s.Opinions = []opinion.Opinion{{Review: opinion.Review{
		Account: "x", Conclusion: project.Disagrees, Given: s.Since, Text: "# 一\n<img src=x> [点](http://x) @all `x`\n110101199003074514",
	}}}
	s.Ignored = []opinion.Ignored{{Review: opinion.Review{Account: "a`b\n# c", Conclusion: project.Agrees}, Why: "本人是申报单的提出人"}}
	got := opinionsOf(0, s).Comment()
	for _, bad := range []string{"\n# 一", "<img", "[点](", "@all", "`x`", "199003", "\n# c"} {
		if strings.Contains(got, bad) {
			t.Errorf("the comment has %q:\n%s", bad, got)
		}
	}
	if wordless := opinionsOf(0, refusedWithoutWords()).Comment(); !strings.Contains(wordless, "没有写理由，请补写") {
		t.Error(wordless)
	}
}

func refusedWithoutWords() opinion.Standing {
	s := standing(opinion.Refused, 0)
	s.Opinions = []opinion.Opinion{{Review: opinion.Review{Account: "x", Conclusion: project.Disagrees, Given: s.Since}, Own: true}}
	return s
}

// Of a classified project the comment tells nothing but its path.
func TestCommentOfSecret(t *testing.T) {
	o := opinionsOf(0, standing(opinion.Stale, 3))
	o.Head.Projects = []*project.Project{{
		ID: "2025-zhzf-001", Dir: "projects/2025/zhzf/001", Declaration: &project.Declaration{Name: text("甲工程"), Classified: project.Flag{V: true}},
	}}
	got := o.Comment()
	if strings.Contains(got, "甲") || strings.Contains(got, "申报") || !strings.Contains(got, "### projects/2025/zhzf/001") {
		t.Error(got)
	}
}

func TestOpinionsState(t *testing.T) {
	behind := standing(opinion.Agreed, 0)
	behind.Behind = true
	for _, test := range []struct {
		says     string
		opinions *Opinions
		want     State
		verdict  string
	}{
		{"nobody asked", opinionsOf(0), Pending, "没有征求任何部门的意见，不能并入"},
		{"owed", opinionsOf(1, standing(opinion.Owed, 0), standing(opinion.Agreed, 0)), Pending, "2 项意见已同意 1 项，还差 1 项；材料有 1 处错误"},
		{"refused", opinionsOf(0, standing(opinion.Refused, 0)), Failure, "有部门不同意，1 项意见已同意 0 项"},
		{"behind", opinionsOf(0, behind), Pending, "1 项意见已同意 1 项；主分支已有新内容，要先合并进来"},
		{"agreed, with an error", opinionsOf(1, standing(opinion.Agreed, 0)), Failure, "1 项意见已同意 1 项；材料有 1 处错误，改正后才能并入"},
		{"agreed", opinionsOf(0, standing(opinion.Agreed, 0)), Success, "1 项意见已同意 1 项，可以并入"},
	} {
		if got := test.opinions.State(); got != test.want || test.opinions.Verdict() != test.verdict {
			t.Errorf("%s: %s, %s", test.says, got, test.opinions.Verdict())
		}
	}
}
