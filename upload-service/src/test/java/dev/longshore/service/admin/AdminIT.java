package dev.longshore.service.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longshore.service.client.Answer;
import dev.longshore.service.client.Wire;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.RedisServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are shown of uploads under way, and who is shown nothing, over real sockets. */
class AdminIT {

  private static final String TOKEN = "eyJhbGciOi-token-in-metadata";
  private static RedisServer redis;

  @TempDir private Path folder;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  private TestServer.Builder builder(String store) {
    return TestServer.storingIn(folder)
        .with("longshore.admin.enabled", true)
        .with("longshore.admin.port", 0)
        .with("longshore.pod-name", "media-7d9f8b6c5-x2x9k")
        .with("longshore.session.store", store)
        .with("longshore.session.redis.connection-string", redis.endpoint())
        .with("longshore.session.redis.key-prefix", "admin-" + System.nanoTime() + ":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "redis"})
  void anUploadIsShownWithoutWhatLetsOthersUpload(String store) throws Exception {
    try (var server = builder(store).start()) {
      var upload =
          server
              .client()
              .tusCreate(
                  1000,
                  "Upload-Metadata",
                  "filename %s,token %s,filetype %s"
                      .formatted(base64("cat.png"), base64(TOKEN), base64("image/png")))
              .header("Location");
      var id = upload.substring("/uploads/".length());
      server.client().patch(upload, 0, new byte[400]);

      var list = get(server, "/sessions");
      var one = get(server, "/sessions/" + id);
      for (var answer : List.of(list, one)) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text()).doesNotContain(id).doesNotContain(TOKEN);
        assertThat(answer.text()).doesNotContain(base64(TOKEN)).doesNotContain("storageState");
      }
      assertThat(json(list).get("sessions")).hasSize(1);
      assertThat(json(list).get("sessions").get(0).get("id")).isEqualTo(json(one).get("id"));
      assertThat(json(list).has("next")).isFalse();
      var shown = json(one);
      assertThat(shown.get("id").textValue()).isEqualTo(id.substring(0, 8));
      assertThat(shown.get("path").textValue()).isEqualTo(id.substring(0, 8) + "...");
      assertThat(shown.get("filename").textValue()).isEqualTo("cat.png");
      assertThat(shown.get("metadata").toString())
          .isEqualTo("[\"filename\",\"filetype\",\"token\"]");
      assertThat(shown.get("uploadedBytes").longValue()).isEqualTo(400);
      assertThat(shown.get("totalSize").longValue()).isEqualTo(1000);
      assertThat(shown.get("status").textValue()).isEqualTo("InProgress");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "redis"})
  void whoeverWritesIsNamedAndNotDisturbed(String store) throws Exception {
    try (var server = builder(store).start();
        var wire = server.wire()) {
      var upload = server.client().tusCreate(1000).header("Location");
      var path = "/sessions/" + upload.substring("/uploads/".length());
      assertThat(json(get(server, path)).get("leased").booleanValue()).isFalse();
      wire.patch(upload, 0, 1000).send(new byte[500]);
      await().until(() -> json(get(server, path)).get("leased").booleanValue());
      assertThat(json(get(server, path)).get("pod").textValue()).isEqualTo("media-7d9f8b6c5-x2x9k");
      wire.send(new byte[500]);
      assertThat(wire.answer().status()).isEqualTo(204);
      await()
          .until(() ->
              get(server, path).status() == 404
                  || !json(get(server, path)).get("leased").booleanValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "redis"})
  void pagesLeaveNobodyOut(String store) throws Exception {
    try (var server = builder(store).start()) {
      var created = new HashSet<String>();
      for (int i = 0; i < 40; i++) {
        var location = server.client().tusCreate(10).header("Location");
        created.add(location.substring("/uploads/".length(), "/uploads/".length() + 8));
      }
      var seen = new HashSet<String>();
      var cursor = "0";
      while (cursor != null) {
        var page = json(get(server, "/sessions?limit=7&cursor=" + cursor));
        page.get("sessions").forEach(session -> seen.add(session.get("id").textValue()));
        cursor = page.path("next").textValue();
      }
      assertThat(seen).isEqualTo(created);
      var first = created.iterator().next();
      var found = json(get(server, "/sessions?limit=500&prefix=" + first)).get("sessions");
      assertThat(found).hasSize(1);
      assertThat(found.get(0).get("id").textValue()).isEqualTo(first);
    }
  }

  @Test
  void fromAnyOtherAddressThereIsNobody() throws Exception {
    try (var server = builder("memory").start()) {
      int port = server.bean(AdminServer.class).port();
      var others = new ArrayList<>(List.of(InetAddress.getByName("127.0.0.2")));
      for (var network : NetworkInterface.networkInterfaces().toList()) {
        network.inetAddresses().filter(address -> !isListenedOn(address)).forEach(others::add);
      }
      assertThat(others).hasSizeGreaterThan(1);
      for (var other : others) {
        assertThatThrownBy(() -> connect(new InetSocketAddress(other, port)))
            .as(other.toString())
            .isInstanceOf(ConnectException.class);
      }
    }
  }

  private static boolean isListenedOn(InetAddress address) {
    return address.getHostAddress().equals("127.0.0.1");
  }

  private static void connect(InetSocketAddress address) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(address, 2000);
    }
  }

  @Test
  void whereUploadsAreTakenNothingOfItIsThere() throws Exception {
    try (var server = builder("memory").start()) {
      var upload = server.client().tusCreate(10).header("Location");
      var id = upload.substring("/uploads/".length());
      for (var path : List.of("/sessions", "/sessions/" + id, "/sessions?limit=1")) {
        try (var wire = server.wire()) {
          assertThat(wire.head("GET", path).answer().status()).as(path).isEqualTo(404);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/sessions?limit=0",
        "/sessions?limit=501",
        "/sessions?limit=x",
        "/sessions?cursor=x"
      })
  void whatMakesNoSenseIsRefused(String path) throws Exception {
    for (var store : List.of("memory", "redis")) {
      try (var server = builder(store).start()) {
        assertThat(get(server, path).status()).isEqualTo(400);
      }
    }
  }

  @Test
  void nothingIsChangedAndPagesOfTheWebAreNotAnswered() throws Exception {
    try (var server = builder("memory").start()) {
      assertThat(send(server, "DELETE /sessions HTTP/1.1\r\nHost: localhost").status())
          .isEqualTo(405);
      assertThat(send(server, "GET /sessions HTTP/1.1\r\nHost: evil.example").status())
          .isEqualTo(421);
      assertThat(send(server, "GET / HTTP/1.1\r\nHost: 127.0.0.1:9").status()).isEqualTo(404);
      assertThat(get(server, "/sessions/nobodys").status()).isEqualTo(404);
      assertThat(get(server, "/sessions/..%2Fx").status()).isEqualTo(404);
    }
  }

  @Test
  void whereThePortIsTakenUploadsAreTakenAllTheSame() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        var server = builder("memory").with("longshore.admin.port", taken.getLocalPort()).start()) {
      assertThat(server.client().tusCreate(10).status()).isEqualTo(201);
    }
  }

  @Test
  void withoutRedisItSaysSo() throws Exception {
    try (var own = RedisServer.start();
        var server =
            builder("redis")
                .with(
                    "longshore.session.redis.connection-string",
                    own.endpoint() + ",syncTimeout=500")
                .start()) {
      own.kill();
      var answer = get(server, "/sessions");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("Redis");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer get(TestServer server, String path) throws IOException {
    return send(server, "GET " + path + " HTTP/1.1\r\nHost: localhost");
  }

  private static Answer send(TestServer server, String head) throws IOException {
    int port = server.bean(AdminServer.class).port();
    try (var wire = new Wire(URI.create("http://127.0.0.1:" + port))) {
      return wire.send((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)).answer();
    }
  }

  private static JsonNode json(Answer answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
