package workbook

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// answers gives one answer after the other to whatever is asked.
func answers(t *testing.T, given map[string][]string) func(Question) (string, error) {
	return func(q Question) (string, error) {
		list := given[q.Label]
		if len(list) == 0 {
			if q.Problem != "" {
				t.Fatalf("%s: %s", q.Label, q.Problem)
			}
			return "", nil
		}
		given[q.Label] = list[1:]
		return list[0], nil
	}
}

// TestAsk: what cannot be read is asked again, choices are completed, and what comes of it is a declaration.
func TestAsk(t *testing.T) {
	files := os.DirFS(repository)
	r, rules := load(t, files), loadRules(t, files)
	d, err := Ask(r, answers(t, map[string][]string{
		"建设单位": {"没有的", "gx"}, "项目名称": {"", "示例应用"}, "项目简介": {"示例"}, "项目类别": {"一般"}, "申报日期": {"9/20/2026", "2026.9.20"},
		"安全负责人（岗位）": {"信息科科长"}, "安全管理制度": {"制度"}, "使用的公共组件": {"统一身份认证、电子地图"},
		"概算明细 1：费用类别": {"软"}, "概算明细 1：金额": {"", "70万", "70"}, "概算明细 2：费用类别": {"安全"}, "概算明细 2：金额": {"10"},
		"资金来源 1：资金来源类别": {"本级"}, "资金来源 1：金额": {"80"}, "绩效目标 1：指标": {"覆盖率"}, "绩效目标 1：目标值": {"95%"},
	}))
	if err != nil {
		t.Fatal(err)
	}
	im, err := Declare(d, files, r, rules)
	if err != nil || len(im.Drafts) != 1 {
		t.Fatal(im, err)
	}
	text := string(allFiles(im)[im.Drafts[0].Folder+"/project.toml"])
	for _, want := range []string{`unit = "gx"`, `name = "示例应用"`, `kind = "建设"`, `category = "一般业务应用"`, "declared = 2026-09-20", `total = "80万元"`,
		`{ category = "软件开发", amount = "70万元" }`, `target = "95%"`, `shared_components = ["统一身份认证", "电子地图"]`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
	for _, r := range im.Remarks {
		if strings.HasPrefix(r.Rule, "form.") {
			t.Errorf("%s: %s", r.Rule, r.Message)
		}
	}
}

// TestAskEnds: where the answers end, asking ends.
func TestAskEnds(t *testing.T) {
	if _, err := Ask(load(t, os.DirFS(repository)), func(Question) (string, error) { return "", io.EOF }); !errors.Is(err, io.EOF) {
		t.Errorf("the error is %v", err)
	}
}

func TestCompleted(t *testing.T) {
	units := []string{"交通局（jt）", "教育局（jy）", "教育学院（jyxy）", "高新区（gx）"}
	for answer, want := range map[string]string{
		"gx": "高新区（gx）", "g": "高新区（gx）", "高新": "高新区（gx）", "新区": "高新区（gx）", "jy": "教育局（jy）", "jyx": "教育学院（jyxy）", "交通局（jt）": "交通局（jt）",
		"j": "", "教育": "", "": "", "x": "",
	} {
		if got, problem := completed(answer, units); got != want || (problem == "") != (want != "") {
			t.Errorf("%q is completed to %q, %s, want %q", answer, got, problem, want)
		}
	}
}
