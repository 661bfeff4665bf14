package forge

import "testing"

func TestLineURL(t *testing.T) {
	for _, test := range [][2]string{
		{"https://github.com/wuxing/register/pull/7", "https://github.com/wuxing/register/blob/abc/projects/2025/%E9%99%84%20%231.md#L9"},
		{"https://git.example/wuxing/register/pulls/7", "https://git.example/wuxing/register/src/commit/abc/projects/2025/%E9%99%84%20%231.md#L9"},
		{"https://git.example/pull/pulls/pulls/7", "https://git.example/pull/pulls/src/commit/abc/projects/2025/%E9%99%84%20%231.md#L9"},
	} {
		if got := LineURL(test[0], "abc", "projects/2025/附 #1.md", 9); got != test[1] {
			t.Errorf("%s: %s, want %s", test[0], got, test[1])
		}
	}
}
