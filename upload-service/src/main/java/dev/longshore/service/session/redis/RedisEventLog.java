package dev.longshore.service.session.redis;

import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.UploadEvent;
import io.lettuce.core.Range;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * {@link EventLog} in a Redis Stream, with a consumer group for each endpoint. Its one consumer is
 * whoever has the turn, so that what one pod left pending is pending for the next.
 */
final class RedisEventLog implements EventLog {

  private static final RedisScript NEXT = RedisScript.of("next");
  private static final RedisScript BURY = RedisScript.of("bury");
  private static final RedisScript YIELD = RedisScript.of("yield");

  private final RedisConnections connections;
  private final String stream;
  private final String missed;
  private final SessionKeys keys;
  private final EventRules rules;
  private final OpenUploadLook look;

  RedisEventLog(
      RedisConnections connections, SessionKeys keys, EventRules rules, OpenUploadLook look) {
    this.connections = connections;
    this.stream = keys.events()[0];
    this.missed = keys.events()[2];
    this.keys = keys;
    this.rules = rules;
    this.look = look;
  }

  @Override
  public void open(String endpoint) {
    connections.call(
        "xgroup",
        redis ->
            redis
                .xgroupCreate(
                    StreamOffset.latest(stream), endpoint, XGroupCreateArgs.Builder.mkstream())
                .exceptionallyCompose(RedisEventLog::unlessItIsThere));
  }

  private static CompletionStage<String> unlessItIsThere(Throwable failure) {
    return failure instanceof RedisBusyException
            || failure.getCause() instanceof RedisBusyException
            || String.valueOf(failure.getMessage()).contains("BUSYGROUP")
        ? CompletableFuture.completedFuture("OK")
        : CompletableFuture.failedFuture(failure);
  }

  @Override
  public Turn next(String endpoint, String holder, Duration time, String after, int most) {
    var answer =
        connections.call(
            "next",
            redis ->
                NEXT.run(
                    redis,
                    new String[] {stream, turn(endpoint), missed},
                    holder,
                    Long.toString(time.toMillis()),
                    endpoint,
                    after,
                    Integer.toString(most)));
    if (answer.getFirst().equals("OTHERS")) {
      return new Turn.Others(Duration.ofMillis(Math.max(0, (Long) answer.get(1))));
    }
    var entries = ((List<?>) answer.get(3)).stream().map(RedisEventLog::entry).toList();
    return new Turn.Ours((Long) answer.get(1) == 1, entries, (Long) answer.get(2));
  }

  private static Entry entry(Object raw) {
    var pair = (List<?>) raw;
    var position = (String) pair.getFirst();
    if (!(pair.get(1) instanceof List<?> texts) || texts.isEmpty()) {
      return new Entry(position, null);
    }
    var fields = new HashMap<String, String>();
    for (int i = 0; i < texts.size(); i += 2) {
      fields.put((String) texts.get(i), (String) texts.get(i + 1));
    }
    return new Entry(position, UploadEvent.of(fields));
  }

  @Override
  public void release(String endpoint, String holder) {
    connections.call("yield", redis -> YIELD.run(redis, new String[] {turn(endpoint)}, holder));
  }

  @Override
  public Optional<UploadEvent> find(String position) {
    return connections
        .call("xrange", redis -> redis.xrange(stream, Range.create(position, position)))
        .stream()
        .findFirst()
        .map(message -> UploadEvent.of(message.getBody()));
  }

  @Override
  public void settle(String endpoint, String position) {
    connections.call("xack", redis -> redis.xack(stream, endpoint, position));
  }

  @Override
  public void bury(String endpoint, String position, String why) {
    connections.call(
        "bury",
        redis ->
            BURY.run(
                redis,
                new String[] {stream, keys.claim("events:dead")},
                endpoint,
                position,
                why,
                Long.toString(rules.maxLength())));
  }

  @Override
  public int look(BooleanSupplier stopped) {
    return look.run(stopped);
  }

  private String turn(String endpoint) {
    return keys.claim("events:turn:" + endpoint);
  }
}
