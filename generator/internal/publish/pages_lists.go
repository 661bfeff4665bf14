// Lists that go over several pages.

package publish

import (
	"cmp"
	"fmt"
	"slices"

	"wuxing.example/register/generator/internal/project"
)

// paged splits a list into as many pages as its rows need. What stands beside the table is on the first page only. root
// is the list of all that this one is a part of; counted and measure say what a row is: "次验收", "次".
func paged(list ListPage, root Link, counted, measure string) []ListPage {
	rows, path, title := list.Table.Rows, list.Path, list.Title
	pages := max(1, (len(rows)+perPage-1)/perPage)
	pathOf := func(n int) string {
		if n == 1 {
			return path
		}
		return fmt.Sprintf("%s/page/%d", path, n)
	}
	var lists []ListPage
	for n := 1; n <= pages; n++ {
		from, to := (n-1)*perPage, min(n*perPage, len(rows))
		l := list
		l.Path, l.Table.Rows = pathOf(n), rows[from:to]
		l.Lede = fmt.Sprintf("共 %d %s。", len(rows), counted)
		if path+"/" != root.URL || n > 1 {
			l.Crumbs = []Link{root}
		}
		if n > 1 {
			l.Title, l.Bars, l.Sections = fmt.Sprintf("%s（第 %d 页）", title, n), nil, nil
		}
		if pages > 1 {
			l.Lede = fmt.Sprintf("共 %d %s，第 %d 至 %d %s。", len(rows), counted, from+1, to, measure)
			l.Pager = &Pager{Text: fmt.Sprintf("第 %d 页，共 %d 页", n, pages)}
			if n > 1 {
				l.Pager.Previous = &Link{Text: "上一页", URL: pathOf(n-1) + "/"}
			}
			if n < pages {
				l.Pager.Next = &Link{Text: "下一页", URL: pathOf(n+1) + "/"}
			}
		}
		lists = append(lists, l)
	}
	return lists
}

// filters lead from one list to the others: all, and each year's.
func filters(root, current string, years []int) []Link {
	links := []Link{{Text: "全部", URL: root + "/", Current: current == root}}
	for _, year := range years {
		path := yearPath(root, year)
		links = append(links, Link{Text: fmt.Sprint(year), URL: path + "/", Current: current == path})
	}
	return links
}

// yearPath is the path of a year's list, that of all for 0.
func yearPath(root string, year int) string {
	if year == 0 {
		return root
	}
	return fmt.Sprintf("%s/%d", root, year)
}

// yearTitle is the title of a year's list, that of all for 0.
func yearTitle(title string, year int) string {
	if year == 0 {
		return title
	}
	return fmt.Sprintf("%d 年度%s", year, title)
}

// latestFirst orders projects by plan year, the latest first, in it by id.
func latestFirst(projects []*project.Project) []*project.Project {
	sorted := slices.Clone(projects)
	slices.SortStableFunc(sorted, func(a, b *project.Project) int { return cmp.Compare(b.Year, a.Year) })
	return sorted
}
