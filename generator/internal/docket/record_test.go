package docket

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/forgetest"
	"wuxing.example/register/generator/internal/opinion"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

const recordFile = dir + "opinions/7.toml"

// read reads what the host holds as a file of the record, which must be without faults.
func read[T any](w *world, name string) *T {
	w.t.Helper()
	text, ok := w.host.Files[name]
	if !ok {
		w.t.Fatalf("%s was not written; there are %v", name, slices.Sorted(maps.Keys(w.host.Files)))
	}
	into := new(T)
	if faults, _ := tomlfile.Read(name, []byte(text), into, tomlfile.Options{}); len(faults) > 0 {
		w.t.Fatalf("%v\n%s", faults, text)
	}
	return into
}

// said lists the opinions of a file: "finance finance 同意 example-finance".
func said(f *project.OpinionFile) []string {
	var all []string
	for _, o := range f.Opinions.V {
		all = append(all, o.Matter.V+" "+o.Agency.V+" "+o.Conclusion.V+" "+o.Account.V)
	}
	return all
}

func TestRecordMerged(t *testing.T) {
	w := newWorld(t)
	w.say("example-finance", project.Remarks, "请说明\r\n资金来源 110101199003074514")
	w.all()
	w.say("stranger", project.Agrees, "")
	main := w.tip()
	merge := w.merge(main, district())
	w.say("example-police", project.Disagrees, "太晚了") // after the merge
	w.host.Statuses = map[string][]forge.Status{w.pr().Head: {{Name: StatusName, State: forge.Failure}}}
	done, err := w.docket.Record(ctx, number)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&Recorded{Written: []string{recordFile}}, done); diff != "" {
		t.Error(diff)
	}
	f := read[project.OpinionFile](w, recordFile)
	if f.PullRequest.V != number || f.URL.V != w.pr().URL || f.Head.V != w.pr().Head || f.Merge.V != merge ||
		!f.Opened.V.Equal(w.pr().Opened) || !f.Merged.V.Equal(w.pr().Closed) {
		t.Errorf("%+v", f)
	}
	want := []string{
		"data data 同意 example-data", "finance finance 意见 example-finance", "finance finance 同意 example-finance",
		"cyberspace cyberspace 同意 example-cyberspace", "cipher cipher 同意 example-cipher",
	}
	if diff := cmp.Diff(want, said(f)); diff != "" {
		t.Error(diff)
	}
	if text := f.Opinions.V[1].Text.V; text != "请说明\n资金来源 110*************14" && !strings.HasPrefix(text, "请说明\n资金来源 110*") {
		t.Errorf("the remark is kept as %q", text)
	}
	files, err := w.docket.Repository.Files(merge)
	if err != nil {
		t.Fatal(err)
	}
	finance := f.Opinions.V[2]
	tip, err := w.docket.revision(merge)
	if err != nil {
		t.Fatal(err)
	}
	base, err := w.docket.revision(main)
	if err != nil {
		t.Fatal(err)
	}
	questions, err := opinion.Ask(base.Register, base, tip, []string{form, study})
	if err != nil {
		t.Fatal(err)
	}
	print, err := opinion.Fingerprint(files, questions[1].Folder, questions[1].Items)
	if err != nil || finance.Covers.V != print || questions[1].Matter.ID.V != "finance" {
		t.Errorf("finance covers %s, want %s, %v", finance.Covers.V, print, err)
	}
	if !strings.Contains(w.host.Files[recordFile], "opened = 2026-10-16T17:02:00+08:00\n") {
		t.Errorf("times are not those of China:\n%s", w.host.Files[recordFile])
	}

	before := maps.Clone(w.host.Files)
	done, err = w.docket.Record(ctx, number)
	if diff := cmp.Diff(&Recorded{Kept: []string{recordFile}}, done); err != nil || diff != "" || len(w.host.Messages) != 1 || !maps.Equal(before, w.host.Files) {
		t.Errorf("a second time: %v, %s, %v", err, diff, w.host.Messages)
	}
}

// A merge that was forced, past a status that somebody forged, is recorded as what it is.
func TestRecordForced(t *testing.T) {
	w := newWorld(t)
	w.host.Statuses = map[string][]forge.Status{w.pr().Head: {{Name: StatusName, State: forge.Success, Text: "4 项意见已同意 4 项，可以并入"}}}
	w.say("example-finance", project.Agrees, "")
	w.push(with(form, strings.ReplaceAll(w.replaced(form, "142万元", "144万元"), "62.5万元", "64.5万元"))) // past what finance saw
	w.say("example-data", project.Disagrees, "方案太粗")
	w.merge(w.tip(), with(form, strings.ReplaceAll(w.replaced(form, "142万元", "144万元"), "62.5万元", "64.5万元")))
	done, err := w.docket.Record(ctx, number)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"区大数据局（材料完整性、必要性、方案规范性、政策符合性和实用实效）", "区财政局（资金保障）", "区委网信办（网络安全建设内容）", "区委机要局（安全可靠和密码应用）"}
	if diff := cmp.Diff(want, done.Missing); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"data data 不同意 example-data"}, said(read[project.OpinionFile](w, recordFile))); diff != "" {
		t.Error(diff)
	}
}

// What was merged must be what was proposed, on its own days.
func TestRecordFindings(t *testing.T) {
	w := newWorld(t)
	w.pr().Opened = w.pr().Opened.AddDate(0, 0, 1)
	w.all()
	w.merge(w.tip(), with(study, district()[study]+"\n合并时添的。\n"))
	done, err := w.docket.Record(ctx, number)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range done.Findings {
		found = append(found, f.Rule+" "+f.At.File+" "+f.Message)
	}
	want := []string{
		"record.tree " + recordFile + " " + study + " 并入后与申报时不一样",
		"record.dates " + form + " 申报日期 2026-10-16，早于提出申报单的日期 2026-10-17",
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"区大数据局（材料完整性、必要性、方案规范性、政策符合性和实用实效）"}, done.Missing); diff != "" {
		t.Error(diff) // the data bureau has not seen what was added
	}
}

// What was recorded is what verify recomputes from the repository, for ever: a later change of the same facts does not
// undo it, another hand on the file does.
func TestRecordIsVerified(t *testing.T) {
	w := newWorld(t)
	w.push(with(dir+"attachments/a#1.pdf", "%PDF"))
	w.all()
	merge := w.merge(w.tip(), with(dir+"attachments/a#1.pdf", "%PDF"))
	if _, err := w.docket.Record(ctx, number); err != nil {
		t.Fatal(err)
	}
	set, err := rules()
	if err != nil {
		t.Fatal(err)
	}
	verify := func(opinions, declaration string) string {
		t.Helper()
		later := w.commit(with(form, declaration, recordFile, opinions), merge)
		r, err := w.docket.revision(later)
		if err != nil {
			t.Fatal(err)
		}
		found, unshown, err := set.CheckMerges(r.Register, w.docket.Repository)
		if err != nil || len(unshown) > 0 {
			t.Fatal(err, unshown)
		}
		var said []string
		for _, f := range found {
			said = append(said, f.Rule+" "+f.Message)
		}
		return strings.Join(said, "; ")
	}
	text := w.host.Files[recordFile]
	if got := verify(text, district()[form]); got != "" {
		t.Errorf("as recorded: %s", got)
	}
	if got := verify(text, w.replaced(form, "142万元", "150万元")); got != "" {
		t.Errorf("after a later change: %s", got)
	}
	covers := read[project.OpinionFile](w, recordFile).Opinions.V[0].Covers.V
	forged := strings.Replace(text, covers, "sha256:"+strings.Repeat("0", 64), 1)
	if got := verify(forged, district()[form]); got != "record.opinion 意见登记对不上：“data”意见的内容指纹与并入时的内容不一致" {
		t.Errorf("another fingerprint: %s", got)
	}
	if got := verify(strings.Replace(text, `head = "`, `head = "0`, 1), district()[form]); !strings.Contains(got, "record.opinion 意见登记对不上：仓库里没有") {
		t.Errorf("another head: %s", got)
	}
	if got := verify(strings.ReplaceAll(text, w.pr().Head, merge), district()[form]); !strings.Contains(got, "并入的不是") {
		t.Errorf("a head that was not merged: %s", got)
	}
	if got := verify(strings.Replace(text, `matter = "data"`, `matter = "acceptance"`, 1), district()[form]); !strings.Contains(got, "“acceptance”意见的内容指纹与并入时的内容不一致") {
		t.Errorf("another matter: %s", got)
	}
	if got := verify(strings.Replace(text, `matter = "data"`, `matter = "other"`, 1), district()[form]); !strings.Contains(got, "当时的规则没有征求“other”这项意见") {
		t.Errorf("a matter that was not asked: %s", got)
	}
}

// Opinions stand in each folder that the pull request touched: of the year's plan in the year's, of the rules in theirs.
func TestRecordFolders(t *testing.T) {
	w := newWorld(t)
	plan := "projects/2027/plan.toml"
	files := with(plan, district()[plan]+"\n[approval]\ndocument = \"示政办函〔2027〕1号\"\ndate = 2026-10-19\n", "rules/site.toml", district()["rules/site.toml"]+"\n# 说明\n")
	w.push(files)
	w.all()
	w.merge(w.tip(), files)
	done, err := w.docket.Record(ctx, number)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{recordFile, "projects/2027/opinions/7.toml", "rules/opinions/7.toml"}, done.Written); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"other data 同意 example-data"}, said(read[project.OpinionFile](w, "rules/opinions/7.toml"))); diff != "" {
		t.Error(diff)
	}
	if !slices.Contains(done.Missing, "区政府（信息化项目年度计划）") {
		t.Error(done.Missing)
	}
}

// The branch moves while the record is written: it is read and written again, until it stays.
func TestRecordAgain(t *testing.T) {
	w := newWorld(t)
	w.all()
	w.merge(w.tip(), district())
	times := 0
	w.host.BeforeWrite = func(h *forgetest.Host) {
		if times++; times == 1 {
			h.Files[recordFile] = "pull_request = 7\n" // somebody else's run was quicker
		}
	}
	done, err := w.docket.Record(ctx, number)
	if diff := cmp.Diff(&Recorded{Kept: []string{recordFile}}, done); err != nil || diff != "" || times != 1 {
		t.Errorf("%v %s, %d times", err, diff, times)
	}

	delete(w.host.Files, recordFile)
	w.host.Fail = map[string]error{"WriteFiles": forge.ErrMoved}
	times = 2
	if _, err := w.docket.Record(ctx, number); !errors.Is(err, forge.ErrMoved) || times != 2+attempts {
		t.Errorf("a branch that never stays: %v, %d times", err, times-2)
	}
}

func TestRecordDeclined(t *testing.T) {
	const year = "projects/2027/declined.toml"
	for _, test := range []struct{ says, was string }{
		{"the first", ""},
		{"one more", "# 未通过\n[[declined]]\npull_request = 3\nname = \"x\"\ndate = 2026-09-09\nopinions = [{ matter = \"data\", conclusion = \"不同意\" }]\n"},
		{"one more of a list in one line", "declined = [{ pull_request = 3, date = 2026-09-09 }]\n"},
	} {
		w := newWorld(t)
		if test.was != "" {
			w.host.Files[year] = test.was
		}
		w.say("example-data", project.Disagrees, "密级：机密")
		w.say("example-finance", project.Agrees, "")
		w.push(with(form, strings.ReplaceAll(w.replaced(form, "142万元", "144万元"), "62.5万元", "64.5万元")))
		w.pr().Open, w.pr().Closed = false, w.now
		done, err := w.docket.Record(ctx, number)
		if diff := cmp.Diff(&Recorded{Written: []string{year}}, done); err != nil || diff != "" {
			t.Errorf("%s: %v %s", test.says, err, diff)
		}
		entries := read[project.Declined](w, year).Declined.V
		last := entries[len(entries)-1]
		if len(entries) != min(1, len(test.was))+1 || last.PullRequest.V != number || last.Unit.V != "mz" || last.Total.V.String() != "144万元" ||
			last.Name.V != "社会救助家庭经济状况核对系统升级" || last.Date.V.String() != "2026-10-16" {
			t.Errorf("%s: %s", test.says, w.host.Files[year])
		}
		var said []string
		for _, o := range last.Opinions.V {
			said = append(said, o.Matter.V+" "+o.Conclusion.V+" "+o.Text.V)
		}
		if diff := cmp.Diff([]string{"data 不同意 （原文带有国家秘密标志，没有收录。）", "finance 同意 "}, said); diff != "" {
			t.Errorf("%s: %s", test.says, diff)
		}
		if strings.HasPrefix(test.was, "#") && !strings.HasPrefix(w.host.Files[year], test.was) {
			t.Errorf("%s: what stood there is written otherwise:\n%s", test.says, w.host.Files[year])
		}
		done, err = w.docket.Record(ctx, number)
		if diff := cmp.Diff(&Recorded{Kept: []string{year}}, done); err != nil || diff != "" || len(w.host.Messages) != 1 {
			t.Errorf("%s: a second time: %v %s", test.says, err, diff)
		}
	}
}

// What is closed and no new declaration leaves no entry; nor does a classified one, of which nothing may be told.
func TestRecordNothing(t *testing.T) {
	later := newWorld(t)
	main := later.commit(district(), later.tip())
	later.branch("main", main)
	later.open(later.commit(with(dir+"payments.toml", "payments = []\n"), main))
	secret := newWorld(t)
	secret.push(with(form, secret.replaced(form, "classified = false", "classified = true")))
	for says, w := range map[string]*world{"a payment": later, "a classified project": secret} {
		w.pr().Open, w.pr().Closed = false, w.now
		done, err := w.docket.Record(ctx, number)
		if err != nil || done.Nothing == "" || len(w.host.Files) != 0 {
			t.Errorf("%s: %v, %+v, %v", says, err, done, w.host.Files)
		}
	}
}

func TestRecordErrs(t *testing.T) {
	for _, test := range []struct {
		says   string
		change func(*world, string)
		want   string
	}{
		{"open", func(*world, string) {}, "还没有并入或关闭"},
		{"a shallow clone", func(w *world, place string) {
			if err := os.WriteFile(filepath.Join(place, "shallow"), []byte(w.tip()+"\n"), 0o644); err != nil {
				w.t.Fatal(err)
			}
		}, "git fetch --unshallow"},
		{"the merge is not there", func(w *world, _ string) {
			w.merge(w.tip(), district())
			w.pr().Merge = strings.Repeat("a", 40)
		}, "git fetch origin main"},
		{"squashed", func(w *world, _ string) {
			main := w.tip()
			w.merge(main, district())
			w.pr().Merge = w.commit(district(), main)
		}, "不是合并提交"},
		{"closed, and the head is not there", func(w *world, _ string) {
			w.pr().Open, w.pr().Head = false, strings.Repeat("a", 40)
		}, "git fetch origin refs/pull/7/head"},
		{"the host does not answer", func(w *world, _ string) {
			w.merge(w.tip(), district())
			w.host.Fail = map[string]error{"ReadFile": errors.New("连不上")}
		}, "连不上"},
		{"a declined.toml that is broken", func(w *world, _ string) {
			w.pr().Open = false
			w.host.Files["projects/2027/declined.toml"] = "[[declined"
		}, "projects/2027/declined.toml:1 有误"},
	} {
		w := newWorld(t)
		place := w.place
		test.change(w, place)
		_, err := w.docket.Record(ctx, number)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.says, err, test.want)
		}
	}
}

func TestUnrecorded(t *testing.T) {
	w := newWorld(t)
	w.branch("main", w.commit(with(dir+"opinions/5.toml", "pull_request = 5\n", "projects/2027/opinions/4.toml", "", "rules/opinions/3.toml", ""), w.tip()))
	for n := 1; n <= 9; n++ {
		w.host.PullRequests = append(w.host.PullRequests, forge.PullRequest{Number: n, Base: "main", Merged: n != 2, Open: n == 9})
	}
	w.host.PullRequests = w.host.PullRequests[1:] // the one that is open
	got, err := w.docket.Unrecorded(ctx)
	if diff := cmp.Diff([]int{1, 6, 7, 8}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}
