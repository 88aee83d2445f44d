package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.session.Acquisition;
import dev.longshore.service.session.Lease;
import dev.longshore.service.session.LeaseState;
import dev.longshore.service.session.SessionSignals;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreUnavailableException;
import dev.longshore.service.session.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Redis absent, silent, restarted or demoted: always "unavailable", never "no such session". */
class AvailabilityIT {

  private static final Duration SYNC = Duration.ofMillis(700);

  @Test
  void withoutRedisTheStartFailsAndNamesIt() {
    var server = RedisServer.start();
    server.stop();
    assertThatThrownBy(
            () -> TestStores.open("localhost:%d,password=hunter2".formatted(server.port())))
        .isInstanceOf(SessionStoreUnavailableException.class)
        .hasMessageContaining("localhost:" + server.port())
        .hasMessageContaining("refused")
        .hasMessageContaining("abortConnect=false")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> TestStores.open("no-such-host.invalid,connectRetry=0"))
        .hasMessageContaining("no-such-host.invalid")
        .hasMessageContaining("unknown host");
    server.close();
  }

  @Test
  void startWaitsForARedisThatComesWithinItsRetries() {
    try (var server = RedisServer.start()) {
      server.stop();
      var opening =
          CompletableFuture.supplyAsync(
              () -> TestStores.open(server.endpoint() + ",connectRetry=100"));
      server.startAgain();
      try (var store = opening.join()) {
        ConnectionKindsIT.uploads(store);
      }
    }
  }

  @Test
  void withAbortConnectFalseItStartsAndConnectsWhenRedisComes() {
    try (var server = RedisServer.start()) {
      server.stop();
      try (var store = TestStores.open(server.endpoint() + ",abortConnect=false")) {
        everyCallSaysUnavailable(store, Duration.ofSeconds(1));
        server.startAgain();
        awaitWorking(store);
      }
    }
  }

  @Test
  void aSilentRedisIsUnavailableWithinTheTimeout() {
    try (var server = RedisServer.start();
        var store = open(server)) {
      var session = TestStores.newSession();
      store.create(session);
      server.pause();
      everyCallSaysUnavailable(store, SYNC.plusMillis(600));
      await("calls no longer wait for a Redis that is known to be gone")
          .untilAsserted(() -> everyCallSaysUnavailable(store, Duration.ofMillis(300)));
      server.resume();
      awaitWorking(store);
      assertThat(store.read(session.uploadId())).isPresent();
    }
  }

  @Test
  void aSilentRedisAtStartDoesNotHangTheStart() {
    try (var server = RedisServer.start()) {
      server.pause();
      var before = Instant.now();
      assertThatThrownBy(
              () -> TestStores.open(server.endpoint() + ",syncTimeout=700,connectRetry=0"))
          .isInstanceOf(SessionStoreUnavailableException.class)
          .hasMessageContaining(server.endpoint());
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(3));
      try (var store = TestStores.open(server.endpoint() + ",syncTimeout=700,abortConnect=false")) {
        everyCallSaysUnavailable(store, SYNC.plusMillis(600));
        server.resume();
        awaitWorking(store);
      }
    }
  }

  @Test
  void callsBeforeDuringAndAfterARestartNeverSayThatASessionIsGone() {
    try (var server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        var store = open(server)) {
      var session = TestStores.newSession();
      store.create(session);
      var lease = take(store, session.uploadId(), "a");
      assertThat(store.commit(lease, 0, session.advancedTo(42, null, Instant.now())))
          .isEqualTo(LeaseState.HELD);
      server.kill();
      everyCallSaysUnavailable(store, SYNC.plusMillis(600));
      server.startAgain();
      awaitWorking(store);
      assertThat(store.read(session.uploadId()).orElseThrow().session().uploadedBytes())
          .isEqualTo(42);
      assertThat(store.renew(lease)).as("leases survive too").isEqualTo(LeaseState.HELD);
    }
  }

  @Test
  void aShortRestartIsWaitedOut() {
    try (var server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        var store = TestStores.open(server.endpoint() + ",syncTimeout=20000");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var session = TestStores.newSession();
      store.create(session);
      server.stop();
      var reads =
          IntStream.range(0, 50)
              .mapToObj(i -> threads.submit(() -> store.read(session.uploadId())))
              .toList();
      server.startAgain();
      assertThat(reads).allSatisfy(read -> assertThat(read.get()).isPresent());
    }
  }

  /** Docs/redis.md says what this costs; what must hold is that no former holder gets through. */
  @Test
  void aRedisThatWentBackToAnOlderStateLetsNoFormerHolderCommit() {
    try (var server = RedisServer.start();
        var store = open(server)) {
      var session = TestStores.newSession();
      store.create(session);
      server.cli("SAVE");
      var before = take(store, session.uploadId(), "before");
      store.commit(before, 0, session.advancedTo(5, null, Instant.now()));
      server.kill();
      server.startAgain();
      awaitWorking(store);
      assertThat(store.read(session.uploadId()).orElseThrow().session().uploadedBytes()).isZero();
      assertThat(store.commit(before, 5, session.advancedTo(9, null, Instant.now())))
          .isEqualTo(LeaseState.LOST);
      assertThat(take(store, session.uploadId(), "after").fence()).isGreaterThan(before.fence());
    }
  }

  @Test
  void signalsComeAgainAfterTheirConnectionBroke() {
    try (var server = RedisServer.start();
        var store = open(server)) {
      var session = TestStores.newSession();
      store.create(session);
      take(store, session.uploadId(), "holder");
      var heard = new AtomicInteger();
      store.listen(
          new SessionSignals() {
            @Override
            public void wanted(String uploadId, Urgency urgency) {
              heard.incrementAndGet();
            }

            @Override
            public void released(String uploadId) {}
          });
      server.cli("CLIENT", "KILL", "TYPE", "pubsub");
      await()
          .untilAsserted(() -> {
            store.acquire(session.uploadId(), "other", Duration.ofSeconds(10), Urgency.NOW);
            assertThat(heard).hasPositiveValue();
          });
    }
  }

  @Test
  void scriptsThatRedisForgotAreSentAgain() {
    try (var server = RedisServer.start();
        var store = open(server)) {
      ConnectionKindsIT.uploads(store);
      server.cli("SCRIPT", "FLUSH");
      ConnectionKindsIT.uploads(store);
    }
  }

  @Test
  void afterReadonlyTheRealMasterIsFound() {
    try (var first = RedisServer.start();
        var second = RedisServer.start();
        var store =
            TestStores.open(first.endpoint() + "," + second.endpoint() + ",syncTimeout=700")) {
      ConnectionKindsIT.uploads(store);
      first.cli("REPLICAOF", "127.0.0.1", Integer.toString(second.port()));
      await("the old master answers READONLY")
          .atMost(Duration.ofSeconds(10))
          .until(() -> first.cli("SET", "x", "y").startsWith("READONLY"));
      awaitWorking(store);
      await("signals moved too")
          .until(() -> second.cli("PUBSUB", "CHANNELS").equals("valiblob:session:signals"));
    }
  }

  @Test
  void aRedisThatIsFullIsUnavailableAndSaysWhy() {
    try (var server = RedisServer.start("--maxmemory-policy", "noeviction");
        var store = open(server)) {
      server.cli("CONFIG", "SET", "maxmemory", "1");
      assertThatThrownBy(() -> store.create(TestStores.newSession()))
          .isInstanceOf(SessionStoreUnavailableException.class)
          .hasMessageContaining("OOM");
    }
  }

  @Test
  void aPasswordThatChangedIsUnavailableUntilItIsTheOldAgain() {
    try (var server = RedisServer.start("--requirepass", "hunter2");
        var store = TestStores.open(server.endpoint() + ",password=hunter2,syncTimeout=700")) {
      ConnectionKindsIT.uploads(store);
      server.cli("-a", "hunter2", "CONFIG", "SET", "requirepass", "changed");
      server.cli("-a", "changed", "CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      await()
          .untilAsserted(() ->
              assertThatThrownBy(() -> store.read("x"))
                  .isInstanceOf(SessionStoreUnavailableException.class)
                  .hasMessageNotContaining("hunter2"));
      server.cli("-a", "changed", "CONFIG", "SET", "requirepass", "hunter2");
      awaitWorking(store);
    }
  }

  @Test
  void afterCloseItIsUnavailable() {
    try (var server = RedisServer.start()) {
      var store = open(server);
      store.close();
      store.close();
      everyCallSaysUnavailable(store, SYNC.plusMillis(600));
      await().until(() -> server.cli("CLIENT", "LIST").lines().count() == 1);
    }
  }

  private static RedisSessionStore open(RedisServer server) {
    return TestStores.open(server.endpoint() + ",syncTimeout=" + SYNC.toMillis());
  }

  private static Lease take(SessionStore store, String uploadId, String holder) {
    return ((Acquisition.Acquired)
            store.acquire(uploadId, holder, Duration.ofSeconds(60), Urgency.SOON))
        .lease();
  }

  private static void awaitWorking(SessionStore store) {
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
        .untilAsserted(() -> ConnectionKindsIT.uploads(store));
  }

  private static void everyCallSaysUnavailable(SessionStore store, Duration within) {
    var session = TestStores.newSession();
    var lease = new Lease(session.uploadId(), "a", 1, Duration.ofSeconds(10));
    var calls =
        List.<ThrowingCallable>of(
            () -> store.create(session),
            () -> store.read(session.uploadId()),
            () -> store.acquire(session.uploadId(), "a", Duration.ofSeconds(10), Urgency.NOW),
            () -> store.commit(lease, 0, session),
            () -> store.renew(lease),
            () -> store.release(lease),
            () -> store.delete(lease),
            () -> store.peek(List.of(session.uploadId())),
            () -> store.claim("work", Duration.ofSeconds(10)),
            store::ping);
    for (var call : calls) {
      var before = Instant.now();
      assertThatThrownBy(call).isInstanceOf(SessionStoreUnavailableException.class);
      assertThat(Duration.between(before, Instant.now())).isLessThan(within);
    }
  }
}
