package main

import apierrors "k8s.io/apimachinery/pkg/api/errors"

// What scripts can tell apart.
const (
	exitOK       = 0
	exitFailed   = 1
	exitNotReady = 2
	exitStalled  = 3
	exitPaused   = 4
	exitNotFound = 5
)

// exitError ends the plugin with a code; without a message what there is to say was said.
type exitError struct {
	code    int
	message string
}

func (e exitError) Error() string { return e.message }

// orNotFound gives what is not there the exit code of its own.
func orNotFound(err error) error {
	if apierrors.IsNotFound(err) {
		return exitError{exitNotFound, err.Error()}
	}
	return err
}
