package main

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

func raceScenario() scenario {
	return scenario{name: "race", title: "Eight clients for each of 16 chunks of 4 MiB", unit: "s",
		others: []string{"winners per chunk"}, perGiB: true, rounds: 2, tellsOffsets: true, run: race}
}

// race sends each chunk of an upload eight times at once. One must win, the others must be told.
func race(t *target, _ options) (outcome, error) {
	const n, size, chunks = 8, 4 * mib, 16
	wires := make([]*wire, n)
	for i := range wires {
		w, err := dial(t.address)
		if err != nil {
			return outcome{}, err
		}
		defer w.close()
		wires[i] = w
	}
	id, err := wires[0].create(size * chunks)
	if err != nil {
		return outcome{}, err
	}
	began := time.Now()
	winners := 0.0
	for offset, turn := int64(0), 0; offset < size*chunks; turn++ {
		if turn == 4*chunks {
			return outcome{}, fmt.Errorf("the race does not get on from %d", offset)
		}
		var won atomic.Int64
		err := together(n, func(i int) error {
			err := wires[i].patch(id, offset, block[:size])
			if err == nil {
				won.Add(1)
				return nil
			}
			if errors.Is(err, errConflict) {
				return nil
			}
			return wires[i].redial() // Told in a way that ended the connection.
		})
		if err != nil {
			return outcome{}, err
		}
		winners += float64(won.Load())
		now, err := wires[0].offset(id)
		if err != nil {
			if err := wires[0].redial(); err != nil {
				return outcome{}, err
			}
			if now, err = wires[0].offset(id); err != nil {
				return outcome{}, fmt.Errorf("at %d: %w", offset, err)
			}
		}
		offset = now
	}
	return outcome{value: time.Since(began).Seconds(), work: size * chunks / float64(1<<30),
		others: []float64{winners / chunks}}, nil
}
