package project

// Review is review.toml: what reviewers concluded before the plan.
type Review struct {
	Table
	Preliminary *Preliminary  `toml:"preliminary" label:"初审"`
	Expert      *ExpertReview `toml:"expert" label:"专家评审"`
	City        *CityReview   `toml:"city" label:"市级审核"`
}

// Preliminary is a preliminary review on paper (art. 9).
type Preliminary struct {
	Table
	Date       Date `toml:"date,required" label:"初审日期"`
	Document   Text `toml:"document" label:"初审文件"`
	Conclusion Text `toml:"conclusion,required" label:"初审结论" oneof:"通过|不通过"`
}

// ExpertReview is the experts' review of the plan (art. 10).
type ExpertReview struct {
	Table
	Date         Date       `toml:"date,required" label:"评审日期"`
	Draw         Text       `toml:"draw" label:"专家抽取记录"`
	DrawDocument Text       `toml:"draw_document" label:"专家抽取文件"`
	Experts      List[Text] `toml:"experts" label:"评审专家"`
	Conclusion   Text       `toml:"conclusion,required" label:"评审结论" oneof:"通过|不通过"`
	Opinion      Text       `toml:"opinion" label:"评审意见"`
}

// CityReview is the city bureau's review of a large cross-agency application (art. 10).
type CityReview struct {
	Table
	Applied    Date `toml:"applied" label:"申报日期"`
	Date       Date `toml:"date,required" label:"审核日期"`
	Document   Text `toml:"document" label:"审核文件"`
	Conclusion Text `toml:"conclusion,required" label:"审核结论" oneof:"同意|不同意"`
}

// Revision is revision.toml: how the unit met each point of the review.
type Revision struct {
	Table
	Filed     Date           `toml:"filed" label:"报备日期"`
	Responses List[Response] `toml:"responses" label:"修改说明"`
}

// Response is the answer to one point of the review.
type Response struct {
	Table
	Point    Text `toml:"point" label:"评审意见"`
	Response Text `toml:"response" label:"修改情况"`
}

// Approval is approval.toml: the audit of the budget, the planned amount, the initiation.
type Approval struct {
	Table
	Audit      *Audit         `toml:"audit" label:"资金预算审核"`
	Plan       *PlannedAmount `toml:"plan" label:"年度计划"`
	Initiation *Initiation    `toml:"initiation" label:"立项"`
}

// Audit is the finance bureau's audit of the budget (art. 10).
type Audit struct {
	Table
	Date     Date  `toml:"date,required" label:"审核日期"`
	Document Text  `toml:"document,required" label:"审核文件"`
	Amount   Money `toml:"amount,required" label:"审核金额"`
}

// PlannedAmount is 计划下发金额 (art. 11).
type PlannedAmount struct {
	Table
	Amount Money            `toml:"amount" label:"计划下发金额"`
	Fund   Money            `toml:"fund" label:"其中专项经费"`
	Years  List[YearAmount] `toml:"years" label:"分年度安排"`
}

// YearAmount is what one year pays of a planned amount that is spread over years.
type YearAmount struct {
	Table
	Year   Number `toml:"year" label:"年度"`
	Amount Money  `toml:"amount" label:"金额"`
}

// Initiation is 立项 (art. 13).
type Initiation struct {
	Table
	Documents List[InitiationDocument] `toml:"documents" label:"立项文件"`
}

// InitiationDocument is one document of the initiation.
type InitiationDocument struct {
	Table
	Kind   Text `toml:"kind,required" label:"文件种类" oneof:"项目联系单|可行性研究报告批复|初步设计批复|节能审查|用地预审与选址意见书|环评批复|环评登记备案|不需办理说明"`
	Number Text `toml:"number,required" label:"文号"`
	Date   Date `toml:"date,required" label:"日期"`
}

// Procurement is procurement.toml.
type Procurement struct {
	Table
	PlanConfirmed Date           `toml:"plan_confirmed" label:"实施方案确认日期"`
	Procurements  List[Purchase] `toml:"procurements" label:"采购"`
	Contracts     List[Contract] `toml:"contracts" label:"合同"`
}

// Purchase is one procurement.
type Purchase struct {
	Table
	Lot      Text `toml:"lot,required" label:"标项"`
	Method   Text `toml:"method" label:"采购方式" oneof:"|公开招标|邀请招标|竞争性谈判|竞争性磋商|询价|单一来源|框架协议|合作创新采购|自行采购|其他"`
	Date     Date `toml:"date,required" label:"采购日期"`
	Document Text `toml:"document" label:"采购文件"`
}

// Contract is one contract.
type Contract struct {
	Table
	Number                   Text       `toml:"number,required" label:"合同编号"`
	Role                     Text       `toml:"role,required" label:"合同类别" oneof:"承建|监理|设计|检测|运维|租赁|其他"`
	Lot                      Text       `toml:"lot,required" label:"标项"`
	Supplier                 Supplier   `toml:"supplier,required" label:"供应商"`
	Amount                   Money      `toml:"amount,required" label:"合同金额"`
	Signed                   Date       `toml:"signed,required" label:"签订日期"`
	Filed                    Date       `toml:"filed" label:"归档日期"`
	Engaged                  Date       `toml:"engaged" label:"进场日期"`
	Deliverables             List[Text] `toml:"deliverables" label:"项目成果"`
	CustomSoftware           Flag       `toml:"custom_software" label:"定制软件"`
	IPOwner                  Text       `toml:"ip_owner" label:"知识产权归属" oneof:"|建设单位|承建单位|共有"`
	IPReason                 Text       `toml:"ip_reason" label:"不归建设单位的理由"`
	IPRegistration           Text       `toml:"ip_registration" label:"知识产权登记号"`
	SecurityAgreement        Flag       `toml:"security_agreement" label:"安全保护协议"`
	ConfidentialityAgreement Flag       `toml:"confidentiality_agreement" label:"保密协议"`
	BreachLiability          Flag       `toml:"breach_liability" label:"违约责任"`
}

// Began is the day on which the contract's party took up the work: engaged, else signed.
func (c *Contract) Began() *Date {
	if c.Engaged.State != Absent {
		return &c.Engaged
	}
	return &c.Signed
}

// Supplier is a contract's other party.
type Supplier struct {
	Table
	Name       Text `toml:"name,required" label:"供应商名称"`
	CreditCode Code `toml:"credit_code,required" label:"统一社会信用代码"`
}

// Payments is payments.toml.
type Payments struct {
	Table
	Payments List[Payment] `toml:"payments" label:"支付"`
}

// Payment is one payment on a contract.
type Payment struct {
	Table
	Contract  Text   `toml:"contract,required" label:"合同编号"`
	Date      Date   `toml:"date,required" label:"支付日期"`
	Amount    Money  `toml:"amount,required" label:"支付金额"`
	Progress  Number `toml:"progress,required" label:"完成进度"`
	Confirmed Date   `toml:"confirmed" label:"进度确认日期"`
	Document  Text   `toml:"document" label:"确认文件"`
}

// Change is changes/<nnn>.toml: one change of content or of the estimate (art. 19).
type Change struct {
	Table
	Serial      string
	Date        Date  `toml:"date,required" label:"申请日期"`
	Kind        Text  `toml:"kind" label:"变更类别" oneof:"建设内容|投资概算"`
	Reason      Text  `toml:"reason" label:"变更理由" oneof:"|国家政策调整|建设依据变化|价格上涨|其他"`
	Description Text  `toml:"description" label:"变更说明"`
	Amount      Money `toml:"amount" label:"涉及金额"`
	TotalAfter  Money `toml:"total_after" label:"变更后计划金额"`
	Source      Text  `toml:"source" label:"资金来源"`
}

// ChangeApproval is changes/<nnn>-approval.toml.
type ChangeApproval struct {
	Table
	Serial   string
	Joint    *ApprovalDocument `toml:"joint" label:"联审机构审批"`
	Approval *ApprovalDocument `toml:"approval" label:"批准"`
}

// ApprovalDocument is a document that approves a change.
type ApprovalDocument struct {
	Table
	Document Text `toml:"document" label:"文号"`
	Date     Date `toml:"date,required" label:"日期"`
}

// InitialAcceptance is initial-acceptance.toml (art. 20).
type InitialAcceptance struct {
	Table
	Completed   Date               `toml:"completed" label:"基本完成日期"`
	Initial     List[InitialRound] `toml:"initial" label:"初验"`
	Assessment  *Assessment        `toml:"assessment" label:"网络安全评估"`
	Trial       *TrialRun          `toml:"trial" label:"试运行"`
	Explanation *Explanation       `toml:"explanation" label:"情况说明"`
}

// InitialRound is one initial acceptance.
type InitialRound struct {
	Table
	Date       Date `toml:"date,required" label:"初验日期"`
	Conclusion Text `toml:"conclusion,required" label:"初验结论" oneof:"合格|不合格"`
	Document   Text `toml:"document" label:"初验文件"`
	Rectified  Date `toml:"rectified" label:"整改完成日期"`
}

// Assessment is the security assessment before the trial run.
type Assessment struct {
	Table
	Date       Date `toml:"date,required" label:"评估日期"`
	Conclusion Text `toml:"conclusion,required" label:"评估结论" oneof:"合格|不合格"`
	Document   Text `toml:"document" label:"评估报告"`
}

// TrialRun is 试运行.
type TrialRun struct {
	Table
	Start   Date `toml:"start" label:"试运行开始"`
	End     Date `toml:"end" label:"试运行结束"`
	Summary Text `toml:"summary" label:"试运行情况"`
}

// Explanation is what a unit files where it cannot keep a date.
type Explanation struct {
	Table
	Date Date `toml:"date,required" label:"说明日期"`
	Text Text `toml:"text" label:"说明内容"`
}

// Application is application.toml: the application for final acceptance.
type Application struct {
	Table
	Applied   Date       `toml:"applied" label:"验收申请日期"`
	Catalogue *Catalogue `toml:"catalogue" label:"数字资源目录"`
	Asset     *Asset     `toml:"asset" label:"资产登记"`
}

// Catalogue is what was entered in the IRS (art. 18), as lists of its numbers.
type Catalogue struct {
	Table
	Date         Date       `toml:"date,required" label:"编目日期"`
	Applications List[Text] `toml:"applications" label:"应用目录"`
	Data         List[Text] `toml:"data" label:"数据目录"`
	Components   List[Text] `toml:"components" label:"组件目录"`
}

// Asset is the registration as a State asset (art. 16).
type Asset struct {
	Table
	Number Text `toml:"number" label:"资产登记号"`
	Date   Date `toml:"date,required" label:"登记日期"`
}

// FinalAcceptance is final-acceptance.toml (arts. 20 and 21).
type FinalAcceptance struct {
	Table
	Confirmed   Date             `toml:"confirmed" label:"确认可以组织验收日期"`
	Acceptances List[FinalRound] `toml:"acceptances" label:"竣工验收"`
}

// FinalRound is one final acceptance, with the five heads of art. 21.
type FinalRound struct {
	Table
	Date          Date       `toml:"date,required" label:"验收日期"`
	Organizer     Text       `toml:"organizer" label:"组织单位" oneof:"牵头部门|建设单位"`
	Experts       List[Text] `toml:"experts" label:"验收专家"`
	Reported      Date       `toml:"reported" label:"报备日期"`
	Conclusion    Text       `toml:"conclusion,required" label:"验收结论" oneof:"合格|不合格"`
	Rectified     Date       `toml:"rectified" label:"整改完成日期"`
	Report        Text       `toml:"report" label:"验收报告"`
	ScopeAndFunds Text       `toml:"scope_and_funds" label:"建设内容和资金使用情况"`
	Archives      Text       `toml:"archives" label:"档案情况"`
	Contract      Text       `toml:"contract" label:"合同和采购文件履行情况"`
	Performance   Text       `toml:"performance" label:"功能、性能、安全性和技术指标完成情况"`
	DataSharing   Text       `toml:"data_sharing" label:"数据资源共享情况"`
	Other         Text       `toml:"other" label:"其他"`
}

// Evaluation is evaluation/<year>.toml, or the unit's own evaluation/<year>-self.toml (art. 28).
type Evaluation struct {
	Table
	Year       int
	Self       bool
	Date       Date   `toml:"date,required" label:"评价日期"`
	Scores     Scores `toml:"scores" label:"评分"`
	Total      Text   `toml:"total" label:"总分"`
	Grade      Text   `toml:"grade" label:"等级" oneof:"优|良|中|差"`
	Conclusion Text   `toml:"conclusion,required" label:"评价结论"`
}

// Scores are the five dimensions of an evaluation.
type Scores struct {
	Table
	CostBenefit Number `toml:"cost_benefit" label:"成本效益"`
	Effect      Number `toml:"effect" label:"应用效果"`
	Sharing     Number `toml:"sharing" label:"协同共享"`
	Security    Number `toml:"security" label:"安全保密"`
	Innovation  Number `toml:"innovation" label:"创新服务"`
}

// Operation is operation.toml.
type Operation struct {
	Table
	InUse           Date                 `toml:"in_use" label:"投入使用日期"`
	Warranty        *Warranty            `toml:"warranty" label:"维保"`
	SelfInspections List[SelfInspection] `toml:"self_inspections" label:"自查"`
	SecurityChecks  List[SecurityCheck]  `toml:"security_checks" label:"安全检测"`
}

// Warranty is 维保 (art. 27).
type Warranty struct {
	Table
	Until Date `toml:"until" label:"维保期至" future:"ok"`
}

// SelfInspection is 自查 (art. 29).
type SelfInspection struct {
	Table
	Date       Date `toml:"date,required" label:"自查日期"`
	Conclusion Text `toml:"conclusion,required" label:"自查结论" oneof:"正常|不符合"`
	Document   Text `toml:"document" label:"自查文件"`
	Rectified  Date `toml:"rectified" label:"整改完成日期"`
}

// SecurityCheck is one security check or risk assessment (art. 25).
type SecurityCheck struct {
	Table
	Date     Date `toml:"date,required" label:"检测日期"`
	Kind     Text `toml:"kind" label:"检测种类"`
	Document Text `toml:"document" label:"检测文件"`
}

// Closure is closure.toml (art. 29).
type Closure struct {
	Table
	Kind            Text `toml:"kind" label:"处置方式" oneof:"|关闭|停用|合并|转移"`
	Applied         Date `toml:"applied" label:"申请日期"`
	Decision        Text `toml:"decision" label:"决定文件"`
	Date            Date `toml:"date,required" label:"决定日期"`
	DataDisposition Text `toml:"data_disposition" label:"数据处置"`
}

// Oversight is oversight.toml: what auditors and the joint body said, and how breaches were dealt with.
type Oversight struct {
	Table
	Acts        List[OversightAct] `toml:"acts" label:"监督意见"`
	Corrections List[Correction]   `toml:"corrections" label:"责任处理"`
}

// OversightAct is one opinion, notice or proposal.
type OversightAct struct {
	Table
	Kind     Text `toml:"kind" label:"种类" oneof:"审计意见|通报|关停并转建议书"`
	By       Text `toml:"by" label:"作出机关"`
	Date     Date `toml:"date,required" label:"日期"`
	Document Text `toml:"document" label:"文号"`
	Answered Date `toml:"answered" label:"答复日期"`
}

// Correction is how a past breach was dealt with (art. 30). It lowers the finding to a warning.
type Correction struct {
	Table
	Rule     Text `toml:"rule" label:"规则"`
	Measure  Text `toml:"measure" label:"措施" oneof:"通报批评|责令改正"`
	By       Text `toml:"by" label:"作出机关"`
	Document Text `toml:"document" label:"文号"`
	Date     Date `toml:"date,required" label:"日期"`
}

// Waivers is waivers.toml.
type Waivers struct {
	Table
	Waivers List[Waiver] `toml:"waivers" label:"豁免"`
}

// Waiver lifts one rule that may be waived.
type Waiver struct {
	Table
	Rule     Text `toml:"rule" label:"规则"`
	Reason   Text `toml:"reason" label:"理由"`
	Document Text `toml:"document" label:"文号"`
	Date     Date `toml:"date,required" label:"日期"`
}

// OpinionFile is opinions/<number>.toml: the opinions given on one pull request, written by the recorder alone.
type OpinionFile struct {
	Table
	PullRequest Number        `toml:"pull_request" label:"申报单号"`
	URL         Text          `toml:"url" label:"网址"`
	Opened      Moment        `toml:"opened" label:"提出时间"`
	Merged      Moment        `toml:"merged" label:"并入时间"`
	Head        Text          `toml:"head" label:"并入的提交"`
	Merge       Text          `toml:"merge" label:"合并提交"`
	Opinions    List[Opinion] `toml:"opinions" label:"意见"`
}

// Opinion is one agency's opinion on one matter.
type Opinion struct {
	Table
	Matter     Text   `toml:"matter" label:"意见事项"`
	Agency     Text   `toml:"agency" label:"部门"`
	Conclusion Text   `toml:"conclusion,required" label:"意见结论" oneof:"同意|不同意|意见"`
	Account    Text   `toml:"account" label:"账号"`
	Asked      Moment `toml:"asked" label:"征求时间"`
	Given      Moment `toml:"given" label:"提出时间"`
	Commit     Text   `toml:"commit" label:"提交"`
	Covers     Text   `toml:"covers" label:"内容指纹"`
	Text       Text   `toml:"text" label:"意见内容"`
}

// Draw is draws/<nnn>.toml: a verifiable draw of experts.
type Draw struct {
	Table
	Serial       string
	Announced    Date              `toml:"announced" label:"公告日期"`
	Review       Text              `toml:"review" label:"用途" oneof:"expert|acceptance"`
	Pool         List[Text]        `toml:"pool" label:"候选专家"`
	PoolDigest   Text              `toml:"pool_digest" label:"候选名单指纹"`
	Seats        List[Seat]        `toml:"seats" label:"席位"`
	Alternates   Number            `toml:"alternates" label:"候补人数"`
	Exclusions   List[Exclusion]   `toml:"exclusions" label:"回避"`
	Source       *Randomness       `toml:"source" label:"随机数来源"`
	Result       *DrawResult       `toml:"result" label:"抽取结果"`
	Replacements List[Replacement] `toml:"replacements" label:"替换"`
}

// Seat is how many experts of a specialty a draw seeks.
type Seat struct {
	Table
	Specialty Text   `toml:"specialty" label:"专业"`
	Count     Number `toml:"count" label:"人数"`
}

// Exclusion is an expert whom a draw leaves out.
type Exclusion struct {
	Table
	Code   Text `toml:"code" label:"专家编号"`
	Reason Text `toml:"reason" label:"理由"`
}

// Randomness is the public source of a draw's values, and the day on which it comes to be.
type Randomness struct {
	Table
	What Text `toml:"what" label:"来源"`
	Date Date `toml:"date,required" label:"产生日期" future:"ok"`
}

// DrawResult is a completed draw.
type DrawResult struct {
	Table
	Date       Date           `toml:"date,required" label:"抽取日期"`
	Values     List[Text]     `toml:"values" label:"随机数"`
	Key        Text           `toml:"key" label:"计算用的键"`
	Steps      List[DrawStep] `toml:"steps" label:"步骤"`
	Panel      List[Text]     `toml:"panel" label:"抽中专家"`
	Alternates List[Text]     `toml:"alternates" label:"候补专家"`
}

// DrawStep is one step of a draw.
type DrawStep struct {
	Table
	Index     Number `toml:"index" label:"序号"`
	Remaining Number `toml:"remaining" label:"剩余人数"`
	Code      Text   `toml:"code" label:"专家编号"`
}

// Replacement is an alternate who took a seat.
type Replacement struct {
	Table
	Code   Text `toml:"code" label:"专家编号"`
	By     Text `toml:"by" label:"替换为"`
	Reason Text `toml:"reason" label:"理由"`
	Date   Date `toml:"date,required" label:"日期"`
}
