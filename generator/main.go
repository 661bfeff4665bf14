// Generator judges the register against the district's rules and publishes its site. "generator help" tells how.
package main

import (
	"os"

	"wuxing.example/register/generator/internal/cli"
)

func main() {
	os.Exit(cli.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
