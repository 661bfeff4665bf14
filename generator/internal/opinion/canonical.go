// The canonical form of a value, of which fingerprints are made.

package opinion

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"wuxing.example/register/generator/internal/money"
)

// canonical writes a value of tomlfile.Values as canonical JSON (RFC 8785), an amount as its fen. Integers are written
// in full, even beyond the 2^53 that RFC 8785 knows, so that no two of them look alike.
func canonical(v any) string {
	var b strings.Builder
	writeCanonical(&b, v)
	return b.String()
}

func writeCanonical(b *strings.Builder, v any) {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case string:
		writeText(b, v)
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case int64:
		b.WriteString(strconv.FormatInt(v, 10))
	case money.Amount:
		b.WriteString(strconv.FormatInt(int64(v), 10))
	case float64:
		writeFloat(b, v)
	case []any:
		b.WriteByte('[')
		for i, entry := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			writeCanonical(b, entry)
		}
		b.WriteByte(']')
	case map[string]any:
		b.WriteByte('{')
		for i, key := range keysOf(v) {
			if i > 0 {
				b.WriteByte(',')
			}
			writeText(b, key)
			b.WriteByte(':')
			writeCanonical(b, v[key])
		}
		b.WriteByte('}')
	default:
		panic(fmt.Sprintf("no canonical form of %T", v))
	}
}

// keysOf lists a table's keys in the order of their UTF-16 code units, as RFC 8785 has them.
func keysOf(table map[string]any) []string {
	keys := make([]string, 0, len(table))
	for key := range table {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
	})
	return keys
}

// writeFloat writes a number as ECMAScript does, which encoding/json does, too, but for -0. JSON has neither infinity nor
// NaN: they are written as texts.
func writeFloat(b *strings.Builder, f float64) {
	switch {
	case math.IsInf(f, 0) || math.IsNaN(f):
		writeText(b, strconv.FormatFloat(f, 'g', -1, 64))
	case f == 0:
		b.WriteByte('0')
	default:
		text, _ := json.Marshal(f)
		b.Write(text)
	}
}

// writeText writes a text with the fewest escapes that JSON allows. (encoding/json escapes U+2028 and U+2029.)
func writeText(b *strings.Builder, s string) {
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; c {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\b':
			b.WriteString(`\b`)
		case '\t':
			b.WriteString(`\t`)
		case '\n':
			b.WriteString(`\n`)
		case '\f':
			b.WriteString(`\f`)
		case '\r':
			b.WriteString(`\r`)
		default:
			if c < 0x20 {
				fmt.Fprintf(b, `\u%04x`, c)
			} else {
				b.WriteByte(c)
			}
		}
	}
	b.WriteByte('"')
}
