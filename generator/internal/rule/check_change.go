package rule

import (
	"fmt"
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/limit"
	"wuxing.example/register/generator/internal/money"
	"wuxing.example/register/generator/internal/project"
)

// The kinds of change (art. 19).
const (
	changeOfContent  = "建设内容"
	changeOfEstimate = "投资概算"
)

// changesOf lists the changes of a kind in order of their dates, those of one day in order of their numbers. It reports
// false, having marked the rule unjudged, where a change or an approval cannot be read.
func (j *judging) changesOf(kind string) ([]*project.Change, bool) {
	if j.anyBroken("changes/") {
		return nil, false
	}
	var changes []*project.Change
	for _, c := range j.p.Changes {
		if j.unreadable(&c.Kind) {
			return nil, false
		}
		if c.Kind.V != kind {
			continue
		}
		if j.unreadable(&c.Date) {
			return nil, false
		}
		changes = append(changes, c)
	}
	slices.SortStableFunc(changes, func(a, b *project.Change) int { return a.Date.V.Compare(b.Date.V) })
	return changes, true
}

// approvalOf returns the approvals of a change, empty ones where there are none.
func approvalOf(p *project.Project, c *project.Change) *project.ChangeApproval {
	for _, a := range p.ChangeApprovals {
		if a.Serial == c.Serial {
			return a
		}
	}
	return &project.ChangeApproval{Serial: c.Serial}
}

// lacksOf says what a document lacks as an approval of a change, and where: it must be there, have its number, and be
// dated no earlier than the change. It returns "" where it lacks nothing, no place where it is not there, and reports
// false where it cannot be read.
func (j *judging) lacksOf(approval *project.ApprovalDocument, c *project.Change) (lacks string, at *project.Place, ok bool) {
	if approval == nil {
		return "没有批准文件", nil, true
	}
	if j.unreadable(&approval.Date, &approval.Document) {
		return "", nil, false
	}
	switch {
	case isBlank(&approval.Document):
		return "批准文件没有文号", &approval.Document.Place, true
	case approval.Date.V.Before(c.Date.V):
		return fmt.Sprintf("批准日期 %s 早于申请变更的 %s", approval.Date.V, c.Date.V), &approval.Date.Place, true
	}
	return "", nil, true
}

// contractsWithinEstimate: the contracts add up to no more than the estimate allows on the day on which each is signed
// (art. 19): the planned amount, or what the last increase approved by then has made of it.
var contractsWithinEstimate = check{
	name:  "contracts_within_estimate",
	doc:   "合同合计不超过签订当日有效的投资概算（计划下发金额，或者批准调整后的金额）",
	reads: []string{declarationFile, approvalFile, procurementFile},
	words: []string{"合同", "签订日期", "合计", "限额", "超出"},
	new:   func() judge { return &withinEstimateJudge{} },
}

type withinEstimateJudge struct{}

func (*withinEstimateJudge) judge(j *judging) {
	if len(j.p.Contracts()) == 0 {
		j.notDue()
		return
	}
	contracts, ok1 := j.contractsInOrder()
	budget, ok2 := j.p.Budget()
	increases, ok3 := j.increases()
	if !ok1 || !ok2 || !ok3 {
		j.say(finding.Unjudged)
		return
	}
	var sum money.Amount
	for _, c := range contracts {
		sum += c.Amount.V
		if !j.act(&c.Signed) {
			continue
		}
		limit, change := budget, ""
		for _, i := range increases {
			if !i.approved.V.After(c.Signed.V) {
				limit, change = i.total, fmt.Sprintf("（变更 %s 批准后）", i.serial)
			}
		}
		j.holds(sum <= limit, &c.Amount, func() words {
			return words{
				"合同": c.Number.V, "签订日期": c.Signed.V.String(),
				"合计": sum.String(), "限额": limit.String() + change, "超出": (sum - limit).String(),
			}
		})
	}
}

// contractsInOrder lists the contracts in the order in which they were signed. It reports false where the date or the
// amount of one cannot be read.
func (j *judging) contractsInOrder() ([]*project.Contract, bool) {
	var contracts []*project.Contract
	for i := range j.p.Contracts() {
		c := &j.p.Contracts()[i]
		if j.unreadable(&c.Signed, &c.Amount) {
			return nil, false
		}
		contracts = append(contracts, c)
	}
	slices.SortStableFunc(contracts, func(a, b *project.Contract) int { return a.Signed.V.Compare(b.Signed.V) })
	return contracts, true
}

// increase is a change of the estimate that was approved: from that day on, its total is the limit.
type increase struct {
	serial   string
	approved *project.Date
	total    money.Amount
}

// increases lists the approved changes of the estimate in the order of their approvals. It reports false where one of
// them cannot be read.
func (j *judging) increases() ([]increase, bool) {
	changes, ok := j.changesOf(changeOfEstimate)
	if !ok {
		return nil, false
	}
	var increases []increase
	for _, c := range changes {
		approval := approvalOf(j.p, c).Approval
		lacks, _, ok := j.lacksOf(approval, c)
		if !ok || j.unreadable(&c.TotalAfter) {
			return nil, false
		}
		if lacks == "" && c.TotalAfter.Given() {
			increases = append(increases, increase{c.Serial, &approval.Date, c.TotalAfter.V})
		}
	}
	slices.SortStableFunc(increases, func(a, b increase) int { return a.approved.V.Compare(b.approved.V) })
	return increases, true
}

// increaseComplete: a change of the estimate gives its reason, the adjusted plan, the source of the funds, and its
// approval (art. 19).
var increaseComplete = check{
	name:  "increase_complete",
	doc:   "调整投资概算写明理由、调整方案、资金来源，并经批准",
	words: []string{"变更", "申请日期", "缺少"},
	new:   func() judge { return &increaseJudge{} },
}

type increaseJudge struct{}

func (c *increaseJudge) judge(j *judging) {
	changes, _ := j.changesOf(changeOfEstimate)
	for _, change := range changes {
		if j.act(&change.Date) {
			c.change(j, change)
		}
	}
}

func (*increaseJudge) change(j *judging, change *project.Change) {
	lacking := func(what string) words {
		return words{"变更": change.Serial, "申请日期": change.Date.V.String(), "缺少": what}
	}
	for _, v := range []struct {
		text  *project.Text
		lacks string
	}{{&change.Reason, "没有写变更理由"}, {&change.Description, "没有写调整方案（变更说明）"}, {&change.Source, "没有写资金来源"}} {
		if !j.unreadable(v.text) {
			j.holds(!isBlank(v.text), v.text, func() words { return lacking(v.lacks) })
		}
	}
	lacks, at, ok := j.lacksOf(approvalOf(j.p, change).Approval, change)
	switch {
	case !ok:
	case lacks == "":
		j.met()
	case at == nil:
		j.violated(j.p.At("changes/"+change.Serial+"-approval.toml"), "approval", lacking(lacks))
	default:
		j.violatedAt(at, lacking(lacks))
	}
}

// contentReapproved: the changes of content that the joint body has not approved add up to less than art. 19 lets pass
// without it: neither over a share of the actual investment, nor some amount.
var contentReapproved = check{
	name:  "content_reapproved",
	doc:   "未经联审的建设内容变更累计达到一定比例或数额的，经联审机构重新审批",
	reads: []string{declarationFile, approvalFile, procurementFile},
	words: []string{"变更", "申请日期", "原因", "审批情况"},
	new:   func() judge { return &reapprovedJudge{} },
}

type reapprovedJudge struct {
	Share  project.Value[limit.Share]  `toml:"share,required" label:"占实际投资的比例"`
	Amount project.Value[limit.Amount] `toml:"amount,required" label:"涉及金额"`
	Either project.Flag                `toml:"either" label:"比例、金额满足其一就要联审（本区参数）"`
}

func (c *reapprovedJudge) judge(j *judging) {
	changes, _ := j.contentChanges()
	for _, change := range changes {
		if !j.act(&change.Date) {
			continue
		}
		reasons := change.beyond(&c.Share.V, &c.Amount.V, c.Either.V)
		j.holds(len(reasons) == 0 || change.lacks == "", &change.Amount, func() words {
			return words{
				"变更": change.Serial, "申请日期": change.Date.V.String(), "原因": strings.Join(reasons, "，"), "审批情况": change.lacks,
			}
		})
	}
}

// contentChange is a change of content as art. 19 weighs it.
type contentChange struct {
	*project.Change
	sum   money.Amount // of the changes since the last with joint approval, which is left out; this one is included
	basis money.Amount // the actual investment: contracts signed up to the change; where there are none, the budget
	of    string       // what the basis is, for people
	lacks string       // what its joint approval lacks, "" where it has it
}

// contentChanges lists the changes of content in order. It reports false, having marked the rule unjudged, where
// something that it needs cannot be read.
func (j *judging) contentChanges() ([]contentChange, bool) {
	changes, ok := j.changesOf(changeOfContent)
	if !ok {
		return nil, false
	}
	var weighed []contentChange
	var sum money.Amount
	for _, c := range changes {
		w := contentChange{Change: c}
		var ok1, ok2 bool
		w.basis, w.of, ok1 = j.actualInvestment(&c.Date)
		w.lacks, _, ok2 = j.lacksOf(approvalOf(j.p, c).Joint, c)
		if !ok1 || !ok2 || j.unreadable(&c.Amount) {
			j.say(finding.Unjudged)
			return nil, false
		}
		sum += c.Amount.V
		w.sum = sum
		if w.lacks == "" {
			sum = 0
		}
		weighed = append(weighed, w)
	}
	return weighed, true
}

// actualInvestment is the sum of the contracts signed up to a day, or, where there are none, the budget, and what of the
// two it is. It reports false where that cannot be read.
func (j *judging) actualInvestment(day *project.Date) (sum money.Amount, of string, ok bool) {
	contracts, ok := j.contractsInOrder()
	for _, c := range contracts {
		if !c.Signed.V.After(day.V) {
			sum, of = sum+c.Amount.V, "实际投资"
		}
	}
	if ok && of == "" {
		sum, ok = j.p.Budget()
		of = "计划金额"
	}
	return sum, of, ok
}

// beyond says by which limits the change needs joint approval, nothing where it needs none. Of one without its amount, it
// cannot be told that it needs none. The regulation says 10 % "or" 1,000,000: either is whether one of them suffices, which
// is the district's reading, and a change that needs approval for that alone is told so.
func (c *contentChange) beyond(share *limit.Share, amount *limit.Amount, either bool) []string {
	if c.Amount.State == project.Absent {
		return []string{"没有写涉及金额"}
	}
	var reasons []string
	if share.Holds(c.sum, c.basis) {
		reasons = append(reasons, fmt.Sprintf("未经联审的变更累计 %s，占%s %s 的比例%s", c.sum, c.of, c.basis, share))
	}
	if amount.Holds(c.sum) {
		reasons = append(reasons, fmt.Sprintf("未经联审的变更累计 %s，在%s", c.sum, amount))
	}
	switch {
	case len(reasons) == 1 && !either:
		return nil
	case len(reasons) == 1:
		return append(reasons, "比例、金额满足其一即可（本区参数）")
	}
	return reasons
}

// contentReason: a change of content has one of the reasons that art. 19 allows. Where it needs no joint approval, it is
// a warning.
var contentReason = check{
	name:  "content_reason",
	doc:   "建设内容变更的理由在规定的范围内；不需要联审的，只作警告",
	reads: []string{declarationFile, approvalFile, procurementFile},
	words: []string{"变更", "申请日期", "理由", "可以的理由"},
	new:   func() judge { return &reasonJudge{} },
}

// reasonJudge has the limits of contentReapproved once more: they say how grave it is.
type reasonJudge struct {
	Reasons project.List[project.Text]  `toml:"reasons,required" label:"可以变更的理由"`
	Share   project.Value[limit.Share]  `toml:"share,required" label:"需要联审：占实际投资的比例"`
	Amount  project.Value[limit.Amount] `toml:"amount,required" label:"需要联审：涉及金额"`
	Either  project.Flag                `toml:"either" label:"需要联审：比例、金额满足其一（本区参数）"`
}

func (c *reasonJudge) judge(j *judging) {
	changes, _ := j.contentChanges()
	for _, change := range changes {
		needsJoint := len(change.beyond(&c.Share.V, &c.Amount.V, c.Either.V)) > 0
		if !j.act(&change.Date) || j.unreadable(&change.Reason) {
			continue
		}
		if contains(c.Reasons, change.Reason.V) {
			j.met()
			continue
		}
		reason := "没有写理由"
		if change.Reason.V != "" {
			reason = "的理由是“" + change.Reason.V + "”"
		}
		f := j.violatedAt(&change.Reason, words{
			"变更": change.Serial, "申请日期": change.Date.V.String(), "理由": reason, "可以的理由": strings.Join(texts(c.Reasons), "或"),
		})
		if !needsJoint {
			f.Severity = max(f.Severity, finding.Warning)
		}
	}
}
