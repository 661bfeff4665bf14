package tomlfile

import (
	"strings"
	"testing"
)

func TestNear(t *testing.T) {
	for _, tt := range []struct {
		word  string
		known []string
		want  string
	}{
		{"civil_work", []string{"machine_room", "civil_works"}, "civil_works"},   // one missing
		{"civvil_works", []string{"machine_room", "civil_works"}, "civil_works"}, // one too many
		{"civil_worms", []string{"machine_room", "civil_works"}, "civil_works"},  // one wrong
		{"civil_wroks", []string{"machine_room", "civil_works"}, "civil_works"},  // two swapped
		{"civil", []string{"machine_room", "civil_works"}, ""},                   // six of eleven missing
		{"公开投标", []string{"邀请招标", "公开招标"}, "公开招标"},                               // letters, not bytes
		{"项目联系函", []string{"项目联系单"}, "项目联系单"},                                    // one of five
		{"建社", []string{"建设", "运维"}, "建设"},                                       // one of two
		{"施工", []string{"建设", "运维"}, ""},                                         // two of two
		{"好", []string{"优", "良", "中", "差"}, ""},                                  // one of one is another word
		{"x", []string{""}, ""},                     // and so is nothing
		{"", []string{"x", "建设"}, ""},               //
		{"建设", []string{"建设"}, "建设"},                //
		{"abc", []string{"abd", "abc"}, "abc"},      // the nearest
		{"abc", []string{"abd", "abe"}, "abd"},      // the first of those equally near
		{"未通过", []string{"通过", "不通过"}, "不通过"},       // but rather one of the same length
		{"abcdef", []string{"abxyef"}, "abxyef"},    // two of six
		{"abcdef", []string{"abxyzf"}, ""},          // three of six
		{"abcdeab", []string{"badceab"}, "badceab"}, // two pairs swapped
		{strings.Repeat("a", 64), []string{strings.Repeat("a", 63)}, strings.Repeat("a", 63)},
		{strings.Repeat("a", 65), []string{strings.Repeat("a", 64)}, ""}, // no word is so long
	} {
		if got := Near(tt.word, tt.known); got != tt.want {
			t.Errorf("Near(%q, %q) = %q, want %q", tt.word, tt.known, got, tt.want)
		}
	}
}
