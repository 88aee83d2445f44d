package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

func printSessions(out io.Writer, sessions []session, now time.Time) {
	table(out, func(out io.Writer) {
		fmt.Fprintln(out, "ID\tOWNER\tPATH\tUPLOADED\tOF\tDONE\tSTATUS\tAGE\tEXPIRES IN\tWRITTEN BY")
		for _, one := range sessions {
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", safe(one.ID), orNone(one.Owner), one.label(),
				size(one.UploadedBytes), one.length(), one.done(), one.status(), span(one.CreatedAt, now),
				span(now, one.ExpiresAt), one.writer())
		}
	})
}

func printSession(out io.Writer, one *session, now time.Time) {
	names := append(append([]string{}, one.Metadata...), one.Tags...)
	for _, line := range [][2]string{
		{"Id", safe(one.ID) + "..."},
		{"Owner", orNone(one.Owner)},
		{"Path", orNone(one.Path)},
		{"Filename", orNone(one.Filename)},
		{"Type", orNone(one.ContentType)},
		{"Uploaded", fmt.Sprintf("%s of %s (%s), %d bytes", size(one.UploadedBytes), one.length(), one.done(), one.UploadedBytes)},
		{"Status", one.status()},
		{"Created", span(one.CreatedAt, now) + " ago"},
		{"Last progress", span(one.UpdatedAt, now) + " ago"},
		{"Expires", "in " + span(now, one.ExpiresAt) + ", unless it is used"},
		{"Written by", one.writer()},
		{"Metadata", orNone(strings.Join(names, ", ")) + " (names only)"},
	} {
		fmt.Fprintf(out, "%-14s %s\n", line[0]+":", line[1])
	}
}

func (s *session) label() string {
	if s.Filename != "" && !strings.HasSuffix(s.Path, s.Filename) {
		return safe(s.Path + " (" + s.Filename + ")")
	}
	return safe(s.Path)
}

func (s *session) length() string {
	if s.TotalSize == nil {
		return "unknown"
	}
	return size(*s.TotalSize)
}

func (s *session) done() string {
	if s.TotalSize == nil || *s.TotalSize == 0 {
		return "-"
	}
	return fmt.Sprintf("%d%%", int64(float64(s.UploadedBytes)*100/float64(*s.TotalSize)))
}

func (s *session) status() string {
	if s.Part != "" {
		return safe(s.Status + ", " + s.Part)
	}
	return safe(s.Status)
}

func (s *session) writer() string {
	if !s.Leased {
		return "nobody"
	}
	if s.Pod == "" {
		return "a pod"
	}
	return safe(s.Pod)
}
