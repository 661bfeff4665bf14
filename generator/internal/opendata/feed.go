// What has happened lately, as an Atom feed (RFC 4287): the stages that projects have completed.

package opendata

import (
	"cmp"
	"encoding/xml"
	"slices"

	"wuxing.example/register/generator/internal/calendar"
	"wuxing.example/register/generator/internal/portfolio"
	"wuxing.example/register/generator/internal/project"
)

// FeedFile is the place of the feed.
const FeedFile = "data/feed.xml"

// FeedEntries is how many events the feed holds.
const FeedEntries = 50

type feed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Entries []feedEntry `xml:"entry"`
}

type feedEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    feedLink `xml:"link"`
	Summary string   `xml:"summary"`

	on calendar.Date
}

type feedLink struct {
	Href string `xml:"href,attr"`
}

// Feed is the latest stages completed, the latest first. Its links are relative to it.
func (s *Survey) Feed(r *project.Register) File {
	var entries []feedEntry
	for i := range s.Entries {
		e := &s.Entries[i]
		for _, step := range portfolio.CourseOf(r, e.Project).Steps {
			if step.On.IsZero() {
				continue
			}
			entries = append(entries, feedEntry{
				ID: "urn:register:" + e.Project.ID + ":" + step.Stage.ID.V, Title: e.Project.Declaration.Name.V + "：" + step.Stage.Name.V + "已完成",
				Updated: dateTime(step.On), Link: feedLink{"../projects/" + e.Project.ID + "/"}, Summary: e.Unit + "，" + e.Project.ID, on: step.On,
			})
		}
	}
	slices.SortStableFunc(entries, func(a, b feedEntry) int { return cmp.Or(b.on.Compare(a.on), cmp.Compare(a.ID, b.ID)) })
	entries = entries[:min(FeedEntries, len(entries))]
	text, err := xml.Marshal(feed{
		ID: "urn:register:feed", Title: r.Site.Title.V, Updated: dateTime(r.Today), Author: cmp.Or(r.Site.Organisation.V, r.Site.Title.V), Entries: entries,
	})
	if err != nil {
		panic(err) // texts alone
	}
	return File{FeedFile, slices.Concat([]byte(xml.Header), text, []byte("\n"))}
}
