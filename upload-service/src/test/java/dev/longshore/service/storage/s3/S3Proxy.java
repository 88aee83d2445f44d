package dev.longshore.service.storage.s3;

import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Stands before an S3 server: counts calls by operation, delays them, cuts their connections. */
public final class S3Proxy implements AutoCloseable {

  private final int backend;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong answers = new AtomicLong(Long.MAX_VALUE);
  private final AtomicReference<String> lost = new AtomicReference<>();
  private final AtomicInteger running = new AtomicInteger();
  private volatile Duration delay = Duration.ZERO;

  public S3Proxy(S3Server server) {
    backend = server.port();
    try {
      listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  public String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Operations called since the last {@link #reset()}, under S3's names, in order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** How often each operation was called since the last {@link #reset()}. */
  public Map<String, Long> counts() {
    var counts = new TreeMap<String, Long>();
    calls.forEach(call -> counts.merge(call, 1L, Long::sum));
    return counts;
  }

  public void reset() {
    calls.clear();
  }

  /** Waits so long before each call goes on to the server. */
  public void delay(Duration time) {
    delay = time;
  }

  /** Lets so many more calls through; of later ones the server never hears. */
  public void cutAfter(long number) {
    left.set(number);
  }

  /** Lets so many more answers through; later calls are carried out, but nobody hears of it. */
  public void muteAfter(long number) {
    answers.set(number);
  }

  /** Loses the answer to the next call of this operation. */
  public void loseAnswerTo(String operation) {
    lost.set(operation);
  }

  /** Waits until the server has answered what was sent to it, whoever still wants to know. */
  public void awaitAnswers() {
    await().until(() -> running.get() == 0);
  }

  /** Cuts what runs now; later calls go through again. */
  public void cut() {
    sockets.forEach(S3Proxy::shut);
  }

  private void accept() {
    try {
      while (true) {
        var client = listener.accept();
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        var server = new Socket(InetAddress.getLoopbackAddress(), backend)) {
      sockets.add(client);
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      var requests = new BufferedInputStream(client.getInputStream(), 65536);
      var responses = new BufferedInputStream(server.getInputStream(), 65536);
      var toServer = new BufferedOutputStream(server.getOutputStream(), 65536);
      var toClient = new BufferedOutputStream(client.getOutputStream(), 65536);
      for (var head = head(requests); head != null; head = head(requests)) {
        var operation = operation(head);
        if (left.getAndUpdate(n -> n > 0 ? n - 1 : 0) <= 0) {
          return;
        }
        calls.add(operation);
        Thread.sleep(delay);
        running.incrementAndGet();
        try {
          toServer.write(head.getBytes(StandardCharsets.ISO_8859_1));
          pass(requests, toServer, length(head).orElse(0L));
          toServer.flush();
          if (operation.equals(lost.get())) {
            lost.set(null);
            head(responses);
            return;
          }
          answer(responses, toClient, head.startsWith("HEAD "));
        } finally {
          running.decrementAndGet();
        }
      }
    } catch (IOException e) {
      // Cut, by whichever side.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
    }
  }

  private void answer(InputStream from, OutputStream to, boolean bodiless) throws IOException {
    var head = head(from);
    if (head == null) {
      throw new EOFException();
    }
    if (answers.getAndUpdate(n -> n > 0 ? n - 1 : 0) <= 0) {
      throw new EOFException("muted");
    }
    to.write(head.getBytes(StandardCharsets.ISO_8859_1));
    if (head.toLowerCase().contains("\r\ntransfer-encoding: chunked")) {
      passChunks(from, to);
    } else if (!bodiless) {
      pass(from, to, length(head).orElse(0L));
    }
    to.flush();
  }

  /** A message's head with its empty line, or null at the end of the connection. */
  private static String head(InputStream from) throws IOException {
    var head = new ByteArrayOutputStream();
    for (int ends = 0; ends < 4; ) {
      int b = from.read();
      if (b < 0) {
        return null;
      }
      head.write(b);
      ends = b == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : b == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static Optional<Long> length(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
        .map(line -> Long.parseLong(line.substring(15).strip()))
        .findFirst();
  }

  private static void pass(InputStream from, OutputStream to, long length) throws IOException {
    var buffer = new byte[65536];
    for (long rest = length; rest > 0; ) {
      int read = from.read(buffer, 0, (int) Math.min(buffer.length, rest));
      if (read < 0) {
        throw new EOFException();
      }
      to.write(buffer, 0, read);
      rest -= read;
    }
  }

  private static void passChunks(InputStream from, OutputStream to) throws IOException {
    while (true) {
      var line = new ByteArrayOutputStream();
      for (int b = from.read(); ; b = from.read()) {
        if (b < 0) {
          throw new EOFException();
        }
        line.write(b);
        if (b == '\n') {
          break;
        }
      }
      to.write(line.toByteArray());
      var size =
          Long.parseLong(line.toString(StandardCharsets.ISO_8859_1).strip().split(";")[0], 16);
      pass(from, to, size + 2);
      if (size == 0) {
        return;
      }
    }
  }

  private static String operation(String head) {
    var line = head.substring(0, head.indexOf('\r')).split(" ");
    var parts = line[1].split("\\?", 2);
    var query = parts.length > 1 ? "&" + parts[1] + "&" : "";
    var copies = head.toLowerCase().contains("\r\nx-amz-copy-source:");
    var inMultipart = query.contains("&uploadId=");
    var ofBucket =
        parts[0].indexOf('/', 1) < 0 || parts[0].indexOf('/', 1) == parts[0].length() - 1;
    return switch (line[0]) {
      case "PUT" ->
          inMultipart
              ? copies ? "UploadPartCopy" : "UploadPart"
              : ofBucket ? "CreateBucket" : copies ? "CopyObject" : "PutObject";
      case "POST" ->
          query.contains("&delete")
              ? "DeleteObjects"
              : inMultipart ? "CompleteMultipartUpload" : "CreateMultipartUpload";
      case "DELETE" -> inMultipart ? "AbortMultipartUpload" : "DeleteObject";
      case "HEAD" -> ofBucket ? "HeadBucket" : "HeadObject";
      default ->
          inMultipart
              ? "ListParts"
              : query.contains("&uploads")
                  ? "ListMultipartUploads"
                  : ofBucket ? "ListObjectsV2" : "GetObject";
    };
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
