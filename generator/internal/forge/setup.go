package forge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/project"
)

// Setup is a host that can be set up so that nothing reaches the main branch past the opinions.
type Setup interface {
	// Settings says what is to be set. Nothing is done, and the host is not asked, before one is applied; applied again,
	// each comes to the same.
	Settings(p Protection) []Setting
}

// Setting is one thing that is set on a host.
type Setting struct {
	Says  string // what is set and what for, in Chinese
	Apply func(ctx context.Context) error
}

// Protection is what a host is to keep to.
type Protection struct {
	Branch   string   // that is protected
	Status   string   // that must be green before a merge
	Recorder []string // the accounts that write the record to the branch: the bot's
	Mergers  []string // the accounts that may write to other branches and merge: those of the lead, which runs the register
	Agencies []string // the accounts whose reviews are opinions
	// Files are what only an administrator may merge, where the host can tell: the rules and what the host runs. The
	// recorder's own files in rules/ are none of them.
	Files []string
}

// OnlyMergeCommits says which ways to merge are left, and why.
const OnlyMergeCommits = "合并方式只留“创建合并提交”：压缩、变基以后，意见对不上申报时的内容"

// WhoWrites says who may write to the repository.
func (p Protection) WhoWrites() string {
	return "可以写的账号只有牵头部门的 " + strings.Join(p.Mergers, "、") + " 和记录程序 " + strings.Join(p.Recorder, "、") +
		"；申报单位从派生仓库申报，不要给写的权限"
}

// ProtectionOf is what a register's directories ask of its host.
//
// It errors, in Chinese, if:
//   - rules/permissions.toml names no recorder, or the lead has no accounts
//   - an account cannot be one
//   - the recorder is an account of an agency or a unit, so that it would write what it has itself approved
func ProtectionOf(r *project.Register, status string) (Protection, error) {
	p := Protection{
		Branch: "main", Status: status,
		Files: []string{".github/**", ".gitea/**", "rules/*.toml", "rules/*.md", "rules/articles/**"},
	}
	var err error
	if p.Recorder, err = names(r.Recorder); err != nil {
		return p, fmt.Errorf("rules/permissions.toml 的 recorder %w", err)
	}
	if len(p.Recorder) == 0 {
		return p, fmt.Errorf("rules/permissions.toml 里没有写记录程序的账号（recorder）")
	}
	if p.Mergers, err = accountsOf(r, lead); err != nil {
		return p, err
	}
	for i := range r.Agencies {
		accounts, err := names(r.Agencies[i].Accounts.V)
		if err != nil {
			return p, fmt.Errorf("部门“%s”%w", r.Agencies[i].Name.V, err)
		}
		p.Agencies = append(p.Agencies, accounts...)
	}
	people := slices.Clone(p.Agencies)
	for i := range r.Units {
		accounts, err := names(r.Units[i].Accounts.V)
		if err != nil {
			return p, fmt.Errorf("单位“%s”%w", r.Units[i].Name.V, err)
		}
		people = append(people, accounts...)
	}
	for _, account := range p.Recorder {
		if slices.ContainsFunc(people, func(a string) bool { return strings.EqualFold(a, account) }) {
			return p, fmt.Errorf("记录程序的账号“%s”又是部门或单位的账号，请另设一个", account)
		}
	}
	return p, nil
}
