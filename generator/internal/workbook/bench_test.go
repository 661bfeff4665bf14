package workbook

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/xuri/excelize/v2"

	"wuxing.example/register/generator/internal/register/registertest"
)

// BenchmarkWritePortfolio writes all fields of 10,000 projects, 150,000 rows.
func BenchmarkWritePortfolio(b *testing.B) {
	dir := b.TempDir()
	if err := registertest.Write(dir, 10_000); err != nil {
		b.Fatal(err)
	}
	if err := os.CopyFS(dir+"/rules", os.DirFS(repository+"/rules")); err != nil {
		b.Fatal(err)
	}
	r := load(b, os.DirFS(dir))
	b.ReportAllocs()
	for b.Loop() {
		if err := WritePortfolio(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkImport reads a sheet of 10,000 projects, a project a row, and judges them among those of the register.
func BenchmarkImport(b *testing.B) {
	f := excelize.NewFile()
	defer f.Close()
	s, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	s.SetRow("A1", []any{"建设单位", "项目名称", "项目类型", "项目类别", "申报日期", "项目简介", "是否涉密", "总投资（元）", "软件开发（元）", "安全（元）", "本级财政（元）"})
	units := []string{"gx", "zhzf", "wj", "jy", "sl", "mz", "nt", "zl", "bq", "yj", "kx", "ct"}
	for i := range 10_000 {
		s.SetRow(fmt.Sprintf("A%d", i+2), []any{
			units[i%len(units)], fmt.Sprintf("示例%d号应用", i), "建设", "一般业务应用", "2026.9.20", fmt.Sprintf("示例简介%d", i*7919), "否", 800000, 700000, 100000, 800000,
		})
	}
	if err := s.Flush(); err != nil {
		b.Fatal(err)
	}
	var data bytes.Buffer
	if err := f.Write(&data); err != nil {
		b.Fatal(err)
	}
	files := os.DirFS(repository)
	r, rules := load(b, files), loadRules(b, files)
	b.ReportAllocs()
	for b.Loop() {
		im, err := ReadImport(data.Bytes(), files, r, rules)
		if err != nil || len(im.Drafts) != 10_000 {
			b.Fatal(len(im.Drafts), err)
		}
	}
}
