package register

import (
	"slices"
	"testing"
	"testing/fstest"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
)

// Of the projects, only those are read that are asked for; of the others it is known that they are there. Plan years and
// directories are whole, and what stands in a wrong place is told where it was touched.
func TestAmong(t *testing.T) {
	today, _ := calendar.NewDate(2026, 6, 30)
	files := fstest.MapFS{}
	for _, name := range []string{
		"rules/units.toml", "projects/2024/plan.toml", "projects/2024/zhzf/001/project.toml", "projects/2025/plan.toml",
		"projects/2025/zhzf/001/project.toml", "projects/2025/zhzf/002/project.toml", "projects/2025/zl/001/project.toml",
		"projects/2025/zl/x/project.toml", "projects/2025/Zl/001/project.toml", "projects/2025/opinions/1.toml",
	} {
		files[name] = &fstest.MapFile{}
	}
	for _, tt := range []struct {
		files  []string
		ids    []string
		faults int
	}{
		{nil, nil, 0},
		{[]string{"projects/2025/zhzf/002/review.toml"}, []string{"2025-zhzf-002"}, 0},
		{[]string{"projects/2025/zhzf/001", "projects/2024/zhzf/001/plan.md"}, []string{"2024-zhzf-001", "2025-zhzf-001"}, 0},
		{[]string{"projects/2025/zl/x/project.toml", "projects/2025/Zl/001/project.toml"}, nil, 2},
		{[]string{"projects/2025/gone/001/project.toml", "site/a.html"}, nil, 0},
	} {
		r, err := Load(Among(files, tt.files), today, nil)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, p := range r.Projects {
			ids = append(ids, p.ID)
		}
		faults := slices.DeleteFunc(r.Faults, func(f finding.Fault) bool { return f.Rule != "form.id" })
		if !slices.Equal(ids, tt.ids) || len(faults) != tt.faults || len(r.Years) != 2 {
			t.Errorf("%v: read %v, %d years, faults %v", tt.files, ids, len(r.Years), faults)
		}
		if !r.Has("2025-zl-001") || r.Has("2025-zl-009") || r.Has("x") {
			t.Errorf("%v: it is not known which others are there", tt.files)
		}
	}
}
