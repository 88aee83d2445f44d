package main

import (
	"errors"
	"sync"
	"time"
)

func reconnectScenario() scenario {
	return scenario{name: "reconnect", title: "Clients that lose their network and come back",
		unit: "ms, p99 of HEAD", others: []string{"HEAD p50 ms", "until accepted p50 ms", "p99 ms", "sent again %"},
		perGiB: true, tellsOffsets: true,
		warmUp: func(t *target, o options) error { _, err := reconnect(t, o); return err }, run: reconnect}
}

// reconnect has clients whose network goes away without a word in the middle of a chunk: their
// connection stays open, and a new one asks for the offset and goes on.
func reconnect(t *target, _ options) (outcome, error) {
	const n, turns, length, cut = 8, 10, 4 * mib, mib
	var lock sync.Mutex
	var heads, accepted []float64
	var sentAgain, sent int64
	err := together(n, func(int) error {
		for range turns {
			h, a, again, err := comeBack(t.address, length, cut)
			if err != nil {
				return err
			}
			lock.Lock()
			heads, accepted = append(heads, h...), append(accepted, a)
			sentAgain, sent = sentAgain+again, sent+length
			lock.Unlock()
		}
		return nil
	})
	if err != nil {
		return outcome{}, err
	}
	return outcome{value: quantile(heads, 0.99), work: float64(sent) / (1 << 30), others: []float64{
		quantile(heads, 0.5), quantile(accepted, 0.5), quantile(accepted, 0.99),
		100 * float64(sentAgain) / float64(sent)}}, nil
}

func comeBack(address string, length, cut int64) (heads []float64, accepted float64, again int64, err error) {
	lost, err := lose(address, length, cut)
	if err != nil {
		return nil, 0, 0, err
	}
	defer lost.wire.close()
	time.Sleep(100 * time.Millisecond)
	began := time.Now()
	heads, offset, err := lost.goOn(address)
	return heads, milliseconds(time.Since(began)), max(0, cut-offset), err
}

// lostUpload is one whose client lost its network in the middle of a chunk.
type lostUpload struct {
	wire   *wire
	id     string
	length int64
}

func lose(address string, length, cut int64) (lostUpload, error) {
	w, err := dial(address)
	if err != nil {
		return lostUpload{}, err
	}
	id, err := w.create(length)
	if err == nil {
		err = w.send("PATCH", id, patchFields(0), length, block[:cut])
	}
	if err != nil {
		w.close()
	}
	return lostUpload{w, id, length}, err
}

// goOn sends the rest over a new connection, as soon as the server there takes it: gives the times
// that offsets took, in ms, and from which one it went on.
func (l lostUpload) goOn(address string) (heads []float64, offset int64, err error) {
	w, err := dial(address)
	if err != nil {
		return nil, 0, err
	}
	defer w.close()
	for range 1000 {
		asked := time.Now()
		offset, err = w.offset(l.id)
		if err == nil {
			heads = append(heads, milliseconds(time.Since(asked)))
			err = w.patch(l.id, offset, block[:l.length-offset])
		}
		if err == nil || !errors.Is(err, errConflict) {
			return heads, offset, err
		}
	}
	return nil, 0, errors.New("never accepted")
}
