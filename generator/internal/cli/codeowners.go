package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/gitea"
	"wuxing.example/register/generator/internal/forge/github"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
)

// codeownersCommand writes the files by which the hosts know whom to ask for a review.
func codeownersCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := &input{}
	in.repoFlag(flags)
	return func(c *call) (int, error) {
		if len(c.args) > 0 {
			return 0, &usageError{"codeowners 不接受参数：" + c.args[0]}
		}
		root, err := in.root()
		if err != nil {
			return 0, err
		}
		r, err := in.directories(c.stderr)
		if err != nil {
			return 0, err
		}
		owned, err := forge.Owners(r)
		if err != nil {
			return 0, err
		}
		for _, f := range []struct{ path, text string }{
			{github.OwnersFile, github.CodeOwners(owned)}, {gitea.OwnersFile, gitea.CodeOwners(owned)},
		} {
			file := filepath.Join(root, filepath.FromSlash(f.path))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return 0, err
			}
			if err := os.WriteFile(file, []byte(f.text), 0o644); err != nil {
				return 0, err
			}
			fmt.Fprintf(c.stdout, "已写入 %s\n", f.path)
		}
		return exitClean, nil
	}
}

// directories reads the register for its directories of agencies, units and permissions. It errors, having said why, if
// one of those has a fault: what follows from them is no matter for guesses.
func (in *input) directories(stderr io.Writer) (*project.Register, error) {
	today, err := in.date()
	if err != nil {
		return nil, err
	}
	files, _, err := in.open()
	if err != nil {
		return nil, err
	}
	r, err := register.Load(files, today, nil)
	if err != nil {
		return nil, err
	}
	faulty := false
	for _, name := range []string{"agencies.toml", "units.toml", "permissions.toml"} {
		if r.Missing[name] {
			return nil, fmt.Errorf("登记册里没有 rules/%s", name)
		}
		for _, f := range r.Faults {
			if f.At.File == "rules/"+name {
				printFault(stderr, files, f)
				faulty = true
			}
		}
	}
	if faulty {
		return nil, errors.New("名录或权限表有误，请先改正")
	}
	return r, nil
}
