package register

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/secrecy"
)

// attachmentKinds are the endings that a file in attachments/ may have.
var attachmentKinds = map[string]bool{".pdf": true, ".xlsx": true, ".docx": true, ".png": true, ".jpg": true, ".jpeg": true}

// maxUnpacked is how many bytes of text a DOCX or XLSX may unpack to before it is refused: a small file that unpacks
// to a huge one is an attack.
const maxUnpacked = 64 << 20

// readAttachments notes the files in attachments/. Of DOCX and XLSX it reads the text, for secrecy marks; nothing of
// them is kept.
func readAttachments(in *reader, p *project.Project) {
	for _, e := range in.list("attachments") {
		name := path.Join("attachments", e.Name())
		file := path.Join(in.dir, name)
		in.markName(name)
		ending := strings.ToLower(path.Ext(name))
		if !e.Type().IsRegular() || !attachmentKinds[ending] {
			f := unknownFile(file, e, nil)
			if f.Hint == "" {
				f.Hint = "附件可以是 PDF、XLSX、DOCX、PNG、JPEG"
			}
			in.faults = append(in.faults, f)
			continue
		}
		data, tooLarge, err := readFile(in.fsys, file, maxAttachment)
		switch {
		case err != nil:
			in.fail(err)
		case tooLarge:
			in.breaks(name, finding.Fault{Rule: "form.size", At: finding.Location{File: file}, Problem: "附件超过 5 MB", Hint: "请压缩图片或拆成几个文件"})
		case ending == ".docx" || ending == ".xlsx":
			marked, err := officeFileIsMarked(data)
			if err != nil {
				in.breaks(name, finding.Fault{Rule: "form.type", At: finding.Location{File: file}, Problem: "这个附件打不开，或不是真正的 " + strings.ToUpper(ending[1:]) + " 文件", Hint: "请用 WPS 或 Office 打开后另存一份"})
			}
			if marked {
				in.marks = append(in.marks, finding.Location{File: file})
			}
		}
		p.Files = append(p.Files, name)
		p.Attachments = append(p.Attachments, e.Name())
	}
}

// officeFileIsMarked looks for secrecy marks in the text of a DOCX or XLSX: paragraphs, table rows, cells, headers,
// notes. It errors if the file is no ZIP of XML, or unpacks to more than maxUnpacked.
func officeFileIsMarked(data []byte) (bool, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return false, err
	}
	left := int64(maxUnpacked)
	for _, f := range archive.File {
		if !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return false, err
		}
		limited := &io.LimitedReader{R: r, N: left + 1}
		marked, err := xmlIsMarked(limited)
		r.Close()
		if left = limited.N - 1; left < 0 {
			return false, io.ErrShortBuffer
		}
		if marked || err != nil {
			return marked, err
		}
	}
	return false, nil
}

// lineEnds are the elements after which a new line of text begins; a cell's end within a row is a bar.
var lineEnds = map[string]string{"p": "\n", "row": "\n", "tr": "\n", "si": "|", "is": "|", "tc": "|", "c": "|"}

// xmlIsMarked looks for marks in the text of one part. Text is cut into runs wherever its look changes, so runs are
// joined up to the end of their paragraph; in a table, paragraphs are joined up to the end of the row.
func xmlIsMarked(r io.Reader) (bool, error) {
	d := xml.NewDecoder(r)
	var line strings.Builder
	inRow := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			return secrecy.IsMarked(line.String()), nil
		}
		if err != nil {
			return false, err
		}
		switch t := token.(type) {
		case xml.CharData:
			line.Write(t)
		case xml.StartElement:
			if t.Name.Local == "tr" {
				inRow++
			}
		case xml.EndElement:
			if t.Name.Local == "tr" {
				inRow--
			}
			end := lineEnds[t.Name.Local]
			if end == "\n" && inRow > 0 {
				end = ""
			}
			if end == "\n" {
				if secrecy.IsMarked(line.String()) {
					return true, nil
				}
				line.Reset()
				continue
			}
			line.WriteString(end)
		}
	}
}
