// The other projects that a project has to do with.

package portfolio

import (
	"path"
	"slices"

	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// AboutRelated says what the related projects are.
const AboutRelated = "迭代升级和运维按申报表登记；“内容相近”来自规则核查；“同一供应商”只列最近的几个，其余见供应商的页面。"

// alikeRules are those that tell which projects read alike. Their findings point at the others.
var alikeRules = []string{"08.duplicate", "08.splitting"}

// sameSupplier is how many projects of one supplier a project is related to: the latest ones.
const sameSupplier = 3

// Related is another project, and what it is to the one.
type Related struct {
	Project *project.Project
	How     string // "运维对象"
	Note    string // the supplier that both have
}

// Relations lists the related projects of each project, by id: those that it carries on and that carry it on, those that
// it maintains and that maintain it, those that read alike, those of the same supplier. Classified ones are left out.
func Relations(r *project.Register, result *rule.Result, suppliers []Supplier) map[string][]Related {
	by := map[string][]Related{}
	add := func(id string, other *project.Project, how, note string) {
		if other == nil || other.ID == id || other.IsSecret() || other.Declaration == nil {
			return
		}
		same := func(x Related) bool { return x.Project == other && x.How == how }
		if !slices.ContainsFunc(by[id], same) {
			by[id] = append(by[id], Related{other, how, note})
		}
	}
	both := func(p *project.Project, otherID, how, reverse string) {
		if other := r.Project(otherID); other != nil {
			add(p.ID, other, how, "")
			add(other.ID, p, reverse, "")
		}
	}
	projects, folders := OfYear(r, 0), map[string]*project.Project{}
	for _, p := range projects {
		folders[p.Dir] = p
		both(p, p.Declaration.Upgrades.V, "迭代升级自", "后续升级")
	}
	for _, p := range projects {
		for _, id := range p.Declaration.Maintains.V {
			both(p, id.V, "运维对象", "由其运维")
		}
	}
	for _, f := range result.Findings {
		if !slices.Contains(alikeRules, f.Rule) {
			continue
		}
		for _, at := range f.Related {
			add(f.Project, folders[path.Dir(at.File)], "内容相近", "")
		}
	}
	for i := range suppliers {
		s := &suppliers[i]
		latest := slices.Clone(s.Projects)
		slices.Reverse(latest)
		latest = latest[:min(len(latest), sameSupplier+1)]
		for _, p := range s.Projects {
			left := sameSupplier
			for _, other := range latest {
				if other != p && left > 0 {
					add(p.ID, other, "同一供应商", s.Name)
					left--
				}
			}
		}
	}
	return by
}
