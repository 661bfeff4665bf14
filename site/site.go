// Package site carries Hugo's source tree of the public site, so that the program can build it for any repository.
package site

import "embed"

// FS is the folder: configuration, layouts, assets, static files, words, and the pages that are written by hand.
//
//go:embed hugo.toml all:assets all:content all:i18n all:layouts all:static
var FS embed.FS
