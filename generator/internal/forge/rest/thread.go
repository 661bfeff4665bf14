// Comments below a pull request, which on all hosts are those of an issue.

package rest

import (
	"context"
	"fmt"
	"net/http"

	"wuxing.example/register/generator/internal/forge"
)

// Thread is what is said below the pull requests of a repository. Its methods are those of forge.Host.
type Thread struct {
	Client *Client
	Repo   string // /repos/owner/name
}

// Comments implements forge.Host.
func (t *Thread) Comments(ctx context.Context, number int) ([]forge.Comment, error) {
	type comment struct {
		ID   int64 `json:"id"`
		User *struct {
			Login string `json:"login"`
		} `json:"user"`
		Body string `json:"body"`
	}
	comments, err := List[comment](ctx, t.Client, fmt.Sprintf("%s/issues/%d/comments", t.Repo, number))
	if err != nil {
		return nil, err
	}
	var all []forge.Comment
	for _, c := range comments {
		read := forge.Comment{ID: c.ID, Text: c.Body}
		if c.User != nil { // null of an account that is no more
			read.Author = c.User.Login
		}
		all = append(all, read)
	}
	return all, nil
}

// AddComment implements forge.Host.
func (t *Thread) AddComment(ctx context.Context, number int, text string) error {
	return t.Client.Send(ctx, http.MethodPost, fmt.Sprintf("%s/issues/%d/comments", t.Repo, number), map[string]string{"body": text}, nil)
}

// EditComment implements forge.Host.
func (t *Thread) EditComment(ctx context.Context, id int64, text string) error {
	return t.Client.Send(ctx, http.MethodPatch, t.comment(id), map[string]string{"body": text}, nil)
}

// DeleteComment implements forge.Host.
func (t *Thread) DeleteComment(ctx context.Context, id int64) error {
	err := t.Client.Delete(ctx, t.comment(id))
	if IsStatus(err, http.StatusNotFound) {
		return nil
	}
	return err
}

func (t *Thread) comment(id int64) string { return fmt.Sprintf("%s/issues/comments/%d", t.Repo, id) }
