package project

import (
	"fmt"
	"regexp"
)

var (
	unitCode  = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	idPattern = regexp.MustCompile(`^([0-9]{4})-([a-z][a-z0-9]*)-([0-9]{3})$`)
	yearName  = regexp.MustCompile(`^[0-9]{4}$`)
	serial    = regexp.MustCompile(`^[0-9]{3}$`)
)

// IsUnitCode reports whether s has the form of a unit's code: a small letter, then small letters and digits.
func IsUnitCode(s string) bool { return unitCode.MatchString(s) }

// IsYear reports whether s names a plan year's folder.
func IsYear(s string) bool { return yearName.MatchString(s) }

// IsSerial reports whether s is a project's number within its unit and year, or a change's or a draw's: three digits.
func IsSerial(s string) bool { return serial.MatchString(s) }

// ID is the name of the project in the folder projects/<year>/<unit>/<number>.
func ID(year, unit, number string) string { return year + "-" + unit + "-" + number }

// IsID reports whether s has the form of a project's id: 2025-zhzf-001.
func IsID(s string) bool { return idPattern.MatchString(s) }

// Folder is where the project of an id stands. It errors if s is no id.
func Folder(id string) (string, error) {
	parts := idPattern.FindStringSubmatch(id)
	if parts == nil {
		return "", fmt.Errorf("“%s”不是项目编号，应写作 2025-zhzf-001", id)
	}
	return "projects/" + parts[1] + "/" + parts[2] + "/" + parts[3], nil
}
