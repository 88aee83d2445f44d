package main

import (
	"os"
	"path/filepath"
)

// s3Server is a real S3 server (VersityGW), with a bucket and a door to it.
type s3Server struct {
	server *process
	folder string
	door   *door
}

func (b *bench) startS3(folder string) (*s3Server, error) {
	objects := folder + ".s3"
	if err := os.RemoveAll(objects); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(objects, 0o755); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	address := "127.0.0.1:" + port
	environment := []string{"ROOT_ACCESS_KEY_ID=" + s3Key, "ROOT_SECRET_ACCESS_KEY=" + s3Secret}
	server, err := start(objects+".log", environment, b.versitygw, "--port", address, "--region", s3Region,
		"--keep-alive", "--quiet", "posix", objects)
	if err != nil {
		return nil, err
	}
	s := &s3Server{server: server, folder: objects}
	if err = server.awaitAnswer(address); err == nil {
		s.door, err = openDoor(address)
	}
	if err == nil {
		err = newS3Client(s.door.endpoint()).createBucket()
	}
	if err != nil {
		s.end()
		return nil, err
	}
	return s, nil
}

// tidy deletes what is in the bucket. What still begins with a dot is the server's own.
func (s *s3Server) tidy() {
	bucket := filepath.Join(s.folder, s3Bucket)
	entries, _ := os.ReadDir(bucket)
	for _, entry := range entries {
		if entry.Name()[0] != '.' {
			os.RemoveAll(filepath.Join(bucket, entry.Name()))
		}
	}
}

func (s *s3Server) end() {
	s.server.end()
	if s.door != nil {
		s.door.close()
	}
	os.RemoveAll(s.folder)
}
