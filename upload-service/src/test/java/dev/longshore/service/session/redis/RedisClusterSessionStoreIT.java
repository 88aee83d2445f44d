package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreContract;
import dev.longshore.service.session.SessionStoreUnavailableException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a Redis Cluster of three masters. */
class RedisClusterSessionStoreIT extends SessionStoreContract {

  private static RedisCluster cluster;
  private static RedisSessionStore here;
  private static RedisSessionStore there;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(3, 0);
    here = TestStores.open(cluster.connectionString() + ",abortConnect=false");
    there = TestStores.open("redis://" + cluster.connectionString());
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    cluster.close();
  }

  @Override
  protected SessionStore here() {
    return here;
  }

  @Override
  protected SessionStore there() {
    return there;
  }

  @Override
  protected void expireLease(String uploadId) {
    cluster.cli("HSET", TestStores.leaseKey(uploadId), "until", "1");
  }

  @Override
  protected void expireSession(String uploadId) {
    cluster.cli("DEL", TestStores.PREFIX + uploadId);
  }

  @Test
  void sessionsSpreadOverTheMasters() {
    IntStream.range(0, 30).forEach(i -> here.create(TestStores.newSession()));
    assertThat(cluster.nodes())
        .allSatisfy(
            node -> assertThat(node.cli("KEYS", TestStores.PREFIX + "*")).contains("session:"));
  }

  @Test
  void withAPassword() {
    try (var locked = RedisCluster.startWithPassword(3, "s3cr3t");
        var store =
            TestStores.open(locked.connectionString() + ",password=s3cr3t,abortConnect=false")) {
      IntStream.range(0, 10).forEach(i -> ConnectionKindsIT.uploads(store));
    }
  }

  /** Replication is asynchronous; what a replica has not got when its master dies is lost. */
  @Test
  void goesOnWhenAMasterDiesAndItsReplicaTakesOver() {
    try (var group = RedisCluster.start(3, 1);
        var store =
            TestStores.open(group.connectionString() + ",syncTimeout=1000,abortConnect=false")) {
      IntStream.range(0, 10).forEach(i -> ConnectionKindsIT.uploads(store));
      group.nodes().getFirst().kill();
      await()
          .atMost(Duration.ofSeconds(40))
          .ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
          .untilAsserted(
              () -> IntStream.range(0, 10).forEach(i -> ConnectionKindsIT.uploads(store)));
    }
  }

  @Test
  void aClusterHasNoOtherDatabase() {
    assertThatThrownBy(
            () -> TestStores.open(cluster.connectionString() + ",defaultDatabase=1,connectRetry=0"))
        .isInstanceOf(SessionStoreUnavailableException.class);
  }
}
