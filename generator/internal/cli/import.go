package cli

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/workbook"
)

// mostImported is how large a workbook is read, in bytes: workbook refuses a larger one, which need not be read whole.
const mostImported = 32 << 20

// importCommand reads a form, a ledger or a ZIP into new project folders, all of them or, where there are errors, none. Of
// a sheet with a project a row, the rows that can be read are written, for their studies are written in their folders.
func importCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	openPR := flags.Bool("open-pr", false, "不写入文件夹，而是在代码平台上提交申报单（合并请求），平台由环境变量 GITHUB_REPOSITORY、GITHUB_TOKEN 和 GITHUB_API_URL 指明")
	return func(c *call) (int, error) {
		if len(c.args) != 1 {
			return 0, &usageError{"请写一个文件，例如 import 申报表.xlsx"}
		}
		im, _, err := in.readWorkbook(c, c.args[0])
		if err != nil {
			return 0, err
		}
		printRemarks(c.stderr, filepath.Base(c.args[0]), im)
		for _, d := range im.Drafts {
			fmt.Fprintln(c.stdout, verdict(d, im.ByRow))
		}
		ready := im.Ready()
		if len(ready) == 0 && im.Blocks() {
			fmt.Fprintln(c.stderr, "有错误，一个项目也没有写入。改好后再导入。")
			return exitFindings, nil
		}
		files := map[string][]byte{}
		for _, d := range ready {
			maps.Copy(files, d.Files)
		}
		if *openPR && len(ready) > 0 {
			return exitClean, propose(c, ready, files)
		}
		root, err := in.root()
		if err != nil {
			return 0, err
		}
		if err := register.WriteNew(root, files); err != nil {
			return 0, err
		}
		fmt.Fprintf(c.stdout, "已写入 %d 个项目。\n", len(ready))
		if im.Blocks() {
			fmt.Fprintln(c.stderr, "没有写入的行，在表里改好后整张再导入，已经写入的会略过；写入了还要补的，在项目文件夹里补齐，再运行 check。")
			return exitFindings, nil
		}
		return exitClean, nil
	}
}

// proposedTo is the branch that declarations go to.
const proposedTo = "main"

// propose asks on the Git host for what a workbook declares to be put on record: one pull request, whatever number of
// projects.
func propose(c *call, drafts []workbook.Draft, texts map[string][]byte) error {
	host, err := openHost()
	if err != nil {
		return err
	}
	first := drafts[0]
	title := "申报：" + first.Name
	if len(drafts) > 1 {
		title += fmt.Sprintf(" 等 %d 个项目", len(drafts))
	}
	var files []forge.File
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		files = append(files, forge.File{Path: name, Data: texts[name]})
	}
	pr, err := host.OpenPullRequest(c.ctx, forge.Proposal{
		Title: title, Text: "由申报表导入。", Base: proposedTo, Branch: "shenbao/" + strings.ReplaceAll(strings.TrimPrefix(first.Folder, "projects/"), "/", "-"), Files: files,
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "已提交 %d 号申报单：%s\n", pr.Number, pr.URL)
	return nil
}

// annotate checks a workbook as import does, and writes a copy with what was found at its cells.
func (in *input) annotate(c *call, name string) (int, error) {
	if len(c.args) > 0 {
		return 0, &usageError{"-annotate 一次核查一份申报表，后面不写路径"}
	}
	im, data, err := in.readWorkbook(c, name)
	if err != nil {
		return 0, err
	}
	printRemarks(c.stderr, filepath.Base(name), im)
	if len(im.Drafts) > 0 {
		copied := strings.TrimSuffix(name, filepath.Ext(name)) + "-批注.xlsx"
		err := writeWorkbook(c, copied, func(w io.Writer) error { return workbook.Annotate(w, data, im) })
		if err != nil {
			return 0, err
		}
	}
	if im.Blocks() {
		return exitFindings, nil
	}
	return exitClean, nil
}

// readWorkbook reads a workbook as declarations to the register, and returns its bytes, too.
func (in *input) readWorkbook(c *call, name string) (*workbook.Import, []byte, error) {
	data, err := readAtMost(name, mostImported)
	if err != nil {
		return nil, nil, &usageError{fmt.Sprintf("读不了文件 %s", name)}
	}
	done, err := in.check(c.stderr)
	if err != nil {
		return nil, nil, err
	}
	im, err := workbook.ReadImport(data, done.files, done.register, done.rules)
	return im, data, err
}

func readAtMost(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var data bytes.Buffer
	_, err = data.ReadFrom(io.LimitReader(f, most))
	return data.Bytes(), err
}

// verdict says of one project whether it can stand in the register. One of a sheet with a project a row may have errors
// that are mended in its folder.
func verdict(d workbook.Draft, byRow bool) string {
	switch {
	case d.Known != "":
		return fmt.Sprintf("%s %s：已经登记为 %s，略过", d.At, d.Name, d.Known)
	case d.Errors > 0 && byRow && !d.Broken:
		return fmt.Sprintf("%s %s：可以登记，%s，还有 %d 处要补", d.At, d.Name, d.Folder, d.Errors)
	case d.Errors > 0:
		return fmt.Sprintf("%s %s：%d 处错误", d.At, d.Name, d.Errors)
	}
	return fmt.Sprintf("%s %s：可以登记，%s", d.At, d.Name, d.Folder)
}

// printRemarks prints what was found in a workbook, each at its cell.
func printRemarks(w io.Writer, file string, im *workbook.Import) {
	for _, r := range im.Remarks {
		if r.Outcome != finding.Violated {
			continue
		}
		fmt.Fprintf(w, "%s %s：%s %s [%s]\n", file, r.At, r.Severity.Chinese(), r.Message, r.Rule)
		if r.Article != "" {
			fmt.Fprintf(w, "  = 依据 %s\n", r.Article)
		}
		if r.Hint != "" {
			fmt.Fprintf(w, "  = 处理 %s\n", r.Hint)
		}
	}
}
