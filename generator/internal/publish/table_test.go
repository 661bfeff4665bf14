package publish

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTableAsPrinted: each cell reaches the template with its heading and with how it is set: figures to the right, a text
// of up to 15 bytes unbroken, the row's heading apart, in the foot only where it has a text.
func TestTableAsPrinted(t *testing.T) {
	table := Table{
		Caption: "支付", Lead: 1, Heads: heads("日期", "说明", "#金额"),
		Rows: [][]Cell{
			{{Text: "2025-03-28"}, {Text: "首付款和进度", URL: "a/"}, {Text: "1,234.5"}},
			{{Text: "", Note: "无"}, {Text: "首付款进度", Tone: Bad}, {Text: ""}},
		},
		Foot: []Cell{{Text: ""}, {Text: ""}, {Text: "1,234.5"}},
	}
	encoded, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Caption string
		Heads   []Head
		Rows    [][]printedCell
		Foot    []printedCell
	}
	if err := json.Unmarshal(encoded, &got); err != nil {
		t.Fatal(err)
	}
	if got.Caption != table.Caption || !cmp.Equal(got.Heads, table.Heads) {
		t.Errorf("the caption is %q, the heads are %v", got.Caption, got.Heads)
	}
	want := [][]printedCell{
		{
			{Cell{Text: "2025-03-28"}, "日期", "short", false},
			{Cell{Text: "首付款和进度", URL: "a/"}, "说明", "", true},
			{Cell{Text: "1,234.5"}, "金额", "num", false},
		},
		{
			{Cell{Note: "无"}, "日期", "short", false},
			{Cell{Text: "首付款进度", Tone: Bad}, "说明", "short", true},
			{Cell{}, "金额", "num", false},
		},
	}
	if diff := cmp.Diff(want, got.Rows); diff != "" {
		t.Error(diff)
	}
	foot := []printedCell{{Cell{}, "日期", "", false}, {Cell{}, "说明", "", false}, {Cell{Text: "1,234.5"}, "金额", "num", false}}
	if diff := cmp.Diff(foot, got.Foot); diff != "" {
		t.Error(diff)
	}
}
