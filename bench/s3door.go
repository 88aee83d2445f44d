package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// door is the way to an S3 server: it counts the calls and lets each answer come late, as if the
// server were far away. Bodies pass within the kernel, where that has splice(2).
type door struct {
	listener net.Listener
	server   string
	delay    atomic.Int64
	calls    atomic.Int64
}

func openDoor(server string) (*door, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	d := &door{listener: listener, server: server}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go d.pass(client)
		}
	}()
	return d, nil
}

func (d *door) endpoint() string { return "http://" + d.listener.Addr().String() }

func (d *door) close() { d.listener.Close() }

func (d *door) pass(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", d.server)
	if err != nil {
		return
	}
	// Set when there is something to answer: a head, which may ask whether to continue, or a body.
	var asked atomic.Bool
	go func() {
		defer client.Close()
		d.answers(client, server, &asked)
	}()
	defer server.Close()
	in := bufio.NewReaderSize(client, 16<<10)
	for d.request(server, client, in, &asked) == nil {
	}
}

// answers passes on what the server says, whatever it is.
func (d *door) answers(client, server net.Conn, asked *atomic.Bool) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := server.Read(buffer)
		if n > 0 && asked.Swap(false) {
			time.Sleep(time.Duration(d.delay.Load()))
		}
		if n > 0 {
			if _, err := client.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func (d *door) request(server, client net.Conn, in *bufio.Reader, asked *atomic.Bool) error {
	var head bytes.Buffer
	var length int64
	chunked := false
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		head.Write(line)
		if len(line) <= 2 {
			break
		}
		name, value, _ := strings.Cut(string(line), ":")
		switch strings.ToLower(name) {
		case "content-length":
			length, _ = strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		case "transfer-encoding":
			chunked = true
		}
	}
	d.calls.Add(1)
	asked.Store(true)
	if _, err := server.Write(head.Bytes()); err != nil || length == 0 && !chunked {
		return err
	}
	var err error
	if chunked {
		err = passChunks(server, in)
	} else {
		err = passBody(server, client, in, length)
	}
	asked.Store(true)
	return err
}

func passBody(server, client net.Conn, in *bufio.Reader, length int64) error {
	early := min(length, int64(in.Buffered()))
	if _, err := io.CopyN(server, in, early); err != nil {
		return err
	}
	_, err := io.CopyN(server, client, length-early)
	return err
}

// passChunks passes on chunks and the trailer behind them.
func passChunks(server net.Conn, in *bufio.Reader) error {
	for last := false; ; {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		text := strings.TrimSpace(string(line))
		if _, err := server.Write(line); err != nil || last && text == "" {
			return err
		}
		if last {
			continue
		}
		size, err := strconv.ParseInt(text, 16, 64)
		if err != nil {
			return err
		}
		if last = size == 0; !last {
			if _, err := io.CopyN(server, in, size+2); err != nil {
				return err
			}
		}
	}
}
