package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.session.SessionStoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind Sentinel: the master is found by its name, also after it changed. */
class RedisSentinelIT {

  private static final String PASSWORD = "hunter2";

  @Test
  void goesOnWithTheNewMasterWhenTheOldOneDies() {
    try (var group = Group.start(List.of());
        var store = TestStores.open(group.connectionString() + ",syncTimeout=2000")) {
      ConnectionKindsIT.uploads(store);
      var session = TestStores.newSession();
      store.create(session);
      // Replication is asynchronous: what the replica has not got yet dies with the master.
      assertThat(group.master.cli("WAIT", "1", "5000")).isEqualTo("1");

      group.master.kill();

      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
          .untilAsserted(() -> ConnectionKindsIT.uploads(store));
      assertThat(store.read(session.uploadId())).isPresent();
      assertThat(group.replica.cli("INFO", "replication")).contains("role:master");
    }
  }

  @Test
  void leavesAMasterThatWasMadeAReplica() {
    try (var group = Group.start(List.of());
        var store = TestStores.open(group.connectionString() + ",syncTimeout=2000")) {
      ConnectionKindsIT.uploads(store);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() ->
              group.sentinels.getFirst().cli("SENTINEL", "FAILOVER", "mymaster").equals("OK"));
      await()
          .atMost(Duration.ofSeconds(30))
          // A Sentinel closes the connections of a server that it makes a replica, also this one.
          .ignoreExceptionsInstanceOf(IllegalStateException.class)
          .until(() -> group.master.cli("INFO", "replication").contains("role:slave"));
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
          .untilAsserted(() -> ConnectionKindsIT.uploads(store));
    }
  }

  /** Sentinels with no password, with the master's, and with their own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ",password=hunter2|",
        ",password=hunter2|requirepass hunter2",
        ",password=hunter2,sentinelPassword=other|requirepass other"
      })
  void withPasswords(String test) {
    var options = test.split("\\|", 2)[0];
    var line = test.split("\\|", 2)[1];
    try (var group = Group.start(line.isEmpty() ? List.of() : List.of(line), PASSWORD);
        var store = TestStores.open(group.connectionString() + options)) {
      ConnectionKindsIT.uploads(store);
    }
  }

  /** The Sentinels' permissions are those of docs/redis.md. */
  @Test
  void withAUserOfTheSentinelsOwn() {
    try (var group = Group.start(List.of())) {
      for (var sentinel : group.sentinels) {
        sentinel.cli(
            "ACL SETUSER watch on >pw -@all +hello +ping +sentinel|get-master-addr-by-name"
                .split(" "));
        sentinel.cli("ACL", "SETUSER", "default", "off");
      }
      var login = ",sentinelUser=watch,sentinelPassword=pw";
      try (var store = TestStores.open(group.connectionString() + login)) {
        ConnectionKindsIT.uploads(store);
      }
    }
  }

  @Test
  void asAUri() {
    try (var group = Group.start(List.of());
        var store =
            TestStores.open("redis-sentinel://" + group.sentinelEndpoints() + "/0#mymaster")) {
      ConnectionKindsIT.uploads(store);
    }
  }

  @Test
  void aSentinelWithoutServiceNameAndAnUnknownNameAreSaidAsSuch() {
    try (var group = Group.start(List.of())) {
      assertThatThrownBy(() -> TestStores.open(group.sentinelEndpoints() + ",connectRetry=0"))
          .hasMessageContaining("name the master in the connection string with serviceName=");
      assertThatThrownBy(() ->
              TestStores.open(group.sentinelEndpoints() + ",serviceName=nobody,connectRetry=0"))
          .isInstanceOf(SessionStoreUnavailableException.class)
          .hasMessageContaining("nobody");
    }
  }

  /** A master, a replica and three Sentinels. */
  private record Group(RedisServer master, RedisServer replica, List<RedisServer> sentinels)
      implements AutoCloseable {

    static Group start(List<String> sentinelLines, String... password) {
      var auth =
          password.length == 0
              ? Stream.<String>of()
              : Stream.of("--requirepass", password[0], "--masterauth", password[0]);
      var options = Stream.concat(auth, Stream.of("--repl-diskless-sync-delay", "0")).toList();
      var master = RedisServer.start(options.toArray(String[]::new));
      var replica =
          RedisServer.start(
              Stream.concat(
                      options.stream(), Stream.of("--replicaof", "127.0.0.1 " + master.port()))
                  .toArray(String[]::new));
      var lines = new ArrayList<>(sentinelLines);
      if (password.length > 0) {
        lines.add("sentinel auth-pass mymaster " + password[0]);
      }
      var sentinels =
          Stream.generate(() -> RedisServer.startSentinel(master, 2, lines.toArray(String[]::new)))
              .limit(3)
              .toList();
      var group = new Group(master, replica, sentinels);
      if (sentinelLines.isEmpty() && password.length == 0) {
        group.awaitReady();
      }
      return group;
    }

    private void awaitReady() {
      await("every Sentinel knows the replica and the others")
          .atMost(Duration.ofSeconds(30))
          .until(() -> sentinels.stream().allMatch(Group::knowsAll));
      await("the replica is in step")
          .atMost(Duration.ofSeconds(30))
          .until(() -> replica.cli("INFO", "replication").contains("master_link_status:up"));
    }

    private static boolean knowsAll(RedisServer sentinel) {
      return sentinel.cli("INFO", "sentinel").contains("status=ok")
          && sentinel.cli("INFO", "sentinel").contains("slaves=1,sentinels=3");
    }

    String sentinelEndpoints() {
      return sentinels.stream().map(RedisServer::endpoint).collect(Collectors.joining(","));
    }

    String connectionString() {
      return sentinelEndpoints() + ",serviceName=mymaster";
    }

    @Override
    public void close() {
      sentinels.forEach(RedisServer::close);
      replica.close();
      master.close();
    }
  }
}
