package opendata_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"wuxing.example/register/generator/internal/opendata"
	"wuxing.example/register/generator/internal/opendata/opendatatest"
)

func TestQuery(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"停车", "停车"},
		{"智慧停车", "智慧 慧停 停车"},
		{"桥", "桥"},
		{"停车停车", "停车 车停"},
		{"停车 泊位", "停车 泊位"},
		{"2025-zhzf-001", "202 025 zhz hzf 001"},
		{"ZHZF", "zhz hzf"},
		{"ＺＨ２０２５", "zh2 h20 202 025"},
		{"5G", "5g"},
		{"5G基站", "5g 基站"},
		{"示数据〔2025〕7号", "示数 数据 202 025 7 号"},
		{"91330500002564141P", "913 133 330 305 050 500 000 002 025 256 564 641 414 141 41p"},
		{"𠮷野家", "𠮷野 野家"},
		{"〇年", "〇年"},
		{"", ""},
		{" ，。〔〕-", ""},
	} {
		if got := strings.Join(opendata.Query(test.text), " "); got != test.want {
			t.Errorf("%q is asked as %q, want %q", test.text, got, test.want)
		}
	}
}

// doc is a document with texts in some fields.
func doc(title string, texts ...string) opendata.Doc {
	d := opendata.Doc{Kind: "项目", Title: title, URL: "projects/" + title + "/"}
	d.Fields[opendata.Titles] = title
	for i, text := range texts {
		d.Fields[int(opendata.Numbers)+i] = text
	}
	return d
}

func siteOf(docs []opendata.Doc) fstest.MapFS {
	site := fstest.MapFS{}
	for _, f := range opendata.SearchIndex(docs) {
		site[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return site
}

func TestSearch(t *testing.T) {
	site := siteOf([]opendata.Doc{
		doc("数字乡村一张图", "2026-nync-001", "农业农村局", "", "", "这里有公共停车场"),
		doc("智慧停车应用", "2025-zhzf-001", "综合行政执法局", "", "", "依托平台，共用组件"),
		doc("旧停车应用", "2024-zhzf-001\nZHZF-2025-01", "综合行政执法局", "", "", "已停用"),
		doc("桥梁监测", "2025-zl-001\nHT-2025-07", "织里镇", "", "", "监测桥面，IRS 系统"),
		doc("停车场库改造", "2026-ct-001", "城投", "", "", ""),
	})
	for _, test := range []struct{ query, want string }{ // titles and fields, the best first
		{"停车", "智慧停车应用@名称 旧停车应用@名称 停车场库改造@名称 数字乡村一张图@正文"},
		{"停车场", "停车场库改造@名称 数字乡村一张图@正文"},
		{"桥", "桥梁监测@名称"},
		{"面", "桥梁监测@正文"},
		{"停", "智慧停车应用@名称 旧停车应用@名称 停车场库改造@名称 数字乡村一张图@正文"},
		{"2025-zhzf-001", "智慧停车应用@编号和文号 旧停车应用@编号和文号"}, // which has all its parts, too
		{"2025zhzf001", "智慧停车应用@编号和文号"},
		{"zhzf-2025-01", "旧停车应用@编号和文号"},
		{"zhzf", "智慧停车应用@编号和文号 旧停车应用@编号和文号"},
		{"zh", "智慧停车应用@编号和文号 旧停车应用@编号和文号"},
		{"ht-2025-07", "桥梁监测@编号和文号"},
		{"irs", "桥梁监测@正文"},
		{"i", "桥梁监测@正文"},
		{"织里 监测", "桥梁监测@"},
		{"乡村停车", "数字乡村一张图@"},
		{"停车收费系统", ""},
		{"没有的", ""},
	} {
		hits, err := opendatatest.Search(site, test.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.Title+"@"+h.Field)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q finds %q, want %q", test.query, strings.Join(got, " "), test.want)
		}
	}
}

// FuzzEveryPartIsFound: whatever part of a Chinese text is asked for, its document is among the hits.
func FuzzEveryPartIsFound(f *testing.F) {
	f.Add("智慧停车综合管理应用（2025-zhzf-001）", 2, 6)
	f.Add("５Ｇ ABC𠮷野家x", 0, 3)
	f.Add("İ", 0, 1)
	f.Fuzz(func(t *testing.T, text string, from, length int) {
		runes := []rune(opendata.Fold(text))
		if from < 0 || length < 1 || from >= len(runes) || length > len(runes)-from {
			t.Skip()
		}
		part := string(runes[from : from+length])
		if strings.ContainsFunc(part, func(r rune) bool { return r < 0x4e00 || r > 0x9fff }) {
			t.Skip()
		}
		hits, err := opendatatest.Search(siteOf([]opendata.Doc{doc("其他"), doc("x", text)}), part)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(hits, func(h opendatatest.Hit) bool { return h.Title == "x" }) {
			t.Errorf("%q does not find %q", part, text)
		}
	})
}

// TestShards: a great index has more shards, and each is a part of the whole.
func TestShards(t *testing.T) {
	var docs []opendata.Doc
	for i := range 300 {
		var text strings.Builder
		for k := range 8000 {
			fmt.Fprintf(&text, "%c ", rune(0x4e00+(i*37+k)%20000))
		}
		docs = append(docs, doc(fmt.Sprint(i), "", "", "", "", text.String()))
	}
	files := opendata.SearchIndex(docs)
	if len(files) != 513 {
		t.Errorf("%d files", len(files))
	}
	site := fstest.MapFS{}
	largest := 0
	for _, f := range files {
		site[f.Name] = &fstest.MapFile{Data: f.Data}
		if f.Name != "search/docs.json" {
			largest = max(largest, len(f.Data))
		}
	}
	if largest > 100_000 {
		t.Errorf("the largest shard has %d bytes", largest)
	}
	hits, err := opendatatest.Search(site, string(rune(0x4e00+8000))) // in the texts 1 to 216
	if err != nil || len(hits) != 216 {
		t.Errorf("%d hits, %v", len(hits), err)
	}
}
