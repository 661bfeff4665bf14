package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// host is one that answers in turn what a test wants, and a client of it that counts how long it would have waited.
func host(t *testing.T, answers ...func(w http.ResponseWriter, r *http.Request)) (c *Client, asked *int, waits *[]time.Duration) {
	asked, waits = new(int), new([]time.Duration)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked++
		answers[min(*asked, len(answers))-1](w, r)
	}))
	t.Cleanup(server.Close)
	c = &Client{API: server.URL + "/api", Token: "top-secret", Scheme: "Bearer", PerPage: "limit", Wait: func(_ context.Context, d time.Duration) error {
		*waits = append(*waits, d)
		return nil
	}}
	return c, asked, waits
}

func says(status int, body string, header ...string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// hangUp ends the connection without an answer.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		conn.Close()
	}
}

// TestAgain: what is safe to repeat is repeated, what the host may have done is not, and a host that asks to wait is
// waited for as long as it asks.
func TestAgain(t *testing.T) {
	ok := says(200, `{}`)
	date, reset := "Wed, 25 Nov 2026 08:00:00 GMT", fmt.Sprint(time.Date(2026, 11, 25, 8, 0, 42, 0, time.UTC).Unix())
	for name, c := range map[string]struct {
		method  string
		answers []func(http.ResponseWriter, *http.Request)
		asked   int
		waits   []time.Duration
		err     string
	}{
		"a read that fails once":                {"GET", list(says(502, ""), ok), 2, seconds(1), ""},
		"a read whose answer is cut off":        {"GET", list(hangUp, ok), 2, seconds(1), ""},
		"a read that fails for ever":            {"GET", list(says(500, "")), 4, seconds(1, 2, 4), "500"},
		"a write that fails":                    {"POST", list(says(500, "")), 1, nil, "500"},
		"a write whose answer is cut off":       {"POST", list(hangUp), 1, nil, "连不上"},
		"an edit whose answer is cut off":       {"PATCH", list(hangUp, ok), 2, seconds(1), ""},
		"too many requests":                     {"POST", list(says(429, "", "Retry-After", "7"), ok), 2, seconds(7), ""},
		"a secondary limit":                     {"POST", list(says(403, `{"message":"secondary rate limit"}`, "Retry-After", "60"), ok), 2, seconds(60), ""},
		"a used-up limit, by the host's clock":  {"GET", list(says(403, "", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset, "Date", date), ok), 2, seconds(42), ""},
		"too many requests, not said how long":  {"GET", list(says(429, ""), ok), 2, seconds(10), ""},
		"a wait that is too long":               {"GET", list(says(429, "", "Retry-After", "3600")), 1, nil, "要求等待 1h0m0s"},
		"a refusal":                             {"GET", list(says(403, `{"message":"no"}`)), 1, nil, "令牌没有这项权限（GET /x：403 no）"},
		"an answer that is no JSON":             {"GET", list(says(200, `<html>`)), 1, nil, "看不懂"},
		"what is not there":                     {"DELETE", list(says(404, `{"message":"gone"}`)), 1, nil, "没有找到"},
		"a long complaint, cut and in one line": {"GET", list(says(400, strings.Repeat("长 \n", 300))), 1, nil, "…"},
	} {
		t.Run(name, func(t *testing.T) {
			client, asked, waits := host(t, c.answers...)
			_, err := client.do(t.Context(), c.method, "/x", nil, &struct{}{})
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("error %v, want %q", err, c.err)
			}
			if err != nil && (strings.Contains(err.Error(), "top-secret") || strings.Contains(err.Error(), "\n")) {
				t.Errorf("the error holds the token or more than a line: %v", err)
			}
			if *asked != c.asked || !slices.Equal(*waits, c.waits) {
				t.Errorf("asked %d times with waits %v, want %d and %v", *asked, *waits, c.asked, c.waits)
			}
		})
	}
}

func list[T any](items ...T) []T { return items }

func seconds(n ...int) []time.Duration {
	var all []time.Duration
	for _, s := range n {
		all = append(all, time.Duration(s)*time.Second)
	}
	return all
}

// TestInterrupted: a person who interrupts is not kept waiting.
func TestInterrupted(t *testing.T) {
	client, asked, _ := host(t, says(429, "", "Retry-After", "100"))
	client.Wait = nil
	ctx, stop := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, stop)
	if err := client.Get(ctx, "/x", nil); !errors.Is(err, context.Canceled) || *asked != 1 {
		t.Errorf("interrupted: %v after %d requests", err, *asked)
	}
}

// TestList follows a list's pages to the end, and no link to another host, which would be handed the token.
func TestList(t *testing.T) {
	var client *Client
	client, asked, _ := host(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.RequestURI() {
		case "/api/x?limit=50":
			w.Header().Set("Link", `<`+client.API+`/x?page=2>; rel="next",<`+client.API+`/x?page=3>; rel="last"`)
			fmt.Fprint(w, `[1,2]`)
		case "/api/x?page=2":
			w.Header().Set("Link", `<`+client.API+`/x>; rel="first"`)
			fmt.Fprint(w, `[3]`)
		case "/api/y?a=b&limit=50":
			w.Header().Set("Link", `<https://elsewhere.example/api/y?page=2>; rel="next"`)
			fmt.Fprint(w, `[1]`)
		default:
			t.Errorf("asked for %s", r.URL.RequestURI())
		}
	})
	if got, err := List[int](t.Context(), client, "/x"); !slices.Equal(got, []int{1, 2, 3}) || err != nil || *asked != 2 {
		t.Errorf("%v, %v after %d requests", got, err, *asked)
	}
	if _, err := List[int](t.Context(), client, "/y?a=b"); err == nil || !strings.Contains(err.Error(), "另一个地址") {
		t.Errorf("a next page on another host: %v", err)
	}
}

func TestEscape(t *testing.T) {
	if got, want := Escape("projects/2025/甲 乙/a?b#c.toml"), "projects/2025/%E7%94%B2%20%E4%B9%99/a%3Fb%23c.toml"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
