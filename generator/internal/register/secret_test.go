package register

import (
	"archive/zip"
	"bytes"
	"fmt"
	"testing"
	"testing/fstest"

	"wuxing.example/register/generator/internal/calendar"
)

// A secrecy mark makes a project secret wherever it stands; what only speaks of secrecy does not.
func TestLoadFindsMarks(t *testing.T) {
	workbook := func(shared, rows string) []byte {
		return officeOf(t, map[string]string{"xl/sharedStrings.xml": shared, "xl/worksheets/sheet1.xml": rows})
	}
	cells := "<row><c t=\"s\"><v>1</v></c><c t=\"s\"><v>0</v></c></row>"
	for _, tt := range []struct {
		name string
		file string
		data []byte
		want bool
	}{
		{"a document", "plan.md", []byte("# 方案\n\n机 密 ★\n"), true},
		{"a row of a table", "plan.md", []byte("| 密级 | 秘密 |\n|---|---|\n"), true},
		{"a row of a table, with a colon", "plan.md", []byte("| 密级： | 秘密 |\n|---|---|\n"), true},
		{"a TOML text with escapes", "revision.toml", []byte("[[responses]]\npoint = \"\\u673a\\u5bc6\\u2605\"\n"), true},
		{"a comment of TOML", "revision.toml", []byte("# 密级:绝密\n"), true},
		{"a file that is no TOML", "revision.toml", []byte("秘密☆\n"), true},
		{"an attachment's name", "attachments/方案（秘密★）.pdf", []byte("%PDF"), true},
		{"an unknown file's name", "机密★.txt", nil, true},
		{"an unknown file", "说明.txt", []byte("密级：机密\n"), true},
		{"an unknown file among the changes", "changes/说明.txt", []byte("密级：机密\n"), true},
		{"a file in a folder that should not be there", "资料/二/说明.md", []byte("绝密★\n"), true},
		{"an attachment in the wrong folder", "资料/a.docx", office(t, "word/document.xml", "<w:p>机密★</w:p>"), true},
		{"a paragraph cut into runs", "attachments/a.docx", office(t, "word/document.xml", "<w:p><w:r><w:t>机</w:t></w:r><w:r><w:t>密★</w:t></w:r></w:p>"), true},
		{"a header", "attachments/a.docx", office(t, "word/header1.xml", "<w:p><w:t>密级：机密</w:t></w:p>"), true},
		{"a row of a table in a text", "attachments/a.docx", office(t, "word/document.xml", "<w:tr><w:tc><w:p>密级</w:p></w:tc><w:tc><w:p>机密</w:p></w:tc></w:tr>"), true},
		{"cells of a row, whose texts are kept elsewhere in another order", "attachments/a.xlsx", workbook("<si><t>机密</t></si><si><t>密级</t></si>", cells), true},
		{"a text of one cell, cut into runs", "attachments/a.xlsx", workbook("<si><r><t>绝密</t></r><r><t>★长期</t></r></si>", ""), true},
		{"a text written into its cell", "attachments/a.xlsx", workbook("", "<row><c t=\"inlineStr\"><is><t>密级：秘密</t></is></c></row>"), true},
		{"texts that are kept side by side and stand in cells apart", "attachments/a.xlsx",
			workbook("<si><t>密级</t></si><si><t>秘密</t></si>", "<row><c t=\"s\"><v>0</v></c></row><row><c t=\"s\"><v>1</v></c></row>"), false},
		{"a number that is no text's", "attachments/a.xlsx", workbook("<si><t>机密</t></si>", "<row><c t=\"s\"><v>7</v></c><c><v>0</v></c></row>"), false},
		{"prose", "plan.md", []byte("# 方案\n\n按照保守国家秘密法，不得涉及国家秘密、工作秘密。涉密信息（绝密、机密、秘密）不得录入。密级：公开。\n"), false},
	} {
		files := fstest.MapFS{folderOfOne + "/" + tt.file: &fstest.MapFile{Data: tt.data}}
		today, _ := calendar.NewDate(2026, 6, 30)
		r, err := Load(files, today, nil)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if got := r.Projects[0].IsSecret(); got != tt.want {
			t.Errorf("%s: secret is %v, want %v", tt.name, got, tt.want)
		}
	}
}

// A mark in a folder that can be no unit's or project's is found as well, and told as the year's.
func TestLoadFindsMarksInRefusedFolders(t *testing.T) {
	today, _ := calendar.NewDate(2026, 6, 30)
	for _, file := range []string{"projects/2025/资料/说明.md", "projects/2025/zhzf/资料/说明.md", "projects/2025/说明.md"} {
		r, err := Load(fstest.MapFS{file: &fstest.MapFile{Data: []byte("密级：机密\n")}}, today, nil)
		if err != nil {
			t.Fatal(err)
		}
		if marks := r.Years[0].Marks; len(marks) != 1 || marks[0].File != file {
			t.Errorf("%s: Load finds the marks %+v", file, marks)
		}
	}
}

// officeOf makes a DOCX or XLSX of some parts.
func officeOf(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for part, body := range parts {
		f, err := w.Create(part)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(f, `<?xml version="1.0"?><x xmlns:w="w">%s</x>`, body)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
