package register

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"wuxing.example/register/generator/internal/calendar"
)

// The numbers are made up; the identity number is the example of the standard.
const (
	identityNumber = "11010519491231002X"
	mobileNumber   = "13800138000"
	folderOfOne    = "projects/2025/zhzf/001"
)

// Numbers are found in each kind of file, and told by their place.
func TestLoadFindsPersonalNumbers(t *testing.T) {
	for _, tt := range []struct {
		name string
		file string
		data []byte
		want []string // masked, at file:line:column
	}{
		{"a document", "plan.md", []byte("# 方案\n\n联系人 " + mobileNumber + "\n"), []string{"138******00 plan.md:3:5"}},
		{"a TOML text", "revision.toml", []byte("filed = 2024-11-15\n# 身份证 " + identityNumber + "\n"), []string{"110*************2X revision.toml:2:7"}},
		{"a TOML text with escapes", "revision.toml", []byte("[[responses]]\npoint = \"138\\u00300138000\"\n"), []string{"138******00 revision.toml:2:9"}},
		{"an escape elsewhere in the text", "revision.toml", []byte("[[responses]]\npoint = \"电话\\n" + mobileNumber + "\"\n"), []string{"138******00 revision.toml:2:9"}},
		{"a number that both the file and the decoded text show, told once", "revision.toml", []byte("[[responses]]\npoint = \"电话 " + mobileNumber + "\\n\"\n"), []string{"138******00 revision.toml:2:13"}},
		{"a file that is no TOML", "revision.toml", []byte("电话 " + mobileNumber + "\n"), []string{"138******00 revision.toml:1:4"}},
		{"an attachment's name", "attachments/" + mobileNumber + ".pdf", []byte("%PDF"), []string{"138******00 attachments:1:1"}},
		{"an unknown file's name", mobileNumber + ".txt", nil, []string{"138******00 .:1:1"}},
		{"a paragraph cut into runs", "attachments/a.docx",
			office(t, "word/document.xml", "<w:p><w:r><w:t>电话 1380</w:t></w:r><w:r><w:t>0138000</w:t></w:r></w:p>"), []string{"138******00 attachments/a.docx:1:1"}},
		{"cells of a row", "attachments/a.docx",
			office(t, "word/document.xml", "<w:tbl><w:tr><w:tc><w:p>"+identityNumber+"</w:p></w:tc><w:tc><w:p>"+mobileNumber+"</w:p></w:tc></w:tr></w:tbl>"),
			[]string{"110*************2X attachments/a.docx:1:1", "138******00 attachments/a.docx:1:1"}},
		{"paragraphs of one cell", "attachments/a.docx",
			office(t, "word/document.xml", "<w:tr><w:tc><w:p>"+mobileNumber+"</w:p><w:p>2025</w:p></w:tc></w:tr>"), []string{"138******00 attachments/a.docx:1:1"}},
		{"a line break", "attachments/a.docx",
			office(t, "word/document.xml", "<w:p>"+mobileNumber+"<w:br/>2025</w:p>"), []string{"138******00 attachments/a.docx:1:1"}},
		{"a cell's number beside its formula", "attachments/a.xlsx",
			office(t, "xl/worksheets/sheet1.xml", "<row><c><f>A1+1</f><v>"+mobileNumber+"</v></c><c><v>7</v></c></row>"), []string{"138******00 attachments/a.xlsx:1:1"}},
		{"many shared texts, told once", "attachments/a.xlsx",
			office(t, "xl/sharedStrings.xml", "<si><t>"+mobileNumber+"</t></si><si><t>13900139000</t></si>"), []string{"138******00 attachments/a.xlsx:1:1"}},
		{"digits of two paragraphs", "attachments/a.docx",
			office(t, "word/document.xml", "<w:p>13800</w:p><w:p>138000</w:p>"), nil},
		{"a credit code", "procurement.toml", []byte("[[contracts]]\nsupplier = { name = \"甲\", credit_code = \"91330500MA00000014\" }\n"), nil},
	} {
		files := fstest.MapFS{folderOfOne + "/" + tt.file: &fstest.MapFile{Data: tt.data}}
		today, _ := calendar.NewDate(2026, 6, 30)
		r, err := Load(files, today, nil)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		var got []string
		for _, n := range r.Projects[0].Personal {
			file := strings.TrimPrefix(strings.TrimPrefix(n.At.File, folderOfOne), "/")
			if file == "" {
				file = "."
			}
			got = append(got, fmt.Sprintf("%s %s:%d:%d", n.Masked, file, n.At.Line(), n.At.Column()))
		}
		if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s: Load finds %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What belongs to a plan year or to a directory is looked through as well.
func TestLoadFindsPersonalNumbersOutsideProjects(t *testing.T) {
	today, _ := calendar.NewDate(2026, 6, 30)
	r, err := Load(fstest.MapFS{
		"projects/2025/plan.toml": &fstest.MapFile{Data: []byte("year = 2025\n# " + mobileNumber + "\n")},
		"rules/experts.toml":      &fstest.MapFile{Data: []byte("# " + mobileNumber + "\n")},
	}, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := r.Years[0].Personal; len(n) != 1 || n[0].At.Line() != 2 {
		t.Errorf("in plan.toml Load finds %+v, want one number on line 2", n)
	}
	if n := r.Personal; len(n) != 1 || n[0].At.File != "rules/experts.toml" {
		t.Errorf("in the directories Load finds %+v, want one number in rules/experts.toml", n)
	}
}

// An attachment without a byte is known as empty, one with some is not.
func TestLoadKnowsEmptyAttachments(t *testing.T) {
	today, _ := calendar.NewDate(2026, 6, 30)
	r, err := Load(fstest.MapFS{
		folderOfOne + "/attachments/a.pdf": &fstest.MapFile{},
		folderOfOne + "/attachments/b.pdf": &fstest.MapFile{Data: []byte("%PDF")},
	}, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p := r.Projects[0]; !p.IsEmpty("attachments/a.pdf") || p.IsEmpty("attachments/b.pdf") {
		t.Errorf("the empty attachments are %q, want a.pdf alone", p.EmptyFiles)
	}
}

// office makes a DOCX or XLSX of one part.
func office(t *testing.T, part, body string) []byte {
	t.Helper()
	return officeOf(t, map[string]string{part: body})
}
