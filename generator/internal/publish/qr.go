package publish

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quietZone is the light margin that a reader needs, in modules.
const quietZone = 4

// qrCode is the address of a page as a QR code: the whole address where the site's own is known, else its path from the
// site's root.
func qrCode(site, page string) QRCode {
	if site == "" {
		site = "/"
	}
	c := QRCode{Address: site + page}
	code, err := qr.Encode(c.Address, qr.M)
	if err != nil {
		return QRCode{Address: c.Address} // longer than a code can be
	}
	c.Size = fmt.Sprint(code.Size + 2*quietZone)
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; {
			run := x
			for run < code.Size && code.Black(run, y) {
				run++
			}
			if run > x {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quietZone, y+quietZone, run-x, run-x)
			}
			x = max(run, x+1)
		}
	}
	c.Modules = path.String()
	return c
}
