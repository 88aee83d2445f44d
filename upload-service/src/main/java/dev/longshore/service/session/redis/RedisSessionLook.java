package dev.longshore.service.session.redis;

import dev.longshore.service.session.SessionLook;
import io.lettuce.core.ScanArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A {@link SessionLook} at Redis: goes through the keys of one server or of a Cluster's masters a
 * few at a time, and asks for each session and its lease in one step.
 */
final class RedisSessionLook implements SessionLook {

  private static final RedisScript LOOK = RedisScript.of("look");

  /** So that a server full of others' keys is not gone through for one page. */
  private static final int MOST_SCANS = 20;

  private final RedisConnections connections;
  private final SessionKeys keys;
  private final SessionCodec codec;

  RedisSessionLook(RedisConnections connections, SessionKeys keys, SessionCodec codec) {
    this.connections = connections;
    this.keys = keys;
    this.codec = codec;
  }

  @Override
  public Page page(String idPrefix, String start, int wanted) {
    var args = ScanArgs.Builder.matches(literally(keys.session(idPrefix)) + "*").limit(wanted);
    var ids = new LinkedHashSet<String>();
    var place = KeyScan.Place.of(start);
    int scans = 0;
    do {
      var from = place;
      var step = connections.call("scan", redis -> KeyScan.step(redis, from, args));
      for (var key : step.keys()) {
        var id = key.substring(keys.prefix().length());
        if (keys.isId(id)) {
          ids.add(id);
        }
      }
      place = step.next();
      scans++;
    } while (!place.isFirst() && ids.size() < wanted && scans < MOST_SCANS);
    return new Page(sights(List.copyOf(ids)), place.isFirst() ? Page.FIRST : place.text());
  }

  @Override
  public Optional<Sight> one(String uploadId) {
    return keys.isId(uploadId) ? sights(List.of(uploadId)).stream().findFirst() : Optional.empty();
  }

  private List<Sight> sights(List<String> ids) {
    var answers = connections.callEach("look", ids, (redis, id) -> LOOK.run(redis, keys.of(id)));
    var sights = new ArrayList<Sight>();
    answers.forEach(answer -> sight(answer).ifPresent(sights::add));
    return sights;
  }

  /** What is no session was put there by somebody else. */
  private Optional<Sight> sight(List<Object> answer) {
    if (answer.getFirst().equals("NONE")) {
      return Optional.empty();
    }
    try {
      var holder = (String) answer.get(3);
      return Optional.of(
          new Sight(
              codec.decode((String) answer.get(1)),
              Duration.ofMillis((Long) answer.get(2)),
              Optional.of(holder).filter(name -> !name.isEmpty())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A prefix may hold what means something in a pattern. */
  private static String literally(String text) {
    return text.replaceAll("[\\\\*?\\[\\]^]", "\\\\$0");
  }
}
