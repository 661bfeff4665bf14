package rule

import (
	"slices"
	"strings"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
)

// A check is a verb: what code can look for in a project. A rule names one and gives its figures and its words. The
// list is closed; a rule that needs a verb of its own gets a file of its own here.
type check struct {
	name  string
	doc   string   // what it looks for, in Chinese, for people who write rules
	reads []string // the files that it reads; where one of them is broken, the rule is unjudged
	words []string // what its rule's message may name in braces
	new   func() judge

	compares bool // a project with all the others, of which it names some
	ofOthers bool // it tells what came of judging by the other rules, and so comes after them
}

// judge is a check with its parameters, which are the fields of the struct that implements it, tagged as those of
// package project are. It judges one project through the judging that it is given.
type judge interface{ judge(j *judging) }

// checks is the closed list, in the order of the articles that need them first.
var checks = []check{
	formCheck,
	calendarCheck,
	pathPermitted,
	recordKept,
	foldersKept,
	notMixed,
	unitListed,
	sourcesGiven,
	higherLevel,
	categoryOfKind,
	excludedContent,
	unclassified,
	declaredInWindow,
	supplementComplete,
	filesGiven,
	studyHeadings,
	estimateSums,
	estimateItem,
	maintainedProjects,
	noMachineRoom,
	goalsGiven,
	onPublicDataPlatform,
	sharedComponents,
	notDuplicated,
	notSplit,
	preliminaryOpinions,
	expertReviewed,
	stepsInOrder,
	expertPanel,
	drawInOrder,
	expertsRecused,
	revisedPlan,
	cityReviewed,
	budgetAudited,
	amountsFall,
	governmentApproved,
	planDispatched,
	jointFunding,
	specialFund,
	initiationDocument,
	siteDocuments,
	planConfirmed,
	procurementComplete,
	contractProcured,
	contractFiled,
	supervisionContract,
	supervisorIndependent,
	supervisorFirst,
	supplierConflict,
	contractDeliverables,
	softwareOwner,
	softwareRegistered,
	assetRegistered,
	catalogueEntered,
	unitCatalogued,
	contractsWithinEstimate,
	increaseComplete,
	contentReapproved,
	contentReason,
	factsFrozen,
	initialAccepted,
	securityAssessed,
	trialRun,
	acceptanceApplied,
	acceptanceOrder,
	completionDeadline,
	acceptanceOverdue,
	acceptanceOrganizer,
	acceptanceExperts,
	acceptanceRectified,
	acceptanceHeads,
	acceptanceReport,
	inUseAfterAcceptance,
	supplierRecord,
	paymentsInOrder,
	securityGiven,
	securityChecked,
	personalNumbers,
	agreementsSigned,
	warrantyPeriod,
	evaluationScores,
	evaluatedYearly,
	evaluationResults,
	selfInspected,
	inspectionFollowed,
	closureComplete,
	proposalFollowed,
	selfFundedProject,
	soeInfrastructure,
	leftOutActs,
	opinionFingerprints,
	mergedAsProposed,
	notBackdated,
}

// checkNamed returns the check of that name, nil if there is none.
func checkNamed(name string) *check {
	for i := range checks {
		if checks[i].name == name {
			return &checks[i]
		}
	}
	return nil
}

// checkNames lists all names, for messages.
func checkNames() []string {
	var names []string
	for _, c := range checks {
		names = append(names, c.name)
	}
	return names
}

const (
	declarationFile = "project.toml"
	reviewFile      = "review.toml"
	approvalFile    = "approval.toml"
	procurementFile = "procurement.toml"
	finalFile       = "final-acceptance.toml"
	initialFile     = "initial-acceptance.toml"
	applicationFile = "application.toml"
	revisionFile    = "revision.toml"
	studyFile       = "feasibility.md"
	planFile        = "plan.md"   // the revised plan
	yearPlanFile    = "plan.toml" // of the plan year
	paymentsFile    = "payments.toml"
	operationFile   = "operation.toml"
	closureFile     = "closure.toml"
	oversightFile   = "oversight.toml"
)

// started returns the earliest day on which the project was initiated, procured or contracted, and reports false if
// none of that is on file. It marks the rule unjudged where one of the dates cannot be read.
func (j *judging) started() (*project.Date, bool) {
	dates := slices.Concat(purchaseDates(j.p), signingDates(j.p))
	if d := j.p.Initiated(); d != nil {
		dates = append(dates, d)
	}
	return j.earliest(dates)
}

// procured returns the earliest day of a procurement or a contract, as started does.
func (j *judging) procured() (*project.Date, bool) {
	return j.earliest(slices.Concat(purchaseDates(j.p), signingDates(j.p)))
}

func purchaseDates(p *project.Project) []*project.Date {
	if p.Procurement == nil {
		return nil
	}
	var dates []*project.Date
	for i := range p.Procurement.Procurements.V {
		dates = append(dates, &p.Procurement.Procurements.V[i].Date)
	}
	return dates
}

func signingDates(p *project.Project) []*project.Date {
	var dates []*project.Date
	contracts := p.Contracts()
	for i := range contracts {
		dates = append(dates, &contracts[i].Signed)
	}
	return dates
}

// anyBroken reports whether nothing can be read of one of the files in a folder of the project, "draws/", and marks the
// rule unjudged if so.
func (j *judging) anyBroken(folder string) bool {
	for name := range j.p.Broken {
		if strings.HasPrefix(name, folder) {
			j.say(finding.Unjudged)
			return true
		}
	}
	return false
}

// earliest returns the earliest of some dates, and reports false if there is none. It marks the rule unjudged where
// one cannot be read, and goes on with the others.
func (j *judging) earliest(dates []*project.Date) (*project.Date, bool) {
	var first *project.Date
	for _, d := range dates {
		switch {
		case j.unreadable(d):
		case d.Given() && (first == nil || d.V.Before(first.V)):
			first = d
		}
	}
	return first, first != nil
}

// contractsOf lists the contracts of some roles.
func contractsOf(p *project.Project, roles ...string) []*project.Contract {
	var found []*project.Contract
	contracts := p.Contracts()
	for i := range contracts {
		for _, role := range roles {
			if contracts[i].Role.V == role {
				found = append(found, &contracts[i])
			}
		}
	}
	return found
}
