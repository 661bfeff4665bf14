package cli

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"wuxing.example/register/generator/internal/finding"
	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/register"
	"wuxing.example/register/generator/internal/report"
	"wuxing.example/register/generator/internal/rule"
	"wuxing.example/register/generator/internal/tomlfile"
)

// rulesCommand runs every rule's examples and prints what the rules cover, article by article.
func rulesCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	return func(c *call) (int, error) {
		if len(c.args) > 0 {
			return 0, &usageError{"rules 不接受参数；要看一条规则，用 explain " + c.args[0]}
		}
		files, _, err := in.open()
		if err != nil {
			return 0, err
		}
		rules, err := loadRules(files, nil, c.stderr)
		if err != nil {
			return 0, err
		}
		today, err := in.date()
		if err != nil {
			return 0, err
		}
		directories, err := register.LoadDirectories(files, today)
		if err != nil {
			return 0, err
		}
		printCoverage(c.stdout, rules, directories)
		return exitClean, nil
	}
}

// printCoverage prints article × rules × examples by what they show, who judges what no rule does, and on what agencies
// are asked.
func printCoverage(w io.Writer, s *rule.Set, directories *project.Register) {
	fmt.Fprintf(w, "%-24s  级别  示例", "规则")
	for _, o := range finding.Outcomes() {
		fmt.Fprintf(w, "  %s", o.Chinese())
	}
	fmt.Fprint(w, "  名称\n")
	rules, examples, byHand := 0, 0, 0
	line := func(r *rule.Rule) {
		rules++
		examples += len(r.Examples)
		fmt.Fprintf(w, "  %-24s  %s  %4d", r.ID, r.Severity.Chinese(), len(r.Examples))
		for _, o := range finding.Outcomes() {
			fmt.Fprintf(w, "  %*d", 2*utf8.RuneCountInString(o.Chinese()), r.Shows(o))
		}
		local := ""
		if r.Local {
			local = "（本区参数）"
		}
		fmt.Fprintf(w, "  %s%s\n", r.Title, local)
	}
	for _, a := range s.Articles {
		if len(a.Rules) == 0 {
			byHand++
			fmt.Fprintf(w, "%s  由人判断：%s\n", rule.ArticleName(a.Number), a.Unchecked)
		} else {
			fmt.Fprintln(w, rule.ArticleName(a.Number))
		}
		for _, r := range a.Rules {
			line(r)
		}
		for _, m := range directories.MattersOf(a.Number) {
			fmt.Fprintf(w, "  征求意见 %s（%s）：%s%s\n", directories.AgencyName(m.Agency.V), m.ID.V, m.Matter.V, map[bool]string{true: "（仅供参考）"}[m.Advisory.V])
		}
	}
	fmt.Fprintln(w, "登记册本身")
	for _, r := range s.General {
		line(r)
	}
	fmt.Fprintf(w, "共 %d 条，%d 条规则，%d 个示例全部符合；%d 条由人判断。\n", len(s.Articles), rules, examples, byHand)
}

// explainCommand prints one rule's page.
func explainCommand(flags *flag.FlagSet) func(*call) (int, error) {
	in := inputFlags(flags)
	return func(c *call) (int, error) {
		if len(c.args) != 1 {
			return 0, &usageError{"请写一个规则编号，例如 explain 15.filed"}
		}
		in.runExamples = true
		done, err := in.check(c.stderr)
		if err != nil {
			return 0, err
		}
		versions := done.rules.Versions(c.args[0])
		if len(versions) == 0 {
			return 0, &usageError{unknownRule(c.args[0], done.rules)}
		}
		for _, r := range versions {
			explain(c.stdout, r)
		}
		printTouched(c.stdout, versions[0].ID, done.result)
		return exitClean, nil
	}
}

func unknownRule(id string, s *rule.Set) string {
	if near := tomlfile.Near(id, s.IDs()); near != "" {
		return fmt.Sprintf("没有规则“%s”，是不是“%s”？", id, near)
	}
	return fmt.Sprintf("没有规则“%s”，用 rules 命令可以看到全部规则", id)
}

func explain(w io.Writer, r *rule.Rule) {
	fmt.Fprintf(w, "%s  %s\n\n", r.ID, r.Title)
	for _, f := range [][2]string{
		{"要求", r.Asks}, {"依据", groundOf(r)}, {"何时要求", r.Due}, {"由谁办理", r.Who}, {"级别", r.Severity.Chinese()}, {"提示", r.Message}, {"处理", r.Remedy},
	} {
		if f[1] != "" {
			fmt.Fprintf(w, "%s：%s\n", f[0], f[1])
		}
	}
	for _, p := range slices.Concat(r.Limits, r.Choices) {
		fmt.Fprintf(w, "%s：%s\n", p.Label, p.Text)
	}
	if r.Waivable {
		fmt.Fprintln(w, "可以豁免：在 waivers.toml 中写明规则、理由、文号和日期")
	}
	fmt.Fprintf(w, "施行：%s\n写在：%s:%d\n\n示例\n", r.InForce(), r.Defined.File, r.Defined.Line())
	for i := range r.Examples {
		x := &r.Examples[i]
		fmt.Fprintf(w, "\n- %s：%s\n", x.Says, x.Expect.Chinese())
		for _, change := range x.Changes {
			fmt.Fprintf(w, "    %s\n", change)
		}
		for _, f := range x.Findings {
			fmt.Fprintln(w, indent(report.Text(f, x.Texts[f.At.File])))
		}
	}
	fmt.Fprintln(w)
}

// groundOf is the article of a rule, and whether the district chose its figures.
func groundOf(r *rule.Rule) string {
	switch {
	case r.Article == 0:
		return ""
	case r.Local:
		return rule.ArticleName(r.Article) + "；限值是本区参数，由本区规定"
	}
	return rule.ArticleName(r.Article)
}

func indent(s string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n    ")
}

func printTouched(w io.Writer, id string, result *rule.Result) {
	counts := map[finding.Outcome]int{}
	for _, o := range result.Outcomes {
		counts[o.Of(id)]++
	}
	var parts []string
	for _, o := range finding.Outcomes() {
		parts = append(parts, fmt.Sprintf("%s %d", o.Chinese(), counts[o]))
	}
	fmt.Fprintf(w, "登记册中的项目：%s\n", strings.Join(parts, "，"))
	for _, f := range result.Findings {
		if f.Rule == id {
			fmt.Fprintf(w, "  %s:%d %s %s\n", f.At.File, f.At.Line(), f.Outcome.Chinese(), f.Message)
		}
	}
}
