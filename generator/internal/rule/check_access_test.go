package rule

import "testing"

func TestMatches(t *testing.T) {
	for _, tt := range []struct {
		pattern, file string
		want          bool
	}{
		{"projects/*/plan.toml", "projects/2025/plan.toml", true},
		{"projects/*/plan.toml", "projects/2025/zhzf/plan.toml", false},
		{"projects/*/*/*/changes/*-approval.toml", "projects/2025/zhzf/001/changes/001-approval.toml", true},
		{"projects/*/*/*/changes/*-approval.toml", "projects/2025/zhzf/001/changes/001.toml", false},
		{"projects/*/*/*/**", "projects/2025/zhzf/001/attachments/a.pdf", true},
		{"projects/*/*/*/**", "projects/2025/zhzf", false},
		{"**/*.md", "README.md", true},
		{"[", "[", false},
	} {
		if got := Matches(tt.pattern, tt.file); got != tt.want {
			t.Errorf("%s matches %s: %v, want %v", tt.pattern, tt.file, got, tt.want)
		}
	}
}
