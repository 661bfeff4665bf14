// The deadlines as calendars that calendar programs subscribe to (RFC 5545): all of them, and each unit's.

package opendata

import (
	"strings"
	"unicode/utf8"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/portfolio"
)

// CalendarFile is the place of all deadlines; a unit's is units/<code>/deadlines.ics.
const CalendarFile = "data/deadlines.ics"

// Calendar is some deadlines as events of whole days. Today is when it is made.
func Calendar(name, title string, deadlines []portfolio.Deadline, today calendar.Date) File {
	var out strings.Builder
	line := func(key, value string) { fold(&out, key+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//register//deadlines//ZH")
	line("X-WR-CALNAME", escape(title))
	for i := range deadlines {
		d := &deadlines[i]
		line("BEGIN", "VEVENT")
		line("UID", d.Project.ID+"-"+d.Rule.ID+"-"+compact(d.Until)+"@register")
		line("DTSTAMP", compact(today)+"T000000Z")
		line("DTSTART;VALUE=DATE", compact(d.Until))
		line("DTEND;VALUE=DATE", compact(d.Until.AddDays(1)))
		line("SUMMARY", escape(d.Rule.Title+"："+d.Project.Declaration.Name.V))
		line("DESCRIPTION", escape("项目 "+d.Project.ID+"，由"+d.Rule.Who+"办理；依据 "+d.Rule.Cites()))
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return File{name, []byte(out.String())}
}

// compact writes a date as the format has it: 20250328.
func compact(d calendar.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// escape makes a text a value of the format.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(text)
}

// fold writes a line, in pieces of 75 bytes at most that break no character.
func fold(out *strings.Builder, line string) {
	for width := 75; len(line) > width; width = 74 { // the blank that begins a further piece counts
		cut := width
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		out.WriteString(line[:cut] + "\r\n ")
		line = line[cut:]
	}
	out.WriteString(line + "\r\n")
}
