package rule

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

// recordKept: of opinions, draws, changes, declined declarations and of what a contract agrees, what is on record
// neither changes nor goes.
var recordKept = check{
	name:  "record_kept",
	doc:   "意见、抽取、变更、未通过的申报，以及合同的编号、供应商、金额、签订日期，已经登记的不改、不删，只可以补充",
	words: []string{"内容", "改动"},
	new:   func() judge { return &recordKeptJudge{} },
}

type recordKeptJudge struct{}

func (*recordKeptJudge) judge(*judging) {}

func (*recordKeptJudge) judgeChange(c *Change, _ *project.Register) ([]breach, bool) {
	var found []breach
	for _, file := range c.Paths {
		if !IsKept(file) {
			continue
		}
		was, err := fs.ReadFile(c.BaseFiles, file)
		if err != nil {
			continue
		}
		is, err := fs.ReadFile(c.HeadFiles, file)
		if err != nil {
			is = nil
		}
		found = append(found, notKept(file, was, is)...)
	}
	return found, true
}

// keptFile is a file of which what is on record is kept, from the project's folder, the year's, or rules.
var keptFile = regexp.MustCompile(`^(?:projects/[0-9]{4}/(?:[a-z][a-z0-9]*/[0-9]{3}/)?|rules/)((?:opinions|draws|changes)/[^/]+\.toml|declined\.toml|procurement\.toml)$`)

// IsKept reports whether what is on record in a file is to be kept.
func IsKept(file string) bool { return keptFile.MatchString(file) }

// IsReadable reports whether a version of such a file is TOML, so that the next version can be held to it.
func IsReadable(data []byte) bool {
	_, ok := tomlfile.Value(data, "")
	return ok
}

// NotKept are the findings on what one version of such a file has and the next has not; nil is a file that is not there.
// A next version that is no TOML is not judged.
func (s *Set) NotKept(file string, was, is []byte) []finding.Finding {
	var found []finding.Finding
	for _, r := range s.General {
		if r.check.name == recordKept.name {
			found = append(found, r.ofBreaches(notKept(file, was, is))...)
		}
	}
	return found
}

func notKept(file string, was, is []byte) []breach {
	name := keptFile.FindStringSubmatch(file)[1]
	kind := project.KindOf(name)
	if kind == nil { // form.unknown-file
		return nil
	}
	whole := finding.Location{File: file}
	if is == nil {
		return []breach{{at: whole, words: words{"内容": kind.Label, "改动": "文件被删去"}}}
	}
	if path.Dir(name) == "opinions" {
		return []breach{{at: whole, words: words{"内容": kind.Label, "改动": "不再改动"}}}
	}
	old, now := kind.New(), kind.New()
	if _, ok := tomlfile.Read(file, was, old, tomlfile.Options{}); !ok {
		return nil
	}
	if draw, ok := old.(*project.Draw); ok && draw.Result != nil {
		return []breach{{at: whole, words: words{"内容": kind.Label, "改动": "不再改动"}}}
	}
	if _, ok := tomlfile.Read(file, is, now, tomlfile.Options{}); !ok {
		return nil
	}
	var found []breach
	for _, d := range lost(old, now) {
		how := fmt.Sprintf("由“%s”改成“%s”", d.Was, d.Is)
		if d.Is == "" {
			how = fmt.Sprintf("“%s”被删去", d.Was)
		}
		found = append(found, breach{at: d.At.At(), keyPath: d.At.KeyPath(), words: words{"内容": d.Label, "改动": how}})
	}
	return found
}

// lost is what of a record is not kept: of procurements, only what the contracts agree.
func lost(was, is any) []project.Difference {
	old, ok := was.(*project.Procurement)
	if !ok {
		return project.Lost(was, is)
	}
	return lostOfContracts(old.Contracts.V, &is.(*project.Procurement).Contracts)
}

// lostOfContracts finds each contract again by its number, wherever it stands now; of two with one number, by what else
// they agree.
func lostOfContracts(was []project.Contract, is *project.List[project.Contract]) []project.Difference {
	if slices.ContainsFunc(is.V, func(c project.Contract) bool { return c.Number.Faulty() }) {
		return nil // the finding of form tells of it
	}
	var all []project.Difference
	taken := make([]bool, len(is.V))
	for i := range was {
		if !was[i].Number.Given() {
			continue
		}
		best, losses := -1, []project.Difference(nil)
		for k := range is.V {
			if taken[k] || was[i].Number.V != is.V[k].Number.V {
				continue
			}
			if lost := lostOfContract(&was[i], &is.V[k]); best < 0 || len(lost) < len(losses) {
				best, losses = k, lost
			}
		}
		if best < 0 {
			all = append(all, project.Difference{Label: "合同", Was: was[i].Number.V, From: &was[i].Number.Place, At: &is.Place})
			continue
		}
		taken[best] = true
		all = append(all, losses...)
	}
	return all
}

// agreed is what a contract agrees and no later version may change.
type agreed struct {
	project.Table
	Supplier project.Supplier `toml:"supplier" label:"供应商"`
	Amount   project.Money    `toml:"amount" label:"合同金额"`
	Signed   project.Date     `toml:"signed" label:"签订日期"`
}

func lostOfContract(was, is *project.Contract) []project.Difference {
	lost := project.Lost(
		&agreed{was.Table, was.Supplier, was.Amount, was.Signed},
		&agreed{is.Table, is.Supplier, is.Amount, is.Signed},
	)
	for i := range lost {
		lost[i].Label = "合同 " + strings.TrimSpace(was.Number.V) + " 的" + lost[i].Label
	}
	return lost
}
