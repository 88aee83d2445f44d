package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
)

const (
	adminPort = 8082
	pageSize  = 500
)

// session is what a pod shows of an upload under way; its id is cut short.
type session struct {
	ID            string    `json:"id"`
	Path          string    `json:"path"`
	Filename      string    `json:"filename,omitempty"`
	Filetype      string    `json:"filetype,omitempty"`
	ContentType   string    `json:"contentType,omitempty"`
	Owner         string    `json:"owner,omitempty"`
	Status        string    `json:"status"`
	Part          string    `json:"part,omitempty"`
	UploadedBytes int64     `json:"uploadedBytes"`
	TotalSize     *int64    `json:"totalSize,omitempty"`
	CreatedAt     time.Time `json:"createdAt"`
	UpdatedAt     time.Time `json:"updatedAt"`
	ExpiresAt     time.Time `json:"expiresAt"`
	Leased        bool      `json:"leased"`
	Pod           string    `json:"pod,omitempty"`
	Metadata      []string  `json:"metadata"`
	Tags          []string  `json:"tags"`
}

type sessionPage struct {
	Sessions []session `json:"sessions"`
	Next     string    `json:"next"`
}

// errNotThere is of a session that there is not.
var errNotThere = errors.New("there is no such session")

// sessionSource asks a pod; all pods know the same sessions.
type sessionSource struct {
	get func(ctx context.Context, path string) (int, []byte, error)
}

// askPod chooses a pod that runs, a ready one first, and where it listens.
func askPod(pods []corev1.Pod) (*corev1.Pod, int, error) {
	var chosen *corev1.Pod
	for i := range pods {
		pod := &pods[i]
		if pod.Status.Phase != corev1.PodRunning || pod.DeletionTimestamp != nil {
			continue
		}
		if chosen == nil || isReady(pod) && !isReady(chosen) {
			chosen = pod
		}
	}
	if chosen == nil {
		return nil, 0, errors.New("no pod runs that could be asked")
	}
	port := adminPort
	for _, container := range chosen.Spec.Containers {
		for _, variable := range container.Env {
			switch {
			case variable.Name == "LONGSHORE_ADMIN_ENABLED" && variable.Value == "false":
				return nil, 0, fmt.Errorf("pod %s is not to be asked: LONGSHORE_ADMIN_ENABLED is false", chosen.Name)
			case variable.Name == "LONGSHORE_ADMIN_PORT":
				if other, err := strconv.Atoi(variable.Value); err == nil {
					port = other
				}
			}
		}
	}
	return chosen, port, nil
}

// named finds one session by its whole id, or those whose ids begin so.
func (s sessionSource) named(ctx context.Context, id string, most int) ([]session, bool, error) {
	var one session
	err := s.read(ctx, "/sessions/"+url.PathEscape(id), &one)
	if err == nil {
		return []session{one}, false, nil
	}
	if !errors.Is(err, errNotThere) {
		return nil, false, err
	}
	return s.list(ctx, id, most)
}

// list walks the pages until there are enough; says whether there may be more.
func (s sessionSource) list(ctx context.Context, prefix string, most int) ([]session, bool, error) {
	found, seen, cursor := []session{}, map[string]bool{}, "0"
	for {
		query := url.Values{"limit": {strconv.Itoa(min(most, pageSize))}, "cursor": {cursor}}
		if prefix != "" {
			query.Set("prefix", prefix)
		}
		var page sessionPage
		if err := s.read(ctx, "/sessions?"+query.Encode(), &page); err != nil {
			return nil, false, err
		}
		for _, one := range page.Sessions {
			// A page may repeat what another had; two uploads of one short id differ in when they were created.
			key := one.ID + one.CreatedAt.String()
			if !seen[key] {
				seen[key] = true
				found = append(found, one)
			}
		}
		if page.Next == "" {
			return found[:min(most, len(found))], len(found) > most, nil
		}
		if len(found) >= most {
			return found[:most], true, nil
		}
		cursor = page.Next
	}
}

func (s sessionSource) read(ctx context.Context, path string, into any) error {
	status, body, err := s.get(ctx, path)
	if err != nil {
		return err
	}
	switch status {
	case http.StatusOK:
		return json.Unmarshal(body, into)
	case http.StatusNotFound:
		return errNotThere
	}
	var problem struct {
		Detail string `json:"detail"`
	}
	if json.Unmarshal(body, &problem) != nil || problem.Detail == "" {
		problem.Detail = "no reason given"
	}
	return fmt.Errorf("the pod answered %d: %s", status, problem.Detail)
}
