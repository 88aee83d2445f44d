// A static file server to compare with: Go's, which the tests say the entity tag of.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, err := os.Open(r.Header.Get("Reference-File"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Etag", r.Header.Get("Reference-Etag"))
		w.Header().Set("Content-Type", r.Header.Get("Reference-Type"))
		http.ServeContent(w, r, "", info.ModTime(), file)
	})))
}
