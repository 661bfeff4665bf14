// What is asked of Linux in its own way.

package register

import (
	"encoding/binary"
	"syscall"
	"time"
)

// noBlock opens a file as one that does not block. Package os makes each file so that it opens, and undoes it when it
// finds that it is on disk: four calls of the system, which are thus spared. Nor does a pipe keep us waiting.
const noBlock = syscall.O_NONBLOCK

// state asks the system for a file's state, and when it last changed. A link is not followed.
func (f *Folder) state(name string) (s state, changed time.Time) {
	info, err := f.Lstat(name)
	if err != nil {
		return state{}, time.Time{}
	}
	about := info.Sys().(*syscall.Stat_t)
	for i, n := range []int64{int64(about.Dev), int64(about.Ino), about.Size, about.Mtim.Nano(), about.Ctim.Nano()} {
		binary.BigEndian.PutUint64(s[8*i:], uint64(n))
	}
	return s, time.Unix(about.Ctim.Unix())
}
