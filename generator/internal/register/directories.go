package register

import (
	"errors"
	"io/fs"
	"regexp"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/project"
)

// directories are the files in rules/ that are read here, and where each is kept. The rules themselves (articles/ and
// record.toml) are read by package rule.
var directories = []struct {
	name string
	read func(*reader, *project.Register)
}{
	{"units.toml", func(in *reader, r *project.Register) {
		if f := readTOML[project.UnitsFile](in, "units.toml"); f != nil {
			r.Units = f.Units.V
		}
	}},
	{"agencies.toml", func(in *reader, r *project.Register) {
		if f := readTOML[project.AgenciesFile](in, "agencies.toml"); f != nil {
			r.Agencies = f.Agencies.V
		}
	}},
	{"experts.toml", func(in *reader, r *project.Register) {
		if f := readTOML[project.ExpertsFile](in, "experts.toml"); f != nil {
			r.Experts = f.Experts.V
		}
	}},
	{"stages.toml", func(in *reader, r *project.Register) {
		if f := readTOML[project.StagesFile](in, "stages.toml"); f != nil {
			r.Stages = f.Stages.V
		}
	}},
	{"opinions.toml", func(in *reader, r *project.Register) {
		if f := readTOML[project.MattersFile](in, "opinions.toml"); f != nil {
			r.Matters = f.Matters.V
		}
	}},
	{"permissions.toml", func(in *reader, r *project.Register) {
		if f := readTOML[project.PermissionsFile](in, "permissions.toml"); f != nil {
			r.Permissions, r.Recorder = f.Permissions.V, f.Recorder.V
		}
	}},
	{"regulation.toml", func(in *reader, r *project.Register) {
		if f := readTOML[project.Regulation](in, "regulation.toml"); f != nil {
			r.Regulation = *f
		}
	}},
	{"site.toml", func(in *reader, r *project.Register) {
		if f := readTOML[project.Site](in, "site.toml"); f != nil {
			r.Site = *f
		}
	}},
	{"calendar.toml", func(in *reader, r *project.Register) {
		if f := readTOML[project.CalendarFile](in, "calendar.toml"); f != nil {
			r.Calendar = calendar.New(tables(f))
		}
	}},
}

// otherRules are what else may stand in rules/.
var otherRules = map[string]bool{"README.md": true, "record.toml": true, "articles": true, "opinions": true}

var articleName = regexp.MustCompile(`^[0-9]{2}\.toml$`)

// loadDirectories reads the district's directories. One that is not there is noted in r.Missing; what refers to it
// says so.
func loadDirectories(fsys fs.FS, r *project.Register) error {
	if _, err := fs.Stat(fsys, "rules"); errors.Is(err, fs.ErrNotExist) {
		for _, d := range directories {
			r.Missing[d.name] = true
		}
		return nil
	}
	sub, leave, err := within(fsys, "rules")
	if err != nil {
		return err
	}
	defer leave()
	in := &reader{fsys: sub, dir: "rules", today: r.Today, broken: map[string]bool{}}
	there := map[string]bool{}
	names := make([]string, len(directories))
	for i, d := range directories {
		names[i] = d.name
	}
	for _, e := range in.list("") {
		switch {
		case e.Name() == "opinions" && e.IsDir():
			r.Opinions = in.opinions()
		case otherRules[e.Name()]:
		case e.Type().IsRegular():
			there[e.Name()] = true
		}
		if !otherRules[e.Name()] && (!e.Type().IsRegular() || !isDirectory(e.Name())) {
			in.faults = append(in.faults, unknownFile("rules/"+e.Name(), e, append(names, "record.toml", "articles")))
		}
	}
	for _, d := range directories {
		if !there[d.name] {
			r.Missing[d.name] = true
			continue
		}
		d.read(in, r)
		r.Missing[d.name] = in.broken[d.name]
	}
	checkArticleNames(in)
	r.Faults = append(r.Faults, in.faults...)
	r.Personal = in.personal
	return in.err
}

func isDirectory(name string) bool {
	for _, d := range directories {
		if d.name == name {
			return true
		}
	}
	return false
}

// checkArticleNames finds what does not belong in rules/articles.
func checkArticleNames(in *reader) {
	if _, err := fs.Stat(in.fsys, "articles"); err != nil {
		return
	}
	for _, e := range in.list("articles") {
		if !e.Type().IsRegular() || !articleName.MatchString(e.Name()) {
			in.faults = append(in.faults, unknownFile("rules/articles/"+e.Name(), e, nil))
		}
	}
}

func tables(f *project.CalendarFile) []calendar.Year {
	var years []calendar.Year
	for i := range f.Years.V {
		y := &f.Years.V[i]
		if !y.Year.Given() || y.Holidays.Faulty() || y.Workdays.Faulty() {
			continue // a year of which a day cannot be read is a year without a table
		}
		table := calendar.Year{Year: int(y.Year.V)}
		for _, d := range y.Holidays.V {
			table.Holidays = append(table.Holidays, d.V)
		}
		for _, d := range y.Workdays.V {
			table.Workdays = append(table.Workdays, d.V)
		}
		years = append(years, table)
	}
	return years
}
