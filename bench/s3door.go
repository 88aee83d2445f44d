package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// narrowStep is how many bytes pass a narrow door at a time.
const narrowStep = 64 << 10

// door is the way to an S3 server: it counts the calls, lets each answer come late, as if the
// server were far away, and may let through no more than a network would. Bodies pass within the
// kernel, where that has splice(2).
type door struct {
	listener net.Listener
	server   string
	delay    atomic.Int64
	width    *rate.Limiter
	calls    atomic.Int64
}

func openDoor(server string) (*door, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	d := &door{listener: listener, server: server, width: rate.NewLimiter(rate.Inf, narrowStep)}
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
		err = d.passChunks(server, in)
	} else {
		err = d.passBody(server, client, in, length)
	}
	asked.Store(true)
	return err
}

func (d *door) passBody(server, client net.Conn, in *bufio.Reader, length int64) error {
	early := min(length, int64(in.Buffered()))
	if err := d.copy(server, in, early); err != nil {
		return err
	}
	return d.copy(server, client, length-early)
}

// copy passes on length bytes, as fast as the width of the way lets them, which all bodies share.
func (d *door) copy(server net.Conn, from io.Reader, length int64) error {
	if d.width.Limit() == rate.Inf {
		_, err := io.CopyN(server, from, length)
		return err
	}
	for length > 0 {
		n := min(narrowStep, length)
		if err := d.width.WaitN(context.Background(), int(n)); err != nil {
			return err
		}
		if _, err := io.CopyN(server, from, n); err != nil {
			return err
		}
		length -= n
	}
	return nil
}

// passChunks passes on chunks and the trailer behind them.
func (d *door) passChunks(server net.Conn, in *bufio.Reader) error {
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
			if err := d.copy(server, in, size+2); err != nil {
				return err
			}
		}
	}
}
