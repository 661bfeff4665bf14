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

// summary writes the sheet that lists findings, before the others, and says how many more there are.
func (b *book) summary(noted []Remark, more int) {
	first := b.file.GetSheetName(0)
	_, err := b.file.NewSheet(summarySheet)
	b.keep(err)
	b.keep(b.file.MoveSheet(summarySheet, first))
	b.printOn(summarySheet, a4Wide)
	row := func(y int, l look, values ...any) {
		for x, v := range values {
			b.keep(b.file.SetCellValue(summarySheet, ref(y, x), v))
			b.keep(b.file.SetCellStyle(summarySheet, ref(y, x), ref(y, x), b.style(l)))
		}
	}
	for x, width := range []float64{6, 22, 8, 56, 12, 48, 22} {
		column, err := excelize.ColumnNumberToName(x + 1)
		b.keep(err)
		b.keep(b.file.SetColWidth(summarySheet, column, column, width))
	}
	row(0, look{bold: true, fill: "E8EEF4"}, "序号", "位置", "级别", "问题", "依据", "处理", "规则")
	for i, r := range noted {
		y := i + 1
		row(y, look{format: textFormat}, y, r.At.String(), r.Severity.Chinese(), r.Message, r.Article, r.Hint, r.Rule)
		if r.At.Sheet != "" {
			cell := r.At.Cell
			if cell == "" {
				cell = "A1"
			}
			b.keep(b.file.SetCellHyperLink(summarySheet, ref(y, 1), fmt.Sprintf("'%s'!%s", strings.ReplaceAll(r.At.Sheet, "'", "''"), cell), "Location"))
		}
	}
	switch {
	case len(noted) == 0:
		row(1, look{}, "", "", "", "没有发现问题")
	case more > 0:
		row(len(noted)+1, look{}, "", "", "", fmt.Sprintf("还有 %d 处没有列出，改好以上各处后再核查", more))
	}
	if index, err := b.file.GetSheetIndex(summarySheet); err == nil {
		b.file.SetActiveSheet(index)
	}
}
