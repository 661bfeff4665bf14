package project

import (
	"fmt"
	"regexp"
)

// Site is rules/site.toml: what the public site says of itself. Numbers that were not given stay empty.
type Site struct {
	Table
	Title        Text             `toml:"title,required" label:"网站名称"`
	District     Text             `toml:"district" label:"地区"`
	Organisation Text             `toml:"organisation" label:"主办单位"`
	Domain       Value[Domain]    `toml:"domain" label:"域名"`
	IDCode       Value[SiteCode]  `toml:"id_code" label:"网站标识码"`
	ICP          Value[ICPNumber] `toml:"icp" label:"ICP 备案号"`
	PSB          Value[PSBNumber] `toml:"psb" label:"公安备案号"`
	Licence      Text             `toml:"licence" label:"数据许可"`
	Example      Flag             `toml:"example" label:"示例数据"`
}

// What a site says of itself to those who supervise it. Each is "" or has its form.
type (
	Domain    string // of the host, "www.example.gov.cn"
	SiteCode  string // 政府网站标识码: ten digits, of ministries bm and eight
	ICPNumber string // "浙ICP备05012345号-1"
	PSBNumber string // "浙公网安备 33050202000123号"
)

// The forms, which the JSON Schema has, too.
const (
	DomainPattern    = `^$|^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$`
	SiteCodePattern  = `^$|^([0-9]{10}|bm[0-9]{8})$`
	ICPNumberPattern = `^$|^[一-龥]ICP备[0-9]{8,10}号(-[0-9]+)?$`
	PSBNumberPattern = `^$|^[一-龥]公网安备 ?[0-9]{14}号$`
)

var (
	domainForm    = regexp.MustCompile(DomainPattern)
	siteCodeForm  = regexp.MustCompile(SiteCodePattern)
	icpNumberForm = regexp.MustCompile(ICPNumberPattern)
	psbNumberForm = regexp.MustCompile(PSBNumberPattern)
)

// UnmarshalText reads a host's name. It errors, in Chinese, if it is no lower-case name with a dot.
func (d *Domain) UnmarshalText(text []byte) error {
	return formed((*string)(d), text, domainForm, "域名只写主机名，用小写字母，例如 www.example.gov.cn")
}

// UnmarshalText reads a code. It errors, in Chinese, if it has not its form.
func (c *SiteCode) UnmarshalText(text []byte) error {
	return formed((*string)(c), text, siteCodeForm, "网站标识码是 10 位数字，部门网站是 bm 加 8 位数字")
}

// UnmarshalText reads a number. It errors, in Chinese, if it has not its form.
func (n *ICPNumber) UnmarshalText(text []byte) error {
	return formed((*string)(n), text, icpNumberForm, "ICP 备案号写作“浙ICP备”加 8 至 10 位数字加“号”，后面可以有“-1”")
}

// UnmarshalText reads a number. It errors, in Chinese, if it has not its form.
func (n *PSBNumber) UnmarshalText(text []byte) error {
	return formed((*string)(n), text, psbNumberForm, "公安备案号写作“浙公网安备 ”加 14 位数字加“号”")
}

func formed(into *string, text []byte, form *regexp.Regexp, want string) error {
	if !form.Match(text) {
		return fmt.Errorf("“%s”不对：%s；没有就留空", text, want)
	}
	*into = string(text)
	return nil
}
