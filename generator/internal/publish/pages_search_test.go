package publish

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/opendata/opendatatest"
)

// TestSearchWithholds: what the site does not show is not found either. The words asked for are of characters that stand
// nowhere else.
func TestSearchWithholds(t *testing.T) {
	const project = "projects/2025/zhzf/001/"
	s := pagesOf(t, "2026-06-30",
		[3]string{project + "project.toml", "信息科科长", "饕餮科科长"},
		[3]string{project + "project.toml", "management_system = \"", "management_system = \"貔貅"},
		[3]string{project + "feasibility.md", "## 网络安全\n", "## 网络安全\n\n魑魅防护。\n"},
		[3]string{project + "feasibility.md", "## 项目背景\n", "## 项目背景\n\n蟋蟀鸣叫。\n"},
	)
	site := fstest.MapFS{}
	for _, f := range s.Files {
		site[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	for _, test := range []struct {
		word  string
		found bool
	}{{"饕餮", false}, {"貔貅", false}, {"魑魅", false}, {"餮", false}, {"蟋蟀", true}} {
		hits, err := opendatatest.Search(site, test.word)
		if err != nil {
			t.Fatal(err)
		}
		if (len(hits) > 0) != test.found {
			t.Errorf("%s: %v", test.word, hits)
		}
	}
}

// TestTextsOf: headings stand apart, a word goes on through what is inline, and no other two texts touch.
func TestTextsOf(t *testing.T) {
	headings, text := textsOf(`前<h3 id="a-b">一、<em>需</em>求&amp;目标</h3><p>智<strong>慧</strong>停<a href="#x" rel="nofollow">车</a><br>场</p><ul><li>甲</li><li>1 &lt; 2</li></ul><h6>末</h6>`)
	if diff := cmp.Diff([]string{"一、需求&目标", "末"}, headings); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("前\n\n智慧停车\n场\n\n\n甲\n\n1 < 2\n\n\n", text); diff != "" {
		t.Error(diff)
	}
}
