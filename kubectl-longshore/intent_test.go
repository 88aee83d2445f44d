package main

import (
	"testing"

	appsv1 "k8s.io/api/apps/v1"
)

func TestAnnotationsAreSetAndRemovedAndNothingElse(t *testing.T) {
	patch := string(annotations(map[string]any{pausedAnnotation: "true", pausedReasonAnnotation: nil}))
	if patch != `{"metadata":{"annotations":{"longshore.dev/paused":"true","longshore.dev/paused-reason":null}}}` {
		t.Error(patch)
	}
}

func TestARestartIsDoneWhenEveryPodIsNewAndReady(t *testing.T) {
	two := int32(2)
	deployment := func(at string, updated, replicas, available int32) *appsv1.Deployment {
		d := &appsv1.Deployment{}
		d.Generation, d.Status.ObservedGeneration = 2, 2
		d.Spec.Replicas = &two
		d.Spec.Template.Annotations = map[string]string{restartedAtAnnotation: at}
		d.Status.UpdatedReplicas, d.Status.Replicas, d.Status.AvailableReplicas = updated, replicas, available
		return d
	}
	unseen := deployment("now", 2, 2, 2)
	unseen.Status.ObservedGeneration = 1
	for name, test := range map[string]struct {
		deployment *appsv1.Deployment
		done       bool
	}{
		"all are":             {deployment("now", 2, 2, 2), true},
		"an older restart is": {deployment("before", 2, 2, 2), false},
		"one is old":          {deployment("now", 1, 2, 2), false},
		"an old one is there": {deployment("now", 2, 3, 2), false},
		"one is not ready":    {deployment("now", 2, 2, 1), false},
		"not looked at yet":   {unseen, false},
	} {
		if text, done := restarted(test.deployment, "now"); done != test.done {
			t.Errorf("%s: %v, %s", name, done, text)
		}
	}
}
