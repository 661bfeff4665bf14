// Findings back inside the workbook that was checked.

package workbook

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/finding"
)

const (
	summarySheet = "核查结果"
	author       = "核查" // of our comments, by which those of an earlier check are known
)

// mostNoted is how many findings are noted in a workbook: nobody mends more at once, and Excel has a limit of links.
const mostNoted = 2000

// Annotate writes a copy of a workbook in which each cell with a finding is red and has it as a comment, with its article
// and remedy, and a first sheet lists them, each with a link to its cell, and says how many more there are. What an earlier check noted in the
// workbook goes. It errors if the workbook is one that ReadImport refuses, or the writing fails.
func Annotate(w io.Writer, data []byte, im *Import) error {
	f, why := open(data)
	if why != nil {
		return fmt.Errorf("%s", why.problem)
	}
	defer f.Close()
	b := &book{file: f, styles: map[look]int{}}
	b.clear()
	red, err := f.NewConditionalStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFC7CE"}}, Font: &excelize.Font{Color: "9C0006"}})
	b.keep(err)
	violated := slices.DeleteFunc(slices.Clone(im.Remarks), func(r Remark) bool { return r.Outcome != finding.Violated })
	noted := violated[:min(len(violated), mostNoted)]
	texts := map[Place][]string{}
	var order []Place
	for _, r := range noted {
		if r.At.Sheet == "" {
			continue
		}
		at := r.At
		if at.Cell == "" {
			at.Cell = "A1"
		}
		if texts[at] == nil {
			order = append(order, at)
		}
		texts[at] = append(texts[at], noteOf(r))
	}
	for _, at := range order {
		b.keep(f.SetConditionalFormat(at.Sheet, at.Cell, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: "TRUE", Format: &red}}))
		b.keep(f.AddComment(at.Sheet, excelize.Comment{Cell: at.Cell, Author: author, Text: truncate(strings.Join(texts[at], "\n\n"), 2000), Width: 320, Height: 160}))
	}
	b.summary(noted, len(violated)-len(noted))
	if b.err != nil {
		return b.err
	}
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		return err
	}
	_, err = w.Write(out.Bytes())
	return err
}

// clear takes away what an earlier check noted.
func (b *book) clear() {
	for _, sheet := range b.file.GetSheetList() {
		if sheet == summarySheet {
			b.keep(b.file.DeleteSheet(sheet))
			continue
		}
		comments, err := b.file.GetComments(sheet)
		b.keep(err)
		for _, c := range comments {
			if c.Author == author {
				b.keep(b.file.DeleteComment(sheet, c.Cell))
				b.keep(b.file.UnsetConditionalFormat(sheet, c.Cell))
			}
		}
	}
}

// noteOf is what a cell's comment says of a finding.
func noteOf(r Remark) string {
	lines := []string{r.Severity.Chinese() + "：" + r.Message}
	if r.Article != "" {
		lines = append(lines, "依据："+r.Article)
	}
	if r.Hint != "" {
		lines = append(lines, "处理："+r.Hint)
	}
	return strings.Join(lines, "\n")
}

// summaryHeadings is the row of the summary's headings, and summaryWidths are its columns'.
const summaryHeadings = 3

var summaryWidths = []float64{8, 26, 10, 56, 14, 52, 20}

// summaryOf counts what was found: 共 3 处错误、1 处警告。
func summaryOf(noted []Remark, more int) string {
	counts := map[finding.Severity]int{}
	for _, r := range noted {
		counts[r.Severity]++
	}
	var parts []string
	for _, s := range []finding.Severity{finding.Error, finding.Warning, finding.Notice} {
		if counts[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d 处%s", counts[s], s.Chinese()))
		}
	}
	if len(parts) == 0 {
		return "没有发现问题。"
	}
	text := "列出 " + strings.Join(parts, "、")
	if more > 0 {
		text += fmt.Sprintf("，还有 %d 处没有列出", more)
	}
	return text + "。"
}

// beginSummary begins the sheet before the others. excelize counts a name's sheet by its place, and leaves that as it was
// when sheets move: the names are made again.
func (b *book) beginSummary() {
	names := slices.DeleteFunc(b.file.GetDefinedName(), func(n excelize.DefinedName) bool { return n.Scope == "Workbook" })
	for _, n := range names {
		b.keep(b.file.DeleteDefinedName(&n))
	}
	first := b.file.GetSheetName(0)
	_, err := b.file.NewSheet(summarySheet)
	b.keep(err)
	b.keep(b.file.MoveSheet(summarySheet, first))
	for _, n := range names {
		b.keep(b.file.SetDefinedName(&n))
	}
}

// summary writes the sheet that lists findings, before the others, and says how many more there are.
func (b *book) summary(noted []Remark, more int) {
	b.beginSummary()
	b.printOn(summarySheet, a4Wide)
	row := func(y int, l look, values ...any) {
		for x, v := range values {
			b.keep(b.file.SetCellValue(summarySheet, ref(y, x), v))
			b.keep(b.file.SetCellStyle(summarySheet, ref(y, x), ref(y, x), b.style(l)))
		}
	}
	for x, width := range summaryWidths {
		column, err := excelize.ColumnNumberToName(x + 1)
		b.keep(err)
		b.keep(b.file.SetColWidth(summarySheet, column, column, width))
	}
	row(0, look{bare: true, bold: true, size: 18}, summarySheet)
	row(1, look{bare: true}, summaryOf(noted, more)+"点“位置”跳到有问题的格子，格子上的批注写着同样的话。改好以后再核查一次。")
	b.keep(b.file.MergeCell(summarySheet, "A1", "G1"))
	b.keep(b.file.MergeCell(summarySheet, "A2", "G2"))
	b.keep(b.file.SetRowHeight(summarySheet, 1, 34))
	b.keep(b.file.SetRowHeight(summarySheet, 2, 24))
	row(summaryHeadings-1, headLook, "序号", "位置", "级别", "问题", "依据", "处理", "规则")
	b.keep(b.file.SetRowHeight(summarySheet, summaryHeadings, 24))
	heights := &sheet{widths: summaryWidths}
	for i, r := range noted {
		y := summaryHeadings + i
		row(y, look{format: textFormat, horizontal: "left"}, i+1, r.At.String(), r.Severity.Chinese(), r.Message, r.Article, r.Hint, r.Rule)
		height := heights.heightOf([]any{nil, excelize.Cell{Value: r.At.String()}, nil, excelize.Cell{Value: r.Message}, excelize.Cell{Value: r.Article}, excelize.Cell{Value: r.Hint}, nil})
		b.keep(b.file.SetRowHeight(summarySheet, y+1, max(height, 22)))
		if r.At.Sheet != "" {
			cell := r.At.Cell
			if cell == "" {
				cell = "A1"
			}
			b.keep(b.file.SetCellHyperLink(summarySheet, ref(y, 1), fmt.Sprintf("'%s'!%s", strings.ReplaceAll(r.At.Sheet, "'", "''"), cell), "Location"))
		}
	}
	b.keep(b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", summarySheet, summaryHeadings, summaryHeadings), Scope: summarySheet,
	}))
	switch {
	case len(noted) == 0:
		row(summaryHeadings, look{}, "", "", "", "没有发现问题")
	case more > 0:
		row(summaryHeadings+len(noted), look{}, "", "", "", fmt.Sprintf("还有 %d 处没有列出，改好以上各处后再核查", more))
	}
	if index, err := b.file.GetSheetIndex(summarySheet); err == nil {
		b.file.SetActiveSheet(index)
	}
}
