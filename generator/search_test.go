package main

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"wuxing.example/register/generator/internal/cli"
	"wuxing.example/register/generator/internal/opendata/opendatatest"
)

// portfolioSite is the site of the example portfolio as of portfolioToday, built once for all tests that only read it.
// TestMain removes it.
var portfolioSite = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "register-portfolio-"); err != nil {
		return "", err
	}
	builtSites = append(builtSites, dir)
	out := filepath.Join(dir, "public")
	var stdout, stderr bytes.Buffer
	if code := cli.Run([]string{"build", "-repo", "..", "-today", portfolioToday, "-out", out}, nil, &stdout, &stderr); code != 0 {
		os.Stderr.Write(stderr.Bytes())
	}
	return out, nil
})

// TestSearch asks the example portfolio's site what people ask, and holds it to what has to come first.
func TestSearch(t *testing.T) {
	out, err := portfolioSite()
	if err != nil {
		t.Fatal(err)
	}
	site := os.DirFS(out)
	for _, golden := range goldenQueries {
		hits, err := opendatatest.Search(site, golden.query)
		if err != nil {
			t.Fatal(err)
		}
		first, field := "", ""
		if len(hits) > 0 {
			first, field = hits[0].URL, hits[0].Field
		}
		if first != golden.url || field != golden.field {
			t.Errorf("%s：先找到 %q（%s），应先找到 %q（%s）", golden.query, first, field, golden.url, golden.field)
		}
	}
}

// goldenQueries are questions to the example portfolio, each with the address and the field of the first answer.
var goldenQueries = []struct{ query, url, field string }{
	// Projects, by a part of the name.
	{"疫苗冷链", "projects/2024-wj-001/", "名称"},
	{"停车", "projects/2026-ct-001/", "名称"},
	{"养老驿站", "projects/2025-zl-001/", "名称"},
	{"居家养老", "projects/2024-mz-001/", "名称"},
	{"殡葬", "projects/2026-mz-001/", "名称"},
	{"河湖水安全", "projects/2026-sl-001/", "名称"},
	{"森林防火", "projects/2024-yj-001/", "名称"},
	{"消防通道", "projects/2025-bq-001/", "名称"},
	{"视频监控", "projects/2025-jy-001/", "名称"},
	{"校园网", "projects/2024-jy-001/", "名称"},
	{"急救车", "projects/2026-wj-002/", "名称"},
	{"广播", "projects/2026-yj-001/", "名称"},
	{"油烟", "projects/2026-zhzf-001/", "名称"},
	{"建筑垃圾", "projects/2025-zhzf-001/", "名称"},
	{"尾水", "projects/2025-nync-001/", "名称"},
	{"一张图", "projects/2026-nync-001/", "名称"},
	{"社会救助家庭经济状况核对系统升级", "projects/2027-mz-001/", "名称"},
	{"第三方租赁", "projects/2026-bq-001/", "名称"},
	{"一网统管", "projects/2026-dsj-001/", "名称"},
	{"“一网统管”应用与政务云", "projects/2026-dsj-001/", "名称"},
	{"码上办", "projects/2026-nt-001/", "名称"},

	// By a single character, in any width and case, several words, words of several fields.
	{"渔", "projects/2025-nync-001/", "名称"},
	{"苗", "projects/2024-wj-001/", "名称"},
	{"塘", "projects/2025-sl-001/", "名称"},
	{"政务云 运维", "projects/2026-dsj-001/", "名称"},
	{"民政局 养老", "projects/2024-mz-001/", "单位和供应商"},
	{"泊位", "projects/2026-ct-001/", "概述"},
	{"水位", "projects/2026-sl-001/", "概述"},

	// Ids, contracts, document numbers.
	{"2025-zhzf-001", "projects/2025-zhzf-001/", "编号和文号"},
	{"２０２５－ＺＨＺＦ－００１", "projects/2025-zhzf-001/", "编号和文号"},
	{"2026-mz", "projects/2026-mz-001/", "编号和文号"},
	{"ZHZF-2025-02", "projects/2025-zhzf-001/", "编号和文号"},
	{"wj-2026-08", "projects/2026-wj-002/", "编号和文号"},
	{"示财函〔2025〕75号", "projects/2026-gx-001/", "编号和文号"},
	{"示财函 2024 69号", "projects/2025-nync-001/", "编号和文号"},

	// Units and suppliers.
	{"民政局", "units/mz/", "名称"},
	{"大数据局", "units/dsj/", "名称"},
	{"北渠街道", "units/bq/", "名称"},
	{"城市投资", "units/ct/", "名称"},
	{"诚度", "suppliers/91330500ma8wd02l62/", "名称"},
	{"91330500MAEFGH026R", "suppliers/91330500maefgh026r/", "编号和文号"},
	{"衡测信息安全", "suppliers/91330500maefgh026r/", "名称"},

	// Plans, articles and rules.
	{"2025 年度信息化项目计划", "plans/2025/", "名称"},
	{"第十五条", "rules/articles/15/", "名称"},
	{"15.filed", "rules/15-filed/", "正文"},
	{"17.first", "rules/17-first/", "正文"},
	{"重复建设", "rules/08-duplicate/", "名称"},
	{"监理先行", "rules/17-first/", "名称"},
	{"知识产权登记", "rules/16-ip-registration/", "名称"},
	{"涉密", "rules/03-classified/", "名称"},
	{"500万元以上", "rules/articles/10/", "概述"},
	{"IRS", "rules/18-catalogue/", "概述"},

	// Documents alone.
	{"骨干网", "projects/2026-sl-001/#feasibility", "正文"},
	{"错时开放", "projects/2025-bq-001/#feasibility", "正文"},
	{"撂荒地", "projects/2026-nync-001/#feasibility", "正文"},

	// Nothing.
	{"区块链发票", "", ""},
}
