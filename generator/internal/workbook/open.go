// Opening a workbook that anyone may have made.

package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
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
	mostElements = 6_000_000 // of XML
	mostKept     = 1 << 20   // bytes of a text, or of a part that says what the others are
	mostMerged   = 10_000
	mostSpread   = 100_000 // cells that repeat the first of a merged range
	mostRows     = 20_000  // of a sheet: those after are not read, and that is told
	mostColumns  = 200     // of a row, likewise
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

const saveAs = "请用 Excel 或 WPS 另存为“Excel 工作簿（.xlsx）”，不加密码"

var damaged = &refusal{"文件内容损坏，读不出来", "请用 Excel 或 WPS 打开后另存一次"}

var tooMuchUnpacked = &refusal{fmt.Sprintf("文件解开后超过 %d MB", mostUnpacked>>20), "请去掉不需要的内容"}

// tooLarge refuses an archive by what it says of itself, before anything of it is unpacked.
func tooLarge(data []byte, archive *zip.Reader) *refusal {
	if len(data) > mostBytes {
		return &refusal{fmt.Sprintf("文件超过 %d MB", mostBytes>>20), "请去掉图片等不需要的内容"}
	}
	if len(archive.File) > mostParts {
		return &refusal{fmt.Sprintf("文件里的部件超过 %d 个", mostParts), saveAs}
	}
	left := uint64(mostUnpacked)
	for _, part := range archive.File {
		if part.UncompressedSize64 > left {
			return tooMuchUnpacked
		}
		left -= part.UncompressedSize64
	}
	return nil
}

// encryptedPackage is the name, in an old file's directory, of what an encrypted workbook is wrapped in.
var encryptedPackage = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")

// inspect looks at a workbook's parts, and returns why it is refused, nil if it is not. It unpacks them piece by piece and
// keeps none but the small ones that it reads.
func inspect(data []byte) *refusal {
	switch {
	case len(data) > mostBytes:
		return tooLarge(data, nil)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) && bytes.Contains(data, encryptedPackage):
		return &refusal{"文件加了密码", saveAs}
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return &refusal{"这是旧式 .xls 文件，或者加了密码", saveAs}
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return &refusal{"这不是完整的 .xlsx 文件", saveAs}
	}
	if why := tooLarge(data, archive); why != nil {
		return why
	}
	seen, sheets := map[string]bool{}, 0
	all := &counter{}
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
		if why := all.look(part, name); why != nil {
			return why
		}
	}
	switch {
	case sheets > mostSheets:
		return &refusal{fmt.Sprintf("工作表超过 %d 张", mostSheets), "请分成几个文件"}
	case !seen["/xl/workbook.xml"] || !seen["/[content_types].xml"]:
		return &refusal{"这不是 .xlsx 文件", saveAs}
	}
	return nil
}

// counter counts what the parts of a workbook would take, were they read into memory: excelize makes room for every cell up
// to a row's last.
type counter struct{ cells, merged, elements int }

// look unpacks a part, and says why the workbook is refused for it.
func (n *counter) look(part *zip.File, name string) *refusal {
	r, err := part.Open()
	if err != nil {
		return &refusal{"这不是完整的 .xlsx 文件", saveAs}
	}
	defer r.Close()
	if name == "/[content_types].xml" || strings.HasSuffix(name, ".rels") {
		text, err := io.ReadAll(io.LimitReader(r, mostKept))
		switch {
		case err != nil || len(text) == mostKept:
			return damaged
		case bytes.Contains(text, []byte("macroEnabled")):
			return &refusal{"文件里有宏", saveAs}
		case hasOutsideLink(text):
			return &refusal{"文件里有指向其他文件的链接", "请去掉后另存为 .xlsx；只要格子里的内容"}
		}
		return nil
	}
	foreign := false // in an encoding of which these limits do not hold
	decoder := xml.NewDecoder(&markup{reader: r})
	decoder.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		foreign = true
		return nil, errors.ErrUnsupported
	}
	row := &rowCounter{counter: n}
	for {
		token, err := decoder.RawToken()
		switch {
		case err == io.EOF:
			return nil
		case foreign, err != nil && strings.HasSuffix(name, ".xml"):
			return damaged
		case err != nil: // a picture
			_, err := io.Copy(io.Discard, r)
			if err != nil {
				return damaged
			}
			return nil
		}
		if start, ok := token.(xml.StartElement); ok {
			if why := row.element(start); why != nil {
				return why
			}
		}
	}
}

// rowCounter counts a part's cells, row by row.
type rowCounter struct {
	*counter
	row, column int // the last
}

// element counts an element, and says why the workbook is refused for it.
func (n *rowCounter) element(e xml.StartElement) *refusal {
	tooFar := func(ref string) *refusal {
		return &refusal{fmt.Sprintf("表格用到了 %s，超过 %d 行或 %d 列", ref, mostRows, mostColumns), "请删去后面的空行空列，或分成几个文件"}
	}
	n.elements++
	switch e.Name.Local {
	case "row":
		n.row, n.column = n.row+1, 0
		if r := attribute(e, "r"); r != "" {
			number, err := strconv.Atoi(r)
			if err != nil || number > mostRows+1 {
				return tooFar("第 " + truncate(r, 10) + " 行")
			}
			n.row = number
		}
		if n.row > mostRows+1 {
			return tooFar(fmt.Sprintf("第 %d 行", n.row))
		}
	case "c":
		before := n.column
		n.column++
		if r := attribute(e, "r"); r != "" {
			x, y, err := excelize.CellNameToCoordinates(r)
			if err != nil {
				return damaged
			}
			if y > mostRows+1 || x > mostColumns+1 {
				return tooFar(r)
			}
			n.column = x
		}
		n.cells += max(1, n.column-before)
	case "mergeCell":
		n.merged++
		for corner := range strings.SplitSeq(attribute(e, "ref"), ":") {
			x, y, err := excelize.CellNameToCoordinates(corner)
			if err == nil && (y > mostRows+1 || x > mostColumns+1) {
				return tooFar(corner)
			}
		}
	}
	switch {
	case n.cells > mostCells:
		return &refusal{fmt.Sprintf("表格超过 %d 格", mostCells), "请分成几个文件，并删去空行"}
	case n.merged > mostMerged:
		return &refusal{fmt.Sprintf("合并单元格超过 %d 处", mostMerged), "请取消合并"}
	case n.elements > mostElements:
		return &refusal{"文件的内容太多", "请分成几个文件，并删去空行和多余的格式"}
	}
	return nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// markup reads XML, and gives up at a text longer than any cell's, which would be kept in memory as a whole.
type markup struct {
	reader io.Reader
	text   int // bytes since the last tag
}

func (m *markup) Read(p []byte) (int, error) {
	n, err := m.reader.Read(p)
	if i := bytes.LastIndexByte(p[:n], '<'); i >= 0 {
		m.text = n - i
	} else if m.text += n; m.text > mostKept {
		return 0, errors.New("a text longer than a cell's")
	}
	return n, err
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

// hasOutsideLink reports whether a part refers to what is outside the file, but for the
// addresses in cells, which are told at their cells.
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
			f, why = nil, damaged
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked,
	})
	if err != nil {
		return nil, damaged
	}
	return f, nil
}
