package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// wire is one keep-alive connection of HTTP/1.1, and little more than its socket: the generator
// shares the processors with what it measures.
type wire struct {
	address string
	conn    net.Conn
	in      *bufio.Reader
	head    []byte
}

// answer is what a server said; offset is -1 where it named none.
type answer struct {
	status   int
	offset   int64
	location string
}

const timeout = 100 * time.Second

var errConflict = errors.New("somebody else's chunk")

func dial(address string) (*wire, error) {
	w := &wire{address: address}
	return w, w.redial()
}

func (w *wire) redial() error {
	if w.conn != nil {
		w.conn.Close()
	}
	conn, err := net.DialTimeout("tcp", w.address, timeout)
	if err != nil {
		return err
	}
	w.conn, w.in = conn, bufio.NewReaderSize(conn, 4096)
	return nil
}

func (w *wire) close() { w.conn.Close() }

// send writes a request's head and the first bytes of its body, in one go where both are small.
func (w *wire) send(method, path, fields string, length int64, body []byte) error {
	head := append(w.head[:0], method...)
	head = append(append(head, ' '), path...)
	head = append(head, " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\n"...)
	head = append(head, fields...)
	if length >= 0 {
		head = append(strconv.AppendInt(append(head, "Content-Length: "...), length, 10), "\r\n"...)
	}
	w.head = append(head, "\r\n"...)
	w.conn.SetDeadline(time.Now().Add(timeout))
	buffers := net.Buffers{w.head, body}
	_, err := buffers.WriteTo(w.conn)
	return err
}

func (w *wire) receive(method string) (answer, error) {
	a := answer{offset: -1}
	length, chunked, closing := int64(0), false, false
	for first := true; ; first = false {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		text := strings.TrimRight(string(line), "\r\n")
		if first {
			if _, err := fmt.Sscanf(text, "HTTP/1.1 %d", &a.status); err != nil {
				return a, fmt.Errorf("not an answer: %q", text)
			}
			continue
		}
		if text == "" {
			break
		}
		name, value, _ := strings.Cut(text, ": ")
		switch strings.ToLower(name) {
		case "content-length":
			length, _ = strconv.ParseInt(value, 10, 64)
		case "transfer-encoding":
			chunked = true
		case "upload-offset":
			a.offset, _ = strconv.ParseInt(value, 10, 64)
		case "location":
			a.location = value[strings.Index(value, "/uploads"):]
		case "connection":
			closing = strings.EqualFold(value, "close")
		}
	}
	if a.status < 200 {
		return w.receive(method)
	}
	if method != "HEAD" && a.status != 204 {
		if err := w.skip(length, chunked); err != nil {
			return a, err
		}
	}
	if closing {
		return a, w.redial()
	}
	return a, nil
}

func (w *wire) skip(length int64, chunked bool) error {
	if !chunked {
		_, err := io.CopyN(io.Discard, w.in, length)
		return err
	}
	for {
		var size int64
		if _, err := fmt.Fscanf(w.in, "%x\r\n", &size); err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, w.in, size+2); err != nil || size == 0 {
			return err
		}
	}
}

func (w *wire) ask(method, path, fields string, length int64, body []byte) (answer, error) {
	if err := w.send(method, path, fields, length, body); err != nil {
		return answer{}, err
	}
	return w.receive(method)
}

const uploadType = "Content-Type: application/offset+octet-stream\r\n"

func (w *wire) create(length int64) (string, error) {
	a, err := w.ask("POST", "/uploads", "Upload-Length: "+strconv.FormatInt(length, 10)+"\r\n", 0, nil)
	return a.location, expect(a, err, 201, -1)
}

// createWith sends the whole upload in the request that creates it.
func (w *wire) createWith(body []byte) error {
	length := int64(len(body))
	fields := uploadType + "Upload-Length: " + strconv.FormatInt(length, 10) + "\r\n"
	a, err := w.ask("POST", "/uploads", fields, length, body)
	return expect(a, err, 201, length)
}

func patchFields(offset int64) string {
	return uploadType + "Upload-Offset: " + strconv.FormatInt(offset, 10) + "\r\n"
}

func (w *wire) patch(upload string, offset int64, body []byte) error {
	a, err := w.ask("PATCH", upload, patchFields(offset), int64(len(body)), body)
	if err == nil && (a.status == 409 || a.status == 423) {
		return errConflict
	}
	return expect(a, err, 204, offset+int64(len(body)))
}

// patchLong sends block again and again as the body of one request.
func (w *wire) patchLong(upload string, length int64, block []byte) error {
	if err := w.send("PATCH", upload, patchFields(0), length, nil); err != nil {
		return err
	}
	for left := length; left > 0; left -= int64(len(block)) {
		if _, err := w.conn.Write(block[:min(int64(len(block)), left)]); err != nil {
			return err
		}
	}
	a, err := w.receive("PATCH")
	return expect(a, err, 204, length)
}

func (w *wire) offset(upload string) (int64, error) {
	a, err := w.ask("HEAD", upload, "", -1, nil)
	if err == nil && a.status == 423 {
		return -1, errConflict
	}
	if err == nil && a.status == 204 {
		a.status = 200
	}
	return a.offset, expect(a, err, 200, a.offset)
}

func expect(a answer, err error, status int, offset int64) error {
	if err != nil {
		return err
	}
	if a.status != status || offset >= 0 && a.offset != offset {
		return fmt.Errorf("answered %d with offset %d, not %d with %d", a.status, a.offset, status, offset)
	}
	return nil
}
