// Opening a workbook that anyone may have made.

package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// What a workbook may have at most. They are checked before anything of it is parsed: a file of 500 KB that unpacks to
// 500 MB is given up at the limit.
const (
	mostBytes    = 20 << 20  // of the file
	mostUnpacked = 100 << 20 // of all its parts
	mostParts    = 1000
	mostSheets   = 60
	mostCells    = 1_000_000
	mostMerged   = 10_000
	mostRows     = 20_000 // of a sheet: those after are not read, and that is told
	mostColumns  = 200    // of a row, likewise
)

// refusal says why a workbook is not read at all.
type refusal struct{ problem, remedy string }

// refused are the parts that a workbook must not have, by what their names contain.
var refused = []struct {
	name    string
	problem string
}{
	{"vbaproject", "文件里有宏"},
	{"/externallinks/", "文件里有指向其他文件的链接"},
	{"/embeddings/", "文件里嵌有其他文件"},
	{"/activex/", "文件里有 ActiveX 控件"},
	{"/macrosheets/", "文件里有宏"},
	{"/connections.xml", "文件里有外部数据连接"},
	{"/querytables/", "文件里有外部数据连接"},
}

// inspect looks at a workbook's parts, and returns why it is refused, nil if it is not.
func inspect(data []byte) *refusal {
	const saveAs = "请用 Excel 或 WPS 另存为“Excel 工作簿（.xlsx）”，不加密码"
	switch {
	case len(data) > mostBytes:
		return &refusal{fmt.Sprintf("文件超过 %d MB", mostBytes>>20), "请去掉图片等不需要的内容"}
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return &refusal{"这是旧式 .xls 文件，或者加了密码", saveAs}
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return &refusal{"这不是完整的 .xlsx 文件", saveAs}
	}
	if len(archive.File) > mostParts {
		return &refusal{fmt.Sprintf("文件里的部件超过 %d 个", mostParts), saveAs}
	}
	seen, sheets := map[string]bool{}, 0
	left, cells, merged := int64(mostUnpacked), int64(mostCells), int64(mostMerged)
	for _, part := range archive.File {
		name := "/" + strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		if seen[name] {
			return &refusal{"文件里有重名的部件", saveAs}
		}
		seen[name] = true
		for _, r := range refused {
			if strings.Contains(name, r.name) {
				return &refusal{r.problem, "请去掉后另存为 .xlsx；只要格子里的内容"}
			}
		}
		if strings.HasPrefix(name, "/xl/worksheets/sheet") {
			sheets++
		}
		if part.UncompressedSize64 > uint64(left) {
			return &refusal{fmt.Sprintf("文件解开后超过 %d MB", mostUnpacked>>20), "请去掉不需要的内容"}
		}
		content, err := read(part, left+1)
		if err != nil {
			return &refusal{"这不是完整的 .xlsx 文件", saveAs}
		}
		left -= int64(len(content))
		cells -= int64(bytes.Count(content, []byte("<c ")) + bytes.Count(content, []byte("<c>")))
		merged -= int64(bytes.Count(content, []byte("<mergeCell ")))
		switch {
		case left < 0:
			return &refusal{fmt.Sprintf("文件解开后超过 %d MB", mostUnpacked>>20), "请去掉不需要的内容"}
		case cells < 0:
			return &refusal{fmt.Sprintf("表格超过 %d 格", mostCells), "请分成几个文件，并删去空行"}
		case merged < 0:
			return &refusal{fmt.Sprintf("合并单元格超过 %d 处", mostMerged), "请取消合并"}
		case name == "/[content_types].xml" && bytes.Contains(content, []byte("macroEnabled")):
			return &refusal{"文件里有宏", saveAs}
		case name == "/xl/workbook.xml" && (bytes.Contains(content, []byte(`date1904="1"`)) || bytes.Contains(content, []byte(`date1904="true"`))):
			return &refusal{"文件的日期从 1904 年算起，读出来会差四年", "请在 Excel 的选项里取消“使用 1904 日期系统”，核对日期后另存"}
		case strings.HasSuffix(name, ".rels") && hasOutsideLink(content):
			return &refusal{"文件里有指向其他文件的链接", "请去掉后另存为 .xlsx；只要格子里的内容"}
		}
	}
	switch {
	case sheets > mostSheets:
		return &refusal{fmt.Sprintf("工作表超过 %d 张", mostSheets), "请分成几个文件"}
	case !seen["/xl/workbook.xml"]:
		return &refusal{"这不是 .xlsx 文件", saveAs}
	}
	return nil
}

// read reads a part, at most so many bytes of it.
func read(part *zip.File, most int64) ([]byte, error) {
	r, err := part.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, most))
}

// hasOutsideLink reports whether a part refers to what is outside the file, but for addresses in cells, which Excel makes
// of whatever looks like one and which nothing here follows.
func hasOutsideLink(relations []byte) bool {
	for _, relation := range bytes.Split(relations, []byte("<Relationship ")) {
		if bytes.Contains(relation, []byte("External")) && !bytes.Contains(relation, []byte("relationships/hyperlink")) {
			return true
		}
	}
	return false
}

// open opens a workbook, or says why it is refused.
func open(data []byte) (f *excelize.File, why *refusal) {
	if why := inspect(data); why != nil {
		return nil, why
	}
	defer func() {
		if recover() != nil { // excelize trusts what a part says of itself
			f, why = nil, &refusal{"文件内容损坏，读不出来", "请用 Excel 或 WPS 打开后另存一次"}
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked,
	})
	if err != nil {
		return nil, &refusal{"文件内容损坏，读不出来", "请用 Excel 或 WPS 打开后另存一次"}
	}
	return f, nil
}
