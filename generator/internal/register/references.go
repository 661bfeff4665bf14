package register

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/parallel"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

// checkReferences finds what the files of the register say of each other and is not so: projects, units, experts,
// contracts and files that are not there, and a unit other than the folder's.
func checkReferences(r *project.Register) {
	c := &references{register: r, units: map[string]bool{}, experts: map[string]bool{}, matters: map[string]bool{}, agencies: map[string]bool{}}
	for _, u := range r.Units {
		c.units[u.Code.V] = true
		c.unitCodes = append(c.unitCodes, u.Code.V)
	}
	for _, e := range r.Experts {
		c.experts[e.Code.V] = true
	}
	for _, m := range r.Matters {
		c.matters[m.ID.V] = true
	}
	for _, a := range r.Agencies {
		c.agencies[a.ID.V] = true
	}
	c.directories()
	for _, y := range r.Years {
		c.year(y)
	}
	parallel.Each(len(r.Projects), func(i int) { c.project(r.Projects[i]) })
}

type references struct {
	register                          *project.Register
	units, experts, matters, agencies map[string]bool
	unitCodes                         []string
}

func missing(place *project.Place, problem, hint string) finding.Fault {
	place.State = project.Faulty
	return finding.Fault{Rule: "form.reference", At: place.At(), KeyPath: place.KeyPath(), Problem: problem, Hint: hint}
}

// directories checks what units.toml, stages.toml and opinions.toml refer to.
func (c *references) directories() {
	r := c.register
	for i := range r.Units {
		c.unit(&r.Faults, &r.Units[i].Parent)
	}
	for i := range r.Stages {
		if s := &r.Stages[i]; s.Reached.Given() && !slices.Contains(project.Conditions(), s.Reached.V) {
			s.Reached.State = project.Faulty
			r.Faults = append(r.Faults, finding.Fault{
				Rule: "form.value", At: s.Reached.At(), KeyPath: s.Reached.KeyPath(),
				Problem: fmt.Sprintf("完成条件里没有“%s”", s.Reached.V), Hint: "可以写的有：" + strings.Join(project.Conditions(), "、"),
			})
		}
	}
	for _, f := range r.Opinions {
		c.opinions(&r.Faults, f)
	}
	for i := range r.Matters {
		if r.Matters[i].When != nil {
			c.scopeFacts(&r.Matters[i].When.Scope)
		}
		if m := &r.Matters[i]; m.Agency.Given() && !c.agencies[m.Agency.V] {
			r.Faults = append(r.Faults, missing(&m.Agency.Place, fmt.Sprintf("部门名录里没有“%s”", m.Agency.V), "请核对 rules/agencies.toml"))
		}
	}
}

// scopeFacts checks that what a matter asks of a project's scope are facts of it.
func (c *references) scopeFacts(wanted *project.List[project.Text]) {
	facts := new(project.Scope).Facts()
	for i := range wanted.V {
		word := &wanted.V[i]
		if _, known := facts[word.V]; known || !word.Given() {
			continue
		}
		names := slices.Sorted(maps.Keys(facts))
		hint := "可以写的有：" + strings.Join(names, "、")
		if near := tomlfile.Near(word.V, names); near != "" {
			hint = "是不是“" + near + "”？"
		}
		word.State, wanted.State = project.Faulty, project.Faulty
		c.register.Faults = append(c.register.Faults, finding.Fault{
			Rule: "form.value", At: word.At(), KeyPath: word.KeyPath(), Problem: fmt.Sprintf("建设范围里没有“%s”", word.V), Hint: hint,
		})
	}
}

// unit checks a unit's code, where one is given.
func (c *references) unit(faults *[]finding.Fault, code *project.Text) {
	if !code.Given() || code.V == "" || c.units[code.V] || c.register.Missing["units.toml"] {
		return
	}
	hint := "请核对 rules/units.toml"
	if near := tomlfile.Near(code.V, c.unitCodes); near != "" {
		hint = "是不是“" + near + "”？" + hint
	}
	*faults = append(*faults, missing(&code.Place, fmt.Sprintf("单位名录里没有“%s”", code.V), hint))
}

// id checks a project's id, where one is given.
func (c *references) id(faults *[]finding.Fault, id *project.Text) {
	switch {
	case !id.Given() || id.V == "" || c.register.Has(id.V):
	case !project.IsID(id.V):
		*faults = append(*faults, missing(&id.Place, fmt.Sprintf("“%s”不是项目编号", id.V), "项目编号写作 2025-zhzf-001：年度、单位代码、序号"))
	default:
		*faults = append(*faults, missing(&id.Place, fmt.Sprintf("登记册里没有项目“%s”", id.V), "请核对项目编号，例如 2025-zhzf-001"))
	}
}

func (c *references) year(y *project.Year) {
	for _, f := range y.Opinions {
		c.opinions(&y.Faults, f)
	}
	if y.Plan == nil {
		return
	}
	if year := &y.Plan.Year; year.Given() && int(year.V) != y.Year {
		year.State = project.Faulty
		y.Faults = append(y.Faults, finding.Fault{
			Rule: "form.id", At: year.At(), KeyPath: year.KeyPath(),
			Problem: fmt.Sprintf("年度写的是 %d，文件夹是 %d", year.V, y.Year), Hint: "两处应当一致",
		})
	}
	for i := range y.Plan.KeyProjects.V {
		c.id(&y.Faults, &y.Plan.KeyProjects.V[i])
	}
	for i := range y.Plan.Supplements.V {
		batch := &y.Plan.Supplements.V[i]
		for j := range batch.Projects.V {
			c.id(&y.Faults, &batch.Projects.V[j])
		}
	}
}

func (c *references) project(p *project.Project) {
	if y := c.register.Year(p.Year); y.Plan == nil && !y.Broken["plan.toml"] {
		c.absent(p, fmt.Sprintf("projects/%d/plan.toml", p.Year), "缺本年度的计划文件", "请大数据局先建立年度计划文件，写明申报时限")
	}
	if c.register.Missing["units.toml"] {
		c.absent(p, "rules/units.toml", "缺单位名录", "请大数据局建立单位名录")
	}
	if d := p.Declaration; d != nil {
		c.declaration(p, d)
	}
	if p.Review != nil && p.Review.Expert != nil {
		c.drawFile(p, &p.Review.Expert.Draw)
		c.codes(p, p.Review.Expert.Experts.V)
	}
	c.customSoftware(p)
	c.contracts(p)
	c.changes(p)
	if p.FinalAcceptance != nil {
		for i := range p.FinalAcceptance.Acceptances.V {
			round := &p.FinalAcceptance.Acceptances.V[i]
			c.codes(p, round.Experts.V)
			if leavesFolder(round.Report.V) {
				p.Faults = append(p.Faults, outside(&round.Report.Place))
			}
		}
	}
	for _, f := range p.Opinions {
		c.opinions(&p.Faults, f)
	}
	for _, d := range p.Draws {
		c.draw(p, d)
	}
}

// absent is the fault of a file that a project needs, told at the project's own declaration.
func (c *references) absent(p *project.Project, file, problem, hint string) {
	p.Faults = append(p.Faults, finding.Fault{
		Rule: "form.missing", At: p.At("project.toml"), KeyPath: file, Problem: problem + " " + file, Hint: hint,
	})
}

func (c *references) declaration(p *project.Project, d *project.Declaration) {
	if d.Unit.Given() && d.Unit.V != p.Unit {
		// The unit stays readable: that it is not in units.toml is told as well.
		p.Faults = append(p.Faults, finding.Fault{
			Rule: "form.id", At: d.Unit.At(), KeyPath: d.Unit.KeyPath(),
			Problem: fmt.Sprintf("建设单位写的是“%s”，文件夹是“%s”", d.Unit.V, p.Unit), Hint: "两处应当一致；要换单位，请另建文件夹",
		})
	}
	if d.Upgrades.Given() && d.Upgrades.V == p.ID {
		p.Faults = append(p.Faults, missing(&d.Upgrades.Place, "项目不能是自己的迭代升级", "请填原项目的编号"))
	} else {
		c.id(&p.Faults, &d.Upgrades)
	}
	for i := range d.Partners.V {
		c.unit(&p.Faults, &d.Partners.V[i].Unit)
	}
	for i := range d.Estimate.Sources.V {
		c.unit(&p.Faults, &d.Estimate.Sources.V[i].Unit)
	}
}

var serialFile = regexp.MustCompile(`^draws/[0-9]{3}\.toml$`)

func (c *references) drawFile(p *project.Project, draw *project.Text) {
	switch {
	case !draw.Given() || draw.V == "":
	case leavesFolder(draw.V):
		p.Faults = append(p.Faults, outside(&draw.Place))
	case !serialFile.MatchString(draw.V) || !p.Has(draw.V):
		p.Faults = append(p.Faults, missing(&draw.Place, fmt.Sprintf("本项目里没有抽取记录“%s”", draw.V), "写作 draws/001.toml；线下抽取的，改填 draw_document"))
	}
}

// leavesFolder reports whether a reference to a file goes outside the project's folder.
func leavesFolder(name string) bool {
	return name != "" && (!fs.ValidPath(path.Clean(name)) || strings.Contains(name, `\`) || strings.HasPrefix(name, "/"))
}

func outside(place *project.Place) finding.Fault {
	return missing(place, "引用的文件在本项目文件夹之外", "只写本文件夹内的文件名，例如 acceptance-report.md")
}

var expertCode = regexp.MustCompile(`^[A-Z][0-9]+$`)

// codes checks experts' codes; an entry that is no code is a post.
func (c *references) codes(p *project.Project, codes []project.Text) {
	for i := range codes {
		if e := &codes[i]; e.Given() && expertCode.MatchString(e.V) && !c.experts[e.V] {
			p.Faults = append(p.Faults, missing(&e.Place, fmt.Sprintf("专家库里没有编号“%s”", e.V), "请核对 rules/experts.toml"))
		}
	}
}

// customSoftware finds contractors' contracts that do not say whether they are for custom software, which only they must
// .
func (c *references) customSoftware(p *project.Project) {
	contracts := p.Contracts()
	for i := range contracts {
		custom := &contracts[i].CustomSoftware
		if contracts[i].Role.V == project.RoleContractor && custom.State == project.Absent {
			custom.State = project.Faulty
			p.Faults = append(p.Faults, finding.Fault{
				Rule: "form.missing", At: custom.At(), KeyPath: custom.KeyPath(),
				Problem: "承建合同缺“定制软件”（custom_software）", Hint: "写 true（是）或 false（否）",
			})
		}
	}
}

// changes finds changes that do not say of what kind they are, so that no rule would judge them, and approvals of changes
// that are not there.
func (c *references) changes(p *project.Project) {
	for _, change := range p.Changes {
		if kind := &change.Kind; kind.State == project.Absent {
			kind.State = project.Faulty
			p.Faults = append(p.Faults, finding.Fault{
				Rule: "form.value", At: kind.At(), KeyPath: kind.KeyPath(), Problem: "没有写变更类别（kind）", Hint: "请从中选一个：建设内容、投资概算",
			})
		}
	}
	for _, approval := range p.ChangeApprovals {
		if file := "changes/" + approval.Serial + ".toml"; !p.Has(file) {
			p.Faults = append(p.Faults, finding.Fault{
				Rule: "form.reference", At: approval.At(), Problem: fmt.Sprintf("本项目里没有所批准的变更“%s”", file), Hint: "请核对文件名里的序号，或补上这次变更",
			})
		}
	}
}

func (c *references) contracts(p *project.Project) {
	if p.Payments == nil || p.Broken["procurement.toml"] {
		return
	}
	numbers := map[string]bool{}
	for i := range p.Contracts() {
		numbers[p.Contracts()[i].Number.V] = true
	}
	for i := range p.Payments.Payments.V {
		if n := &p.Payments.Payments.V[i].Contract; n.Given() && !numbers[n.V] {
			p.Faults = append(p.Faults, missing(&n.Place, fmt.Sprintf("本项目没有编号为“%s”的合同", n.V), "请与 procurement.toml 中的合同编号一致"))
		}
	}
}

func (c *references) opinions(faults *[]finding.Fault, f *project.OpinionFile) {
	for i := range f.Opinions.V {
		o := &f.Opinions.V[i]
		if o.Matter.Given() && !c.matters[o.Matter.V] {
			*faults = append(*faults, missing(&o.Matter.Place, fmt.Sprintf("意见事项里没有“%s”", o.Matter.V), "请核对 rules/opinions.toml"))
		}
		if o.Agency.Given() && !c.agencies[o.Agency.V] {
			*faults = append(*faults, missing(&o.Agency.Place, fmt.Sprintf("部门名录里没有“%s”", o.Agency.V), "请核对 rules/agencies.toml"))
		}
	}
}

func (c *references) draw(p *project.Project, d *project.Draw) {
	c.codes(p, d.Pool.V)
	for i := range d.Exclusions.V {
		c.codes(p, []project.Text{d.Exclusions.V[i].Code})
	}
	if d.Result != nil {
		c.codes(p, d.Result.Panel.V)
		c.codes(p, d.Result.Alternates.V)
	}
}
