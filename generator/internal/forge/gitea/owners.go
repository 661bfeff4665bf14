package gitea

import (
	"regexp"
	"strings"

	"wuxing.example/register/generator/internal/forge"
)

// OwnersFile is where Gitea looks for who is to review what; it does not look in .github.
const OwnersFile = ".gitea/CODEOWNERS"

// CodeOwners says in Gitea's form who is asked about which files: regular expressions that match a whole path. All that
// match count, so that of a file with several the further ones are asked, too.
func CodeOwners(owned []forge.Owned) string {
	var b strings.Builder
	b.WriteString(forge.OwnersHeading + "# Gitea 把对得上的各条都算上，写法是正则表达式。\n\n")
	for _, o := range owned {
		b.WriteString(expression(o.Path) + " " + o.Mentions() + "\n")
	}
	return b.String()
}

// expression is a pattern as a regular expression. A dot is written [.], because Gitea takes a backslash away.
func expression(pattern string) string {
	special := regexp.MustCompile(`\*\*/|\*\*|\*|[^A-Za-z0-9/_-]`)
	return special.ReplaceAllStringFunc(pattern, func(s string) string {
		switch s {
		case "**/":
			return "(.*/)?"
		case "**":
			return ".*"
		case "*":
			return "[^/]*"
		}
		return "[" + s + "]"
	})
}
