package project

// The words that the record uses where code must know them.
const (
	Construction = "建设" // kind
	Operating    = "运维" // kind

	CategoryInfrastructure = "信息基础设施"
	CategoryCrossAgency    = "多跨协同应用"
	CategoryApplication    = "一般业务应用"

	SourceDistrict = "本级财政"
	SourceTown     = "乡镇街道财政"
	SourceSelf     = "自筹"

	RoleContractor  = "承建"
	RoleSupervisor  = "监理"
	RoleDesign      = "设计"
	RoleTesting     = "检测"
	RoleMaintenance = "运维"

	Passed = "合格"  // an acceptance's conclusion
	Failed = "不合格" // an acceptance's conclusion
	Agreed = "通过"  // a review's conclusion

	Agrees    = "同意"  // an opinion's conclusion
	Disagrees = "不同意" // an opinion's conclusion
	Remarks   = "意见"  // an opinion's conclusion: neither for nor against
)

// Declaration is project.toml, the declaration form (申报表).
type Declaration struct {
	Table
	Name            Text             `toml:"name,required" label:"项目名称"`
	Unit            Text             `toml:"unit,required" label:"建设单位"`
	Kind            Text             `toml:"kind,required" label:"项目类型" oneof:"建设|运维"`
	Category        Text             `toml:"category,required" label:"项目类别" oneof:"信息基础设施|多跨协同应用|一般业务应用|其他|软硬件运维|云资源租赁|数据资源运维|网络链路租赁|第三方租赁|等级保护|商用密码应用|其他运维"`
	Declared        Date             `toml:"declared,required" label:"申报日期"`
	Summary         Text             `toml:"summary,required" label:"项目简介"`
	Classified      Flag             `toml:"classified,required" label:"是否涉密"`
	HigherLevel     Text             `toml:"higher_level" label:"上级统筹" oneof:"|国家|省|市"`
	Upgrades        Text             `toml:"upgrades" label:"迭代升级自"`
	Maintains       List[Text]       `toml:"maintains" label:"运维对象"`
	MaintainsLegacy List[LegacyWork] `toml:"maintains_legacy" label:"运维对象（办法施行前验收）"`
	Partners        List[Partner]    `toml:"partners" label:"协同建设单位"`
	Supplement      *Supplement      `toml:"supplement" label:"增补申请"`
	Scope           Scope            `toml:"scope" label:"建设范围"`
	Schedule        *Schedule        `toml:"schedule" label:"建设周期"`
	Estimate        Estimate         `toml:"estimate,required" label:"投资概算"`
	Security        Security         `toml:"security,required" label:"网络安全"`
	Goals           List[Goal]       `toml:"goals" label:"绩效目标"`
}

// LegacyWork is a work accepted before the regulation came into force, which the register does not hold.
type LegacyWork struct {
	Table
	Number   Text `toml:"number" label:"原项目编号"`
	Accepted Date `toml:"accepted" label:"竣工验收日期"`
}

// Partner is a town or street that builds with the unit (art. 12).
type Partner struct {
	Table
	Unit        Text  `toml:"unit" label:"协同单位"`
	Content     Text  `toml:"content" label:"协同内容"`
	Maintenance Money `toml:"maintenance" label:"每年运维资金"`
}

// Supplement is the reason for a declaration outside the window (art. 7).
type Supplement struct {
	Table
	Reason       Text `toml:"reason" label:"增补理由"`
	FundsInPlace Text `toml:"funds_in_place" label:"资金落实文件"`
}

// Scope holds the facts that decide which rules and opinions apply.
type Scope struct {
	Table
	VideoSurveillance  Flag       `toml:"video_surveillance" label:"公共视频监控"`
	MachineRoom        Flag       `toml:"machine_room" label:"新建或扩建机房、云平台、数据中心"`
	CivilWorks         Flag       `toml:"civil_works" label:"新建土建工程"`
	HighEnergy         Flag       `toml:"high_energy" label:"高耗能"`
	DataProcessing     Flag       `toml:"data_processing" label:"非涉密数据交换、处理、分析"`
	PublicDataPlatform Flag       `toml:"public_data_platform" label:"依托一体化智能化公共数据平台"`
	SharedComponents   List[Text] `toml:"shared_components" label:"使用的公共组件"`
	NoSharedComponents Text       `toml:"no_shared_components" label:"不使用公共组件的理由"`
}

// Facts are the facts that are true or false of a scope, by their keys.
func (s *Scope) Facts() map[string]*Flag {
	return map[string]*Flag{
		"video_surveillance":   &s.VideoSurveillance,
		"machine_room":         &s.MachineRoom,
		"civil_works":          &s.CivilWorks,
		"high_energy":          &s.HighEnergy,
		"data_processing":      &s.DataProcessing,
		"public_data_platform": &s.PublicDataPlatform,
	}
}

// Schedule is the planned beginning and end of the work.
type Schedule struct {
	Table
	Start  Date `toml:"start" label:"计划开工" future:"ok"`
	Finish Date `toml:"finish" label:"计划完工" future:"ok"`
}

// Estimate is 投资概算: what the unit declares that it costs, and who pays.
type Estimate struct {
	Table
	Total   Money          `toml:"total,required" label:"总投资"`
	Items   List[CostItem] `toml:"items,required" label:"概算明细"`
	Sources List[Source]   `toml:"sources,required" label:"资金来源"`
}

// CostItem is one line of the estimate.
type CostItem struct {
	Table
	Category Text  `toml:"category,required" label:"费用类别" oneof:"软件开发|硬件|数据|集成|安全|监理|服务|其他"`
	Name     Text  `toml:"name" label:"费用名称"`
	Amount   Money `toml:"amount,required" label:"金额"`
}

// Source is one source of funds.
type Source struct {
	Table
	Kind   Text  `toml:"kind,required" label:"资金来源类别" oneof:"本级财政|乡镇街道财政|上级补助|自筹"`
	Unit   Text  `toml:"unit" label:"出资单位"`
	Amount Money `toml:"amount,required" label:"金额"`
}

// Security is what art. 25 asks of the unit. The public site shows none of it.
type Security struct {
	Table
	Officer                Text `toml:"officer,required" label:"安全负责人（岗位）"`
	ProtectionLevel        Text `toml:"protection_level,required" label:"等级保护定级" oneof:"|一级|二级|三级|四级|未定级"`
	ManagementSystem       Text `toml:"management_system,required" label:"安全管理制度"`
	CommercialCryptography Flag `toml:"commercial_cryptography,required" label:"应用商用密码"`
	PersonalInformation    Flag `toml:"personal_information" label:"收集使用个人信息"`
}

// Goal is one thing that the project is to reach (绩效目标).
type Goal struct {
	Table
	Indicator Text `toml:"indicator" label:"指标"`
	Target    Text `toml:"target" label:"目标值"`
}

// SelfFunded reports whether all the funds are the owner's own (自筹, art. 32), and whether that can be told: not where a
// source cannot be read.
func (d *Declaration) SelfFunded() (self, known bool) {
	sources := &d.Estimate.Sources
	self, known = len(sources.V) > 0, !sources.Faulty()
	for i := range sources.V {
		kind := &sources.V[i].Kind
		self, known = self && kind.V == SourceSelf, known && !kind.Faulty()
	}
	return self && known, known
}
