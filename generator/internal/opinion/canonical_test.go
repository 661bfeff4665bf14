package opinion

import (
	"math"
	"testing"

	"wuxing.example/register/generator/internal/money"
)

// The first two are RFC 8785's own examples (3.2.2 and 3.2.3).
func TestCanonical(t *testing.T) {
	for _, test := range []struct {
		value any
		want  string
	}{
		{map[string]any{
			"numbers":  []any{333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001},
			"string":   "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
			"literals": []any{nil, true, false},
		}, `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`},
		{map[string]any{
			"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
			"\U0001F600": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis",
		}, "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\"," +
			"\"€\":\"Euro Sign\",\"\U0001F600\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}"},
		{nil, "null"},
		{486 * money.Wan, "486000000"},
		{int64(60), "60"},
		{math.Copysign(0, -1), "0"},
		{math.Inf(1), `"+Inf"`},
		{"<a href='x'>&\u2028\x7f</a>", "\"<a href='x'>&\u2028\x7f</a>\""},
		{[]any{}, "[]"},
		{map[string]any{}, "{}"},
	} {
		if got := canonical(test.value); got != test.want {
			t.Errorf("%v\n got %s\nwant %s", test.value, got, test.want)
		}
	}
}
