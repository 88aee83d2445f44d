package dev.longshore.service.session.redis;

import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.UploadEventType;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Looks through the uploads that are under way, without using their sessions: tells of those that
 * have none any more, and brings over what dead pods left.
 */
final class OpenUploadLook {

  private static final RedisScript EXPIRE = RedisScript.telling("expire");
  private static final ScanArgs PAGE = ScanArgs.Builder.limit(500);

  /** An upload that is announced for so long and has no session will not get one any more. */
  private static final Duration CREATION = Duration.ofMinutes(1);

  /** A piece that is complete may go: whoever needed it had all the time for it. */
  private static final String IS_COMPLETE = "\"status\":\"Complete\"";

  private final RedisConnections connections;
  private final SessionKeys keys;
  private final EventRules rules;
  private final OutboxRelay relay;

  OpenUploadLook(
      RedisConnections connections, SessionKeys keys, EventRules rules, OutboxRelay relay) {
    this.connections = connections;
    this.keys = keys;
    this.rules = rules;
    this.relay = relay;
  }

  /** How many had expired. */
  int run(BooleanSupplier stopped) {
    int expired = 0;
    var cursor = ScanCursor.INITIAL;
    do {
      var from = cursor;
      var page = connections.call("hscan", redis -> redis.hscan(keys.events()[1], from, PAGE));
      expired += look(page.getMap(), stopped);
      cursor = page;
    } while (!cursor.isFinished() && !stopped.getAsBoolean());
    return expired;
  }

  private int look(Map<String, String> page, BooleanSupplier stopped) {
    if (page.isEmpty()) {
      return 0;
    }
    // Sessions first: behind one that is gone, nothing comes into its stream any more.
    var sessions = existing(page.keySet(), keys::session);
    boolean isCluster = connections.server().map(ServerInfo::isCluster).orElse(false);
    var outboxes = isCluster ? existing(page.keySet(), keys::outbox) : Set.<String>of();
    int expired = 0;
    for (var open : page.entrySet()) {
      var id = open.getKey();
      if (stopped.getAsBoolean()) {
        break;
      }
      boolean hasMore = outboxes.contains(id);
      if (hasMore) {
        relay.run(id);
      }
      // One of which nothing was told before its session was looked for may have got it since.
      boolean mayBeNew = hasMore && OpenUpload.of(open.getValue()).told() == 0;
      if (!sessions.contains(id) && !mayBeNew) {
        var text =
            hasMore
                ? connections.call("hget", redis -> redis.hget(keys.events()[1], id))
                : open.getValue();
        expired += text != null && expire(id, text) ? 1 : 0;
      }
    }
    return expired;
  }

  private Set<String> existing(Collection<String> ids, UnaryOperator<String> key) {
    var all = List.copyOf(ids);
    var counts = connections.callEach("exists", all, (redis, id) -> redis.exists(key.apply(id)));
    var found = new HashSet<String>();
    for (int i = 0; i < all.size(); i++) {
      if (counts.get(i) > 0) {
        found.add(all.get(i));
      }
    }
    return found;
  }

  private boolean expire(String uploadId, String text) {
    var open = OpenUpload.of(text);
    var now = Instant.now();
    if (open.told() == 0) {
      var announced = Instant.ofEpochMilli(Long.parseLong(open.data()));
      if (announced.plus(CREATION).isBefore(now)) {
        write("", uploadId, open, now);
      }
      return false;
    }
    boolean isOver = open.data().contains(IS_COMPLETE);
    return write(isOver ? "" : UploadEventType.EXPIRED.cloudEventType(), uploadId, open, now)
        && !isOver;
  }

  private boolean write(String type, String uploadId, OpenUpload open, Instant now) {
    var answer =
        connections.call(
            "expire",
            redis ->
                EXPIRE.run(
                    redis,
                    keys.events(),
                    type,
                    uploadId,
                    rules.source(),
                    now.truncatedTo(ChronoUnit.MILLIS).toString(),
                    open.data(),
                    "1",
                    Long.toString(open.told() + 1),
                    Long.toString(rules.maxLength()),
                    open.text()));
    return answer.getFirst().equals("TOLD");
  }
}
