package project

import "regexp"

// FileKind is one kind of TOML file of the record, for what is made from the definition of its fields: the JSON Schema,
// and later the workbook.
type FileKind struct {
	Name  string // its place, with <nnn> and <year> where a number stands
	Label string
	New   func() any // a new value of the struct that it is read into
}

// FileKinds lists every kind of TOML file in projects/ and rules/, but for the rules themselves.
var FileKinds = []FileKind{
	{"project.toml", "申报表", func() any { return new(Declaration) }},
	{"review.toml", "评审", func() any { return new(Review) }},
	{"revision.toml", "修改说明", func() any { return new(Revision) }},
	{"approval.toml", "预算审核和立项", func() any { return new(Approval) }},
	{"procurement.toml", "采购和合同", func() any { return new(Procurement) }},
	{"payments.toml", "支付", func() any { return new(Payments) }},
	{"changes/<nnn>.toml", "变更", func() any { return new(Change) }},
	{"changes/<nnn>-approval.toml", "变更审批", func() any { return new(ChangeApproval) }},
	{"initial-acceptance.toml", "初验和试运行", func() any { return new(InitialAcceptance) }},
	{"application.toml", "竣工验收申请", func() any { return new(Application) }},
	{"final-acceptance.toml", "竣工验收", func() any { return new(FinalAcceptance) }},
	{"evaluation/<year>.toml", "绩效评价", func() any { return new(Evaluation) }},
	{"evaluation/<year>-self.toml", "绩效自评", func() any { return new(Evaluation) }},
	{"operation.toml", "运行维护", func() any { return new(Operation) }},
	{"closure.toml", "关停并转", func() any { return new(Closure) }},
	{"oversight.toml", "监督和处理", func() any { return new(Oversight) }},
	{"opinions/<number>.toml", "意见", func() any { return new(OpinionFile) }},
	{"draws/<nnn>.toml", "专家抽取", func() any { return new(Draw) }},
	{"waivers.toml", "豁免", func() any { return new(Waivers) }},
	{"plan.toml", "年度计划", func() any { return new(Plan) }},
	{"declined.toml", "未通过的申报", func() any { return new(Declined) }},
	{"rules/regulation.toml", "办法", func() any { return new(Regulation) }},
	{"rules/units.toml", "单位名录", func() any { return new(UnitsFile) }},
	{"rules/agencies.toml", "部门名录", func() any { return new(AgenciesFile) }},
	{"rules/experts.toml", "专家库", func() any { return new(ExpertsFile) }},
	{"rules/calendar.toml", "放假安排", func() any { return new(CalendarFile) }},
	{"rules/stages.toml", "阶段", func() any { return new(StagesFile) }},
	{"rules/opinions.toml", "意见事项", func() any { return new(MattersFile) }},
	{"rules/permissions.toml", "权限", func() any { return new(PermissionsFile) }},
	{"rules/site.toml", "网站", func() any { return new(Site) }},
}

// KindOf is the kind of the TOML file of that name: from the project's or the year's folder, or "rules/units.toml". It
// returns nil of a file whose fields are not defined here, such as a rule's.
func KindOf(name string) *FileKind {
	name = placed.ReplaceAllString(name, "/<n>")
	for i := range FileKinds {
		if placeholder.ReplaceAllString(FileKinds[i].Name, "<n>") == name {
			return &FileKinds[i]
		}
	}
	return nil
}

var (
	placed      = regexp.MustCompile(`/[0-9]+`)
	placeholder = regexp.MustCompile(`<[a-z]+>`)
)
