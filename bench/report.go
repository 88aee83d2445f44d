package main

import (
	"fmt"
	"slices"
	"strings"
)

// results of one scenario, a row for each server and in it a figure for each round.
type results struct {
	scenario scenario
	rows     []row
}

type row struct {
	peer     string
	values   []float64
	cpu      []float64
	redis    []float64
	peak     []float64
	outcomes [][]float64
	failure  error
}

func newResults(s scenario, peers []peer) *results {
	r := &results{scenario: s}
	for _, p := range peers {
		r.rows = append(r.rows, row{peer: p.name})
	}
	return r
}

// take measures one round.
func (r *results) take(t *target, o options) error {
	t.server.resetPeak()
	cpu, redis := t.cpu(), t.redisCPU()
	out, err := r.scenario.run(t, o)
	if err != nil {
		return err
	}
	row := r.row(t.peer)
	row.values = append(row.values, out.value)
	if out.work > 0 {
		row.cpu = append(row.cpu, (t.cpu()-cpu)/out.work)
		row.redis = append(row.redis, (t.redisCPU()-redis)/out.work)
	}
	row.peak = append(row.peak, t.server.memory("VmHWM"))
	for k, value := range out.others {
		if len(row.outcomes) <= k {
			row.outcomes = append(row.outcomes, nil)
		}
		row.outcomes[k] = append(row.outcomes[k], value)
	}
	return nil
}

func (r *results) row(p peer) *row {
	return &r.rows[slices.IndexFunc(r.rows, func(row row) bool { return row.peer == p.name })]
}

// note lets the run go on without a peer that failed, and says so in its row. Where it is the
// service that failed, there is nothing to compare.
func (r *results) note(p peer, failure error) error {
	if failure == nil || !p.ours() {
		r.row(p).failure = failure
		return nil
	}
	return fmt.Errorf("%s, %s: %w", r.scenario.name, p.name, failure)
}

// table is Markdown: medians, the spread of the rounds, and ratios taken within each round.
func (r *results) table() string {
	s := r.scenario
	work := "ms/request"
	if s.perGiB {
		work = "s/GiB"
	}
	head := []string{s.name, s.unit, "least to most", "to floor", "to net/http", "to tusd"}
	head = append(head, s.others...)
	head = append(head, "CPU "+work, "Redis' CPU", "peak RSS MiB")
	var out strings.Builder
	fmt.Fprintf(&out, "\n**%s**\n\n| %s |\n|%s\n", s.title, strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for _, row := range r.rows {
		cells := []string{row.peer, number(median(row.values)), spread(row.values),
			r.ratio(row, "floor"), r.ratio(row, "floor, net/http"), r.ratio(row, "tusd")}
		for _, values := range row.outcomes {
			cells = append(cells, number(median(values)))
		}
		cells = append(cells, number(median(row.cpu)), number(median(row.redis)), number(median(row.peak)))
		fmt.Fprintf(&out, "| %s |\n", strings.Join(cells, " | "))
	}
	for _, row := range r.rows {
		if row.failure != nil {
			fmt.Fprintf(&out, "\n%s failed and is measured no further: %s\n", row.peer, row.failure)
		}
	}
	return out.String()
}

// ratio to another server, round by round, since only what happened in the same minute compares.
func (r *results) ratio(row row, to string) string {
	for _, other := range r.rows {
		if other.peer == to && to != row.peer {
			var ratios []float64
			for i := range min(len(row.values), len(other.values)) {
				ratios = append(ratios, row.values[i]/other.values[i])
			}
			return fmt.Sprintf("%.2f", median(ratios))
		}
	}
	return ""
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 0 {
		return (sorted[middle-1] + sorted[middle]) / 2
	}
	return sorted[middle]
}

func spread(values []float64) string {
	if len(values) < 2 {
		return ""
	}
	return number(slices.Min(values)) + " – " + number(slices.Max(values))
}

func number(value float64) string {
	switch {
	case value == 0:
		return ""
	case value >= 100:
		return fmt.Sprintf("%.0f", value)
	case value >= 10:
		return fmt.Sprintf("%.1f", value)
	default:
		return fmt.Sprintf("%.2g", value)
	}
}
