package dev.longshore.service.session.redis;

import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.SessionStoreUnavailableException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events of uploads to the service's stream, in a Cluster. Any number of pods may do it at
 * once: each event arrives once and in its place.
 */
final class OutboxRelay {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
  private static final RedisScript RELAY = RedisScript.telling("relay");
  private static final RedisScript RELAYED = RedisScript.of("relayed");
  private static final Limit PAGE = Limit.from(100);

  private final RedisConnections connections;
  private final SessionKeys keys;
  private final EventRules rules;

  OutboxRelay(RedisConnections connections, SessionKeys keys, EventRules rules) {
    this.connections = connections;
    this.keys = keys;
    this.rules = rules;
  }

  /** Says that there may be something to tell of an upload. */
  void announce(String uploadId) {
    var text = new OpenUpload(0, Long.toString(System.currentTimeMillis())).text();
    connections.call("announce", redis -> redis.hsetnx(keys.events()[1], uploadId, text));
  }

  /** Brings over what there is, behind the answer to the client. */
  void start(String uploadId) {
    Thread.ofVirtual()
        .name("events-relay")
        .start(() -> {
          try {
            run(uploadId);
          } catch (SessionStoreUnavailableException e) {
            LOG.debug("events of {} are brought over by whoever looks next", uploadId, e);
          }
        });
  }

  /** Brings over what there is. */
  void run(String uploadId) {
    while (true) {
      var waiting =
          connections.call(
              "outbox", redis -> redis.xrange(keys.outbox(uploadId), Range.unbounded(), PAGE));
      if (waiting.isEmpty()) {
        return;
      }
      waiting.forEach(entry -> bringOver(entry.getBody()));
      drop(uploadId, waiting);
    }
  }

  private void bringOver(Map<String, String> event) {
    connections.call(
        "relay",
        redis ->
            RELAY.run(
                redis,
                keys.events(),
                event.get("type"),
                event.get("subject"),
                event.get("source"),
                event.get("time"),
                event.get("data"),
                event.get("last"),
                event.get("sequence"),
                Long.toString(rules.maxLength())));
  }

  private void drop(String uploadId, List<StreamMessage<String, String>> entries) {
    var dropped =
        entries.stream()
            .flatMap(entry -> Stream.of(entry.getId(), entry.getBody().get("sequence")))
            .toArray(String[]::new);
    connections.call(
        "relayed", redis -> RELAYED.run(redis, new String[] {keys.outbox(uploadId)}, dropped));
  }
}
