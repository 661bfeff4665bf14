// Which opinions a project needs, and whether they are on record.

package project

import (
	"reflect"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/calendar"
)

// Applies reports whether a matter that is asked when all of this holds is asked of a declaration, and whether that can
// be told: not where a value that decides carries a form finding, or there is no declaration. A nil w always applies.
func (w *MatterWhen) Applies(d *Declaration) (applies, known bool) {
	all := w.conditions(d)
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

// Because says, in words, which of the conditions hold: "多跨协同应用", "使用财政资金". A nil w has none.
func (w *MatterWhen) Because(d *Declaration) []string {
	var words []string
	for _, c := range w.conditions(d) {
		if c.known && c.holds {
			words = append(words, c.words)
		}
	}
	return words
}

// conditions lists the keys that a when has.
func (w *MatterWhen) conditions(d *Declaration) []condition {
	var all []condition
	if w == nil {
		return nil
	}
	if d == nil {
		return []condition{{}}
	}
	add := func(wanted *Place, values []*Place, holds bool, words string) {
		if wanted.State == Absent {
			return
		}
		known := !wanted.Faulty() && !slices.ContainsFunc(values, (*Place).Faulty)
		all = append(all, condition{holds, known, words})
	}
	oneOf := func(wanted *List[Text], value *Text) {
		add(&wanted.Place, []*Place{&value.Place}, contains(wanted.V, value.V), value.V)
	}
	oneOf(&w.Kind, &d.Kind)
	oneOf(&w.Category, &d.Category)
	oneOf(&w.ProtectionLevel, &d.Security.ProtectionLevel)
	total := &d.Estimate.Total
	add(&w.Total.Place, []*Place{&total.Place}, w.Total.Given() && w.Total.V.Holds(total.V), "总投资 "+total.V.String())
	partners := len(d.Partners.V) > 0
	add(&w.Partners.Place, []*Place{&d.Partners.Place}, w.Partners.V == partners,
		map[bool]string{true: "有协同单位", false: "没有协同单位"}[partners])
	if self, known := d.SelfFunded(); w.SelfFunded.State != Absent {
		words := map[bool]string{true: "全部自筹", false: "使用财政资金"}[self]
		all = append(all, condition{w.SelfFunded.V == self, known && !w.SelfFunded.Faulty(), words})
	}
	if w.Scope.State != Absent {
		words, known := scopeFacts(d, w.Scope.V)
		all = append(all, condition{len(words) > 0, known && !w.Scope.Faulty(), strings.Join(words, "、")})
	}
	return all
}

// String says of which projects a when is, in words: "多跨协同应用", "总投资 500万元以上，有协同单位". A nil w is of all.
func (w *MatterWhen) String() string {
	if w == nil {
		return "全部项目"
	}
	var parts []string
	for _, l := range []List[Text]{w.Kind, w.Category, w.ProtectionLevel} {
		if len(l.V) > 0 {
			parts = append(parts, strings.Join(texts(l.V), "、"))
		}
	}
	if w.Total.Given() {
		parts = append(parts, "总投资 "+w.Total.V.String())
	}
	if w.Partners.Given() {
		parts = append(parts, map[bool]string{true: "有协同单位", false: "没有协同单位"}[w.Partners.V])
	}
	if w.SelfFunded.Given() {
		parts = append(parts, map[bool]string{true: "全部自筹", false: "使用财政资金"}[w.SelfFunded.V])
	}
	if len(w.Scope.V) > 0 {
		var labels []string
		for _, key := range w.Scope.V {
			labels = append(labels, scopeLabel(key.V))
		}
		parts = append(parts, strings.Join(labels, "、"))
	}
	return strings.Join(parts, "，")
}

func texts(list []Text) []string {
	var all []string
	for _, t := range list {
		all = append(all, t.V)
	}
	return all
}

func contains(list []Text, value string) bool {
	return slices.ContainsFunc(list, func(t Text) bool { return t.V == value })
}

// scopeLabel is what people call a fact of a declaration's scope.
func scopeLabel(key string) string {
	of := reflect.TypeFor[Scope]()
	for i := range of.NumField() {
		if of.Field(i).Tag.Get("toml") == key {
			return of.Field(i).Tag.Get("label")
		}
	}
	return key
}

// scopeFacts are the labels of those facts of a declaration's scope, of the ones named, that are true, and whether that
// can be told: one that is true is enough, whatever the others are.
func scopeFacts(d *Declaration, keys []Text) (words []string, known bool) {
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
			words = append(words, scopeLabel(key.V))
		}
	}
	return words, known || words != nil
}

// OpinionFiles lists the opinions on record: those on rules, on plan years and on projects, but for classified ones.
func (r *Register) OpinionFiles() []*OpinionFile {
	files := slices.Clone(r.Opinions)
	for _, y := range r.Years {
		files = append(files, y.Opinions...)
	}
	for _, p := range r.Projects {
		if !p.IsSecret() {
			files = append(files, p.Opinions...)
		}
	}
	return files
}

// Verdicts lists the opinions on record on a matter, by the agency that it asks, that are for or against and say when
// they were given, in order of time.
func (p *Project) Verdicts(m *Matter) []*Opinion {
	var found []*Opinion
	for _, file := range p.Opinions {
		for i := range file.Opinions.V {
			o := &file.Opinions.V[i]
			if o.Matter.V == m.ID.V && o.Agency.V == m.Agency.V && o.Conclusion.V != Remarks && o.Given.Given() {
				found = append(found, o)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *Opinion) int { return a.Given.V.Compare(b.Given.V) })
	return found
}

// Standing keeps, of verdicts in order of time, the latest of each person.
func Standing(verdicts []*Opinion) []*Opinion {
	latest := map[string]*Opinion{}
	for _, o := range verdicts {
		latest[o.Account.V] = o
	}
	return slices.DeleteFunc(slices.Clone(verdicts), func(o *Opinion) bool { return latest[o.Account.V] != o })
}

// MattersOf lists the matters that an article has agencies asked on.
func (r *Register) MattersOf(article int) []*Matter {
	var found []*Matter
	for i := range r.Matters {
		if m := &r.Matters[i]; m.Article.V == int64(article) {
			found = append(found, m)
		}
	}
	return found
}

// AgencyName is what an agency of the directory is called; of one that is not in it, its id.
func (r *Register) AgencyName(id string) string {
	for i := range r.Agencies {
		if a := &r.Agencies[i]; a.ID.V == id {
			return a.Name.V
		}
	}
	return id
}

// IsPreliminary reports whether the matter belongs to the preliminary review (art. 9): it is asked of declarations, and
// is not only advice.
func (m *Matter) IsPreliminary() bool { return m.Subject.V == "declaration" && !m.Advisory.V }

// agreedOn is the day on which the last of the agencies agreed that the preliminary review asks. It reports false while
// one has not agreed, or if it cannot be told who is asked.
func (r *Register) agreedOn(p *Project) (calendar.Date, bool) {
	var last calendar.Date
	for i := range r.Matters {
		m := &r.Matters[i]
		if !m.IsPreliminary() {
			continue
		}
		applies, known := m.When.Applies(p.Declaration)
		if !known {
			return calendar.Date{}, false
		}
		if !applies {
			continue
		}
		standing := Standing(p.Verdicts(m))
		for _, o := range standing {
			if o.Conclusion.V != Agrees {
				return calendar.Date{}, false
			}
		}
		if len(standing) == 0 {
			return calendar.Date{}, false
		}
		if first := calendar.DayInChina(standing[0].Given.V); first.After(last) {
			last = first
		}
	}
	return last, !last.IsZero()
}
