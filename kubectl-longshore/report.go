package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

func reportCommand(p *plugin) *cobra.Command {
	var file string
	var lines int64
	command := &cobra.Command{
		Use:   "report NAME",
		Short: "Writes what helps others to help: resource, objects, events and logs, without Secrets",
		Long: `Writes what helps others to help: the resource, its objects, events, the logs of its pods and of the operator.

Secrets are never read. Values of variables that may hold some, and passwords in URLs, are left out. Look through it
before you give it away all the same: logs name owners and paths of uploads.`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: p.names,
		RunE: func(command *cobra.Command, args []string) error {
			cluster, err := p.connect()
			if err != nil {
				return err
			}
			if file == "" {
				file = fmt.Sprintf("longshore-%s-%s-%s.zip", cluster.namespace, args[0], time.Now().UTC().Format("20060102T150405Z"))
			}
			return p.report(command.Context(), cluster, args[0], file, lines)
		},
	}
	command.Flags().StringVarP(&file, "file", "f", "", "where to: a name ending in .zip, or a new directory")
	command.Flags().Int64Var(&lines, "log-lines", 10000, "how much of each log at most")
	return command
}

func (p *plugin) report(ctx context.Context, cluster *cluster, name, file string, lines int64) error {
	picture, err := cluster.look(ctx, name)
	if err != nil {
		return err
	}
	folder, err := newFolder(file)
	if err != nil {
		return err
	}
	gather := &gathering{cluster: cluster, folder: folder, lines: lines}
	gather.status(picture)
	gather.objects(ctx, name)
	gather.events(ctx)
	gather.operator(ctx)
	gather.notes()
	if err := folder.close(); err != nil {
		return err
	}
	fmt.Fprintf(p.streams.Out, "%s: %d files, no Secret was read", file, gather.files)
	if len(gather.missed) > 0 {
		fmt.Fprintf(p.streams.Out, "; what could not be had is in notes.txt")
	}
	fmt.Fprintln(p.streams.Out, ".")
	return nil
}
