package portfolio

import "testing"

func TestFigure(t *testing.T) {
	for _, tt := range []struct{ before, after, want string }{
		{"500 万元以上", "300 万元以上", "500→300 万元"},
		{"低于 500 万元", "低于 300 万元", "500→300 万元"},
		{"5 个工作日内", "3 个工作日内", "5→3 个工作日"},
		{"不少于一个月", "不少于二个月", "一→二个月"},
		{"超过 10%", "超过 12.5%", "10→12.5%"},
		{"100 万元以上", "1 亿元以上", "100 万元以上→1 亿元以上"},
		{"20", "30", ""}, // a weight, which has no unit
		{"500 万元以上", "超过 500 万元", ""},     // the same figure
		{"", "2023-11-25 起", ""},          // a new rule
		{"错误", "警告", ""},                  // no figure
		{"3 个月内", "90 日内", "3 个月内→90 日内"}, // another unit
	} {
		if got := (&Change{Before: tt.before, After: tt.after}).Figure(); got != tt.want {
			t.Errorf("from %q to %q: %q, want %q", tt.before, tt.after, got, tt.want)
		}
	}
}

func TestHeadline(t *testing.T) {
	for _, tt := range []struct {
		h    Headline
		want string
	}{
		{Headline{"500→300 万元", 17, 0, 0}, "500→300 万元：17 个项目改变审批路径"},
		{Headline{"500→300 万元", 17, 2, 3}, "500→300 万元：17 个项目改变审批路径，2 个项目改变要求，3 个项目改变结论"},
		{Headline{"500→300 万元", 0, 0, 0}, "500→300 万元：没有项目受影响"},
	} {
		if got := tt.h.String(); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.h, got, tt.want)
		}
	}
}
