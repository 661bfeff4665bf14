// Package opinion says which agencies owe an opinion on a change of the record, and which of the opinions given count.
//
// A matter (rules/opinions.toml) names the facts that it covers. Ask finds the matters that a change needs, Fingerprint
// what their facts are at one commit, and Count, a function of values alone, how each matter stands: an opinion counts
// if a person of the agency, who has no part in the change, gave it on facts that are still the same. What cannot be
// told is an error or an opinion owed, never a pass.
//
// Nothing here knows the Git host. Reviews come as values in the record's own words, and the rules are those of the
// base, so that no change decides who judges it.
package opinion
