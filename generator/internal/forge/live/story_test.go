package live

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"wuxing.example/register/generator/internal/cli"
)

// story is a register on a Gitea, and the people who work on it.
type story struct {
	*testing.T
	server *server
	people map[string]*account // by the end of their names: zhzf, finance
	clone  string              // of the bot, which runs the generator
	bot    *account
	year   int // a plan year whose window is open today
	began  time.Time
	branch map[int]string // of a pull request, in its author's fork
}

// newStory makes the register: this repository with a plan year instead of its projects, main protected as
// .github/SECURITY.md has it, agencies that can only read, and clerks who work in forks.
func newStory(t *testing.T) *story {
	st := &story{T: t, server: start(t), people: map[string]*account{}, clone: t.TempDir(), began: time.Now(), branch: map[int]string{}}
	st.year = st.began.Year() + 1
	s := st.server
	for _, name := range []string{
		"zhzf", "wj", "dsj", "data", "reform", "cyberspace", "cipher", "finance", "finance2", "police", "outsider", "recorder",
	} {
		st.people[name] = s.user("example-" + name)
	}
	st.bot = st.people["recorder"]
	s.admin.call("POST", "/orgs", object{"username": "qu"}, nil)
	s.admin.call("POST", "/orgs/qu/repos", object{"name": "its", "default_branch": "main"}, nil)
	st.git(t.TempDir(), s.admin, "init", "-q", "-b", "main", st.clone)
	st.layRegister()
	st.git(st.clone, s.admin, "add", "-A")
	st.git(st.clone, s.admin, "commit", "-q", "-m", "开始")
	st.git(st.clone, s.admin, "remote", "add", "origin", s.url+"/qu/its.git")
	st.git(st.clone, s.admin, "push", "-q", "origin", "main")
	for name, permission := range map[string]string{"recorder": "write", "data": "write", "finance": "read"} {
		s.admin.call("PUT", "/repos/qu/its/collaborators/example-"+name, object{"permission": permission}, nil)
	}
	s.admin.call("POST", "/repos/qu/its/branch_protections", object{
		"rule_name": "main", "enable_push": true, "enable_push_whitelist": true, "push_whitelist_usernames": []string{st.bot.name},
		"enable_status_check": true, "status_check_contexts": []string{"联审意见"}, "block_admin_merge_override": true,
		"protected_file_patterns": ".github/**;.gitea/**;rules/**",
	}, nil)
	st.tell("登记册建好：%s/qu/its，main 受保护，只有登记程序的账号能直接写入", s.url)
	return st
}

// layRegister writes this repository into the clone, with an empty plan year instead of its projects.
func (st *story) layRegister() {
	root, err := filepath.Abs("../../../..")
	if err != nil {
		st.Fatal(err)
	}
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	names, err := list.Output()
	if err != nil {
		st.Fatal(err)
	}
	for _, name := range strings.Split(strings.TrimRight(string(names), "\x00"), "\x00") {
		if strings.HasPrefix(name, "projects/") {
			continue
		}
		info, err := os.Stat(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue // taken out of the work tree
		}
		if err != nil {
			st.Fatal(err)
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			st.Fatal(err)
		}
		if name == "rules/agencies.toml" { // a second person at the finance bureau
			text = []byte(strings.Replace(string(text), `"example-finance"`, `"example-finance", "example-finance2"`, 1))
		}
		st.write(name, string(text))
		if err := os.Chmod(filepath.Join(st.clone, name), info.Mode().Perm()); err != nil {
			st.Fatal(err)
		}
	}
	st.write(fmt.Sprintf("projects/%d/plan.toml", st.year), fmt.Sprintf(`year = %d
key_projects = []
[window]
opens = %d-01-01
closes = %d-12-31
notice = "示数〔%d〕1号"
`, st.year, st.year-1, st.year-1, st.year-1))
}

func (st *story) write(name, text string) {
	file := filepath.Join(st.clone, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		st.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		st.Fatal(err)
	}
}

// git runs git in a folder as a person.
func (st *story) git(dir string, as *account, args ...string) string {
	st.Helper()
	command := exec.Command("git", args...)
	command.Dir = dir
	basic := base64.StdEncoding.EncodeToString([]byte(as.name + ":" + as.token))
	command.Env = append(os.Environ(),
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=http.extraHeader", "GIT_CONFIG_VALUE_0=Authorization: Basic "+basic,
		"GIT_AUTHOR_NAME="+as.name, "GIT_AUTHOR_EMAIL="+as.name+"@example.test",
		"GIT_COMMITTER_NAME="+as.name, "GIT_COMMITTER_EMAIL="+as.name+"@example.test",
	)
	out, err := command.CombinedOutput()
	if err != nil {
		st.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func (st *story) tell(format string, args ...any) {
	st.Logf("%4.0f 秒  %s", time.Since(st.began).Seconds(), fmt.Sprintf(format, args...))
}

// declaration is what a unit declares: the valid record's first project, with another name, subject, unit and date.
func (st *story) declaration(unit, name, subject string) map[string]string {
	archive, err := txtar.ParseFile("../../rule/valid.txtar")
	if err != nil {
		st.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		if base, ok := strings.CutPrefix(f.Name, "projects/2025/zhzf/001/"); ok && (base == "project.toml" || base == "feasibility.md") {
			files[base] = string(f.Data)
		}
	}
	files["project.toml"] = replaceOnce(st.T, files["project.toml"],
		`name = "示例智慧停车综合管理应用"`, `name = "`+name+`"`,
		`unit = "zhzf"`, `unit = "`+unit+`"`,
		`declared = 2024-09-20`, "declared = "+st.began.In(time.FixedZone("", 8*60*60)).Format(time.DateOnly),
		`partners = [ { unit = "zl", content = "辖区泊位接入", maintenance = "3万元" } ]`, "partners = []",
		`  { kind = "本级财政", amount = "400万元" },`, `  { kind = "本级财政", amount = "486万元" },`,
		"  { kind = \"乡镇街道财政\", unit = \"zl\", amount = \"86万元\" },\n", "",
	)
	files["feasibility.md"] = strings.ReplaceAll(files["feasibility.md"], "停车", subject)
	return files
}

func replaceOnce(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if strings.Count(text, pairs[i]) != 1 {
			t.Fatalf("%q stands %d times, not once, in %s", pairs[i], strings.Count(text, pairs[i]), text)
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

// propose opens a pull request from the clerk's own fork, which is the only place that a clerk can write to.
func (st *story) propose(clerk, folder, title string, files map[string]string) int {
	st.Helper()
	a, branch := st.people[clerk], "shenbao/"+strings.ReplaceAll(folder, "/", "-")
	if status, said := a.try("POST", "/repos/qu/its/forks", object{}); status != http.StatusAccepted && status != http.StatusConflict {
		st.Fatalf("%s cannot fork: %d %s", a.name, status, said)
	}
	var changes []object
	for name, text := range files {
		changes = append(changes, object{"operation": "create", "path": "projects/" + folder + "/" + name, "content": base64.StdEncoding.EncodeToString([]byte(text))})
	}
	a.call("POST", "/repos/"+a.name+"/its/contents", object{"branch": "main", "new_branch": branch, "message": title, "files": changes}, nil)
	var made struct{ Number int }
	status, said := a.tryUntil(http.StatusCreated, "POST", "/repos/qu/its/pulls", object{"title": title, "base": "main", "head": a.name + ":" + branch})
	if err := json.Unmarshal(said, &made); err != nil || made.Number == 0 {
		st.Fatalf("%s cannot propose: %d %s", a.name, status, said)
	}
	st.branch[made.Number] = branch
	st.tell("%s 提交 %d 号申报单：%s", a.name, made.Number, title)
	return made.Number
}

// push changes a file of a proposal with another commit, by its author or by somebody else in the author's name.
func (st *story) push(clerk string, pr int, folder, name, why string, by *account, pairs ...string) {
	st.Helper()
	a, at := st.people[clerk], "/repos/example-"+clerk+"/its/contents/projects/"+folder+"/"+name
	var file struct{ SHA, Content string }
	a.call("GET", at+"?ref="+url.QueryEscape(st.branch[pr]), nil, &file)
	text, err := base64.StdEncoding.DecodeString(file.Content)
	if err != nil {
		st.Fatal(err)
	}
	who := object{"name": by.name, "email": by.name + "@example.test"}
	a.call("PUT", at, object{
		"branch": st.branch[pr], "sha": file.SHA, "message": why, "author": who, "committer": who,
		"content": base64.StdEncoding.EncodeToString([]byte(replaceOnce(st.T, string(text), pairs...))),
	}, nil)
	st.tell("%s 再次推送 %d 号申报单：%s", by.name, pr, why)
}

// review says something in the host's review box; where the host itself refuses it, says so.
func (st *story) review(who string, pr int, event, text string) {
	st.Helper()
	status, said := st.people[who].try("POST", fmt.Sprintf("/repos/qu/its/pulls/%d/reviews", pr), object{"event": event, "body": text})
	switch {
	case status == http.StatusOK:
		st.tell("%s 在 %d 号申报单上：%s %s", who, pr, event, text)
	case status == http.StatusUnprocessableEntity:
		st.tell("%s 想在 %d 号申报单上 %s，代码平台不允许：%.80s", who, pr, event, said)
	default:
		st.Fatalf("%s %s: %d %s", who, event, status, said)
	}
}

// generator runs a command in the bot's clone, as the bot, after fetching what the host has.
func (st *story) generator(want int, args ...string) string {
	st.Helper()
	st.git(st.clone, st.bot, "fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/pull/*/head:refs/remotes/pull/*")
	st.Setenv("GITHUB_API_URL", st.server.url+"/api/v1")
	st.Setenv("GITHUB_REPOSITORY", "qu/its")
	st.Setenv("GITHUB_TOKEN", st.bot.token)
	var out, err strings.Builder
	args = append([]string{args[0], "-repo", st.clone}, args[1:]...)
	if got := cli.Run(args, strings.NewReader(""), &out, &err); got != want {
		st.Fatalf("generator %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, want, out.String(), err.String())
	}
	if strings.Contains(out.String()+err.String(), st.bot.token) {
		st.Fatalf("generator %s prints the token", args[0])
	}
	return out.String() + err.String()
}

// opinions brings a pull request's status and comment up to date, and holds them to what is expected: the status, and
// texts that the comment has or (with ! before them) has not.
func (st *story) opinions(pr int, state string, texts ...string) {
	st.Helper()
	st.generator(0, "opinions", "-pr", fmt.Sprint(pr))
	var p struct{ Head struct{ SHA string } }
	st.bot.call("GET", fmt.Sprintf("/repos/qu/its/pulls/%d", pr), nil, &p)
	var combined struct {
		Statuses []struct{ Context, Status, Description string }
	}
	st.bot.call("GET", "/repos/qu/its/commits/"+p.Head.SHA+"/status", nil, &combined)
	got, description := "", ""
	for _, s := range combined.Statuses {
		if s.Context == "联审意见" {
			got, description = s.Status, s.Description
		}
	}
	comment := st.comment(pr)
	if got != state {
		st.Fatalf("%d 号申报单的状态是 %s（%s），应是 %s\n%s", pr, got, description, state, comment)
	}
	for _, text := range texts {
		if not, ok := strings.CutPrefix(text, "!"); ok == strings.Contains(comment, strings.TrimPrefix(not, "!")) {
			st.Fatalf("%d 号申报单的说明里，“%s”不合预期：\n%s", pr, text, comment)
		}
	}
	st.tell("%d 号申报单：状态 %s，%s", pr, got, description)
}

// comment is the one comment of the generator below a pull request.
func (st *story) comment(pr int) string {
	st.Helper()
	var comments []struct {
		Body string
		User struct{ Login string }
	}
	st.bot.call("GET", fmt.Sprintf("/repos/qu/its/issues/%d/comments", pr), nil, &comments)
	var ours []string
	for _, c := range comments {
		if c.User.Login == st.bot.name {
			ours = append(ours, c.Body)
		}
	}
	if len(ours) != 1 {
		st.Fatalf("below %d stand %d comments of the bot, want one", pr, len(ours))
	}
	return ours[0]
}

// merge merges a pull request as the bureau; where the host bars it, that is wanted or fails the test.
func (st *story) merge(pr int, barred bool) {
	st.Helper()
	status, said := st.people["data"].merge(pr)
	if (status != http.StatusOK) != barred {
		st.Fatalf("merging %d: %d %s", pr, status, said)
	}
	if barred {
		st.tell("%d 号申报单想并入，代码平台拦下：%.100s", pr, said)
	} else {
		st.tell("%d 号申报单并入 main", pr)
	}
}

// mergeAtOnce merges pull requests at the same time.
func (st *story) mergeAtOnce(numbers ...int) {
	st.Helper()
	refused := make([]string, len(numbers))
	var all sync.WaitGroup
	for i, pr := range numbers {
		all.Go(func() {
			if status, said := st.people["data"].merge(pr); status != http.StatusOK {
				refused[i] = string(said)
			}
		})
	}
	all.Wait()
	for i, pr := range numbers {
		if refused[i] == "" {
			st.tell("%d 号申报单并入 main", pr)
			continue
		}
		st.tell("%d 号申报单同时并入，代码平台说：%.120s；再点一次", pr, refused[i])
		st.merge(pr, false)
	}
}

// TestStory is the whole course on a true host: three units declare, agencies give their opinions in the host's own review
// box, what is agreed is merged and recorded, what is refused is recorded too, and the site shows it.
func TestStory(t *testing.T) {
	st := newStory(t)
	parking := fmt.Sprintf("%d/zhzf/001", st.year)

	// The first declaration has a fault, which a second push mends.
	files := st.declaration("zhzf", "示例智慧停车综合管理应用", "停车")
	files["project.toml"] = replaceOnce(t, files["project.toml"], `total = "486万元"`, `total = "468万元"`)
	first := st.propose("zhzf", parking, "申报：示例智慧停车综合管理应用", files)
	st.opinions(first, "pending", "07.estimate-sum", "财政局", "改革办")
	st.push("zhzf", first, parking, "project.toml", "总投资写错，改正", st.people["zhzf"], `total = "468万元"`, `total = "486万元"`)
	st.opinions(first, "pending", "!07.estimate-sum", "财政局", "网信办", "机要局", "改革办", "大数据局", "第九条")
	st.merge(first, true)

	// Who counts and who does not.
	st.review("outsider", first, "APPROVED", "我是路人，我也同意")
	st.review("zhzf", first, "APPROVED", "自己同意自己")
	st.push("zhzf", first, parking, "feasibility.md", "财政局的同志代为修改措辞", st.people["finance2"], "走访六个停车场", "走访了六个停车场")
	st.review("finance2", first, "APPROVED", "同意")
	st.opinions(first, "pending", "提交过这份申报单的内容")

	// All verdicts: for, a remark, against; a refusal without words does not do.
	st.review("data", first, "APPROVED", "材料齐全，同意")
	st.review("reform", first, "APPROVED", "同意")
	st.review("cyberspace", first, "APPROVED", "同意")
	st.review("cipher", first, "COMMENT", "请说明密码设备的型号")
	st.review("cipher", first, "APPROVED", "同意")
	st.review("finance", first, "REQUEST_CHANGES", "概算偏高，请核减硬件投入")
	st.opinions(first, "failure", "概算偏高，请核减硬件投入")
	st.merge(first, true)

	// Finance's facts change: it is asked again, alone. Then others' facts change: finance's opinion stands.
	st.review("finance", first, "APPROVED", "已经当面说明，同意")
	st.opinions(first, "success")
	st.push("zhzf", first, parking, "project.toml", "核减安全预算", st.people["zhzf"],
		`{ category = "软件开发", name = "停车管理应用", amount = "380万元" }`, `{ category = "软件开发", name = "停车管理应用", amount = "385万元" }`,
		`{ category = "安全", name = "等保测评与密码评估", amount = "60万元" }`, `{ category = "安全", name = "等保测评与密码评估", amount = "55万元" }`)
	st.opinions(first, "pending", "385", "380")
	st.merge(first, true)
	st.review("finance", first, "APPROVED", "调整后仍同意")
	st.opinions(first, "success")
	st.push("zhzf", first, parking, "feasibility.md", "补写项目背景", st.people["zhzf"], "找车位难。", "找车位难，群众反映多。")
	st.opinions(first, "pending")
	st.review("data", first, "APPROVED", "补充后同意")
	st.opinions(first, "success")
	text := st.comment(first)
	st.opinions(first, "success") // again: nothing changes, and one comment is left
	if again := st.comment(first); again != text {
		t.Errorf("the second run changed the comment:\n%s\n%s", text, again)
	}
	t.Logf("说明的全文：\n%s", text)

	// The second is refused and closed.
	second := st.propose("wj", fmt.Sprintf("%d/wj/001", st.year), "申报：示例健康驿站管理应用", st.declaration("wj", "示例健康驿站管理应用", "问诊"))
	st.review("data", second, "REQUEST_CHANGES", "与已建的健康档案平台重复，不宜立项")
	st.opinions(second, "failure", "与已建的健康档案平台重复")
	st.people["wj"].call("PATCH", fmt.Sprintf("/repos/qu/its/pulls/%d", second), object{"state": "closed"}, nil)
	st.tell("%d 号申报单关闭，没有并入", second)

	// The third is the bureau's own: its opinion counts and is marked.
	third := st.propose("dsj", fmt.Sprintf("%d/dsj/001", st.year), "申报：示例数据归集一件事", st.declaration("dsj", "示例数据归集一件事", "归集"))
	for _, who := range []string{"data", "reform", "cyberspace", "cipher", "finance"} {
		st.review(who, third, "APPROVED", "同意")
	}
	st.opinions(third, "success", "本单位")

	// Two merges at once: where the host lets one fail, it is tried again. Then the records.
	st.mergeAtOnce(first, third)
	st.record(first, third, second)

	// A forged green status lets a fourth in; the record has only what was truly said.
	fourth := st.propose("zhzf", fmt.Sprintf("%d/zhzf/002", st.year), "申报：示例城管巡查助手", st.declaration("zhzf", "示例城管巡查助手", "巡查"))
	st.opinions(fourth, "pending")
	st.review("data", fourth, "APPROVED", "同意")
	var p struct{ Head struct{ SHA string } }
	st.bot.call("GET", fmt.Sprintf("/repos/qu/its/pulls/%d", fourth), nil, &p)
	st.people["data"].call("POST", "/repos/qu/its/statuses/"+p.Head.SHA, object{"state": "success", "context": "联审意见", "description": "伪造"}, nil)
	st.merge(fourth, false)
	said := st.generator(0, "record", "-pr", fmt.Sprint(fourth))
	if !strings.Contains(said, "意见不齐") || !strings.Contains(said, "财政局") {
		t.Errorf("the record of the forged one says %s", said)
	}
	st.tell("%d 号申报单靠伪造的状态并入；登记时查明：%s", fourth, strings.TrimSpace(said))
	if said := st.generator(0, "record", "-missing"); !strings.Contains(said, "都有登记") {
		t.Errorf("record -missing says %s", said)
	}

	// What is on main now is a sound record, and the site shows the opinions.
	st.git(st.clone, st.bot, "fetch", "-q", "origin", "main")
	st.git(st.clone, st.bot, "reset", "-q", "--hard", "origin/main")
	for _, name := range []string{parking + "/opinions/1.toml", fmt.Sprintf("%d/dsj/001/opinions/3.toml", st.year), fmt.Sprintf("%d/declined.toml", st.year)} {
		if _, err := os.Stat(filepath.Join(st.clone, "projects", name)); err != nil {
			t.Errorf("the record lacks %s", name)
		}
	}
	st.tell("verify：%s", firstLines(st.generator(0, "verify"), 3))
	public := filepath.Join(t.TempDir(), "public")
	st.generator(0, "build", "-out", public)
	page, err := os.ReadFile(filepath.Join(public, "projects", fmt.Sprintf("%d-zhzf-001", st.year), "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"调整后仍同意", "补充后同意", "区财政局"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the project's page does not show %q", want)
		}
	}
	for _, name := range []string{"example-finance", "example-data"} {
		if strings.Contains(string(page), name) {
			t.Errorf("the project's page shows the account %s", name)
		}
	}
	st.tell("网站已生成，项目页上有各部门的意见，没有账号")
}

// record records closed pull requests at the same time, and then again, which does nothing.
func (st *story) record(numbers ...int) {
	st.Helper()
	st.git(st.clone, st.bot, "fetch", "-q", "origin")
	outs := make([]string, len(numbers))
	for i, pr := range numbers {
		outs[i] = st.generator(0, "record", "-pr", fmt.Sprint(pr))
		st.tell("record -pr %d：%s", pr, strings.TrimSpace(outs[i]))
	}
	for _, pr := range numbers {
		if again := st.generator(0, "record", "-pr", fmt.Sprint(pr)); strings.Contains(again, "已登记 ") {
			st.Errorf("the second record of %d writes again: %s", pr, again)
		}
	}
}

func firstLines(text string, n int) string {
	return strings.Join(strings.SplitN(strings.TrimSpace(text), "\n", n+1)[:min(n, strings.Count(strings.TrimSpace(text), "\n")+1)], " / ")
}
