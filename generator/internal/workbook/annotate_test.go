package workbook

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestAnnotate: the copy has each finding at its cell and in the summary, keeps what stood in the cells, and reads again
// as the workbook itself does; a second check takes the notes of the first away.
func TestAnnotate(t *testing.T) {
	in := newImporter(t)
	bad := in.filled(t, func(f *excelize.File) {
		f.SetCellValue("概算明细", "C4", "98,5")
		f.SetCellValue(formSheet, cellOf(f, "申报日期"), "9/20/2026")
	})
	im := in.read(t, bad)
	var copied bytes.Buffer
	if err := Annotate(&copied, bad, im); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(copied.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetName(0); got != summarySheet {
		t.Errorf("the first sheet is %s", got)
	}
	titles := map[string]string{}
	for _, n := range f.GetDefinedName() {
		titles[n.Scope] = n.RefersTo
	}
	for _, name := range []string{summarySheet, formSheet, guideSheet} {
		if want := "'" + name + "'!$3:$3"; titles[name] != want {
			t.Errorf("on each page of %s is printed %s, want %s", name, titles[name], want)
		}
	}
	rows := rowsOf(t, f, summarySheet)
	rows = rows[summaryHeadings-1:]
	if len(rows)-1 < 2 || len(rows)-1 > len(im.Remarks) {
		t.Errorf("%d findings are listed of %d", len(rows)-1, len(im.Remarks))
	}
	listed := map[string]string{} // the link by the place
	for y := range rows[1:] {
		_, target, _ := f.GetCellHyperLink(summarySheet, ref(summaryHeadings+y, 1))
		listed[rows[y+1][1]] = target
	}
	if listed["概算明细!C4"] != "'概算明细'!C4" {
		t.Errorf("the links are %v", listed)
	}
	comments, err := f.GetComments("概算明细")
	if err != nil || len(comments) == 0 || comments[0].Cell != "C4" || !strings.Contains(comments[0].Text, "处理：") {
		t.Errorf("the comments are %+v, %v", comments, err)
	}
	formats, err := f.GetConditionalFormats("概算明细")
	if err != nil || formats["C4"] == nil {
		t.Errorf("C4 is not red: %v, %v", formats, err)
	}
	if value, _ := f.GetCellValue("概算明细", "C4"); value != "98,5" {
		t.Errorf("the cell now holds %q", value)
	}
	again := in.read(t, copied.Bytes())
	if len(again.Remarks) != len(im.Remarks) {
		t.Errorf("the copy has %d findings, the workbook %d", len(again.Remarks), len(im.Remarks))
	}

	f.SetCellValue("概算明细", "C4", 98)
	f.SetCellValue(formSheet, cellOf(f, "申报日期"), "2025-10-15")
	var mended, cleared bytes.Buffer
	if err := f.Write(&mended); err != nil {
		t.Fatal(err)
	}
	if err := Annotate(&cleared, mended.Bytes(), in.read(t, mended.Bytes())); err != nil {
		t.Fatal(err)
	}
	g, err := excelize.OpenReader(&cleared)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if comments, _ := g.GetComments("概算明细"); len(comments) > 0 {
		t.Errorf("the comments of the first check are still there: %+v", comments)
	}
	if formats, _ := g.GetConditionalFormats("概算明细"); len(formats) > 0 {
		t.Errorf("cells are still red: %v", formats)
	}
}

// TestAnnotateMany: what is more than a workbook takes is counted.
func TestAnnotateMany(t *testing.T) {
	in := newImporter(t)
	data := in.filled(t, func(*excelize.File) {})
	for n, want := range map[int]string{mostNoted: "", mostNoted + 3: "还有 3 处没有列出，改好以上各处后再核查"} {
		im := &Import{}
		for range n {
			im.Remarks = append(im.Remarks, remark(Place{formSheet, "B4"}, "form.missing", "缺项目名称", ""))
		}
		var copied bytes.Buffer
		if err := Annotate(&copied, data, im); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&copied)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := f.GetCellValue(summarySheet, ref(summaryHeadings+mostNoted, 3))
		f.Close()
		if got != want {
			t.Errorf("%d findings: the last line is %q, want %q", n, got, want)
		}
	}
}
