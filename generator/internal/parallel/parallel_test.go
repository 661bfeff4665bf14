package parallel

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
)

func TestEachDoesEachPieceOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1_000} {
		times := make([]int, n)
		Each(n, func(i int) { times[i]++ })
		for i, done := range times {
			if done != 1 {
				t.Errorf("piece %d of %d was done %d times", i, n, done)
			}
		}
	}
}

// Each piece waits for the other, so they end only if they are done at the same time.
func TestEachUsesAllProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	var both sync.WaitGroup
	both.Add(2)
	Each(2, func(int) {
		both.Done()
		both.Wait()
	})
}

func TestTryReturnsTheErrorOfTheLowestNumber(t *testing.T) {
	for _, tt := range []struct {
		fail []int
		want string
	}{{nil, "<nil>"}, {[]int{3}, "3"}, {[]int{7, 2, 9}, "2"}} {
		done := make([]bool, 10)
		err := Try(len(done), func(i int) error {
			done[i] = true
			for _, f := range tt.fail {
				if i == f {
					return errors.New(fmt.Sprint(i))
				}
			}
			return nil
		})
		if fmt.Sprint(err) != tt.want {
			t.Errorf("%v fail: %v, want %s", tt.fail, err, tt.want)
		}
		for i, d := range done {
			if !d {
				t.Errorf("%v fail: piece %d was not done", tt.fail, i)
			}
		}
	}
}
