// Merges: what the repository shows of the opinions on record. The rules on them are not run by Check: they need the
// history, and are for those who write the record and those who verify it.

package rule

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/history"
	"wuxing.example/register/generator/internal/opinion"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
)

// Merge is a merge on record: the file that holds the opinions on it, and the record at its commits.
type Merge struct {
	File   *project.OpinionFile
	Folder opinion.Folder
	Fault  string // why the commits cannot be told; then nothing below is there

	Before  opinion.Revision // the branch that it went to
	Head    fs.FS            // what was proposed
	After   opinion.Revision // what came of it
	Changed []string         // the files that it changed, from the root
	Touched []string         // these, and those that were proposed to be changed
}

// mergeJudge judges one merge on record.
type mergeJudge interface {
	judge
	// judgeMerge finds where a merge does not keep to the rule. It errors if the record cannot be read.
	judgeMerge(m *Merge) ([]breach, error)
}

// CheckMerges judges every opinions file of the register by what the repository holds of its merge, and returns besides
// those that name neither commits nor fingerprints, of which nothing can be shown. Of classified projects nothing is told.
func (s *Set) CheckMerges(r *project.Register, repository *history.Repository) (found []finding.Finding, unshown []*project.OpinionFile, err error) {
	for _, f := range r.OpinionFiles() {
		if showsNothing(f) {
			unshown = append(unshown, f)
			continue
		}
		m, err := NewMerge(f, repository, r.Today)
		if err != nil {
			return nil, nil, err
		}
		more, err := s.CheckMerge(m)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, more...)
	}
	finding.Sort(found)
	return found, unshown, nil
}

// showsNothing reports whether an opinions file names no commit and no fingerprint.
func showsNothing(f *project.OpinionFile) bool {
	return f.Merge.State == project.Absent && f.Head.State == project.Absent &&
		!slices.ContainsFunc(f.Opinions.V, func(o project.Opinion) bool { return o.Covers.State != project.Absent })
}

// CheckMerge judges one merge.
func (s *Set) CheckMerge(m *Merge) ([]finding.Finding, error) {
	var found []finding.Finding
	for _, r := range s.Rules() {
		judge, ok := r.judge.(mergeJudge)
		if !ok {
			continue
		}
		breaches, err := judge.judgeMerge(m)
		if err != nil {
			return nil, err
		}
		found = append(found, r.ofBreaches(breaches)...)
	}
	return found, nil
}

// NewMerge finds the merge that an opinions file is of. It errors if the repository cannot be read.
func NewMerge(f *project.OpinionFile, repository *history.Repository, today calendar.Date) (*Merge, error) {
	m := &Merge{File: f, Folder: opinion.Folder{Dir: path.Dir(path.Dir(f.File))}}
	switch {
	case !f.Merge.Given() || !f.Head.Given():
		m.Fault = "没有写合并提交（merge）和并入的提交（head）"
		return m, nil
	case !repository.Has(f.Merge.V) || !repository.Has(f.Head.V):
		m.Fault = "仓库里没有它写的合并提交（merge）或并入的提交（head）"
		return m, nil
	}
	parents, err := repository.Parents(f.Merge.V)
	if err != nil {
		return nil, err
	}
	if len(parents) < 2 || !slices.Contains(parents[1:], f.Head.V) {
		m.Fault = fmt.Sprintf("合并提交 %.10s 并入的不是 %.10s", f.Merge.V, f.Head.V)
		return m, nil
	}
	return m, m.read(repository, parents[0], today)
}

// read reads the record at the merge's commits, of the projects only the one that it is about.
func (m *Merge) read(repository *history.Repository, before string, today calendar.Date) error {
	head, after := m.File.Head.V, m.File.Merge.V
	start, err := repository.MergeBase(before, head)
	if err != nil {
		return err
	}
	proposed, err := repository.Changed(start, head)
	if err != nil {
		return err
	}
	if m.Changed, err = repository.Changed(before, after); err != nil {
		return err
	}
	m.Touched = slices.Compact(slices.Sorted(slices.Values(slices.Concat(proposed, m.Changed))))
	if m.Before, err = projectAtCommit(repository, before, m.Folder, today); err != nil {
		return err
	}
	if m.After, err = projectAtCommit(repository, after, m.Folder, today); err != nil {
		return err
	}
	m.Head, err = repository.Files(head)
	return err
}

func projectAtCommit(repository *history.Repository, commit string, f opinion.Folder, today calendar.Date) (opinion.Revision, error) {
	files, err := repository.Files(commit)
	if err != nil {
		return opinion.Revision{}, err
	}
	r, err := register.LoadProject(files, f.Dir, today)
	return opinion.Revision{Files: files, Register: r}, err
}

// opinionFingerprints: each opinion on record covers the facts as they were when they were merged.
var opinionFingerprints = check{
	name:  "opinion_fingerprints",
	doc:   "登记的意见，内容指纹与并入时的内容一致（由 record 和 verify 在仓库里核对）",
	words: []string{"问题"},
	new:   func() judge { return &fingerprintsJudge{} },
}

type fingerprintsJudge struct{}

func (*fingerprintsJudge) judge(*judging) {}

func (*fingerprintsJudge) judgeMerge(m *Merge) ([]breach, error) {
	if m.Fault != "" {
		return []breach{{at: m.File.At(), words: words{"问题": m.Fault}}}, nil
	}
	var found []breach
	for i := range m.File.Opinions.V {
		o := &m.File.Opinions.V[i]
		print, err := opinion.FingerprintOf(o.Matter.V, m.Folder, m.Before, m.After, m.Changed)
		problem := fmt.Sprintf("“%s”意见的内容指纹与并入时的内容不一致", o.Matter.V)
		if unknown := (*opinion.UnknownError)(nil); errors.As(err, &unknown) {
			problem = unknown.Error()
		} else if err != nil {
			return nil, err
		}
		if err != nil || print != o.Covers.V {
			found = append(found, breach{at: o.Covers.At(), keyPath: o.Covers.KeyPath(), words: words{"问题": problem}})
		}
	}
	return found, nil
}

// mergedAsProposed: what was agreed to is what was merged.
var mergedAsProposed = check{
	name:  "merged_as_proposed",
	doc:   "申报单改动的文件，并入后与申报时一样（由 record 和 verify 在仓库里核对）",
	words: []string{"文件"},
	new:   func() judge { return &mergedJudge{} },
}

type mergedJudge struct{}

func (*mergedJudge) judge(*judging) {}

func (*mergedJudge) judgeMerge(m *Merge) ([]breach, error) {
	if m.Fault != "" {
		return nil, nil // the rule on fingerprints tells it
	}
	var found []breach
	for _, file := range m.Touched {
		if folder, _ := opinion.FolderOf(file); folder != m.Folder {
			continue
		}
		same, err := isSame(m.Head, m.After.Files, file)
		if err != nil {
			return nil, err
		}
		if !same {
			found = append(found, breach{at: m.File.Merge.At(), keyPath: file, words: words{"文件": file}, related: []finding.Location{{File: file}}})
		}
	}
	return found, nil
}

// isSame reports whether a file is the same in two file systems, or in neither. It errors if one cannot be read.
func isSame(a, b fs.FS, file string) (bool, error) {
	was, err := fs.ReadFile(a, file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	is, other := fs.ReadFile(b, file)
	if other != nil && !errors.Is(other, fs.ErrNotExist) {
		return false, other
	}
	return (err == nil) == (other == nil) && string(was) == string(is), nil
}

// notBackdated: what a pull request brings was not done, by its own word, before the pull request was opened.
var notBackdated = check{
	name:  "not_backdated",
	doc:   "申报日期、合同和修改方案的归档日期、自行验收的报备日期，不早于提出申报单之日（由 record 和 verify 在仓库里核对）",
	words: []string{"日期", "提出之日"},
	new:   func() judge { return &backdatedJudge{} },
}

type backdatedJudge struct{}

func (*backdatedJudge) judge(*judging) {}

func (*backdatedJudge) judgeMerge(m *Merge) ([]breach, error) {
	if m.Fault != "" || !m.File.Opened.Given() {
		return nil, nil
	}
	p := m.Folder.Project(m.After.Register)
	if p == nil || p.IsSecret() {
		return nil, nil
	}
	had := map[string]calendar.Date{}
	if before := m.Folder.Project(m.Before.Register); before != nil {
		for _, d := range filingDates(before) {
			had[d.name] = d.date.V
		}
	}
	opened := calendar.DayInChina(m.File.Opened.V)
	var found []breach
	for _, d := range filingDates(p) {
		if d.date.Given() && d.date.V != had[d.name] && d.date.V.Before(opened) {
			found = append(found, breach{at: d.date.At(), keyPath: d.date.KeyPath(), words: words{
				"日期": d.name + " " + d.date.V.String(), "提出之日": opened.String(),
			}})
		}
	}
	return found, nil
}

// filingDate is a day on which something was filed here, by its own word.
type filingDate struct {
	name string
	date *project.Date
}

func filingDates(p *project.Project) []filingDate {
	var dates []filingDate
	if p.Declaration != nil {
		dates = append(dates, filingDate{"申报日期", &p.Declaration.Declared})
	}
	if p.Revision != nil {
		dates = append(dates, filingDate{"修改方案的归档日期", &p.Revision.Filed})
	}
	for i := range p.Contracts() {
		c := &p.Contracts()[i]
		dates = append(dates, filingDate{"合同 " + c.Number.V + " 的归档日期", &c.Filed})
	}
	if p.FinalAcceptance != nil {
		for i := range p.FinalAcceptance.Acceptances.V {
			round := &p.FinalAcceptance.Acceptances.V[i]
			dates = append(dates, filingDate{fmt.Sprintf("第 %d 次验收的报备日期", i+1), &round.Reported})
		}
	}
	return dates
}
