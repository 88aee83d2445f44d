package dev.longshore.service.session.redis;

import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.UploadEventType;
import dev.longshore.service.session.UploadSession;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * What the scripts that change sessions are given to tell of it. Where all keys are on one server,
 * they write to the service's stream themselves. In a Cluster they can't, as an upload's keys and
 * the stream are on different nodes: they write to a stream of the upload, and {@link OutboxRelay}
 * brings it over.
 */
final class EventWriter {

  private final RedisConnections connections;
  private final SessionKeys keys;
  private final String outboxTtl;
  private final EventRules rules;
  private final OutboxRelay relay;

  /**
   * @param outboxTtl how long what no pod brought over is kept (ms)
   */
  EventWriter(RedisConnections connections, SessionKeys keys, String outboxTtl, EventRules rules) {
    this.connections = connections;
    this.keys = keys;
    this.outboxTtl = outboxTtl;
    this.rules = rules;
    this.relay = new OutboxRelay(connections, keys, rules);
  }

  /**
   * What a script is told besides what it changes.
   *
   * @param ownKeys of the event
   * @param ownArguments what happened
   * @param afterwards what is done once the change has taken effect
   */
  record Told(String[] ownKeys, String[] ownArguments, Runnable afterwards) {

    static final Told NOTHING = new Told(new String[0], new String[0], () -> {});

    String[] keys(String[] before) {
      return joined(before, ownKeys);
    }

    String[] arguments(String[] before) {
      return joined(before, ownArguments);
    }

    void pass() {
      afterwards.run();
    }

    private static String[] joined(String[] one, String[] other) {
      return other.length == 0
          ? one
          : Stream.of(one, other).flatMap(Stream::of).toArray(String[]::new);
    }
  }

  Told creation(UploadSession session) {
    if (isCluster()) {
      // Before there is anything to tell, so that it is told also if this pod dies.
      relay.announce(session.uploadId());
    }
    return told(UploadEventType.CREATED, session);
  }

  Told commit(long from, UploadSession next) {
    var type = rules.typeOf(from, next);
    return type == null ? Told.NOTHING : told(type, next);
  }

  private Told told(UploadEventType type, UploadSession session) {
    boolean isCluster = isCluster();
    var pause = type == UploadEventType.PROGRESSED ? rules.progressInterval().toMillis() : 0;
    var id = session.uploadId();
    return new Told(
        isCluster ? new String[] {keys.outbox(id)} : keys.events(),
        new String[] {
          type.cloudEventType(),
          id,
          rules.source(),
          session.updatedAt().truncatedTo(ChronoUnit.MILLIS).toString(),
          rules.data().apply(session),
          EventRules.isLast(type, session) ? "1" : "0",
          Long.toString(pause),
          Long.toString(rules.maxLength()),
          outboxTtl
        },
        isCluster ? () -> relay.start(id) : () -> {});
  }

  private boolean isCluster() {
    return connections.server().map(ServerInfo::isCluster).orElse(false);
  }

  EventLog log() {
    return new RedisEventLog(
        connections, keys, rules, new OpenUploadLook(connections, keys, rules, relay));
  }
}
