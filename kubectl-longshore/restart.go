package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	appsv1 "k8s.io/api/apps/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func restartCommand(p *plugin) *cobra.Command {
	var wait bool
	var timeout time.Duration
	command := &cobra.Command{
		Use:               "restart NAME",
		Short:             "Replaces the pods one by one; uploads go on at the others",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: p.names,
		RunE: func(command *cobra.Command, args []string) error {
			cluster, err := p.connect()
			if err != nil {
				return err
			}
			return p.restart(command.Context(), cluster, args[0], wait, timeout)
		},
	}
	command.Flags().BoolVar(&wait, "wait", false, "wait until every pod is new and ready")
	command.Flags().DurationVar(&timeout, "timeout", 10*time.Minute, "for how long to wait")
	return command
}

func (p *plugin) restart(ctx context.Context, cluster *cluster, name string, wait bool, timeout time.Duration) error {
	service, err := cluster.service(ctx, name)
	if err != nil {
		return err
	}
	if service.paused() {
		return exitError{exitPaused, fmt.Sprintf(
			"%s is paused, so its pods would stay. First: kubectl longshore -n %s resume %s", name, service.Namespace, name)}
	}
	at := time.Now().UTC().Format(time.RFC3339Nano)
	if err := cluster.annotate(ctx, name, annotations(map[string]any{restartedAtAnnotation: at})); err != nil {
		return err
	}
	if !wait {
		fmt.Fprintf(p.streams.Out, "The pods of %s are replaced one by one. To see how: kubectl longshore -n %s status %s\n",
			name, service.Namespace, name)
		return nil
	}
	return p.awaitRestart(ctx, cluster, name, at, timeout)
}

func (p *plugin) awaitRestart(ctx context.Context, cluster *cluster, name, at string, timeout time.Duration) error {
	end := time.Now().Add(timeout)
	said := ""
	for {
		deployment, err := cluster.typed.AppsV1().Deployments(cluster.namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			return err
		}
		progress := "waiting for the operator"
		if err == nil {
			var done bool
			progress, done = restarted(deployment, at)
			if done {
				fmt.Fprintf(p.streams.Out, "%s: %s\n", name, progress)
				return nil
			}
		}
		if progress != said {
			fmt.Fprintf(p.streams.ErrOut, "%s: %s\n", name, progress)
			said = progress
		}
		if time.Now().After(end) {
			return exitError{exitNotReady, fmt.Sprintf("after %s it is still: %s", timeout, progress)}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// restarted says how far the replacement of a time is, and whether it is done.
func restarted(deployment *appsv1.Deployment, at string) (string, bool) {
	status := deployment.Status
	if deployment.Spec.Template.Annotations[restartedAtAnnotation] != at ||
		status.ObservedGeneration < deployment.Generation {
		return "waiting for the operator", false
	}
	wanted := int32(1)
	if deployment.Spec.Replicas != nil {
		wanted = *deployment.Spec.Replicas
	}
	done := status.UpdatedReplicas == wanted && status.Replicas == wanted && status.AvailableReplicas == wanted
	return fmt.Sprintf("%d of %d pods are new, %d take uploads",
		status.UpdatedReplicas, wanted, status.AvailableReplicas), done
}
