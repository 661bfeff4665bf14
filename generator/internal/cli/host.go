package cli

import (
	"errors"
	"os"
	"strings"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/gitea"
	"wuxing.example/register/generator/internal/forge/github"
)

// host is a Git host, which can be set up, too.
type host interface {
	forge.Host
	forge.Setup
}

// openHost is the Git host that the environment names, by the variables that the runners of both hosts set: the
// repository, the address of the API (Gitea's ends in /api/v1; none is GitHub's) and the token, which comes from nowhere
// else. It errors if one of them is not there.
func openHost() (host, error) {
	api, repository, token := os.Getenv("GITHUB_API_URL"), os.Getenv("GITHUB_REPOSITORY"), os.Getenv("GITHUB_TOKEN")
	if repository == "" || token == "" {
		return nil, errors.New("不知道代码平台上的仓库：请在环境变量里写明 GITHUB_REPOSITORY（所有者/仓库）、GITHUB_TOKEN（令牌），" +
			"自建的 Gitea 还要写 GITHUB_API_URL（以 /api/v1 结尾）")
	}
	if strings.HasSuffix(strings.TrimRight(api, "/"), "/api/v1") {
		return gitea.New(strings.TrimRight(api, "/"), repository, token), nil
	}
	return github.New(api, repository, token), nil
}
