package history

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"wuxing.example/register/generator/internal/cache"
)

// made is a repository that a test makes commit by commit, with no work tree.
type made struct {
	t   *testing.T
	dir string
	git *git.Repository
}

func newMade(t *testing.T) *made {
	t.Helper()
	dir := t.TempDir()
	r, err := git.PlainInit(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	return &made{t, dir, r}
}

// commit makes a commit of files, by path, and makes it the branch's last.
func (m *made) commit(message string, day int, files map[string]string, parents ...plumbing.Hash) plumbing.Hash {
	m.t.Helper()
	who := object.Signature{Name: "甲", Email: "a@example", When: time.Date(2025, 1, day, 9, 0, 0, 0, time.FixedZone("", 8*60*60))}
	hash := m.store(&object.Commit{Author: who, Committer: who, Message: message, TreeHash: m.tree(files), ParentHashes: parents})
	if err := m.git.Storer.SetReference(plumbing.NewHashReference("refs/heads/master", hash)); err != nil {
		m.t.Fatal(err)
	}
	return hash
}

func (m *made) tree(files map[string]string) plumbing.Hash {
	below := map[string]map[string]string{}
	tree := &object.Tree{}
	for name, text := range files {
		if folder, rest, ok := strings.Cut(name, "/"); ok {
			if below[folder] == nil {
				below[folder] = map[string]string{}
			}
			below[folder][rest] = text
			continue
		}
		blob := m.git.Storer.NewEncodedObject()
		blob.SetType(plumbing.BlobObject)
		w, err := blob.Writer()
		if err != nil {
			m.t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			m.t.Fatal(err)
		}
		hash, err := m.git.Storer.SetEncodedObject(blob)
		if err != nil {
			m.t.Fatal(err)
		}
		tree.Entries = append(tree.Entries, object.TreeEntry{Name: name, Mode: filemode.Regular, Hash: hash})
	}
	for name, files := range below {
		tree.Entries = append(tree.Entries, object.TreeEntry{Name: name, Mode: filemode.Dir, Hash: m.tree(files)})
	}
	slices.SortFunc(tree.Entries, func(a, b object.TreeEntry) int {
		return inGitOrder(entry{a.Mode, a.Name, a.Hash}, entry{b.Mode, b.Name, b.Hash})
	})
	return m.store(tree)
}

func (m *made) store(o interface {
	Encode(plumbing.EncodedObject) error
}) plumbing.Hash {
	encoded := m.git.Storer.NewEncodedObject()
	if err := o.Encode(encoded); err != nil {
		m.t.Fatal(err)
	}
	hash, err := m.git.Storer.SetEncodedObject(encoded)
	if err != nil {
		m.t.Fatal(err)
	}
	return hash
}

// history is what happened up to the branch's last commit, as this package reads it from disk.
func (m *made) history(kept *cache.Cache) *History {
	m.t.Helper()
	r, err := Open(m.dir)
	if err != nil {
		m.t.Fatal(err)
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		m.t.Fatal(err)
	}
	h, err := r.History(head, kept)
	if err != nil {
		m.t.Fatal(err)
	}
	return h
}

// lines writes commits as "subject: files".
func lines(t *testing.T, h *History) string {
	t.Helper()
	commits, err := h.Commits()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range commits {
		fmt.Fprintf(&b, "%s: %s\n", c.Subject, strings.Join(c.Files, " "))
	}
	return b.String()
}

// course makes a repository with what a history can have.
func course(t *testing.T) *made {
	t.Helper()
	m := newMade(t)
	const a, b, c = "projects/2025/zhzf/001/project.toml", "projects/2025/zhzf/002/project.toml", "projects/2025/zl/001/project.toml"
	root := m.commit("root", 1, map[string]string{a: "1", "rules/units.toml": "u", "README.md": "r"})
	side := m.commit("on a branch", 2, map[string]string{a: "2", "rules/units.toml": "u", "README.md": "r"}, root)
	files := map[string]string{a: "2", b: "1", "rules/units.toml": "u", "README.md": "r"}
	merge := m.commit("Merge pull request #12 from someone/branch\n\n标题", 3, files, root, side)
	empty := m.commit("empty", 4, files, merge)
	site := m.commit("outside the register", 5, map[string]string{a: "2", b: "1", "rules/units.toml": "u", "README.md": "s"}, empty)
	one := m.commit("one", 6, map[string]string{a: "2", b: "2", "rules/units.toml": "u"}, site)
	two := m.commit("two", 6, map[string]string{a: "2", b: "1", c: "1", "rules/units.toml": "u"}, site)
	octopus := m.commit("octopus", 7, map[string]string{a: "2", b: "2", c: "1", "rules/units.toml": "u"}, site, one, two)
	renamed := m.commit("a folder renamed (#13)", 8, map[string]string{a: "2", "projects/2025/zhzf/003/project.toml": "2", c: "1", "rules/units.toml": "u"}, octopus)
	back := m.commit("Revert \"a folder renamed (#13)\"", 9, map[string]string{a: "2", b: "2", c: "1", "rules/units.toml": "u"}, renamed)
	m.commit("in the future", 20000, map[string]string{a: "3", b: "2", c: "1", "rules/units.toml": "v", "projects/2025/plan.toml": "p"}, back)
	return m
}

const courseLines = `in the future: projects/2025/plan.toml projects/2025/zhzf/001/project.toml rules/units.toml
Revert "a folder renamed (#13)": projects/2025/zhzf/002/project.toml projects/2025/zhzf/003/project.toml
a folder renamed (#13): projects/2025/zhzf/002/project.toml projects/2025/zhzf/003/project.toml
octopus: projects/2025/zhzf/002/project.toml projects/2025/zl/001/project.toml
Merge pull request #12 from someone/branch: projects/2025/zhzf/001/project.toml projects/2025/zhzf/002/project.toml
root: projects/2025/zhzf/001/project.toml rules/units.toml
`

func TestHistory(t *testing.T) {
	h := course(t).history(nil)
	if got := lines(t, h); got != courseLines {
		t.Errorf("got\n%swant\n%s", got, courseLines)
	}
	for folder, want := range map[string]string{
		"projects/2025/zhzf/001": "in the future, Merge pull request #12 from someone/branch, root",
		"projects/2025":          "in the future",
		"rules":                  "in the future, root",
		"projects/2025/zhzf/009": "",
	} {
		revisions, err := h.Of(folder)
		if err != nil {
			t.Fatal(err)
		}
		var subjects []string
		for _, r := range revisions {
			subjects = append(subjects, r.Subject)
		}
		if got := strings.Join(subjects, ", "); got != want {
			t.Errorf("%s: %s, want %s", folder, got, want)
		}
	}
	revisions, _ := h.Of("projects/2025/zhzf/001")
	if first := revisions[1]; first.PullRequest != 12 || first.Author != "甲" || first.Time.Format(time.RFC3339) != "2025-01-03T09:00:00+08:00" ||
		!slices.Equal(first.Files, []string{"projects/2025/zhzf/001/project.toml"}) {
		t.Errorf("the merge is %+v", first)
	}
}

// What the cache remembers changes nothing but the time it takes: after new commits, in pieces or in one, damaged, lost,
// or another program's.
func TestHistoryRemembered(t *testing.T) {
	m, dir := course(t), t.TempDir()
	kept := cache.Open(dir, "program 1")
	parent := plumbing.ZeroHash
	if head, err := m.git.Head(); err == nil {
		parent = head.Hash()
	}
	for i := range 2 * mostBegins {
		parent = m.commit(fmt.Sprint("step ", i), 21, map[string]string{"projects/2025/zhzf/001/project.toml": fmt.Sprint(i)}, parent)
		h := m.history(kept)
		if i%7 == 0 {
			lines(t, h)
		}
	}
	want := lines(t, m.history(nil))
	if strings.Count(want, "\n") != strings.Count(courseLines, "\n")+2*mostBegins {
		t.Fatalf("got\n%s", want)
	}
	same := func(says string, kept *cache.Cache) {
		t.Helper()
		if got := lines(t, m.history(kept)); got != want {
			t.Errorf("%s: got\n%swant\n%s", says, got, want)
		}
	}
	same("remembered", kept)
	same("remembered in one piece", kept)
	same("another program's", cache.Open(dir, "program 2"))
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("nothing is remembered", err)
	}
	for i, file := range files {
		if i%2 == 0 {
			err = os.Remove(file)
		} else {
			err = os.WriteFile(file, []byte("damaged"), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	same("damaged and lost", kept)
	a, err := m.history(nil).Commits()
	if err != nil {
		t.Fatal(err)
	}
	if back := decode(stretch{a, "b"}.encode()); back.before != "b" || !reflect.DeepEqual(fmt.Sprint(back.commits), fmt.Sprint(a)) {
		t.Error("what is remembered is not what was seen")
	}
}

func TestPullRequestOf(t *testing.T) {
	for message, want := range map[string]int{
		"Merge pull request #12 from org/branch\n\n标题":                               12,
		"Merge pull request '智慧停车 (#7)' (#12) from a/b into main":                    12,
		"智慧停车申报 (#12)\n\n* 第一次提交 (#3)":                                               12,
		"Revert \"智慧停车申报 (#12)\"":                                                    0,
		"Revert \"智慧停车申报 (#12)\" (#15)":                                              15,
		"改正错字\n\nReviewed-on: https://git.example/org/register/pulls/12":             12,
		"改正错字\n\nPR-URL: https://git.example/org/register/pull/12\nSigned-off-by: a": 12,
		"改正错字\n\nPull-Request: #12":                                                  12,
		"见 #12":                                                                      0,
		"改正错字\n\n见 (#12)":                                                            0,
		"":                                                                           0,
	} {
		if got := pullRequestOf(message); got != want {
			t.Errorf("%q merges %d, want %d", message, got, want)
		}
	}
}

func TestShallow(t *testing.T) {
	m := course(t)
	head, err := m.git.Head()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(m.dir, ".git", "shallow"), []byte(head.Hash().String()+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := Open(m.dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.History(head.Hash().String(), nil); !errors.Is(err, ErrShallow) || !strings.Contains(err.Error(), "git fetch --unshallow") {
		t.Errorf("in a shallow clone: %v, want ErrShallow with the command that deepens it", err)
	}
}

// TestManyFiles: a first commit may bring the whole register.
func TestManyFiles(t *testing.T) {
	m, files := newMade(t), map[string]string{}
	for i := range 10_000 {
		files[fmt.Sprintf("projects/%d/u%d/%03d/project.toml", 2020+i/2500, i/50%50, i%50)] = "x"
	}
	m.commit("all", 1, files)
	commits, err := m.history(nil).Commits()
	if err != nil || len(commits) != 1 || len(commits[0].Files) != 10_000 {
		t.Errorf("%d commits, %v", len(commits), err)
	}
}

// TestPacked: what Git has packed reads as what it had not, and as the git program says.
func TestPacked(t *testing.T) {
	program, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git packs what is read; install git")
	}
	m := course(t)
	run := func(args ...string) string {
		t.Helper()
		out, err := exec.Command(program, append([]string{"-C", m.dir}, args...)...).Output()
		if err != nil {
			t.Fatal(args, err)
		}
		return string(out)
	}
	log := run("log", "--first-parent", "-m", "--no-renames", "--name-only", "--format=%x00%s:", "--", "projects", "rules")
	var want strings.Builder
	for _, block := range strings.Split(log, "\x00")[1:] {
		subject, files, _ := strings.Cut(block, "\n\n")
		fmt.Fprintf(&want, "%s %s\n", subject, strings.Join(strings.Fields(files), " "))
	}
	run("repack", "-adq", "--depth=50", "--window=50")
	run("prune-packed")
	loose, err := filepath.Glob(filepath.Join(m.dir, ".git/objects/??/*"))
	if err != nil || len(loose) > 0 {
		t.Fatalf("%d objects are loose yet, %v", len(loose), err)
	}
	h := m.history(nil)
	if got := lines(t, h); got != courseLines || got != want.String() {
		t.Errorf("got\n%sgit says\n%s", got, want.String())
	}
	r, err := Open(m.dir)
	if err != nil {
		t.Fatal(err)
	}
	commit := strings.TrimSpace(run("rev-parse", "HEAD"))
	for line := range strings.Lines(run("rev-list", "--objects", "--no-object-names", "--all")) {
		hash := strings.TrimSpace(line)
		got, err := r.objects.find(plumbing.NewHash(hash))
		if err != nil {
			t.Fatal(hash, err)
		}
		if data := run("cat-file", got.kind.String(), hash); data != string(got.data) {
			t.Errorf("%s differs from what git reads", hash)
		}
	}
	if _, err := r.Files(commit); err != nil {
		t.Error(err)
	}
}

func FuzzApplyDelta(f *testing.F) {
	f.Add([]byte("a base"), []byte{6, 3, 0x91, 1, 3})
	f.Add([]byte("a base"), []byte{6, 2, 2, 'x', 'y'})
	f.Fuzz(func(t *testing.T, base, delta []byte) {
		before := bytes.Clone(base)
		if _, err := applyDelta(base, delta); err == nil && !bytes.Equal(before, base) {
			t.Error("the base was changed")
		}
	})
}

func FuzzTree(f *testing.F) {
	f.Add([]byte("100644 a\x0012345678901234567890"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for len(data) > 0 {
			e, rest, err := nextEntry(data)
			if err != nil {
				return
			}
			if len(rest) >= len(data) || strings.Contains(e.name, "\x00") {
				t.Fatalf("read %+v, %d bytes are left of %d", e, len(rest), len(data))
			}
			data = rest
		}
	})
}
