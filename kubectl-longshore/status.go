package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

func statusCommand(p *plugin) *cobra.Command {
	var output string
	var all bool
	command := &cobra.Command{
		Use:               "status [NAME]",
		Short:             "Says how an UploadService is and what to do next; without a name, how all are",
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: p.names,
		RunE: func(command *cobra.Command, args []string) error {
			if err := checkOutput(output); err != nil {
				return err
			}
			cluster, err := p.connect()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return p.statusOfAll(command.Context(), cluster, all, output)
			}
			if all {
				return fmt.Errorf("-A is for all; leave it out or leave out %s", args[0])
			}
			return p.statusOfOne(command.Context(), cluster, args[0], output)
		},
	}
	command.Flags().StringVarP(&output, "output", "o", "", "json or yaml")
	command.Flags().BoolVarP(&all, "all-namespaces", "A", false, "those of all namespaces")
	return command
}

func (p *plugin) statusOfOne(ctx context.Context, cluster *cluster, name, output string) error {
	picture, err := cluster.look(ctx, name)
	if err != nil {
		return err
	}
	if output != "" {
		err = write(p.streams.Out, output, picture)
	} else {
		printPicture(p.streams.Out, picture, paint(p.colours()), time.Now())
	}
	return endWith(picture.Verdict, err)
}

// endWith makes the verdict the exit code.
func endWith(verdict verdict, err error) error {
	if err == nil && verdict.code != exitOK {
		return exitError{code: verdict.code}
	}
	return err
}

// line is a service in the list of all.
type line struct {
	Namespace string  `json:"namespace"`
	Name      string  `json:"name"`
	Verdict   verdict `json:"verdict"`
	Ready     int32   `json:"readyReplicas"`
	Pods      int32   `json:"replicas"`
	created   time.Time
}

func (p *plugin) statusOfAll(ctx context.Context, cluster *cluster, all bool, output string) error {
	namespace := cluster.namespace
	if all {
		namespace = ""
	}
	services, err := cluster.services(ctx, namespace)
	if err != nil {
		return err
	}
	lines, worst := []line{}, verdict{}
	for _, service := range services {
		verdict := verdictOf(service)
		// Stalled is what somebody has to do something about.
		if worst.code != exitStalled && verdict.code != exitOK {
			worst = verdict
		}
		lines = append(lines, line{service.Namespace, service.Name, verdict, service.Status.ReadyReplicas,
			service.Status.Replicas, service.CreationTimestamp.Time})
	}
	if output != "" {
		return endWith(worst, write(p.streams.Out, output, map[string]any{"items": lines}))
	}
	if len(lines) == 0 {
		fmt.Fprintln(p.streams.ErrOut, "No UploadServices found.")
		return nil
	}
	printLines(p.streams.Out, lines, time.Now())
	return endWith(worst, nil)
}
