package github

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"wuxing.example/register/generator/internal/forge"
)

// undescribed are the requests that the trimmed description does not have: they are answered, and not held to it.
var undescribed = []string{"GET /user", "GET /repos/qu/its/pulls/12/commits"}

// stub is GitHub by its own OpenAPI description: each request is held to it, and answered by the operation's own
// example with some values of the test's, which is held to it as well.
type stub struct {
	t        *testing.T
	doc      *openapi3.T
	address  string
	requests []string // "POST /repos/… {body}"
	lenient  bool     // answers are not held to the description
	// answers are by "METHOD path?query" or "METHOD path", else the description's example as it is.
	answers map[string]answer
}

// answer is what a test wants said: of a list, each item is the example's first with these values put over it.
type answer struct {
	status int
	header map[string]string
	value  any // map[string]any, []map[string]any, or a text that is sent as it is
}

// newStub reads the description that TESTDATA_DIR holds.
func newStub(t *testing.T) (*stub, forge.Host) {
	dir := os.Getenv("TESTDATA_DIR")
	if dir == "" {
		t.Skip("needs GitHub's OpenAPI description: name the folder that has github/github-openapi-trim.json by TESTDATA_DIR")
	}
	doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join(dir, "github", "github-openapi-trim.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"pull-request", "pull-request-simple-items"} { // their teams lack what the schema wants
		dropTeams(doc.Components.Examples[name].Value.Value)
	}
	s := &stub{t: t, doc: doc, answers: map[string]answer{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.address = server.URL
	return s, New(server.URL, "qu/its", "top-secret")
}

func dropTeams(example any) {
	switch e := example.(type) {
	case []any:
		for _, x := range e {
			dropTeams(x)
		}
	case map[string]any:
		e["requested_teams"] = []any{}
	}
}

// route finds the operation of a request.
func (s *stub) route(r *http.Request) (*routers.Route, map[string]string) {
	for pattern, item := range s.doc.Paths.Map() {
		expression := regexp.MustCompile(`\\\{(\w+)\\\}`).ReplaceAllStringFunc(regexp.QuoteMeta(pattern), func(m string) string {
			if name := m[2 : len(m)-2]; name != "path" {
				return "(?P<" + name + ">[^/]+)"
			}
			return "(?P<path>.+)"
		})
		re := regexp.MustCompile("^" + expression + "$")
		m := re.FindStringSubmatch(r.URL.Path)
		operation := item.GetOperation(r.Method)
		if m == nil || operation == nil || strings.Contains(pattern, "{path}") != strings.Contains(r.URL.Path, "/contents/") {
			continue
		}
		params := map[string]string{}
		for i, name := range re.SubexpNames()[1:] {
			params[name] = m[i+1]
		}
		return &routers.Route{Spec: s.doc, Path: pattern, PathItem: item, Method: r.Method, Operation: operation}, params
	}
	return nil, nil
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.requests = append(s.requests, strings.TrimSpace(r.Method+" "+r.URL.RequestURI()+" "+string(body)))
	if got := r.Header.Get("Authorization"); got != "Bearer top-secret" {
		s.t.Errorf("%s %s is authorised by %q", r.Method, r.URL, got)
	}
	if strings.Contains(r.URL.String(), "top-secret") {
		s.t.Errorf("the token stands in the address %s", r.URL)
	}
	said := s.answers[r.Method+" "+r.URL.RequestURI()]
	if said.value == nil && said.status == 0 {
		said = s.answers[r.Method+" "+r.URL.Path]
	}
	route, params := s.route(r)
	if route == nil {
		for _, known := range undescribed {
			if known == r.Method+" "+r.URL.Path {
				s.write(w, said, nil)
				return
			}
		}
		s.t.Errorf("GitHub's description has no %s %s", r.Method, r.URL.Path)
		http.NotFound(w, r)
		return
	}
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, QueryParams: r.URL.Query(), Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	}
	if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
		s.t.Errorf("%s %s is not what GitHub describes: %v", r.Method, r.URL, err)
	}
	recorder := httptest.NewRecorder()
	s.write(recorder, said, route.Operation)
	answered := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: recorder.Code, Header: recorder.Header(), Options: input.Options,
	}
	answered.SetBodyBytes(recorder.Body.Bytes())
	if err := openapi3filter.ValidateResponse(r.Context(), answered); err != nil && !s.lenient {
		s.t.Errorf("the test's answer to %s %s is not what GitHub describes: %v", r.Method, r.URL, err)
	}
	for name, values := range recorder.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(recorder.Code)
	w.Write(recorder.Body.Bytes())
}

// write sends an answer, over the example of the operation (nil: over nothing).
func (s *stub) write(w http.ResponseWriter, said answer, operation *openapi3.Operation) {
	status, example := said.status, any(nil)
	if operation != nil {
		for code, response := range operation.Responses.Map() {
			if strings.HasPrefix(code, "2") && (status == 0 || status < 300) {
				if media := response.Value.Content.Get("application/json"); media != nil {
					for _, name := range slices.Sorted(maps.Keys(media.Examples)) {
						if e := media.Examples[name].Value.Value; example == nil || fits(e, said.value) {
							example = e
						}
					}
				}
				status = map[string]int{"200": 200, "201": 201, "204": 204}[code]
			}
		}
	}
	if status == 0 {
		status = http.StatusOK
	}
	for name, value := range said.header {
		w.Header().Set(name, value)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if status == http.StatusNoContent {
		return
	}
	if status >= 300 {
		example = nil
	}
	if err := json.NewEncoder(w).Encode(over(example, said.value)); err != nil {
		s.t.Error(err)
	}
}

// fits reports whether an example is a list or a table as a value is.
func fits(example, value any) bool {
	_, isList := value.([]map[string]any)
	_, isTable := example.(map[string]any)
	return isList != isTable
}

// over puts values over an example, table by table; of a list, over its first item as often as there are values.
func over(example, value any) any {
	switch v := value.(type) {
	case nil:
		return example
	case []map[string]any:
		first := any(map[string]any{})
		if list, ok := example.([]any); ok && len(list) > 0 {
			first = list[0]
		}
		items := make([]any, len(v))
		for i := range v {
			items[i] = over(first, v[i])
		}
		return items
	case map[string]any:
		table := map[string]any{}
		if e, ok := example.(map[string]any); ok {
			for k, x := range e {
				table[k] = x
			}
		}
		for k, x := range v {
			if table[k] = over(table[k], x); x == nil {
				table[k] = nil
			}
		}
		return table
	}
	return value
}

// path unescapes a request's address, so that a test can name it in plain words.
func path(request string) string {
	text, err := url.QueryUnescape(request)
	if err != nil {
		return request
	}
	return text
}

// requestOf is the whole address of a path at the stub.
func (s *stub) requestOf(path string) string { return s.address + path }

// undescribed does what is answered in a way that the description leaves out.
func (s *stub) undescribed(do func() error) error {
	s.lenient = true
	defer func() { s.lenient = false }()
	return do()
}
