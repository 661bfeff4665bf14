package project

import (
	"strings"
	"testing"
)

func TestIDs(t *testing.T) {
	for _, tt := range []struct{ id, folder string }{
		{"2025-zhzf-001", "projects/2025/zhzf/001"},
		{"2025-a-000", "projects/2025/a/000"},
		{"2025-z9-999", "projects/2025/z9/999"},
	} {
		if !IsID(tt.id) {
			t.Errorf("IsID(%q) = false", tt.id)
		}
		folder, err := Folder(tt.id)
		if err != nil || folder != tt.folder {
			t.Errorf("Folder(%q) = %q, %v, want %q", tt.id, folder, err, tt.folder)
		}
		parts := strings.Split(folder, "/")
		if got := ID(parts[1], parts[2], parts[3]); got != tt.id {
			t.Errorf("the project in %s is %q, want %q", folder, got, tt.id)
		}
	}
}

func TestIDRefuses(t *testing.T) {
	for _, id := range []string{
		"", "2025-zhzf-01", "2025-zhzf-0001", "025-zhzf-001", "12025-zhzf-001", "2025-ZHZF-001", "2025-9z-001", "2025--001", "2025-zh-zf-001",
		"2025-zh_zf-001", "2025/zhzf/001", "2025-zhzf-001\n", " 2025-zhzf-001", "2025-../..-001", "2025-综合执法-001", "２０２５-zhzf-001",
	} {
		if IsID(id) {
			t.Errorf("IsID(%q) = true", id)
		}
		if folder, err := Folder(id); err == nil || !strings.Contains(err.Error(), "应写作 2025-zhzf-001") || folder != "" {
			t.Errorf("Folder(%q) = %q, %v", id, folder, err)
		}
	}
}

func TestParts(t *testing.T) {
	for _, tt := range []struct {
		name  string
		check func(string) bool
		good  []string
		bad   []string
	}{
		{"a unit's code", IsUnitCode, []string{"a", "zhzf", "z9"}, []string{"", "9z", "Zhzf", "zh-zf", "zh zf", "zhzf\n", "..", "综合"}},
		{"a year", IsYear, []string{"2025", "0000"}, []string{"", "25", "02025", "20x5", "2025\n", "２０２５"}},
		{"a serial", IsSerial, []string{"000", "001", "999"}, []string{"", "1", "01", "0001", "00a", "001\n"}},
	} {
		for _, s := range tt.good {
			if !tt.check(s) {
				t.Errorf("%q is refused as %s", s, tt.name)
			}
		}
		for _, s := range tt.bad {
			if tt.check(s) {
				t.Errorf("%q is taken for %s", s, tt.name)
			}
		}
	}
}
