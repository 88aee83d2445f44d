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
}

// target is a running peer.
type target struct {
	peer    peer
	server  *process
	redis   *process
	address string
	folder  string
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
}

func (b *bench) peers() []peer {
	peers := []peer{
		{"longshore", func(b *bench, folder string) (*target, error) { return b.longshore(folder, "false") }},
		{"longshore, fsync", func(b *bench, folder string) (*target, error) { return b.longshore(folder, "true") }},
	}
	if b.tusd != "" {
		peers = append(peers, peer{"tusd", (*bench).startTusd})
	}
	if b.node {
		peers = append(peers, peer{"@tus/server", (*bench).startNode})
	}
	return append(peers, peer{"floor", (*bench).startFloor})
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
	return &target{server: server, address: address, folder: folder, startup: time.Since(began)}, nil
}

// longshore starts the service with sessions in a Redis of its own, as its image does: the flags of
// jvm.args and jvm.defaults, in the memory of a pod, and with an AOT cache trained on these files.
func (b *bench) longshore(folder, fsync string) (*target, error) {
	redisPort, err := freePort()
	if err != nil {
		return nil, err
	}
	redis, err := start(folder+".redis.log", nil, "redis-server", "--port", redisPort,
		"--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	environment := []string{
		"MALLOC_ARENA_MAX=2", "LC_ALL=C.UTF-8",
		"MICRONAUT_SERVER_PORT=" + port,
		"LONGSHORE_SESSION_STORE=redis",
		"LONGSHORE_SESSION_REDIS_CONNECTION_STRING=127.0.0.1:" + redisPort,
		"LONGSHORE_STORAGE_FILESYSTEM_PATH=" + folder,
		"LONGSHORE_STORAGE_FILESYSTEM_FSYNC=" + fsync,
	}
	t, err := b.launch(folder, port, environment, b.javaCommand()...)
	if err != nil {
		redis.end()
		return nil, err
	}
	t.redis = redis
	return t, nil
}

func (b *bench) javaCommand() []string {
	images := filepath.Join(b.root, "images/upload-service")
	command := []string{b.java, "-XX:Flags=" + filepath.Join(images, "jvm.defaults"), "-XX:MaxRAM=256m"}
	if _, err := os.Stat(b.cache); err == nil {
		command = append(command, "-XX:AOTCache="+b.cache)
	} else {
		command = append(command, "-XX:AOTCacheOutput="+b.cache)
	}
	command = append(command, strings.Fields(os.Getenv("BENCH_JAVA_OPTIONS"))...)
	return append(command, "@"+filepath.Join(images, "jvm.args"), "-cp", b.classPath(),
		"dev.longshore.service.Application")
}

// classPath names every jar, since the AOT cache fits only the path that it was trained on.
func (b *bench) classPath() string {
	module := filepath.Join(b.root, "upload-service/target")
	jar, _ := filepath.Glob(filepath.Join(module, "longshore-upload-service-*.jar"))
	libraries, _ := filepath.Glob(filepath.Join(module, "lib/*.jar"))
	return strings.Join(append(jar, libraries...), ":")
}

// train makes the AOT cache, as the build of the image does: the service runs under a load once.
func (b *bench) train() error {
	fmt.Fprintln(os.Stderr, "training the AOT cache")
	os.Remove(b.cache)
	folder, err := b.newFolder("training")
	if err != nil {
		return err
	}
	t, err := b.longshore(folder, "false")
	if err != nil {
		return err
	}
	defer t.end()
	for range 200 {
		if err := upload(t.address, 512<<10, 256<<10); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) startTusd(folder string) (*target, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	return b.launch(folder, port, nil, b.tusd, "-host", "127.0.0.1", "-port", port,
		"-base-path", "/uploads", "-upload-dir", folder, "-verbose=false", "-show-greeting=false",
		"-show-startup-logs=false")
}

func (b *bench) startNode(folder string) (*target, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	script := filepath.Join(b.root, "bench/node/server.mjs")
	return b.launch(folder, port, []string{"NODE_ENV=production"}, "node", script, port, folder)
}

func (b *bench) startFloor(folder string) (*target, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return b.launch(folder, port, nil, self, "floor", port, folder)
}

func (b *bench) start(p peer) (*target, error) {
	folder, err := b.newFolder(strings.NewReplacer(", ", "-", "@", "", "/", "-").Replace(p.name))
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
	entries, _ := os.ReadDir(t.folder)
	for _, entry := range entries {
		if !entry.IsDir() {
			os.Remove(filepath.Join(t.folder, entry.Name()))
		}
	}
}

func (t *target) end() {
	t.server.end()
	if t.redis != nil {
		t.redis.end()
	}
	os.RemoveAll(t.folder)
}

func (t *target) cpu() float64 { return t.server.cpu() }

func (t *target) redisCPU() float64 {
	if t.redis == nil {
		return 0
	}
	return t.redis.cpu()
}

func find(program, variable string) string {
	if path := os.Getenv(variable); path != "" {
		return path
	}
	path, _ := exec.LookPath(program)
	return path
}
