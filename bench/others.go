package main

import (
	"os"
	"path/filepath"
)

func (b *bench) startTusd(folder string) (*target, error) {
	t, err := b.tusdWith(folder, nil, "-upload-dir", folder)
	if err == nil {
		t.another = func() (*target, error) { return b.tusdWith(folder, nil, "-upload-dir", folder) }
	}
	return t, err
}

func (b *bench) tusdWith(folder string, environment []string, storage ...string) (*target, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	command := append([]string{b.tusd, "-host", "127.0.0.1", "-port", port, "-base-path", "/uploads",
		"-verbose=false", "-show-greeting=false", "-show-startup-logs=false"}, storage...)
	return b.launch(folder, port, environment, command...)
}

func (b *bench) startNode(folder string) (*target, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	script := filepath.Join(b.root, "bench/node/server.mjs")
	return b.launch(folder, port, []string{"NODE_ENV=production"}, "node", script, port, folder)
}

// floorOf starts one of the floors, which are this program too.
func floorOf(kind string) func(*bench, string) (*target, error) {
	return func(b *bench, folder string) (*target, error) {
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		return b.launch(folder, port, nil, self, kind, port, folder)
	}
}
