package dev.longshore.service.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.RedisServer;
import dev.longshore.service.upload.Sweeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis forgets sessions, or goes back to older ones: nothing is ever made of wrong bytes. */
class LostSessionsIT {

  @TempDir private Path folder;
  private RedisServer redis;
  private TestServer one;
  private TestServer two;

  @BeforeEach
  void start() {
    redis = RedisServer.start();
    one = server();
    two = server();
  }

  private TestServer server() {
    return TestServer.storingIn(folder)
        .with("longshore.session.store", "redis")
        .with("longshore.session.redis.connection-string", redis.endpoint())
        .with("longshore.session.lease-duration", "1s")
        .with("longshore.cleanup.interval", "1d")
        .start();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    redis.close();
  }

  private String begun(String text) {
    var upload = one.client().create(9);
    assertThat(one.client().patch(upload, 0, text.getBytes()).offset()).isEqualTo(text.length());
    return upload;
  }

  private static void assertLost(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(410);
    assertThat(answer.headers()).doesNotContainKey("Upload-Offset");
  }

  /** What Redis knows when this ends is what it knew at the last snapshot. */
  private void goBackToTheSnapshot() {
    redis.kill();
    redis.startAgain();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            one.client().get("/uploads/AAAAAAAAAAAAAAAAAAAAAAAA").status() == 404
                && two.client().get("/uploads/AAAAAAAAAAAAAAAAAAAAAAAA").status() == 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLUSHALL", "DEL"})
  void uploadThatRunsWhileItsSessionIsDeletedIsLostAndItsBytesAreFreed(String command)
      throws Exception {
    var upload = begun("abc");
    try (var wire = one.wire()) {
      wire.patch(upload, 3, 6).send("de".getBytes());
      await().until(() -> one.written(upload) == 5);
      if (command.equals("DEL")) {
        redis.cli("DEL", "valiblob:session:" + upload.substring("/uploads/".length()));
      } else {
        redis.cli(command);
      }
      var running = wire.answer();
      assertThat(running.status()).as(running.toString()).isEqualTo(503);
      assertThat(running.problem()).isEqualTo("lease-lost");
    }
    for (var client : List.of(one.client(), two.client())) {
      assertLost(client.head(upload));
      var status = client.get(upload);
      assertLost(status);
      assertThat(status.problem()).isEqualTo("upload-lost");
      assertThat(status.json().get("detail").textValue()).contains("Create it anew");
      assertLost(client.patch(upload, 3, "def".getBytes()));
      assertLost(client.tus("DELETE", upload));
      assertLost(client.send("POST", upload + "/complete", new byte[0]));
    }
    one.bean(Sweeper.class).sweep();
    assertLost(one.client().head(upload));
    age(upload);
    two.bean(Sweeper.class).sweep();
    assertThat(one.client().head(upload).status()).isEqualTo(404);
    assertThat(one.unfinished(upload)).doesNotExist();
    assertThat(one.objectOf(upload)).doesNotExist();
  }

  private void age(String upload) throws Exception {
    var longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(3)));
    Files.setLastModifiedTime(one.unfinished(upload), longAgo);
    Files.setLastModifiedTime(one.unfinished(upload), longAgo);
  }

  @Test
  void uploadGoesOnFromAnOlderOffset() {
    var upload = begun("abc");
    redis.cli("SAVE");
    assertThat(one.client().patch(upload, 3, "def".getBytes()).offset()).isEqualTo(6);
    goBackToTheSnapshot();
    assertThat(one.client().patch(upload, 6, "ghi".getBytes()).problem())
        .isEqualTo("offset-mismatch");
    assertThat(two.client().head(upload).offset()).isEqualTo(3);
    assertThat(two.client().patch(upload, 3, "defghi".getBytes()).status()).isEqualTo(204);
    assertThat(one.objectOf(upload)).hasContent("abcdefghi");
  }

  /** The session says "go on from 3", but the upload was completed since. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void finishedObjectIsNotWrittenToByAnOlderSession(boolean tidied) throws Exception {
    var upload = begun("abc");
    redis.cli("SAVE");
    assertThat(one.client().patch(upload, 3, "defghi".getBytes()).status()).isEqualTo(204);
    await().until(() -> !Files.exists(one.unfinished(upload)));
    if (!tidied) {
      // As left by a pod that died right after it published the object.
      Files.createLink(one.unfinished(upload), one.objectOf(upload));
    }
    goBackToTheSnapshot();
    assertThat(two.client().head(upload).offset()).isEqualTo(3);
    var answer = two.client().patch(upload, 3, "XXXXXX".getBytes());
    assertLost(answer);
    assertThat(answer.problem()).isEqualTo("upload-lost");
    assertThat(one.objectOf(upload)).hasContent("abcdefghi");
    assertThat(two.client().head(upload).status()).as("not told 3 again").isIn(404, 410);
    assertThat(redis.cli("EXISTS", "valiblob:session:" + upload.substring(9))).isEqualTo("0");
  }

  @Test
  void bytesThatAreGoneAreNotReplacedByAHole() throws Exception {
    var upload = begun("abc");
    Files.writeString(one.unfinished(upload), "a");
    assertLost(one.client().patch(upload, 3, "defghi".getBytes()));
    assertThat(one.objectOf(upload)).doesNotExist();
    assertThat(two.client().head(upload).status()).isIn(404, 410);
  }

  @Test
  void uploadThatStartsAgainFromNothingDoesNotReplaceItsFinishedObject() {
    var upload = one.client().create(9);
    redis.cli("SAVE");
    assertThat(one.client().patch(upload, 0, "abcdefghi".getBytes()).status()).isEqualTo(204);
    goBackToTheSnapshot();
    assertThat(two.client().head(upload).offset()).isZero();
    var answer = two.client().patch(upload, 0, "XXXXXXXXX".getBytes());
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("path-taken");
    assertThat(one.objectOf(upload)).hasContent("abcdefghi");
  }

  @Test
  void uploadsThatNeverWereAre404HoweverManyAreAskedFor() {
    for (int i = 0; i < 500; i++) {
      assertThat(one.client().head("/uploads/AAAAAAAAAAAAAAAAAAAA%04d".formatted(i)).status())
          .isEqualTo(404);
    }
    assertThat(one.client().head("/uploads/..%2f..%2fuploads").status()).isEqualTo(404);
  }
}
