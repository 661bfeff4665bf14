package register

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"unicode/utf8"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/personal"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/secrecy"
	"wuxing.example/register/generator/internal/source"
	"wuxing.example/register/generator/internal/tomlfile"
)

// reader reads the text files of one folder, and gathers what is wrong with them.
type reader struct {
	fsys   fs.FS  // the folder
	dir    string // its path from the repository's root
	today  calendar.Date
	memory *memory // of a project's folder

	faults    []finding.Fault
	marks     []finding.Location
	personal  []project.PersonalNumber
	documents []*remembered
	file      string          // the text file read last, from the repository's root
	buffer    []byte          // of the file read last
	broken    map[string]bool // files that are there and of which nothing could be read
	err       error           // the file system's first failure
}

// told counts what there is to tell of the files read so far.
func (in *reader) told() int { return len(in.faults) + len(in.marks) + len(in.personal) }

// readTOML reads one file into a new T, which embeds project.Table. It returns nil, and marks the file as broken, if
// nothing of it can be read.
func readTOML[T any](in *reader, name string) *T {
	before := len(in.personal)
	data, ok := in.text(name)
	if !ok {
		return nil
	}
	into := new(T)
	file := in.file
	faults, ok := tomlfile.Read(file, data, into, tomlfile.Options{
		Today: in.today,
		Escaped: func(decoded string, at source.Span) {
			if secrecy.Marks([]byte(decoded)) != nil {
				in.marks = append(in.marks, finding.Location{File: file, Span: at})
			}
			in.lookForNumbers(file, []byte(decoded), at)
		},
	})
	in.faults = append(in.faults, faults...)
	if !ok {
		in.broken[name] = true
		return nil
	}
	if len(in.personal) > before {
		maskNumbers(into)
	}
	return into
}

// text reads a text file whole. It reports false, and marks the file as broken, if the file is too large or is not
// clean UTF-8. A byte order mark is a fault that spoils nothing else.
func (in *reader) text(name string) ([]byte, bool) {
	data, ok := in.raw(name)
	if !ok {
		return nil, false
	}
	return in.look(name, data)
}

// raw reads the bytes of a text file, which stand until the next is read. It reports false, and marks the file as broken,
// if the file is too large.
func (in *reader) raw(name string) ([]byte, bool) {
	in.file = in.dir + "/" + name
	data, tooLarge, err := in.readFile(name, maxText)
	if err != nil {
		in.fail(in.file, err)
		return nil, false
	}
	if tooLarge {
		in.breaks(name, finding.Fault{
			Rule: "form.size", At: finding.Location{File: in.file}, Problem: "文件超过 1 MB",
			Hint: "文字文件不超过 1 MB；图纸、表格等放进 attachments 文件夹",
		})
		return nil, false
	}
	return data, true
}

// look looks through the text file read last for what it must not hold, and gives its text.
func (in *reader) look(name string, data []byte) ([]byte, bool) {
	for _, span := range secrecy.Marks(data) {
		in.marks = append(in.marks, finding.Location{File: in.file, Span: span})
	}
	in.lookForNumbers(in.file, data, source.Span{})
	if rest, hasMark := bytes.CutPrefix(data, []byte("\uFEFF")); hasMark {
		in.faults = append(in.faults, encodingFault(in.file, data, 0, 3, "文件开头有字节顺序标记（BOM）"))
		data = rest
	}
	if fault, ok := checkEncoding(in.file, data); !ok {
		in.breaks(name, fault)
		return nil, false
	}
	return data, true
}

// lookForNumbers notes the personal numbers in a text: in a file's own, each at its place, and in a value written with
// escapes those that the file's own text does not show, at the value.
func (in *reader) lookForNumbers(file string, text []byte, value source.Span) {
	for _, n := range personal.Find(text) {
		found := project.PersonalNumber{Kind: n.Kind, Masked: n.Masked, At: finding.Location{File: file, Span: n.Span}}
		if value.Line > 0 {
			if slices.ContainsFunc(in.personal, func(p project.PersonalNumber) bool { return p.At.File == file && p.Masked == n.Masked }) {
				continue
			}
			found.At.Span = value
		}
		in.personal = append(in.personal, found)
	}
}

func (in *reader) breaks(name string, f finding.Fault) {
	in.faults = append(in.faults, f)
	in.broken[name] = true
}

func (in *reader) fail(file string, err error) {
	if in.err == nil {
		in.err = fmt.Errorf("%s：%w", file, err)
	}
}

// readFile reads a file of at most so many bytes; of a larger one it gives nothing, and says so. The bytes stand until the
// next file is read.
func (in *reader) readFile(name string, most int) (data []byte, tooLarge bool, err error) {
	f, err := in.fsys.Open(name)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	buffer := bytes.NewBuffer(in.buffer[:0])
	n, err := buffer.ReadFrom(io.LimitReader(f, int64(most)+1))
	in.buffer = buffer.Bytes()
	if err != nil || n > int64(most) {
		return nil, err == nil, err
	}
	return in.buffer, false, nil
}

// checkEncoding finds the first character that a text file must not have.
func checkEncoding(file string, data []byte) (finding.Fault, bool) {
	for i := 0; i < len(data); {
		c := data[i]
		if c >= 0x20 && c < 0x7f || c == '\n' || c == '\t' {
			i++
			continue
		}
		if c >= 0xe3 && c <= 0xe9 && i+2 < len(data) && data[i+1]&0xc0 == 0x80 && data[i+2]&0xc0 == 0x80 { // U+3000 to U+9FFF
			i += 3
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return encodingFault(file, data, i, i+1, "文件不是 UTF-8 编码"), false
		case r == '\r' && i+1 < len(data) && data[i+1] == '\n':
		case r == '\r':
			return encodingFault(file, data, i, i+1, "文件里有单独的回车符"), false
		case source.IsHidden(r):
			return encodingFault(file, data, i, i+size, fmt.Sprintf("文件里有看不见的控制字符 U+%04X", r)), false
		}
		i += size
	}
	return finding.Fault{}, true
}

func encodingFault(file string, data []byte, start, end int, problem string) finding.Fault {
	return finding.Fault{
		Rule: "form.encoding", At: finding.Location{File: file, Span: source.At(data, start, end)}, Problem: problem,
		Hint: "用记事本或 WPS 另存为纯文本，编码选 UTF-8（无 BOM）",
	}
}

// opinions reads the files in opinions/, in order of their numbers.
func (in *reader) opinions() []*project.OpinionFile {
	var files []*project.OpinionFile
	for _, e := range in.list("opinions") {
		name := path.Join("opinions", e.Name())
		if digits, ok := cutTOML(e.Name()); ok && e.Type().IsRegular() && isNumber(digits) {
			if f := readTOML[project.OpinionFile](in, name); f != nil {
				files = append(files, f)
			}
			continue
		}
		in.lookThrough(name, e)
		in.faults = append(in.faults, unknownFile(path.Join(in.dir, name), e, nil))
	}
	return files
}

// list lists a folder within the reader's, without what is ignored.
func (in *reader) list(name string) []fs.DirEntry {
	entries, err := fs.ReadDir(in.fsys, path.Join(".", name))
	if err != nil {
		in.fail(path.Join(in.dir, name), err)
		return nil
	}
	kept := entries[:0]
	for _, e := range entries {
		if !isIgnored(e.Name()) {
			kept = append(kept, e)
		}
	}
	return kept
}

func cutTOML(name string) (string, bool) {
	const suffix = ".toml"
	if len(name) <= len(suffix) || name[len(name)-len(suffix):] != suffix {
		return "", false
	}
	return name[:len(name)-len(suffix)], true
}

// isNumber reports whether s is a number as a host gives to pull requests: no sign, no leading zero.
func isNumber(s string) bool {
	n, err := strconv.ParseUint(s, 10, 32)
	return err == nil && strconv.FormatUint(n, 10) == s
}

// number reads digits that the form of an id has let through.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
