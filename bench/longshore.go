package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// podMemory is the memory of a pod unless its resource says otherwise.
const podMemory = "256m"

// longshore starts the service with sessions in a Redis of its own, as its image does: the flags of
// jvm.args and jvm.defaults, in the memory of a pod, and with an AOT cache trained on these files.
func (b *bench) longshore(folder, memory string, environment ...string) (*target, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	redis, err := start(folder+".redis.log", nil, "redis-server", "--port", port,
		"--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
	if err != nil {
		return nil, err
	}
	environment = append(environment, "LONGSHORE_SESSION_REDIS_CONNECTION_STRING=127.0.0.1:"+port)
	t, err := b.longshorePod(folder, memory, environment)
	if err != nil {
		redis.end()
		return nil, err
	}
	t.redis = redis
	t.another = func() (*target, error) { return b.longshorePod(folder, memory, environment) }
	return t, nil
}

func (b *bench) longshorePod(folder, memory string, environment []string) (*target, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	environment = append([]string{
		"MALLOC_ARENA_MAX=2", "LC_ALL=C.UTF-8",
		"MICRONAUT_SERVER_PORT=" + port,
		"LONGSHORE_SESSION_STORE=redis",
	}, environment...)
	return b.launch(folder, port, environment, b.javaCommand(memory)...)
}

func longshoreOnFiles(fsync string, further ...string) func(*bench, string) (*target, error) {
	return func(b *bench, folder string) (*target, error) {
		return b.longshore(folder, podMemory, append([]string{"LONGSHORE_STORAGE_FILESYSTEM_PATH=" + folder,
			"LONGSHORE_STORAGE_FILESYSTEM_FSYNC=" + fsync}, further...)...)
	}
}

// eventPeers are the service without events, and with those that nobody is posted.
func eventPeers(*bench) []peer {
	return []peer{
		{"longshore", longshoreOnFiles("false"), false},
		{"longshore, events", longshoreOnFiles("false", "LONGSHORE_EVENTS_ENABLED=true"), false},
	}
}

func (b *bench) javaCommand(memory string) []string {
	images := filepath.Join(b.root, "images/upload-service")
	command := []string{b.java, "-XX:Flags=" + filepath.Join(images, "jvm.defaults"), "-XX:MaxRAM=" + memory}
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
	t, err := longshoreOnFiles("false")(b, folder)
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
