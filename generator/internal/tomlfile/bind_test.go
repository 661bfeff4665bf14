package tomlfile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/source"
)

var today, _ = calendar.NewDate(2025, 3, 31)

// faultsOf reads a file into a T and prints its faults, one a line:
//
//	line:column+width rule key-path: problem / hint
func faultsOf[T any](text string) []string {
	faults, _ := Read("project.toml", []byte(text), new(T), Options{Today: today})
	return printed(faults)
}

func printed(faults []finding.Fault) []string {
	var lines []string
	for _, f := range faults {
		s := f.At.Span
		lines = append(lines, fmt.Sprintf("%d:%d+%d %s %s: %s / %s", s.Line, s.Column, s.Width, f.Rule, f.KeyPath, f.Problem, f.Hint))
	}
	return lines
}

const declaration = `name = "智慧停车综合管理应用"
unit = "zhzf"
kind = "建设"
category = "多跨协同应用"
declared = 2024-09-20
summary = "接入全区泊位"
classified = false
partners = [ { unit = "zl", content = "辖区泊位接入", maintenance = "3万元" } ]

[scope]
data_processing = true
shared_components = ["统一身份认证", "电子地图"]

[schedule]
start = 2025-03-01
finish = 2025-12-31

[estimate]
total = "486万元"
items = [
  { category = "软件开发", name = "停车管理应用", amount = "440万元" },
  { category = "监理", name = "工程监理", amount = "46万元" },
]
sources = [{ kind = "本级财政", amount = "486万元" }]

[security]
officer = "信息科科长"
protection_level = "三级"
management_system = "《信息安全管理制度》"
commercial_cryptography = true

[[goals]]
indicator = "泊位信息接入率"
target = "不低于 95%"
[[goals]]
indicator = "平均停车时长"
`

func TestRead(t *testing.T) {
	for _, text := range []string{declaration, strings.ReplaceAll(declaration, "\n", "\r\n")} {
		var d project.Declaration
		faults, ok := Read("project.toml", []byte(text), &d, Options{Today: today})
		if !ok || faults != nil {
			t.Fatalf("Read: %v, %t", printed(faults), ok)
		}
		if d.Name.V != "智慧停车综合管理应用" || !d.Name.Given() || d.Classified.V || !d.Classified.Given() {
			t.Errorf("name %+v, classified %+v", d.Name, d.Classified)
		}
		if d.Declared.V.String() != "2024-09-20" || d.Estimate.Total.V != 486*money.Wan {
			t.Errorf("declared %s, total %s", d.Declared.V, d.Estimate.Total.V)
		}
		if got := len(d.Estimate.Items.V); got != 2 || d.Estimate.Items.V[1].Amount.V != 46*money.Wan {
			t.Errorf("items %+v", d.Estimate.Items.V)
		}
		if got := d.Scope.SharedComponents.V; len(got) != 2 || got[1].V != "电子地图" || got[1].KeyPath() != "scope.shared_components[1]" {
			t.Errorf("components %+v", got)
		}
		if d.Supplement != nil || d.Schedule == nil || d.Schedule.Finish.V.String() != "2025-12-31" {
			t.Errorf("supplement %v, schedule %v", d.Supplement, d.Schedule)
		}
		if d.HigherLevel.State != project.Absent || d.Maintains.State != project.Absent || d.Scope.CivilWorks.State != project.Absent {
			t.Error("what is not in the file is not absent")
		}
		for _, tt := range []struct {
			place   *project.Place
			keyPath string
			span    source.Span
		}{
			{d.Name.Where(), "name", source.Span{Line: 1, Column: 8, Width: 12}},
			{d.Partners.Where(), "partners", source.Span{Line: 8, Column: 12, Width: 60}},
			{d.Partners.V[0].Maintenance.Where(), "partners[0].maintenance", source.Span{Line: 8, Column: 63, Width: 5}},
			{d.Estimate.Items.Where(), "estimate.items", source.Span{Line: 20, Column: 9, Width: 1}},
			{d.Estimate.Items.V[1].Amount.Where(), "estimate.items[1].amount", source.Span{Line: 22, Column: 46, Width: 6}},
			{d.Goals.V[1].Indicator.Where(), "goals[1].indicator", source.Span{Line: 36, Column: 13, Width: 8}},
			{d.Goals.V[1].Target.Where(), "goals[1].target", source.Span{Line: 35, Column: 3, Width: 5}}, // absent: the header
		} {
			if tt.place.KeyPath() != tt.keyPath || tt.place.At() != (finding.Location{File: "project.toml", Span: tt.span}) {
				t.Errorf("%s at %+v, want %s at %+v", tt.place.KeyPath(), tt.place.At(), tt.keyPath, tt.span)
			}
		}
		for _, tt := range []struct {
			table *project.Table
			span  source.Span
		}{
			{&d.Table, source.Span{}},
			{&d.Estimate.Table, source.Span{Line: 18, Column: 2, Width: 8}},
			{&d.Estimate.Items.V[1].Table, source.Span{Line: 22, Column: 3, Width: 51}},
			{&d.Partners.V[0].Table, source.Span{Line: 8, Column: 14, Width: 56}},
			{&d.Goals.V[0].Table, source.Span{Line: 32, Column: 3, Width: 5}},
		} {
			if tt.table.Span != tt.span {
				t.Errorf("the table %q is at %+v, want %+v", tt.table.KeyPath(), tt.table.Span, tt.span)
			}
		}
	}
}

// TestFaults shows, for each form.* that reading finds, where it points and what it says.
func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		faultsOf func(text string) []string
		text     string
		want     []string
	}{
		{faultsOf[project.Scope], `civil_work = true`, []string{
			"1:1+10 form.unknown-key civil_work: 没有“civil_work”这一项 / 是不是“civil_works”（新建土建工程）？",
		}},
		{faultsOf[project.Scope], `foo = 1
"机房" = true`, []string{
			"1:1+3 form.unknown-key foo: 没有“foo”这一项 / 可以写的有：video_surveillance、machine_room、civil_works、high_energy、data_processing、public_data_platform、shared_components、no_shared_components",
			"2:1+4 form.unknown-key 机房: 没有“机房”这一项 / 可以写的有：video_surveillance、machine_room、civil_works、high_energy、data_processing、public_data_platform、shared_components、no_shared_components",
		}},
		{faultsOf[project.Scope], `machine_room = "是"`, []string{
			"1:16+3 form.type machine_room: 新建或扩建机房、云平台、数据中心：应是 true（是）或 false（否），这里是文字 / ",
		}},
		{faultsOf[project.Scope], `machine_room = 1
civil_works = []`, []string{
			"1:16+1 form.type machine_room: 新建或扩建机房、云平台、数据中心：应是 true（是）或 false（否），这里是整数 / ",
			"2:15+2 form.type civil_works: 新建土建工程：应是 true（是）或 false（否），这里是列表 / ",
		}},
		{faultsOf[project.Scope], `no_shared_components = 5`, []string{
			"1:24+1 form.type no_shared_components: 不使用公共组件的理由：应是文字，这里是整数 / 请用英文双引号括起来",
		}},
		{faultsOf[project.Scope], `shared_components = "地图"`, []string{
			"1:21+4 form.type shared_components: 使用的公共组件：应是一个列表，这里是文字 / ",
		}},
		{faultsOf[project.Scope], `shared_components = ["地图", 2, [3], { x = 1 }, true, 2024-01-01, 10:00:00, 1.5]`, []string{
			"1:28+1 form.type shared_components[1]: 使用的公共组件：应是文字，这里是整数 / 请用英文双引号括起来",
			"1:31+3 form.type shared_components[2]: 使用的公共组件：应是文字，这里是列表 / 请用英文双引号括起来",
			"1:36+9 form.type shared_components[3]: 使用的公共组件：应是文字，这里是表 / 请用英文双引号括起来",
			"1:47+4 form.type shared_components[4]: 使用的公共组件：应是文字，这里是真假值 / 请用英文双引号括起来",
			"1:53+10 form.type shared_components[5]: 使用的公共组件：应是文字，这里是日期 / 请用英文双引号括起来",
			"1:65+8 form.type shared_components[6]: 使用的公共组件：应是文字，这里是时间 / 请用英文双引号括起来",
			"1:75+3 form.type shared_components[7]: 使用的公共组件：应是文字，这里是小数 / 请用英文双引号括起来",
		}},
		{faultsOf[project.Approval], `[audit]
date = 2024-12-10`, []string{
			"1:2+5 form.missing audit.document: 缺“审核文件”（document） / ",
			"1:2+5 form.missing audit.amount: 缺“审核金额”（amount） / ",
		}},
		{faultsOf[project.Approval], `audit = { date = 2024-12-10 }`, []string{
			"1:1+5 form.missing audit.document: 缺“审核文件”（document） / ",
			"1:1+5 form.missing audit.amount: 缺“审核金额”（amount） / ",
		}},
		{faultsOf[project.Approval], `audit.date = 2024-12-10
`, []string{
			"1:1+5 form.missing audit.document: 缺“审核文件”（document） / ",
			"1:1+5 form.missing audit.amount: 缺“审核金额”（amount） / ",
		}},
		{faultsOf[project.Approval], `audit = "无"`, []string{
			"1:9+3 form.type audit: 资金预算审核：应是一个表，这里是文字 / ",
		}},
		{faultsOf[project.Approval], `audit = [{ date = 2024-12-10 }]`, []string{
			"1:9+23 form.type audit: 资金预算审核：应是一个表，这里是列表 / ",
		}},
		{faultsOf[project.Approval], `[[audit]]
date = 2024-12-10`, []string{
			"1:3+5 form.type audit: 资金预算审核：应是一个表，这里是列表 / ",
		}},
		{faultsOf[project.Approval], `[plan]
amount = 470
fund = 4.5`, []string{
			"2:10+3 form.money plan.amount: 计划下发金额：应是带单位的文字，这里是整数 / 如果是万元，写作 \"470万元\"；如果是元，写作 \"470元\"",
			"3:8+3 form.money plan.fund: 其中专项经费：应是带单位的文字，这里是小数 / 如果是万元，写作 \"4.5万元\"；如果是元，写作 \"4.5元\"",
		}},
		{faultsOf[project.Approval], `[plan]
amount = "470"
fund = "-1万元"`, []string{
			"2:10+5 form.money plan.amount: 计划下发金额：“470”：金额没有写单位 / 写成带单位的文字，例如 \"486万元\"、\"4860000元\"",
			"3:8+6 form.money plan.fund: 其中专项经费：“-1万元”：金额不能是负数 / 写成带单位的文字，例如 \"486万元\"、\"4860000元\"",
		}},
		{faultsOf[project.Approval], `[plan]
amount = true
fund = 2024-01-01`, []string{
			"2:10+4 form.money plan.amount: 计划下发金额：应是带单位的文字，这里是真假值 / 写成带单位的文字，例如 \"486万元\"、\"4860000元\"",
			"3:8+10 form.money plan.fund: 其中专项经费：应是带单位的文字，这里是日期 / 写成带单位的文字，例如 \"486万元\"、\"4860000元\"",
		}},
		{faultsOf[project.Approval], `[plan]
amount = 1e3
fund = { yuan = 1 }
`, []string{
			"2:10+3 form.money plan.amount: 计划下发金额：应是带单位的文字，这里是小数 / 写成带单位的文字，例如 \"486万元\"、\"4860000元\"",
			"3:8+12 form.money plan.fund: 其中专项经费：应是带单位的文字，这里是表 / 写成带单位的文字，例如 \"486万元\"、\"4860000元\"",
		}},
		{faultsOf[project.Approval], `[plan]
amount = "1,000元"
fund = "499.9999999999999999万元"`, []string{
			"2:10+8 form.money plan.amount: 计划下发金额：“1,000元”：金额的数字中间不能有分隔符或空格 / 写成带单位的文字，例如 \"486万元\"、\"4860000元\"",
			"3:8+24 form.money plan.fund: 其中专项经费：“499.9999999999999999万元”：金额比分还细 / 写成带单位的文字，例如 \"486万元\"、\"4860000元\"",
		}},
		{faultsOf[project.Approval], `[plan]
years = [{ year = "2025", amount = 1 }, { year = 2025.0 }, { year = 0x7E9, amount = "1 万元" }]`, []string{
			"2:19+6 form.type plan.years[0].year: 年度：应是整数，这里是文字 / 不加引号，也没有小数和百分号",
			"2:36+1 form.money plan.years[0].amount: 金额：应是带单位的文字，这里是整数 / 如果是万元，写作 \"1万元\"；如果是元，写作 \"1元\"",
			"2:50+6 form.type plan.years[1].year: 年度：应是整数，这里是小数 / 不加引号，也没有小数和百分号",
		}},
		{faultsOf[project.Approval], `[plan.years]
year = 2025`, []string{
			"1:7+5 form.type plan.years: 分年度安排：应是一个列表，这里是表 / ",
		}},
		{faultsOf[project.Approval], `[initiation]
documents = [
  { kind = "联系单", number = 1, date = "2025-02-10" },
  {},
]`, []string{
			"3:12+5 form.value initiation.documents[0].kind: 文件种类：没有“联系单”这个选项 / 请从中选一个：项目联系单、可行性研究报告批复、初步设计批复、节能审查、用地预审与选址意见书、环评批复、环评登记备案、不需办理说明",
			"3:28+1 form.type initiation.documents[0].number: 文号：应是文字，这里是整数 / 请用英文双引号括起来",
			"3:38+12 form.date initiation.documents[0].date: 日期：应是日期，这里是文字 / 写作 2024-03-05，不加引号",
			"4:3+2 form.missing initiation.documents[1].kind: 缺“文件种类”（kind） / ",
			"4:3+2 form.missing initiation.documents[1].number: 缺“文号”（number） / ",
			"4:3+2 form.missing initiation.documents[1].date: 缺“日期”（date） / ",
		}},
		{faultsOf[project.Procurement], `[[contracts]]
[[contracts]]
number = "2"
role = "承建"
lot = "1"
amount = "1元"
signed = 2025-03-28
supplier = { name = "某公司", credit_code = "91350100M000100Y44" }`, []string{
			"1:3+9 form.missing contracts[0].number: 缺“合同编号”（number） / ",
			"1:3+9 form.missing contracts[0].role: 缺“合同类别”（role） / ",
			"1:3+9 form.missing contracts[0].lot: 缺“标项”（lot） / ",
			"1:3+9 form.missing contracts[0].supplier: 缺“供应商”（supplier） / ",
			"1:3+9 form.missing contracts[0].amount: 缺“合同金额”（amount） / ",
			"1:3+9 form.missing contracts[0].signed: 缺“签订日期”（signed） / ",
			"8:42+20 form.credit-code contracts[1].supplier.credit_code: 统一社会信用代码：统一社会信用代码的校验位不对，请逐位核对 / ",
		}},
		{faultsOf[project.Procurement], `[[contracts]]
number = "2"
role = "承建"
lot = "1"
amount = "1元"
signed = 2025-03-28
supplier = "某公司"`, []string{
			"7:12+5 form.type contracts[0].supplier: 供应商：应是一个表，这里是文字 / ",
		}},
		{faultsOf[project.Procurement], `[[contracts]]
number = "2"
role = "承建"
lot = "1"
amount = "1元"
signed = 2025-03-28
[contracts.supplier]
nam = "某公司"
credit_code = 91350100`, []string{
			"7:12+8 form.missing contracts[0].supplier.name: 缺“供应商名称”（name） / ",
			"9:15+8 form.type contracts[0].supplier.credit_code: 统一社会信用代码：应是文字，这里是整数 / 请用英文双引号括起来",
			"8:1+3 form.unknown-key contracts[0].supplier.nam: 没有“nam”这一项 / 是不是“name”（供应商名称）？",
		}},
		{faultsOf[project.Procurement], `contracts = { number = "1" }`, []string{
			"1:13+16 form.type contracts: 合同：应是一个列表，这里是表 / ",
		}},
		{faultsOf[project.Procurement], `procurements = ["甲", { lot = "1", date = 2025-03-10 }, 3, { lot = "2" }]`, []string{
			"1:17+3 form.type procurements[0]: 采购：应是一个表，这里是文字 / ",
			"1:56+1 form.type procurements[2]: 采购：应是一个表，这里是整数 / ",
			"1:59+13 form.missing procurements[3].date: 缺“采购日期”（date） / ",
		}},
		{faultsOf[project.Procurement], `plan_confirmed = 2025-04-01
[[procurements]]
lot = "1"
date = 2025-02-31
method = "公开投标"`, []string{
			"1:18+10 form.date plan_confirmed: 实施方案确认日期：2025-04-01 在今天（2025-03-31）之后，还没有发生的事不能先填 / 请核对日期",
			"5:10+6 form.value procurements[0].method: 采购方式：没有“公开投标”这个选项 / 是不是“公开招标”？可以写的有：公开招标、邀请招标、竞争性谈判、竞争性磋商、询价、单一来源、框架协议、合作创新采购、自行采购、其他",
			"4:8+10 form.date procurements[0].date: 采购日期：2025-02-31 这一天不存在 / 写作 2024-03-05，不加引号",
		}},
		{faultsOf[project.TrialRun], `start = "2025-01-01"
end = 2025-01-01T00:00:00`, []string{
			"1:9+12 form.date start: 试运行开始：应是日期，这里是文字 / 写作 2024-03-05，不加引号",
			"2:7+19 form.date end: 试运行结束：应是日期，这里是时间 / 写作 2024-03-05，不加引号",
		}},
		{faultsOf[project.TrialRun], `start = 2025-1-1
end = 10:00:00`, []string{
			"1:9+8 form.date start: 试运行开始：“2025-1-1”不是日期，应写作 2024-03-05 / 写作 2024-03-05，不加引号",
			"2:7+8 form.date end: 试运行结束：应是日期，这里是时间 / 写作 2024-03-05，不加引号",
		}},
		{faultsOf[project.TrialRun], `start = 2025-03-31
end = 2025-04-01`, []string{
			"2:7+10 form.date end: 试运行结束：2025-04-01 在今天（2025-03-31）之后，还没有发生的事不能先填 / 请核对日期",
		}},
		{faultsOf[project.TrialRun], `start = 20250101
end = 2025-01-01T`, []string{
			"1:9+8 form.date start: 试运行开始：应是日期，这里是整数 / 写作 2024-03-05，不加引号",
			"2:7+11 form.date end: 试运行结束：应是日期，这里是时间 / 写作 2024-03-05，不加引号",
		}},
		{faultsOf[project.Warranty], `until = 2028-04-01`, nil},
		{faultsOf[project.OpinionFile], `merged = 2025-03-31T23:59:59+08:00
opened = 2025-04-01T00:00:00+08:00`, []string{
			"2:10+25 form.date opened: 提出时间：2025-04-01 在今天（2025-03-31）之后 / ",
		}},
		{faultsOf[project.OpinionFile], `merged = 2025-03-01T10:00:00
opened = "2025-03-01T10:00:00+08:00"`, []string{
			"2:10+27 form.date opened: 提出时间：应是带时区的时间 / 写作 2024-09-20T10:01:00+08:00，不加引号",
			"1:10+19 form.date merged: 并入时间：应是带时区的时间 / 写作 2024-09-20T10:01:00+08:00，不加引号",
		}},
		{faultsOf[project.OpinionFile], `merged = 2025-02-30T10:00:00Z
opened = 2025-03-01T1:00:00Z`, []string{
			"2:10+19 form.date opened: 提出时间：应是带时区的时间 / 写作 2024-09-20T10:01:00+08:00，不加引号",
			"1:10+20 form.date merged: 并入时间：应是带时区的时间 / 写作 2024-09-20T10:01:00+08:00，不加引号",
		}},
		{faultsOf[project.OpinionFile], `merged = 2025-03-01
opened = 10:00:00`, []string{
			"2:10+8 form.date opened: 提出时间：应是带时区的时间 / 写作 2024-09-20T10:01:00+08:00，不加引号",
			"1:10+10 form.date merged: 并入时间：应是带时区的时间 / 写作 2024-09-20T10:01:00+08:00，不加引号",
		}},
		{faultsOf[project.OpinionFile], `merged = 2025-03-01 10:00:00.5z
pull_request = 12`, nil},
		{faultsOf[project.Closure], `kind = "关停"
date = 2025-01-01`, []string{
			"1:8+4 form.value kind: 处置方式：没有“关停”这个选项 / 是不是“关闭”？可以写的有：关闭、停用、合并、转移",
		}},
		{faultsOf[project.Closure], `kind = ""
date = 2025-01-01`, nil},
		{faultsOf[project.Closure], "kind = \"报废\\n\\u202e\\t\\u001b[31m\"\ndate = 2025-01-01", []string{
			"1:8+24 form.value kind: 处置方式：没有“报废····[31m”这个选项 / 请从中选一个：关闭、停用、合并、转移",
		}},
		{faultsOf[project.Closure], `kind = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"
date = 2025-01-01`, []string{
			"1:8+43 form.value kind: 处置方式：没有“一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十…”这个选项 / 请从中选一个：关闭、停用、合并、转移",
		}},
		{faultsOf[project.Preliminary], `conclusion = ""
date = 2025-01-01`, []string{
			"1:14+2 form.value conclusion: 初审结论：没有“”这个选项 / 请从中选一个：通过、不通过",
		}},
		{faultsOf[project.Preliminary], `conclusion = "未通过"
date = 2025-01-01`, []string{
			"1:14+5 form.value conclusion: 初审结论：没有“未通过”这个选项 / 是不是“不通过”？可以写的有：通过、不通过",
		}},
		{faultsOf[project.MatterWhen], `kind = "建设"
scope = ["civil_works"]
category = 5
protection_level = ["三级", 5]`, []string{
			"3:12+1 form.type category[0]: 项目类别：应是文字，这里是整数 / 请用英文双引号括起来",
			"4:27+1 form.type protection_level[1]: 等级保护定级：应是文字，这里是整数 / 请用英文双引号括起来",
		}},
		{faultsOf[project.Declaration], `estimate = 5
scope = "无"
security = []
`, []string{
			"0:0+0 form.missing name: 缺“项目名称”（name） / ",
			"0:0+0 form.missing unit: 缺“建设单位”（unit） / ",
			"0:0+0 form.missing kind: 缺“项目类型”（kind） / ",
			"0:0+0 form.missing category: 缺“项目类别”（category） / ",
			"0:0+0 form.missing declared: 缺“申报日期”（declared） / ",
			"0:0+0 form.missing summary: 缺“项目简介”（summary） / ",
			"0:0+0 form.missing classified: 缺“是否涉密”（classified） / ",
			"2:9+3 form.type scope: 建设范围：应是一个表，这里是文字 / ",
			"1:12+1 form.type estimate: 投资概算：应是一个表，这里是整数 / ",
			"3:12+2 form.type security: 网络安全：应是一个表，这里是列表 / ",
		}},
	} {
		if diff := cmp.Diff(tt.want, tt.faultsOf(tt.text)); diff != "" {
			t.Errorf("%s\n%s", tt.text, diff)
		}
	}
}

func TestStatesAfterFaults(t *testing.T) {
	var d project.Declaration
	_, ok := Read("project.toml", []byte("name = 5\nscope = 1\nsummary = \"\"\nmaintains = [\"2025-zhzf-001\", 2]\n[estimate]\nitems = [1, { category = \"安全\" }]\n"), &d, Options{})
	if !ok {
		t.Fatal("the file is no TOML")
	}
	for _, tt := range []struct {
		name  string
		place *project.Place
		want  project.State
	}{
		{"a value of another type", d.Name.Where(), project.Faulty},
		{"an empty text", d.Summary.Where(), project.Given},
		{"a required value that is absent", d.Unit.Where(), project.Faulty},
		{"a value that need not be there", d.HigherLevel.Where(), project.Absent},
		{"a list with a bad entry", d.Maintains.Where(), project.Faulty},
		{"the good entry of it", d.Maintains.V[0].Where(), project.Given},
		{"the bad entry of it", d.Maintains.V[1].Where(), project.Faulty},
		{"a value in a table that is none", d.Scope.CivilWorks.Where(), project.Faulty},
		{"a required value that a table lacks", d.Estimate.Total.Where(), project.Faulty},
		{"a list of tables with a bad entry", d.Estimate.Items.Where(), project.Faulty},
		{"the good entry of that", d.Estimate.Items.V[0].Category.Where(), project.Given},
		{"a required value in a required table that is absent", d.Security.Officer.Where(), project.Faulty},
		{"a value that need not be there, in it", d.Security.PersonalInformation.Where(), project.Absent},
	} {
		if tt.place.State != tt.want {
			t.Errorf("%s: state %d, want %d", tt.name, tt.place.State, tt.want)
		}
	}
	if got := d.Estimate.Items.V[0].Category.KeyPath(); got != "estimate.items[1].category" {
		t.Errorf("the second entry, the first that is a table, has the key path %q", got)
	}
}

// Without a day that is today, no date is too late.
func TestReadWithoutToday(t *testing.T) {
	faults, ok := Read("trial.toml", []byte("start = 9999-12-31"), new(project.TrialRun), Options{})
	if !ok || faults != nil {
		t.Errorf("faults %q, %t", printed(faults), ok)
	}
}

func TestReadFindsAllAtOnce(t *testing.T) {
	text := strings.NewReplacer(`"486万元"`, "486", "2024-09-20", `"2024-09-20"`, "officer", "oficer", `"建设"`, `"建社"`).Replace(declaration)
	want := []string{
		"3:8+4 form.value kind: 项目类型：没有“建社”这个选项 / 是不是“建设”？可以写的有：建设、运维",
		"5:12+12 form.date declared: 申报日期：应是日期，这里是文字 / 写作 2024-03-05，不加引号",
		`19:9+3 form.money estimate.total: 总投资：应是带单位的文字，这里是整数 / 如果是万元，写作 "486万元"；如果是元，写作 "486元"`,
		`24:38+3 form.money estimate.sources[0].amount: 金额：应是带单位的文字，这里是整数 / 如果是万元，写作 "486万元"；如果是元，写作 "486元"`,
		"26:2+8 form.missing security.officer: 缺“安全负责人（岗位）”（officer） / ",
		"27:1+6 form.unknown-key security.oficer: 没有“oficer”这一项 / 是不是“officer”（安全负责人（岗位））？",
	}
	if diff := cmp.Diff(want, faultsOf[project.Declaration](text)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, faultsOf[project.Declaration](strings.ReplaceAll(text, "\n", "\r\n"))); diff != "" {
		t.Errorf("with CRLF:\n%s", diff)
	}
}

func TestEscaped(t *testing.T) {
	text := `plain = "密级：机密"
"\u5bc6\u7ea7" = "\u673a\u5bc6"
a.b = [ 'C:\机', { c = """
密\
  级""" } ]
[["\u8868"]]
[["\u8868"]]
`
	var got []string
	Read("a.toml", []byte(text), new(project.Scope), Options{Escaped: func(decoded string, at source.Span) {
		got = append(got, fmt.Sprintf("%d:%d+%d %s", at.Line, at.Column, at.Width, decoded))
	}})
	want := []string{"2:1+14 密级", "2:18+14 机密", `3:9+6 C:\机`, "3:23+3 密级", "6:3+8 表", "7:3+8 表"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// evenText is a value that reads its own text.
type evenText string

func (e *evenText) UnmarshalText(text []byte) error {
	if len(text)%2 != 0 {
		return fmt.Errorf("“%s”的字节数不是偶数", text)
	}
	*e = evenText(text)
	return nil
}

func TestOwnForm(t *testing.T) {
	type file struct {
		project.Table
		Good project.Value[evenText] `toml:"good" label:"双数"`
		Bad  project.Value[evenText] `toml:"bad" label:"单数"`
		None project.Value[evenText] `toml:"none" label:"非文字"`
	}
	var f file
	faults, _ := Read("a.toml", []byte("good = \"ab\"\nbad = \"abc\"\nnone = 5"), &f, Options{})
	want := []string{
		"2:7+5 form.value bad: 单数：“abc”的字节数不是偶数 / ",
		"3:8+1 form.type none: 非文字：应是文字，这里是整数 / 请用英文双引号括起来",
	}
	if diff := cmp.Diff(want, printed(faults)); diff != "" {
		t.Error(diff)
	}
	if f.Good.V != "ab" || !f.Good.Given() || !f.Bad.Faulty() || !f.None.Faulty() {
		t.Errorf("good %+v, bad %+v, none %+v", f.Good, f.Bad, f.None)
	}
}

// A text over several lines reads the same whatever the file's line ends; a carriage return that is meant is kept.
func TestLineEndsInTexts(t *testing.T) {
	for text, want := range map[string]string{
		"what = \"\"\"\n一\n二\n\"\"\"":       "一\n二\n",
		"what = \"\"\"\r\n一\r\n二\r\n\"\"\"": "一\n二\n",
		"what = '''\r\n一\r\n二'''":           "一\n二",
		`what = "一\r\n二"`:                   "一\r\n二",
	} {
		var r project.Randomness
		if _, ok := Read("a.toml", []byte(text), &r, Options{}); !ok || r.What.V != want {
			t.Errorf("%q reads as %q, want %q", text, r.What.V, want)
		}
	}
}

// extendedFile has further keys where its kind asks for them.
type extendedFile struct {
	project.Table
	Kind  project.Text `toml:"kind" label:"种类"`
	limit limitFile
}

type limitFile struct {
	Limit project.Money `toml:"limit,required" label:"限额"`
}

func (f *extendedFile) Extension() any {
	if f.Kind.V == "限额" {
		return &f.limit
	}
	return nil
}

func TestExtended(t *testing.T) {
	var f extendedFile
	if faults, _ := Read("a.toml", []byte("limit = \"5万元\"\nkind = \"限额\""), &f, Options{}); faults != nil || f.limit.Limit.V != 5*money.Wan {
		t.Errorf("faults %q, limit %s", printed(faults), f.limit.Limit.V)
	}
	for text, want := range map[string][]string{
		`kind = "限额"`: {"0:0+0 form.missing limit: 缺“限额”（limit） / "},
		"kind = \"限额\"\nlimmit = \"5万元\"": {
			"0:0+0 form.missing limit: 缺“限额”（limit） / ", "2:1+6 form.unknown-key limmit: 没有“limmit”这一项 / 是不是“limit”（限额）？",
		},
		"kind = \"其他\"\nlimit = \"5万元\"": {"2:1+5 form.unknown-key limit: 没有“limit”这一项 / 可以写的有：kind"},
	} {
		if diff := cmp.Diff(want, faultsOf[extendedFile](text)); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	}
}
