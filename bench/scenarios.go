package main

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// scenario is one thing to measure.
type scenario struct {
	name  string
	title string
	// unit of the first value, and whether more of it is better.
	unit   string
	higher bool
	// perGiB says that processor time is given per GiB and not per 1000 requests.
	perGiB bool
	// tellsOffsets says that servers must know how far an upload is, which the floor does not.
	tellsOffsets bool
	// rounds at most; 0 for as many as are asked for.
	rounds int
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
	return []scenario{
		{name: "pieces", title: "An upload in PATCHes of 8 MiB", unit: "MiB/s", higher: true, perGiB: true,
			warmUp: large(1, piece), run: largeRun(1, piece)},
		{name: "eight", title: "Eight uploads at once in PATCHes of 8 MiB", unit: "MiB/s", higher: true, perGiB: true,
			warmUp: large(8, piece), run: largeRun(8, piece)},
		{name: "whole", title: "An upload in one PATCH", unit: "MiB/s", higher: true, perGiB: true,
			warmUp: large(1, 0), run: largeRun(1, 0)},
		{name: "small", title: "64 KiB uploads, POST and PATCH, 16 connections", unit: "uploads/s", higher: true,
			run: manyRun(uploadSmall)},
		{name: "post", title: "64 KiB uploads, body in the POST, 16 connections", unit: "uploads/s", higher: true,
			warmUp: many(postSmall), run: manyRun(postSmall)},
		{name: "head", title: "HEAD, 16 connections", unit: "requests/s", higher: true,
			run: manyRun(head)},
		{name: "slow", title: "500 clients of 64 KiB/s for 8 s", unit: "MiB above rest", rounds: 1,
			warmUp: func(t *target, _ options) error { return upload(t.address, 64*mib, piece) }, run: slow},
		{name: "reconnect", title: "Clients that lose their network and come back", unit: "ms, p99 of HEAD", tellsOffsets: true,
			warmUp: func(t *target, o options) error { _, err := reconnect(t, o); return err }, run: reconnect},
		{name: "race", title: "Eight clients for each of 16 chunks of 4 MiB", unit: "s", rounds: 2, tellsOffsets: true,
			run: race},
		{name: "startup", title: "From the start of the process to its first answer", unit: "s",
			run: func(t *target, _ options) (outcome, error) {
				return outcome{value: t.startup.Seconds(), others: []float64{t.cpu(), t.server.memory("VmRSS")}}, nil
			}},
	}
}

// others names the further values of a scenario's outcome.
var others = map[string][]string{
	"slow":      {"rest MiB", "peak MiB"},
	"reconnect": {"HEAD p50 ms", "until accepted p50 ms", "p99 ms", "sent again %"},
	"race":      {"winners per chunk"},
	"startup":   {"CPU s until then", "RSS at rest MiB"},
}

// upload sends one upload over a connection of its own; a size of 0 sends it in one request.
func upload(address string, length, size int64) error {
	w, err := dial(address)
	if err != nil {
		return err
	}
	defer w.close()
	id, err := w.create(length)
	if err != nil {
		return err
	}
	if size == 0 {
		return w.patchLong(id, length, block[:mib])
	}
	for offset := int64(0); offset < length; offset += size {
		if err := w.patch(id, offset, block[:min(size, length-offset)]); err != nil {
			return err
		}
	}
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

// warm brings a server to where one is that has run for a while: many requests first, whatever is
// measured, since a Java server compiles what it has done thousands of times.
func (s scenario) warm(t *target, o options) error {
	for _, act := range []action{uploadSmall, head} {
		if err := many(act)(t, o); err != nil {
			return err
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

func large(n int, size int64) func(*target, options) error {
	run := largeRun(n, size)
	return func(t *target, o options) error {
		for range 3 {
			if _, err := run(t, o); err != nil {
				return err
			}
			t.tidy()
		}
		return nil
	}
}

func largeRun(n int, size int64) func(*target, options) (outcome, error) {
	return func(t *target, o options) (outcome, error) {
		length := o.size / int64(n)
		began := time.Now()
		err := together(n, func(int) error { return upload(t.address, length, size) })
		seconds := time.Since(began).Seconds()
		moved := float64(length) * float64(n)
		return outcome{value: moved / mib / seconds, work: moved / (1 << 30)}, err
	}
}

// action is what a client does again and again on its connection; id is an upload of its own.
type action func(w *wire, id string) error

func uploadSmall(w *wire, _ string) error {
	id, err := w.create(small)
	if err != nil {
		return err
	}
	return w.patch(id, 0, smallBlock)
}

func postSmall(w *wire, _ string) error { return w.createWith(smallBlock) }

func head(w *wire, id string) error {
	_, err := w.offset(id)
	return err
}

func many(act action) func(*target, options) error {
	return func(t *target, o options) error {
		_, err := repeat(t, act, 2*o.duration)
		t.tidy()
		return err
	}
}

func manyRun(act action) func(*target, options) (outcome, error) {
	return func(t *target, o options) (outcome, error) { return repeat(t, act, o.duration) }
}

func repeat(t *target, act action, duration time.Duration) (outcome, error) {
	var done atomic.Int64
	began := time.Now()
	end := began.Add(duration)
	err := together(clients, func(int) error {
		w, err := dial(t.address)
		if err != nil {
			return err
		}
		defer w.close()
		id, err := w.create(small)
		for err == nil && time.Now().Before(end) {
			err = act(w, id)
			done.Add(1)
		}
		return err
	})
	n := float64(done.Load())
	return outcome{value: n / time.Since(began).Seconds(), work: n / 1000}, err
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
	lost, err := dial(address)
	if err != nil {
		return nil, 0, 0, err
	}
	defer lost.close()
	id, err := lost.create(length)
	if err != nil {
		return nil, 0, 0, err
	}
	if err := lost.send("PATCH", id, patchFields(0), length, block[:cut]); err != nil {
		return nil, 0, 0, err
	}
	time.Sleep(100 * time.Millisecond)
	w, err := dial(address)
	if err != nil {
		return nil, 0, 0, err
	}
	defer w.close()
	began := time.Now()
	for range 1000 {
		asked := time.Now()
		offset, err := w.offset(id)
		if err != nil {
			return nil, 0, 0, err
		}
		heads = append(heads, milliseconds(time.Since(asked)))
		err = w.patch(id, offset, block[:length-offset])
		if err == nil {
			return heads, milliseconds(time.Since(began)), max(0, cut-offset), nil
		}
		if !errors.Is(err, errConflict) {
			return nil, 0, 0, err
		}
	}
	return nil, 0, 0, errors.New("never accepted")
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

func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
