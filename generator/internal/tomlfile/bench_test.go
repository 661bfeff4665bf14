package tomlfile

import (
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"wuxing.example/register/generator/internal/project"
)

// wholeDeclaration has every table of project.toml, and comments as units write them.
const wholeDeclaration = `# 项目申报表
name = "智慧停车综合管理应用"
unit = "zhzf"
kind = "建设"                        # 建设 | 运维
category = "多跨协同应用"
declared = 2024-09-20
summary = "接入全区公共停车泊位，统一收费、诱导与执法，面向市民提供找车位和缴费服务。"
classified = false
higher_level = ""
upgrades = ""
maintains = []
partners = [ { unit = "zl", content = "辖区泊位接入", maintenance = "3万元" } ]

[supplement]
reason = "省级试点任务下达晚于申报时限"
funds_in_place = "吴财〔2024〕31号"

[scope]
video_surveillance = false
machine_room = false
civil_works = false
high_energy = false
data_processing = true
public_data_platform = true
shared_components = ["统一身份认证", "电子地图"]
no_shared_components = ""

[schedule]
start = 2025-03-01
finish = 2025-12-31

[estimate]
total = "486万元"
items = [
  { category = "软件开发", name = "停车管理应用", amount = "300万元" },
  { category = "数据", name = "泊位数据治理", amount = "50万元" },
  { category = "集成", name = "系统集成", amount = "30万元" },
  { category = "安全", name = "等保测评与密码评估", amount = "60万元" },
  { category = "监理", name = "工程监理", amount = "46万元" },
]
sources = [
  { kind = "本级财政", amount = "400万元" },
  { kind = "乡镇街道财政", unit = "zl", amount = "86万元" },
]

[security]
officer = "信息科科长"
protection_level = "三级"
management_system = "《信息系统安全管理制度》《数据安全管理办法》"
commercial_cryptography = true
personal_information = false

[[goals]]
indicator = "泊位信息接入率"
target = "不低于 95%"

[[goals]]
indicator = "平均找车位时间"
target = "缩短 30%"

[[goals]]
indicator = "电子缴费率"
target = "不低于 90%"
`

func TestWholeDeclaration(t *testing.T) {
	if faults := faultsOf[project.Declaration](wholeDeclaration); faults != nil {
		t.Errorf("faults %q", faults)
	}
}

func BenchmarkRead(b *testing.B) {
	data := []byte(wholeDeclaration)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := Read("project.toml", data, new(project.Declaration), Options{Today: today}); !ok {
			b.Fatal("the file is no TOML")
		}
	}
}

// BenchmarkUnmarshal is go-toml's own decoding of the same file, which finds no places and one fault.
func BenchmarkUnmarshal(b *testing.B) {
	data := []byte(wholeDeclaration)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var into map[string]any
		if err := toml.Unmarshal(data, &into); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParser is go-toml's syntax alone, on which Read stands.
func BenchmarkParser(b *testing.B) {
	data := []byte(wholeDeclaration)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var p unstable.Parser
		p.Reset(data)
		for p.NextExpression() {
		}
		if err := p.Error(); err != nil {
			b.Fatal(err)
		}
	}
}
