package cache

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Each value is found by its name, whatever the number of them; a damaged table gives no wrong value, and another
// program's is none.
func TestTable(t *testing.T) {
	for _, n := range []int{0, 1, 7, 1000} {
		dir := t.TempDir()
		c := Open(dir, "program 1")
		values := map[string][]byte{}
		for i := range n {
			values[fmt.Sprint("name ", i)] = []byte(fmt.Sprint("value ", i*i))
		}
		c.PutTable("t", values)
		if _, ok := Open(dir, "program 2").Table("t"); ok {
			t.Error("another program's table is opened")
		}
		if _, ok := c.Table("u"); ok {
			t.Error("a table that was not put is opened")
		}
		table, ok := c.Table("t")
		if !ok {
			t.Fatal("there is no table")
		}
		for name, want := range values {
			if got, ok := table.Get(name); !ok || string(got) != string(want) {
				t.Errorf("%s is %q, %v, want %q", name, got, ok, want)
			}
		}
		if got, ok := table.Get("another"); !ok || got != nil {
			t.Errorf("a name that is not there has %q, %v", got, ok)
		}
		table.Close()

		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		for at := 0; at < len(data); at += 1 + len(data)/50 {
			data[at] ^= 0x40
			if err := os.WriteFile(files[0], data, 0o600); err != nil {
				t.Fatal(err)
			}
			if table, ok := c.Table("t"); ok {
				for name, want := range values {
					if got, ok := table.Get(name); ok && string(got) != string(want) {
						t.Errorf("damaged at %d, %s is %q", at, name, got)
					}
				}
				table.Close()
			}
			data[at] ^= 0x40
		}
	}
	var none *Cache
	none.PutTable("t", nil)
	if _, ok := none.Table("t"); ok {
		t.Error("no cache has a table")
	}
}
