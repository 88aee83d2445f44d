package main

import (
	"slices"
	"time"
)

// interrupted is how many uploads one takeover is of, and apart the time between their beginnings, so
// that each is at another point between two renewals of its lease.
const (
	interrupted = 8
	apart       = 450 * time.Millisecond
)

func takeoverScenarios() []scenario {
	all := []scenario{
		{name: "takeover", title: "Another server takes over after connections went silent", run: takeover},
		{name: "killed", title: "Another server takes over after SIGKILL", run: killed},
	}
	for i := range all {
		s := &all[i]
		s.unit, s.others, s.tellsOffsets = "s, median", []string{"longest s"}, true
		s.peers = func(b *bench) []peer {
			return slices.DeleteFunc(b.peers(), func(p peer) bool { return !p.inTwos })
		}
		s.warmUp = func(t *target, _ options) error { return t.startSecond() }
	}
	return all
}

// startSecond starts another server on the same uploads, unless there is one.
func (t *target) startSecond() error {
	if t.second != nil {
		return nil
	}
	second, err := t.another()
	if err != nil {
		return err
	}
	t.second = second
	for range 50 {
		if err := upload(second.address, mib, mib/2); err != nil {
			return err
		}
	}
	return nil
}

// takeover is of uploads whose clients lost the network without a word, and come back elsewhere.
func takeover(t *target, _ options) (outcome, error) {
	return t.goOnElsewhere(func() {})
}

// killed is of uploads whose server died in the middle of a chunk.
func killed(t *target, _ options) (outcome, error) {
	out, err := t.goOnElsewhere(t.server.kill)
	if err != nil {
		return out, err
	}
	t.server, t.address, t.second = t.second.server, t.second.address, nil
	return out, t.startSecond()
}

func (t *target) goOnElsewhere(disaster func()) (outcome, error) {
	const length, cut = 4 * mib, mib
	lost := make([]lostUpload, interrupted)
	for i := range lost {
		time.Sleep(apart)
		l, err := lose(t.address, length, cut)
		if err != nil {
			return outcome{}, err
		}
		defer l.wire.close()
		lost[i] = l
	}
	time.Sleep(apart)
	disaster()
	took := make([]float64, interrupted)
	err := together(interrupted, func(i int) error {
		began := time.Now()
		_, _, err := lost[i].goOn(t.second.address)
		took[i] = time.Since(began).Seconds()
		return err
	})
	return outcome{value: median(took), others: []float64{slices.Max(took)}}, err
}
