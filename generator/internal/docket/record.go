// Record: after a pull request is closed, its opinions go into the record.

package docket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/opinion"
	"wuxing.example/register/generator/internal/personal"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
	"wuxing.example/register/generator/internal/secrecy"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Recorded is what recording one pull request came to.
type Recorded struct {
	Written []string // the files written
	Kept    []string // the files that were there already
	Nothing string   // why there is nothing to record, "" if there is
	Missing []string // of what was merged without: the opinions that were asked and not given, "区财政局（资金保障）"

	Findings []finding.Finding // of the rules on merges, on what was written
}

// Record writes the opinions on a closed pull request into the record: of a merged one, opinions/<n>.toml in each folder
// that it touched; of a declaration that was closed without being merged, its entry in the year's declined.toml. It
// reads the reviews from the host and everything else from Git, and writes to the branch that the pull request went to.
// What is there already stays as it is.
//
// It errors, in Chinese, if:
//   - the repository is a shallow clone, or lacks the commits
//   - the pull request is open
//   - it was merged without a merge commit
//   - it cannot be told which opinions were needed (opinion.Ask)
//   - the host cannot be read or written
func (d *Docket) Record(ctx context.Context, number int) (*Recorded, error) {
	shallow, err := d.Repository.IsShallow()
	if err != nil {
		return nil, err
	}
	if shallow {
		return nil, errors.New("这是浅克隆，看不到全部历史，不能据此登记意见。请先运行：git fetch --unshallow")
	}
	pr, err := d.Host.PullRequest(ctx, number)
	switch {
	case err != nil:
		return nil, err
	case pr.Open:
		return nil, errors.New("还没有并入或关闭，没有可以登记的意见")
	case pr.Merged:
		return d.recordMerged(ctx, pr)
	}
	return d.recordDeclined(ctx, pr)
}

// recordMerged writes the opinions on a merged pull request.
func (d *Docket) recordMerged(ctx context.Context, pr *forge.PullRequest) (*Recorded, error) {
	if !d.Repository.Has(pr.Merge) {
		return nil, absent(pr.Merge, pr.Base)
	}
	parents, err := d.Repository.Parents(pr.Merge)
	if err != nil {
		return nil, err
	}
	if len(parents) < 2 {
		return nil, fmt.Errorf("提交 %.10s 不是合并提交，对不上申报时的内容。请在代码平台上只允许“创建合并提交”的合并方式", pr.Merge)
	}
	standings, err := d.standings(ctx, pr, parents[0], pr.Merge)
	if err != nil {
		return nil, err
	}
	done, texts, err := d.writeOpinions(ctx, pr, parents[1], standings)
	if err != nil {
		return nil, err
	}
	done.Findings, err = d.checkWritten(parents[0], done.Written, texts)
	return done, err
}

// checkWritten judges what was written by the rules on merges, as of a commit.
func (d *Docket) checkWritten(commit string, paths []string, texts map[string][]byte) ([]finding.Finding, error) {
	files, err := d.Repository.Files(commit)
	if err != nil {
		return nil, err
	}
	rules, err := d.Rules(files)
	if err != nil {
		return nil, err
	}
	var found []finding.Finding
	for _, path := range paths {
		f := &project.OpinionFile{}
		tomlfile.Read(path, texts[path], f, tomlfile.Options{})
		m, err := rule.NewMerge(f, d.Repository, d.Today)
		if err != nil {
			return nil, err
		}
		more, err := rules.CheckMerge(m)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// standings judges a closed pull request as of its end: what it changed from a commit to another, by the rules of the
// first.
func (d *Docket) standings(ctx context.Context, pr *forge.PullRequest, from, to string) ([]opinion.Standing, error) {
	said, err := d.gather(ctx, pr, pr.Closed)
	if err != nil {
		return nil, err
	}
	if said.Changed, err = d.Repository.Changed(from, to); err != nil {
		return nil, err
	}
	if said.Base, err = d.revision(from); err != nil {
		return nil, err
	}
	said.Target = said.Base
	if said.Head, err = d.revision(to); err != nil {
		return nil, err
	}
	return opinion.Judge(*said)
}

// attempts is how often the record is written again when the branch has moved.
const attempts = 5

// again does what writes to a branch until the branch stays where it was read.
func again(do func() error) error {
	var err error
	for range attempts {
		if err = do(); !errors.Is(err, forge.ErrMoved) {
			return err
		}
	}
	return err
}

// writeOpinions writes a pull request's opinions, a file a folder, and returns the files' texts by path.
func (d *Docket) writeOpinions(ctx context.Context, pr *forge.PullRequest, head string, standings []opinion.Standing) (*Recorded, map[string][]byte, error) {
	done, texts := &Recorded{}, map[string][]byte{}
	for _, folder := range foldersOf(standings) {
		f := newOpinionFile(pr, head)
		for _, s := range standings {
			if s.Folder != folder {
				continue
			}
			f.Opinions.V = append(f.Opinions.V, opinionsOf(s)...)
			if s.State != opinion.Agreed && !s.Matter.Advisory.V {
				done.Missing = append(done.Missing, s.Agency.Name.V+"（"+s.Matter.Matter.V+"）")
			}
		}
		f.Opinions.State = project.Given
		texts[folder.OpinionFile(pr.Number)] = tomlfile.Write(f)
	}
	err := again(func() error {
		var files []forge.File
		done.Written, done.Kept = nil, nil
		for _, path := range slices.Sorted(maps.Keys(texts)) {
			_, err := d.Host.ReadFile(ctx, path, pr.Base)
			switch {
			case err == nil:
				done.Kept = append(done.Kept, path)
				continue
			case !errors.Is(err, fs.ErrNotExist):
				return err
			}
			files = append(files, forge.File{Path: path, Data: texts[path]})
			done.Written = append(done.Written, path)
		}
		if files == nil {
			return nil
		}
		return d.Host.WriteFiles(ctx, pr.Base, fmt.Sprintf("登记 %d 号申报单的意见", pr.Number), files)
	})
	return done, texts, err
}

func newOpinionFile(pr *forge.PullRequest, head string) *project.OpinionFile {
	return &project.OpinionFile{
		PullRequest: given(int64(pr.Number)),
		URL:         given(pr.URL),
		Opened:      given(inChina(pr.Opened)),
		Merged:      given(inChina(pr.Closed)),
		Head:        given(head),
		Merge:       given(pr.Merge),
	}
}

// opinionsOf are the entries of a question's opinions that count: all that was said on what was merged.
func opinionsOf(s opinion.Standing) []project.Opinion {
	var entries []project.Opinion
	for _, o := range s.Opinions {
		entries = append(entries, project.Opinion{
			Matter:     given(s.Matter.ID.V),
			Agency:     given(s.Agency.ID.V),
			Conclusion: given(o.Conclusion),
			Account:    given(o.Account),
			Asked:      given(inChina(s.Since)),
			Given:      given(inChina(o.Given)),
			Commit:     given(o.Commit),
			Covers:     given(o.Fingerprint),
			Text:       given(recordable(o.Text)),
		})
	}
	return entries
}

func given[T any](v T) project.Value[T] {
	return project.Value[T]{Place: project.Place{State: project.Given}, V: v}
}

func inChina(t time.Time) time.Time { return t.In(time.FixedZone("", 8*60*60)) }

// recordable is a text as it may be kept: without the numbers of persons, and not at all where it bears a secrecy mark.
func recordable(text string) string {
	lines := strings.Split(text, "\n")
	if slices.ContainsFunc(lines, secrecy.IsMarked) {
		return "（原文带有国家秘密标志，没有收录。）"
	}
	for i, line := range lines {
		lines[i] = personal.Mask(strings.TrimRight(line, " \t\r"))
	}
	return strings.Join(lines, "\n")
}

// recordDeclined writes the entry of a declaration that was closed without being merged.
func (d *Docket) recordDeclined(ctx context.Context, pr *forge.PullRequest) (*Recorded, error) {
	_, start, err := d.ends(pr)
	if err != nil {
		return nil, err
	}
	standings, err := d.standings(ctx, pr, start, pr.Head)
	if err != nil {
		return nil, err
	}
	base, err := d.revision(start)
	if err != nil {
		return nil, err
	}
	head, err := d.revision(pr.Head)
	if err != nil {
		return nil, err
	}
	entries := map[string][]project.DeclinedProject{} // by the year's file
	for _, f := range foldersOf(standings) {
		p := f.Project(head.Register)
		if p == nil || p.Declaration == nil || f.Project(base.Register) != nil || p.IsSecret() {
			continue
		}
		path := fmt.Sprintf("projects/%d/declined.toml", p.Year)
		entries[path] = append(entries[path], declined(pr, p, standings, f))
	}
	if len(entries) == 0 {
		return &Recorded{Nothing: "没有并入，也不是新申报的项目，不用登记"}, nil
	}
	done := &Recorded{}
	err = again(func() error {
		done.Written, done.Kept = nil, nil
		var files []forge.File
		for path, projects := range entries {
			file, isThere, err := d.addDeclined(ctx, pr, path, projects)
			if err != nil {
				return err
			}
			if isThere {
				done.Kept = append(done.Kept, path)
				continue
			}
			files = append(files, file)
			done.Written = append(done.Written, path)
		}
		if files == nil {
			return nil
		}
		slices.SortFunc(files, func(a, b forge.File) int { return cmp.Compare(a.Path, b.Path) })
		slices.Sort(done.Written)
		return d.Host.WriteFiles(ctx, pr.Base, fmt.Sprintf("登记 %d 号申报单未通过", pr.Number), files)
	})
	return done, err
}

func foldersOf(standings []opinion.Standing) []opinion.Folder {
	var folders []opinion.Folder
	for _, s := range standings {
		if !slices.Contains(folders, s.Folder) {
			folders = append(folders, s.Folder)
		}
	}
	return folders
}

// declined is the entry of one project: what the agencies last said of it, on whatever state of it.
func declined(pr *forge.PullRequest, p *project.Project, standings []opinion.Standing, f opinion.Folder) project.DeclinedProject {
	entry := project.DeclinedProject{
		PullRequest: given(int64(pr.Number)),
		Name:        given(p.Declaration.Name.V),
		Unit:        given(p.Unit),
		Date:        given(calendar.DayInChina(pr.Closed)),
	}
	if total := p.Declaration.Estimate.Total; total.Given() {
		entry.Total = given(total.V)
	}
	for _, s := range standings {
		if s.Folder != f {
			continue
		}
		for _, o := range slices.Concat(s.Stale, s.Opinions) {
			entry.Opinions.V = append(entry.Opinions.V, project.DeclinedOpinion{
				Matter: given(s.Matter.ID.V), Conclusion: given(o.Conclusion), Text: given(recordable(o.Text)),
			})
		}
	}
	entry.Opinions.State = project.Given
	return entry
}

// addDeclined adds entries to a year's file as the branch has it; what stands in it stays as it is written. It reports
// whether the pull request is there already. It errors if the file cannot be read whole.
func (d *Docket) addDeclined(ctx context.Context, pr *forge.PullRequest, path string, projects []project.DeclinedProject) (file forge.File, isThere bool, err error) {
	file.Path = path
	old, err := d.Host.ReadFile(ctx, path, pr.Base)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return file, false, err
	}
	was := &project.Declined{}
	if old != nil {
		file.Data, file.Was = old.Data, old.Was
		if faults, ok := tomlfile.Read(path, old.Data, was, tomlfile.Options{}); !ok || len(faults) > 0 {
			return file, false, fmt.Errorf("%s:%d 有误，请先改正，再登记：%s", path, faults[0].At.Line(), faults[0].Problem)
		}
	}
	for _, entry := range was.Declined.V {
		if entry.PullRequest.V == int64(pr.Number) {
			return file, true, nil
		}
	}
	added := &project.Declined{Declined: project.List[project.DeclinedProject]{Place: project.Place{State: project.Given}, V: projects}}
	text := strings.TrimRight(string(file.Data), "\n")
	if text != "" {
		text += "\n\n"
	}
	file.Data = []byte(text + string(tomlfile.Write(added)))
	check := &project.Declined{}
	if _, ok := tomlfile.Read(path, file.Data, check, tomlfile.Options{}); !ok || len(check.Declined.V) != len(was.Declined.V)+len(projects) {
		// The file lists its entries in one array, to which no table can be added: it is written anew.
		was.Declined.V = append(was.Declined.V, projects...)
		file.Data = tomlfile.Write(was)
	}
	return file, false, nil
}

// Unrecorded lists the merged pull requests, the oldest first, of which the record as it is in the repository holds no
// opinions file.
func (d *Docket) Unrecorded(ctx context.Context) ([]int, error) {
	closed, err := d.Host.Closed(ctx)
	if err != nil {
		return nil, err
	}
	recorded := map[string]map[int64]bool{} // by branch
	var missing []int
	for _, pr := range slices.Backward(closed) {
		if !pr.Merged {
			continue
		}
		if recorded[pr.Base] == nil {
			if recorded[pr.Base], err = d.recorded(pr.Base); err != nil {
				return nil, err
			}
		}
		if !recorded[pr.Base][int64(pr.Number)] {
			missing = append(missing, pr.Number)
		}
	}
	return missing, nil
}

// recorded are the numbers of the pull requests that have an opinions file on a branch.
func (d *Docket) recorded(branch string) (map[int64]bool, error) {
	tip, err := d.tip(branch)
	if err != nil {
		return nil, err
	}
	files, err := d.Repository.Files(tip)
	if err != nil {
		return nil, err
	}
	numbers := map[int64]bool{}
	for _, pattern := range []string{"rules/opinions/*.toml", "projects/*/opinions/*.toml", "projects/*/*/*/opinions/*.toml"} {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			var number int64
			if _, err := fmt.Sscanf(name[strings.LastIndexByte(name, '/')+1:], "%d.toml", &number); err == nil {
				numbers[number] = true
			}
		}
	}
	return numbers, nil
}
