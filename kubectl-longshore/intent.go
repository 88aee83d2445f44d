package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
)

// annotations makes the patch that sets these; nil removes.
func annotations(values map[string]any) []byte {
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"annotations": values}})
	if err != nil {
		panic(err) // texts always have a JSON form
	}
	return patch
}

func pauseCommand(p *plugin) *cobra.Command {
	var reason string
	command := &cobra.Command{
		Use:               "pause NAME",
		Short:             "Lets the operator leave an UploadService as it is; its pods go on",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: p.names,
		RunE: func(command *cobra.Command, args []string) error {
			values := map[string]any{pausedAnnotation: "true", pausedReasonAnnotation: nil}
			if reason != "" {
				values[pausedReasonAnnotation] = reason
			}
			return p.intend(command.Context(), args[0], values,
				"%[2]s is paused: its pods go on, and nothing is changed. To go on: kubectl longshore -n %[1]s resume %[2]s\n")
		},
	}
	command.Flags().StringVar(&reason, "reason", "", "why, for those who wonder; kept as an annotation")
	return command
}

func resumeCommand(p *plugin) *cobra.Command {
	return &cobra.Command{
		Use:               "resume NAME",
		Short:             "Ends a pause",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: p.names,
		RunE: func(command *cobra.Command, args []string) error {
			return p.intend(command.Context(), args[0],
				map[string]any{pausedAnnotation: nil, pausedReasonAnnotation: nil},
				"%[2]s goes on as its spec says. To see how: kubectl longshore -n %[1]s status %[2]s\n")
		},
	}
}

func (p *plugin) intend(ctx context.Context, name string, values map[string]any, told string) error {
	cluster, err := p.connect()
	if err != nil {
		return err
	}
	if err := cluster.annotate(ctx, name, annotations(values)); err != nil {
		return err
	}
	fmt.Fprintf(p.streams.Out, told, cluster.namespace, name)
	return nil
}
