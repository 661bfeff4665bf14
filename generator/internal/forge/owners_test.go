package forge_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/gitea"
	"wuxing.example/register/generator/internal/forge/github"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

func text(v string) project.Text { return project.Text{V: v} }

func texts(all ...string) (list project.List[project.Text]) {
	for _, v := range all {
		list.V = append(list.V, text(v))
	}
	return list
}

// district is a register with three agencies and a few permissions, the first that matches counting.
func district() *project.Register {
	return &project.Register{
		Agencies: []project.Agency{
			{ID: text("data"), Name: text("大数据局"), Accounts: texts("dsj-1", "dsj.2")},
			{ID: text("finance"), Name: text("财政局"), Accounts: texts("czj")},
			{ID: text("audit"), Name: text("审计局"), Accounts: texts("sjj")},
		},
		Permissions: []project.Permission{
			{Path: text("projects/*/declined.toml"), Writers: texts("recorder")},
			{Path: text("projects/*/*/*/oversight.toml"), Writers: texts("audit")},
			{Path: text("projects/*/*/*/changes/*-approval.toml"), Writers: texts("unit", "finance")},
			{Path: text("projects/*/*/*/**"), Writers: texts("unit")},
		},
	}
}

// TestOwners reads both files as their hosts do.
func TestOwners(t *testing.T) {
	owned, err := forge.Owners(district())
	if err != nil {
		t.Fatal(err)
	}
	onGitHub, onGitea := github.CodeOwners(owned), gitea.CodeOwners(owned)
	for _, c := range []struct{ path, github, gitea string }{
		{"projects/2025/declined.toml", "@dsj-1 @dsj.2", "@dsj-1 @dsj.2"},
		{"projects/2025/zl/001/oversight.toml", "@sjj", "@dsj-1 @dsj.2 @sjj"}, // Gitea adds whoever else matches
		{"projects/2025/zl/001/oversightXtoml", "@dsj-1 @dsj.2", "@dsj-1 @dsj.2"},
		{"projects/2025/zl/001/changes/001-approval.toml", "@czj", "@czj @dsj-1 @dsj.2"},
		{"projects/2025/zl/001/changes/001.toml", "@dsj-1 @dsj.2", "@dsj-1 @dsj.2"},
		{"projects/2025/zl/001/attachments/图.png", "@dsj-1 @dsj.2", "@dsj-1 @dsj.2"},
		{"rules/agencies.toml", "@dsj-1 @dsj.2", "@dsj-1 @dsj.2"},
		{".github/workflows/check.yml", "@dsj-1 @dsj.2", "@dsj-1 @dsj.2"},
	} {
		if got := lastMatch(onGitHub, c.path); got != c.github {
			t.Errorf("GitHub asks %q about %s, want %q", got, c.path, c.github)
		}
		if got := allMatches(t, onGitea, c.path); got != c.gitea {
			t.Errorf("Gitea asks %q about %s, want %q", got, c.path, c.gitea)
		}
	}
}

// lines are the lines of a CODEOWNERS that are no comments, each as its pattern and its owners.
func lines(file string) (all [][2]string) {
	for line := range strings.Lines(file) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			pattern, owners, _ := strings.Cut(line, " ")
			all = append(all, [2]string{pattern, owners})
		}
	}
	return all
}

// lastMatch is who GitHub asks: a pattern is a glob, and the last that matches counts.
func lastMatch(file, path string) string {
	for _, l := range slices.Backward(lines(file)) {
		if l[0] == "*" || rule.Matches(strings.TrimPrefix(l[0], "/"), path) {
			return l[1]
		}
	}
	return ""
}

// allMatches is who Gitea asks: a pattern loses its backslashes, is anchored at both ends, and all that match count.
func allMatches(t *testing.T, file, path string) string {
	var asked []string
	for _, l := range lines(file) {
		expression, err := regexp.Compile("^" + strings.ReplaceAll(l[0], `\`, "") + "$")
		if err != nil {
			t.Errorf("%s: %v", l[0], err)
		} else if expression.MatchString(path) {
			asked = append(asked, strings.Fields(l[1])...)
		}
	}
	slices.Sort(asked)
	return strings.Join(slices.Compact(asked), " ")
}

// TestOwnersErrors: nobody to ask, or a name that is none, is an error and no line.
func TestOwnersErrors(t *testing.T) {
	for what, spoil := range map[string]func(*project.Register){
		"an agency without accounts":        func(r *project.Register) { r.Agencies[2].Accounts = texts() },
		"the lead without accounts":         func(r *project.Register) { r.Agencies[0].Accounts = texts() },
		"an agency that is in no directory": func(r *project.Register) { r.Permissions[1].Writers = texts("police") },
		"an account with a blank":           func(r *project.Register) { r.Agencies[1].Accounts = texts("czj @outsider") },
		"an account with a line end":        func(r *project.Register) { r.Agencies[1].Accounts = texts("czj\n* @outsider") },
		"an empty account":                  func(r *project.Register) { r.Agencies[1].Accounts = texts("") },
		"a path with a blank":               func(r *project.Register) { r.Permissions[1].Path = text("projects/* @outsider") },
		"a path that is no glob":            func(r *project.Register) { r.Permissions[1].Path = text("projects/(.*)") },
	} {
		r := district()
		spoil(r)
		if owned, err := forge.Owners(r); err == nil {
			t.Errorf("%s gives %+v, want an error", what, owned)
		}
	}
}
