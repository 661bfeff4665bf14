package rule

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"wuxing.example/register/generator/internal/project"
)

// The rest of the register, for a check that does not read it: which other projects the touched ones are compared with.
// These few are then read like the touched ones, so that every rule judges what stands in their files.
//
// What is kept is a table of texts by name. "failed", "evaluated" and "owing" name the projects, by their ids, that have
// failed acceptances of a supplier, evaluations in a unit's system, and a catalogue that a unit owes. "name" and "text"
// name those that have a gram in their names or texts, and "everyday" the grams that count for nothing; they stand
// behind the words that the rules ignore. Nothing of a classified project is in it.

// Rest is what is known of the projects that were not read. The zero Rest knows nothing.
type Rest struct {
	// Get gives the text of a name, nil if there is none; it reports false where that cannot be told.
	Get func(name string) ([]byte, bool)

	broken atomic.Bool // the projects are judged in parallel
}

const (
	mostWith     = 50 // projects that share a gram; one that more share leads to none of them
	gramsOfTexts = 16 // of a text lead to those like it
	mostLike     = 10 // projects that a project is compared with, those that share most
)

// IsUnknown reports whether nothing is known of projects that were not read.
func (r *Rest) IsUnknown() bool { return r != nil && (r.Get == nil || r.broken.Load()) }

// ids are those under a name.
func (r *Rest) ids(name string) []string {
	data, ok := r.Get(name)
	if !ok {
		r.broken.Store(true)
	}
	return strings.Fields(string(data))
}

// everyday are the grams that count for nothing, nil where all projects were read and these say it themselves.
func (x *index) everyday(ignored, of string) map[uint32]bool {
	if x.rest == nil || x.rest.Get == nil {
		return nil
	}
	data, ok := x.rest.Get(everydayKey(ignored, of))
	if !ok || data == nil {
		x.rest.broken.Store(true)
	}
	grams := map[uint32]bool{}
	for ; len(data) >= 4; data = data[4:] {
		grams[binary.BigEndian.Uint32(data)] = true
	}
	return grams
}

func everydayKey(ignored, of string) string { return "everyday " + of + " " + ignored }

func gramKey(ignored, of string, gram uint32) string {
	return fmt.Sprintf("%s %08x %s", of, gram, ignored)
}

// said lists what the projects say, as each of the rules that compare texts reads them.
func (s *Set) said(x *index) map[string]*said {
	all := map[string]*said{}
	for _, r := range s.Rules() {
		var ignored project.List[project.Text]
		switch j := r.judge.(type) {
		case *duplicateJudge:
			ignored = j.Ignored
		case *splitJudge:
			ignored = j.Ignored
		default:
			continue
		}
		all[wordsOf(ignored)] = saidBy(x, ignored)
	}
	return all
}

// RestOf makes the table of a register that was read whole.
func (s *Set) RestOf(r *project.Register) map[string][]byte {
	x := newIndex(r)
	ids := map[string][]string{}
	add := func(name, id string) {
		if of := ids[name]; len(of) == 0 || of[len(of)-1] != id {
			ids[name] = append(of, id)
		}
	}
	for code, failures := range x.failures() {
		for _, f := range failures {
			add("failed "+string(code), f.project)
		}
	}
	for system, results := range x.evaluations() {
		for _, e := range results {
			add("evaluated "+system, e.project)
		}
	}
	for _, p := range r.Projects {
		if isOwing(p) {
			add("owing "+p.Unit, p.ID)
		}
	}
	table := map[string][]byte{}
	for ignored, said := range s.said(x) {
		for i, p := range said.projects {
			for _, g := range said.names.Grams(i, len(p.Declaration.Name.V)) {
				add(gramKey(ignored, "name", g), p.ID)
			}
			for _, g := range said.texts.Grams(i, gramsOfTexts) {
				add(gramKey(ignored, "text", g), p.ID)
			}
		}
		for of, grams := range map[string][]uint32{"name": said.names.Everyday(), "text": said.texts.Everyday()} {
			data := []byte{}
			for _, g := range grams {
				data = binary.BigEndian.AppendUint32(data, g)
			}
			table[everydayKey(ignored, of)] = data
		}
	}
	for name, of := range ids {
		isGram := strings.HasPrefix(name, "name ") || strings.HasPrefix(name, "text ")
		if !isGram || len(of) <= mostWith {
			table[name] = []byte(strings.Join(of, " "))
		}
	}
	return table
}

// Neighbours lists the projects, by id, that those of a register which are judged are compared with.
func (s *Set) Neighbours(r *project.Register, judged map[string]bool, rest *Rest) []string {
	if rest.IsUnknown() {
		return nil
	}
	x := newIndex(r)
	x.rest = rest
	found := map[string]bool{}
	add := func(ids []string) {
		for _, id := range ids {
			found[id] = true
		}
	}
	for _, p := range r.Projects {
		if !judged[p.ID] || p.IsSecret() {
			continue
		}
		for _, c := range contractsOf(p, project.RoleMaintenance) {
			add(rest.ids("failed " + string(c.Supplier.CreditCode.V)))
		}
		add(rest.ids("evaluated " + x.system(p.Unit)))
		add(rest.ids("owing " + p.Unit))
	}
	for ignored, said := range s.said(x) {
		for i, p := range said.projects {
			if judged[p.ID] {
				add(rest.like(ignored, "name", said.names.Grams(i, mostWith), p.ID))
				add(rest.like(ignored, "text", said.texts.Grams(i, gramsOfTexts), p.ID))
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// like lists the projects that share most of some grams.
func (r *Rest) like(ignored, of string, grams []uint32, id string) []string {
	shared := map[string]int{}
	for _, g := range grams {
		for _, other := range r.ids(gramKey(ignored, of, g)) {
			shared[other]++
		}
	}
	delete(shared, id)
	maps.DeleteFunc(shared, func(_ string, n int) bool { return 3*n < len(grams) })
	ids := slices.SortedFunc(maps.Keys(shared), func(a, b string) int {
		return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a, b))
	})
	return ids[:min(len(ids), mostLike)]
}
