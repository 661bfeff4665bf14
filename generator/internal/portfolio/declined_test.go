package portfolio

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/register"
)

func TestDeclinedOf(t *testing.T) {
	const entries = `[[declined]]
name = "甲"
total = "120万元"
date = 2024-10-01
opinions = [
  { matter = "data", conclusion = "不同意", text = "目标不可衡量" },
  { matter = "finance", conclusion = "同意", text = "可以保障" },
  { matter = "reform", conclusion = "不同意", text = "没有梳理业务" },
]
[[declined]]
name = "乙"
total = "30万元"
date = 2024-10-02
opinions = [{ matter = "data", conclusion = "不同意", text = "目标不可衡量" }, { matter = "data", conclusion = "意见", text = "见附件" }]
[[declined]]
name = "丙"
date = 2024-10-03
opinions = [{ matter = "data", conclusion = "同意" }]
`
	load := func(text string) Declined {
		t.Helper()
		fsys := fstest.MapFS{"projects/2025/plan.toml": {Data: []byte("year = 2025\n")}}
		if text != "" {
			fsys["projects/2025/declined.toml"] = &fstest.MapFile{Data: []byte(text)}
		}
		r, err := register.Load(fsys, calendar.Date{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return DeclinedOf(r.Years[0])
	}
	want := Declined{
		Count: 3, Total: Sum{wan(150), true}, Withdrawn: 1,
		Refusals: []Refusal{{"data", 2, []string{"目标不可衡量"}}, {"reform", 1, []string{"没有梳理业务"}}},
	}
	if diff := cmp.Diff(want, load(entries)); diff != "" {
		t.Error(diff)
	}
	for says, text := range map[string]string{"no file": "", "a secrecy mark": entries + "# 密级：机密\n"} {
		if got := load(text); got.Count != 0 || got.Refusals != nil {
			t.Errorf("%s: %+v", says, got)
		}
	}
}
