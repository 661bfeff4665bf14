// What the site shows, as data: the contract between Go and the templates of the folder site.
//
// Templates only print. So every string here is ready for its place: amounts are numbers of 万元 with separators and
// without their unit ("1,234.5"), dates are "2025-03-28", counts are digits, and what is absent is "". Orders, sums,
// shares and whole sentences are decided before. An address (URL) is a path of the site without a slash at its
// beginning, "projects/2025-zhzf-001/", or a whole one, "https://…"; templates root the former where the site stands.
//
// Each page is a struct of its own kind, which embeds Page. It reaches its template as JSON, under the keys given here.

package publish

import "wuxing.example/register/generator/internal/opendata"

// Site is everything that is published.
type Site struct {
	Frame Frame

	Home      Home
	Lists     []ListPage    // "projects", "projects/page/2", "projects/2025", "acceptance", "evaluation/2025", "units", …
	Projects  []ProjectPage // "projects/2025-zhzf-001"
	Units     []PartyPage   // "units/zhzf"
	Suppliers []PartyPage   // "suppliers/11330500002564141p"
	Agencies  []PartyPage   // "agencies/finance"
	Guides    []GuidePage   // "guides/unit"
	PlanIndex PlanIndex     // "plans"
	Plans     []PlanPage    // "plans/2025"
	Letters   []Letter      // "plans/2025/submission"
	RuleIndex RuleIndex     // "rules"
	Articles  []ArticlePage // "rules/articles/15"
	Rules     []RulePage    // "rules/15-filed"
	Search    ToolPage      // "search"
	Compare   ToolPage      // "compare"
	SiteMap   SiteMap       // "site-map"

	Files []opendata.File // what is no page
}

// Frame is what stands around every page: its head, its banner, its foot.
type Frame struct {
	Title        string    `json:"title"`        // of the site
	Basis        string    `json:"basis"`        // under the title: "依据 吴政办发〔2023〕43号"
	Organisation string    `json:"organisation"` // 主办单位
	Domain       string    `json:"domain"`       // "www.example.gov.cn"
	IDCode       string    `json:"id_code"`      // 网站标识码
	ICP          string    `json:"icp"`          // ICP 备案号
	PSB          string    `json:"psb"`          // 公安备案号
	Licence      string    `json:"licence"`      // of the data
	Example      bool      `json:"example"`      // the data is invented: every page says so
	AsOf         string    `json:"as_of"`        // 数据截至: the date on which the record was judged
	Revision     string    `json:"revision"`     // commit, shortened
	RevisionURL  string    `json:"revision_url"` // where the host shows it
	LeftOut      []LeftOut `json:"left_out"`     // broken projects that this build leaves out; the home page names them
	Recent       Link      `json:"recent"`       // to what was changed lately
}

// LeftOut is a project that is not published because of its errors.
type LeftOut struct {
	Name   string `json:"name"`   // its folder: the name may be what is broken
	Reason string `json:"reason"` // "2 处错误"
}

// Page is what every page has.
type Page struct {
	// Path is where the page stands, "projects/2025-zhzf-001"; "" is the home page. Its parts are lower-case letters,
	// digits and hyphens.
	Path        string       `json:"path"`
	Title       string       `json:"title"`
	Description string       `json:"description"` // a sentence or two, for search engines
	Crumbs      []Link       `json:"crumbs"`      // what the page stands under, without home and the page itself
	Column      Column       `json:"column"`
	Publication *Publication `json:"publication"` // of a page that is an article; nil for lists
	Script      string       `json:"script"`      // the script in site/assets/js that the page is better with: "list"; "": none
}

// Column is 栏目 in the sense of the rules for government sites: a list page's own, another page's the one it stands in.
type Column struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Keywords    string `json:"keywords"`
	Type        string `json:"type"`
}

// Publication is what government sites say of an article.
type Publication struct {
	Date   string `json:"date"`   // "2025-03-28 09:00"
	Source string `json:"source"` // the unit it comes from
}

// Link leads to another page.
type Link struct {
	Text    string `json:"text"`
	URL     string `json:"url"`
	Current bool   `json:"current"` // it leads to this very page
}

// Tag is a short word in a coloured box.
type Tag struct {
	Text string `json:"text"`
	Tone Tone   `json:"tone"`
}

// Tone is how a word looks; it never says what the word does not say.
type Tone string

const (
	Good  Tone = "good"
	Warn  Tone = "warn"
	Bad   Tone = "bad"
	Quiet Tone = "quiet"
	Plain Tone = "plain"
)

// Fact is a label and its value, by the field's one Chinese label.
type Fact struct {
	Label string `json:"label"`
	Value string `json:"value"`
	URL   string `json:"url"`
}

// Section is a titled part of a page: sentences, then facts, then tables, whichever it has.
type Section struct {
	ID     string   `json:"id"` // its anchor, unique on the page: "contracts"
	Title  string   `json:"title"`
	Note   string   `json:"note"` // small, under the title
	Text   []string `json:"text"` // paragraphs
	Facts  []Fact   `json:"facts"`
	Tables []Table  `json:"tables"`
}

// Home is the first page.
type Home struct {
	Page
	Lede        string      `json:"lede"`
	Figures     []Figure    `json:"figures"`  // at most eight
	Years       Chart       `json:"years"`    // planned amounts by year and category
	Payments    Bars        `json:"payments"` // what is contracted and paid, by plan year
	Grades      Bars        `json:"grades"`   // of the evaluations
	Stages      Bars        `json:"stages"`   // how many projects came to each stage, and how many stand there
	Times       Bars        `json:"times"`    // how long the units' and the agencies' acts took
	Units       Bars        `json:"units"`    // the greatest planned amounts, and what of them is paid
	Watch       []WatchItem `json:"watch"`    // findings that want somebody's attention, the gravest first
	More        *Link       `json:"more"`     // to the rest of them
	Next        []Deadline  `json:"next"`     // what is due next, the earliest first
	NextNote    string      `json:"next_note"`
	Definitions []Fact      `json:"definitions"` // what each figure counts
}

// Figure is one of the great numbers of the home page.
type Figure struct {
	Label string `json:"label"`
	Value string `json:"value"`
	Unit  string `json:"unit"`
	Note  string `json:"note"`
	Delta string `json:"delta"` // against the year before: "比上年多 12.3%"
	Share string `json:"share"` // of 100, drawn as a bar: "85.3"; "": none
	Tone  Tone   `json:"tone"`  // Bad: the number is one of faults
	URL   string `json:"url"`   // what the number counts
	CSV   string `json:"csv"`   // the same as a file
}

// Bars is a table in which each row has a bar, drawn: its text keeps its size on every screen, and the figures need no
// table beside it.
type Bars struct {
	ID         string   `json:"id"` // its anchor, unique on the page: "units"
	Title      string   `json:"title"`
	Note       string   `json:"note"`       // what the two shades of the bars are
	Definition string   `json:"definition"` // what the figures count
	Heads      []string `json:"heads"`      // of the row's name, then of its figures, three of them
	Rows       []BarRow `json:"rows"`
	Empty      string   `json:"empty"` // stands for the table without rows
	URL        string   `json:"url"`   // the list behind it; "": none
	CSV        string   `json:"csv"`   // the figures as a file; "": none
}

// BarRow is a row of Bars.
type BarRow struct {
	Name  Link     `json:"name"`
	Whole string   `json:"whole"` // of 100, the length of the pale bar
	Part  string   `json:"part"`  // of 100, that of the dark one over it
	Cells []string `json:"cells"` // its figures
}

// Deadline is an act that is awaited until a day.
type Deadline struct {
	Rule    Link   `json:"rule"`    // what is awaited
	Project Link   `json:"project"` // no text: of the page's project
	Until   string `json:"until"`
	Tag     Tag    `json:"tag"` // "已逾期 12 天", "剩余 30 天"
	Article Link   `json:"article"`
	Note    string `json:"note"` // who has to act, and whether the figure is the district's
}

// WatchItem is one finding on the home page.
type WatchItem struct {
	Project string `json:"project"` // its name
	URL     string `json:"url"`
	Meta    string `json:"meta"` // "区综合行政执法局 · 486 万元"
	Message string `json:"message"`
	Tag     Tag    `json:"tag"`
	Rule    Link   `json:"rule"`
}

// ListPage is one static page of a list: of projects, acceptances, evaluations or units, of all of them or of a year.
type ListPage struct {
	Page
	Lede       string    `json:"lede"`       // "共 161 个项目，第 51 至 100 个"
	Filters    []Link    `json:"filters"`    // to the lists beside it: 全部, then a link a year
	Bars       *Bars     `json:"bars"`       // over the table; nil: none
	Table      Table     `json:"table"`      // the list
	Pager      *Pager    `json:"pager"`      // nil: one page holds all
	Sections   []Section `json:"sections"`   // under the table
	Definition string    `json:"definition"` // what the list counts

	// Of a list of projects:
	Questions []Link       `json:"questions"` // what is often asked
	Facets    []FacetLinks `json:"facets"`    // to the other lists
	Query     string       `json:"query"`     // the selection as the script reads it: "deadline=overdue"
	Sum       string       `json:"sum"`       // what all of the selection add up to

	Download *Link `json:"download"` // the list as CSV; nil: there is none
}

// FacetLinks are the lists that one facet divides the projects into.
type FacetLinks struct {
	Label string        `json:"label"`
	Links []CountedLink `json:"links"`
}

// CountedLink is a link to a list, and how many are on it.
type CountedLink struct {
	Link
	Count string `json:"count"`
}

// ToolPage is a page that a script fills.
type ToolPage struct {
	Page
	Lede    string `json:"lede"`
	Help    []Fact `json:"help"`    // what it can do
	Without []Link `json:"without"` // what to use where there is no script
}

// Pager leads through the pages of a list.
type Pager struct {
	Previous *Link  `json:"previous"`
	Next     *Link  `json:"next"`
	Text     string `json:"text"` // "第 2 页，共 4 页"
}

// ProjectPage is one project. It holds no host account, nothing of the declaration's security table, no attachment, and of
// experts only their codes.
type ProjectPage struct {
	Page
	ID           string     `json:"id"` // "2025-zhzf-001"
	Unit         string     `json:"unit"`
	Year         Link       `json:"year"` // "2025 年度计划"
	Tags         []Tag      `json:"tags"` // its state, kind, category, stage
	Summary      string     `json:"summary"`
	Stages       []Stage    `json:"stages"`
	Money        []MoneyRow `json:"money"`         // 申报概算, 审核, 计划下发, 合同, 已支付, always all five
	Changes      []MoneyRow `json:"changes"`       // what became of the planned amount and the content after them, in order
	Progress     Chart      `json:"progress"`      // plan against actual
	Deadlines    []Deadline `json:"deadlines"`     // the earliest first
	FindingsNote string     `json:"findings_note"` // "核查 41 条规则：38 条符合、1 条不符合、2 条尚未到期"
	Findings     []Finding  `json:"findings"`
	Facts        []Fact     `json:"facts"`    // 基本信息, beside the text
	Sections     []Section  `json:"sections"` // scope, goals, estimate, review, contracts, payments, changes, acceptance, evaluation, …
	Documents    []Document `json:"documents"`
	Source       Source     `json:"source"`
	Code         QRCode     `json:"code"` // its address, printed
}

// Stage is one stage of a project's course.
type Stage struct {
	Name    string     `json:"name"`
	State   StageState `json:"state"`
	Says    string     `json:"says"` // the state in words, read out: "已完成"
	Date    string     `json:"date"` // on which it was reached
	Note    string     `json:"note"` // a few words; where it is late, since when
	Article Link       `json:"article"`
}

// StageState is how a stage stands.
type StageState string

const (
	Done    StageState = "done"
	Current StageState = "current"
	Late    StageState = "late"
	Todo    StageState = "todo"
	Skipped StageState = "skipped" // it does not apply
)

// MoneyRow is one of the five amounts, which are never mixed.
type MoneyRow struct {
	Label  string `json:"label"`
	Amount string `json:"amount"` // "": Note says why there is none
	Share  string `json:"share"`  // of 100, of the greatest of the five
	Note   string `json:"note"`   // "占合同 40.0%", "未签订"
}

// Finding is one judgement on a project.
type Finding struct {
	Tags     []Tag  `json:"tags"` // 不符合 or 已豁免, its severity, 本区参数
	Tone     Tone   `json:"tone"`
	Rule     Link   `json:"rule"`
	Article  Link   `json:"article"`
	Message  string `json:"message"`
	Remedy   string `json:"remedy"`
	Place    string `json:"place"`     // "procurement.toml:23"
	PlaceURL string `json:"place_url"` // where the host shows it
	Evidence string `json:"evidence"`  // the source's lines with their numbers, as printed; "" where they may not be shown
}

// PartyPage is one unit, supplier or agency: what it does in the projects, how it keeps its dates, what waits for it.
type PartyPage struct {
	Page
	Tags     []Tag      `json:"tags"` // its type
	Lede     string     `json:"lede"`
	Money    []MoneyRow `json:"money"` // none: it has no amounts of its own
	Facts    []Fact     `json:"facts"` // beside the text
	Sections []Section  `json:"sections"`
}

// Document is a text of the record, rendered.
type Document struct {
	ID    string `json:"id"` // begins the anchors of its headings: "feasibility"
	Title string `json:"title"`
	Note  string `json:"note"`
	// HTML is safe to print as it is, which package document sees to. Its highest headings are h3; its links to other
	// projects are relative to the page ("../2025-zhzf-002/").
	HTML string `json:"html"`
}

// Source is where a page's facts stand.
type Source struct {
	Path string `json:"path"` // "projects/2025/zhzf/001/"
	URL  string `json:"url"`  // where the host shows it

	// When it was last touched, in which revision, by which pull request; "" where that is not known.
	Touched     string `json:"touched"`
	Revision    string `json:"revision"`
	PullRequest string `json:"pull_request"`
}

// QRCode is an address to be read from paper.
type QRCode struct {
	Address string `json:"address"` // what it says, "https://host/projects/2025-zhzf-001/"
	Size    string `json:"size"`    // of its view box, the quiet zone included
	Modules string `json:"modules"` // the dark modules as the data of an SVG path
}

// GuidePage is what one of those who take part has to do, stage by stage.
type GuidePage struct {
	Page
	Lede     string    `json:"lede"`
	Others   []Link    `json:"others"` // the other guides, and this one
	Sections []Section `json:"sections"`
}

// Letter is an official document to be printed and signed: the submission of a year's plan.
type Letter struct {
	Page
	To       string    `json:"to"`   // 主送
	Body     []string  `json:"body"` // paragraphs
	Annexes  []string  `json:"annexes"`
	Signed   string    `json:"signed"`
	Date     string    `json:"date"`     // with room for the day
	Sections []Section `json:"sections"` // the annexes
	Note     string    `json:"note"`     // what it is, not printed on paper
}

// SiteMap lists the pages of the site.
type SiteMap struct {
	Page
	Groups []LinkGroup `json:"groups"`
}

// LinkGroup is links under a heading.
type LinkGroup struct {
	Title string `json:"title"`
	Links []Link `json:"links"`
}

// PlanIndex lists the plan years.
type PlanIndex struct {
	Page
	Lede        string `json:"lede"`
	Table       Table  `json:"table"`
	Figures     Table  `json:"figures"`     // from declaration to payment, a row a year
	Definitions []Fact `json:"definitions"` // what each column of it counts
}

// PlanPage is the annual plan of a year, as it is printed.
type PlanPage struct {
	Page
	Number   string    `json:"number"`   // of the approval, "吴政办函〔2025〕3号"
	Facts    []Fact    `json:"facts"`    // window, approval, dispatch
	Links    []Link    `json:"links"`    // to the submission, the CSV, the results of the year
	Sections []Section `json:"sections"` // the plan, each supplement, 未列入: each a table with totals; the sums; what came of it
	Signed   string    `json:"signed"`   // who made the plan
	Date     string    `json:"date"`     // "2025年1月20日"
}

// RuleIndex is the regulation: its articles, and the rules that belong to none.
type RuleIndex struct {
	Page
	Lede     string         `json:"lede"`
	Facts    []Fact         `json:"facts"` // number, issued, effective, repeals
	Articles []ArticleEntry `json:"articles"`
	General  Table          `json:"general"` // form.*, access.*, record.*, calendar.*
}

// ArticleEntry is an article in the index.
type ArticleEntry struct {
	Link Link   `json:"link"` // "第十五条"
	Gist string `json:"gist"`
	Tags []Tag  `json:"tags"` // "4 条规则", "2 个项目不符合", "由人判断"
}

// ArticlePage is one article, in our own words.
type ArticlePage struct {
	Page
	Gist      string        `json:"gist"`
	Unchecked string        `json:"unchecked"` // who judges it, and why no machine can; "" where it has rules
	Rules     []RuleSummary `json:"rules"`
	Projects  Table         `json:"projects"` // those with a finding by one of its rules
	Pager     Pager         `json:"pager"`
}

// RuleSummary is a rule on the page of its article.
type RuleSummary struct {
	ID    string `json:"id"`
	Link  Link   `json:"link"` // its title
	Asks  string `json:"asks"`
	Tags  []Tag  `json:"tags"`
	Facts []Fact `json:"facts"` // limits in words, due, dates of effect
}

// RulePage is one rule, in all its versions.
type RulePage struct {
	Page
	ID       string        `json:"id"`
	Article  *Link         `json:"article"`  // nil for rules that belong to none
	Versions []RuleVersion `json:"versions"` // the one in force first
	Outcomes []Fact        `json:"outcomes"` // how many projects: 符合, 不符合, 已豁免, 未到期, 不适用, 无法判断
	Projects Table         `json:"projects"` // those with a finding now
}

// RuleVersion is a rule as it is in force between two dates.
type RuleVersion struct {
	ID       string    `json:"id"`    // its anchor: "v2"
	Title    string    `json:"title"` // "现行：2023-11-25 起"
	Tags     []Tag     `json:"tags"`  // severity, 本区参数, 可以豁免
	Asks     string    `json:"asks"`
	Facts    []Fact    `json:"facts"` // due, limits in words, dates of effect, where it is defined
	Message  string    `json:"message"`
	Remedy   string    `json:"remedy"`
	Examples []Example `json:"examples"`
}

// Example is one example of a rule.
type Example struct {
	Says    string `json:"says"`
	Changes string `json:"changes"` // to a valid record, as the rule file has it
	Outcome Tag    `json:"outcome"` // which is expected, and which comes out
	Printed string `json:"printed"` // the finding as a terminal shows it; "" where there is none
}
