package dev.longshore.service.session.redis;

import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
}
