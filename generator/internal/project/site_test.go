package project

import (
	"encoding"
	"testing"
)

// TestSiteForms: what a site says of itself is empty or has its form.
func TestSiteForms(t *testing.T) {
	for _, tt := range []struct {
		into      encoding.TextUnmarshaler
		good, bad []string
	}{
		{new(Domain), []string{"", "www.example.gov.cn", "a-b.example"}, []string{"https://www.example.gov.cn", "WWW.example", "localhost", "-a.example", "a.example/", "a..example"}},
		{new(SiteCode), []string{"", "0000000000", "bm00000000"}, []string{"000000000", "00000000000", "bm0000000", "BM00000000"}},
		{new(ICPNumber), []string{"", "浙ICP备00000000号", "浙ICP备0000000000号-12"}, []string{"浙ICP备0000000号", "ICP备00000000号", "浙ICP备00000000", "浙ICP备00000000号-"}},
		{new(PSBNumber), []string{"", "浙公网安备00000000000000号", "浙公网安备 00000000000000号"}, []string{"浙公网安备0000000000000号", "公网安备00000000000000号", "浙公网安备  00000000000000号"}},
	} {
		for _, text := range tt.good {
			if err := tt.into.UnmarshalText([]byte(text)); err != nil {
				t.Errorf("%T: %v", tt.into, err)
			}
		}
		for _, text := range tt.bad {
			if err := tt.into.UnmarshalText([]byte(text)); err == nil {
				t.Errorf("%T takes %q", tt.into, text)
			}
		}
	}
}
