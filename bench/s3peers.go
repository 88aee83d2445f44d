package main

import "path/filepath"

// s3Peers have their objects in S3, each in a server of its own.
func (b *bench) s3Peers() []peer {
	peers := []peer{
		{"longshore", onS3(func(b *bench, folder string, s *s3Server) (*target, error) {
			return b.longshore(folder, podMemory, bucketOf(s)...)
		}), false},
		{"longshore, 512 MiB", onS3(func(b *bench, folder string, s *s3Server) (*target, error) {
			return b.longshore(folder, "512m", bucketOf(s)...)
		}), false},
	}
	if b.tusd != "" {
		peers = append(peers, peer{"tusd", onS3((*bench).startTusdOnS3), false})
	}
	if b.node {
		peers = append(peers, peer{"@tus/server", onS3((*bench).startNodeOnS3), false})
	}
	return append(peers, peer{"floor", onS3(startS3Floor), false})
}

func onS3(start func(*bench, string, *s3Server) (*target, error)) func(*bench, string) (*target, error) {
	return func(b *bench, folder string) (*target, error) {
		s, err := b.startS3(folder)
		if err != nil {
			return nil, err
		}
		t, err := start(b, folder, s)
		if err != nil {
			s.end()
			return nil, err
		}
		t.s3 = s
		return t, nil
	}
}

// bucketOf is the environment of a pod with this bucket, the operator's room for parts included.
func bucketOf(s *s3Server) []string {
	return []string{
		"JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=40 -XX:MinRAMPercentage=40 -XX:NewRatio=5",
		"LONGSHORE_STORAGE_TYPE=s3",
		"LONGSHORE_STORAGE_S3_BUCKET=" + s3Bucket,
		"LONGSHORE_STORAGE_S3_REGION=" + s3Region,
		"LONGSHORE_STORAGE_S3_ENDPOINT=" + s.door.endpoint(),
		"LONGSHORE_STORAGE_S3_PATH_STYLE=true",
		"LONGSHORE_STORAGE_S3_ACCESS_KEY_ID=" + s3Key,
		"LONGSHORE_STORAGE_S3_SECRET_ACCESS_KEY=" + s3Secret,
	}
}

var awsEnvironment = []string{
	"AWS_REGION=" + s3Region, "AWS_ACCESS_KEY_ID=" + s3Key, "AWS_SECRET_ACCESS_KEY=" + s3Secret,
}

// startTusdOnS3 spares tusd the hashes that it makes over plain HTTP only.
func (b *bench) startTusdOnS3(folder string, s *s3Server) (*target, error) {
	return b.tusdWith(folder, awsEnvironment, "-s3-bucket", s3Bucket, "-s3-endpoint", s.door.endpoint(),
		"-s3-disable-content-hashes")
}

func (b *bench) startNodeOnS3(folder string, s *s3Server) (*target, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	environment := append([]string{"NODE_ENV=production"}, awsEnvironment...)
	script := filepath.Join(b.root, "bench/node/s3.mjs")
	return b.launch(folder, port, environment, "node", script, port, s.door.endpoint(), s3Bucket)
}

func startS3Floor(_ *bench, folder string, s *s3Server) (*target, error) {
	floor := &s3Floor{client: newS3Client(s.door.endpoint())}
	return &target{folder: folder, send: floor.send}, nil
}
