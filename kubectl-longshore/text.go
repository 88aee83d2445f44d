package main

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"k8s.io/apimachinery/pkg/util/duration"
)

// safe keeps what clients and others wrote from steering the terminal.
func safe(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return '\uFFFD'
	}, text)
}

// span is a time that passed or will, as kubectl writes ages.
func span(from, to time.Time) string {
	if from.IsZero() || to.IsZero() {
		return "unknown"
	}
	return duration.HumanDuration(to.Sub(from))
}

// size is a number of bytes for people.
func size(bytes int64) string {
	units := []string{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	if bytes < 1024 {
		return fmt.Sprintf("%d B", bytes)
	}
	value, unit := float64(bytes)/1024, 0
	for value >= 1024 {
		value /= 1024
		unit++
	}
	return fmt.Sprintf("%.1f %s", value, units[unit])
}

func orNone(text string) string {
	if text == "" {
		return "-"
	}
	return safe(text)
}

// paint colours a text where colours are wanted.
type paint bool

func (p paint) by(state, text string) string {
	colour := map[string]string{"Ready": "32", "True": "32", "Stalled": "31", "Warning": "33"}[state]
	if !bool(p) {
		return text
	}
	if colour == "" {
		colour = "33"
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

func (p paint) bold(text string) string {
	if !bool(p) {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}
