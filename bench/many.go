package main

import (
	"sync/atomic"
	"time"
)

func manyScenarios() []scenario {
	return []scenario{
		{name: "small", title: "64 KiB uploads, POST and PATCH, 16 connections", unit: "uploads/s",
			run: manyRun(uploadSmall)},
		{name: "post", title: "64 KiB uploads, body in the POST, 16 connections", unit: "uploads/s",
			warmUp: many(postSmall), run: manyRun(postSmall)},
		{name: "head", title: "HEAD, 16 connections", unit: "requests/s",
			run: manyRun(head)},
		{name: "events", title: "64 KiB uploads as above, and their events in a Redis Stream", unit: "uploads/s",
			peers: eventPeers, run: manyRun(uploadSmall)},
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
