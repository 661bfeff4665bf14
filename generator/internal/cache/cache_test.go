package cache

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// fileOf is the one file in a cache's folder.
func fileOf(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the folder holds %q (%v), want one file", files, err)
	}
	return files[0]
}

func TestPutAndGet(t *testing.T) {
	c := Open(filepath.Join(t.TempDir(), "a", "b"), "program 1")
	if _, ok := c.Get("key"); ok {
		t.Error("an empty cache has an entry")
	}
	for _, value := range []string{"first", "second", ""} {
		c.Put("key", []byte(value))
		if got, ok := c.Get("key"); !ok || string(got) != value {
			t.Errorf("Get gives %q, %v; want %q", got, ok, value)
		}
	}
	if _, ok := c.Get("other"); ok {
		t.Error("there is an entry under a key that was never put")
	}
	fileOf(t, c.dir) // nothing is left over from writing
}

func TestWhatIsNotAnEntryIsAbsent(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(entry []byte) []byte
	}{
		{"empty", func([]byte) []byte { return nil }},
		{"cut in its seal", func(e []byte) []byte { return e[:31] }},
		{"cut behind its seal", func(e []byte) []byte { return e[:32] }},
		{"cut at its end", func(e []byte) []byte { return e[:len(e)-1] }},
		{"one bit of the seal turned", func(e []byte) []byte { e[0] ^= 1; return e }},
		{"one bit of the value turned", func(e []byte) []byte { e[len(e)-1] ^= 1; return e }},
		{"longer", func(e []byte) []byte { return append(e, 'x') }},
		{"something else", func([]byte) []byte { return []byte("something else that is longer than a seal is") }},
	} {
		c := Open(t.TempDir(), "program")
		c.Put("key", []byte("value"))
		file := fileOf(t, c.dir)
		entry, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, tt.spoil(entry), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, ok := c.Get("key"); ok || got != nil {
			t.Errorf("%s: Get gives %q, want nothing", tt.name, got)
		}
	}
}

func TestAnotherProgramsEntryIsAbsent(t *testing.T) {
	dir := t.TempDir()
	Open(dir, "program 1").Put("key", []byte("value"))
	if got, ok := Open(dir, "program 2").Get("key"); ok {
		t.Errorf("Get gives %q of another program", got)
	}
	if _, ok := Open(dir, "program 1").Get("key"); !ok {
		t.Error("looking at another program's entry has destroyed it")
	}
}

func TestAnEntryUnderAnotherKeyIsAbsent(t *testing.T) {
	c := Open(t.TempDir(), "program")
	c.Put("key", []byte("value"))
	if err := os.Rename(fileOf(t, c.dir), c.file("other")); err != nil {
		t.Fatal(err)
	}
	if got, ok := c.Get("other"); ok {
		t.Errorf("Get gives %q, which was put under another key", got)
	}
}

func TestSince(t *testing.T) {
	c := Open(t.TempDir(), "program")
	c.Put("key", []byte("value"))
	if since := time.Since(c.Since("key")); since < 0 || since > time.Minute {
		t.Errorf("what has just been put is there since %v", since)
	}
	var none *Cache
	if !c.Since("other").IsZero() || !none.Since("key").IsZero() {
		t.Error("what is not there is there since some time")
	}
}

// A cache that cannot be written keeps nothing, and is no failure.
func TestFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := Open(filepath.Join(file, "cache"), "program")
	c.Put("key", []byte("value"))
	if _, ok := c.Get("key"); ok {
		t.Error("there is an entry in a folder that cannot be")
	}
}

func TestNilCacheIsEmpty(t *testing.T) {
	var c *Cache
	c.Put("key", []byte("value"))
	if _, ok := c.Get("key"); ok {
		t.Error("the nil cache has an entry")
	}
}

// Only the user can read what is kept.
func TestFolderIsTheUsers(t *testing.T) {
	c := Open(filepath.Join(t.TempDir(), "cache"), "program")
	c.Put("key", []byte("value"))
	for _, name := range []string{c.dir, fileOf(t, c.dir)} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v (%v), want none for others", name, info.Mode(), err)
		}
	}
}

// What is absent gives nothing, even to who does not ask whether it is there.
func TestForeignGivesNothing(t *testing.T) {
	dir := t.TempDir()
	Open(dir, "program 1").Put("key", []byte("value"))
	if value, ok := Open(dir, "program 2").Get("key"); ok || value != nil {
		t.Errorf("another program is given %q, %v", value, ok)
	}
}
