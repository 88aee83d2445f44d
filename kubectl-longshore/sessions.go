package main

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
)

func sessionsCommand(p *plugin) *cobra.Command {
	var output string
	var most int
	command := &cobra.Command{
		Use:   "sessions NAME [ID]",
		Short: "Lists uploads under way, or shows one by its id or what that begins with",
		Long: `Lists uploads under way, or shows one by its id or what that begins with.

A pod is asked, through the API server, at its own 127.0.0.1: this takes create on pods/portforward, and nothing of
Redis. Whole ids are never shown, for they are what lets one upload.`,
		Args:              cobra.RangeArgs(1, 2),
		ValidArgsFunction: p.names,
		RunE: func(command *cobra.Command, args []string) error {
			if err := checkOutput(output); err != nil {
				return err
			}
			if most < 1 {
				return fmt.Errorf("--limit must be above 0, not %d", most)
			}
			id := ""
			if len(args) == 2 {
				id = strings.TrimRight(args[1][strings.LastIndex(args[1], "/")+1:], ".")
				if id == "" {
					return fmt.Errorf("the id is empty")
				}
			}
			return p.sessions(command.Context(), args[0], id, output, most)
		},
	}
	command.Flags().StringVarP(&output, "output", "o", "", "json or yaml")
	command.Flags().IntVar(&most, "limit", 500, "how many at most")
	return command
}

func (p *plugin) sessions(ctx context.Context, name, id, output string, most int) error {
	cluster, err := p.connect()
	if err != nil {
		return err
	}
	service, err := cluster.service(ctx, name)
	if err != nil {
		return err
	}
	pods, err := cluster.pods(ctx, service)
	if err != nil {
		return err
	}
	pod, port, err := askPod(pods)
	if err != nil {
		return err
	}
	tunnel, err := cluster.tunnel(pod, port)
	if err != nil {
		return err
	}
	defer tunnel.close()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	return p.show(ctx, sessionSource{tunnel.get}, pods, id, output, most)
}

func (p *plugin) show(ctx context.Context, source sessionSource, pods []corev1.Pod, id, output string, most int) error {
	var sessions []session
	var more bool
	var err error
	if id == "" {
		sessions, more, err = source.list(ctx, "", most)
	} else {
		sessions, more, err = source.named(ctx, id, most)
	}
	if err != nil {
		return err
	}
	if id != "" && len(sessions) == 0 {
		return exitError{exitNotFound, "no upload's id is " + shortened(id) + " or begins so: it is finished, was ended, or expired"}
	}
	for i := range sessions {
		sessions[i].Pod = wholeName(sessions[i].Pod, pods)
	}
	sort.SliceStable(sessions, func(i, j int) bool { return sessions[i].UpdatedAt.After(sessions[j].UpdatedAt) })
	one := id != "" && len(sessions) == 1
	switch {
	case output != "" && one:
		return write(p.streams.Out, output, sessions[0])
	case output != "":
		return write(p.streams.Out, output, map[string]any{"items": sessions, "more": more})
	case one:
		printSession(p.streams.Out, &sessions[0], time.Now())
	case len(sessions) == 0:
		fmt.Fprintln(p.streams.ErrOut, "No uploads are under way.")
	default:
		printSessions(p.streams.Out, sessions, time.Now())
	}
	if more {
		fmt.Fprintf(p.streams.ErrOut, "There are more: --limit is %d.\n", most)
	}
	return nil
}

// shortened keeps a whole id out of scrollback and logs.
func shortened(id string) string {
	if len(id) > 8 {
		return id[:8] + "..."
	}
	return id
}

// wholeName finds the pod whose name ends so; a lease keeps no more of long names.
func wholeName(end string, pods []corev1.Pod) string {
	for _, pod := range pods {
		if end != "" && strings.HasSuffix(pod.Name, end) {
			return pod.Name
		}
	}
	return end
}
