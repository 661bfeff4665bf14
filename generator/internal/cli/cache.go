package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"wuxing.example/register/generator/internal/cache"
)

// cacheOf is what is kept of a register between runs, in the folder that the system has for this. It is nil, which keeps
// nothing, where the system names none.
func cacheOf(root string) *cache.Cache {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	program, err := programName()
	if err != nil {
		return nil
	}
	if root, err = filepath.Abs(root); err != nil {
		return nil
	}
	name := sha256.Sum256([]byte(root))
	return cache.Open(filepath.Join(dir, "wuxing-register", hex.EncodeToString(name[:8])), program)
}

// buildIDWithin is how far into an executable file its build id lies at most, where the go command looks for it as well.
const buildIDWithin = 64 << 10

// programName names the running program exactly: by the size of its file, and a digest of the beginning, in which stands
// the build id, a digest of the whole program that the go command has put there.
func programName() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	if _, err := io.CopyN(sum, file, buildIDWithin); err != nil && err != io.EOF {
		return "", err
	}
	return fmt.Sprintf("%d %x", info.Size(), sum.Sum(nil)), nil
}
