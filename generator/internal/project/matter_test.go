package project

import (
	"testing"
	"time"
)

func given(s string) Text { return Text{Place: Place{State: Given}, V: s} }

func givenList(all ...string) List[Text] {
	list := List[Text]{Place: Place{State: Given}}
	for _, s := range all {
		list.V = append(list.V, given(s))
	}
	return list
}

// TestPreliminaryOnRecord: a preliminary review that agencies gave online is over when the last of those asked agreed.
func TestPreliminaryOnRecord(t *testing.T) {
	agreed := func(matter, account, conclusion string, day int) Opinion {
		at := time.Date(2024, 10, day, 20, 0, 0, 0, time.UTC) // the next day in China
		return Opinion{
			Matter: given(matter), Agency: given(matter), Account: given(account), Conclusion: given(conclusion),
			Given: Moment{Place: Place{State: Given}, V: at},
		}
	}
	declaration := Text{Place: Place{State: Given}, V: "declaration"}
	register := func() *Register {
		return &Register{Matters: []Matter{
			{ID: given("data"), Agency: given("data"), Subject: declaration},
			{ID: given("finance"), Agency: given("finance"), Subject: declaration},
			{ID: given("reform"), Agency: given("reform"), Subject: declaration, When: &MatterWhen{Category: givenList("多跨协同应用")}},
			{ID: given("protection"), Agency: given("police"), Subject: declaration, Advisory: Flag{V: true}},
			{ID: given("payment"), Agency: given("finance"), Subject: Text{V: "payment"}},
		}}
	}
	for _, test := range []struct {
		says     string
		category Text
		opinions []Opinion
		want     string
	}{
		{"all who are asked agreed", given("软硬件运维"), []Opinion{agreed("data", "d", Agrees, 8), agreed("finance", "f", Agrees, 9)}, "2024-10-10"},
		{"one has not answered", given("软硬件运维"), []Opinion{agreed("data", "d", Agrees, 8)}, ""},
		{"one refused", given("软硬件运维"), []Opinion{agreed("data", "d", Agrees, 8), agreed("finance", "f", Disagrees, 9)}, ""},
		{"refused, then agreed", given("软硬件运维"), []Opinion{agreed("data", "d", Agrees, 8), agreed("finance", "f", Agrees, 9), agreed("finance", "f", Disagrees, 7)}, "2024-10-10"},
		{"one more is asked", given("多跨协同应用"), []Opinion{agreed("data", "d", Agrees, 8), agreed("finance", "f", Agrees, 9)}, ""},
		{"who is asked cannot be told", Text{Place: Place{State: Faulty}}, []Opinion{agreed("data", "d", Agrees, 8), agreed("finance", "f", Agrees, 9)}, ""},
		{"only a remark", given("软硬件运维"), []Opinion{agreed("data", "d", Agrees, 8), agreed("finance", "f", Remarks, 9)}, ""},
		{"another agency's word", given("软硬件运维"), []Opinion{agreed("data", "d", Agrees, 8), {Matter: given("finance"), Agency: given("data"), Conclusion: given(Agrees)}}, ""},
	} {
		p := &Project{Declaration: &Declaration{Category: test.category}, Opinions: []*OpinionFile{{Opinions: List[Opinion]{V: test.opinions}}}}
		on, ok := (&Stage{Reached: given("preliminary")}).Completed(p, register())
		if got := on.String(); ok != (test.want != "") || ok && got != test.want {
			t.Errorf("%s: %s, %v, want %q", test.says, got, ok, test.want)
		}
	}
}
