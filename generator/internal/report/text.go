package report

import (
	"fmt"
	"io"
	"io/fs"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/parallel"
)

// writeText writes findings for a terminal, each with the line that it is about:
//
//	projects/2025/zhzf/001/procurement.toml:23:9: 警告 合同 ZHZF-2025-01 于 2025-03-28 签订，… [15.filed]
//	   |
//	23 | filed = 2025-04-11
//	   |         ^^^^^^^^^^
//	   = 依据 第十五条 · rules/articles/15.toml:14
//	   = 处理 请说明迟交原因；此后的合同请在签订后 5 个工作日内归档
func writeText(w io.Writer, r *Report) error {
	told := make([]string, len(r.Findings))
	parallel.Each(len(told), func(i int) {
		f := r.Findings[i]
		text, _ := fs.ReadFile(r.Files, f.At.File)
		told[i] = Text(f, text) + "\n"
	})
	_, err := io.WriteString(w, strings.Join(told, "")+r.summary()+"\n")
	return err
}

// Text writes one finding for a terminal; text is the file that it is about, empty where that may not be read.
func Text(f finding.Finding, text []byte) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: %s %s [%s]\n", f.At.File, f.At.Line(), f.At.Column(), label(f), f.Message, f.Rule)
	b.WriteString(Lines(f, text))
	margin := strings.Repeat(" ", len(fmt.Sprint(f.At.Line())))
	fmt.Fprintf(&b, "%s = 依据 %s\n", margin, basis(f))
	if f.Hint != "" {
		fmt.Fprintf(&b, "%s = 处理 %s\n", margin, f.Hint)
	}
	for _, related := range f.Related {
		fmt.Fprintf(&b, "%s = 另见 %s:%d\n", margin, related.File, related.Line())
	}
	return b.String()
}
