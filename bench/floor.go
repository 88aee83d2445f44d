package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
)

// floor answers the generator's requests and understands as little of them as it can: bytes go
// from the socket to a file by io.Copy, without locks, checks or sessions. Nothing that keeps
// promises can be much faster.
func floor(port, folder string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		return err
	}
	var names atomic.Int64
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			in := bufio.NewReaderSize(conn, 4096)
			for {
				if err := floorAnswer(conn, in, folder, &names); err != nil {
					return
				}
			}
		}()
	}
}

func floorAnswer(conn net.Conn, in *bufio.Reader, folder string, names *atomic.Int64) error {
	var method, path string
	var length, offset int64
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if first {
			words := strings.Split(string(line), " ")
			method, path = words[0], words[1]
			continue
		}
		if len(line) <= 2 {
			break
		}
		if value, is := strings.CutPrefix(string(line), "Content-Length: "); is {
			length, _ = strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		} else if value, is := strings.CutPrefix(string(line), "Upload-Offset: "); is {
			offset, _ = strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		}
	}
	name := filepath.Base(path)
	if method == "POST" {
		name = strconv.FormatInt(names.Add(1), 10)
	}
	if method != "HEAD" {
		if err := floorStore(filepath.Join(folder, name), conn, in, offset, length); err != nil {
			return err
		}
	}
	status, fields := "204 No Content", ""
	switch method {
	case "POST":
		status, fields = "201 Created", "Content-Length: 0\r\nLocation: /uploads/"+name+"\r\n"
	case "HEAD":
		status = "200 OK"
	}
	_, err := fmt.Fprintf(conn, "HTTP/1.1 %s\r\n%sUpload-Offset: %d\r\n\r\n", status, fields, offset+length)
	return err
}

func floorStore(file string, conn net.Conn, in *bufio.Reader, offset, length int64) error {
	out, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer out.Close()
	if _, err := out.Seek(offset, io.SeekStart); err != nil {
		return err
	}
	early := min(length, int64(in.Buffered()))
	if _, err := io.CopyN(out, in, early); err != nil {
		return err
	}
	// A bare connection, so that io.Copy may use what the kernel has for it.
	_, err = io.Copy(out, io.LimitReader(conn, length-early))
	return err
}
