package tomlfile

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

func TestValues(t *testing.T) {
	got, err := Values([]byte(`name = "486万元"
declared = 2024-09-20
classified = false
maintains = "one"
partners = [{ unit = "zl", maintenance = "3 万元" }, { unit = "gx", maintenance = 3 }]
own = { at = 2024-09-20 10:01:00+08:00, share = 1.5 }

[estimate]
total = "4860000元"
items = [{ amount = "twelve" }]
`), new(project.Declaration))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"name": "486万元", "declared": "2024-09-20", "classified": false, "maintains": "one",
		"partners": []any{
			map[string]any{"unit": "zl", "maintenance": 3 * money.Wan},
			map[string]any{"unit": "gx", "maintenance": int64(3)},
		},
		"own":      map[string]any{"at": "2024-09-20T10:01:00+08:00", "share": 1.5},
		"estimate": map[string]any{"total": 486 * money.Wan, "items": []any{map[string]any{"amount": "twelve"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := Values([]byte("a ="), nil); err == nil {
		t.Error("what is no TOML was read")
	}
}

func TestLabel(t *testing.T) {
	for key, want := range map[string]string{
		"estimate":                "投资概算",
		"estimate.items.1.amount": "投资概算 概算明细 第 2 项 金额",
		"goals.0":                 "绩效目标 第 1 项",
		"own.share":               "own share",
	} {
		if got := Label(new(project.Declaration), key); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}
