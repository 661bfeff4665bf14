package project

import (
	"fmt"
	"io/fs"
	"strings"

	"wuxing.example/register/generator/internal/limit"
)

// The district's own directories, in rules/.

// Regulation is rules/regulation.toml.
type Regulation struct {
	Table
	Number    Text   `toml:"number,required" label:"文号"`
	Title     Text   `toml:"title,required" label:"标题"`
	Issued    Date   `toml:"issued,required" label:"印发日期" future:"ok"`
	Effective Date   `toml:"effective,required" label:"施行日期" future:"ok"`
	Repeals   Text   `toml:"repeals" label:"废止的文件"`
	Articles  Number `toml:"articles,required" label:"条数"`
}

// UnitsFile is rules/units.toml.
type UnitsFile struct {
	Table
	Units List[Unit] `toml:"units" label:"单位"`
}

// Unit is one unit that may declare projects.
type Unit struct {
	Table
	Code           Text       `toml:"code,required" label:"单位代码"`
	Name           Text       `toml:"name,required" label:"单位名称"`
	Type           Text       `toml:"type,required" label:"单位类型"`
	FiscallyFunded Flag       `toml:"fiscally_funded" label:"财政拨款"`
	Parent         Text       `toml:"parent" label:"主管单位"`
	Accounts       List[Text] `toml:"accounts" label:"账号"`
}

// AgenciesFile is rules/agencies.toml.
type AgenciesFile struct {
	Table
	Agencies List[Agency] `toml:"agencies" label:"部门"`
}

// Agency is one agency that gives opinions or acts on projects.
type Agency struct {
	Table
	ID       Text       `toml:"id,required" label:"代号"`
	Name     Text       `toml:"name,required" label:"名称"`
	Short    Text       `toml:"short" label:"简称"`
	Remit    Text       `toml:"remit" label:"职责"`
	Unit     Text       `toml:"unit" label:"单位代码"`
	Accounts List[Text] `toml:"accounts" label:"账号"`
}

// ExpertsFile is rules/experts.toml.
type ExpertsFile struct {
	Table
	Experts List[Expert] `toml:"experts" label:"专家"`
}

// Expert is one member of the expert pool, by code alone.
type Expert struct {
	Table
	Code        Text       `toml:"code,required" label:"专家编号"`
	Specialties List[Text] `toml:"specialties" label:"专业"`
	Employer    Text       `toml:"employer" label:"工作单位"`
	Available   Flag       `toml:"available" label:"可以抽取"`
}

// CalendarFile is rules/calendar.toml.
type CalendarFile struct {
	Table
	Years List[CalendarYear] `toml:"years" label:"年度"`
}

// CalendarYear is one year's holidays and make-up working days, as the State Council's notice has them.
type CalendarYear struct {
	Table
	Year     Number     `toml:"year,required" label:"年度"`
	Notice   Text       `toml:"notice" label:"通知"`
	Holidays List[Date] `toml:"holidays" label:"放假" future:"ok"`
	Workdays List[Date] `toml:"workdays" label:"调休上班" future:"ok"`
}

// StagesFile is rules/stages.toml.
type StagesFile struct {
	Table
	Stages List[Stage] `toml:"stages" label:"阶段"`
}

// Stage is one stage of a project's course.
type Stage struct {
	Table
	ID       Text   `toml:"id,required" label:"代号"`
	Name     Text   `toml:"name,required" label:"名称"`
	Article  Number `toml:"article,required" label:"条"`
	Actor    Text   `toml:"actor" label:"办理单位"`
	Reached  Text   `toml:"reached,required" label:"完成条件"`
	WaitsFor Text   `toml:"waits_for" label:"等待事项"`
}

// MattersFile is rules/opinions.toml.
type MattersFile struct {
	Table
	Matters List[Matter] `toml:"matters" label:"意见事项"`
}

// Matter is one thing on which an agency's opinion is asked.
type Matter struct {
	Table
	ID       Text               `toml:"id,required" label:"代号"`
	Agency   Text               `toml:"agency,required" label:"部门"`
	Matter   Text               `toml:"matter" label:"事项"`
	Article  Number             `toml:"article" label:"条"`
	Subject  Text               `toml:"subject" label:"对象" oneof:"declaration|change|payment|acceptance|evaluation|plan|closure|rules"`
	Advisory Flag               `toml:"advisory" label:"仅供参考"`
	When     *MatterWhen        `toml:"when" label:"适用"`
	Covers   List[Value[Cover]] `toml:"covers" label:"涉及内容"`
}

// Cover is one item of what a matter covers: files of a folder, and of them perhaps one value or some sections.
type Cover struct {
	Name string // as the matter has it: "project.toml:estimate"
	Path string // from the folder; * stands for a piece of a name
	Key  string // "estimate" or "estimate.total"; "" is the whole file
	Word string // of a document: what the headings of the sections contain
}

// UnmarshalText reads an item. It errors, in Chinese, if it cannot be any file's.
func (c *Cover) UnmarshalText(text []byte) error {
	name := string(text)
	*c = Cover{Name: name, Path: name}
	if at := strings.IndexAny(name, ":#"); at >= 0 {
		c.Path = name[:at]
		if name[at] == ':' {
			c.Key = name[at+1:]
		} else {
			c.Word = name[at+1:]
		}
		if c.Key == "" && c.Word == "" {
			return fmt.Errorf("“%s”的“%c”后面没有写内容", name, name[at])
		}
	}
	switch {
	case !fs.ValidPath(c.Path) || c.Path == ".":
		return fmt.Errorf("“%s”不是文件夹里的文件，从项目的文件夹写起，例如 project.toml", c.Path)
	case c.Key != "" && !strings.HasSuffix(c.Path, ".toml"):
		return fmt.Errorf("“%s”：冒号后面的一项只有 TOML 文件才有", name)
	case c.Word != "" && !strings.HasSuffix(c.Path, ".md"):
		return fmt.Errorf("“%s”：井号后面的章节只有文档（.md）才有", name)
	}
	return nil
}

// MatterWhen says which projects a matter is asked of: every key must hold, a list means one of.
type MatterWhen struct {
	Table
	Kind            List[Text]          `toml:"kind" label:"项目类型" single:"ok"`
	Category        List[Text]          `toml:"category" label:"项目类别" single:"ok"`
	ProtectionLevel List[Text]          `toml:"protection_level" label:"等级保护定级" single:"ok"`
	Total           Value[limit.Amount] `toml:"total" label:"总投资"`
	Partners        Flag                `toml:"partners" label:"有协同单位"`
	SelfFunded      Flag                `toml:"self_funded" label:"全部自筹"`
	Scope           List[Text]          `toml:"scope" label:"建设范围" single:"ok"`
}

// PermissionsFile is rules/permissions.toml.
type PermissionsFile struct {
	Table
	Recorder    List[Text]       `toml:"recorder" label:"记录程序账号"`
	Permissions List[Permission] `toml:"permissions" label:"权限"`
}

// Permission says who may write the paths that a pattern matches; the first that matches counts.
type Permission struct {
	Table
	Path    Text       `toml:"path,required" label:"路径"`
	Writers List[Text] `toml:"writers,required" label:"可写的人"`
}
