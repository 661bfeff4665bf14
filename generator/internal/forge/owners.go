package forge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/project"
)

// lead is the agency that answers for what no other agency writes: it runs the register.
const lead = "data"

// Owned is a set of files and the accounts that the host asks for a review where one of them is touched.
type Owned struct {
	Path     string // as in rules/permissions.toml: * stands for a piece of a name, ** for any number of folders and names
	Accounts []string
}

// Owners says who is asked about which files, the first that matches counting: of each permission the agencies that may
// write, or, where none may (a unit's own files, the recorder's), the lead; last the lead for all other files.
//
// It errors, in Chinese, if:
//   - an agency that would be asked is not in rules/agencies.toml, or has no accounts
//   - an account cannot be one, or a path has signs that mean something in a CODEOWNERS
func Owners(r *project.Register) ([]Owned, error) {
	var all []Owned
	for i := range r.Permissions {
		p := &r.Permissions[i]
		agencies := slices.DeleteFunc(slices.Clone(p.Writers.V), func(w project.Text) bool { return w.V == "unit" || w.V == "recorder" })
		if len(agencies) == 0 {
			agencies = []project.Text{{V: lead}}
		}
		if !plainPath.MatchString(p.Path.V) {
			return nil, fmt.Errorf("rules/permissions.toml 的“%s”：路径里只能有文字、数字、点、横线、下划线、斜线和星号", p.Path.V)
		}
		owned := Owned{Path: p.Path.V}
		for _, agency := range agencies {
			accounts, err := accountsOf(r, agency.V)
			if err != nil {
				return nil, fmt.Errorf("rules/permissions.toml 的“%s”：%w", p.Path.V, err)
			}
			owned.Accounts = append(owned.Accounts, accounts...)
		}
		all = append(all, owned)
	}
	accounts, err := accountsOf(r, lead)
	return append(all, Owned{Path: "**", Accounts: accounts}), err
}

// plainPath is a pattern that both hosts' files take as it is meant.
var plainPath = regexp.MustCompile(`^[\p{L}\p{N}._*/-]+$`)

// accountName is what hosts allow in the name of an account.
var accountName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// accountsOf are the accounts of an agency. It errors if there are none.
func accountsOf(r *project.Register, id string) ([]string, error) {
	for i := range r.Agencies {
		a := &r.Agencies[i]
		if a.ID.V != id {
			continue
		}
		accounts, err := names(a.Accounts.V)
		if err == nil && len(accounts) == 0 {
			err = fmt.Errorf("没有写账号（accounts）")
		}
		if err != nil {
			return nil, fmt.Errorf("部门“%s”%w", a.Name.V, err)
		}
		return accounts, nil
	}
	return nil, fmt.Errorf("rules/agencies.toml 里没有部门“%s”", id)
}

// names reads the names of accounts. It errors if one cannot be a host's.
func names(accounts []project.Text) ([]string, error) {
	var all []string
	for _, a := range accounts {
		if !accountName.MatchString(a.V) {
			return nil, fmt.Errorf("的账号“%s”不是代码平台上的账号：只能有字母、数字、点、横线和下划线", a.V)
		}
		all = append(all, a.V)
	}
	return all, nil
}

// Mentions are the accounts of files as both hosts' CODEOWNERS name them.
func (o Owned) Mentions() string { return "@" + strings.Join(o.Accounts, " @") }

// OwnersHeading begins both hosts' CODEOWNERS.
const OwnersHeading = `# 改动哪些文件，请哪些部门审阅。由 generator codeowners 按 rules/permissions.toml 和 rules/agencies.toml 生成，请勿手改。
# 意见算不算数、要哪些部门的意见，由 rules/opinions.toml 决定，与这里无关。
`
