package docket

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/forgetest"
	"wuxing.example/register/generator/internal/history"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

const (
	dir    = "projects/2027/mz/001/" // a declaration of the example portfolio, without findings
	form   = dir + "project.toml"
	study  = dir + "feasibility.md"
	number = 7
)

var ctx = context.Background()

// world is a bare repository, the host beside it, and what stands in the files of the branch at hand.
type world struct {
	t      *testing.T
	git    *git.Repository
	host   *forgetest.Host
	docket *Docket
	now    time.Time
	place  string
}

// district is the example portfolio's own rules, with the one declaration.
var district = sync.OnceValue(func() map[string]string {
	files := map[string]string{}
	root := os.DirFS("../../..")
	for _, pattern := range []string{"rules/*.toml", "rules/articles/*.toml", "projects/2027/plan.toml", form, study} {
		names, err := fs.Glob(root, pattern)
		if err != nil {
			panic(err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(root, name)
			if err != nil {
				panic(err)
			}
			files[name] = string(data)
		}
	}
	return files
})

// rules are loaded once: their examples take seconds.
var rules = sync.OnceValues(func() (*rule.Set, error) {
	set, faults, err := rule.Load(os.DirFS("../../.."))
	if err == nil && set == nil {
		err = fmt.Errorf("%v", faults)
	}
	return set, err
})

// newWorld is a repository whose main has the rules and no project, and pull request 7, which declares one.
func newWorld(t *testing.T) *world {
	t.Helper()
	place := filepath.Join(t.TempDir(), "register.git")
	repository, err := git.PlainInit(place, true)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, git: repository, place: place, now: time.Date(2026, 10, 16, 9, 0, 0, 0, time.UTC)}
	opened, err := history.Open(place)
	if err != nil {
		t.Fatal(err)
	}
	today, err := calendar.ParseDate("2026-10-20")
	if err != nil {
		t.Fatal(err)
	}
	w.host = &forgetest.Host{Account: "example-recorder", Said: map[int][]forge.Review{}, Made: map[int][]forge.Commit{}, Files: map[string]string{}}
	w.docket = &Docket{Host: w.host, Repository: opened, Today: today, Rules: func(fs.FS) (*rule.Set, error) { return rules() }}
	main := w.commit(without(district(), form, study))
	w.branch("main", main)
	w.open(w.commit(district(), main))
	return w
}

func without(files map[string]string, names ...string) map[string]string {
	left := maps.Clone(files)
	for _, name := range names {
		delete(left, name)
	}
	return left
}

// with is the district's files with pairs of a name and a text in place of theirs.
func with(pairs ...string) map[string]string {
	files := maps.Clone(district())
	for i := 0; i < len(pairs); i += 2 {
		files[pairs[i]] = pairs[i+1]
	}
	return files
}

// replaced is a file of the district with a text replaced in it.
func (w *world) replaced(name, old, new string) string {
	w.t.Helper()
	text := district()[name]
	if !strings.Contains(text, old) {
		w.t.Fatalf("%s has no %q", name, old)
	}
	return strings.ReplaceAll(text, old, new)
}

// commit makes a commit of files on its parents, a minute after the one before.
func (w *world) commit(files map[string]string, parents ...string) string {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	who := object.Signature{Name: "a", Email: "a@example", When: w.now}
	c := &object.Commit{Author: who, Committer: who, Message: "x", TreeHash: w.tree(files)}
	for _, p := range parents {
		c.ParentHashes = append(c.ParentHashes, plumbing.NewHash(p))
	}
	return w.store(c)
}

func (w *world) tree(files map[string]string) plumbing.Hash {
	below := map[string]map[string]string{}
	var entries []object.TreeEntry
	for name, text := range files {
		if first, rest, isFolder := strings.Cut(name, "/"); isFolder {
			if below[first] == nil {
				below[first] = map[string]string{}
			}
			below[first][rest] = text
			continue
		}
		blob := w.git.Storer.NewEncodedObject()
		blob.SetType(plumbing.BlobObject)
		out, err := blob.Writer()
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := out.Write([]byte(text)); err != nil {
			w.t.Fatal(err)
		}
		hash, err := w.git.Storer.SetEncodedObject(blob)
		if err != nil {
			w.t.Fatal(err)
		}
		entries = append(entries, object.TreeEntry{Name: name, Mode: filemode.Regular, Hash: hash})
	}
	for name, inner := range below {
		entries = append(entries, object.TreeEntry{Name: name, Mode: filemode.Dir, Hash: w.tree(inner)})
	}
	sort.Sort(object.TreeEntrySorter(entries))
	return plumbing.NewHash(w.store(&object.Tree{Entries: entries}))
}

func (w *world) store(o interface {
	Encode(plumbing.EncodedObject) error
}) string {
	w.t.Helper()
	encoded := w.git.Storer.NewEncodedObject()
	if err := o.Encode(encoded); err != nil {
		w.t.Fatal(err)
	}
	hash, err := w.git.Storer.SetEncodedObject(encoded)
	if err != nil {
		w.t.Fatal(err)
	}
	return hash.String()
}

func (w *world) branch(name, commit string) {
	w.t.Helper()
	if err := w.git.Storer.SetReference(plumbing.NewHashReference(plumbing.NewBranchReferenceName(name), plumbing.NewHash(commit))); err != nil {
		w.t.Fatal(err)
	}
}

// open opens the pull request at a head.
func (w *world) open(head string) {
	w.host.PullRequests = []forge.PullRequest{{
		Number: number, URL: "https://git.example/wuxing/register/pulls/7", Title: "申报", Author: "example-mz", Open: true,
		Base: "main", Head: head, Opened: w.now,
	}}
	w.host.Made[number] = []forge.Commit{{Hash: head, Author: "example-mz", Committer: "example-mz", On: w.now}}
}

func (w *world) pr() *forge.PullRequest { return &w.host.PullRequests[0] }

// push puts a commit of files on the pull request.
func (w *world) push(files map[string]string) string {
	head := w.commit(files, w.pr().Head)
	w.pr().Head = head
	w.host.Made[number] = append(w.host.Made[number], forge.Commit{Hash: head, Author: "example-mz", Committer: "web-flow", On: w.now})
	return head
}

// say has an account give its opinion on the head.
func (w *world) say(account, conclusion, text string) {
	w.now = w.now.Add(time.Minute)
	w.host.Said[number] = append(w.host.Said[number], forge.Review{
		ID: w.now.Unix(), Account: account, Conclusion: conclusion, Commit: w.pr().Head, Given: w.now, Text: text,
	})
}

// merge merges the pull request into main, with what main has besides.
func (w *world) merge(main string, files map[string]string) string {
	merge := w.commit(files, main, w.pr().Head)
	w.branch("main", merge)
	pr := w.pr()
	pr.Open, pr.Merged, pr.Merge, pr.Closed = false, true, merge, w.now
	return merge
}

func (w *world) tip() string {
	w.t.Helper()
	tip, err := w.docket.tip("main")
	if err != nil {
		w.t.Fatal(err)
	}
	return tip
}

// shown judges the pull request, shows it, and returns its newest status and its one comment.
func (w *world) shown() (forge.Status, string) {
	w.t.Helper()
	opinions, err := w.docket.Judge(ctx, w.pr())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.docket.Show(ctx, w.pr(), opinions); err != nil {
		w.t.Fatal(err)
	}
	all := w.host.Statuses[w.pr().Head]
	if len(w.host.Below[number]) != 1 {
		w.t.Fatalf("%d comments", len(w.host.Below[number]))
	}
	return all[len(all)-1], w.host.Below[number][0].Text
}

// all has all agencies agree that a declaration asks.
func (w *world) all() {
	for _, account := range []string{"example-data", "example-finance", "example-cyberspace", "example-cipher"} {
		w.say(account, project.Agrees, "")
	}
}

func TestJudgeAndShow(t *testing.T) {
	w := newWorld(t)
	expect := func(says string, state forge.State, text string, parts ...string) string {
		t.Helper()
		status, comment := w.shown()
		if status.Name != StatusName || status.State != state || status.Text != text {
			t.Errorf("%s: %+v, want %s, %s", says, status, state, text)
		}
		for _, part := range parts {
			if !strings.Contains(comment, part) {
				t.Errorf("%s: the comment lacks %q:\n%s", says, part, comment)
			}
		}
		return comment
	}
	expect("opened", forge.Pending, "4 项意见已同意 0 项，还差 4 项", "- [ ] **区财政局**：资金保障——**待提出**\n  使用财政资金 → 财政局，第九条；自 2026-10-16 起",
		"网络安全等级保护定级（仅供参考，不影响并入）", "没有发现新的问题", "请区大数据局、区财政局、区委网信办、区委机要局在本页的评审框里提交意见",
		"2027-mz-001 的下一步是专家评审")

	w.host.Statuses = map[string][]forge.Status{w.pr().Head: {{Name: StatusName, State: forge.Success}}} // forged by somebody
	w.say("example-mz", project.Agrees, "")
	w.say("stranger", project.Agrees, "")
	w.say("example-finance", project.Agrees, "")
	w.say("example-data", project.Disagrees, "绩效目标 @all 不可衡量\n<script>")
	expect("one agreed, one refused, two do not count", forge.Failure, "有部门不同意，4 项意见已同意 1 项", "- [x] **区财政局**：资金保障——同意（2026-10-16）",
		"**不同意**（2026-10-16）", "不同意：绩效目标 @\u200ball 不可衡量 &lt;script&gt;", "`stranger`", "区大数据局不同意：请建设单位按意见修改")

	w.say("example-data", project.Agrees, "")
	w.say("example-cyberspace", project.Agrees, "")
	w.say("example-cipher", project.Agrees, "")
	first := expect("all agreed", forge.Success, "4 项意见已同意 4 项，可以并入", "意见已齐，可以并入")

	before := len(w.host.Statuses[w.pr().Head])
	if again := expect("again", forge.Success, "4 项意见已同意 4 项，可以并入"); again != first || len(w.host.Statuses[w.pr().Head]) != before {
		t.Error("the same standing is written again, or makes another comment")
	}

	dearer := w.replaced(form, `amount = "110万元"`, `amount = "112万元"`)
	dearer = strings.ReplaceAll(strings.ReplaceAll(dearer, `total = "142万元"`, `total = "144万元"`), `amount = "62.5万元"`, `amount = "64.5万元"`)
	w.push(with(form, dearer))
	expect("a dearer estimate asks finance alone", forge.Pending, "4 项意见已同意 3 项，还差 1 项",
		"- [ ] **区财政局**：资金保障——**待重新提出**", "投资概算 总投资：“142万元”→“144万元”", "请区财政局在本页")

	w.say("example-finance", project.Agrees, "")
	w.push(with(form, dearer, study, district()[study]+"\n附记。\n"))
	expect("a change of the study's end asks the data bureau alone", forge.Pending, "4 项意见已同意 3 项，还差 1 项",
		"- [x] **区财政局**：资金保障——同意", "意见提出后改动的内容：\n  - 可行性研究报告：新增“附记。”", "请区大数据局在本页")

	w.say("example-data", project.Agrees, "")
	w.push(with(form, strings.Replace(dearer, `amount = "18.9万元"`, `amount = "18.8万元"`, 1), study, district()[study]+"\n附记。\n"))
	w.say("example-finance", project.Agrees, "")
	expect("all agreed to an estimate that does not add up", forge.Failure, "4 项意见已同意 4 项；材料有 1 处错误，改正后才能并入",
		"- **错误** [projects/2027/mz/001/project.toml 第 30 行](https://git.example/wuxing/register/src/commit/"+w.pr().Head+"/projects/2027/mz/001/project.toml#L30)：",
		"07.estimate-sum", "请建设单位改正上面的 1 处错误")
}

// Who wrote a commit of the pull request judges his own work, whatever the host calls him.
func TestCommitters(t *testing.T) {
	w := newWorld(t)
	w.all()
	w.host.Made[number] = append(w.host.Made[number], forge.Commit{Hash: w.pr().Head, Author: "Example-Finance", On: w.now}, forge.Commit{Hash: w.pr().Head, On: w.now})
	status, comment := w.shown()
	if status.State != forge.Pending || !strings.Contains(comment, "`example-finance`“同意”，不计入：本人提交过这份申报单的内容") ||
		!strings.Contains(comment, "有 1 次提交的邮箱没有关联账号") {
		t.Errorf("%+v\n%s", status, comment)
	}
}

// What main has got in the meantime in the same place must be merged first: else the facts agreed to are not those merged.
func TestBehind(t *testing.T) {
	w := newWorld(t)
	w.all()
	w.branch("main", w.commit(with(form, w.replaced(form, "142万元", "143万元")), w.tip()))
	status, comment := w.shown()
	if status.State != forge.Pending || !strings.Contains(status.Text, "主分支已有新内容") || !strings.Contains(comment, "`projects/2027/mz/001` 后来另有改动") {
		t.Errorf("%+v\n%s", status, comment)
	}
	elsewhere := newWorld(t)
	elsewhere.all()
	elsewhere.branch("main", elsewhere.commit(without(with("projects/2027/plan.toml", district()["projects/2027/plan.toml"]+"\n"), form, study), elsewhere.tip()))
	if status, _ := elsewhere.shown(); status.State != forge.Success {
		t.Errorf("main moved elsewhere: %+v", status)
	}
}

// The rules of the pull request do not decide who judges it.
func TestRulesOfTheBase(t *testing.T) {
	w := newWorld(t)
	w.push(with("rules/agencies.toml", w.replaced("rules/agencies.toml", `"example-finance"`, `"example-mz2"`)))
	w.say("example-mz2", project.Agrees, "")
	_, comment := w.shown()
	if !strings.Contains(comment, "- [ ] **区财政局**：资金保障——**待提出**") || !strings.Contains(comment, "规则和名录的修改") {
		t.Error(comment)
	}
}

func TestJudgeErrs(t *testing.T) {
	for _, test := range []struct {
		says   string
		change func(*world)
		want   string
	}{
		{"the head is not there", func(w *world) { w.pr().Head = strings.Repeat("a", 40) }, "git fetch origin refs/pull/7/head"},
		{"the rules on main are broken", func(w *world) {
			main := w.commit(without(with("rules/opinions.toml", "[[matters"), form, study), w.tip())
			w.branch("main", main)
		}, "rules/opinions.toml"},
		{"the host does not answer", func(w *world) { w.host.Fail = map[string]error{"Reviews": errors.New("连不上")} }, "连不上"},
		{"no commit in common", func(w *world) { w.pr().Head = w.commit(district()) }, "没有共同的历史"},
		{"nothing changed", func(w *world) { w.pr().Head = w.commit(without(district(), form, study), w.tip()) }, "没有改动"},
	} {
		w := newWorld(t)
		test.change(w)
		_, err := w.docket.Judge(ctx, w.pr())
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.says, err, test.want)
		}
	}
}

// Where a pull request cannot be judged, an earlier success does not stay.
func TestFail(t *testing.T) {
	w := newWorld(t)
	why := errors.New(strings.Repeat("长", 200))
	if err := w.docket.Fail(ctx, w.pr(), why); !errors.Is(err, why) {
		t.Error(err)
	}
	status := w.host.Statuses[w.pr().Head][0]
	if status.State != forge.Failure || len([]rune(status.Text)) != forge.MaxStatus {
		t.Errorf("%+v", status)
	}
}

// Of several that write at once, one comment is left; those of others stay.
func TestOneComment(t *testing.T) {
	w := newWorld(t)
	opinions, err := w.docket.Judge(ctx, w.pr())
	if err != nil {
		t.Fatal(err)
	}
	others := []forge.Comment{{ID: 1, Author: "stranger", Text: opinions.Comment()}, {ID: 2, Author: "example-recorder", Text: "谢谢"}}
	for range 50 {
		w.host.Below = map[int][]forge.Comment{number: slices.Clone(others)}
		var writers sync.WaitGroup
		for range 4 {
			writers.Go(func() {
				if err := w.docket.Show(ctx, w.pr(), opinions); err != nil {
					t.Error(err)
				}
			})
		}
		writers.Wait()
		left := w.host.Below[number]
		if len(left) != 3 || left[2].Text != opinions.Comment() || !slices.Equal(left[:2], others) {
			t.Fatalf("%d comments are left", len(left))
		}
	}
	left := w.host.Below[number]
	left[2].Text = "<!-- register:opinions -->\n旧的"
	if _, err := w.docket.ours(ctx, number, "example-recorder"); err != nil {
		t.Fatal(err)
	}
	if err := w.docket.Show(ctx, w.pr(), opinions); err != nil || w.host.Below[number][2].Text != opinions.Comment() {
		t.Errorf("an old comment is not brought up to date: %v", err)
	}
}
