// Package register reads the record from a file system: a work tree, a tree of Git objects and a test's archive are
// the same to it. It returns what it could read and everything that is wrong with the form of the rest; one broken
// file hides neither its siblings nor the other projects.
//
// Only regular files are read: a link could lead out of the register, and a device never ends.
package register

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/cache"
	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/parallel"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/tomlfile"
)

// Largest sizes of files, in bytes.
const (
	maxText       = 1 << 20
	maxAttachment = 5 << 20
)

// Load reads projects/ and the directories in rules/ (but not the rules themselves). Acts dated after today are faults.
// What the documents say is kept in the cache for the next load; nothing of a classified project is.
// It errors if the file system itself fails, not if the record is wrong.
func Load(fsys fs.FS, today calendar.Date, kept *cache.Cache) (*project.Register, error) {
	r := &project.Register{Today: today, Missing: map[string]bool{}, Calendar: calendar.New(nil)}
	recalled := make(chan *memory, 1)
	go func() { recalled <- recall(kept) }() // while the folders are being found
	if err := loadDirectories(fsys, r); err != nil {
		return nil, err
	}
	folders, leave, err := findProjects(fsys, r)
	defer leave()
	if err != nil {
		return nil, err
	}
	r.Projects = make([]*project.Project, len(folders))
	memory := <-recalled
	err = parallel.Try(len(folders), func(i int) (err error) {
		r.Projects[i], err = loadProject(folders[i], today, memory)
		return err
	})
	if err != nil {
		return nil, err
	}
	memory.save()
	r.Projects = slices.DeleteFunc(r.Projects, func(p *project.Project) bool { return p == nil })
	if some, ok := fsys.(*among); ok {
		r.Others = some.others
	}
	slices.SortFunc(r.Projects, func(a, b *project.Project) int { return strings.Compare(a.ID, b.ID) })
	checkReferences(r)
	return r, nil
}

// LoadDirectories reads the directories in rules/ alone. It errors if the file system fails.
func LoadDirectories(fsys fs.FS, today calendar.Date) (*project.Register, error) {
	r := &project.Register{Today: today, Missing: map[string]bool{}, Calendar: calendar.New(nil)}
	return r, loadDirectories(fsys, r)
}

// LoadProject reads the directories in rules/ and of projects/ one project alone, whose folder is named from the root. A
// project that is not there is none. It errors if the file system fails.
func LoadProject(fsys fs.FS, dir string, today calendar.Date) (*project.Register, error) {
	r, err := LoadDirectories(fsys, today)
	if err != nil {
		return nil, err
	}
	parts := strings.Split(dir, "/")
	if info, err := fs.Stat(fsys, dir); len(parts) != 4 || err != nil || !info.IsDir() {
		return r, nil
	}
	inYear, leave, err := within(fsys, path.Join(parts[:2]...))
	if err != nil {
		return nil, err
	}
	defer leave()
	p, err := loadProject(folder{inYear: inYear, dir: dir, year: parts[1], unit: parts[2], serial: parts[3]}, today, recall(nil))
	if p != nil {
		r.Projects = []*project.Project{p}
	}
	return r, err
}

// folder is a project's folder.
type folder struct {
	inYear             fs.FS // its year's folder
	dir                string
	year, unit, serial string
}

// findProjects lists the projects' folders, and reads the plan years on the way. The years' folders are open until the
// caller leaves them.
func findProjects(fsys fs.FS, r *project.Register) (folders []folder, leave func(), err error) {
	var open []func()
	leave = func() {
		for _, leaveYear := range open {
			leaveYear()
		}
	}
	if info, err := fs.Stat(fsys, "projects"); err != nil || !info.IsDir() {
		return nil, leave, fmt.Errorf("这里没有 projects 文件夹")
	}
	years, err := fs.ReadDir(fsys, "projects")
	if err != nil {
		return nil, leave, err
	}
	for _, y := range years {
		dir := "projects/" + y.Name()
		switch {
		case isIgnored(y.Name()):
		case !y.IsDir():
			r.Faults = append(r.Faults, unknownFile(dir, y, nil))
		case !project.IsYear(y.Name()):
			r.Faults = append(r.Faults, badFolder(fsys, dir, dir, fmt.Sprintf("文件夹“%s”不是年度，年度写作四位数字，例如 2025", y.Name()))...)
		default:
			inYear, leaveYear, err := within(fsys, dir)
			if err != nil {
				return nil, leave, err
			}
			open = append(open, leaveYear)
			found, err := findInYear(inYear, r, dir, y.Name())
			if err != nil {
				return nil, leave, err
			}
			folders = append(folders, found...)
		}
	}
	return folders, leave, nil
}

// findInYear lists the projects' folders in a year's, and reads what else is in it.
func findInYear(inYear fs.FS, r *project.Register, dir, year string) ([]folder, error) {
	units, err := fs.ReadDir(inYear, ".")
	if err != nil {
		return nil, err
	}
	y, err := loadYear(inYear, dir, year, units, r.Today)
	if err != nil {
		return nil, err
	}
	r.Years = append(r.Years, y)
	var folders []folder
	refuse := func(name string, entry fs.DirEntry, problem string) {
		in := &reader{fsys: inYear, dir: dir}
		in.lookThrough(name, entry)
		y.Marks, y.Personal = append(y.Marks, in.marks...), append(y.Personal, in.personal...)
		r.Faults = append(r.Faults, badFolder(inYear, name, dir+"/"+name, problem)...)
	}
	for _, u := range units {
		unitDir := dir + "/" + u.Name()
		switch {
		case !u.IsDir() || u.Name() == "opinions":
			continue
		case !project.IsUnitCode(u.Name()):
			refuse(u.Name(), u, fmt.Sprintf("文件夹“%s”不是单位代码，单位代码以小写英文字母开头，只有小写英文字母和数字", u.Name()))
			continue
		}
		serials, err := fs.ReadDir(inYear, u.Name())
		if err != nil {
			return nil, err
		}
		for _, s := range serials {
			projectDir := unitDir + "/" + s.Name()
			switch {
			case isIgnored(s.Name()):
			case !s.IsDir():
				r.Faults = append(r.Faults, unknownFile(projectDir, s, nil))
			case !project.IsSerial(s.Name()):
				refuse(u.Name()+"/"+s.Name(), s, fmt.Sprintf("文件夹“%s”不是项目序号，序号写作三位数字，例如 001", s.Name()))
			default:
				folders = append(folders, folder{inYear, projectDir, year, u.Name(), s.Name()})
			}
		}
	}
	return folders, nil
}

// badFolder is the fault of a folder that can be no year's, unit's or project's; an empty one is none, as Git keeps no
// empty folders. name is its path in the file system, dir that from the repository's root.
func badFolder(fsys fs.FS, name, dir, problem string) []finding.Fault {
	if !holdsFile(fsys, name) {
		return nil
	}
	return []finding.Fault{{Rule: "form.id", At: finding.Location{File: dir}, Problem: problem, Hint: "请改文件夹的名称，例如 projects/2025/zhzf/001"}}
}

// holdsFile reports whether there is anything but folders and ignored files in a folder.
func holdsFile(fsys fs.FS, dir string) bool {
	found := false
	fs.WalkDir(fsys, dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || isIgnored(d.Name()) {
			return nil
		}
		found = true
		return fs.SkipAll
	})
	return found
}

// isIgnored reports whether a file is one that desktops leave behind.
func isIgnored(name string) bool {
	return name == ".DS_Store" || name == "Thumbs.db" || strings.HasPrefix(name, "~$")
}

// unknownFile is the fault of a file that has no place in the record; known are the names that it may have meant.
func unknownFile(file string, d fs.DirEntry, known []string) finding.Fault {
	f := finding.Fault{Rule: "form.unknown-file", At: finding.Location{File: file}, KeyPath: file}
	switch {
	case d.IsDir():
		f.Problem = "这里不应有文件夹“" + d.Name() + "”"
	case !d.Type().IsRegular():
		f.Problem = "“" + d.Name() + "”是链接或特殊文件，登记册只收普通文件"
		f.Hint = "请换成文件本身"
	default:
		f.Problem = "登记册里没有“" + d.Name() + "”这种文件"
		if near := tomlfile.Near(d.Name(), known); near != "" {
			f.Hint = "是不是“" + near + "”？"
		}
	}
	return f
}

// loadYear reads the files of a plan year's own.
func loadYear(inYear fs.FS, dir, year string, entries []fs.DirEntry, today calendar.Date) (*project.Year, error) {
	y := &project.Year{Year: number(year)}
	in := &reader{fsys: inYear, dir: dir, today: today, broken: map[string]bool{}}
	for _, e := range entries {
		switch {
		case isIgnored(e.Name()):
		case e.IsDir() && e.Name() == "opinions":
			y.Opinions = in.opinions()
		case e.IsDir():
		case e.Name() == "plan.toml" && e.Type().IsRegular():
			y.Plan = readTOML[project.Plan](in, e.Name())
		case e.Name() == "declined.toml" && e.Type().IsRegular():
			y.Declined = readTOML[project.Declined](in, e.Name())
		default:
			in.lookThrough(e.Name(), e)
			in.faults = append(in.faults, unknownFile(path.Join(dir, e.Name()), e, []string{"plan.toml", "declined.toml"}))
		}
	}
	y.Faults, y.Marks, y.Personal, y.Broken = in.faults, in.marks, in.personal, in.broken
	return y, in.err
}
