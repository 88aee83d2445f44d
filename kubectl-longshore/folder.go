package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
)

// folder takes the files of a report.
type folder interface {
	add(name string, text []byte) error
	close() error
}

// newFolder makes a zip file or a directory that must not be there yet; for its owner's eyes only.
func newFolder(name string) (folder, error) {
	if !strings.HasSuffix(name, ".zip") {
		return directory(name), os.Mkdir(name, 0o700)
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &archive{file, zip.NewWriter(file)}, nil
}

type directory string

func (d directory) add(name string, text []byte) error {
	path := filepath.Join(string(d), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

func (d directory) close() error { return nil }

type archive struct {
	file *os.File
	zip  *zip.Writer
}

func (a *archive) add(name string, text []byte) error {
	entry, err := a.zip.Create(name)
	if err == nil {
		_, err = entry.Write(text)
	}
	return err
}

func (a *archive) close() error {
	if err := a.zip.Close(); err != nil {
		return err
	}
	return a.file.Close()
}
