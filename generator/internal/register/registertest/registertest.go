// Package registertest makes registers of any size for tests: always the same projects, of several units, years, stages
// and amounts, with five TOML files and two documents each on average. Each says what it is about in words of its own,
// but one in twenty, which is the second phase of another.
package registertest

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/rogpeppe/go-internal/txtar"
)

// Today is a day on which the projects have come as far as their files say.
const Today = "2026-11-24"

//go:embed project.txtar
var archive string

var texts = template.Must(template.New("project").Parse(archive))

// stages are the files that a project has at some stages of its course, in the shares of a grown register.
var stages = [][]string{declared, declared, reviewed, planned, planned, planned, contracted, contracted, accepted, evaluated}

var (
	declared   = []string{"project.toml", "feasibility.md"}
	reviewed   = append(declared[:2:2], "review.toml", "revision.toml", "plan.md")
	planned    = append(reviewed[:5:5], "approval.toml")
	contracted = append(planned[:6:6], "procurement.toml", "payments.toml")
	accepted   = append(contracted[:8:8], "initial-acceptance.toml", "application.toml", "final-acceptance.toml", "acceptance-report.md", "operation.toml")
	evaluated  = append(accepted[:13:13], "evaluation.toml")
)

var (
	years      = []int{2025, 2026}
	units      = []string{"zhzf", "dsj", "wj", "jy", "sl", "mz", "yj", "nync", "nt", "bq"}
	categories = []string{"多跨协同应用", "一般业务应用"}
	modules    = []module{
		{Category: "软件开发", Name: "事项受理与核实", Users: "窗口人员和网格员"},
		{Category: "软件开发", Name: "智能分派与督办", Users: "指挥中心和各部门"},
		{Category: "数据", Name: "点位普查与数据治理", Users: "数据管理员"},
		{Category: "集成", Name: "部门业务系统对接", Users: "五个协同部门"},
		{Category: "硬件", Name: "现场感知终端", Users: "巡查人员"},
		{Category: "服务", Name: "试点驻场与培训", Users: "九个镇街"},
	}
)

// fields are what the texts of one project say.
type fields struct {
	Name, Unit, Category, Subject, Summary, Declared, Contract, Serial string
	Before, Year, After, WarrantyYear                                  int
	Sites, Cases, Share, Hours                                         int
	Modules                                                            []module

	// In 万元.
	Total, Fund, OwnFunds, Safety, Supervision                      int
	Planned, PlannedFund, Contracted, SupervisionPaid, FirstPayment int
}

// module is a part of what a project builds.
type module struct {
	saying
	Category, Name, Users string
	Number                int
	Daily, Rate, Hours    int
	Amount                int // in 万元
}

// Write writes projects/ with so many projects into a folder. The rules are the caller's to put beside it.
func Write(dir string, projects int) error {
	for _, year := range years {
		if err := write(filepath.Join(dir, "projects", fmt.Sprint(year), "plan.toml"), []byte(planOf(year))); err != nil {
			return err
		}
	}
	for i := range projects {
		if err := writeProject(dir, i); err != nil {
			return err
		}
	}
	return nil
}

func writeProject(dir string, i int) error {
	f := newFields(i)
	var out bytes.Buffer
	if err := texts.Execute(&out, f); err != nil {
		return err
	}
	has := map[string]bool{}
	for _, name := range stages[i/len(years)%len(stages)] {
		has[name] = true
	}
	folder := filepath.Join(dir, "projects", fmt.Sprint(f.Year), f.Unit, f.Serial)
	for _, file := range txtar.Parse(out.Bytes()).Files {
		if !has[file.Name] {
			continue
		}
		name := file.Name
		if name == "evaluation.toml" {
			if f.After > 2026 {
				continue // it is not evaluated yet
			}
			name = fmt.Sprintf("evaluation/%d.toml", f.Year)
		}
		if err := write(filepath.Join(folder, name), file.Data); err != nil {
			return err
		}
	}
	return nil
}

func newFields(i int) fields {
	year := years[i%len(years)]
	unit := i / len(years) / len(stages) % len(units)
	serial := i/len(years)/len(stages)/len(units)*len(stages) + i/len(years)%len(stages) + 1
	n := i*7919 + 1 // figures that differ from project to project
	f := fields{
		Unit: units[unit], Category: categories[n%len(categories)],
		Before: year - 1, Year: year, After: year + 1, WarrantyYear: year + 3,
		Declared: fmt.Sprintf("09-%02d", 2+n%28), Serial: fmt.Sprintf("%03d", serial),
		Sites: 36 + n%400, Cases: 2000 + n%9000, Share: 60 + n%36, Hours: 4 + n%20,
	}
	w, phase := say(i), ""
	if i%20 == 19 { // the second phase of one before it, which reads like it
		w, phase = say(i-len(years)), "二期"
	}
	f.Subject, f.Summary = w.Subject, w.Summary
	f.Name = w.Place + w.Subject + w.Matter + w.Purpose + "应用" + phase
	f.Contract = strings.ToUpper(f.Unit) + fmt.Sprintf("-%d-%s", year, f.Serial)
	for k, m := range modules[:3+n%4] {
		m.Number, m.saying = k+1, w.Modules[k]
		m.Daily, m.Rate, m.Hours = 20+(n+k*31)%500, 2+(n+k)%9, f.Hours
		m.Amount = 20 + (n+k*53)%70
		f.Modules = append(f.Modules, m)
		f.Total += m.Amount
	}
	f.Safety, f.Supervision = f.Total/10+5, f.Total/20+3
	f.Total += f.Safety + f.Supervision
	f.OwnFunds = f.Total / 5
	f.Fund = f.Total - f.OwnFunds
	f.Planned = f.Total - f.Total/25
	f.PlannedFund = f.Planned - f.OwnFunds
	f.Contracted, f.SupervisionPaid = f.Planned*8/10, f.Supervision-1
	f.FirstPayment = f.Contracted / 4
	return f
}

// Texts are the name, the summary and the needs of a project, much as Write writes them.
func Texts(i int) (name, summary, needs string) {
	f := newFields(i)
	var said strings.Builder
	for _, m := range f.Modules {
		said.WriteString(m.Present + m.Fault + m.Wanted + m.Result + strings.Join(m.Features, ""))
	}
	return f.Name, f.Summary, said.String()
}

func planOf(year int) string {
	return fmt.Sprintf(`year = %[2]d
key_projects = []

[window]
opens = %[1]d-09-01
closes = %[1]d-10-15
notice = "示数〔%[1]d〕9号"

[approval]
document = "示政办函〔%[2]d〕3号"
date = %[2]d-01-20

[dispatch]
document = "示数函〔%[2]d〕2号"
date = %[2]d-01-23

[listed]
document = "示发改〔%[2]d〕8号"
date = %[2]d-02-08
`, year-1, year)
}

func write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}
