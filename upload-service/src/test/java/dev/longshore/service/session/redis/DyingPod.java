package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longshore.service.observe.Callee;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.Acquisition;
import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Does nothing any more once Redis has answered that a session is changed. */
final class DyingPod {

  private DyingPod() {}

  private static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** The pod that dies does so behind each change of an upload: what a living one is told then. */
  static List<String> toldBehind(String connectionString, EventRules rules, SessionStore living) {
    var log = living.events().orElseThrow();
    log.open("behind-the-dying");
    var session = TestStores.newSession();
    try (var dying = store(connectionString, rules)) {
      assertThatThrownBy(() -> dying.create(session)).isInstanceOf(Died.class);
      var taken =
          (Acquisition.Acquired)
              living.acquire(session.uploadId(), "a", Duration.ofMinutes(1), Urgency.SOON);
      var later = Instant.now();
      var half = session.advancedTo(50, null, later);
      assertThatThrownBy(() -> dying.commit(taken.lease(), 0, half)).isInstanceOf(Died.class);
      var complete = session.advancedTo(100, null, later).withStatus(SessionStatus.Complete, later);
      assertThatThrownBy(() -> dying.commitAndRelease(taken.lease(), 50, complete))
          .isInstanceOf(Died.class);
    }
    log.look(() -> false);
    var told = new ArrayList<String>();
    for (int i = 0; i < 2; i++) {
      var turn =
          (EventLog.Turn.Ours)
              log.next("behind-the-dying", "a", Duration.ofMinutes(1), EventLog.NEW, 1000);
      turn.entries().stream()
          .map(EventLog.Entry::event)
          .filter(event -> event.subject().equals(session.uploadId()))
          .forEach(event -> told.add(event.type().replaceAll(".*\\.", "")));
    }
    return told;
  }

  private static RedisSessionStore store(String connectionString, EventRules rules) {
    var connections =
        TestStores.connections(
            connectionString,
            new Calls() {
              @Override
              public Call begin(Callee callee, String operation) {
                return (outcome, failure) -> {
                  if (operation.equals("create") || operation.equals("commit")) {
                    throw new Died();
                  }
                };
              }

              @Override
              public Runnable carried(Runnable task) {
                return task;
              }
            });
    return RedisSessionStore.on(
        connections, TestStores.PREFIX, TestStores.SLIDING, new JsonSessionCodec(), rules);
  }
}
