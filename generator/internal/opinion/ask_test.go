package opinion

import (
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
)

// declared is a declaration to which every condition of the district's matters can be added.
const declared = `name = "智慧停车"
unit = "zhzf"
kind = "建设"
category = "一般业务应用"
declared = 2024-09-20
summary = "停车"
classified = false
[scope]
video_surveillance = false
[estimate]
total = "486万元"
items = [{ category = "软件开发", amount = "486万元" }]
sources = [{ kind = "本级财政", amount = "486万元" }]
[security]
officer = "信息科科长"
protection_level = "一级"
management_system = "有"
commercial_cryptography = true
`

// revision reads a record: the district's own rules, with files of its own.
func revision(t *testing.T, files map[string]string) Revision {
	t.Helper()
	fsys := fstest.MapFS{"projects": &fstest.MapFile{Mode: fs.ModeDir}}
	for _, name := range []string{"opinions.toml", "agencies.toml", "units.toml"} {
		data, err := os.ReadFile("../../../rules/" + name)
		if err != nil {
			t.Fatal(err)
		}
		fsys["rules/"+name] = &fstest.MapFile{Data: data}
	}
	for name, text := range files {
		if text == "" {
			delete(fsys, name)
			continue
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	today, err := calendar.ParseDate("2026-06-30")
	if err != nil {
		t.Fatal(err)
	}
	r, err := register.Load(fsys, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Revision{fsys, r}
}

// ask asks about the change from some files to others, and lists the matters with the folder and the reason of each.
func ask(t *testing.T, before, after map[string]string) ([]string, error) {
	t.Helper()
	var changed []string
	for name := range maps.Keys(after) {
		if before[name] != after[name] {
			changed = append(changed, name)
		}
	}
	for name := range maps.Keys(before) {
		if _, ok := after[name]; !ok {
			changed = append(changed, name)
		}
	}
	questions, err := Ask(revision(t, before).Register, revision(t, before), revision(t, after), changed)
	var asked []string
	for _, q := range questions {
		asked = append(asked, q.Matter.ID.V+" "+q.Agency.ID.V+" "+q.Because)
	}
	return asked, err
}

func TestAsk(t *testing.T) {
	const dir = "projects/2025/zhzf/001/"
	study := "# 报告\n## 背景\n有\n## 概算\n有\n## 网络安全\n有\n"
	base := map[string]string{"projects/2025/plan.toml": "year = 2025\n", dir + "project.toml": declared, dir + "feasibility.md": study}
	change := func(pairs ...string) map[string]string {
		after := maps.Clone(base)
		for i := 0; i < len(pairs); i += 2 {
			after[pairs[i]] = pairs[i+1]
		}
		return after
	}
	replaced := func(old, new string) string {
		if !strings.Contains(declared, old) {
			t.Fatalf("the declaration has no %q", old)
		}
		return strings.Replace(declared, old, new, 1)
	}
	fresh := func(declaration string) map[string]string {
		return map[string]string{"projects/2025/plan.toml": "year = 2025\n", dir + "project.toml": declaration, dir + "feasibility.md": study}
	}
	onlyPlan := map[string]string{"projects/2025/plan.toml": "year = 2025\n"}
	for _, test := range []struct {
		says          string
		before, after map[string]string
		want          []string
	}{
		{"a declaration", onlyPlan, fresh(declared),
			[]string{"data data 申报", "finance finance 使用财政资金", "cyberspace cyberspace 申报", "cipher cipher 申报"}},
		{"of several agencies", onlyPlan, fresh(replaced("一般业务应用", "多跨协同应用")),
			[]string{"data data 申报", "finance finance 使用财政资金", "cyberspace cyberspace 申报", "cipher cipher 申报", "reform reform 多跨协同应用"}},
		{"with cameras, at a level that the police look at", onlyPlan, fresh(strings.Replace(replaced("video_surveillance = false", "video_surveillance = true"), "一级", "三级", 1)),
			[]string{"data data 申报", "finance finance 使用财政资金", "cyberspace cyberspace 申报", "cipher cipher 申报", "police police 公共视频监控", "protection police 三级"}},
		{"paid by the owner itself", onlyPlan, fresh(replaced("本级财政", "自筹")),
			[]string{"data data 申报", "cyberspace cyberspace 申报", "cipher cipher 申报", "other data 其他文件的改动"}}, // for the estimate
		{"whose sources cannot be read asks finance, too", onlyPlan, fresh(replaced(`kind = "本级财政"`, "kind = 1")),
			[]string{"data data 申报", "finance finance 申报", "cyberspace cyberspace 申报", "cipher cipher 申报"}},
		{"that is no TOML asks all", onlyPlan, fresh("="),
			[]string{"data data 申报", "finance finance 申报", "cyberspace cyberspace 申报", "cipher cipher 申报", "reform reform 申报", "police police 申报", "protection police 申报", "other data 其他文件的改动"}},
		{"a later change of the estimate alone asks finance alone", base, change(dir+"project.toml", replaced("486万元", "500万元")), []string{"finance finance 使用财政资金"}},
		{"of the name alone, the data bureau", base, change(dir+"project.toml", replaced("智慧停车", "停车")), []string{"data data 申报"}},
		{"of the level", base, change(dir+"project.toml", replaced("一级", "二级")), []string{"cyberspace cyberspace 申报", "cipher cipher 申报", "protection police 二级"}},
		{"that makes a matter apply", base, change(dir+"project.toml", replaced("一般业务应用", "多跨协同应用")), []string{"data data 申报", "reform reform 多跨协同应用"}},
		{"of a comment, which is no fact of anyone's", base, change(dir+"project.toml", "# 说明\n"+declared), []string{"other data 其他文件的改动"}},
		{"of a section", base, change(dir+"feasibility.md", study+"\n## 概算补充\n有"), []string{"data data 申报", "finance finance 使用财政资金"}},
		{"a change's application", base, change(dir+"changes/001.toml", "date = 2025-06-10\n"), []string{"change joint 变更"}},
		{"its approval, entered from paper", base, change(dir+"changes/001-approval.toml", "[joint]\n"), []string{"other data 其他文件的改动"}},
		{"a payment", base, change(dir+"payments.toml", "payments = []\n"), []string{"payment data 支付", "payment-finance finance 使用财政资金"}},
		{"the assessment", base, change(dir+"initial-acceptance.toml", "[assessment]\ndate = 2025-09-01\n"),
			[]string{"acceptance data 验收", "acceptance-cyberspace cyberspace 验收", "acceptance-cipher cipher 验收"}},
		{"the application for acceptance", base, change(dir+"application.toml", "applied = 2025-11-01\n"), []string{"acceptance data 验收"}},
		{"an evaluation", base, change(dir+"evaluation/2026.toml", "date = 2026-03-01\n"), []string{"evaluation data 绩效评价"}},
		{"a closure", base, change(dir+"closure.toml", "kind = \"停用\"\n"), []string{"closure data 关停并转", "closure-finance finance 使用财政资金"}},
		{"the year's plan", base, change("projects/2025/plan.toml", "year = 2025\n[approval]\ndocument = \"示1号\"\n"),
			[]string{"plan government 年度计划", "plan-finance finance 年度计划", "plan-development development 年度计划"}},
		{"a rule", base, change("rules/articles/09.toml", "article = 9\n"), []string{"rules data 规则和名录"}},
		{"the rules' guide and the site", base, change("rules/README.md", "x", "site/hugo.toml", "x"), []string{"other data 其他文件的改动"}},
		{"a contract", base, change(dir+"procurement.toml", "[[contracts]]\n"), []string{"other data 其他文件的改动"}},
		{"a project taken away", base, onlyPlan, []string{"other data 其他文件的改动"}},
		{"two folders", base, change(dir+"payments.toml", "payments = []\n", "rules/site.toml", "title = \"x\"\n"),
			[]string{"payment data 支付", "payment-finance finance 使用财政资金", "rules data 规则和名录"}},
	} {
		got, err := ask(t, test.before, test.after)
		if err != nil {
			t.Errorf("%s: %v", test.says, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.says, diff)
		}
	}
}

// What cannot be told is an error, never a change that nobody is asked about.
func TestAskErrs(t *testing.T) {
	const agencies = "[[agencies]]\nid = \"data\"\nname = \"区大数据局\"\naccounts = [\"a\"]\n"
	const matter = "[[matters]]\nid = \"data\"\nagency = \"data\"\nsubject = \"payment\"\ncovers = [\"payments.toml\"]\n"
	after := map[string]string{"projects/2025/zhzf/001/payments.toml": "payments = []\n", "projects/2025/zhzf/001/project.toml": declared}
	for _, test := range []struct {
		says  string
		rules map[string]string
		want  string
	}{
		{"no matters", map[string]string{"rules/opinions.toml": ""}, "没有 rules/opinions.toml"},
		{"no agencies", map[string]string{"rules/agencies.toml": ""}, "没有 rules/agencies.toml"},
		{"no units", map[string]string{"rules/units.toml": ""}, "没有 rules/units.toml"},
		{"matters that are no TOML", map[string]string{"rules/opinions.toml": "[[matters"}, "rules/opinions.toml:1 有误"},
		{"a matter of an unknown subject", map[string]string{"rules/opinions.toml": strings.Replace(matter, "payment", "pay", 1)}, "rules/opinions.toml:4 有误"},
		{"a matter that covers nothing that could be", map[string]string{"rules/opinions.toml": strings.Replace(matter, "payments.toml", "payments.toml#金额", 1)}, "rules/opinions.toml:5 有误"},
		{"a limit that is none", map[string]string{"rules/opinions.toml": matter + "when = { total = \"100万元\" }\n"}, "rules/opinions.toml:6 有误"},
		{"a fact that nobody knows", map[string]string{"rules/opinions.toml": matter + "when = { scope = \"underwater\" }\n"}, "rules/opinions.toml:6 有误"},
		{"an agency that nobody knows", map[string]string{"rules/opinions.toml": strings.Replace(matter, `agency = "data"`, `agency = "sea"`, 1)}, "rules/opinions.toml:3 有误"},
		{"a matter twice", map[string]string{"rules/opinions.toml": matter + matter}, "写了两次"},
		{"an agency without accounts", map[string]string{"rules/agencies.toml": strings.Replace(agencies, `"a"`, "", 1), "rules/opinions.toml": matter + strings.Replace(matter, `id = "data"`, `id = "other"`, 1)}, "没有账号"},
		{"a file that no matter names", map[string]string{"rules/agencies.toml": agencies, "rules/opinions.toml": matter}, "没有哪个部门对 projects/2025/zhzf/001/project.toml 的改动负责"},
	} {
		base := revision(t, test.rules)
		_, err := Ask(base.Register, base, revision(t, after), slices.Sorted(maps.Keys(after)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.says, err, test.want)
		}
	}
	if _, err := Ask(revision(t, nil).Register, revision(t, nil), revision(t, nil), nil); err == nil {
		t.Error("no change at all: no error")
	}
}

// Advice alone is nobody's decision: what only it covers goes to the catch-all.
func TestAskAdvice(t *testing.T) {
	const matter = "[[matters]]\nid = \"payment\"\nagency = \"data\"\nsubject = \"payment\"\nadvisory = true\n[[matters]]\nid = \"other\"\nagency = \"finance\"\n"
	got, err := ask(t, map[string]string{"rules/opinions.toml": matter}, map[string]string{"rules/opinions.toml": matter, "projects/2025/zhzf/001/payments.toml": "payments = []\n"})
	if diff := cmp.Diff([]string{"payment data 支付", "other finance 其他文件的改动"}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// The rules of the change itself do not decide who is asked about it.
func TestAskByTheBase(t *testing.T) {
	const declaration = "projects/2025/zhzf/001/project.toml"
	after := map[string]string{
		"rules/opinions.toml": "[[matters]]\nid = \"other\"\nagency = \"finance\"\n",
		declaration:           declared, "projects/2025/zhzf/001/payments.toml": "payments = []\n",
	}
	got, err := ask(t, map[string]string{"rules/opinions.toml": readRules(t), declaration: declared}, after)
	want := []string{"payment data 支付", "payment-finance finance 使用财政资金", "rules data 规则和名录"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func readRules(t *testing.T) string {
	data, err := os.ReadFile("../../../rules/opinions.toml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// Every value of a declaration is asked about by some matter of every declaration, so that none is the business of the
// catch-all alone.
func TestDistrictCoversDeclarations(t *testing.T) {
	r := revision(t, nil).Register
	covered := map[string]bool{}
	for _, m := range r.Matters {
		if m.Subject.V == "declaration" && !m.Advisory.V {
			for _, c := range m.Covers.V {
				if c.V.Path == "project.toml" {
					covered[c.V.Key] = true
				}
			}
		}
	}
	for _, key := range declarationKeys() {
		if !covered[key] {
			t.Errorf("no matter covers project.toml:%s", key)
		}
	}
}

func declarationKeys() []string {
	var keys []string
	for i, of := 0, reflect.TypeFor[project.Declaration](); i < of.NumField(); i++ {
		if key, _, _ := strings.Cut(of.Field(i).Tag.Get("toml"), ","); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
