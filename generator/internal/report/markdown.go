package report

import (
	"fmt"
	"io"
	"strings"
)

// writeMarkdown writes findings as a list that a host shows on a pull request's page.
func writeMarkdown(w io.Writer, r *Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n", r.summary())
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "\n- **%s** %s（%s）\n", label(f), plain(f.Message), f.Rule)
		fmt.Fprintf(&b, "  `%s` 第 %d 行\n", strings.ReplaceAll(f.At.File, "`", ""), f.At.Line())
		if f.Hint != "" {
			fmt.Fprintf(&b, "  处理：%s\n", plain(f.Hint))
		}
		fmt.Fprintf(&b, "  依据：%s\n", plain(basis(f)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdownSigns are the characters that mean something to Markdown or to a host: emphasis, links, mentions, HTML.
var markdownSigns = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "|", `\|`, "#", `\#`, "@", "@\u200b", "\n", " ",
)

// plain writes text of the record so that it is only text.
func plain(s string) string { return markdownSigns.Replace(s) }
