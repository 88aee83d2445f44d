package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.session.SessionLook;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on one Redis server. */
class RedisSessionStoreIT extends SessionStoreContract {

  private static RedisServer server;
  private static RedisSessionStore here;
  private static RedisSessionStore there;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
    here = TestStores.open(server.endpoint());
    there = TestStores.open(server.endpoint());
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    server.close();
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
    server.cli("HSET", TestStores.leaseKey(uploadId), "until", "1");
  }

  @Override
  protected void expireSession(String uploadId) {
    server.cli("DEL", TestStores.PREFIX + uploadId);
  }

  @Test
  void aLookDoesNotExtendASessionsLife() {
    here.create(session(id));
    server.cli("PEXPIRE", TestStores.PREFIX + id, "60000");
    assertThat(here.look().one(id).orElseThrow().expiresIn())
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    assertThat(Long.parseLong(server.cli("PTTL", TestStores.PREFIX + id).strip()))
        .isLessThanOrEqualTo(60_000);
  }

  @Test
  void aLookPassesOverWhatIsNoSession() {
    server.cli("SET", TestStores.PREFIX + "text-" + id, "no session");
    server.cli("HSET", TestStores.PREFIX + "hash-" + id, "no", "session");
    assertThat(here.look().page("text-", SessionLook.Page.FIRST, 500).sessions()).isEmpty();
    assertThat(here.look().one("hash-" + id)).isEmpty();
  }

  /** 20 steps of 10 keys each are far from the end. */
  @Test
  void onePageDoesNotGoThroughAllThatIsInRedis() {
    server.cli("EVAL", "for i = 1, 5000 do redis.call('SET', 'another:' .. i, '') end", "0");
    assertThat(here.look().page("none-", SessionLook.Page.FIRST, 10).next())
        .isNotEqualTo(SessionLook.Page.FIRST);
  }
}
