package main

import "time"

func largeScenarios() []scenario {
	return []scenario{
		{name: "pieces", title: "An upload in PATCHes of 8 MiB", unit: "MiB/s", perGiB: true,
			warmUp: large(1, piece), run: largeRun(1, piece)},
		{name: "eight", title: "Eight uploads at once in PATCHes of 8 MiB", unit: "MiB/s", perGiB: true,
			warmUp: large(8, piece), run: largeRun(8, piece)},
		{name: "whole", title: "An upload in one PATCH", unit: "MiB/s", perGiB: true,
			warmUp: large(1, 0), run: largeRun(1, 0)},
	}
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

func large(n int, size int64) func(*target, options) error {
	run := largeRun(n, size)
	return func(t *target, o options) error {
		for range 6 {
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
