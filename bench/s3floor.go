package main

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"strconv"
	"sync/atomic"
)

// partsAtOnce is how many parts of an upload the service sends at once at most.
const partsAtOnce = 8

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func crc32c(body []byte) string {
	sum := binary.BigEndian.AppendUint32(nil, crc32.Checksum(body, castagnoli))
	return base64.StdEncoding.EncodeToString(sum)
}

// s3Floor stores what an upload brings without there being one: no client, no server, no session.
type s3Floor struct {
	client *s3Client
	names  atomic.Int64
}

// send stores length bytes. Of an upload in one PATCH, parts go out side by side. Whoever answers a
// PATCH only when its bytes are safe can't begin the next part before: those go one after the other.
// Bytes too few for a part are an object each.
func (f *s3Floor) send(length, size int64) error {
	key := "/floor-" + strconv.FormatInt(f.names.Add(1), 10)
	switch {
	case size == 0:
		return f.parts(key, length, partsAtOnce)
	case size == piece:
		return f.parts(key, length, 1)
	}
	for offset := int64(0); offset < length; offset += size {
		body := block[:min(size, length-offset)]
		if err := f.client.putObject(key+"-"+strconv.FormatInt(offset, 10), body); err != nil {
			return err
		}
	}
	return nil
}

func (f *s3Floor) parts(key string, length int64, atOnce int) error {
	upload, err := f.client.createMultipart(key)
	if err != nil {
		return err
	}
	parts := make([]part, (length+piece-1)/piece)
	var next atomic.Int64
	err = together(atOnce, func(int) error {
		for i := next.Add(1) - 1; i < int64(len(parts)); i = next.Add(1) - 1 {
			body := block[:min(piece, length-i*piece)]
			var err error
			if parts[i], err = f.client.uploadPart(key, upload, int(i+1), body); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return f.client.complete(key, upload, parts)
}
