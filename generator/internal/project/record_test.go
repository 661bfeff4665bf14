package project

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/limit"
)

// roots are what the register is read into: a project's files and a year's, and each directory's file.
var roots = []any{
	Project{}, Year{},
	Regulation{}, UnitsFile{}, AgenciesFile{}, ExpertsFile{}, CalendarFile{}, StagesFile{}, MattersFile{}, PermissionsFile{}, Site{},
}

// tables returns every struct of the record, by name: those that are reached from the roots and embed Table.
func tables() map[string]reflect.Type {
	found := map[string]reflect.Type{}
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(t.Elem())
		case reflect.Struct:
			if seen[t] {
				return
			}
			seen[t] = true
			for i := range t.NumField() {
				if t.Field(i).Type == reflect.TypeFor[Table]() && t.Field(i).Anonymous {
					found[t.Name()] = t
				} else {
					walk(t.Field(i).Type)
				}
			}
		}
	}
	for _, root := range roots {
		walk(reflect.TypeOf(root))
	}
	return found
}

// keyOf splits the toml tag of a field; it reports false for a field without one.
func keyOf(f reflect.StructField) (key string, required, ok bool) {
	tag, ok := f.Tag.Lookup("toml")
	key, required = strings.CutSuffix(tag, ",required")
	return key, required, ok
}

func isTable(t reflect.Type) bool {
	_, ok := tables()[t.Name()]
	return ok && t.Kind() == reflect.Struct
}

func isListOf(t reflect.Type, is func(reflect.Type) bool) bool {
	v, ok := t.FieldByName("V")
	return ok && strings.HasPrefix(t.Name(), "List[") && is(v.Type.Elem())
}

func isScalar(t reflect.Type) bool {
	return slices.Contains([]reflect.Type{
		reflect.TypeFor[Text](), reflect.TypeFor[Money](), reflect.TypeFor[Date](), reflect.TypeFor[Flag](), reflect.TypeFor[Number](),
		reflect.TypeFor[Moment](), reflect.TypeFor[Code](), reflect.TypeFor[Value[Cover]](), reflect.TypeFor[Value[limit.Amount]](),
		reflect.TypeFor[Value[Domain]](), reflect.TypeFor[Value[SiteCode]](), reflect.TypeFor[Value[ICPNumber]](), reflect.TypeFor[Value[PSBNumber]](),
	}, t)
}

func TestTablesAreAllThere(t *testing.T) {
	found := tables()
	for _, name := range []string{
		"Declaration", "CostItem", "Contract", "Supplier", "ApprovalDocument", "DrawStep", "DeclinedOpinion", "Batch", "OpinionFile", "MatterWhen", "Site",
	} {
		if found[name] == nil {
			t.Errorf("%s is not reached from the register's files", name)
		}
	}
}

// Every field that is read from a file has all that readers, messages and the site need of it.
func TestTags(t *testing.T) {
	snakeCase := regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	tagNames := regexp.MustCompile(`([a-z]+):"`)
	notInFile := map[string]bool{"Change.Serial": true, "ChangeApproval.Serial": true, "Draw.Serial": true, "Evaluation.Year": true, "Evaluation.Self": true}
	for name, table := range tables() {
		keys, labels := map[string]bool{}, map[string]bool{}
		for i := range table.NumField() {
			f := table.Field(i)
			key, required, ok := keyOf(f)
			at := name + "." + f.Name
			if !ok {
				if !f.Anonymous && !notInFile[at] {
					t.Errorf("%s has no key", at)
				}
				continue
			}
			if !snakeCase.MatchString(key) {
				t.Errorf("%s: the key %q is not snake_case", at, key)
			}
			if keys[key] {
				t.Errorf("%s: the key %q is there twice", at, key)
			}
			keys[key] = true
			label := f.Tag.Get("label")
			if !regexp.MustCompile(`\p{Han}`).MatchString(label) {
				t.Errorf("%s: the label %q is not Chinese", at, label)
			}
			if labels[label] {
				t.Errorf("%s: the label %q is there twice", at, label)
			}
			labels[label] = true
			if (key == "date" || key == "conclusion") && !required {
				t.Errorf("%s is not required, as every table's date and conclusion are", at)
			}
			for _, m := range tagNames.FindAllStringSubmatch(string(f.Tag), -1) {
				if !slices.Contains([]string{"toml", "label", "oneof", "future", "single"}, m[1]) {
					t.Errorf("%s: nobody reads the tag %q", at, m[1])
				}
			}
			isText := func(t reflect.Type) bool { return t == reflect.TypeFor[Text]() }
			isDate := func(t reflect.Type) bool { return t == reflect.TypeFor[Date]() }
			if values, ok := f.Tag.Lookup("oneof"); ok {
				words := strings.Split(values, "|")
				if slices.Sort(words); len(slices.Compact(words)) != strings.Count(values, "|")+1 || len(words) < 2 {
					t.Errorf("%s: a word of %q is there twice, or alone", at, values)
				}
				if !isText(f.Type) && !isListOf(f.Type, isText) {
					t.Errorf("%s: words to choose from, but no text", at)
				}
			}
			if future, ok := f.Tag.Lookup("future"); ok && (future != "ok" || !isDate(f.Type) && !isListOf(f.Type, isDate)) {
				t.Errorf("%s: future:%q, on a %s", at, future, f.Type)
			}
			if single, ok := f.Tag.Lookup("single"); ok && (single != "ok" || !isListOf(f.Type, isText)) {
				t.Errorf("%s: single:%q, on a %s", at, single, f.Type)
			}
			isPointer := f.Type.Kind() == reflect.Pointer && isTable(f.Type.Elem())
			if !isPointer && !isTable(f.Type) && !isScalar(f.Type) && !isListOf(f.Type, isTable) && !isListOf(f.Type, isScalar) {
				t.Errorf("%s: a %s is not read from files", at, f.Type)
			}
			if isPointer && required {
				t.Errorf("%s is required, so it needs no pointer", at)
			}
		}
	}
}

// requiredInRecord is what the record's contract says must be there, by table. What is required of 承建 contracts alone
// (custom_software) is no tag, and so not here.
var requiredInRecord = map[string]string{
	"Declaration": "name unit kind category declared summary classified estimate security",
	"Estimate":    "total items sources",
	"CostItem":    "category amount",
	"Source":      "kind amount",
	"Security":    "officer protection_level management_system commercial_cryptography",

	"Audit":              "date document amount",
	"InitiationDocument": "kind number date",
	"Purchase":           "lot date",
	"Contract":           "number role lot supplier amount signed",
	"Supplier":           "name credit_code",
	"Payment":            "contract date amount progress",

	// Every table's date and conclusion.
	"Preliminary": "date conclusion", "ExpertReview": "date conclusion", "CityReview": "date conclusion",
	"InitialRound": "date conclusion", "Assessment": "date conclusion", "FinalRound": "date conclusion",
	"Evaluation": "date conclusion", "SelfInspection": "date conclusion",
	"Opinion": "conclusion", "DeclinedOpinion": "conclusion",
	"Change": "date", "ApprovalDocument": "date", "Explanation": "date", "Catalogue": "date", "Asset": "date", "SecurityCheck": "date",
	"Closure": "date", "OversightAct": "date", "Correction": "date", "Waiver": "date", "PlanDocument": "date", "Batch": "date",
	"DeclinedProject": "date", "Randomness": "date", "DrawResult": "date", "Replacement": "date",
}

// requiredInDirectories is what the district's directories cannot do without: what their entries are looked up by, and
// what a rule or a page would otherwise print as nothing.
var requiredInDirectories = map[string]string{
	"Regulation": "number title issued effective articles", "Site": "title",
	"Unit": "code name type", "Agency": "id name", "Expert": "code", "CalendarYear": "year",
	"Stage": "id name article reached", "Matter": "id agency", "Permission": "path writers",
}

func TestRequired(t *testing.T) {
	for name, table := range tables() {
		var got []string
		for i := range table.NumField() {
			if key, required, _ := keyOf(table.Field(i)); required {
				got = append(got, key)
			}
		}
		want := strings.Fields(requiredInRecord[name] + " " + requiredInDirectories[name])
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s requires %q, want %q", name, got, want)
		}
	}
	for _, list := range []map[string]string{requiredInRecord, requiredInDirectories} {
		for name := range list {
			if tables()[name] == nil {
				t.Errorf("there is no table %s", name)
			}
		}
	}
}
