// When: which projects a matter is asked of.

package opinion

import (
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Applies reports whether a matter that is asked when all of this holds is asked of a declaration, and whether that can
// be told: not where a value that decides carries a form finding, or there is no declaration.
func Applies(when *project.MatterWhen, d *project.Declaration) (applies, known bool) {
	all := conditions(when, d)
	known = true
	for _, c := range all {
		if c.known && !c.holds {
			return false, true
		}
		known = known && c.known
	}
	return known, known
}

// condition is one key of a matter's when, as it stands for a declaration.
type condition struct {
	holds, known bool
	words        string // why it holds: "多跨协同应用"
}

// conditions lists the keys that a when has.
func conditions(when *project.MatterWhen, d *project.Declaration) []condition {
	var all []condition
	if when == nil {
		return nil
	}
	if d == nil {
		return []condition{{}}
	}
	add := func(wanted *project.Place, values []*project.Place, holds bool, words string) {
		if wanted.State == project.Absent {
			return
		}
		known := !wanted.Faulty() && !slices.ContainsFunc(values, (*project.Place).Faulty)
		all = append(all, condition{holds, known, words})
	}
	oneOf := func(wanted *project.List[project.Text], value *project.Text) {
		add(&wanted.Place, []*project.Place{&value.Place}, contains(wanted.V, value.V), value.V)
	}
	oneOf(&when.Kind, &d.Kind)
	oneOf(&when.Category, &d.Category)
	oneOf(&when.ProtectionLevel, &d.Security.ProtectionLevel)
	total := &d.Estimate.Total
	add(&when.Total.Place, []*project.Place{&total.Place}, when.Total.Given() && when.Total.V.Holds(total.V), "总投资 "+total.V.String())
	partners := len(d.Partners.V) > 0
	add(&when.Partners.Place, []*project.Place{&d.Partners.Place}, when.Partners.V == partners,
		map[bool]string{true: "有协同单位", false: "没有协同单位"}[partners])
	if self, known := d.SelfFunded(); when.SelfFunded.State != project.Absent {
		words := map[bool]string{true: "全部自筹", false: "使用财政资金"}[self]
		all = append(all, condition{when.SelfFunded.V == self, known && !when.SelfFunded.Faulty(), words})
	}
	if when.Scope.State != project.Absent {
		words, known := scopeFacts(d, when.Scope.V)
		all = append(all, condition{len(words) > 0, known && !when.Scope.Faulty(), strings.Join(words, "、")})
	}
	return all
}

func contains(list []project.Text, value string) bool {
	return slices.ContainsFunc(list, func(t project.Text) bool { return t.V == value })
}

// scopeFacts are the labels of those facts of a declaration's scope, of the ones named, that are true, and whether that
// can be told: one that is true is enough, whatever the others are.
func scopeFacts(d *project.Declaration, keys []project.Text) (words []string, known bool) {
	known = true
	facts := d.Scope.Facts()
	for _, key := range keys {
		fact := facts[key.V]
		if fact == nil {
			known = false // what is not known is not taken to be false
			continue
		}
		known = known && !fact.Faulty()
		if fact.V {
			words = append(words, tomlfile.Label(&d.Scope, key.V))
		}
	}
	return words, known || words != nil
}
