package main

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// verdict is what to think of a service, in one line, and what to do next.
type verdict struct {
	State  string `json:"state"`
	Reason string `json:"reason,omitempty"`
	Text   string `json:"text"`
	code   int
}

func verdictOf(s *uploadService) verdict {
	ready, stalled := s.condition("Ready"), s.condition("Stalled")
	switch {
	case s.DeletionTimestamp != nil:
		return verdict{"Deleting", "", "It is being deleted; what was uploaded stays.", exitNotReady}
	case s.paused():
		return verdict{"Paused", "PausedByAnnotation", pausedText(s), exitPaused}
	case stalled.Status == metav1.ConditionTrue:
		return verdict{"Stalled", stalled.Reason, stalled.Message, exitStalled}
	case len(s.Status.Conditions) == 0:
		return verdict{"Unseen", "", "No operator has looked at it yet. Is one running, and does it watch this namespace?" +
			" kubectl get deployments -A -l app.kubernetes.io/name=longshore-operator", exitNotReady}
	case s.Status.ObservedGeneration != s.Generation:
		return verdict{"Reconciling", "NewGeneration", fmt.Sprintf(
			"The operator has not acted on generation %d yet; what is below is about %d.",
			s.Generation, s.Status.ObservedGeneration), exitNotReady}
	case ready.Status == metav1.ConditionTrue:
		return verdict{"Ready", ready.Reason, fmt.Sprintf("%d of %d pods take uploads at %s",
			s.Status.ReadyReplicas, s.Status.Replicas, s.Status.URL), exitOK}
	default:
		return verdict{"NotReady", ready.Reason, ready.Message, exitNotReady}
	}
}

func pausedText(s *uploadService) string {
	text := "Nothing is changed, whatever the spec says."
	if reason := s.Annotations[pausedReasonAnnotation]; reason != "" {
		text = "Paused because: " + reason + ". " + text
	}
	if s.Status.Replicas > 0 {
		text += fmt.Sprintf(" When it was paused, %d of %d pods took uploads.", s.Status.ReadyReplicas, s.Status.Replicas)
	}
	return text + fmt.Sprintf(" To go on: kubectl longshore -n %s resume %s", s.Namespace, s.Name)
}
