package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
)

const wholeID = "QXVbCaEC0123456789abcdef"

const oneSession = `{"id":"QXVbCaEC","path":"videos/cat.mp4","filename":"cat.mp4","contentType":"video/mp4","owner":"ann",
	"status":"InProgress","uploadedBytes":5242880,"totalSize":20971520,"createdAt":"2026-11-25T09:00:00Z",
	"updatedAt":"2026-11-25T09:59:00Z","expiresAt":"2026-11-26T09:59:00Z","leased":true,"pod":"7d9f8b6c5-x2x9k",
	"metadata":["filename","token"],"tags":[]}`

const otherSession = `{"id":"Zb81mm_q","path":"Zb81mm_q...","filename":"a\u001b]0;owned\u0007.bin","status":"Pending","uploadedBytes":0,
	"createdAt":"2026-11-25T09:58:00Z","updatedAt":"2026-11-25T09:58:00Z","expiresAt":"2026-11-26T09:58:00Z","leased":false,
	"metadata":["filename"],"tags":[]}`

// pod answers as the admin listener does: three pages, the second one empty, the third one with a session again.
func pod(t *testing.T) sessionSource {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		prefix, cursor := r.URL.Query().Get("prefix"), r.URL.Query().Get("cursor")
		switch {
		case r.URL.Path == "/sessions/"+wholeID:
			fmt.Fprint(w, oneSession)
		case r.URL.Path == "/sessions/down":
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprint(w, `{"detail":"Redis at redis:6379 can't be used: refused"}`)
		case r.URL.Path != "/sessions":
			w.WriteHeader(http.StatusNotFound)
		case cursor == "0" && strings.HasPrefix("QXVbCaEC", prefix):
			fmt.Fprintf(w, `{"sessions":[%s],"next":"17"}`, oneSession)
		case cursor == "0":
			fmt.Fprint(w, `{"sessions":[],"next":"17"}`)
		case cursor == "17":
			fmt.Fprint(w, `{"sessions":[],"next":"42"}`)
		case prefix == "":
			fmt.Fprintf(w, `{"sessions":[%s,%s]}`, otherSession, oneSession)
		default:
			fmt.Fprint(w, `{"sessions":[]}`)
		}
	}))
	t.Cleanup(server.Close)
	return sessionSource{func(ctx context.Context, path string) (int, []byte, error) {
		response, err := http.Get(server.URL + path)
		if err != nil {
			return 0, nil, err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		return response.StatusCode, body, err
	}}
}

func TestSessions(t *testing.T) {
	sessions, more, err := pod(t).list(context.Background(), "", 500)
	if err != nil || more || len(sessions) != 2 {
		t.Fatalf("%v %v %v", sessions, more, err)
	}
	var text bytes.Buffer
	printSessions(&text, sessions, now)
	text.WriteString("\n")
	printSession(&text, &sessions[0], now)
	golden(t, "sessions.txt", text.Bytes())
	if bytes.ContainsRune(text.Bytes(), 0x1b) || bytes.ContainsRune(text.Bytes(), 7) {
		t.Error("a file's name steers the terminal")
	}
}

func TestSessionsStopAtTheLimit(t *testing.T) {
	sessions, more, err := pod(t).list(context.Background(), "", 1)
	if err != nil || !more || len(sessions) != 1 {
		t.Fatalf("%v %v %v", sessions, more, err)
	}
}

func TestOneSession(t *testing.T) {
	for _, test := range []struct {
		id, output, want string
		code             int
	}{
		{wholeID, "", "Id:            QXVbCaEC...", exitOK},
		{"QXV", "", "Id:            QXVbCaEC...", exitOK},
		{"QXV", "json", `"id": "QXVbCaEC"`, exitOK},
		{"QXV", "yaml", "id: QXVbCaEC", exitOK},
		{"nobody01234567890", "", "", exitNotFound},
		{"down", "", "", exitFailed},
	} {
		var out bytes.Buffer
		plugin := &plugin{streams: genericclioptions.IOStreams{Out: &out, ErrOut: io.Discard}}
		err := plugin.show(context.Background(), pod(t), nil, test.id, test.output, 500)
		if !strings.Contains(out.String(), test.want) || strings.Contains(out.String(), wholeID) {
			t.Errorf("%s: %s", test.id, out.String())
		}
		if code := codeOf(err); code != test.code {
			t.Errorf("%s: exit code %d, not %d: %v", test.id, code, test.code, err)
		}
		if err != nil && strings.Contains(err.Error(), "nobody01234567890") {
			t.Errorf("a whole id is repeated: %v", err)
		}
	}
}

func codeOf(err error) int {
	if err == nil {
		return exitOK
	}
	if outcome, is := err.(exitError); is {
		return outcome.code
	}
	return exitFailed
}

func TestAReadyPodIsAskedWhereItListens(t *testing.T) {
	starting := corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "a"}, Status: corev1.PodStatus{Phase: corev1.PodRunning}}
	ready := *starting.DeepCopy()
	ready.Name = "b"
	ready.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}
	ready.Spec.Containers = []corev1.Container{{Env: []corev1.EnvVar{{Name: "LONGSHORE_ADMIN_PORT", Value: "9000"}}}}
	gone := *ready.DeepCopy()
	gone.Name, gone.DeletionTimestamp = "c", &metav1.Time{Time: time.Now()}
	pod, port, err := askPod([]corev1.Pod{gone, starting, ready})
	if err != nil || pod.Name != "b" || port != 9000 {
		t.Errorf("%v %d %v", pod, port, err)
	}
	if _, _, err := askPod([]corev1.Pod{gone}); err == nil {
		t.Error("a pod that goes was asked")
	}
}
