package main

import "time"

func slowScenario() scenario {
	return scenario{name: "slow", title: "500 clients of 64 KiB/s for 8 s", unit: "MiB above rest",
		others: []string{"rest MiB", "peak MiB"}, perGiB: true, rounds: 1,
		warmUp: func(t *target, _ options) error { return upload(t.address, 64*mib, piece) }, run: slow}
}

// slow measures memory only: how much 500 clients cost while they send.
func slow(t *target, _ options) (outcome, error) {
	const n, step, steps = 500, 64 << 10 / 10, 80
	rest := t.server.memory("VmRSS")
	t.server.resetPeak()
	err := together(n, func(int) error {
		w, err := dial(t.address)
		if err != nil {
			return err
		}
		defer w.close()
		id, err := w.create(step * steps)
		if err != nil {
			return err
		}
		if err := w.send("PATCH", id, patchFields(0), step*steps, nil); err != nil {
			return err
		}
		for range steps {
			if _, err := w.conn.Write(block[:step]); err != nil {
				return err
			}
			time.Sleep(100 * time.Millisecond)
		}
		a, err := w.receive("PATCH")
		return expect(a, err, 204, step*steps)
	})
	peak := t.server.memory("VmHWM")
	return outcome{value: peak - rest, work: n * step * steps / float64(1<<30), others: []float64{rest, peak}}, err
}
