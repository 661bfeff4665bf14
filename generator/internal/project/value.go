// Package project is the register's domain: the projects, the files that each consists of, their fields with the
// Chinese label of each, and the district's own directories. It does no I/O.
//
// The structs are the one definition of the record: their tags say the key in TOML, the label that people read, whether
// the key must be there, and the list of values that it may have.
//
//	toml:"key" or toml:"key,required"   the key
//	label:"…"                           what people call it
//	oneof:"甲|乙"                        a closed list of values
//	future:"ok"                         a date that may lie after today (it is a plan, not an act)
package project

import (
	"fmt"
	"time"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/source"
)

// State says what reading made of a value.
type State uint8

const (
	Absent State = iota // not there, and need not be
	Given               // there and readable
	Faulty              // carries a form finding: there and not readable, or absent and required
)

// Table is where a TOML table stands. Every struct that is read from a table embeds one.
type Table struct {
	File   string // the path from the repository's root
	Parent *Table // nil of a file's root
	Key    string // the table's own key
	Index  int    // of an entry of an array of tables, else -1
	Span   source.Span
}

// KeyPath is the table's place in its file: "contracts[0].supplier", "" of the root.
func (t *Table) KeyPath() string {
	if t.Parent == nil {
		return ""
	}
	path := t.Key
	if parent := t.Parent.KeyPath(); parent != "" {
		path = parent + "." + path
	}
	if t.Index >= 0 {
		path = fmt.Sprintf("%s[%d]", path, t.Index)
	}
	return path
}

// At is the table's header, for a finding on the table as a whole.
func (t *Table) At() finding.Location { return finding.Location{File: t.File, Span: t.Span} }

// Header is t itself; it lets a reader find the table inside any struct that embeds one.
func (t *Table) Header() *Table { return t }

// Place is where a value stands, or would stand.
type Place struct {
	Table *Table // nil where not even the table is there
	Key   string // with "[2]" where it is an entry of a list
	Span  source.Span
	State State
}

// At is the value itself, or the header of the table that lacks it.
func (p *Place) At() finding.Location {
	if p.Table == nil {
		return finding.Location{}
	}
	if p.Span.Line == 0 {
		return p.Table.At()
	}
	return finding.Location{File: p.Table.File, Span: p.Span}
}

// KeyPath is the value's place in its file: "contracts[0].filed".
func (p *Place) KeyPath() string {
	if p.Table == nil {
		return p.Key
	}
	if path := p.Table.KeyPath(); path != "" {
		return path + "." + p.Key
	}
	return p.Key
}

// Given reports whether the value is there and readable.
func (p *Place) Given() bool { return p.State == Given }

// Faulty reports whether the value carries a form finding, so that no rule can read it.
func (p *Place) Faulty() bool { return p.State == Faulty }

// Where is p itself; it lets a reader find the place inside any Value or List.
func (p *Place) Where() *Place { return p }

// Value is one value of the record with its place. Absent and faulty values are the zero of their type.
type Value[T any] struct {
	Place
	V T
}

// The kinds of value.
type (
	Text   = Value[string]
	Money  = Value[money.Amount]
	Date   = Value[calendar.Date]
	Flag   = Value[bool]
	Number = Value[int64]
	Moment = Value[time.Time]
	Code   = Value[CreditCode]
)

// List is an array of values, or of structs that embed Table, with its place.
type List[T any] struct {
	Place
	V []T
}
