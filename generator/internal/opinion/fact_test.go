package opinion

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/project"
)

const declaration = `name = "智慧停车"
declared = 2024-09-20
partners = [{ unit = "zl", maintenance = "3万元" }]

[estimate]
total = "486万元"
items = [{ category = "软件开发", amount = "380万元" }]
`

const study = "# 可行性研究报告\n\n## 建设背景\r\n停车难。  \n\n## 投资概算\n共 486 万元。\n\n### 明细\n略\n\n\n## 效益\n好\n\n## 运维概算\n每年 3 万元\n"

var (
	parking  = Folder{"projects/2025/zhzf/001"}
	thisYear = Folder{"projects/2025"}
	rules    = Folder{"rules"}
)

// tree makes the files of a record.
func tree(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// items reads the items of a matter.
func items(t *testing.T, names ...string) []Item {
	t.Helper()
	var all []Item
	for _, name := range names {
		var c project.Cover
		if err := c.UnmarshalText([]byte(name)); err != nil {
			t.Fatal(err)
		}
		all = append(all, itemOf(c))
	}
	return all
}

func TestForms(t *testing.T) {
	files := tree(map[string]string{
		parking.Dir + "/project.toml":              declaration,
		parking.Dir + "/feasibility.md":            study,
		parking.Dir + "/changes/001.toml":          "date = 2025-06-10\namount = \"1万元\"\n",
		parking.Dir + "/changes/001-approval.toml": "[joint]\ndate = 2025-06-11\n",
		parking.Dir + "/changes/notes.md":          "x\n",
		parking.Dir + "/attachments/a.pdf":         "%PDF\r\n",
		parking.Dir + "/attachments/deep/b.pdf":    "no",
		parking.Dir + "/review.toml":               "[expert\n",
		parking.Dir + "/payments.toml":             "payments = [{ progress = 60, amount = \"0.01元\", date = 2025-06-11 }]\n",
		"projects/2025/plan.toml":                  "year = 2025\n",
		"rules/articles/09.toml":                   "article = 9\n",
		"site/hugo.toml":                           "title = \"x\"\n",
	})
	for _, test := range []struct {
		folder Folder
		item   string
		want   string
	}{
		{parking, "project.toml:estimate", `{"items":[{"amount":380000000,"category":"软件开发"}],"total":486000000}`},
		{parking, "project.toml:estimate.total", "486000000"},
		{parking, "project.toml:declared", `"2024-09-20"`},
		{parking, "project.toml:partners", `[{"maintenance":3000000,"unit":"zl"}]`},
		{parking, "project.toml:scope", "null"},
		{parking, "project.toml:name.more", "null"},
		{parking, "project.toml", `{"declared":"2024-09-20","estimate":{"items":[{"amount":380000000,"category":"软件开发"}],"total":486000000},` +
			`"name":"智慧停车","partners":[{"maintenance":3000000,"unit":"zl"}]}`},
		{parking, "feasibility.md#概算", "## 投资概算\n共 486 万元。\n\n### 明细\n略\n## 运维概算\n每年 3 万元"},
		{parking, "feasibility.md#背景", "## 建设背景\n停车难。"},
		{parking, "feasibility.md#网络安全", "null"},
		{parking, "plan.md#概算", "null"},
		{parking, "plan.md", "null"},
		{parking, "feasibility.md", "# 可行性研究报告\n\n## 建设背景\n停车难。\n\n## 投资概算\n共 486 万元。\n\n### 明细\n略\n\n\n## 效益\n好\n\n## 运维概算\n每年 3 万元"},
		{parking, "attachments/*", "attachments/a.pdf\n%PDF\r\n"},
		{parking, "changes/*.toml:amount", "changes/001-approval.toml\nnull\nchanges/001.toml\n1000000"},
		{parking, "evaluation/*", "null"},
		{parking, "*/*.md", "changes/notes.md\nx"},
		{parking, "review.toml:expert", `"[expert\n"`},
		{parking, "payments.toml:payments", `[{"amount":1,"date":"2025-06-11","progress":60}]`},
		{thisYear, "plan.toml", `{"year":2025}`},
		{rules, "articles/*.toml:article", "articles/09.toml\n9"},
	} {
		got, err := items(t, test.item)[0].form(files, test.folder)
		if err != nil || got != test.want {
			t.Errorf("%s:\n got %q, %v\nwant %q", test.item, got, err, test.want)
		}
	}
	if got, err := fileItem("/site/hugo.toml").form(files, rules); got != `{"title":"x"}` || err != nil {
		t.Errorf("a file outside the rules: %q, %v", got, err)
	}
}

// The fingerprint is the contract's: anyone can make it with sha256sum.
func TestFingerprint(t *testing.T) {
	files := tree(map[string]string{parking.Dir + "/project.toml": declaration, parking.Dir + "/feasibility.md": study})
	got, err := Fingerprint(files, parking, items(t, "project.toml:estimate", "project.toml:scope", "feasibility.md#概算"))
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte("project.toml:estimate\n"+
		`{"items":[{"amount":380000000,"category":"软件开发"}],"total":486000000}`+
		"\nproject.toml:scope\nnull\nfeasibility.md#概算\n## 投资概算\n共 486 万元。\n\n### 明细\n略\n## 运维概算\n每年 3 万元\n")))
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// What does not change the facts does not change the fingerprint, and what does, does.
func TestFingerprintHolds(t *testing.T) {
	covers := items(t, "project.toml:estimate", "project.toml:partners", "feasibility.md#概算")
	print := func(declaration, study string) string {
		files := tree(map[string]string{parking.Dir + "/project.toml": declaration, parking.Dir + "/feasibility.md": study})
		p, err := Fingerprint(files, parking, covers)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	before := print(declaration, study)
	const same = "# 报告\n## 投资概算\t\n共 486 万元。\n\n### 明细\n略\n## 另一节\n## 运维概算\r\n每年 3 万元"
	if print("partners = [{ maintenance = \"30000元\", unit = \"zl\" }]\nestimate = { items = [{ amount = \"3800000 元\", category = \"软件开发\" }], total = \"0.0486亿元\" } # 说明\n", same) != before {
		t.Error("the same facts written otherwise have another fingerprint")
	}
	for _, test := range []struct{ says, declaration, study string }{
		{"one fen more", declaration[:len(declaration)-1] + "\nown = 1\n", study},
		{"no partners", declaration[len("name = \"智慧停车\"\ndeclared = 2024-09-20\npartners = [{ unit = \"zl\", maintenance = \"3万元\" }]\n"):], study},
		{"a word in the section", declaration, study + "！"},
		{"the section's heading", declaration, "## 概算" + study},
		{"no TOML any more", declaration + "=", study},
	} {
		if print(test.declaration, test.study) == before {
			t.Errorf("%s: the fingerprint stays", test.says)
		}
	}
}

// A folder that cannot be read is not an empty one: an opinion must not count on facts that nobody saw.
func TestFingerprintErrs(t *testing.T) {
	for _, item := range []string{"project.toml:estimate", "changes/*"} {
		if _, err := Fingerprint(failing{}, parking, items(t, item)); err == nil {
			t.Errorf("%s: no error", item)
		}
	}
}

// failing is a file system of which nothing can be read.
type failing struct{}

func (failing) Open(string) (fs.File, error) { return nil, fs.ErrPermission }

func TestDifferences(t *testing.T) {
	before := tree(map[string]string{
		parking.Dir + "/project.toml":      declaration,
		parking.Dir + "/feasibility.md":    study,
		parking.Dir + "/attachments/a.pdf": "a",
		"projects/2025/plan.toml":          "year = 2025\n",
	})
	after := tree(map[string]string{
		parking.Dir + "/project.toml": `name = "智慧停车"
declared = 2024-09-20
classified = false
[estimate]
total = "500万元"
items = [{ category = "软件开发", amount = "380万元" }, { category = "安全", amount = "20万元" }]
`,
		parking.Dir + "/feasibility.md":    "# 可行性研究报告\n\n## 建设背景\n停车难。\n\n## 投资概算\n共 500 万元。\n\n### 明细\n略\n\n## 运维概算\n每年 3 万元\n",
		parking.Dir + "/attachments/a.pdf": "b",
		"projects/2025/plan.toml":          "year = 2025\n[approval]\ndocument = \"示政办函〔2025〕3号\"\n",
	})
	for _, test := range []struct {
		folder Folder
		items  []string
		want   []Difference
	}{
		{parking, []string{"project.toml:estimate", "project.toml:estimate.total", "feasibility.md#概算"}, []Difference{
			{"投资概算 概算明细 第 2 项 金额", "", "20万元"},
			{"投资概算 概算明细 第 2 项 费用类别", "", "安全"},
			{"投资概算 总投资", "486万元", "500万元"},
			{"可行性研究报告“概算”一节", "共 486 万元。", "共 500 万元。"},
		}},
		{parking, []string{"project.toml:partners", "project.toml:classified"}, []Difference{
			{"协同建设单位 第 1 项 每年运维资金", "3万元", ""},
			{"协同建设单位 第 1 项 协同单位", "zl", ""},
			{"是否涉密", "", "否"},
		}},
		{parking, []string{"attachments/*", "project.toml:name"}, []Difference{{"attachments/a.pdf", "", ""}}},
		{thisYear, []string{"plan.toml"}, []Difference{{"年度计划 区政府批复 文号", "", "示政办函〔2025〕3号"}}},
	} {
		got, err := Differences(before, after, test.folder, items(t, test.items...))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%v: %s", test.items, diff)
		}
	}
}

func TestFolderOf(t *testing.T) {
	for file, want := range map[string][2]string{
		"projects/2025/zhzf/001/project.toml":     {"projects/2025/zhzf/001", "project.toml"},
		"projects/2025/zhzf/001/changes/001.toml": {"projects/2025/zhzf/001", "changes/001.toml"},
		"projects/2025/plan.toml":                 {"projects/2025", "plan.toml"},
		"projects/2025/opinions/3.toml":           {"projects/2025", "opinions/3.toml"},
		"projects/2025/zhzf/stray.toml":           {"projects/2025", "zhzf/stray.toml"},
		"rules/articles/09.toml":                  {"rules", "articles/09.toml"},
		"rules":                                   {"rules", "/rules"},
		"projects/notes.md":                       {"rules", "/projects/notes.md"},
		"projects/later/zhzf/001/project.toml":    {"rules", "/projects/later/zhzf/001/project.toml"},
		".github/workflows/check.yml":             {"rules", "/.github/workflows/check.yml"},
	} {
		f, name := FolderOf(file)
		if f.Dir != want[0] || name != want[1] || f.path(name) != file {
			t.Errorf("%s: %s, %s, and back %s", file, f.Dir, name, f.path(name))
		}
	}
}
