package dev.longshore.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.server.MountedSecret;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.RedisServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who knows the name of another's upload, and whatever else can be tried with it. */
class StrangersIT {

  private static final String ALICES = "alices-token-0123456789";
  private static final String BOBS = "bobs-token-0123456789";

  @TempDir private Path folder;
  private RedisServer redis;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServer.start();
    new MountedSecret(folder.resolve("tokens")).putFiles(Map.of("alice", ALICES, "bob", BOBS));
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private TestServer pod(String mode) {
    return TestServer.storingIn(folder.resolve("data"))
        .with("longshore.session.store", "redis")
        .with("longshore.session.redis.connection-string", redis.endpoint())
        .with("longshore.access.mode", mode)
        .with("longshore.access.tokens.path", folder.resolve("tokens").toString())
        .start();
  }

  @Test
  void runningBodyIsNotDisturbedAlsoFromAnotherPod() throws Exception {
    try (var here = pod("tokens");
        var there = pod("tokens");
        var wire = here.wire()) {
      var upload = here.client().bearer(ALICES).create(2000);
      wire.patch(upload, 0, 2000, "Authorization: Bearer " + ALICES).send(new byte[1000]);
      await().until(() -> here.written(upload) == 1000);
      for (var verb : new String[] {"HEAD", "DELETE"}) {
        assertThat(there.client().bearer(BOBS).tus(verb, upload).status()).isEqualTo(404);
        assertThat(here.client().bearer(BOBS).tus(verb, upload).status()).isEqualTo(404);
      }
      assertThat(there.client().bearer(BOBS).patch(upload, 0, new byte[10]).status())
          .isEqualTo(404);
      wire.send(new byte[1000]);
      assertThat(wire.answer().status()).isEqualTo(204);
    }
  }

  @Test
  void nameWrittenInAnotherWayIsTheSameUpload() throws Exception {
    try (var server = pod("tokens");
        var wire = server.wire()) {
      var upload = server.client().bearer(ALICES).create(10);
      var id = upload.substring("/uploads/".length());
      var encoded = new StringBuilder("/uploads/");
      id.chars().forEach(c -> encoded.append('%').append(Integer.toHexString(c)));
      for (var path :
          new String[] {encoded.toString(), upload + "/", upload + "?a=b", "/" + upload}) {
        wire.head("HEAD", path, "Tus-Resumable: 1.0.0", "Authorization: Bearer " + BOBS);
        assertThat(wire.answerOfHead().status()).as(path).isIn(404, 405);
        wire.head("HEAD", path, "Tus-Resumable: 1.0.0");
        assertThat(wire.answerOfHead().status()).as(path).isIn(401, 404);
      }
    }
  }

  @Test
  void uploadOfNobodyGoesOnOnceAccessIsTurnedOn() throws Exception {
    String upload;
    try (var open = pod("none")) {
      upload = open.client().create(10);
      open.client().patch(upload, 0, new byte[5]);
    }
    try (var closed = pod("tokens")) {
      assertThat(closed.client().head(upload).status()).isEqualTo(401);
      assertThat(closed.client().bearer(ALICES).patch(upload, 5, new byte[5]).status())
          .isEqualTo(204);
    }
  }

  @Test
  void ownerIsKeptWithTheSession() {
    try (var server = pod("tokens")) {
      var upload = server.client().bearer(ALICES).create(10);
      var key = "valiblob:session:" + upload.substring("/uploads/".length());
      assertThat(redis.cli("GET", key)).contains("\"owner\":\"alice\"").hasSizeLessThan(512);
      server.client().bearer(ALICES).patch(upload, 0, new byte[5]);
      assertThat(redis.cli("GET", key)).contains("\"owner\":\"alice\"");
    }
  }

  @Test
  void nameCannotBeGuessed() {
    try (var server = pod("tokens")) {
      // 24 characters of 64 kinds: 144 bits.
      assertThat(server.client().bearer(ALICES).create(1)).matches("/uploads/[A-Za-z0-9_-]{24}");
    }
  }
}
