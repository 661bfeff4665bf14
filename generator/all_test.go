package main

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wuxing.example/register/generator/internal/cli"
)

// portfolioToday is the day as of which the example portfolio was written.
const portfolioToday = "2026-11-24"

// TestPortfolio: the committed portfolio has no error, and every text in it says that it is an example.
func TestPortfolio(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := cli.Run([]string{"check", "-repo", "..", "-today", portfolioToday}, nil, &stdout, &stderr); code != 0 {
		t.Errorf("check: exit code %d\n%s%s", code, stdout.String(), stderr.String())
	}
	err := filepath.WalkDir("../projects", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		base := filepath.Base(name)
		if (base == "project.toml" || strings.HasSuffix(base, ".md")) && !bytes.Contains(text, []byte("示例")) {
			t.Errorf("%s does not say 示例", name)
		}
		for _, number := range regexp.MustCompile(`[\p{Han}]+〔20[0-9]{2}〕`).FindAllString(string(text), -1) {
			if cited := regexp.MustCompile(`^(国|浙|湖|吴|省|市|中|财|建)`); !strings.Contains(number, "示") && !cited.MatchString(number) {
				t.Errorf("%s: the document number %s… does not begin with 示", name, number)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPublishedPortfolio: the portfolio's site is the same byte for byte when it is built again, and says 示例 on every
// page and nothing of what the public is not to see.
func TestPublishedPortfolio(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "first"), filepath.Join(dir, "second")
	for _, out := range []string{first, second} {
		var stdout, stderr bytes.Buffer
		if code := cli.Run([]string{"build", "-repo", "..", "-today", portfolioToday, "-out", out}, nil, &stdout, &stderr); code != 0 {
			t.Fatalf("build: exit code %d\n%s%s", code, stdout.String(), stderr.String())
		}
	}
	files, again := readTree(t, first), readTree(t, second)
	if len(files) != len(again) {
		t.Errorf("the first build has %d files, the second %d", len(files), len(again))
	}
	secrets := secretsOf(t)
	for name, text := range files {
		if text != again[name] {
			t.Errorf("%s differs between two builds", name)
		}
		if strings.HasSuffix(name, ".html") && !strings.Contains(text, "示例") {
			t.Errorf("%s does not say 示例", name)
		}
		if size, most := zippedSize(t, text), budget(name); strings.HasSuffix(name, ".html") && size > most {
			t.Errorf("%s has %d bytes zipped, more than %d", name, size, most)
		}
		for secret, where := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s shows %q, which stands in %s and is not for the public", name, secret, where)
			}
		}
	}
}

// budget is how large a page may be, in bytes, zipped.
func budget(page string) int {
	if page == "index.html" {
		return 30_000
	}
	return 40_000
}

func zippedSize(t *testing.T, text string) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// secretsOf are what the site must not show, by where it stands: the security officers and management systems of the
// portfolio, and the accounts of its units and agencies.
func secretsOf(t *testing.T) map[string]string {
	secrets := map[string]string{}
	add := func(name string, pattern *regexp.Regexp) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pattern.FindAllStringSubmatch(string(text), -1) {
			secrets[m[1]] = name
		}
	}
	projects, err := filepath.Glob("../projects/*/*/*/project.toml")
	if err != nil || len(projects) == 0 {
		t.Fatal("no projects", err)
	}
	for _, name := range projects {
		add(name, regexp.MustCompile(`(?m)^(?:officer|management_system) = "([^"]+)"`))
	}
	for _, name := range []string{"../rules/units.toml", "../rules/agencies.toml"} {
		add(name, regexp.MustCompile(`accounts = \["([^"]+)"`))
	}
	return secrets
}

func readTree(t *testing.T, dir string) map[string]string {
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
