package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

const (
	s3Region   = "eu-west-1"
	s3Bucket   = "bench"
	s3Key      = "longshore-bench"
	s3Secret   = "longshore-bench-secret"
	s3Unsigned = "UNSIGNED-PAYLOAD"
)

// s3Client makes the calls of S3 that an upload takes, and nothing around them.
type s3Client struct {
	endpoint string
	http     *http.Client
	signer   *v4.Signer
}

func newS3Client(endpoint string) *s3Client {
	connections := &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	return &s3Client{endpoint, &http.Client{Transport: connections, Timeout: timeout}, signer}
}

// call asks for something in the bucket and gives the answer's fields and body.
func (c *s3Client) call(method, key string, query url.Values, fields map[string]string, body []byte) (http.Header, []byte, error) {
	request, err := http.NewRequest(method, c.endpoint+"/"+s3Bucket+key+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	request.Header.Set("X-Amz-Content-Sha256", s3Unsigned)
	for name, value := range fields {
		request.Header.Set(name, value)
	}
	credentials := aws.Credentials{AccessKeyID: s3Key, SecretAccessKey: s3Secret}
	err = c.signer.SignHTTP(context.Background(), credentials, request, s3Unsigned, "s3", s3Region, time.Now())
	if err != nil {
		return nil, nil, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("S3 %s %s: %s %s", method, key, response.Status, text)
	}
	return response.Header, text, err
}

func (c *s3Client) createBucket() error {
	_, _, err := c.call("PUT", "", nil, nil, nil)
	return err
}

func (c *s3Client) putObject(key string, body []byte) error {
	_, _, err := c.call("PUT", key, nil, map[string]string{"X-Amz-Checksum-Crc32c": crc32c(body)}, body)
	return err
}

func (c *s3Client) createMultipart(key string) (string, error) {
	fields := map[string]string{"X-Amz-Checksum-Algorithm": "CRC32C", "X-Amz-Checksum-Type": "FULL_OBJECT"}
	_, text, err := c.call("POST", key, url.Values{"uploads": {""}}, fields, nil)
	if err != nil {
		return "", err
	}
	var created struct{ UploadId string }
	err = xml.Unmarshal(text, &created)
	return created.UploadId, err
}

// part of a multipart upload, as CompleteMultipartUpload names it.
type part struct {
	PartNumber     int
	ETag           string
	ChecksumCRC32C string
}

func (c *s3Client) uploadPart(key, upload string, number int, body []byte) (part, error) {
	sum := crc32c(body)
	query := url.Values{"uploadId": {upload}, "partNumber": {fmt.Sprint(number)}}
	fields, _, err := c.call("PUT", key, query, map[string]string{"X-Amz-Checksum-Crc32c": sum}, body)
	return part{number, fields.Get("ETag"), sum}, err
}

func (c *s3Client) complete(key, upload string, parts []part) error {
	text, err := xml.Marshal(struct {
		XMLName xml.Name `xml:"CompleteMultipartUpload"`
		Part    []part
	}{Part: parts})
	if err != nil {
		return err
	}
	_, _, err = c.call("POST", key, url.Values{"uploadId": {upload}}, nil, text)
	return err
}
