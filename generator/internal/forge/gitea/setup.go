package gitea

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/forge"
	"wuxing.example/register/generator/internal/forge/rest"
)

// team is the team whose members' approvals Gitea counts, though they may only read.
const team = "agencies"

// Settings implements forge.Setup.
func (h *Host) Settings(p forge.Protection) []forge.Setting {
	return []forge.Setting{
		{
			Says: forge.OnlyMergeCommits,
			Apply: func(ctx context.Context) error {
				return h.client.Send(ctx, http.MethodPatch, h.repo, map[string]any{
					"has_pull_requests": true, "allow_merge_commits": true, "default_merge_style": "merge", "allow_squash_merge": false, "allow_rebase": false,
					"allow_rebase_explicit": false, "allow_fast_forward_only_merge": false, "allow_manual_merge": false,
				}, nil)
			},
		},
		{
			Says: p.WhoWrites(),
			Apply: func(ctx context.Context) error {
				return rest.AddCollaborators(ctx, h.client, h.repo, slices.Concat(p.Mergers, p.Recorder), "write")
			},
		},
		{
			Says:  "团队 " + team + "，只读，成员是各部门的账号 " + strings.Join(p.Agencies, "、"),
			Apply: func(ctx context.Context) error { return h.gatherAgencies(ctx, p.Agencies) },
		},
		{
			Says: fmt.Sprintf("分支 %s 受保护：只能通过合并请求修改（记录程序 %s 除外），由有写权限的账号合并；要有状态“%s”通过，团队 %s 至少一人同意、无人拒绝；"+
				"推送新的提交不使已有的同意失效，意见是否仍然有效由程序判断。改动 %s 的，状态通过以后由管理员用“强制合并”并入",
				p.Branch, strings.Join(p.Recorder, "、"), p.Status, team, strings.Join(p.Files, "、")),
			Apply: func(ctx context.Context) error { return h.protect(ctx, p) },
		},
	}
}

// gatherAgencies makes the team, or brings it up to date: who is no agency's account any more leaves it.
func (h *Host) gatherAgencies(ctx context.Context, accounts []string) error {
	owner := strings.Split(h.repo, "/")[2]
	type found struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	}
	teams, err := rest.List[found](ctx, h.client, "/orgs/"+owner+"/teams")
	if rest.IsStatus(err, http.StatusNotFound) {
		return fmt.Errorf("仓库要放在组织下面，才能有只读的团队：%w", err)
	}
	if err != nil {
		return err
	}
	var ours found
	for _, t := range teams {
		if t.Name == team {
			ours = t
		}
	}
	if ours.ID == 0 {
		body := map[string]any{"name": team, "permission": "read", "units": []string{"repo.code", "repo.pulls"}, "includes_all_repositories": false}
		if err := h.client.Send(ctx, http.MethodPost, "/orgs/"+owner+"/teams", body, &ours); err != nil {
			return err
		}
	}
	members, err := rest.List[user](ctx, h.client, fmt.Sprintf("/teams/%d/members", ours.ID))
	if err != nil {
		return err
	}
	for _, m := range members {
		if !slices.ContainsFunc(accounts, func(a string) bool { return strings.EqualFold(a, m.Login) }) {
			if err := h.client.Delete(ctx, fmt.Sprintf("/teams/%d/members/%s", ours.ID, url.PathEscape(m.Login))); err != nil {
				return err
			}
		}
	}
	for _, account := range accounts {
		if err := h.client.Send(ctx, http.MethodPut, fmt.Sprintf("/teams/%d/members/%s", ours.ID, url.PathEscape(account)), nil, nil); err != nil {
			return fmt.Errorf("账号“%s”：%w", account, err)
		}
	}
	return h.client.Send(ctx, http.MethodPut, fmt.Sprintf("/teams/%d%s", ours.ID, h.repo), nil, nil)
}

// protection is what Gitea keeps to on a branch.
type protection struct {
	RuleName                      string   `json:"rule_name"`
	EnablePush                    bool     `json:"enable_push"`
	EnablePushWhitelist           bool     `json:"enable_push_whitelist"`
	PushWhitelistUsernames        []string `json:"push_whitelist_usernames"`
	PushWhitelistTeams            []string `json:"push_whitelist_teams"`
	PushWhitelistDeployKeys       bool     `json:"push_whitelist_deploy_keys"`
	EnableForcePush               bool     `json:"enable_force_push"`
	EnableMergeWhitelist          bool     `json:"enable_merge_whitelist"` // an administrator who is not on it could not merge
	EnableStatusCheck             bool     `json:"enable_status_check"`
	StatusCheckContexts           []string `json:"status_check_contexts"`
	RequiredApprovals             int      `json:"required_approvals"`
	EnableApprovalsWhitelist      bool     `json:"enable_approvals_whitelist"`
	ApprovalsWhitelistUsernames   []string `json:"approvals_whitelist_username"`
	ApprovalsWhitelistTeams       []string `json:"approvals_whitelist_teams"`
	BlockOnRejectedReviews        bool     `json:"block_on_rejected_reviews"`
	BlockOnOfficialReviewRequests bool     `json:"block_on_official_review_requests"`
	BlockOnOutdatedBranch         bool     `json:"block_on_outdated_branch"`
	DismissStaleApprovals         bool     `json:"dismiss_stale_approvals"`
	IgnoreStaleApprovals          bool     `json:"ignore_stale_approvals"`
	RequireSignedCommits          bool     `json:"require_signed_commits"`
	ProtectedFilePatterns         string   `json:"protected_file_patterns"`
	UnprotectedFilePatterns       string   `json:"unprotected_file_patterns"`
	BlockAdminMergeOverride       bool     `json:"block_admin_merge_override"`
}

// protect protects the branch. Gitea leaves out without a word whom it does not let on a list, so that what it answers is
// held to what it was asked for.
func (h *Host) protect(ctx context.Context, p forge.Protection) error {
	want := protection{
		RuleName:   p.Branch,
		EnablePush: true, EnablePushWhitelist: true, PushWhitelistUsernames: p.Recorder, PushWhitelistTeams: []string{},
		EnableStatusCheck: true, StatusCheckContexts: []string{p.Status},
		RequiredApprovals: 1, EnableApprovalsWhitelist: true, ApprovalsWhitelistUsernames: []string{}, ApprovalsWhitelistTeams: []string{team},
		BlockOnRejectedReviews: true, ProtectedFilePatterns: strings.Join(p.Files, ";"),
	}
	var got protection
	path := h.path("/branch_protections/%s", url.PathEscape(p.Branch))
	err := h.client.Send(ctx, http.MethodPatch, path, want, &got)
	if rest.IsStatus(err, http.StatusNotFound) {
		err = h.client.Send(ctx, http.MethodPost, h.path("/branch_protections"), want, &got)
	}
	if err != nil {
		return err
	}
	for _, list := range []struct {
		what      string
		want, got []string
	}{
		{"可以写入 " + p.Branch + " 的账号", p.Recorder, got.PushWhitelistUsernames},
		{"意见算数的团队", want.ApprovalsWhitelistTeams, got.ApprovalsWhitelistTeams},
		{"要通过的状态", want.StatusCheckContexts, got.StatusCheckContexts},
	} {
		if !sameNames(list.want, list.got) {
			return fmt.Errorf("%s应当是 %s，Gitea 只记下了 %s：请核对账号的权限", list.what, strings.Join(list.want, "、"), strings.Join(list.got, "、"))
		}
	}
	return nil
}

// sameNames reports whether two lists hold the same names, in any order and by any capitals.
func sameNames(a, b []string) bool {
	sorted := func(names []string) []string {
		var lower []string
		for _, n := range names {
			lower = append(lower, strings.ToLower(n))
		}
		slices.Sort(lower)
		return slices.Compact(lower)
	}
	return slices.Equal(sorted(a), sorted(b))
}
