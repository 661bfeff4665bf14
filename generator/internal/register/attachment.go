package register

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/personal"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/secrecy"
)

// attachmentKinds are the endings that a file in attachments/ may have.
var attachmentKinds = map[string]bool{".pdf": true, ".xlsx": true, ".docx": true, ".png": true, ".jpg": true, ".jpeg": true}

// maxUnpacked is how many bytes of text a DOCX or XLSX may unpack to before it is refused: a small file that unpacks
// to a huge one is an attack.
const maxUnpacked = 64 << 20

// readAttachments notes the files in attachments/. Of DOCX and XLSX it reads the text, for secrecy marks and personal
// numbers; nothing of them is kept.
func readAttachments(in *reader, p *project.Project) {
	for _, e := range in.list("attachments") {
		name := path.Join("attachments", e.Name())
		file := path.Join(in.dir, name)
		in.lookAtName(name)
		ending := strings.ToLower(path.Ext(name))
		if !e.Type().IsRegular() || !attachmentKinds[ending] {
			f := unknownFile(file, e, nil)
			if f.Hint == "" {
				f.Hint = "附件可以是 PDF、XLSX、DOCX、PNG、JPEG"
			}
			in.faults = append(in.faults, f)
			continue
		}
		data, tooLarge, err := in.readFile(name, maxAttachment)
		switch {
		case err != nil:
			in.fail(file, err)
		case tooLarge:
			in.breaks(name, finding.Fault{Rule: "form.size", At: finding.Location{File: file}, Problem: "附件超过 5 MB", Hint: "请压缩图片或拆成几个文件"})
		case ending == ".docx" || ending == ".xlsx":
			if err := in.lookIntoAttachment(file, data); err != nil {
				in.breaks(name, finding.Fault{Rule: "form.type", At: finding.Location{File: file}, Problem: "这个附件打不开，或不是真正的 " + strings.ToUpper(ending[1:]) + " 文件", Hint: "请用 WPS 或 Office 打开后另存一份"})
			}
		}
		if len(data) == 0 && !tooLarge {
			p.EmptyFiles = append(p.EmptyFiles, name)
		}
		p.Files = append(p.Files, name)
		p.Attachments = append(p.Attachments, e.Name())
	}
}

// lookIntoAttachment notes whether a secrecy mark stands in the text of a DOCX or XLSX, and personal numbers. It errors if
// the file cannot be read as one; what was found up to there is noted.
func (in *reader) lookIntoAttachment(file string, data []byte) error {
	found := &foundInAttachment{}
	err := eachLine(data, found.look)
	at := finding.Location{File: file}
	if found.isMarked {
		in.marks = append(in.marks, at)
	}
	for _, n := range found.numbers {
		in.personal = append(in.personal, project.PersonalNumber{Kind: n.Kind, Masked: n.Masked, At: at})
	}
	return err
}

// foundInAttachment is what was found in the text of an attachment: whether a secrecy mark, and the first number of each
// kind. That there is one is enough: the attachment is to be taken away.
type foundInAttachment struct {
	isMarked bool
	numbers  []personal.Number
}

func (f *foundInAttachment) look(line string) {
	f.isMarked = f.isMarked || secrecy.IsMarked(line)
	for cell := range strings.SplitSeq(line, cellEnd) {
		for _, n := range personal.Find([]byte(cell)) {
			if !slices.ContainsFunc(f.numbers, func(first personal.Number) bool { return first.Kind == n.Kind }) {
				f.numbers = append(f.numbers, n)
			}
		}
	}
}

// eachLine calls look for each line of the text of a DOCX or XLSX: paragraphs, table rows, cells, headers, notes.
// It errors if the file is no ZIP of XML, or unpacks to more than maxUnpacked.
func eachLine(data []byte, look func(line string)) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	left := int64(maxUnpacked)
	read := func(f *zip.File, part func(io.Reader) error) error {
		r, err := f.Open()
		if err != nil {
			return err
		}
		defer r.Close()
		limited := &io.LimitedReader{R: r, N: left + 1}
		err = part(limited)
		if left = limited.N - 1; left < 0 {
			return io.ErrShortBuffer
		}
		return err
	}
	var shared []string
	for _, f := range archive.File {
		if f.Name != sharedPart {
			continue
		}
		err := read(f, func(r io.Reader) (err error) {
			shared, err = sharedTexts(r)
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, text := range shared { // one that no cell shows any more stands in the file still
		look(text)
	}
	for _, f := range archive.File {
		if !strings.HasSuffix(f.Name, ".xml") || f.Name == sharedPart {
			continue
		}
		if err := read(f, func(r io.Reader) error { return eachLineOfPart(r, shared, look) }); err != nil {
			return err
		}
	}
	return nil
}

// sharedPart is where an XLSX keeps the texts of its cells, each once; the cells name them by number.
const sharedPart = "xl/sharedStrings.xml"

// sharedTexts lists the texts of that part. It errors if it is no XML.
func sharedTexts(r io.Reader) ([]string, error) {
	d := xml.NewDecoder(r)
	var texts []string
	var text strings.Builder
	for {
		token, err := d.Token()
		if err == io.EOF {
			return texts, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			if t.Name.Local == "si" {
				text.Reset()
			}
		case xml.EndElement:
			if t.Name.Local == "si" {
				texts = append(texts, text.String())
			}
		}
	}
}

// cellEnd stands between the cells of a row, as the bar does in Markdown.
const cellEnd = "|"

// separators are what stands after an element: a line's end, a cell's, or, where text merely goes on elsewhere, a blank.
var separators = map[string]string{
	"p": "\n", "row": "\n", "tr": "\n", "is": cellEnd, "tc": cellEnd, "c": cellEnd,
	"br": " ", "cr": " ", "tab": " ", "f": " ", "v": " ",
}

// eachLineOfPart goes through the text of one part. Text is cut into runs wherever its look changes, so runs are joined
// up to the end of their paragraph; in a table, paragraphs are joined up to the end of the row. shared are the texts that
// cells name by number.
func eachLineOfPart(r io.Reader, shared []string, look func(line string)) error {
	d := xml.NewDecoder(r)
	var line strings.Builder
	inRow, namesText, inValue := 0, false, false
	for {
		token, err := d.Token()
		if err == io.EOF {
			look(line.String())
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.CharData:
			if i, err := strconv.Atoi(string(t)); namesText && inValue && err == nil && 0 <= i && i < len(shared) {
				line.WriteString(shared[i])
			} else {
				line.Write(t)
			}
		case xml.StartElement:
			switch t.Name.Local {
			case "tr":
				inRow++
			case "c":
				namesText = slices.ContainsFunc(t.Attr, func(a xml.Attr) bool { return a.Name.Local == "t" && a.Value == "s" })
			}
			inValue = t.Name.Local == "v"
		case xml.EndElement:
			inValue = false
			if t.Name.Local == "tr" {
				inRow--
			}
			separator := separators[t.Name.Local]
			if separator == "\n" && inRow > 0 {
				separator = " "
			}
			if separator == "\n" {
				look(line.String())
				line.Reset()
				continue
			}
			line.WriteString(separator)
		}
	}
}
