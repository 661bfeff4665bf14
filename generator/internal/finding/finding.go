// Package finding is what the generator says of the record: data with a place, never an error of our own.
//
// A Fault is what reading a file found wrong there. A Finding is a rule's judgement, ready to be printed. Neither holds
// text of the record beyond what its message quotes: a report reads the file again to show the line, and never that of
// a project whose text must not be shown.
package finding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/source"
)

// Severity says what a violated rule stops.
type Severity uint8

const (
	Error   Severity = iota + 1 // blocks a merge and a publication
	Warning                     // is for a person to decide, or tells of a deadline that has passed
	Notice                      // informs
)

// severities are the words for each severity in rule files and JSON, and for people.
var severities = map[Severity][2]string{
	Error:   {"error", "错误"},
	Warning: {"warning", "警告"},
	Notice:  {"notice", "提示"},
}

// String returns the word used in rule files and JSON.
func (s Severity) String() string { return severities[s][0] }

// Chinese returns the word that people read.
func (s Severity) Chinese() string { return severities[s][1] }

// ParseSeverity reads the word used in rule files; it reports false for any other.
func ParseSeverity(word string) (Severity, bool) {
	for s, words := range severities {
		if words[0] == word {
			return s, true
		}
	}
	return 0, false
}

// Outcome is how one rule stands on one project, or on one act of it. The zero Outcome is none.
type Outcome uint8

// The outcomes in the order in which one speaks for a project that has several: the worst last.
const (
	NotApplicable Outcome = iota + 1
	NotDue
	Met
	Waived
	Unjudged // a value that it reads carries a form finding, or the calendar lacks the year
	Violated
)

// outcomes are the words for each outcome in rule files and JSON, and for people.
var outcomes = [...][2]string{
	NotApplicable: {"not-applicable", "不适用"},
	NotDue:        {"not-due", "未到期"},
	Met:           {"met", "符合"},
	Waived:        {"waived", "已豁免"},
	Unjudged:      {"unjudged", "无法判断"},
	Violated:      {"violated", "不符合"},
}

// String returns the word used in rule files and JSON.
func (o Outcome) String() string { return outcomes[o][0] }

// Chinese returns the word that people read.
func (o Outcome) Chinese() string { return outcomes[o][1] }

// ParseOutcome reads the word used in rule files; it is none for any other.
func ParseOutcome(word string) Outcome {
	for o, words := range outcomes {
		if words[0] == word {
			return Outcome(o)
		}
	}
	return 0
}

// Outcomes are all outcomes, as tables list them.
func Outcomes() []Outcome { return []Outcome{Met, Violated, Waived, NotDue, NotApplicable, Unjudged} }

// Worse returns the one of two outcomes that speaks for both.
func (o Outcome) Worse(other Outcome) Outcome { return max(o, other) }

// Location is a place in the repository. A Span of zero is the file as a whole, or a file that is not there.
type Location struct {
	File string // slash-separated, from the repository's root
	Span source.Span
}

// Line returns the line, from 1; the file as a whole is line 1.
func (l Location) Line() int { return max(1, int(l.Span.Line)) }

// Column returns the column in code points, from 1.
func (l Location) Column() int { return max(1, int(l.Span.Column)) }

// Fault is what reading a file found wrong at one place: which rule of form it breaks, and in which words.
type Fault struct {
	Rule    string // "form.money"
	At      Location
	KeyPath string // "contracts[0].filed"; "" is the file as a whole
	Problem string // what was found and what is wanted, a sentence without its full stop
	Hint    string // what to do, where the rule's own remedy does not say it
}

// Finding is one judgement, with all that a person needs to act on it.
type Finding struct {
	Rule      string
	Severity  Severity
	Outcome   Outcome // Violated or Waived
	Inherited bool    // the base revision has it too, so it does not block
	Project   string  // "" where it is about no single project
	At        Location
	KeyPath   string
	Message   string
	Hint      string
	Article   string   // "第十五条"; "本区参数" where the district chose the figure; "" for form and calendar
	Defined   Location // where the rule stands
	Secret    bool     // the text at its place may be shown nowhere: a secrecy mark's project, a line with a personal number
	Related   []Location
}

// Blocks reports whether f stops a merge and a publication.
func (f Finding) Blocks() bool {
	return f.Severity == Error && f.Outcome == Violated && !f.Inherited
}

// Fingerprint says which finding this is, over revisions in which lines moved: SHA-256 of rule, file and key path.
func (f Finding) Fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Rule, f.At.File, f.KeyPath}, "\n")))
	return hex.EncodeToString(sum[:])
}

// Sort orders findings by file, line, column and rule, and what is alike in those by message.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			strings.Compare(a.At.File, b.At.File),
			a.At.Line()-b.At.Line(),
			a.At.Column()-b.At.Column(),
			strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Message, b.Message),
		)
	})
}
