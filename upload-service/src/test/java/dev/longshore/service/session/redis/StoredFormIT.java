package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.Acquisition;
import dev.longshore.service.session.Lease;
import dev.longshore.service.session.LeaseState;
import dev.longshore.service.session.SessionPeek;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.session.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees with redis-cli, as the seed shows it. */
class StoredFormIT {

  private static final UploadSession SESSION =
      new UploadSession(
          "abc123",
          "uploads/videos/my-video.mp4",
          104857600L,
          0,
          "video/mp4",
          Instant.parse("2026-03-18T10:00:00Z"),
          Instant.parse("2026-03-18T10:00:00Z"),
          SessionStatus.Pending,
          null,
          null,
          null);

  private static RedisServer server;
  private static RedisSessionStore store;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
    store = TestStores.open(server.endpoint());
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @BeforeEach
  void empty() {
    server.cli("FLUSHALL");
  }

  @Test
  void keysListsSessionsOnly() {
    store.create(SESSION);
    take();
    assertThat(server.cli("KEYS", "valiblob:session:*")).isEqualTo("valiblob:session:abc123");
    assertThat(server.cli("DBSIZE")).isEqualTo("2");
  }

  @Test
  void getShowsTheSeedsJson() {
    store.create(SESSION);
    var lease = take();
    store.commit(
        lease, 0, SESSION.advancedTo(52428800, null, Instant.parse("2026-03-18T10:05:00Z")));
    assertThat(server.cli("--raw", "GET", "valiblob:session:abc123"))
        .isEqualTo(
            "{\"uploadId\":\"abc123\",\"path\":\"uploads/videos/my-video.mp4\","
                + "\"totalSize\":104857600,\"uploadedBytes\":52428800,\"contentType\":\"video/mp4\","
                + "\"createdAt\":\"2026-03-18T10:00:00Z\",\"updatedAt\":\"2026-03-18T10:05:00Z\","
                + "\"status\":\"InProgress\"}")
        .hasSizeLessThan(512);
  }

  @Test
  void theTimeToLiveIsSetAtCreateAndResetAtEveryReadAndUpdate() {
    store.create(SESSION);
    assertFullTtl("create");
    age();
    store.read("abc123");
    assertFullTtl("read");
    age();
    var lease = take();
    assertFullTtl("taking the lease");
    age();
    store.acquire("abc123", "other", Duration.ofSeconds(30), Urgency.SOON);
    assertFullTtl("asking for the lease");
    age();
    store.renew(lease);
    assertFullTtl("renewal");
    age();
    store.commit(lease, 0, SESSION.advancedTo(1, null, Instant.now()));
    assertFullTtl("commit");
    age();
    store.commit(lease, 0, SESSION.advancedTo(1, null, Instant.now()));
    store.delete(lease);
    assertThat(server.cli("DBSIZE")).as("delete leaves nothing").isEqualTo("0");
  }

  @Test
  void aLookDoesNotResetTheTimeToLive() {
    store.create(SESSION);
    age();
    assertThat(store.peek(List.of("abc123")).get("abc123"))
        .isEqualTo(new SessionPeek.Found(SESSION));
    assertThat(Long.parseLong(server.cli("TTL", "valiblob:session:abc123")))
        .isLessThanOrEqualTo(60);
    assertThat(Long.parseLong(server.cli("TTL", TestStores.leaseKey("abc123"))))
        .isLessThanOrEqualTo(60);
  }

  @Test
  void aLookSaysOfWhatIsNoSessionThatSomethingIsThere() {
    store.create(SESSION);
    server.cli("SET", "valiblob:session:broken", "{\"uploadId\":");
    assertThat(store.peek(List.of("broken", "abc123")))
        .containsEntry("broken", new SessionPeek.Unreadable())
        .containsEntry("abc123", new SessionPeek.Found(SESSION));
  }

  @Test
  void aClaimEndsByItselfAndIsNoSession() {
    assertThat(store.claim("sweep", Duration.ofMillis(300))).isTrue();
    assertThat(server.cli("KEYS", "valiblob:session:*")).isEmpty();
    assertThat(server.cli("KEYS", "*")).isEqualTo("{valiblob:session:}:sweep");
    await().until(() -> store.claim("sweep", Duration.ofHours(1)));
    assertThat(Long.parseLong(server.cli("TTL", "{valiblob:session:}:sweep")))
        .isBetween(3_590L, 3_600L);
  }

  @Test
  void anUnusedSessionGoesByItself() {
    var connections =
        RedisConnections.open(ConnectionString.parse(server.endpoint()), 0, null, Calls.UNWATCHED);
    try (var brief =
        RedisSessionStore.on(
            connections, "brief:", Duration.ofMillis(300), new JsonSessionCodec())) {
      brief.create(SESSION);
      assertThat(brief.slidingExpiration()).isEqualTo(Duration.ofMillis(300));
      await().until(() -> server.cli("EXISTS", "brief:abc123").equals("0"));
      assertThat(brief.read("abc123")).isEmpty();
    }
  }

  @Test
  void aSessionThatTheOriginalWroteGoesOn() {
    server.cli(
        "SET",
        "valiblob:session:abc123",
        new JsonSessionCodec().encode(SESSION.advancedTo(7, null, Instant.now())));
    var taken = acquire();
    assertThat(taken.session().uploadedBytes()).isEqualTo(7);
    assertThat(store.commit(taken.lease(), 7, taken.session().advancedTo(9, null, Instant.now())))
        .isEqualTo(LeaseState.HELD);
  }

  @Test
  void theFenceRisesEvenIfRedisForgotTheLastOnes() {
    store.create(SESSION);
    var lease = take();
    store.release(lease);
    server.cli("DEL", TestStores.leaseKey("abc123"));
    await().until(() -> System.currentTimeMillis() > lease.fence());
    assertThat(take().fence()).isGreaterThan(lease.fence());
  }

  /** A command may still sit in the buffer of a connection that was given up, and arrive late. */
  @Test
  void anEarlierCommitOfTheSameHolderThatArrivesLateChangesNothing() {
    var connections =
        RedisConnections.open(ConnectionString.parse(server.endpoint()), 0, null, Calls.UNWATCHED);
    try (var mine = TestStores.on(connections)) {
      mine.create(SESSION);
      var lease =
          ((Acquisition.Acquired)
                  mine.acquire("abc123", "me", Duration.ofSeconds(30), Urgency.SOON))
              .lease();
      var first = SESSION.advancedTo(0, "finishing", Instant.now());
      var second = SESSION.withStatus(SessionStatus.Complete, Instant.now());
      mine.commit(lease, 0, first);
      mine.commit(lease, 0, second);
      var late =
          connections.call(
              "commit",
              redis ->
                  LuaScript.COMMIT.run(
                      redis,
                      new String[] {"valiblob:session:abc123", TestStores.leaseKey("abc123")},
                      "1000",
                      "1000",
                      "me",
                      Long.toString(lease.fence()),
                      "30000",
                      "0",
                      "0",
                      "1",
                      new JsonSessionCodec().encode(first)));
      assertThat(late).containsExactly("LOST");
      assertThat(mine.read("abc123").orElseThrow().session().status())
          .isEqualTo(SessionStatus.Complete);
    }
  }

  @Test
  void whatIsNoSessionIsAnErrorThatNamesTheKey() {
    server.cli("SET", "valiblob:session:abc123", "secret content");
    assertThatThrownBy(() -> store.read("abc123"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("valiblob:session:abc123")
        .hasMessageNotContaining("secret content");
  }

  @Test
  void anIdThatCouldReachOtherKeysIsRefused() {
    server.cli("SET", "valiblob:session:other:abc123", new JsonSessionCodec().encode(SESSION));
    assertThat(store.read("other:abc123")).isEmpty();
    assertThatThrownBy(() ->
            store.create(
                new UploadSession(
                    "a:b",
                    "p",
                    1L,
                    0,
                    null,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    SessionStatus.Pending,
                    null,
                    null,
                    null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPrefixWithBracesIsRefused() {
    for (var prefix : new String[] {"{a}:", "a}", "b{"}) {
      assertThatThrownBy(() -> SessionKeys.of(prefix, ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(prefix)
          .hasMessageContaining("braces");
    }
  }

  private static void age() {
    server.cli("PEXPIRE", "valiblob:session:abc123", "60000");
    server.cli("PEXPIRE", TestStores.leaseKey("abc123"), "60000");
  }

  private static void assertFullTtl(String after) {
    long session = Long.parseLong(server.cli("TTL", "valiblob:session:abc123"));
    long lease = Long.parseLong(server.cli("TTL", TestStores.leaseKey("abc123")));
    assertThat(session).as(after).isBetween(86_395L, 86_400L);
    assertThat(lease).as(after + ": outlives the session").isGreaterThan(session);
  }

  private static Acquisition.Acquired acquire() {
    return (Acquisition.Acquired)
        store.acquire("abc123", "me", Duration.ofSeconds(30), Urgency.SOON);
  }

  private static Lease take() {
    return acquire().lease();
  }
}
