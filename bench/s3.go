package main

import (
	"fmt"
	"time"

	"golang.org/x/time/rate"
)

// settling is how long calls may take that a server makes after its answer.
const settling = 300 * time.Millisecond

// way is what lies between a server and its bucket.
type way struct {
	delay time.Duration
	// width in MiB/s, or 0 for as much as the processors pass on.
	width int
}

// ways begin with the S3 server beside us. The last is a network of 2 Gbit/s: slow enough that the
// processors, which the S3 server shares with everybody, are not what is measured.
var ways = []way{{}, {delay: 30 * time.Millisecond}, {delay: 30 * time.Millisecond, width: 240}}

func (w way) limit() rate.Limit {
	if w.width == 0 {
		return rate.Inf
	}
	return rate.Limit(w.width * mib)
}

func s3Scenarios() []scenario {
	var all []scenario
	for _, w := range ways {
		for _, s := range []scenario{
			{name: "s3-whole", title: "S3, an upload in one PATCH", run: s3Run(w, 1, 0)},
			{name: "s3-pieces", title: "S3, an upload in PATCHes of 8 MiB", run: s3Run(w, 1, piece)},
			{name: "s3-tails", title: "S3, an upload in PATCHes of 1 MiB", run: s3Run(w, 8, mib)},
		} {
			s.unit, s.perGiB, s.peers = "MiB/s", true, (*bench).s3Peers
			s.others = []string{"S3 calls per PATCH", "S3 server's CPU"}
			s.warmUp = s3Warm(s.run)
			s.title += fmt.Sprintf(", answers %d ms late", w.delay.Milliseconds())
			if w.delay > 0 {
				s.name += fmt.Sprintf("-%dms", w.delay.Milliseconds())
			}
			if w.width > 0 {
				s.title += fmt.Sprintf(", %d MiB/s at most", w.width)
				s.name += "-narrow"
			}
			all = append(all, s)
		}
	}
	return all
}

// s3Run sends an upload of the size asked for, or of a share of it.
func s3Run(w way, share, size int64) func(*target, options) (outcome, error) {
	return func(t *target, o options) (outcome, error) {
		t.s3.door.delay.Store(int64(w.delay))
		defer t.s3.door.delay.Store(0)
		t.s3.door.width.SetLimit(w.limit())
		defer t.s3.door.width.SetLimit(rate.Inf)
		length, patches := o.size/share, int64(1)
		if size > 0 {
			patches = (length + size - 1) / size
		}
		calls, cpu := t.s3.door.calls.Load(), t.s3.server.cpu()
		began := time.Now()
		if err := t.send(length, size); err != nil {
			return outcome{}, err
		}
		seconds := time.Since(began).Seconds()
		time.Sleep(settling)
		work := float64(length) / (1 << 30)
		return outcome{value: float64(length) / mib / seconds, work: work, others: []float64{
			float64(t.s3.door.calls.Load()-calls) / float64(patches), (t.s3.server.cpu() - cpu) / work}}, nil
	}
}

func s3Warm(run func(*target, options) (outcome, error)) func(*target, options) error {
	return func(t *target, o options) error {
		for range 2 {
			if _, err := run(t, o); err != nil {
				return err
			}
			t.tidy()
		}
		return nil
	}
}
