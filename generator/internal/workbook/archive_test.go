package workbook

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestArchive: a ZIP with a project's files, or with the form and what is attached to it, is read as the project.
func TestArchive(t *testing.T) {
	in := newImporter(t)
	form := in.filled(t, func(*excelize.File) {})
	plain := in.read(t, form)
	folder := plain.Drafts[0].Folder
	declaration, text := plain.Drafts[0].Files[folder+"/project.toml"], plain.Drafts[0].Files[folder+"/feasibility.md"]
	const pdf = "attachments/批文.pdf"
	for says, c := range map[string]struct {
		data []byte
		want []string // the files of the folder
	}{
		"files at the top": {zipOf(t, zipPart{"project.toml", declaration}, zipPart{"feasibility.md", text}), []string{"feasibility.md", "project.toml"}},
		"a folder, with what systems leave": {
			zipOf(t, zipPart{"申报/", nil}, zipPart{"申报/project.toml", declaration}, zipPart{"申报/feasibility.md", text}, zipPart{"申报/.DS_Store", nil}, zipPart{"__MACOSX/申报/._project.toml", nil}, zipPart{"申报/" + pdf, []byte("%PDF")}),
			[]string{pdf, "feasibility.md", "project.toml"},
		},
		"names as Windows writes them": {zipOf(t, zipPart{`a\project.toml`, declaration}, zipPart{`a\feasibility.md`, text}), []string{"feasibility.md", "project.toml"}},
		"names in GBK": {
			gbkZip(t, zipPart{"\xc9\xea\xb1\xa8/project.toml", declaration}, zipPart{"\xc9\xea\xb1\xa8/feasibility.md", text}, zipPart{"\xc9\xea\xb1\xa8/attachments/\xc5\xfa\xce\xc4.pdf", []byte("%PDF")}),
			[]string{pdf, "feasibility.md", "project.toml"},
		},
		"a form and what is attached": {zipOf(t, zipPart{"申报表.xlsx", form}, zipPart{"批文.pdf", []byte("%PDF")}), []string{pdf, "feasibility.md", "project.toml"}},
	} {
		im := in.read(t, c.data)
		ready := im.Ready()
		if len(ready) != 1 || ready[0].Folder != folder {
			t.Errorf("%s: %+v, %+v", says, im.Drafts, im.Remarks)
			continue
		}
		var got []string
		for name := range ready[0].Files {
			got = append(got, strings.TrimPrefix(name, folder+"/"))
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) || !bytes.Equal(ready[0].Files[folder+"/project.toml"], declaration) {
			t.Errorf("%s: the files are %v, want %v", says, got, c.want)
		}
	}
}

// gbkZip is a ZIP whose names are not in UTF-8.
func gbkZip(t *testing.T, parts ...zipPart) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		f, err := w.CreateHeader(&zip.FileHeader{Name: p.name, NonUTF8: true, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		f.Write(p.data)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestArchiveFindings: what is wrong in a ZIP is told at its file and line.
func TestArchiveFindings(t *testing.T) {
	in := newImporter(t)
	files := os.DirFS(repository)
	declaration, err := fs.ReadFile(files, "projects/2025/gx/001/project.toml")
	if err != nil {
		t.Fatal(err)
	}
	spoiled := bytes.Replace(declaration, []byte("classified = false"), []byte("classified = \"不\""), 1)
	line := 1 + bytes.Count(spoiled[:bytes.Index(spoiled, []byte("classified"))], []byte("\n"))
	im := in.read(t, zipOf(t, zipPart{"project.toml", spoiled}, zipPart{"notes.doc", []byte("x")}))
	want := map[string]string{"form.type": "project.toml:" + string(rune('0'+line)), "form.unknown-file": "notes.doc:1", "07.materials": ""}
	for _, r := range im.Remarks {
		if at, ok := want[r.Rule]; ok && (at == "" || r.At.String() == at) {
			delete(want, r.Rule)
		}
	}
	if len(want) > 0 || len(im.Ready()) > 0 {
		t.Errorf("not told: %v of %+v", slices.Collect(maps.Keys(want)), im.Remarks)
	}
}

// TestHostileArchive: a ZIP that is no one project's is refused with its reason.
func TestHostileArchive(t *testing.T) {
	in := newImporter(t)
	toml := zipPart{"a/project.toml", []byte("name = \"示例\"\n")}
	for says, c := range map[string]struct {
		data []byte
		want string
	}{
		"a way out":       {zipOf(t, toml, zipPart{"a/../../etc/passwd", []byte("x")}), "名字不对"},
		"an absolute way": {zipOf(t, toml, zipPart{"/etc/passwd", []byte("x")}), "名字不对"},
		"two projects":    {zipOf(t, toml, zipPart{"b/project.toml", []byte("x")}), "不止一个项目"},
		"two forms":       {zipOf(t, zipPart{"a.xlsx", []byte("x")}, zipPart{"b.xlsx", []byte("x")}), "不止一个项目"},
		"a name twice":    {zipOf(t, toml, toml), "重名"},
		"files elsewhere": {zipOf(t, toml, zipPart{"b/readme.pdf", []byte("x")}), "项目文件夹以外的文件：readme.pdf"},
		"a bomb":          {zipOf(t, toml, zipPart{"a/attachments/a.pdf", make([]byte, mostUnpacked+1)}), "解开后超过 100 MB"},
		"a ledger":        {zipOf(t, zipPart{"台账.xlsx", ledgerOf(t, in.r, "zhzf")}), "不是申报表"},
	} {
		im := in.read(t, c.data)
		if len(im.Ready()) > 0 || len(im.Remarks) == 0 || !strings.Contains(im.Remarks[0].Message, c.want) {
			t.Errorf("%s: %+v, want %q", says, im.Remarks, c.want)
		}
	}
}
