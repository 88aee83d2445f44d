// Command kubectl-longshore is the kubectl plugin "kubectl longshore": it looks at UploadServices and asks the operator
// for what annotations can ask for.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	_ "k8s.io/client-go/plugin/pkg/client/auth"
)

// version is set by the build.
var version = "dev"

func main() {
	streams := genericclioptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}
	os.Exit(run(rootCommand(streams), streams))
}

func run(command *cobra.Command, streams genericclioptions.IOStreams) int {
	err := command.Execute()
	if err == nil {
		return exitOK
	}
	var outcome exitError
	if !errors.As(err, &outcome) {
		outcome = exitError{exitFailed, err.Error()}
	}
	if outcome.message != "" {
		fmt.Fprintln(streams.ErrOut, "error: "+safe(outcome.message))
	}
	return outcome.code
}

func rootCommand(streams genericclioptions.IOStreams) *cobra.Command {
	flags := genericclioptions.NewConfigFlags(true)
	root := &cobra.Command{
		Use:   "kubectl-longshore",
		Short: "Looks at UploadServices of Longshore and their uploads",
		Long: `Looks at UploadServices of Longshore and their uploads.

Exit codes: 0 all is well, 1 it could not be done, 2 not ready yet, 3 stalled until somebody does something,
4 paused, 5 there is no such resource or upload.`,
		Annotations:   map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl longshore"},
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetOut(streams.Out)
	root.SetErr(streams.ErrOut)
	flags.AddFlags(root.PersistentFlags())
	plugin := &plugin{flags: flags, streams: streams}
	root.AddCommand(
		statusCommand(plugin),
		sessionsCommand(plugin),
		pauseCommand(plugin),
		resumeCommand(plugin),
		restartCommand(plugin),
		reportCommand(plugin),
	)
	return root
}
