// Reading a ZIP with one project's files: those of its folder, or the form with its attachments beside it.

package workbook

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"

	"wuxing.example/register/generator/internal/tomlfile"
)

// packed is what a ZIP holds: one project's folder, or a form and further files of the folder.
type packed struct {
	form   []byte            // nil where the files are the folder's
	folder map[string][]byte // by their names in the project's folder
}

// unpack reads a ZIP that is no workbook. It returns nothing if the data is a workbook, or no ZIP at all.
func unpack(data []byte) (*packed, *refusal) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" }) {
		return nil, nil
	}
	const pack = "请把一个项目的文件放在一个文件夹里重新压缩"
	if why := tooLarge(data, archive); why != nil {
		return nil, why
	}
	files := map[string][]byte{}
	left := int64(mostUnpacked)
	for _, part := range archive.File {
		name := nameIn(part)
		if strings.HasSuffix(name, "/") || isLitter(name) {
			continue
		}
		if !fs.ValidPath(name) || !part.Mode().IsRegular() {
			return nil, &refusal{"压缩包里有文件的名字不对，或是链接", pack}
		}
		if files[name] != nil {
			return nil, &refusal{"压缩包里有重名的文件", pack}
		}
		content, err := read(part, left+1)
		if err != nil {
			return nil, &refusal{"压缩包不完整，或加了密码", pack + "，不加密码"}
		}
		if left -= int64(len(content)); left < 0 {
			return nil, tooMuchUnpacked
		}
		files[name] = content
	}
	return sortOut(files, pack)
}

// sortOut finds the project among a ZIP's files: where project.toml is, or the one form.
func sortOut(files map[string][]byte, pack string) (*packed, *refusal) {
	var declared, forms []string
	for name := range files {
		switch {
		case path.Base(name) == "project.toml":
			declared = append(declared, name)
		case path.Ext(name) == ".xlsx" && path.Base(path.Dir(name)) != "attachments":
			forms = append(forms, name)
		}
	}
	switch {
	case len(declared) > 1 || len(declared) == 0 && len(forms) > 1:
		return nil, &refusal{"压缩包里不止一个项目", "一个压缩包只放一个项目"}
	case len(declared)+len(forms) == 0:
		return nil, &refusal{"压缩包里没有 project.toml，也没有申报表", "请放入 export form 写出的申报表，或项目文件夹里的文件"}
	}
	u := &packed{folder: map[string][]byte{}}
	dir := path.Dir(slices.Concat(declared, forms)[0])
	for name, content := range files {
		inside := strings.TrimPrefix(name, dir+"/")
		if dir != "." && inside == name {
			return nil, &refusal{"压缩包里有项目文件夹以外的文件：" + path.Base(name), pack}
		}
		switch {
		case len(declared) > 0:
			u.folder[inside] = content
		case name == forms[0]:
			u.form = content
		case strings.Contains(inside, "/") || path.Ext(inside) == ".md":
			u.folder[inside] = content
		default: // beside a form lies what is attached to it
			u.folder["attachments/"+inside] = content
		}
	}
	return u, nil
}

// draftOf is a draft of a project's own files.
func draftOf(folder map[string][]byte) *draft {
	d := newDraft(Place{Sheet: "project.toml"})
	d.files, d.asFiles = folder, true
	// What is wrong with the file is told when it is read in its place.
	tomlfile.Read("project.toml", folder["project.toml"], d.declaration(), tomlfile.Options{})
	return d
}

// nameIn is a part's name. Chinese Windows writes names in GBK.
func nameIn(part *zip.File) string {
	name := part.Name
	if part.NonUTF8 {
		if decoded, err := simplifiedchinese.GBK.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return strings.ReplaceAll(name, `\`, "/")
}

// isLitter reports whether a file is one that systems and editors leave behind.
func isLitter(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" || strings.HasPrefix(base, "~$")
}
