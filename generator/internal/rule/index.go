package rule

import (
	"sync"

	"wuxing.example/register/generator/internal/project"
)

// index is what checks look up across projects. Each part of it is gathered once for all the projects judged together,
// when the first of them asks for it, so that no project walks through all the others. Nothing of a classified project
// is in it.
type index struct {
	register *project.Register
	change   *Change // that is judged, nil: none
	rest     *Rest   // what is known of the projects that are not in the register, nil: all are

	// failures are the failed acceptances of each supplier's work, in order of the projects.
	failures func() map[project.CreditCode][]failure
	// evaluations are the results of the lead agency's evaluations by the system of the unit, in order of the projects.
	evaluations func() map[string][]result
	// owing are the accepted projects of each unit that owe a resource catalogue.
	owing func() map[string]owing
	// keyProjects are the ids that a plan year names as key projects.
	keyProjects func() map[string]bool
	// found is what rules look up that have parameters of their own, by what they ask for, as functions that find it once.
	found sync.Map
}

// failure is one acceptance that failed.
type failure struct {
	project string // its id
	what    string // 初验 or 竣工验收
	date    *project.Date
}

// result is one evaluation of one project.
type result struct {
	project    string // its id
	evaluation *project.Evaluation
}

// owing is how many projects owe a resource catalogue, and which of them have none, in order.
type owing struct {
	projects     int
	uncatalogued []*project.Project
}

func newIndex(r *project.Register) *index {
	x := &index{register: r}
	x.failures = sync.OnceValue(x.findFailures)
	x.evaluations = sync.OnceValue(x.findEvaluations)
	x.owing = sync.OnceValue(x.findOwing)
	x.keyProjects = sync.OnceValue(x.findKeyProjects)
	return x
}

// findOnce gives what a rule finds across projects with its own parameters, which the key stands for. It is found once.
func findOnce[T any](x *index, key any, find func() T) T {
	once, ok := x.found.Load(key)
	if !ok {
		once, _ = x.found.LoadOrStore(key, sync.OnceValue(find))
	}
	return once.(func() T)()
}

// workRoles are the contracts whose work an acceptance judges; a supervisor, designer or tester does not fail with it.
var workRoles = []string{project.RoleContractor, project.RoleMaintenance, "租赁"}

func (x *index) findFailures() map[project.CreditCode][]failure {
	all := map[project.CreditCode][]failure{}
	for _, p := range x.register.Projects {
		failed := failuresOf(p)
		if len(failed) == 0 || p.IsSecret() {
			continue
		}
		told := map[project.CreditCode]bool{}
		for _, c := range contractsOf(p, workRoles...) {
			if code := &c.Supplier.CreditCode; code.Given() && !told[code.V] {
				told[code.V] = true
				all[code.V] = append(all[code.V], failed...)
			}
		}
	}
	return all
}

// failuresOf lists the acceptances of one project that failed.
func failuresOf(p *project.Project) []failure {
	var failed []failure
	if p.InitialAcceptance != nil {
		for i := range p.InitialAcceptance.Initial.V {
			if round := &p.InitialAcceptance.Initial.V[i]; round.Conclusion.V == project.Failed && round.Date.Given() {
				failed = append(failed, failure{p.ID, "初验", &round.Date})
			}
		}
	}
	for i := range finals(p) {
		if round := &finals(p)[i]; round.Conclusion.V == project.Failed && round.Date.Given() {
			failed = append(failed, failure{p.ID, "竣工验收", &round.Date})
		}
	}
	return failed
}

func (x *index) findEvaluations() map[string][]result {
	all := map[string][]result{}
	for _, p := range x.register.Projects {
		if len(p.Evaluations) == 0 || p.IsSecret() {
			continue
		}
		system := x.system(p.Unit)
		for _, e := range p.Evaluations {
			if !e.Self && e.Date.Given() && e.Grade.Given() && e.Total.Given() {
				all[system] = append(all[system], result{p.ID, e})
			}
		}
	}
	return all
}

// system is the unit at the head of a unit's system (art. 28: 部门、系统): its parent, or itself.
func (x *index) system(unit string) string {
	if u := x.register.Unit(unit); u != nil && u.Parent.Given() && u.Parent.V != "" {
		return u.Parent.V
	}
	return unit
}

func (x *index) findKeyProjects() map[string]bool {
	all := map[string]bool{}
	for _, y := range x.register.Years {
		if y.Plan == nil {
			continue
		}
		for i := range y.Plan.KeyProjects.V {
			all[y.Plan.KeyProjects.V[i].V] = true
		}
	}
	return all
}
