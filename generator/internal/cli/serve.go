package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"wuxing.example/register/generator/internal/publish"
)

// settle is how long after a change the next build waits for more: editors write a file in several steps.
const settle = 200 * time.Millisecond

// serveCommand builds the site, serves it on this machine, and builds again whenever the register changes. A faulty
// edit shows its findings in the terminal and keeps the last good site.
func serveCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	addr := flags.String("addr", "127.0.0.1:1313", "在哪个地址打开")
	return func(c *call) (int, error) {
		if len(c.args) > 0 {
			return 0, &usageError{"serve 不接受参数：" + c.args[0]}
		}
		root, err := in.root()
		if err != nil {
			return 0, err
		}
		listener, err := net.Listen("tcp", *addr)
		if err != nil {
			return 0, fmt.Errorf("地址 %s 用不了（可能已有程序在用），请换一个 -addr：%w", *addr, err)
		}
		dir, err := os.MkdirTemp("", "register-site-")
		if err != nil {
			return 0, err
		}
		defer os.RemoveAll(dir)
		out := filepath.Join(dir, "public")
		server := &http.Server{Handler: siteHandler(out), ReadHeaderTimeout: 10 * time.Second}
		go server.Serve(listener)
		defer server.Close()
		build := func() { rebuild(in, out, c.stdout, c.stderr) }
		build()
		fmt.Fprintf(c.stdout, "请在浏览器中打开 http://%s/ ，改动 projects 或 rules 中的文件后自动更新，按 Ctrl+C 结束\n", listener.Addr())
		return exitClean, watch(c.ctx, root, build)
	}
}

// siteHandler serves the site as it stands; until there is one it says why there is none.
func siteHandler(out string) http.Handler {
	files := http.FileServerFS(os.DirFS(out))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if _, err := os.Stat(out); errors.Is(err, fs.ErrNotExist) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusServiceUnavailable)
			io.WriteString(w, "登记册有错误，网站还没有生成。请看终端里的说明，改好后这里会自动有内容。\n")
			return
		}
		files.ServeHTTP(w, r)
	})
}

// rebuild makes the site anew, or says what is wrong and leaves it as it was.
func rebuild(in *input, out string, stdout, stderr io.Writer) {
	start := time.Now()
	done, err := in.check(stderr)
	if err == nil && done.result.Blocks() {
		if err := done.print(stderr); err != nil {
			fmt.Fprintln(stderr, "没有完成：", err)
		}
		fmt.Fprintln(stderr, "登记册有错误，网站保持上一次的样子。")
		return
	}
	projects := 0
	if err == nil {
		projects = len(done.register.Projects)
		err = done.publish(publish.Options{Out: out}, stderr)
	}
	if err != nil {
		fmt.Fprintln(stderr, "没有完成：", err)
		return
	}
	fmt.Fprintf(stdout, "网站已更新：%d 个项目，用时 %.1f 秒\n", projects, time.Since(start).Seconds())
}

// watch calls build after each change in projects or rules, until ctx ends.
func watch(ctx context.Context, root string, build func()) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer w.Close()
	for _, top := range []string{"projects", "rules"} {
		watchFolders(w, filepath.Join(root, top))
	}
	var timer <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-w.Events:
			if e.Has(fsnotify.Create) {
				watchFolders(w, e.Name) // a new folder and what is already in it
			}
			timer = time.After(settle)
		case <-w.Errors: // a change that was missed; the next one brings everything up to date
		case <-timer:
			timer = nil
			build()
		}
	}
}

// watchFolders watches a folder and those in it. One that is gone meanwhile needs no watching.
func watchFolders(w *fsnotify.Watcher, dir string) {
	filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			w.Add(name)
		}
		return nil
	})
}
