package rule

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// districtRules are the rules that stand in the repository.
var districtRules = sync.OnceValues(func() (*Set, error) {
	set, faults, err := Load(os.DirFS("../../.."))
	if err == nil && len(faults) > 0 {
		err = fmt.Errorf("%d faults, the first: %s %s", len(faults), faults[0].At.File, faults[0].Problem)
	}
	return set, err
})

// districtRule returns one of them.
func districtRule(t *testing.T, id string) *Rule {
	t.Helper()
	set, err := districtRules()
	if err != nil {
		t.Fatal(err)
	}
	return set.Versions(id)[0]
}

// judgeFiles judges the valid construction project by a rule, with some of its files replaced.
func judgeFiles(t *testing.T, r *Rule, today string, files map[string]string) (finding.Outcome, []finding.Finding) {
	t.Helper()
	x := Example{Today: mustDate(today), record: validDirs[project.Construction], changes: map[string]any{}}
	for name, text := range files {
		x.changes[name] = text
	}
	outcome, err := r.run(&x)
	if err != nil {
		t.Fatal(err)
	}
	return outcome, x.Findings
}

// told writes where findings stand: "001.toml:amount", the severity before it where it is no error.
func told(findings []finding.Finding) string {
	var places []string
	for _, f := range findings {
		place := path.Base(f.At.File) + ":" + f.KeyPath
		if f.Severity != finding.Error {
			place = f.Severity.String() + " " + place
		}
		places = append(places, place)
	}
	slices.Sort(places)
	return strings.Join(places, ", ")
}

// contractsSigned writes a procurement file with contracts, each given as its amount and the day of its signing.
func contractsSigned(contracts ...[2]string) string {
	var b strings.Builder
	for i, c := range contracts {
		fmt.Fprintf(&b, "[[contracts]]\nnumber = \"C%d\"\nrole = \"承建\"\nlot = \"一\"\namount = \"%s\"\nsigned = %s\n", i, c[0], c[1])
		fmt.Fprintf(&b, "custom_software = false\nsupplier = { name = \"示例公司\", credit_code = \"91330500MA00000014\" }\n")
	}
	return b.String()
}

func increaseTo(total, applied string) string {
	return fmt.Sprintf("date = %s\nkind = \"投资概算\"\nreason = \"价格上涨\"\ndescription = \"调价\"\nsource = \"本级财政\"\ntotal_after = \"%s\"\n", applied, total)
}

func approvedOn(date string) string {
	return fmt.Sprintf("[approval]\ndocument = \"示政办函〔2025〕11号\"\ndate = %s\n", date)
}

func contentChanged(amount, applied string) string {
	return fmt.Sprintf("date = %s\nkind = \"建设内容\"\nreason = \"国家政策调整\"\namount = \"%s\"\n", applied, amount)
}

func jointlyOn(date string) string {
	return fmt.Sprintf("[joint]\ndocument = \"示信联审〔2025〕2号\"\ndate = %s\n", date)
}

// The planned amount of the valid record is 470万元.
func TestContractsCountAgainstTheLimitOfTheirDay(t *testing.T) {
	for _, tt := range []struct {
		says    string
		files   map[string]string
		outcome finding.Outcome
		told    string
	}{
		{"contracts are added in the order of their signing, not of the file",
			map[string]string{"procurement.toml": contractsSigned([2]string{"71万元", "2025-05-02"}, [2]string{"400万元", "2025-05-01"})},
			finding.Violated, "procurement.toml:contracts[0].amount"},
		{"of contracts of one day, the one that goes beyond is told",
			map[string]string{"procurement.toml": contractsSigned([2]string{"470万元", "2025-05-01"}, [2]string{"0.01元", "2025-05-01"})},
			finding.Violated, "procurement.toml:contracts[1].amount"},
		{"each contract that is signed beyond the limit is told",
			map[string]string{"procurement.toml": contractsSigned([2]string{"480万元", "2025-05-01"}, [2]string{"1万元", "2025-05-02"})},
			finding.Violated, "procurement.toml:contracts[0].amount, procurement.toml:contracts[1].amount"},
		{"a later increase does not heal a contract before it, and serves one after it",
			map[string]string{
				"procurement.toml": contractsSigned([2]string{"480万元", "2025-05-01"}, [2]string{"20万元", "2025-05-03"}),
				"changes/001.toml": increaseTo("500万元", "2025-04-20"), "changes/001-approval.toml": approvedOn("2025-05-02"),
			},
			finding.Violated, "procurement.toml:contracts[0].amount"},
		{"the last increase is the one approved last, whatever its number",
			map[string]string{
				"procurement.toml": contractsSigned([2]string{"495万元", "2025-06-15"}, [2]string{"5万元", "2025-06-20"}),
				"changes/001.toml": increaseTo("500万元", "2025-06-01"), "changes/001-approval.toml": approvedOn("2025-06-20"),
				"changes/002.toml": increaseTo("490万元", "2025-06-02"), "changes/002-approval.toml": approvedOn("2025-06-10"),
			},
			finding.Violated, "procurement.toml:contracts[0].amount"},
		{"a planned amount that was lowered binds what is signed from then on",
			map[string]string{
				"procurement.toml": contractsSigned([2]string{"450万元", "2025-05-01"}, [2]string{"1万元", "2025-06-01"}),
				"changes/001.toml": increaseTo("440万元", "2025-05-20"), "changes/001-approval.toml": approvedOn("2025-06-01"),
			},
			finding.Violated, "procurement.toml:contracts[1].amount"},
		{"a change of content raises nothing",
			map[string]string{
				"procurement.toml": contractsSigned([2]string{"471万元", "2025-05-01"}),
				"changes/001.toml": contentChanged("10万元", "2025-04-01"), "changes/001-approval.toml": approvedOn("2025-04-02"),
			},
			finding.Violated, "procurement.toml:contracts[0].amount"},
		{"an increase that the joint body alone approved raises nothing",
			map[string]string{
				"procurement.toml": contractsSigned([2]string{"471万元", "2025-05-01"}),
				"changes/001.toml": increaseTo("500万元", "2025-04-01"), "changes/001-approval.toml": jointlyOn("2025-04-02"),
			},
			finding.Violated, "procurement.toml:contracts[0].amount"},
		{"an approved increase that gives no amount leaves the limit as it was",
			map[string]string{
				"procurement.toml": contractsSigned([2]string{"470万元", "2025-05-01"}, [2]string{"0.01元", "2025-05-02"}),
				"changes/001.toml": "date = 2025-04-01\nkind = \"投资概算\"\n", "changes/001-approval.toml": approvedOn("2025-04-02"),
			},
			finding.Violated, "procurement.toml:contracts[1].amount"},
		{"an approval that cannot be read may have raised it",
			map[string]string{
				"procurement.toml": contractsSigned([2]string{"471万元", "2025-05-01"}),
				"changes/001.toml": increaseTo("500万元", "2025-04-01"), "changes/001-approval.toml": "[approval",
			},
			finding.Unjudged, ""},
		{"a date of approval that cannot be read, too",
			map[string]string{
				"procurement.toml": contractsSigned([2]string{"471万元", "2025-05-01"}),
				"changes/001.toml": increaseTo("500万元", "2025-04-01"), "changes/001-approval.toml": approvedOn("\"四月\""),
			},
			finding.Unjudged, ""},
		{"a contract before the regulation is not judged, but counts",
			map[string]string{"procurement.toml": contractsSigned([2]string{"480万元", "2023-11-24"}, [2]string{"1万元", "2023-11-25"})},
			finding.Violated, "procurement.toml:contracts[1].amount"},
	} {
		outcome, findings := judgeFiles(t, districtRule(t, "19.within-estimate"), "2026-06-30", tt.files)
		if outcome != tt.outcome || told(findings) != tt.told {
			t.Errorf("%s: %s, %q, want %s, %q", tt.says, outcome, told(findings), tt.outcome, tt.told)
		}
	}
}

// The contracts of the valid record are 38万元 of 2025-03-20 and 395万元 of 2025-03-28: a tenth of both is 43.3万元.
func TestContentChangesAddUpSinceTheLastJointApproval(t *testing.T) {
	for _, tt := range []struct {
		says    string
		files   map[string]string
		outcome finding.Outcome
		told    string
	}{
		{"changes are added in the order of their dates, not of their numbers",
			map[string]string{"changes/001.toml": contentChanged("30万元", "2025-08-10"), "changes/002.toml": contentChanged("20万元", "2025-06-10")},
			finding.Violated, "001.toml:amount"},
		{"changes of one day are added in the order of their numbers",
			map[string]string{"changes/001.toml": contentChanged("30万元", "2025-06-10"), "changes/002.toml": contentChanged("20万元", "2025-06-10")},
			finding.Violated, "002.toml:amount"},
		{"each change beyond the limit is told, until one is approved jointly",
			map[string]string{
				"changes/001.toml": contentChanged("50万元", "2025-06-10"), "changes/002.toml": contentChanged("1万元", "2025-07-10"),
				"changes/003.toml": contentChanged("1万元", "2025-08-10"), "changes/003-approval.toml": jointlyOn("2025-08-20"),
				"changes/004.toml": contentChanged("1万元", "2025-09-10"),
			},
			finding.Violated, "001.toml:amount, 002.toml:amount"},
		{"the sum begins anew after a joint approval, and reaches the limit again",
			map[string]string{
				"changes/001.toml": contentChanged("30万元", "2025-06-10"), "changes/001-approval.toml": jointlyOn("2025-06-20"),
				"changes/002.toml": contentChanged("43.3万元", "2025-07-10"), "changes/003.toml": contentChanged("0.01元", "2025-08-10"),
			},
			finding.Violated, "003.toml:amount"},
		{"another approval than the joint body's does not begin the sum anew",
			map[string]string{
				"changes/001.toml": contentChanged("30万元", "2025-06-10"), "changes/001-approval.toml": approvedOn("2025-06-20"),
				"changes/002.toml": contentChanged("20万元", "2025-07-10"),
			},
			finding.Violated, "002.toml:amount"},
		{"a change of the estimate is not among them",
			map[string]string{
				"changes/001.toml": increaseTo("480万元", "2025-06-10") + "amount = \"40万元\"\n",
				"changes/002.toml": contentChanged("10万元", "2025-07-10"),
			},
			finding.Met, ""},
		{"a contract signed on the day of the change counts as actual investment",
			map[string]string{"changes/001.toml": contentChanged("43.3万元", "2025-03-28")},
			finding.Met, ""},
		{"one signed the day after does not",
			map[string]string{"changes/001.toml": contentChanged("43.3万元", "2025-03-27")},
			finding.Violated, "001.toml:amount"},
		{"the actual investment is that of the day of each change",
			map[string]string{"changes/001.toml": contentChanged("3.8万元", "2025-03-27"), "changes/002.toml": contentChanged("39.5万元", "2025-03-28")},
			finding.Met, ""},
		{"nothing is judged by a sum that cannot be told",
			map[string]string{"changes/001.toml": contentChanged("50", "2025-06-10"), "changes/002.toml": contentChanged("50万元", "2025-07-10")},
			finding.Unjudged, ""},
		{"nor where a change cannot be read at all",
			map[string]string{"changes/001.toml": "date = ", "changes/002.toml": contentChanged("50万元", "2025-07-10")},
			finding.Unjudged, ""},
		{"a change before the regulation is not judged, but counts",
			map[string]string{
				"procurement.toml": contractsSigned([2]string{"400万元", "2023-11-01"}),
				"changes/001.toml": contentChanged("50万元", "2023-11-24"), "changes/002.toml": contentChanged("1万元", "2023-11-25"),
			},
			finding.Violated, "002.toml:amount"},
	} {
		outcome, findings := judgeFiles(t, districtRule(t, "19.reapproval"), "2026-06-30", tt.files)
		if outcome != tt.outcome || told(findings) != tt.told {
			t.Errorf("%s: %s, %q, want %s, %q", tt.says, outcome, told(findings), tt.outcome, tt.told)
		}
	}
}

func TestReasonIsAnErrorWhereJointApprovalIsNeeded(t *testing.T) {
	other := func(amount, applied string) string {
		return strings.Replace(contentChanged(amount, applied), "国家政策调整", "其他", 1)
	}
	for _, tt := range []struct {
		says  string
		files map[string]string
		told  string
	}{
		{"exactly a tenth", map[string]string{"changes/001.toml": other("43.3万元", "2025-06-10")}, "warning 001.toml:reason"},
		{"more than a tenth", map[string]string{"changes/001.toml": other("433000.01元", "2025-06-10")}, "001.toml:reason"},
		{"more than a tenth, approved jointly",
			map[string]string{"changes/001.toml": other("50万元", "2025-06-10"), "changes/001-approval.toml": jointlyOn("2025-06-20")}, "001.toml:reason"},
		{"more than a tenth with the change before it",
			map[string]string{"changes/001.toml": other("30万元", "2025-06-10"), "changes/002.toml": other("20万元", "2025-07-10")},
			"002.toml:reason, warning 001.toml:reason"},
		{"just below a million, which is less than a tenth",
			map[string]string{"procurement.toml": contractsSigned([2]string{"1000万元", "2025-05-01"}), "changes/001.toml": other("999999.99元", "2025-06-10")},
			"warning 001.toml:reason"},
		{"a million, which is a tenth",
			map[string]string{"procurement.toml": contractsSigned([2]string{"1000万元", "2025-05-01"}), "changes/001.toml": other("100万元", "2025-06-10")},
			"001.toml:reason"},
		{"an amount that is not given", map[string]string{"changes/001.toml": "date = 2025-06-10\nkind = \"建设内容\"\n"}, "001.toml:reason"},
	} {
		if _, findings := judgeFiles(t, districtRule(t, "19.reason"), "2026-06-30", tt.files); told(findings) != tt.told {
			t.Errorf("%s: %q, want %q", tt.says, told(findings), tt.told)
		}
	}
}

// 19.reason says how grave it is by the limits of 19.reapproval: they are the same.
func TestReasonHasTheLimitsOfReapproval(t *testing.T) {
	reason, reapproval := districtRule(t, "19.reason").judge.(*reasonJudge), districtRule(t, "19.reapproval").judge.(*reapprovedJudge)
	if reason.Share.V.String() != reapproval.Share.V.String() || reason.Amount.V.String() != reapproval.Amount.V.String() {
		t.Errorf("19.reason: %s, %s; 19.reapproval: %s, %s", reason.Share.V.String(), reason.Amount.V.String(), reapproval.Share.V.String(), reapproval.Amount.V.String())
	}
}

// The regulation says 10 % "or" 1,000,000. That one of the two suffices is the district's reading: a finding that rests on
// it says so, and a district may read it otherwise.
func TestEitherLimitIsTheDistrictsReading(t *testing.T) {
	change := func(amount string) map[string]string {
		return map[string]string{"changes/001.toml": "date = 2025-06-10\nkind = \"建设内容\"\nreason = \"国家政策调整\"\namount = \"" + amount + "\"\n"}
	}
	r := *districtRule(t, "19.reapproval")
	const reading = "比例、金额满足其一即可（本区参数）"
	for amount, rests := range map[string]bool{"50万元": true, "100万元": false} { // the actual investment is 433
		outcome, found := judgeFiles(t, &r, "2026-06-30", change(amount))
		if outcome != finding.Violated || strings.Contains(found[0].Message, reading) != rests {
			t.Errorf("%s: %s, %+v; rests on the reading: %v", amount, outcome, found, rests)
		}
	}
	c := *r.judge.(*reapprovedJudge)
	c.Either.V = false
	r.judge = &c
	for amount, want := range map[string]finding.Outcome{"50万元": finding.Met, "100万元": finding.Violated} {
		if outcome, _ := judgeFiles(t, &r, "2026-06-30", change(amount)); outcome != want {
			t.Errorf("%s, where both are wanted: %s, want %s", amount, outcome, want)
		}
	}
}
