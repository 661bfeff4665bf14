// Package cache keeps bytes by key from one run of the program to the next, in a folder outside the repository.
//
// What it keeps can be made again: an entry that is not there, was damaged, or was made by another program is simply
// absent, and one that cannot be written is not kept. The folder may be deleted at any time. It lies open to whoever can
// read the user's files, so nothing of a classified project may be put into it, which is for the callers to see to.
package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Cache is a folder of entries. The nil Cache has no entry and keeps none.
type Cache struct {
	dir     string
	program string
}

// Open uses a folder, which is made when the first entry is kept. program names the program exactly, such that another
// version of it has another name: what one has kept, the other may not understand.
func Open(dir, program string) *Cache { return &Cache{dir, program} }

// Get returns what this very program put under the key, and reports whether there is such an entry.
func (c *Cache) Get(key string) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	entry, err := os.ReadFile(c.file(key))
	if err != nil || len(entry) < sha256.Size {
		return nil, false
	}
	value := entry[sha256.Size:]
	if [sha256.Size]byte(entry) != c.seal(key, value) {
		return nil, false
	}
	return value, true
}

// Since returns when what stands under the key was put there, by the clock of its file system; the zero time if nothing does.
func (c *Cache) Since(key string) time.Time {
	if c == nil {
		return time.Time{}
	}
	info, err := os.Stat(c.file(key))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// Put keeps a value under the key, in place of what was there.
func (c *Cache) Put(key string, value []byte) {
	if c == nil {
		return
	}
	seal := c.seal(key, value)
	c.write(key, append(seal[:], value...))
}

// write writes an entry's file whole, in place of what was there.
func (c *Cache) write(key string, data []byte) {
	if os.MkdirAll(c.dir, 0o700) != nil {
		return
	}
	file, err := os.CreateTemp(c.dir, "new-")
	if err != nil {
		return
	}
	_, err = file.Write(data)
	if closeErr := file.Close(); err != nil || closeErr != nil || os.Rename(file.Name(), c.file(key)) != nil {
		os.Remove(file.Name())
	}
}

func (c *Cache) file(key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:]))
}

// seal tells an entry that is whole, and this program's, from any other.
func (c *Cache) seal(key string, value []byte) [sha256.Size]byte {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %q ", c.program, key)
	sum.Write(value)
	return [sha256.Size]byte(sum.Sum(nil))
}
