package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/httpstream"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/transport/spdy"
)

// tunnel leads to a port of a pod's 127.0.0.1 through the API server. Nothing listens on this machine, so nobody else
// here can use it.
type tunnel struct {
	connection httpstream.Connection
	port       int
	requests   int
}

func (c *cluster) tunnel(pod *corev1.Pod, port int) (*tunnel, error) {
	transport, upgrader, err := spdy.RoundTripperFor(c.config)
	if err != nil {
		return nil, err
	}
	url := c.typed.CoreV1().RESTClient().Post().Resource("pods").Namespace(pod.Namespace).Name(pod.Name).
		SubResource("portforward").URL()
	overSPDY := spdy.NewDialer(upgrader, &http.Client{Transport: transport}, http.MethodPost, url)
	overWebSocket, err := portforward.NewSPDYOverWebsocketDialer(url, c.config)
	if err != nil {
		return nil, err
	}
	dialer := portforward.NewFallbackDialer(overWebSocket, overSPDY, func(err error) bool {
		return httpstream.IsUpgradeFailure(err) || httpstream.IsHTTPSProxyError(err)
	})
	connection, _, err := dialer.Dial(portforward.PortForwardProtocolV1Name)
	if err != nil {
		return nil, fmt.Errorf("the ports of pod %s can't be forwarded (that takes create on pods/portforward): %w", pod.Name, err)
	}
	return &tunnel{connection: connection, port: port}, nil
}

func (t *tunnel) close() { t.connection.Close() }

// get asks for a path and returns status and body.
func (t *tunnel) get(ctx context.Context, path string) (int, []byte, error) {
	headers := http.Header{}
	headers.Set(corev1.StreamType, corev1.StreamTypeError)
	headers.Set(corev1.PortHeader, strconv.Itoa(t.port))
	headers.Set(corev1.PortForwardRequestIDHeader, strconv.Itoa(t.requests))
	t.requests++
	failures, err := t.connection.CreateStream(headers)
	if err != nil {
		return 0, nil, err
	}
	failures.Close() // nothing is sent on it
	headers.Set(corev1.StreamType, corev1.StreamTypeData)
	data, err := t.connection.CreateStream(headers)
	if err != nil {
		return 0, nil, err
	}
	defer t.connection.RemoveStreams(failures, data)
	defer data.Reset()
	stop := context.AfterFunc(ctx, func() { data.Reset() })
	defer stop()

	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost"+path, nil)
	if err != nil {
		return 0, nil, err
	}
	request.Close = true
	if err := request.Write(data); err != nil {
		return 0, nil, err
	}
	response, err := http.ReadResponse(bufio.NewReader(data), request)
	if err != nil {
		return 0, nil, errors.Join(errors.New(why(failures)), err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, body, err
}

// why is what the node said of a forwarding that failed.
func why(failures io.Reader) string {
	text, err := io.ReadAll(io.LimitReader(failures, 1000))
	if err != nil || len(text) == 0 {
		return "the pod closed the connection"
	}
	return string(text)
}
