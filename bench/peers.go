package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// peer is a server that can be measured.
type peer struct {
	name  string
	start func(b *bench, folder string) (*target, error)
	// inTwos says that two such servers can share uploads.
	inTwos bool
}

// ours says that it is this project's service, in whatever setting.
func (p peer) ours() bool { return strings.HasPrefix(p.name, "longshore") }

// target is a running peer.
type target struct {
	peer peer
	// server is nil where the generator does the work itself.
	server  *process
	redis   *process
	address string
	folder  string
	s3      *s3Server
	// send uploads so many bytes in requests of a size, or in one where that is 0.
	send func(length, size int64) error
	// another starts one more server on the same sessions and files, where there can be one.
	another func() (*target, error)
	// second is one that was started so.
	second *target
	// startup is the time from the start of the process to its first answer.
	startup time.Duration
}

// bench is where everything lies that a run needs.
type bench struct {
	work  string
	root  string
	java  string
	tusd  string
	node  bool
	cache string
	// versitygw is the S3 server's binary.
	versitygw string
}

func (b *bench) peers() []peer {
	peers := []peer{
		{"longshore", longshoreOnFiles("false"), true},
		{"longshore, fsync", longshoreOnFiles("true"), false},
	}
	if b.tusd != "" {
		peers = append(peers, peer{"tusd", (*bench).startTusd, true})
	}
	if b.node {
		peers = append(peers, peer{"@tus/server", (*bench).startNode, false})
	}
	return append(peers, peer{"floor", floorOf("floor"), false}, peer{"floor, net/http", floorOf("http-floor"), false})
}

func (b *bench) launch(folder, port string, environment []string, command ...string) (*target, error) {
	began := time.Now()
	server, err := start(folder+".log", environment, command...)
	if err != nil {
		return nil, err
	}
	address := "127.0.0.1:" + port
	if err := server.awaitAnswer(address); err != nil {
		server.end()
		return nil, err
	}
	t := &target{server: server, address: address, folder: folder, startup: time.Since(began)}
	t.send = func(length, size int64) error { return upload(address, length, size) }
	return t, nil
}

func (b *bench) start(p peer) (*target, error) {
	folder, err := b.newFolder(strings.NewReplacer(", ", "-", " ", "-", "@", "", "/", "-").Replace(p.name))
	if err != nil {
		return nil, err
	}
	t, err := p.start(b, folder)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.name, err)
	}
	t.peer = p
	return t, nil
}

func (b *bench) newFolder(name string) (string, error) {
	folder := filepath.Join(b.work, "data", name)
	if err := os.RemoveAll(folder); err != nil {
		return "", err
	}
	return folder, os.MkdirAll(folder, 0o755)
}

// tidy deletes finished objects, so that a round does not pay for the disk of the one before.
func (t *target) tidy() {
	if t.s3 != nil {
		t.s3.tidy()
	}
	entries, _ := os.ReadDir(t.folder)
	for _, entry := range entries {
		if !entry.IsDir() {
			os.Remove(filepath.Join(t.folder, entry.Name()))
		}
	}
}

func (t *target) end() {
	t.server.end()
	if t.second != nil {
		t.second.server.end()
	}
	t.redis.end()
	if t.s3 != nil {
		t.s3.end()
	}
	os.RemoveAll(t.folder)
}

func (t *target) cpu() float64 { return t.server.cpu() }

func (t *target) redisCPU() float64 { return t.redis.cpu() }

func find(program, variable string) string {
	if path := os.Getenv(variable); path != "" {
		return path
	}
	path, _ := exec.LookPath(program)
	return path
}
