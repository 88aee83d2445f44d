package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

func TestTextsLoseTheirSecrets(t *testing.T) {
	for _, text := range []string{
		"redis://user:hunter2@redis:6379/0", "rediss://:hunter2@redis", "redis:6379,password=hunter2,ssl=true",
		"redis:6379,Password = hunter2", "Authorization: Bearer hunter2hunter2.x_y",
	} {
		redacted := string(redactText([]byte(text)))
		if strings.Contains(redacted, "hunter2") || !strings.Contains(redacted, leftOut) {
			t.Errorf("%s became %s", text, redacted)
		}
	}
	for _, text := range []string{"http://media.apps.svc/uploads", "at 10:00:00 user@example wrote", "a/b:c@d"} {
		if redacted := string(redactText([]byte(text))); redacted != text {
			t.Errorf("%s became %s", text, redacted)
		}
	}
}

func TestObjectsLoseTheirSecrets(t *testing.T) {
	var object map[string]any
	if err := yaml.Unmarshal([]byte(`
metadata:
  managedFields: [{manager: x}]
  annotations: {kubectl.kubernetes.io/last-applied-configuration: hunter2, longshore.dev/paused: "true"}
spec:
  template:
    spec:
      initContainers: [{env: [{name: ANYTHING, value: hunter2}]}]
      containers:
      - env:
        - {name: LONGSHORE_SESSION_STORE, value: redis}
        - {name: LONGSHORE_STORAGE_S3_SECRET_ACCESS_KEY, value: hunter2}
        - {name: LONGSHORE_SESSION_REDIS_CONNECTION_STRING, valueFrom: {secretKeyRef: {name: app-secrets, key: redis}}}
`), &object); err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(redactObject(object))
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"hunter2", "managedFields", "last-applied"} {
		if strings.Contains(string(text), gone) {
			t.Errorf("%s is still there:\n%s", gone, text)
		}
	}
	for _, kept := range []string{"value: redis", "name: app-secrets", "longshore.dev/paused", "name: ANYTHING"} {
		if !strings.Contains(string(text), kept) {
			t.Errorf("%s is gone:\n%s", kept, text)
		}
	}
}

func TestAReportIsADirectoryOrAZipAndOverwritesNothing(t *testing.T) {
	base := t.TempDir()
	for _, name := range []string{"report", "report.zip"} {
		path := filepath.Join(base, name)
		folder, err := newFolder(path)
		if err != nil {
			t.Fatal(err)
		}
		gather := &gathering{folder: folder}
		gather.add("logs/media.log", []byte("one\n"))
		if err := folder.close(); err != nil || gather.files != 1 {
			t.Fatal(err, gather.missed)
		}
		if _, err := newFolder(path); err == nil {
			t.Errorf("%s was overwritten", name)
		}
		info, _ := os.Stat(path)
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others may read %s", name)
		}
	}
	reader, err := zip.OpenReader(filepath.Join(base, "report.zip"))
	if err != nil || reader.File[0].Name != "logs/media.log" {
		t.Fatal(err)
	}
	reader.Close()
}
