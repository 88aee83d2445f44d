package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
)

// httpFloor is the least that a server in Go costs which reads its requests with net/http: each
// body goes through the process, by io.Copy to a file. It understands as little as floor does.
func httpFloor(port, folder string) error {
	var names atomic.Int64
	return http.ListenAndServe("127.0.0.1:"+port, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := filepath.Base(r.URL.Path)
		offset, _ := strconv.ParseInt(r.Header.Get("Upload-Offset"), 10, 64)
		status := http.StatusNoContent
		switch r.Method {
		case "POST":
			name = strconv.FormatInt(names.Add(1), 10)
			w.Header().Set("Location", "/uploads/"+name)
			status = http.StatusCreated
		case "HEAD":
			status = http.StatusOK
		}
		var stored int64
		if r.Method == "POST" || r.Method == "PATCH" {
			var err error
			if stored, err = copyBody(filepath.Join(folder, name), r.Body, offset); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
		}
		w.Header().Set("Upload-Offset", fmt.Sprint(offset+stored))
		w.WriteHeader(status)
	}))
}

func copyBody(file string, body io.Reader, offset int64) (int64, error) {
	out, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return 0, err
	}
	defer out.Close()
	if _, err := out.Seek(offset, io.SeekStart); err != nil {
		return 0, err
	}
	return io.Copy(out, body)
}
