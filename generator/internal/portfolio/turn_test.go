package portfolio

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/rule"
)

// judgedRecord is the valid record of the rules' examples under this repository's rules and directories, as of a day,
// without some files of 2025-zhzf-001, and with others, which may be new; a text in one is replaced by "old → new".
func judgedRecord(t *testing.T, today string, without []string, with map[string]string) Judged {
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
		if strings.HasPrefix(f.Name, "projects/") {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	place := func(name string) string {
		if strings.HasPrefix(name, "projects/") {
			return name
		}
		return "projects/2025/zhzf/001/" + name
	}
	for _, name := range without {
		if strings.HasSuffix(name, "/") {
			for file := range fsys {
				if strings.HasPrefix(file, place(name)) {
					delete(fsys, file)
				}
			}
			continue
		}
		if fsys[place(name)] == nil {
			t.Fatalf("there is no %s", name)
		}
		delete(fsys, place(name))
	}
	for name, text := range with {
		old, new, replaces := strings.Cut(text, " → ")
		if replaces {
			before := string(fsys[place(name)].Data)
			if text = strings.Replace(before, old, new, 1); text == before {
				t.Fatalf("%s lacks %q", name, old)
			}
		}
		fsys[place(name)] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := register.Load(fsys, date(t, today), nil)
	if err != nil {
		t.Fatal(err)
	}
	set, faults, err := rule.Load(fsys)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	return Judged{set, r, set.Check(rule.Input{Head: r})}
}

// What of the valid record comes after each step, to be left out.
var (
	afterUse        = []string{"evaluation/", "operation.toml"}
	afterAcceptance = append(afterUse, "final-acceptance.toml", "acceptance-report.md")
	afterTrial      = append(afterAcceptance, "application.toml")
	afterWork       = append(afterTrial, "initial-acceptance.toml", "payments.toml")
	afterContract   = append(afterWork, "procurement.toml")
	afterReview     = append(afterContract, "approval.toml", "revision.toml", "plan.md")
	afterAll        = append(afterReview, "review.toml")
)

// open is the plan year before its plan is approved.
const open = "year = 2025\n"

// TestTurns walks a project through its course and asks at each step whose turn it is, for what, and until when.
func TestTurns(t *testing.T) {
	for _, tt := range []struct {
		says, today string
		without     []string
		with        map[string]string
		want        []string
	}{
		{"declared: each agency that is asked", "2024-09-30", afterAll, map[string]string{"projects/2025/plan.toml": open}, []string{
			"区大数据局 出具初审意见（材料完整性、必要性、方案规范性、政策符合性和实用实效）", "区财政局 出具初审意见（资金保障）", "区委网信办 出具初审意见（网络安全建设内容）",
			"区委机要局 出具初审意见（安全可靠和密码应用）", "区委改革办 出具初审意见（多跨协同项目的建设必要性）",
		}},
		{"one agency is against it", "2024-10-30", afterAll, map[string]string{"projects/2025/plan.toml": open, "opinions/12.toml": opinions("不同意", "")}, []string{
			"示例区综合行政执法局 按意见修改申报材料（区财政局（资金保障）的意见是“不同意”）",
		}},
		{"one agrees after it was against it", "2024-10-30", afterAll, map[string]string{"projects/2025/plan.toml": open, "opinions/12.toml": opinions("不同意", "同意")}, []string{
			"联审机构 组织专家评审，建设单位修改方案",
		}},
		{"the review on paper failed", "2024-10-30", afterReview, map[string]string{"projects/2025/plan.toml": open, "review.toml": "[preliminary]\ndate = 2024-10-21\ndocument = \"示\"\nconclusion = \"不通过\"\n"}, []string{
			"示例区综合行政执法局 按初审意见修改申报材料",
		}},
		{"the experts are not content", "2024-11-06", afterReview, map[string]string{"projects/2025/plan.toml": open, "review.toml": "conclusion = \"通过\"\nopinion → conclusion = \"不通过\"\nopinion"}, []string{
			"示例区综合行政执法局 按专家意见修改方案，重新评审（2024-11-05 的专家评审结论是“不通过”）",
		}},
		{"the experts are content", "2024-11-06", afterReview, map[string]string{"projects/2025/plan.toml": open}, []string{"示例区综合行政执法局 按评审意见修改方案并报备"}},
		{"the revised plan is filed", "2024-11-20", append(afterContract, "approval.toml"), map[string]string{"projects/2025/plan.toml": open}, []string{"区财政局 审核资金预算"}},
		{"the budget is audited", "2024-12-20", afterContract, map[string]string{
			"approval.toml": "[audit]\ndate = 2024-12-10\ndocument = \"示\"\namount = \"470万元\"\n", "projects/2025/plan.toml": open,
		}, []string{"区大数据局 报区政府审批年度计划"}},
		{"the plan is approved and does not have it", "2025-02-01", afterContract, map[string]string{"approval.toml": "[audit]\ndate = 2024-12-10\ndocument = \"示\"\namount = \"470万元\"\n"}, nil},
		{"planned", "2025-02-01", afterContract, map[string]string{
			"approval.toml": "[initiation]\ndocuments = [ { kind = \"项目联系单\", number = \"示发改〔2025〕12号\", date = 2025-02-10 } ] → ",
		}, []string{"示例区综合行政执法局 按期竣工验收 2026-03-31", "区发改经信局 出具项目联系单或批复可行性研究报告"}},
		{"initiated", "2025-02-11", afterContract, nil, []string{"示例区综合行政执法局 按期竣工验收 2026-03-31", "示例区综合行政执法局 依法采购并签订合同"}},
		{"large, and not yet applied for in the city", "2025-02-11", afterContract, map[string]string{"project.toml": "total = \"486万元\" → total = \"500万元\""}, []string{
			"示例区综合行政执法局 按期竣工验收 2026-03-31", "示例区综合行政执法局 向市大数据局申报审核",
		}},
		{"contracted, and not filed", "2025-03-31", afterWork, map[string]string{"procurement.toml": "filed = 2025-04-03\n → "}, []string{
			"示例区综合行政执法局 合同归档 2025-04-07", "示例区综合行政执法局 定期自查 2026-03-30", "示例区综合行政执法局 按期竣工验收 2026-03-31", "示例区综合行政执法局 完成建设、阶段性运维或服务",
		}},
		{"completed", "2025-10-01", afterTrial, map[string]string{"initial-acceptance.toml": "completed = 2025-09-30\n"}, []string{
			"示例区综合行政执法局 组织初验 2025-12-30", "示例区综合行政执法局 定期自查 2026-03-30", "示例区综合行政执法局 按期竣工验收 2026-03-31",
		}},
		{"the initial acceptance failed", "2025-10-22", afterTrial, map[string]string{"initial-acceptance.toml": "completed = 2025-09-30\n[[initial]]\ndate = 2025-10-20\nconclusion = \"不合格\"\n"}, []string{
			"示例区综合行政执法局 整改初验发现的问题 2026-01-20（2025-10-20 初验不合格，由区大数据局督促整改）", "示例区综合行政执法局 定期自查 2026-03-30", "示例区综合行政执法局 按期竣工验收 2026-03-31",
		}},
		{"put right", "2025-11-02", afterTrial, map[string]string{"initial-acceptance.toml": "completed = 2025-09-30\n[[initial]]\ndate = 2025-10-20\nconclusion = \"不合格\"\nrectified = 2025-11-01\n"}, []string{
			"示例区综合行政执法局 再次组织初验 2025-12-30（2025-10-20 初验不合格，2025-11-01 完成整改）", "示例区综合行政执法局 定期自查 2026-03-30", "示例区综合行政执法局 按期竣工验收 2026-03-31",
		}},
		{"cannot keep the date, and explained why", "2026-01-10", afterTrial, map[string]string{
			"initial-acceptance.toml": "completed = 2025-09-30\n[explanation]\ndate = 2025-12-26\ntext = \"上级接口延期开放。\"\n",
		}, []string{
			"示例区综合行政执法局 定期自查 2026-03-30", "示例区综合行政执法局 组织初验（2025-12-26 已向区大数据局提交情况说明）",
		}},
		{"after the trial run", "2025-12-01", afterTrial, nil, []string{"示例区综合行政执法局 定期自查 2026-03-30", "示例区综合行政执法局 申请竣工验收，或者按规定自行组织 2026-03-31"}},
		{"applied for", "2025-12-04", afterAcceptance, nil, []string{"示例区综合行政执法局 定期自查 2026-03-30", "区大数据局 确认是否可以组织竣工验收 2026-03-31（2025-12-03 申请竣工验收）"}},
		{"confirmed", "2025-12-09", afterAcceptance, map[string]string{"final-acceptance.toml": "confirmed = 2025-12-08\n"}, []string{
			"示例区综合行政执法局 定期自查 2026-03-30", "区大数据局 组织竣工验收 2026-03-31",
		}},
		{"failed", "2025-12-20", afterUse, map[string]string{"final-acceptance.toml": "conclusion = \"合格\" → conclusion = \"不合格\""}, []string{
			"示例区综合行政执法局 整改竣工验收发现的问题 2026-03-18（2025-12-18 竣工验收不合格，由区大数据局督促整改）", "示例区综合行政执法局 定期自查 2026-03-30",
		}},
		{"failed, and put right", "2026-01-20", afterUse, map[string]string{"final-acceptance.toml": "conclusion = \"合格\" → rectified = 2026-01-15\nconclusion = \"不合格\""}, []string{
			"示例区综合行政执法局 定期自查 2026-03-30", "区大数据局 再次组织竣工验收 2026-03-31（2025-12-18 竣工验收不合格，2026-01-15 完成整改）",
		}},
		{"in use, and not evaluated for the year that is over", "2026-06-30", []string{"evaluation/"}, nil, []string{
			"示例区综合行政执法局 报送 2025 年度绩效自评", "区大数据局 开展 2025 年度绩效评价",
		}},
		{"a proposal to close it", "2026-06-30", nil, map[string]string{
			"oversight.toml": "acts = [ { kind = \"关停并转建议书\", by = \"joint\", date = 2026-05-06, document = \"示\" } ]\n",
		}, []string{
			"示例区综合行政执法局 办理关停并转，或者答复建议书（联审机构于 2026-05-06 提出关停并转建议书（示），还没有关停并转，也没有答复）",
		}},
		{"closed", "2026-06-30", nil, map[string]string{
			"closure.toml": "kind = \"关闭\"\napplied = 2026-04-01\ndecision = \"示\"\ndate = 2026-05-25\ndata_disposition = \"移交\"\n",
		}, nil},
		{"classified", "2024-09-30", afterAll, map[string]string{"project.toml": "classified = false → classified = true"}, nil},
	} {
		j := judgedRecord(t, tt.today, tt.without, tt.with)
		var got []string
		for _, turn := range Turns(j.Register, j.Result) {
			if turn.Project == nil || turn.Project.ID != "2025-zhzf-001" {
				continue
			}
			said := turn.Who + " " + turn.Does
			if !turn.Until.IsZero() {
				said += " " + turn.Until.String()
			}
			if turn.Note != "" {
				said += "（" + turn.Note + "）"
			}
			if (turn.Unit == "") == (turn.Agency == "") || turn.Article == 0 {
				said += fmt.Sprintf(" of unit %q, agency %q, article %d", turn.Unit, turn.Agency, turn.Article)
			}
			got = append(got, said)
		}
		if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s:\n\t%s\nwant\n\t%s", tt.says, strings.Join(got, "\n\t"), strings.Join(tt.want, "\n\t"))
		}
	}
}

// opinions are those of all agencies that are asked, of which finance says first, and then perhaps once more.
func opinions(finance, then string) string {
	text := "pull_request = 12\n"
	for _, agency := range []string{"data", "cyberspace", "cipher", "reform"} {
		text += fmt.Sprintf("[[opinions]]\nmatter = %q\nagency = %q\nconclusion = \"同意\"\ngiven = 2024-10-20T10:00:00+08:00\n", agency, agency)
	}
	for i, said := range []string{finance, then} {
		if said != "" {
			text += fmt.Sprintf("[[opinions]]\nmatter = \"finance\"\nagency = \"finance\"\nconclusion = %q\ngiven = 2024-10-2%dT10:00:00+08:00\n", said, i+1)
		}
	}
	return text
}
