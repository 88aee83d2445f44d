package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

var generate = flag.Bool("generate", false, "write the golden files anew")

var now = time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name string, text []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *generate {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, text) {
		t.Errorf("%s differs; if that is right: go test . -generate\n%s", file, text)
	}
}

type seen struct {
	Service map[string]any `json:"service"`
	Storage string         `json:"storage"`
	Pods    []corev1.Pod   `json:"pods"`
	Events  []corev1.Event `json:"events"`
}

func pictureIn(t *testing.T, name string) *picture {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var seen seen
	if err := yaml.UnmarshalStrict(text, &seen); err != nil {
		t.Fatal(err)
	}
	object, err := json.Marshal(seen.Service)
	if err != nil {
		t.Fatal(err)
	}
	var service uploadService
	if err := json.Unmarshal(object, &service); err != nil {
		t.Fatal(err)
	}
	return pictureOf(&service, seen.Pods, seen.Storage, seen.Events)
}

func TestStatusText(t *testing.T) {
	for _, test := range []struct {
		name string
		code int
	}{
		{"healthy", exitOK}, {"broken", exitNotReady}, {"stalled", exitStalled}, {"paused", exitPaused}, {"unseen", exitNotReady},
	} {
		t.Run(test.name, func(t *testing.T) {
			picture := pictureIn(t, test.name)
			var text bytes.Buffer
			printPicture(&text, picture, false, now)
			golden(t, test.name+".txt", text.Bytes())
			if picture.Verdict.code != test.code {
				t.Errorf("exit code %d, not %d", picture.Verdict.code, test.code)
			}
			if bytes.ContainsRune(text.Bytes(), 0x1b) {
				t.Error("what others wrote steers the terminal")
			}
		})
	}
}

func TestStatusIsColouredWhereThatIsWanted(t *testing.T) {
	var text bytes.Buffer
	printPicture(&text, pictureIn(t, "healthy"), true, now)
	if !bytes.Contains(text.Bytes(), []byte("is \x1b[32mReady")) {
		t.Errorf("no green:\n%s", text.String())
	}
}

func TestStatusOfAReadyServiceWhoseSpecChanged(t *testing.T) {
	service := &uploadService{}
	if err := json.Unmarshal([]byte(`{"metadata":{"name":"media","generation":4},
		"status":{"observedGeneration":3,"conditions":[{"type":"Ready","status":"True"}]}}`), service); err != nil {
		t.Fatal(err)
	}
	if verdict := verdictOf(service); verdict.State != "Reconciling" || verdict.code != exitNotReady {
		t.Errorf("%+v", verdict)
	}
}

func TestServicesAreReadAsTheAPIServerSendsThem(t *testing.T) {
	object := &unstructured.Unstructured{Object: map[string]any{
		"metadata": map[string]any{"name": "media", "namespace": "apps", "generation": int64(2)},
		"spec": map[string]any{
			"redis":   map[string]any{"secretRef": map[string]any{"name": "app-secrets"}, "database": int64(3)},
			"storage": map[string]any{"filesystem": map[string]any{"ephemeral": map[string]any{"sizeLimit": int64(5)}}},
		},
		"status": map[string]any{"observedGeneration": int64(2), "conditions": []any{map[string]any{
			"type": "Ready", "status": "True", "lastTransitionTime": "2026-11-25T10:00:00Z"}}},
	}}
	service, err := readService(object)
	if err != nil {
		t.Fatal(err)
	}
	if service.Name != "media" || service.Spec.Redis.Database != 3 || service.condition("Ready").Status != "True" ||
		service.keyPrefix() != "apps:media:session:" || service.Generation != 2 {
		t.Errorf("%+v", service)
	}
}
