package dev.longshore.service.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One connection, for what no HTTP library would send: half a body, two requests at once. */
public final class Wire implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;

  public Wire(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends a request's head; {@code lines} are whole header fields. */
  public Wire head(String method, String path, String... lines) throws IOException {
    var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (var line : lines) {
      text.append(line).append("\r\n");
    }
    return send(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends the head of a tus PATCH. */
  public Wire patch(String upload, long offset, long length, String... lines) throws IOException {
    var all =
        new ArrayList<>(
            List.of(
                "Tus-Resumable: 1.0.0",
                "Content-Type: application/offset+octet-stream",
                "Upload-Offset: " + offset));
    all.add(length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length);
    all.addAll(List.of(lines));
    return head("PATCH", upload, all.toArray(String[]::new));
  }

  public Wire send(byte[] bytes) throws IOException {
    return send(bytes, 0, bytes.length);
  }

  public Wire send(byte[] bytes, int from, int to) throws IOException {
    socket.getOutputStream().write(bytes, from, to - from);
    return this;
  }

  /** Sends bytes as one chunk of the chunked transfer coding; none end the body. */
  public Wire chunk(byte[] bytes, int from, int to) throws IOException {
    send((Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    send(bytes, from, to);
    return send("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads the next answer, skipping interim ones. */
  public Answer answer() throws IOException {
    var answer = answerOrInterim();
    return answer.status() < 200 ? answer() : answer;
  }

  /** Reads the next answer, which may be a 100 or another interim one. */
  public Answer answerOrInterim() throws IOException {
    var head = answerOfHead();
    var length = head.status() == 204 ? null : head.header("Content-Length");
    var body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
    return new Answer(head.status(), head.headers(), body);
  }

  /** Reads an answer that has no body, whatever its head says. */
  public Answer answerOfHead() throws IOException {
    var status = Integer.parseInt(line().split(" ")[1]);
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return new Answer(status, headers, new byte[0]);
  }

  /** Reads a body, or what comes of it before the connection ends. */
  public byte[] bytes(int length) throws IOException {
    return in.readNBytes(length);
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection after '" + line + "'");
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether the server ends the connection, waiting for it. */
  public boolean isEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Ends the connection in order: what was sent arrives. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
