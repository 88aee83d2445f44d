package main

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const recentEvents = 10

// picture is all that status shows of one service.
type picture struct {
	Namespace  string             `json:"namespace"`
	Name       string             `json:"name"`
	Verdict    verdict            `json:"verdict"`
	URL        string             `json:"url,omitempty"`
	Conditions []metav1.Condition `json:"conditions"`
	Pods       []podLine          `json:"pods"`
	Storage    string             `json:"storage"`
	Redis      string             `json:"redis"`
	Events     []eventLine        `json:"events"`
	Unknown    []string           `json:"unknown,omitempty"`
}

type podLine struct {
	Name     string    `json:"name"`
	Ready    bool      `json:"ready"`
	State    string    `json:"state"`
	Restarts int32     `json:"restarts"`
	Node     string    `json:"node,omitempty"`
	Created  time.Time `json:"created"`
}

type eventLine struct {
	Last    time.Time `json:"last"`
	Type    string    `json:"type"`
	Reason  string    `json:"reason"`
	Object  string    `json:"object"`
	Count   int32     `json:"count"`
	Message string    `json:"message"`
}

// look gathers the picture; what may not be read is named in it and does not end it.
func (c *cluster) look(ctx context.Context, name string) (*picture, error) {
	service, err := c.service(ctx, name)
	if err != nil {
		return nil, err
	}
	pods, podsErr := c.pods(ctx, service)
	storage, storageErr := c.storagePlace(ctx, service)
	events, eventsErr := c.typed.CoreV1().Events(c.namespace).List(ctx, metav1.ListOptions{})
	if eventsErr != nil {
		events = &corev1.EventList{}
	}
	p := pictureOf(service, pods, storage, events.Items)
	p.missed("pods", podsErr)
	p.missed("the volume", storageErr)
	p.missed("events", eventsErr)
	return p, nil
}

func pictureOf(service *uploadService, pods []corev1.Pod, storage string, events []corev1.Event) *picture {
	p := &picture{
		Namespace: service.Namespace, Name: service.Name, Verdict: verdictOf(service), URL: service.Status.URL,
		Conditions: service.Status.Conditions, Pods: []podLine{}, Storage: storage, Redis: redisPlace(service),
		Events: eventsOf(events, service.Name, pods),
	}
	for i := range pods {
		p.Pods = append(p.Pods, podLineOf(&pods[i]))
	}
	return p
}

func (p *picture) missed(what string, err error) {
	if err != nil {
		p.Unknown = append(p.Unknown, what+": "+err.Error())
	}
}

func (c *cluster) pods(ctx context.Context, service *uploadService) ([]corev1.Pod, error) {
	list, err := c.typed.CoreV1().Pods(c.namespace).List(ctx, metav1.ListOptions{LabelSelector: service.selector()})
	if err != nil {
		return nil, err
	}
	sort.Slice(list.Items, func(i, j int) bool { return list.Items[i].Name < list.Items[j].Name })
	return list.Items, nil
}

func podLineOf(pod *corev1.Pod) podLine {
	line := podLine{Name: pod.Name, Ready: isReady(pod), State: string(pod.Status.Phase), Node: pod.Spec.NodeName,
		Created: pod.CreationTimestamp.Time}
	if pod.DeletionTimestamp != nil {
		line.State = "Terminating"
	}
	for _, container := range pod.Status.ContainerStatuses {
		line.Restarts += container.RestartCount
		if waiting := container.State.Waiting; waiting != nil {
			line.State = waiting.Reason
		}
	}
	return line
}

func isReady(pod *corev1.Pod) bool {
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodReady {
			return condition.Status == corev1.ConditionTrue
		}
	}
	return false
}

func redisPlace(service *uploadService) string {
	redis := service.Spec.Redis
	key, ttl := redis.SecretRef.Key, redis.SessionTTL
	if key == "" {
		key = "redis-connection-string"
	}
	if ttl == "" {
		ttl = "24h"
	}
	return fmt.Sprintf("as Secret %s says under %s; keys %s*, database %d, kept for %s after their last use",
		redis.SecretRef.Name, key, service.keyPrefix(), redis.Database, ttl)
}

func (c *cluster) storagePlace(ctx context.Context, service *uploadService) (string, error) {
	if s3 := service.Spec.Storage.S3; s3 != nil {
		text := "bucket " + s3.Bucket
		for _, part := range [][2]string{{"prefix", s3.Prefix}, {"region", s3.Region}, {"at", s3.Endpoint}} {
			if part[1] != "" {
				text += ", " + part[0] + " " + part[1]
			}
		}
		return text, nil
	}
	files := service.Spec.Storage.Filesystem
	if files == nil {
		return "", nil
	}
	if files.Ephemeral != nil {
		return "the pod's own volume: uploads go with the pod", nil
	}
	text := "claim " + files.ClaimName
	claim, err := c.typed.CoreV1().PersistentVolumeClaims(c.namespace).Get(ctx, files.ClaimName, metav1.GetOptions{})
	if err != nil {
		return text, err
	}
	text += ", " + string(claim.Status.Phase)
	if capacity, known := claim.Status.Capacity[corev1.ResourceStorage]; known {
		text += ", " + capacity.String()
	}
	modes := []string{}
	for _, mode := range claim.Spec.AccessModes {
		modes = append(modes, string(mode))
	}
	return text + ", " + strings.Join(modes, " "), nil
}

// eventsOf are the newest about the resource, its Deployment and its pods, oldest first.
func eventsOf(events []corev1.Event, name string, pods []corev1.Pod) []eventLine {
	names := map[string]bool{name: true}
	for _, pod := range pods {
		names[pod.Name] = true
	}
	lines := []eventLine{}
	for _, event := range events {
		object := event.InvolvedObject
		switch object.Kind {
		case "UploadService", "Deployment", "Pod":
			if names[object.Name] {
				lines = append(lines, eventLine{lastOf(&event), event.Type, event.Reason,
					object.Kind + "/" + object.Name, max(event.Count, 1), event.Message})
			}
		}
	}
	sort.SliceStable(lines, func(i, j int) bool { return lines[i].Last.Before(lines[j].Last) })
	return lines[max(0, len(lines)-recentEvents):]
}

func lastOf(event *corev1.Event) time.Time {
	if event.Series != nil {
		return event.Series.LastObservedTime.Time
	}
	for _, t := range []time.Time{event.LastTimestamp.Time, event.EventTime.Time, event.FirstTimestamp.Time} {
		if !t.IsZero() {
			return t
		}
	}
	return event.CreationTimestamp.Time
}
