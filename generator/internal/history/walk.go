package history

import (
	"cmp"
	"encoding/binary"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"

	"wuxing.example/register/generator/internal/cache"
)

// History is what happened to the register up to a commit, along first parents: who merged what into it, and when.
// What the cache remembers is read when it is asked for.
type History struct {
	commits func() ([]Commit, error)
	folders func() (map[string][]Revision, error)
}

// Revision is a commit as one folder has seen it.
type Revision struct {
	*Commit
	Files []string // of the folder
}

// ErrShallow says that a repository does not have its whole history, so that every file would seem to be of today.
var ErrShallow = errors.New("这个仓库只取了最近的一段历史（浅克隆），看不到以前的改动；请运行 git fetch --unshallow 补全后再试")

// History walks from a commit to the first one, or to where an earlier walk began that the cache remembers. It errors
// with ErrShallow if the repository does not have the whole history.
func (r *Repository) History(commit string, kept *cache.Cache) (*History, error) {
	if shallow, err := r.IsShallow(); err != nil || shallow {
		return nil, cmp.Or(err, ErrShallow)
	}
	w := &walk{r, kept}
	begin, err := w.extend(commit)
	if err != nil {
		return nil, err
	}
	h := &History{}
	h.commits = sync.OnceValues(func() ([]Commit, error) { return w.all(begin, commit) })
	h.folders = sync.OnceValues(h.byFolder)
	return h, nil
}

// Commits are those that touched the register, the newest first.
func (h *History) Commits() ([]Commit, error) { return h.commits() }

// Of lists the revisions of a folder, the newest first: of a project's ("projects/2025/zhzf/001"), of what stands in a
// year's beside the projects ("projects/2025"), or of the rules ("rules").
func (h *History) Of(folder string) ([]Revision, error) {
	folders, err := h.folders()
	return folders[folder], err
}

func (h *History) byFolder() (map[string][]Revision, error) {
	commits, err := h.commits()
	folders := map[string][]Revision{}
	for i := range commits {
		c := &commits[i]
		for _, file := range c.Files {
			folder := FolderOf(file)
			of := folders[folder]
			if len(of) == 0 || of[len(of)-1].Commit != c {
				of = append(of, Revision{Commit: c})
			}
			last := &of[len(of)-1]
			last.Files = append(last.Files, file)
			folders[folder] = of
		}
	}
	return folders, err
}

var projectFolder = regexp.MustCompile(`^projects/[0-9]{4}/[a-z][a-z0-9]*/[0-9]{3}/`)

// FolderOf is the folder to whose history a file of the register belongs.
func FolderOf(file string) string {
	if dir := projectFolder.FindString(file); dir != "" {
		return strings.TrimSuffix(dir, "/")
	}
	parts := strings.SplitN(file, "/", 3)
	if parts[0] == "projects" && len(parts) == 3 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// walk walks through the history, and remembers what it has seen: under each commit with which a walk began, the commits
// from there to the one with which an earlier walk had begun.
type walk struct {
	*Repository
	kept *cache.Cache
}

// stretch is what one walk has seen.
type stretch struct {
	commits []Commit // the newest first
	before  string   // with which commit an earlier walk began; "": the history begins here
}

const (
	beginsKey = "where walks through the history began"
	// mostBegins is how many such commits are remembered, and how many stretches are put together into one.
	mostBegins = 32
)

func (w *walk) key(commit string) string { return "history of " + w.prefix + " before " + commit }

// extend walks from a commit to where an earlier walk began, and remembers what it sees; it returns that stretch.
func (w *walk) extend(commit string) (stretch, error) {
	data, _ := w.kept.Get(beginsKey)
	begins := strings.Fields(string(data))
	if slices.Contains(begins, commit) {
		return stretch{before: commit}, nil
	}
	s, err := w.from(commit, begins)
	if err == nil {
		w.kept.Put(w.key(commit), s.encode())
		begins = append(begins, commit)
		w.kept.Put(beginsKey, []byte(strings.Join(begins[max(0, len(begins)-mostBegins):], " ")))
	}
	return s, err
}

// all puts the stretches together, from the first on. One that the cache has lost is walked again.
func (w *walk) all(s stretch, begin string) ([]Commit, error) {
	commits, stretches := slices.Clone(s.commits), 1
	for s.before != "" {
		data, ok := w.kept.Get(w.key(s.before))
		if ok {
			s = decode(data)
		} else {
			var err error
			if s, err = w.from(s.before, nil); err != nil {
				return nil, err
			}
		}
		stretches++
		commits = append(commits, s.commits...)
	}
	if stretches > mostBegins {
		w.kept.Put(w.key(begin), stretch{commits: commits}.encode())
	}
	return commits, nil
}

// from walks from a commit to one of those at which to end, or to the first.
//
// It goes from the newest to the oldest, which is the order in which Git packs one as a delta on the other, compares each
// commit with its first parent, and goes down only into folders whose hashes differ.
func (w *walk) from(commit string, ends []string) (stretch, error) {
	var s stretch
	now, err := w.step(plumbing.NewHash(commit))
	if err != nil {
		return s, err
	}
	for {
		if now.Hash != commit && slices.Contains(ends, now.Hash) {
			s.before = now.Hash
			return s, nil
		}
		var parent step
		if len(now.parents) > 0 {
			if parent, err = w.step(now.parents[0]); err != nil {
				return s, err
			}
		}
		for i, top := range tops {
			err := w.objects.differ(parent.tops[i], now.tops[i], top, func(file string, _, _ entry) {
				now.Files = append(now.Files, file)
			})
			if err != nil {
				return s, err
			}
		}
		if len(now.Files) > 0 {
			slices.Sort(now.Files)
			s.commits = append(s.commits, now.Commit)
		}
		if len(now.parents) == 0 {
			return s, nil
		}
		now = parent
	}
}

// tops are the folders of the register.
var tops = [2]string{"projects", "rules"}

// step is a commit with its folders of the register.
type step struct {
	parsed
	tops [len(tops)]plumbing.Hash
}

func (w *walk) step(hash plumbing.Hash) (step, error) {
	c, err := w.objects.commit(hash)
	if err != nil {
		return step{}, err
	}
	s := step{parsed: c}
	folder, err := w.folderOf(c.tree)
	if err != nil {
		return s, err
	}
	entries, err := w.objects.entries(folder)
	for _, e := range entries {
		if i := slices.Index(tops[:], e.name); i >= 0 && e.isFolder() {
			s.tops[i] = e.hash
		}
	}
	return s, err
}

// encode writes a stretch as numbers, and texts behind their lengths.
func (s stretch) encode() []byte {
	var data []byte
	text := func(t string) { data = append(binary.AppendUvarint(data, uint64(len(t))), t...) }
	text(s.before)
	for _, c := range s.commits {
		_, zone := c.Time.Zone()
		data = binary.AppendVarint(data, c.Time.Unix())
		data = binary.AppendVarint(data, int64(zone))
		data = binary.AppendUvarint(data, uint64(c.PullRequest))
		text(c.Hash)
		text(c.Author)
		text(c.Subject)
		data = binary.AppendUvarint(data, uint64(len(c.Files)))
		for _, file := range c.Files {
			text(file)
		}
	}
	return data
}

// decode reads what encode wrote, which the cache vouches for.
func decode(data []byte) stretch {
	number := func() int64 {
		n, length := binary.Varint(data)
		data = data[length:]
		return n
	}
	count := func() int {
		n, length := binary.Uvarint(data)
		data = data[length:]
		return int(n)
	}
	text := func() string {
		n := count()
		t := string(data[:n])
		data = data[n:]
		return t
	}
	s := stretch{before: text()}
	for len(data) > 0 {
		var c Commit
		seconds, zone := number(), int(number())
		c.Time = time.Unix(seconds, 0).In(time.FixedZone("", zone))
		c.PullRequest = count()
		c.Hash, c.Author, c.Subject = text(), text(), text()
		c.Files = make([]string, count())
		for i := range c.Files {
			c.Files[i] = text()
		}
		s.commits = append(s.commits, c)
	}
	return s
}
