package cli

import (
	"flag"
	"fmt"
	"strings"

	"wuxing.example/register/generator/internal/project"
	"wuxing.example/register/generator/internal/schema"
	"wuxing.example/register/generator/internal/tomlfile"
)

// schemaCommand prints the JSON Schema of one kind of file, or lists the kinds.
func schemaCommand(flags *flag.FlagSet) func(*call) (int, error) {
	return func(c *call) (int, error) {
		if len(c.args) > 1 {
			return 0, &usageError{"一次只写一种文件，例如 schema project.toml"}
		}
		if len(c.args) == 0 {
			for _, k := range project.FileKinds {
				fmt.Fprintf(c.stdout, "%-28s %s\n", k.Name, k.Label)
			}
			return exitClean, nil
		}
		var names []string
		for _, k := range project.FileKinds {
			names = append(names, k.Name)
			if k.Name != c.args[0] {
				continue
			}
			text, err := schema.Of(k)
			if err != nil {
				return 0, err
			}
			fmt.Fprintf(c.stdout, "%s\n", text)
			return exitClean, nil
		}
		if near := tomlfile.Near(c.args[0], names); near != "" {
			return 0, &usageError{fmt.Sprintf("没有“%s”这种文件，是不是“%s”？", c.args[0], near)}
		}
		return 0, &usageError{fmt.Sprintf("没有“%s”这种文件，可以写的有：%s", c.args[0], strings.Join(names, "、"))}
	}
}
