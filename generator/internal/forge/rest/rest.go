// Package rest makes the requests of the hosts' adapters: JSON over HTTP with a token, page by page, waiting where the
// host asks to wait, and again where that is safe.
//
// The token goes into a header and nowhere else: not into an address, an error or a log.
package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	attempts  = 4                // of one request
	longest   = 2 * time.Minute  // that is waited for a host; a longer wait is told instead
	timeout   = 30 * time.Second // of one attempt
	maxAnswer = 32 << 20         // bytes
	maxPages  = 1000
)

// Client makes requests of one host.
type Client struct {
	API     string // the address that paths are added to: https://api.github.com
	Token   string
	Accept  string // the media type that is asked for
	Scheme  string // of the Authorization header: Bearer, token
	PerPage string // the name of the parameter that sets a page's length
	HTTP    *http.Client
	// Wait waits before a request is made again; nil: it truly does. Tests count instead.
	Wait func(context.Context, time.Duration) error
}

// Error is an answer that says no.
type Error struct {
	Method, Path string
	Status       int
	Message      string // the host's own
}

func (e *Error) Error() string {
	what := map[int]string{
		http.StatusUnauthorized: "令牌无效或已过期", http.StatusForbidden: "令牌没有这项权限", http.StatusNotFound: "没有找到，或令牌看不到它",
		http.StatusConflict: "内容已被改动", http.StatusUnprocessableEntity: "代码平台不接受这个请求", http.StatusTooManyRequests: "请求太频繁，请稍后再试",
	}[e.Status]
	if what == "" {
		what = "代码平台没有完成"
	}
	return fmt.Sprintf("%s（%s %s：%d %s）", what, e.Method, e.Path, e.Status, e.Message)
}

// IsStatus reports whether an error is a host's answer of one of some status codes.
func IsStatus(err error, codes ...int) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	for _, code := range codes {
		if e.Status == code {
			return true
		}
	}
	return false
}

// Get reads one JSON answer into a value.
func (c *Client) Get(ctx context.Context, path string, into any) error {
	_, err := c.do(ctx, http.MethodGet, path, nil, into)
	return err
}

// Send makes a request that changes something, with a value as its JSON body, and reads the answer into another (nil:
// it is not read). It is made again only where the host cannot have acted on it.
func (c *Client) Send(ctx context.Context, method, path string, body, into any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	_, err = c.do(ctx, method, path, data, into)
	return err
}

// AddCollaborators lets accounts into a repository, whose path both hosts begin alike (/repos/owner/name), with a
// permission in the host's own word.
func AddCollaborators(ctx context.Context, c *Client, repository string, accounts []string, permission string) error {
	for _, account := range accounts {
		path := repository + "/collaborators/" + url.PathEscape(account)
		if err := c.Send(ctx, http.MethodPut, path, map[string]string{"permission": permission}, nil); err != nil {
			return fmt.Errorf("账号“%s”：%w", account, err)
		}
	}
	return nil
}

// Delete makes a request that takes something away.
func (c *Client) Delete(ctx context.Context, path string) error {
	_, err := c.do(ctx, http.MethodDelete, path, nil, nil)
	return err
}

// List reads a list of however many pages, as the host's Link headers lead from one to the next.
func List[T any](ctx context.Context, c *Client, path string) ([]T, error) {
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	all := []T{}
	next := path + separator + c.PerPage + "=50"
	for range maxPages {
		var page []T
		header, err := c.do(ctx, http.MethodGet, next, nil, &page)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if next, err = c.next(header); err != nil || next == "" {
			return all, err
		}
	}
	return nil, fmt.Errorf("代码平台的列表 %s 超过 %d 页", path, maxPages)
}

// next is the path of the next page, "" if there is none. A link that leads to another host is refused: the token would
// go there.
func (c *Client) next(h http.Header) (string, error) {
	for _, link := range strings.Split(h.Get("Link"), ",") {
		address, rel, ok := strings.Cut(link, ";")
		if !ok || !strings.Contains(rel, `rel="next"`) {
			continue
		}
		u, err := url.Parse(strings.Trim(strings.TrimSpace(address), "<>"))
		if err != nil {
			return "", fmt.Errorf("代码平台给出的下一页地址看不懂")
		}
		api, err := url.Parse(c.API)
		if err != nil {
			return "", err
		}
		path, ok := strings.CutPrefix(u.Path, api.Path)
		if !ok || u.Host != api.Host || u.Scheme != api.Scheme {
			return "", fmt.Errorf("代码平台给出的下一页在另一个地址，已拒绝")
		}
		return path + "?" + u.RawQuery, nil
	}
	return "", nil
}

// do makes a request, again where that is right, and returns the answer's headers.
func (c *Client) do(ctx context.Context, method, path string, body []byte, into any) (http.Header, error) {
	for attempt := 1; ; attempt++ {
		answer, err := c.once(ctx, method, path, body)
		wait, again := time.Duration(0), false
		if err != nil {
			// Whether the host has acted cannot be known: only what is the same when done twice is done again.
			wait, again = backoff(attempt), method != http.MethodPost && ctx.Err() == nil
		} else if answer.status < 300 {
			if into == nil {
				return answer.header, nil
			}
			if err := json.Unmarshal(answer.body, into); err != nil {
				return nil, fmt.Errorf("代码平台对 %s %s 的回答看不懂：%w", method, path, err)
			}
			return answer.header, nil
		} else {
			err = &Error{method, path, answer.status, answer.message()}
			wait, again = answer.again(method, attempt)
		}
		if !again || attempt == attempts {
			return nil, err
		}
		if wait > longest {
			return nil, fmt.Errorf("代码平台要求等待 %s 再请求：%w", wait.Round(time.Second), err)
		}
		if err := c.wait(ctx, wait); err != nil {
			return nil, err
		}
	}
}

func backoff(attempt int) time.Duration { return time.Second << (attempt - 1) }

func (c *Client) wait(ctx context.Context, d time.Duration) error {
	if c.Wait != nil {
		return c.Wait(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// answer is what a host said.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// again says whether the host wants a request made again, and how long to wait before. A host that limits its callers
// has not acted, whatever the request was.
func (a *answer) again(method string, attempt int) (time.Duration, bool) {
	limited := a.status == http.StatusTooManyRequests ||
		a.status == http.StatusForbidden && (a.header.Get("Retry-After") != "" || a.header.Get("X-RateLimit-Remaining") == "0")
	if !limited {
		return backoff(attempt), a.status >= 500 && method != http.MethodPost
	}
	if seconds, err := strconv.Atoi(a.header.Get("Retry-After")); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	reset, err := strconv.ParseInt(a.header.Get("X-RateLimit-Reset"), 10, 64)
	sent, dateErr := http.ParseTime(a.header.Get("Date"))
	if err == nil && dateErr == nil { // by the host's own clock
		return max(time.Unix(reset, 0).Sub(sent), time.Second), true
	}
	return backoff(attempt) * 10, true
}

// message is the host's own word of what is wrong, in one short line.
func (a *answer) message() string {
	var said struct{ Message string }
	text := strings.TrimSpace(string(a.body))
	if json.Unmarshal(a.body, &said) == nil && said.Message != "" {
		text = said.Message
	}
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 200 {
		text = string(r[:200]) + "…"
	}
	return text
}

// once makes a request one time.
func (c *Client) once(ctx context.Context, method, path string, body []byte) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, c.API+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("代码平台的地址不对：%s", c.API)
	}
	request.Header.Set("Authorization", c.Scheme+" "+c.Token)
	request.Header.Set("Accept", c.Accept)
	request.Header.Set("User-Agent", "register")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("连不上代码平台 %s：%w", request.URL.Host, err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("代码平台的回答没有读完：%w", err)
	}
	if len(data) > maxAnswer {
		return nil, fmt.Errorf("代码平台对 %s %s 的回答太长", method, path)
	}
	return &answer{response.StatusCode, response.Header, data}, nil
}

// Escape makes a path of a repository safe in an address, segment by segment.
func Escape(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}
