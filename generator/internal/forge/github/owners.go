package github

import (
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/forge"
)

// OwnersFile is where GitHub looks for who is to review what.
const OwnersFile = ".github/CODEOWNERS"

// CodeOwners says in GitHub's form who is asked about which files: globs, of which the last that matches counts.
func CodeOwners(owned []forge.Owned) string {
	var b strings.Builder
	b.WriteString(forge.OwnersHeading + "# GitHub 以最后一条对得上的为准。\n\n")
	for _, o := range slices.Backward(owned) {
		pattern := "/" + o.Path
		if o.Path == "**" {
			pattern = "*"
		}
		b.WriteString(pattern + " " + o.Mentions() + "\n")
	}
	return b.String()
}
