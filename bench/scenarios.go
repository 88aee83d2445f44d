package main

import (
	"errors"
	"slices"
	"sync"
	"time"
)

// scenario is one thing to measure.
type scenario struct {
	name  string
	title string
	// unit of the first value, and what the further ones are.
	unit   string
	others []string
	// perGiB says that processor time is given per GiB and not per 1000 requests.
	perGiB bool
	// tellsOffsets says that servers must know how far an upload is, which the floor does not.
	tellsOffsets bool
	// rounds at most; 0 for as many as are asked for.
	rounds int
	// peers to measure; nil for those with their objects in files.
	peers  func(b *bench) []peer
	warmUp func(t *target, o options) error
	run    func(t *target, o options) (outcome, error)
}

// outcome of one round.
type outcome struct {
	value float64
	// work done, in GiB or in thousands of requests.
	work   float64
	others []float64
}

const (
	mib     = 1 << 20
	piece   = 8 * mib
	small   = 64 << 10
	clients = 16
)

var (
	// block is what everybody uploads. Zeros would do, were there no file system that skips them.
	block      = newBlock(piece)
	smallBlock = block[:small]
)

func newBlock(size int) []byte {
	bytes := make([]byte, size)
	x := uint64(1)
	for i := range bytes {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		bytes[i] = byte(x)
	}
	return bytes
}

func scenarios() []scenario {
	return slices.Concat(largeScenarios(), manyScenarios(), []scenario{slowScenario(), reconnectScenario(),
		raceScenario(), startupScenario()}, takeoverScenarios(), s3Scenarios())
}

// warm brings a server to where one is that has run for a while: many requests first, whatever is
// measured, since a Java server compiles what it has done thousands of times.
func (s scenario) warm(t *target, o options) error {
	if t.server != nil {
		for _, act := range []action{uploadSmall, head} {
			err := many(act)(t, o)
			if err != nil && !t.peer.ours() {
				// Again where a server fails under it, as some do at first: what counts comes later.
				err = many(act)(t, o)
			}
			if err != nil {
				return err
			}
		}
	}
	if s.warmUp != nil {
		if err := s.warmUp(t, o); err != nil {
			return err
		}
	}
	t.tidy()
	return nil
}

// together runs n clients and says the first error.
func together(n int, client func(i int) error) error {
	failures := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { failures[i] = client(i) })
	}
	all.Wait()
	return errors.Join(failures...)
}

func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
