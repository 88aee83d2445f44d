package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.EventLog.Turn;
import dev.longshore.service.session.EventLogContract;
import dev.longshore.service.session.SessionStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on one Redis, where changes and what is told of them are one step. */
class RedisEventLogIT extends EventLogContract {

  private static RedisServer redis;
  private static RedisSessionStore here;
  private static RedisSessionStore there;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    here = TestStores.telling(redis.endpoint(), RULES);
    there = TestStores.telling(redis.endpoint(), RULES);
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    redis.close();
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
  protected void expireSession(String uploadId) {
    redis.cli("DEL", TestStores.PREFIX + uploadId);
  }

  @Test
  void lookDoesNotUseTheSession() {
    var session = TestStores.newSession();
    here.create(session);
    var key = TestStores.PREFIX + session.uploadId();
    redis.cli("PEXPIRE", key, "1000000");
    here.events().orElseThrow().look(() -> false);
    assertThat(Long.parseLong(redis.cli("PTTL", key))).isLessThanOrEqualTo(1_000_000);
  }

  @Test
  void everythingLiesBesideTheSessions() {
    here.create(TestStores.newSession());
    here.events().orElseThrow().open("hook");
    assertThat(List.of(redis.cli("KEYS", TestStores.PREFIX + "*").split("\n")))
        .allMatch(key -> key.matches(TestStores.PREFIX + "[-0-9a-f]{36}"));
    assertThat(redis.cli("XINFO", "GROUPS", "{" + TestStores.PREFIX + "}:events")).contains("hook");
  }

  @Test
  void changeThatCannotBeToldDoesNotTakeEffect() {
    var events = "{other:}:events";
    try (var store =
        RedisSessionStore.on(
            TestStores.connections(redis.endpoint()),
            "other:",
            TestStores.SLIDING,
            new JsonSessionCodec(),
            RULES)) {
      redis.cli("SET", events, "something of somebody else");
      var session = TestStores.newSession();
      assertThatThrownBy(() -> store.create(session)).hasMessageContaining("WRONGTYPE");
      assertThat(redis.cli("KEYS", "other:*")).isEmpty();
    }
  }

  @Test
  void podThatDiesRightBehindAChangeHasToldOfIt() {
    assertThat(DyingPod.toldBehind(redis.endpoint(), RULES, there))
        .containsExactly("created", "progressed", "completed");
  }

  /** As docs/redis.md lists them. */
  @Test
  void userNeedsNoMoreThanTheseCommands() {
    var rules =
        ConnectionKindsIT.MINIMAL
            + " +hget +hincrby +hscan +hsetnx +xadd +xlen +xtrim +xdel +xrange +xinfo +xgroup"
            + " +xreadgroup +xack +pttl";
    try (var server = RedisServer.start()) {
      server.cli(("ACL SETUSER app on >pw " + rules).split(" "));
      try (var store = TestStores.telling(server.endpoint() + ",user=app,password=pw", RULES)) {
        var log = store.events().orElseThrow();
        log.open("hook");
        for (int i = 0; i < 500; i++) {
          store.create(TestStores.newSession());
        }
        var turn = (Turn.Ours) log.next("hook", "a", Duration.ofMinutes(1), EventLog.NEW, 1000);
        var left =
            turn.taken()
                ? (Turn.Ours) log.next("hook", "a", Duration.ofMinutes(1), EventLog.NEW, 1000)
                : turn;
        assertThat(left.entries()).hasSizeGreaterThan(100);
        assertThat(log.find(left.entries().getLast().position())).isPresent();
        log.settle("hook", left.entries().getFirst().position());
        log.bury("hook", left.entries().getLast().position(), "no");
        log.look(() -> false);
        log.release("hook", "a");
      }
      assertThat(ConnectionKindsIT.refusedCommands(server))
          .isSubsetOf("client|setinfo", TestStores.PREFIX + "signals");
    }
  }
}
