// Hugo, run in process on a staging folder.

package publish

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/gohugoio/hugo/commands"

	"wuxing.example/register/generator/internal/parallel"
	"wuxing.example/register/site"
)

// writeSource writes Hugo's source tree: the folder site, an index of all pages for its content adapter, and a file for
// each page, which its template reads.
func writeSource(dir string, frame Frame, pages []page) error {
	if err := os.CopyFS(dir, site.FS); err != nil {
		return err
	}
	data := filepath.Join(dir, "data")
	for _, folder := range []string{data, filepath.Join(dir, pageFolder)} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
	}
	if err := writeJSON(filepath.Join(data, "frame.json"), frame); err != nil {
		return err
	}
	err := parallel.Try(len(pages), func(i int) error { return writeJSON(filepath.Join(dir, pages[i].Params.File), pages[i].data) })
	if err != nil {
		return err
	}
	return writeJSON(filepath.Join(data, "pages.json"), pages)
}

func writeJSON(name string, v any) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err
	}
	return w.Flush()
}

// hugoLock is held while Hugo runs: it and runHugo set globals of the process.
var hugoLock sync.Mutex

// runHugo builds staging/source into public. All that Hugo prints is kept from the terminal; a warning is an error.
func runHugo(staging, public, base string) (err error) {
	hugoLock.Lock()
	defer hugoLock.Unlock()
	defer log.SetOutput(log.Writer()) // which Hugo sets
	defer hideEnvironment()()

	said, err := os.Create(filepath.Join(staging, "said"))
	if err != nil {
		return err
	}
	defer said.Close()
	statistics, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer statistics.Close()
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = statistics, said
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()

	args := []string{
		"--source", filepath.Join(staging, "source"),
		"--destination", public,
		"--cacheDir", filepath.Join(staging, "cache"),
		"--baseURL", base,
		"--environment", "production",
		"--noBuildLock",
		"--printPathWarnings",
		"--printI18nWarnings",
	}
	if base == "/" { // a sitemap would hold addresses without a host
		args = append(args, "--disableKinds", "taxonomy,term,rss,sitemap")
	}
	runErr := commands.Execute(args)
	warnings, err := os.ReadFile(said.Name())
	if err != nil {
		return err
	}
	if runErr == nil && len(warnings) == 0 {
		return nil
	}
	message := string(warnings) // which tell more than the error that ends the build for them
	if message == "" {
		message = runErr.Error()
	}
	message = strings.ReplaceAll(message, staging+string(filepath.Separator), "")
	lines := strings.Split(strings.TrimSpace(message), "\n")
	if more := len(lines) - 10; more > 0 {
		lines = append(lines[:10], fmt.Sprintf("（另有 %d 行）", more))
	}
	return fmt.Errorf("生成网页时出错：\n%s", strings.Join(lines, "\n"))
}

// hugoMemory is how many gigabytes the program may take before Hugo lets go of what it caches. By default that is a quarter
// of the machine's memory: at 10,000 pages more than the collector is told to stay within.
const hugoMemory = "1"

// hideEnvironment takes Hugo's variables out of the environment, by which it would set any of its options, and sets the
// one for which there is no option. It returns what puts them back.
func hideEnvironment() (restore func()) {
	hidden := map[string]string{}
	for _, entry := range os.Environ() {
		if name, value, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "HUGO") {
			hidden[name] = value
			os.Unsetenv(name)
		}
	}
	os.Setenv("HUGO_MEMORYLIMIT", hugoMemory)
	return func() {
		os.Unsetenv("HUGO_MEMORYLIMIT")
		for name, value := range hidden {
			os.Setenv(name, value)
		}
	}
}
