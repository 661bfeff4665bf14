// Package parallel does many pieces of the same work on all processors at once.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each does n pieces of work, numbered from 0, and returns when all are done. In which order they are done is open: each
// puts its result where no other does.
func Each(n int, work func(i int)) {
	var taken atomic.Int64
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := int(taken.Add(1)) - 1; i < n; i = int(taken.Add(1)) - 1 {
				work(i)
			}
		})
	}
	workers.Wait()
}

// Try does as Each does with work that can fail. All pieces are done even so; of several errors it returns that of the
// lowest number, so that the same work fails with the same error.
func Try(n int, work func(i int) error) error {
	errs := make([]error, n)
	Each(n, func(i int) { errs[i] = work(i) })
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
