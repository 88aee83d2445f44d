package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a program that was started for a measurement. A nil one has used nothing.
type process struct {
	cmd *exec.Cmd
	log string
}

func start(log string, environment []string, command ...string) (*process, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Env = append(cleanEnvironment(), environment...)
	cmd.Stdout, cmd.Stderr = out, out
	// Whatever ends the generator ends what it started.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &process{cmd, log}, nil
}

// cleanEnvironment keeps settings of the shell from reaching what is measured.
func cleanEnvironment() []string {
	var kept []string
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "LONGSHORE_") && !strings.HasPrefix(pair, "MICRONAUT_") &&
			!strings.HasPrefix(pair, "JAVA_") && !strings.HasPrefix(pair, "JDK_JAVA_") {
			kept = append(kept, pair)
		}
	}
	return kept
}

// end asks the process to end, and makes it where it does not.
func (p *process) end() {
	if p == nil || p.cmd.ProcessState != nil {
		return
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(30*time.Second, func() { p.cmd.Process.Kill() })
	defer late.Stop()
	p.cmd.Wait()
}

// kill ends the process as the kernel does when there is no memory left.
func (p *process) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

func (p *process) file(name string) string {
	return filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), name)
}

// cpu is the processor time that the process has used, user and system, in seconds.
func (p *process) cpu() float64 {
	if p == nil {
		return 0
	}
	text, err := os.ReadFile(p.file("stat"))
	if err != nil {
		return 0
	}
	// Behind the name in brackets: state is field 3 of proc(5), utime 14 and stime 15, in 1/100 s.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+2:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}

// memory is a figure of /proc/pid/status in MiB: VmRSS now, VmHWM at its peak.
func (p *process) memory(name string) float64 {
	if p == nil {
		return 0
	}
	text, _ := os.ReadFile(p.file("status"))
	for _, line := range strings.Split(string(text), "\n") {
		if value, is := strings.CutPrefix(line, name+":"); is {
			kib, _ := strconv.ParseFloat(strings.Fields(value)[0], 64)
			return kib / 1024
		}
	}
	return 0
}

// resetPeak makes VmHWM start anew.
func (p *process) resetPeak() {
	if p != nil {
		os.WriteFile(p.file("clear_refs"), []byte("5"), 0)
	}
}

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, err
}

// awaitAnswer asks until the server answers a request, whatever it says.
func (p *process) awaitAnswer(address string) error {
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if w, err := dial(address); err == nil {
			_, err := w.ask("OPTIONS", "/uploads", "", -1, nil)
			w.close()
			if err == nil {
				return nil
			}
		}
		if p.cmd.Process.Signal(syscall.Signal(0)) != nil {
			break
		}
	}
	text, _ := os.ReadFile(p.log)
	return fmt.Errorf("%s does not answer:\n%s", p.cmd.Args[0], text)
}
