package dev.longshore.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreUnavailableException;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.session.redis.RedisServer;
import java.io.IOException;
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

/** What a sweep frees and what it leaves, with real sessions in Redis and real files. */
class SweeperIT {

  private static final Instant LONG_AGO = Instant.now().minus(Duration.ofDays(3));

  @TempDir private Path folder;
  private RedisServer redis;
  private TestServer server;
  private UploadClient client;

  @BeforeEach
  void start() {
    redis = RedisServer.start();
    server = server("1d");
    client = server.client();
  }

  private TestServer server(String interval) {
    return TestServer.storingIn(folder)
        .with("longshore.session.store", "redis")
        .with("longshore.session.redis.connection-string", redis.endpoint() + ",syncTimeout=700")
        .with("longshore.session.lease-duration", "1s")
        .with("longshore.cleanup.interval", interval)
        .start();
  }

  @AfterEach
  void stop() {
    server.close();
    redis.close();
  }

  private void sweep() throws Exception {
    server.bean(Sweeper.class).sweep();
  }

  private String begun() {
    var upload = client.create(9);
    assertThat(client.patch(upload, 0, "abc".getBytes()).status()).isEqualTo(204);
    return upload;
  }

  /** As if what is kept of an upload had last been written to long ago. */
  private void age(String upload) throws IOException {
    Files.setLastModifiedTime(server.unfinished(upload), FileTime.from(LONG_AGO));
  }

  private static String id(String upload) {
    return upload.substring("/uploads/".length());
  }

  private static String key(String upload) {
    return "valiblob:session:" + id(upload);
  }

  /** What a pod that died would have left in Redis. */
  private void store(String upload, SessionStatus status, long uploadedBytes) {
    var session = server.bean(SessionStore.class).read(id(upload)).orElseThrow().session();
    redis.cli("DEL", key(upload));
    server
        .bean(SessionStore.class)
        .create(
            new UploadSession(
                session.uploadId(),
                session.path(),
                9L,
                uploadedBytes,
                null,
                session.createdAt(),
                Instant.now().minusSeconds(60),
                status,
                session.metadata(),
                null,
                session.storageState()));
  }

  @Test
  void freesWhatExpiredOnceItIsOldEnough() throws Exception {
    var upload = begun();
    redis.cli("PEXPIRE", key(upload), "1");
    await().until(() -> redis.cli("EXISTS", key(upload)).equals("0"));
    sweep();
    assertThat(server.unfinished(upload)).as("Redis may come back with it").exists();
    age(upload);
    sweep();
    assertThat(server.unfinished(upload)).doesNotExist();
    assertThat(client.head(upload).status()).isEqualTo(404);
  }

  @Test
  void leavesUploadsThatSomebodyMayGoOnWithAndTheirTimeToLive() throws Exception {
    var upload = begun();
    age(upload);
    redis.cli("EXPIRE", key(upload), "1000");
    sweep();
    assertThat(Long.parseLong(redis.cli("TTL", key(upload)))).isLessThanOrEqualTo(1000);
    assertThat(client.patch(upload, 3, "defghi".getBytes()).status()).isEqualTo(204);
    assertThat(server.objectOf(upload)).hasContent("abcdefghi");
  }

  @Test
  void leavesCompletePartsOfAnUploadThatIsNot() throws Exception {
    var upload = begun();
    var session = server.bean(SessionStore.class).read(id(upload)).orElseThrow().session();
    redis.cli("DEL", key(upload));
    server
        .bean(SessionStore.class)
        .create(
            new UploadSession(
                session.uploadId(),
                session.path(),
                3L,
                3,
                null,
                LONG_AGO,
                LONG_AGO,
                SessionStatus.Complete,
                null,
                "partial",
                null));
    age(upload);
    sweep();
    assertThat(server.unfinished(upload)).hasContent("abc");
  }

  @Test
  void leavesWhatNobodyCanReadTheSessionOf() throws Exception {
    var upload = begun();
    redis.cli("SET", key(upload), "not JSON");
    age(upload);
    sweep();
    assertThat(server.unfinished(upload)).exists();
  }

  @Test
  void leavesWhatHasNoNameOfAnUpload() throws Exception {
    var foreign = server.unfinished("backup of monday");
    Files.createDirectories(foreign);
    Files.setLastModifiedTime(foreign, FileTime.from(LONG_AGO));
    sweep();
    assertThat(foreign).exists();
  }

  @Test
  void endsTerminationsThatDiedHalfWay() throws Exception {
    var upload = begun();
    store(upload, SessionStatus.Aborted, 3);
    age(upload);
    sweep();
    assertThat(server.unfinished(upload)).doesNotExist();
    assertThat(redis.cli("KEYS", "*" + id(upload) + "*")).isEmpty();
  }

  @Test
  void freesWhatACompletionThatDiedBeforeItsEndLeft() throws Exception {
    var upload = begun();
    assertThat(client.patch(upload, 3, "defghi".getBytes()).status()).isEqualTo(204);
    await().until(() -> !Files.exists(server.unfinished(upload)));
    Files.createLink(server.unfinished(upload), server.objectOf(upload));
    sweep();
    assertThat(server.unfinished(upload)).as("its holder may be doing it").exists();
    age(upload);
    sweep();
    assertThat(server.unfinished(upload)).doesNotExist();
    assertThat(server.objectOf(upload)).hasContent("abcdefghi");
    assertThat(client.head(upload).offset()).isEqualTo(9);
  }

  @Test
  void publishesWhatWasWholeWhenItsPodDied() throws Exception {
    var upload = begun();
    Files.writeString(server.unfinished(upload), "abcdefghi");
    store(upload, SessionStatus.InProgress, 9);
    sweep();
    assertThat(server.objectOf(upload)).hasContent("abcdefghi");
    await().until(() -> !Files.exists(server.unfinished(upload)));
    assertThat(server.bean(SessionStore.class).read(id(upload)).orElseThrow().session().status())
        .isEqualTo(SessionStatus.Complete);
  }

  @Test
  void freesNothingWithoutAnAnswerOfRedis() throws Exception {
    var upload = begun();
    age(upload);
    redis.pause();
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(SessionStoreUnavailableException.class).isThrownBy(this::sweep);
    }
    redis.resume();
    assertThat(server.unfinished(upload)).exists();
    await()
        .ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
        .until(() -> client.head(upload).offset() == 3);
  }

  /** Renewals of the lease keep the session while its body trickles in. */
  @Test
  void bodyThatTakesLongerThanASessionLivesNeitherExpiresNorIsFreed() throws Exception {
    try (var brief =
            TestServer.storingIn(folder)
                .with("longshore.session.store", "redis")
                .with("longshore.session.redis.connection-string", redis.endpoint())
                .with("longshore.session.redis.sliding-expiration", "2s")
                .with("longshore.session.lease-duration", "1s")
                .with("longshore.cleanup.interval", "1s")
                .start();
        var wire = brief.wire()) {
      var upload = brief.client().create(3);
      wire.patch(upload, 0, 3).send("a".getBytes());
      await().until(() -> brief.written(upload) == 1);
      age(upload);
      var end = Instant.now().plusSeconds(6);
      await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().isAfter(end));
      assertThat(redis.cli("EXISTS", key(upload))).isEqualTo("1");
      assertThat(brief.unfinished(upload)).exists();
      wire.send("bc".getBytes());
      assertThat(wire.answer().status()).isEqualTo(204);
      assertThat(brief.objectOf(upload)).hasContent("abc");
    }
  }

  @Test
  void podsSweepByThemselvesAgainAndAgain() throws Exception {
    try (var one = server("1s");
        var two = server("1s")) {
      for (int round = 0; round < 3; round++) {
        var upload = begun();
        redis.cli("DEL", key(upload));
        age(upload);
        await().until(() -> !Files.exists(server.unfinished(upload)));
      }
      assertThat(List.of(one.client().create(1), two.client().create(1))).doesNotHaveDuplicates();
    }
  }

  @Test
  void sweepsAgainAfterRedisWasAway() throws Exception {
    var upload = begun();
    age(upload);
    try (var sweeping = server("1s")) {
      redis.kill();
      await("a sweep that finds no Redis")
          .until(() -> sweeping.client().head(upload).status() == 503);
      redis.startAgain();
      await().ignoreExceptions().until(() -> !Files.exists(server.unfinished(upload)));
      assertThat(redis.cli("DBSIZE")).isLessThan("2");
    }
  }
}
