// The declaration asked question by question, for a terminal.

package workbook

import (
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/rule"
)

// Question is one thing that is asked.
type Question struct {
	Label    string
	Default  string   // what an empty answer means; "" leaves the field empty
	Choices  []string // none: any text
	Required bool
	Problem  string // what was wrong with the answer before, "" where it is asked for the first time
}

// asked are the fields that are asked one by one, with the answer that an empty line means. "今天" is today.
var asked = []struct{ key, answer string }{
	{"unit", ""}, {"name", ""}, {"kind", project.Construction}, {"category", project.CategoryApplication}, {"declared", "今天"}, {"summary", ""}, {"classified", "否"},
	{"scope.data_processing", "否"}, {"scope.public_data_platform", "否"}, {"scope.machine_room", "否"}, {"scope.video_surveillance", "否"},
	{"scope.shared_components", ""}, {"scope.no_shared_components", ""}, {"schedule.start", ""}, {"schedule.finish", ""},
	{"security.officer", ""}, {"security.protection_level", "二级"}, {"security.management_system", ""}, {"security.commercial_cryptography", "是"}, {"security.personal_information", "否"},
}

// Ask fills a declaration from the answers to its questions. A question is asked again while its answer is none; lists
// are asked entry by entry until an empty answer. It errors if ask does.
func Ask(r *project.Register, ask func(Question) (string, error)) (*project.Declaration, error) {
	d := &project.Declaration{}
	into := reflect.ValueOf(d).Elem()
	for _, a := range asked {
		i := slices.IndexFunc(declaration.columns, func(c column) bool { return c.key == a.key })
		c := declaration.columns[i]
		preset := a.answer
		if preset == "今天" {
			preset = r.Today.String()
		}
		if _, err := askField(r, ask, c, into, c.own, preset, c.required); err != nil {
			return nil, err
		}
	}
	for _, key := range []string{"estimate.items", "estimate.sources", "goals"} {
		i := slices.IndexFunc(declaration.lists, func(l list) bool { return l.key == key })
		if err := askList(r, ask, declaration.lists[i], into); err != nil {
			return nil, err
		}
	}
	var total money.Amount
	for i := range d.Estimate.Items.V {
		total += d.Estimate.Items.V[i].Amount.V
	}
	d.Estimate.Total.V, d.Estimate.Total.State = total, project.Given
	return d, nil
}

// askField asks for one field until the answer can be read, and reports whether anything was answered.
func askField(r *project.Register, ask func(Question) (string, error), c column, into reflect.Value, label, preset string, required bool) (bool, error) {
	q := Question{Label: label, Default: preset, Choices: choices(r, c), Required: required}
	for {
		answer, err := ask(q)
		if err != nil {
			return false, err
		}
		answer = strings.TrimSpace(answer)
		if answer == "" {
			answer = preset
		}
		if answer == "" && !required {
			return false, nil
		}
		complete, problem := completed(answer, q.Choices)
		if problem == "" {
			if p := set(r, makeField(into, c.path), c, complete, complete, "万元"); p != nil {
				problem = p.text + "，" + p.remedy
			}
		}
		if problem == "" {
			return true, nil
		}
		q.Problem = problem
	}
}

// askList asks for the entries of a list, each until its first field is left empty.
func askList(r *project.Register, ask func(Question) (string, error), l list, into reflect.Value) error {
	field := makeField(into, l.path)
	field.Addr().Interface().(interface{ Where() *project.Place }).Where().State = project.Given
	entries := field.FieldByName("V")
	for {
		entry := reflect.New(entries.Type().Elem()).Elem()
		for i, c := range l.table.columns {
			label := fmt.Sprintf("%s %d：%s", l.own, entries.Len()+1, c.own)
			given, err := askField(r, ask, c, entry, label, "", i > 0 && c.required)
			if err != nil {
				return err
			}
			if i == 0 && !given {
				return nil
			}
		}
		entries.Set(reflect.Append(entries, entry))
	}
}

// choices are the answers that a field takes, none if it takes any.
func choices(r *project.Register, c column) []string {
	switch {
	case isUnit(c):
		var units []string
		for i := range r.Units {
			units = append(units, unitChoice(r, r.Units[i].Code.V))
		}
		return units
	case isFlag(c):
		return []string{"是", "否"}
	}
	return slices.DeleteFunc(slices.Clone(c.oneof), func(s string) bool { return s == "" })
}

// completed is the one choice that an answer begins, or is a part of; a unit may be given by the beginning of its code.
func completed(answer string, choices []string) (string, string) {
	if answer == "" {
		return "", "这一项必须填写"
	}
	if len(choices) == 0 || slices.Contains(choices, answer) {
		return answer, ""
	}
	for _, fits := range []func(string) bool{
		func(choice string) bool { return strings.Contains(choice, "（"+answer+"）") },
		func(choice string) bool {
			return strings.HasPrefix(choice, answer) || strings.Contains(choice, "（"+answer)
		},
		func(choice string) bool { return strings.Contains(choice, answer) },
	} {
		var found []string
		for _, choice := range choices {
			if fits(choice) {
				found = append(found, choice)
			}
		}
		switch {
		case len(found) == 1:
			return found[0], ""
		case len(found) > 1:
			return "", "有几个都可能：" + strings.Join(found, "、")
		}
	}
	return "", "没有" + quoted(answer) + "，可以写的有：" + strings.Join(choices, "、")
}

// Declare judges a declaration as a new project, with an empty study to be filled in, as ReadImport does one of a
// workbook.
func Declare(d *project.Declaration, files fs.FS, r *project.Register, rules *rule.Set) (*Import, error) {
	made := newDraft(Place{})
	made.records["project.toml"], made.documents["feasibility.md"] = d, emptyStudy()
	in := &importing{register: r, rules: rules, drafts: []*draft{made}}
	return in.judge(files)
}

// emptyStudy is a study with its headings, to be filled in.
func emptyStudy() []byte {
	study := "# 可行性研究报告\n"
	for _, heading := range sections {
		study += "\n## " + heading + "\n"
	}
	return []byte(study)
}
