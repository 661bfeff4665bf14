package rule

import (
	"fmt"
	"strings"
	"testing"
)

// Payments are judged in order of date, whatever their order in the file; those of one day in order of progress.
func TestPaymentsInOrder(t *testing.T) {
	pay := func(date, amount string, progress int) string {
		return fmt.Sprintf("[[payments]]\ncontract = \"ZHZF-2025-01\"\ndate = %s\namount = %q\nprogress = %d\nconfirmed = %[1]s\n", date, amount, progress)
	}
	for _, tt := range []struct {
		says     string
		payments []string
		want     string
	}{
		{"the later first in the file", []string{pay("2025-06-01", "100万元", 60), pay("2025-05-01", "100万元", 30)}, ""},
		{"two on one day, the further first", []string{pay("2025-05-01", "100万元", 60), pay("2025-05-01", "100万元", 30)}, ""},
		{"a fall, and on from there", []string{pay("2025-05-01", "1万元", 60), pay("2025-06-01", "1万元", 30), pay("2025-07-01", "1万元", 40)}, "payments.toml:payments[1].progress"},
		{"more than all is no measure of the next", []string{pay("2025-05-01", "1万元", 130), pay("2025-06-01", "1万元", 30)}, "payments.toml:payments[0].progress"},
		{"told where the sum is passed, and not again", []string{pay("2025-05-01", "395万元", 60), pay("2025-06-01", "1万元", 70), pay("2025-07-01", "1万元", 80)}, "payments.toml:payments[1].amount"},
		{"told of the latest, though first in the file", []string{pay("2025-07-01", "1万元", 80), pay("2025-05-01", "395万元", 60)}, "payments.toml:payments[0].amount"},
		{"two faults of one payment", []string{pay("2025-03-01", "396万元", 60)}, "payments.toml:payments[0].amount, payments.toml:payments[0].date"},
		{"an amount that cannot be read", []string{pay("2025-05-01", "396万元", 60), pay("2025-06-01", "1", 30)}, ""},
	} {
		_, found := judgeFiles(t, districtRule(t, "24.payments"), "2026-06-30", map[string]string{"payments.toml": strings.Join(tt.payments, "")})
		if got := told(found); got != tt.want {
			t.Errorf("%s: found %q, want %q", tt.says, got, tt.want)
		}
	}
}
