package github

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

// actionsApp is GitHub Actions among GitHub's apps: a required status counts only where it comes from there.
const actionsApp = 15368

// Settings implements forge.Setup. GitHub cannot bar single files in a pull request: there the status asks for the lead's
// opinion on them.
func (h *Host) Settings(p forge.Protection) []forge.Setting {
	return []forge.Setting{
		{
			Says: forge.OnlyMergeCommits,
			Apply: func(ctx context.Context) error {
				return h.client.Send(ctx, http.MethodPatch, h.repo, map[string]any{
					"allow_merge_commit": true, "allow_squash_merge": false, "allow_rebase_merge": false, "allow_auto_merge": false,
				}, nil)
			},
		},
		{
			Says: p.WhoWrites() + "（会收到邀请）",
			Apply: func(ctx context.Context) error {
				return rest.AddCollaborators(ctx, h.client, h.repo, slices.Concat(p.Mergers, p.Recorder), "push")
			},
		},
		{
			Says: "工作流的令牌默认只读，不能同意合并请求",
			Apply: func(ctx context.Context) error {
				return h.client.Send(ctx, http.MethodPut, h.path("/actions/permissions/workflow"), map[string]any{
					"default_workflow_permissions": "read", "can_approve_pull_request_reviews": false,
				}, nil)
			},
		},
		{
			Says: fmt.Sprintf("分支 %s 受保护：不能删除、不能强制推送，只能通过合并请求修改（记录程序 %s 除外）；要有 GitHub Actions 写的状态“%s”通过；"+
				"推送新的提交不使已有的同意失效，意见是否仍然有效由程序判断", p.Branch, strings.Join(p.Recorder, "、"), p.Status),
			Apply: func(ctx context.Context) error { return h.protect(ctx, p) },
		},
	}
}

// protect makes the ruleset of the branch, or brings it up to date.
func (h *Host) protect(ctx context.Context, p forge.Protection) error {
	type object = map[string]any
	bypass := []object{}
	for _, account := range p.Recorder {
		var u struct {
			ID int64 `json:"id"`
		}
		if err := h.client.Get(ctx, "/users/"+url.PathEscape(account), &u); err != nil {
			return fmt.Errorf("账号“%s”：%w", account, err)
		}
		bypass = append(bypass, object{"actor_type": "User", "actor_id": u.ID, "bypass_mode": "always"})
	}
	body := object{
		"name": p.Status, "target": "branch", "enforcement": "active", "bypass_actors": bypass,
		"conditions": object{"ref_name": object{"include": []string{"refs/heads/" + p.Branch}, "exclude": []string{}}},
		"rules": []object{
			{"type": "deletion"},
			{"type": "non_fast_forward"},
			{"type": "pull_request", "parameters": object{
				"required_approving_review_count": 0, "dismiss_stale_reviews_on_push": false, "require_code_owner_review": false,
				"require_last_push_approval": false, "required_review_thread_resolution": false, "allowed_merge_methods": []string{"merge"},
			}},
			{"type": "required_status_checks", "parameters": object{
				"strict_required_status_checks_policy": false,
				"required_status_checks":               []object{{"context": p.Status, "integration_id": actionsApp}},
			}},
		},
	}
	type found struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	}
	rulesets, err := rest.List[found](ctx, h.client, h.path("/rulesets?includes_parents=false"))
	if err != nil {
		return err
	}
	for _, r := range rulesets {
		if r.Name == p.Status {
			return h.client.Send(ctx, http.MethodPut, h.path("/rulesets/%d", r.ID), body, nil)
		}
	}
	return h.client.Send(ctx, http.MethodPost, h.path("/rulesets"), body, nil)
}
