package dev.longshore.service.session.redis;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.SessionHistory;
import dev.longshore.service.session.SessionStep;
import dev.longshore.service.session.SessionSteps;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The session protocol against its model, on a real Redis and from three pods. */
class RedisSessionProtocolProperties {

  private static RedisServer server;
  private static RedisConnections clock;
  private static List<RedisSessionStore> pods;

  @BeforeContainer
  static void start() {
    server = RedisServer.start();
    clock =
        RedisConnections.open(ConnectionString.parse(server.endpoint()), 0, null, Calls.UNWATCHED);
    pods =
        List.of(
            TestStores.open(server.endpoint()),
            TestStores.open(server.endpoint()),
            TestStores.open(server.endpoint()));
  }

  @AfterContainer
  static void stop() {
    pods.forEach(RedisSessionStore::close);
    clock.close();
    server.close();
  }

  @Property(tries = 300)
  void everyHistoryIsTheModels(@ForAll("histories") List<SessionStep> steps) {
    var id = UUID.randomUUID().toString();
    new SessionHistory(List.copyOf(pods), id, () -> expireLease(id)).play(steps);
  }

  /** Redis has its own clock; a lease that ended long ago is as good as time that passed. */
  private static void expireLease(String id) {
    clock.call("hset", redis -> redis.hset(TestStores.leaseKey(id), "until", "1"));
  }

  @Provide
  Arbitrary<List<SessionStep>> histories() {
    return SessionSteps.histories(60);
  }
}
