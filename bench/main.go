// Command bench measures the upload service beside others, on one machine and in one run: the
// servers take turns round by round, so that what disturbs the machine disturbs them all.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// options of a run.
type options struct {
	rounds   int
	size     int64
	duration time.Duration
}

func main() {
	if len(os.Args) == 4 {
		switch os.Args[1] {
		case "floor":
			fail(floor(os.Args[2], os.Args[3]))
		case "http-floor":
			fail(httpFloor(os.Args[2], os.Args[3]))
		}
	}
	var o options
	root := flag.String("root", "..", "folder of the project, with the service built")
	work := flag.String("work", "target/bench", "folder for data, on the disk to measure")
	java := flag.String("java", "java", "a JDK 25's java")
	chosen := flag.String("scenarios", "all", "names of scenarios, separated by commas")
	only := flag.String("peers", "all", "names of servers, separated by semicolons")
	mebibytes := flag.Int64("size", 1024, "MiB of a large upload")
	flag.IntVar(&o.rounds, "rounds", 3, "measured rounds of each scenario")
	flag.DurationVar(&o.duration, "duration", 3*time.Second, "length of a round of many requests")
	flag.Parse()
	o.size = *mebibytes << 20

	b := &bench{work: absolute(*work), root: absolute(*root), java: *java, tusd: find("tusd", "TUSD")}
	b.cache = filepath.Join(b.work, "app.aot")
	_, noModules := os.Stat(filepath.Join(b.root, "bench/node/node_modules"))
	b.node = find("node", "") != "" && noModules == nil
	b.versitygw = filepath.Join(b.root, "upload-service/target/s3/versitygw")
	fail(os.MkdirAll(b.work, 0o755))
	if _, err := exec.LookPath("redis-server"); err != nil {
		fail(errors.New("redis-server is missing: sessions are measured in a real Redis"))
	}
	fail(b.train())
	for _, s := range pick(*chosen) {
		peers := (*bench).peers
		if s.peers != nil {
			peers = s.peers
		}
		report, err := b.measure(s, pickPeers(peers(b), *only), o)
		fail(err)
		fmt.Println(report)
	}
}

func (b *bench) measure(s scenario, peers []peer, o options) (string, error) {
	if s.tellsOffsets {
		peers = slices.DeleteFunc(peers, func(p peer) bool { return strings.HasPrefix(p.name, "floor") })
	}
	rounds := o.rounds
	if s.rounds > 0 {
		rounds = min(rounds, s.rounds)
	}
	if s.name == "startup" {
		return b.measureStarts(s, peers, rounds, o)
	}
	r := newResults(s, peers)
	var targets []*target
	for _, p := range peers {
		t, err := b.start(p)
		if err == nil {
			defer t.end()
			progress(s, "warming up "+p.name)
			err = s.warm(t, o)
		}
		if err := r.note(p, err); err != nil {
			return "", err
		}
		if err == nil {
			targets = append(targets, t)
		}
	}
	for round := range rounds {
		for i := range targets {
			t := targets[(i+round)%len(targets)]
			if r.row(t.peer).failure != nil {
				continue
			}
			progress(s, fmt.Sprintf("round %d of %d, %s", round+1, rounds, t.peer.name))
			if err := r.note(t.peer, r.take(t, o)); err != nil {
				return "", err
			}
			t.tidy()
		}
	}
	progress(s, "")
	return r.table(), nil
}

func (b *bench) measureStarts(s scenario, peers []peer, rounds int, o options) (string, error) {
	r := newResults(s, peers)
	for range rounds {
		for _, p := range peers {
			t, err := b.start(p)
			if err != nil {
				return "", err
			}
			err = r.take(t, o)
			t.end()
			if err != nil {
				return "", err
			}
		}
	}
	return r.table(), nil
}

func pick(names string) []scenario {
	if names == "all" {
		return scenarios()
	}
	var picked []scenario
	for _, name := range strings.Split(names, ",") {
		i := slices.IndexFunc(scenarios(), func(s scenario) bool { return s.name == name })
		if i < 0 {
			var known []string
			for _, s := range scenarios() {
				known = append(known, s.name)
			}
			fail(fmt.Errorf("no scenario %q; there are %s", name, strings.Join(known, ", ")))
		}
		picked = append(picked, scenarios()[i])
	}
	return picked
}

func pickPeers(peers []peer, names string) []peer {
	if names == "all" {
		return peers
	}
	wanted := strings.Split(names, ";")
	return slices.DeleteFunc(peers, func(p peer) bool { return !slices.Contains(wanted, p.name) })
}

// progress shows what is going on, on a line that is written over.
func progress(s scenario, what string) {
	if what != "" {
		what = s.name + ": " + what
	}
	fmt.Fprintf(os.Stderr, "\r\033[K%s", what)
}

func absolute(path string) string {
	full, err := filepath.Abs(path)
	fail(err)
	return full
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
