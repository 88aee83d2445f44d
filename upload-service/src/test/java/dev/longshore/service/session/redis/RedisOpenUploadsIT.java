package dev.longshore.service.session.redis;

import dev.longshore.service.session.OpenUploads;
import dev.longshore.service.session.OpenUploadsContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on one Redis server. */
class RedisOpenUploadsIT extends OpenUploadsContract {

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
  protected List<OpenUploads> pods() {
    return List.of(here.openUploads(), there.openUploads());
  }
}
