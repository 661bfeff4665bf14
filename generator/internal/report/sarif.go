package report

import (
	"encoding/json"
	"io"

	"wuxing.example/register/generator/internal/finding"
)

// SARIF 2.1.0, as far as code hosts read it.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool    sarifTool     `json:"tool"`
	Results []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name  string      `json:"name"`
	Rules []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID string `json:"id"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Suppressions []sarifKind       `json:"suppressions,omitempty"`
	Baseline     string            `json:"baselineState,omitempty"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifKind struct {
	Kind string `json:"kind"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
}

var sarifLevels = map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Notice: "note"}

func writeSARIF(w io.Writer, r *Report) error {
	run := sarifRun{Tool: sarifTool{sarifDriver{Name: "register", Rules: []sarifRule{}}}, Results: []sarifResult{}}
	known := map[string]bool{}
	for _, f := range r.Findings {
		if !known[f.Rule] {
			known[f.Rule] = true
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{f.Rule})
		}
		result := sarifResult{
			RuleID: f.Rule, Level: sarifLevels[f.Severity], Message: sarifText{f.Message + "。" + f.Hint},
			Locations:    []sarifLocation{{sarifPhysical{sarifArtifact{f.At.File}, sarifRegion{f.At.Line(), f.At.Column()}}}},
			Fingerprints: map[string]string{"register/v1": f.Fingerprint()},
		}
		if f.Outcome == finding.Waived {
			result.Suppressions = []sarifKind{{"external"}}
		}
		if f.Inherited {
			result.Baseline = "unchanged"
		}
		run.Results = append(run.Results, result)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}
