package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.observe.Callee;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.EventLogContract;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.UploadEvent;
import dev.longshore.service.session.UploadEventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a Redis Cluster, where each upload's events are brought to the stream. */
class RedisClusterEventLogIT extends EventLogContract {

  private static final String OPEN = "{" + TestStores.PREFIX + "}:events:open";

  private static RedisCluster cluster;
  private static RedisSessionStore here;
  private static RedisSessionStore there;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(3, 0);
    here = TestStores.telling(cluster.connectionString() + ",abortConnect=false", RULES);
    there = TestStores.telling(cluster.connectionString() + ",abortConnect=false", RULES);
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
  protected void expireSession(String uploadId) {
    cluster.cli("DEL", TestStores.PREFIX + uploadId);
  }

  private static String outbox(String uploadId) {
    return "{" + TestStores.PREFIX + uploadId + "}:events";
  }

  @Test
  void nothingIsLeftOfWhatWasBroughtOver() {
    var session = TestStores.newSession();
    here.create(session);
    await().until(() -> cluster.cli("EXISTS", outbox(session.uploadId())).equals("0"));
    assertThat(cluster.cli("HGET", OPEN, session.uploadId())).startsWith("1 ");
  }

  /** As a pod leaves it that dies between a change and bringing over what it told of it. */
  @Test
  void whatADeadPodLeftIsBroughtOverByALookAlsoIfTheSessionIsGone() {
    var log = here.events().orElseThrow();
    log.open("look");
    var session = TestStores.newSession();
    here.create(session);
    var id = session.uploadId();
    await().until(() -> cluster.cli("EXISTS", outbox(id)).equals("0"));
    put(id, "*", UploadEventType.PROGRESSED, 2, "{\"status\":\"InProgress\"}");
    cluster.cli("DEL", TestStores.PREFIX + id);
    there.events().orElseThrow().look(() -> false);
    there.events().orElseThrow().look(() -> false);
    var told = new ArrayList<String>();
    for (int i = 0; i < 2; i++) {
      var turn =
          (EventLog.Turn.Ours) log.next("look", "a", Duration.ofMinutes(1), EventLog.NEW, 1000);
      turn.entries().stream()
          .map(EventLog.Entry::event)
          .filter(event -> event.subject().equals(id))
          .forEach(event -> told.add(event.id() + " " + event.type().replaceAll(".*\\.", "")));
    }
    assertThat(told).isEqualTo(List.of(id + ":1 created", id + ":2 progressed", id + ":3 expired"));
    assertThat(cluster.cli("HEXISTS", OPEN, id)).isEqualTo("0");
    assertThat(cluster.cli("EXISTS", outbox(id))).isEqualTo("0");
  }

  /** As a look sees it that asks for the session right before, and for its events right behind. */
  @Test
  void uploadThatIsBeingCreatedIsNotTakenForOneThatExpired() {
    var id = TestStores.newSession().uploadId();
    cluster.cli("HSET", OPEN, id, "0 " + System.currentTimeMillis());
    put(id, "*", UploadEventType.CREATED, 1, "{}");
    here.events().orElseThrow().look(() -> false);
    assertThat(cluster.cli("HGET", OPEN, id)).isEqualTo("1 {}");
  }

  /** As when another pod empties the upload's stream and brings over what happens right behind. */
  @Test
  void whatComesInThePlaceOfWhatWasBroughtOverIsNotDropped() {
    var id = TestStores.newSession().uploadId();
    cluster.cli("HSET", OPEN, id, "0 " + System.currentTimeMillis());
    put(id, "5-0", UploadEventType.CREATED, 1, "{}");
    var meanwhile = new AtomicBoolean();
    try (var connections =
        watched(operation -> {
          if (operation.equals("relayed") && meanwhile.compareAndSet(false, true)) {
            cluster.cli("DEL", outbox(id));
            put(id, "5-0", UploadEventType.PROGRESSED, 2, "{}");
          }
        })) {
      new OutboxRelay(connections, SessionKeys.of(TestStores.PREFIX, ""), RULES).run(id);
    }
    assertThat(meanwhile).isTrue();
    assertThat(cluster.cli("HGET", OPEN, id)).isEqualTo("2 {}");
    assertThat(cluster.cli("EXISTS", outbox(id))).isEqualTo("0");
  }

  private static RedisConnections watched(Consumer<String> before) {
    return TestStores.connections(
        cluster.connectionString() + ",abortConnect=false",
        new Calls() {
          @Override
          public Call begin(Callee callee, String operation) {
            before.accept(operation);
            return (_, _) -> {};
          }

          @Override
          public Runnable carried(Runnable task) {
            return task;
          }
        });
  }

  /** Puts an event into the upload's own stream. */
  private static void put(
      String id, String position, UploadEventType type, long number, String data) {
    var event = UploadEvent.of(type, id, number, "/test", "2026-03-18T10:00:00Z", data);
    var entry = new ArrayList<>(List.of("XADD", outbox(id), position, "last", "0"));
    event.fields().forEach((name, value) -> entry.addAll(List.of(name, value)));
    cluster.cli(entry.toArray(String[]::new));
  }

  /** As a pod leaves it that dies between announcing an upload and creating it. */
  @Test
  void uploadThatWasOnlyAnnouncedIsForgotten() {
    var log = here.events().orElseThrow();
    cluster.cli("HSET", OPEN, "just-now", "0 " + System.currentTimeMillis());
    cluster.cli("HSET", OPEN, "long-ago", "0 " + (System.currentTimeMillis() - 120_000));
    log.look(() -> false);
    assertThat(cluster.cli("HEXISTS", OPEN, "just-now")).isEqualTo("1");
    assertThat(cluster.cli("HEXISTS", OPEN, "long-ago")).isEqualTo("0");
  }

  @Test
  void podThatDiesRightBehindAChangeHasToldOfIt() {
    assertThat(
            DyingPod.toldBehind(cluster.connectionString() + ",abortConnect=false", RULES, there))
        .containsExactly("created", "progressed", "completed");
  }
}
