package register

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"wuxing.example/register/generator/internal/alike"
	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/document"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/personal"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/secrecy"
	"wuxing.example/register/generator/internal/source"
)

// tomlFiles are the files that stand in a project's folder itself, and where each is kept.
var tomlFiles = map[string]func(*reader, *project.Project){
	"project.toml": func(in *reader, p *project.Project) {
		p.Declaration = readTOML[project.Declaration](in, "project.toml")
	},
	"review.toml":   func(in *reader, p *project.Project) { p.Review = readTOML[project.Review](in, "review.toml") },
	"revision.toml": func(in *reader, p *project.Project) { p.Revision = readTOML[project.Revision](in, "revision.toml") },
	"approval.toml": func(in *reader, p *project.Project) { p.Approval = readTOML[project.Approval](in, "approval.toml") },
	"procurement.toml": func(in *reader, p *project.Project) {
		p.Procurement = readTOML[project.Procurement](in, "procurement.toml")
	},
	"payments.toml": func(in *reader, p *project.Project) { p.Payments = readTOML[project.Payments](in, "payments.toml") },
	"initial-acceptance.toml": func(in *reader, p *project.Project) {
		p.InitialAcceptance = readTOML[project.InitialAcceptance](in, "initial-acceptance.toml")
	},
	"application.toml": func(in *reader, p *project.Project) {
		p.Application = readTOML[project.Application](in, "application.toml")
	},
	"final-acceptance.toml": func(in *reader, p *project.Project) {
		p.FinalAcceptance = readTOML[project.FinalAcceptance](in, "final-acceptance.toml")
	},
	"operation.toml": func(in *reader, p *project.Project) { p.Operation = readTOML[project.Operation](in, "operation.toml") },
	"closure.toml":   func(in *reader, p *project.Project) { p.Closure = readTOML[project.Closure](in, "closure.toml") },
	"oversight.toml": func(in *reader, p *project.Project) { p.Oversight = readTOML[project.Oversight](in, "oversight.toml") },
	"waivers.toml":   func(in *reader, p *project.Project) { p.Waivers = readTOML[project.Waivers](in, "waivers.toml") },
}

var documents = []string{"feasibility.md", "plan.md", "acceptance-report.md"}

// folders are the folders within a project's, and what reads the files in each.
var folders = map[string]func(*reader, *project.Project){
	"changes":     readChanges,
	"evaluation":  readEvaluations,
	"opinions":    func(in *reader, p *project.Project) { p.Opinions = in.opinions() },
	"draws":       readDraws,
	"attachments": readAttachments,
}

// knownNames are all the names that may stand in a project's folder, for "did you mean".
var knownNames = func() []string {
	names := slices.Clone(documents)
	for name := range tomlFiles {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}()

// loadProject reads one project's folder. It returns nil of a folder that holds no file. It errors if the file system
// fails.
func loadProject(f folder, today calendar.Date, memory *memory) (*project.Project, error) {
	sub, leave, err := within(f.inYear, f.unit+"/"+f.serial)
	if err != nil {
		return nil, err
	}
	defer leave()
	p := &project.Project{
		ID:        project.ID(f.year, f.unit, f.serial),
		Dir:       f.dir,
		Year:      number(f.year),
		Unit:      f.unit,
		Documents: map[string]*project.Document{},
	}
	buffer := buffers.Get().(*[]byte)
	in := &reader{fsys: sub, dir: f.dir, today: today, memory: memory, buffer: *buffer, broken: map[string]bool{}}
	defer func() {
		*buffer = in.buffer
		buffers.Put(buffer)
	}()
	for _, e := range in.list("") {
		name := e.Name()
		read, isTOML := tomlFiles[name]
		readFolder, isFolder := folders[name]
		switch {
		case e.Type().IsRegular() && isTOML:
			p.Files = append(p.Files, name)
			read(in, p)
		case e.Type().IsRegular() && slices.Contains(documents, name):
			p.Files = append(p.Files, name)
			readDocument(in, p, name)
		case e.IsDir() && isFolder:
			readFolder(in, p)
		default:
			in.lookThrough(name, e)
			in.faults = append(in.faults, unknownFile(path.Join(f.dir, name), e, knownNames))
		}
	}
	if in.err == nil && len(p.Files) == 0 && !holdsFile(sub, ".") {
		return nil, nil
	}
	p.Faults, p.Marks, p.Personal, p.Broken = in.faults, in.marks, in.personal, in.broken
	if d := p.Declaration; d != nil && d.Classified.Given() && !p.IsSecret() {
		memory.keep(in.documents)
	}
	return p, in.err
}

// buffers are those of the projects that have been read, for the next ones.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// lookAtName notes a secrecy mark and personal numbers in a file's name. A number's place is the folder, whose path does
// not show it.
func (in *reader) lookAtName(name string) {
	file := path.Join(in.dir, name)
	if secrecy.IsMarked(name) {
		in.marks = append(in.marks, finding.Location{File: file})
	}
	for _, n := range personal.Find([]byte(name)) {
		in.personal = append(in.personal, project.PersonalNumber{Kind: n.Kind, Masked: n.Masked, At: finding.Location{File: path.Dir(file)}})
	}
}

// lookThrough notes the secrecy marks and personal numbers in a file that has no place in the record, or in all that is in
// such a folder: what is refused must not be told of, either, where it is secret.
func (in *reader) lookThrough(name string, entry fs.DirEntry) {
	if !entry.IsDir() && !entry.Type().IsRegular() { // a link: what it leads to is not read
		in.lookAtName(name)
		return
	}
	fs.WalkDir(in.fsys, name, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			in.fail(path.Join(in.dir, name), err)
			return nil
		}
		in.lookAtName(name)
		if !d.Type().IsRegular() {
			return nil
		}
		data, tooLarge, err := in.readFile(name, maxAttachment)
		if err != nil || tooLarge {
			return nil // it is refused anyway
		}
		file := path.Join(in.dir, name)
		if ending := strings.ToLower(path.Ext(name)); ending == ".docx" || ending == ".xlsx" {
			in.lookIntoAttachment(file, data)
			return nil
		}
		for _, span := range secrecy.Marks(data) {
			in.marks = append(in.marks, finding.Location{File: file, Span: span})
		}
		in.lookForNumbers(file, data, source.Span{})
		return nil
	})
}

func readDocument(in *reader, p *project.Project, name string) {
	d := &project.Document{Path: in.dir + "/" + name}
	file := in.memory.stateOf(in.fsys, name)
	if known := in.memory.byFile[file]; known != nil {
		in.takeOver(p, name, d, known)
		return
	}
	raw, ok := in.raw(name)
	if !ok {
		return
	}
	text := sha256.Sum256(raw)
	if known := in.memory.find(text, file); known != nil {
		in.takeOver(p, name, d, known)
		return
	}
	before := in.told()
	data, ok := in.look(name, raw)
	if !ok {
		return
	}
	d.IsEmpty = len(bytes.TrimSpace(data)) == 0
	parsed := document.Parse(data)
	for _, s := range parsed.Sections() {
		d.Sections = append(d.Sections, project.Section{Heading: s.Heading, Level: s.Level, Line: s.Line, HasText: s.HasText})
	}
	if needs, ok := parsed.SectionSource(project.NeedsHeading); ok {
		d.Needs = new(alike.Cleaner).Clean(needs, "").Sketch(project.NeedsGram)
	}
	p.Documents[name] = d
	if in.told() == before && !d.IsEmpty {
		in.documents = append(in.documents, &remembered{text: text, file: file, sections: encode(d), isNew: true})
	}
}

// takeOver takes over what a document said when it was met before.
func (in *reader) takeOver(p *project.Project, name string, d *project.Document, known *remembered) {
	decode(known.sections, d)
	p.Documents[name] = d
	in.documents = append(in.documents, known)
}

// readChanges reads changes/<nnn>.toml and changes/<nnn>-approval.toml.
func readChanges(in *reader, p *project.Project) {
	in.eachTOML(p, "changes", func(name, base string) bool {
		serial, isApproval := strings.CutSuffix(base, "-approval")
		if !project.IsSerial(serial) {
			return false
		}
		if isApproval {
			if a := readTOML[project.ChangeApproval](in, name); a != nil {
				a.Serial = serial
				p.ChangeApprovals = append(p.ChangeApprovals, a)
			}
		} else if c := readTOML[project.Change](in, name); c != nil {
			c.Serial = serial
			p.Changes = append(p.Changes, c)
		}
		return true
	})
}

// readEvaluations reads evaluation/<year>.toml and evaluation/<year>-self.toml.
func readEvaluations(in *reader, p *project.Project) {
	in.eachTOML(p, "evaluation", func(name, base string) bool {
		year, isSelf := strings.CutSuffix(base, "-self")
		if !project.IsYear(year) {
			return false
		}
		if e := readTOML[project.Evaluation](in, name); e != nil {
			e.Year, e.Self = number(year), isSelf
			p.Evaluations = append(p.Evaluations, e)
		}
		return true
	})
}

// readDraws reads draws/<nnn>.toml.
func readDraws(in *reader, p *project.Project) {
	in.eachTOML(p, "draws", func(name, base string) bool {
		if !project.IsSerial(base) {
			return false
		}
		if d := readTOML[project.Draw](in, name); d != nil {
			d.Serial = base
			p.Draws = append(p.Draws, d)
		}
		return true
	})
}

// eachTOML reads the regular TOML files of a folder; read reports false of a name that has no place there.
func (in *reader) eachTOML(p *project.Project, dir string, read func(name, base string) bool) {
	for _, e := range in.list(dir) {
		name := path.Join(dir, e.Name())
		if base, ok := cutTOML(e.Name()); ok && e.Type().IsRegular() && read(name, base) {
			p.Files = append(p.Files, name)
			continue
		}
		in.lookThrough(name, e)
		in.faults = append(in.faults, unknownFile(path.Join(in.dir, name), e, nil))
	}
}
