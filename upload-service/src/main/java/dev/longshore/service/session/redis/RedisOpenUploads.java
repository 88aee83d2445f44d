package dev.longshore.service.session.redis;

import dev.longshore.service.session.OpenUploads;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * {@link OpenUploads} in Redis: a hash for each client with its uploads, their bytes and since when
 * they are counted; and one hash that says of every upload whose it is and how many bytes that
 * client may have. All of a service's are on one node of a Cluster, so that a script sees them at
 * once.
 */
final class RedisOpenUploads implements OpenUploads {

  private static final RedisScript ADMIT = RedisScript.of("admit");
  private static final RedisScript RESIZE = RedisScript.of("resize");

  private final RedisConnections connections;
  private final SessionKeys keys;

  RedisOpenUploads(RedisConnections connections, SessionKeys keys) {
    this.connections = connections;
    this.keys = keys;
  }

  /** Whose an upload is, by the digest of its name, and how many bytes that one may have. */
  private record Counted(String client, String mostBytes) {
    static Counted of(String text) {
      var parts = text.split(" ");
      return new Counted(parts[0], parts[1]);
    }
  }

  /** Uploads that are looked at at once. */
  private static final ScanArgs PAGE = ScanArgs.Builder.limit(500);

  @Override
  public Admission admit(
      String client, String uploadId, long bytes, long mostUploads, long mostBytes) {
    var digest = digest(client);
    var answer =
        connections.call(
            "admit",
            redis ->
                ADMIT.run(
                    redis,
                    keys(digest),
                    uploadId,
                    Long.toString(bytes),
                    Long.toString(mostUploads),
                    Long.toString(mostBytes),
                    digest));
    return switch ((String) answer.getFirst()) {
      case "UPLOADS" -> Admission.TOO_MANY_UPLOADS;
      case "BYTES" -> Admission.TOO_MANY_BYTES;
      default -> Admission.ADMITTED;
    };
  }

  @Override
  public long resize(String uploadId, long wanted) {
    var text = connections.call("hget", redis -> redis.hget(keys.claim("open"), uploadId));
    if (text == null) {
      return wanted;
    }
    var counted = Counted.of(text);
    var answer =
        connections.call(
            "resize",
            redis ->
                RESIZE.run(
                    redis,
                    keys(counted.client),
                    uploadId,
                    Long.toString(wanted),
                    counted.mostBytes));
    var granted = (String) answer.getFirst();
    return granted.equals("NONE") ? wanted : Long.parseLong(granted);
  }

  /** Its client last: should this pod die in between, the upload is found and released again. */
  @Override
  public void release(Collection<String> uploadIds) {
    for (var id : uploadIds) {
      var text = connections.call("hget", redis -> redis.hget(keys.claim("open"), id));
      if (text != null) {
        var key = key(Counted.of(text).client);
        connections.call("hdel", redis -> redis.hdel(key, id));
        connections.call("hdel", redis -> redis.hdel(keys.claim("open"), id));
      }
    }
  }

  @Override
  public Map<String, Duration> of(String client) {
    var uploads = connections.call("hgetall", redis -> redis.hgetall(key(digest(client))));
    return ages(uploads);
  }

  @Override
  public Page page(String start) {
    var found =
        connections.call(
            "hscan", redis -> redis.hscan(keys.claim("open"), ScanCursor.of(start), PAGE));
    return new Page(ages(found.getMap()), found.isFinished() ? Page.FIRST : found.getCursor());
  }

  /** Since when they are counted stands last, by the clock of Redis. */
  private Map<String, Duration> ages(Map<String, String> uploads) {
    var now =
        Instant.ofEpochSecond(
            Long.parseLong(connections.call("time", redis -> redis.time()).getFirst()));
    var ages = new HashMap<String, Duration>();
    uploads.forEach((id, text) -> {
      var since = Long.parseLong(text.substring(text.lastIndexOf(' ') + 1));
      ages.put(id, Duration.between(Instant.ofEpochMilli(since), now));
    });
    return ages;
  }

  private String[] keys(String client) {
    return new String[] {keys.claim("open"), key(client)};
  }

  private String key(String client) {
    return keys.claim("open:" + client);
  }

  /** A name may be long, and anything; and who looks at keys need not learn it. */
  private static String digest(String client) {
    return NameDigest.of(client, 16);
  }
}
