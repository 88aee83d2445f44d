package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Http2Wire;
import dev.longshore.service.client.Wire;
import dev.longshore.service.server.TestServer;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that send too slowly to be waited for. */
class SlowClientsIT {

  @TempDir private Path folder;

  private TestServer.Builder server(String transport) {
    return TestServer.storingIn(folder)
        .over(transport)
        .with("longshore.limits.min-body-rate", 1000)
        .with("longshore.limits.min-body-rate-window", "1s")
        .with("longshore.limits.header-timeout", "1s");
  }

  @ParameterizedTest
  @CsvSource({"epoll, 1000000", "epoll, -1", "nio, 1000000", "nio, -1"})
  void bodyThatTricklesEndsAndWhatCameIsKept(String transport, long length) throws Exception {
    try (var server = server(transport).start();
        var wire = server.wire()) {
      var upload = server.client().create(1_000_000);
      wire.patch(upload, 0, length);
      send(wire, new byte[5000], length);
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.problem()).isEqualTo("too-slow");
      assertThat(answer.offset()).isEqualTo(5000);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(wire.isEnded()).isTrue();
      assertThat(server.client().head(upload).offset()).isEqualTo(5000);
    }
  }

  @ParameterizedTest
  @CsvSource({"epoll, 20000", "epoll, -1", "nio, 20000", "nio, -1"})
  void bodyThatKeepsComingIsWaitedFor(String transport, long length) throws Exception {
    try (var server = server(transport).start();
        var wire = server.wire()) {
      var upload = server.client().create(20_000);
      wire.patch(upload, 0, length);
      var sent = new AtomicInteger();
      await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> {
            send(wire, new byte[2000], length);
            return sent.addAndGet(2000) == 20_000;
          });
      if (length < 0) {
        wire.chunk(new byte[0], 0, 0);
      }
      assertThat(wire.answer().status()).isEqualTo(204);
    }
  }

  private static void send(Wire wire, byte[] bytes, long length) throws Exception {
    if (length < 0) {
      wire.chunk(bytes, 0, bytes.length);
    } else {
      wire.send(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({"epoll", "nio"})
  void headThatTakesTooLongEndsTheConnection(String transport) throws Exception {
    try (var server = server(transport).start();
        var wire = server.wire()) {
      wire.head("OPTIONS", "/uploads");
      assertThat(wire.answer().status()).isEqualTo(204);
      wire.send("HEAD /uploads/".getBytes(StandardCharsets.US_ASCII));
      assertThat(wire.answer().status()).isEqualTo(408);
      assertThat(wire.isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"epoll, 20000", "epoll, -1", "nio, 20000", "nio, -1"})
  void longBodyAndPausesBetweenRequestsAreNoHeads(String transport, long length) throws Exception {
    try (var server = server(transport).with("longshore.limits.min-body-rate", 0).start();
        var wire = server.wire()) {
      var upload = server.client().create(20_000);
      wire.patch(upload, 0, length);
      send(wire, new byte[10_000], length);
      await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
      send(wire, new byte[10_000], length);
      if (length < 0) {
        wire.chunk(new byte[0], 0, 0);
      }
      assertThat(wire.answer().status()).isEqualTo(204);
      await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
      wire.head("OPTIONS", "/uploads");
      assertThat(wire.answer().status()).isEqualTo(204);
    }
  }

  /** However steadily it comes: nobody wants it. */
  @ParameterizedTest
  @CsvSource({"epoll, 1000000", "epoll, -1", "nio, 1000000", "nio, -1"})
  void bodyThatIsNotWantedEndsWithItsConnection(String transport, long length) throws Exception {
    try (var server = server(transport).with("longshore.limits.min-body-rate", 0).start();
        var wire = server.wire()) {
      wire.patch("/uploads/" + "A".repeat(24), 0, length);
      send(wire, new byte[5000], length);
      assertThat(wire.answer().status()).isEqualTo(404);
      await()
          .pollInterval(Duration.ofMillis(200))
          .atMost(Duration.ofSeconds(5))
          .until(() -> cannotSend(wire, length));
      assertThat(wire.isEnded()).isTrue();
    }
  }

  private static boolean cannotSend(Wire wire, long length) throws Exception {
    try {
      send(wire, new byte[1], length);
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /** A client may send all of a body before it looks at the answer, and go on then. */
  @ParameterizedTest
  @CsvSource({"epoll, 20000", "epoll, -1", "nio, 20000", "nio, -1"})
  void bodyThatIsNotWantedMayStillComeForAWhile(String transport, long length) throws Exception {
    try (var server = server(transport).with("longshore.limits.min-body-rate", 0).start();
        var wire = server.wire()) {
      wire.patch("/uploads/" + "A".repeat(24), 0, length);
      send(wire, new byte[10_000], length);
      assertThat(wire.answer().status()).isEqualTo(404);
      send(wire, new byte[10_000], length);
      if (length < 0) {
        wire.chunk(new byte[0], 0, 0);
      }
      wire.head("OPTIONS", "/uploads");
      assertThat(wire.answer().status()).isEqualTo(204);
      await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
      wire.head("OPTIONS", "/uploads");
      assertThat(wire.answer().status()).isEqualTo(204);
    }
  }

  @Test
  void streamOfABodyThatIsNotWantedEnds() throws Exception {
    try (var server = server("epoll").with("longshore.limits.min-body-rate", 0).start();
        var wire = new Http2Wire(server.uri())) {
      var stream =
          wire.request(
              "PATCH",
              "/uploads/" + "A".repeat(24),
              Map.of(
                  "tus-resumable", "1.0.0",
                  "content-type", "application/offset+octet-stream",
                  "upload-offset", "0"));
      assertThat(stream.finalHeaders()).containsEntry(":status", "404");
      await()
          .pollInterval(Duration.ofMillis(200))
          .atMost(Duration.ofSeconds(5))
          .until(() -> {
            stream.data(new byte[1], false);
            return !stream.isOpen();
          });
      assertThat(wire.isOpen()).isTrue();
    }
  }

  @Test
  void connectionsOfHttp2HaveNoHeads() throws Exception {
    try (var server = server("epoll").start();
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var request = HttpRequest.newBuilder(server.uri().resolve("/health")).build();
      var first = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
      await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).version())
          .isEqualTo(HttpClient.Version.HTTP_2);
    }
  }
}
