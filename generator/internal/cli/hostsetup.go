package cli

import (
	"flag"
	"fmt"

	"wuxing.example/register/generator/internal/docket"
	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/gitea"
	"wuxing.example/register/generator/internal/forge/github"
)

// hostSetupCommand prints how the host is to be set up, or sets it up.
func hostSetupCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := &input{}
	in.repoFlag(flags)
	apply := flags.Bool("apply", false, "在环境变量指明的代码平台上照此设置，令牌要有管理仓库的权限；不写则只打印")
	return func(c *call) (int, error) {
		if len(c.args) > 0 {
			return 0, &usageError{"host-setup 不接受参数：" + c.args[0]}
		}
		r, err := in.directories(c.stderr)
		if err != nil {
			return 0, err
		}
		p, err := forge.ProtectionOf(r, docket.StatusName)
		if err != nil {
			return 0, err
		}
		if !*apply {
			for _, h := range []struct {
				name string
				forge.Setup
			}{{"GitHub", github.New("", "", "")}, {"Gitea", gitea.New("", "", "")}} {
				fmt.Fprintf(c.stdout, "%s：\n", h.name)
				for _, s := range h.Settings(p) {
					fmt.Fprintf(c.stdout, "- %s\n", s.Says)
				}
			}
			fmt.Fprintln(c.stdout, "\n加 -apply 照此设置。部门的账号变了，要再运行一次。")
			return exitClean, nil
		}
		host, err := openHost()
		if err != nil {
			return 0, err
		}
		for _, s := range host.Settings(p) {
			if err := s.Apply(c.ctx); err != nil {
				return 0, fmt.Errorf("%s\n%w", s.Says, err)
			}
			fmt.Fprintf(c.stdout, "已设置：%s\n", s.Says)
		}
		return exitClean, nil
	}
}
