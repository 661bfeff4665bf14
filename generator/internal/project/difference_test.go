package project

import (
	"fmt"
	"slices"
	"testing"

	"wuxing.example/register/generator/internal/money"
)

func text(key, v string) Text { return Text{Place{Key: key, State: Given}, v} }

func yuan(fen money.Amount) Money { return Money{Place{Key: "amount", State: Given}, fen} }

func items(amounts ...money.Amount) List[CostItem] {
	list := List[CostItem]{Place: Place{Key: "items", State: Given}}
	for i, a := range amounts {
		list.V = append(list.V, CostItem{Table: Table{Parent: &Table{}, Key: "items", Index: i}, Amount: yuan(a)})
		list.V[i].Amount.Table = &list.V[i].Table
	}
	return list
}

// What stood in a table must stand in it still; what comes to it is no loss, but a difference.
func TestLost(t *testing.T) {
	for _, tt := range []struct {
		says     string
		was, is  Estimate
		lost, of string // what is lost, and what differs
	}{
		{"the same", Estimate{Total: yuan(5), Items: items(1, 2)}, Estimate{Total: yuan(5), Items: items(1, 2)}, "[]", "[]"},
		{"changed", Estimate{Total: yuan(100)}, Estimate{Total: yuan(200)}, "[总投资 1元 2元]", "[总投资 1元 2元]"},
		{"gone", Estimate{Total: yuan(100)}, Estimate{}, "[总投资 1元 ]", "[总投资 1元 ]"},
		{"new", Estimate{}, Estimate{Total: yuan(100)}, "[]", "[总投资  1元]"},
		{"an entry more at the end", Estimate{Items: items(1, 2)}, Estimate{Items: items(1, 2, 3)}, "[]", "[概算明细  0.03元]"},
		{"an entry more in between", Estimate{Items: items(1, 2)}, Estimate{Items: items(1, 3, 2)}, "[]", "[概算明细  0.02元 概算明细·金额 0.02元 0.03元]"},
		{"an entry less", Estimate{Items: items(1, 2)}, Estimate{Items: items(1)}, "[概算明细 0.02元 ]", "[概算明细 0.02元 ]"},
		{"entries in another order", Estimate{Items: items(1, 2)}, Estimate{Items: items(2, 1)}, "[概算明细 0.02元 ]", "[概算明细 0.02元 ]"},
		{"of another form now: form tells", Estimate{Total: yuan(1)}, Estimate{Total: Money{Place: Place{State: Faulty}}}, "[]", "[]"},
	} {
		if got := differences(Lost(&tt.was, &tt.is)); got != tt.lost {
			t.Errorf("%s: lost %s, want %s", tt.says, got, tt.lost)
		}
		if got := differences(Differences(&tt.was, &tt.is)); got != tt.of {
			t.Errorf("%s: differ in %s, want %s", tt.says, got, tt.of)
		}
	}
	if lost := Lost(&Scope{MachineRoom: Flag{Place{State: Given}, false}}, &Scope{}); len(lost) > 0 {
		t.Errorf("“no” that is left out is lost: %v", lost)
	}
	if lost := Lost(&Change{Source: text("source", "本级财政")}, &Change{Source: text("source", "自筹")}); len(lost) != 1 {
		t.Errorf("a text that is changed loses %v", lost)
	}
	if lost := Lost(&Approval{Plan: &PlannedAmount{}}, &Approval{}); len(lost) != 1 || lost[0].At.KeyPath() != "plan" {
		t.Errorf("a table that is gone loses %v", lost)
	}
}

func differences(all []Difference) string {
	var texts []string
	for _, d := range all {
		texts = append(texts, fmt.Sprintf("%s %s %s", d.Label, d.Was, d.Is))
	}
	slices.Sort(texts)
	return fmt.Sprint(texts)
}
