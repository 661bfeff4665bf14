package rule

import "wuxing.example/register/generator/internal/project"

// noMachineRoom: the project builds or extends no machine room, cloud platform or data centre of its own (art. 8).
var noMachineRoom = check{
	name:  "no_machine_room",
	doc:   "不独立新建或扩建机房、云平台、数据中心",
	reads: []string{declarationFile},
	new:   func() judge { return &machineRoomJudge{} },
}

type machineRoomJudge struct{}

func (*machineRoomJudge) judge(j *judging) {
	room := &j.p.Declaration.Scope.MachineRoom
	if !j.declared() || j.unreadable(room) {
		return
	}
	j.holds(!room.V, room, noWords)
}

// onPublicDataPlatform: what exchanges, processes or analyses data does so on the public data platform (art. 8).
var onPublicDataPlatform = check{
	name:  "public_data_platform",
	doc:   "非涉密数据的交换、处理、分析依托一体化智能化公共数据平台",
	reads: []string{declarationFile},
	new:   func() judge { return &dataPlatformJudge{} },
}

type dataPlatformJudge struct{}

func (*dataPlatformJudge) judge(j *judging) {
	scope := &j.p.Declaration.Scope
	if !j.declared() || j.unreadable(&scope.DataProcessing) || !scope.DataProcessing.V || j.unreadable(&scope.PublicDataPlatform) {
		return
	}
	platform := &scope.PublicDataPlatform
	j.holds(platform.V, platform, noWords)
}

// sharedComponents: an application names the shared components that it uses, or says why none fits (art. 8).
var sharedComponents = check{
	name:  "shared_components",
	doc:   "应用项目写明使用的公共组件，或者不使用的理由",
	reads: []string{declarationFile},
	words: []string{"类别"},
	new:   func() judge { return &componentsJudge{} },
}

type componentsJudge struct {
	Categories project.List[project.Text] `toml:"categories,required" label:"应用项目的类别"`
}

func (c *componentsJudge) judge(j *judging) {
	d := j.p.Declaration
	if !j.declared() || j.unreadable(&d.Kind, &d.Category) {
		return
	}
	if d.Kind.V != project.Construction || !contains(c.Categories, d.Category.V) {
		return
	}
	if j.unreadable(&d.Scope.SharedComponents, &d.Scope.NoSharedComponents) {
		return
	}
	components := &d.Scope.SharedComponents
	said := hasText(*components) || !isBlank(&d.Scope.NoSharedComponents)
	j.holds(said, components, func() words {
		return words{"类别": d.Category.V}
	})
}
