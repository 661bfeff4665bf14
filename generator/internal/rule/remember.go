package rule

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"sync"

	"wuxing.example/register/generator/internal/cache"
	"wuxing.example/register/generator/internal/finding"
)

// cameOut is what running one example gave.
type cameOut struct {
	Findings []finding.Finding
	Texts    map[string][]byte
}

// examplesKey is the one key in the cache under which the examples of the rules stand, behind the digest of their files.
const examplesKey = "examples of the rules"

// recalled are the sets that this process has read with what the cache remembers of their examples, by the digest of
// their files.
var recalled sync.Map // [sha256.Size]byte → *Set

// LoadRemembered reads the rules as Load does, but does not run their examples again where the cache remembers that this
// very program has run them for these very files, and that they came out as they say.
func LoadRemembered(fsys fs.FS, kept *cache.Cache) (*Set, []finding.Fault, error) {
	digest, err := digestOf(fsys)
	if err != nil {
		return nil, nil, err
	}
	if known, ok := recalled.Load(digest); ok && kept != nil {
		return known.(*Set), nil, nil
	}
	if data, ok := kept.Get(examplesKey); ok && len(data) >= len(digest) && [len(digest)]byte(data) == digest {
		set, faults, err := load(fsys, func(l *loader) error { return l.recallExamples(data[len(digest):]) })
		if set != nil {
			recalled.Store(digest, set)
		}
		return set, faults, err
	}
	set, faults, err := Load(fsys)
	if set != nil {
		data, err := json.Marshal(set.examples())
		if err != nil {
			return nil, nil, err
		}
		kept.Put(examplesKey, append(digest[:], data...))
	}
	return set, faults, err
}

// examples lists what the examples gave, by rule.
func (s *Set) examples() [][]cameOut {
	var all [][]cameOut
	for _, r := range s.Rules() {
		var ofRule []cameOut
		for _, x := range r.Examples {
			ofRule = append(ofRule, cameOut{x.Findings, x.Texts})
		}
		all = append(all, ofRule)
	}
	return all
}

// recallExamples gives the examples what running them gave. It errors if data are not those of the rules that were read.
func (l *loader) recallExamples(data []byte) error {
	var all [][]cameOut
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	rules := l.set.Rules()
	if len(all) != len(rules) {
		return fmt.Errorf("the cache holds the examples of %d rules, there are %d", len(all), len(rules))
	}
	for i, r := range rules {
		if len(all[i]) != len(r.Examples) {
			return fmt.Errorf("the cache holds %d examples of rule %s, there are %d", len(all[i]), r.ID, len(r.Examples))
		}
		for k, x := range all[i] {
			r.Examples[k].Findings, r.Examples[k].Texts = x.Findings, x.Texts
		}
	}
	return nil
}
