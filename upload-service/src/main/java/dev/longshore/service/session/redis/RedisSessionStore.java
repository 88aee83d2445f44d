package dev.longshore.service.session.redis;

import dev.longshore.service.session.Acquisition;
import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.Lease;
import dev.longshore.service.session.LeaseState;
import dev.longshore.service.session.OpenUploads;
import dev.longshore.service.session.SessionLook;
import dev.longshore.service.session.SessionPeek;
import dev.longshore.service.session.SessionSignals;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.Snapshot;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.session.Urgency;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@link SessionStore} in Redis 6.0 or newer, or Valkey. A session is the string at {@code
 * <prefix><id>}; its lease is the hash at <code>{<prefix><id>}:lease</code>. Every call is one Lua
 * script, so one step to everybody else, and measures time by the clock of Redis only.
 */
public final class RedisSessionStore implements SessionStore {

  /** Longer than the session, so that the fence never starts anew while there is one. */
  private static final Duration LEASE_OUTLIVES_SESSION = Duration.ofMinutes(10);

  /** Sessions that are asked for at once, so that others do not wait for long behind them. */
  private static final int PEEKS = 500;

  private final RedisConnections connections;
  private final SessionKeys keys;
  private final String scope;
  private final SessionCodec codec;
  private final Duration slidingExpiration;
  private final String sessionTtl;
  private final String leaseTtl;
  private final SignalChannel signals = new SignalChannel();
  private final AtomicLong commits = new AtomicLong();
  private final EventWriter events;

  /**
   * @param rules how changes are told of, or null if they are not
   */
  RedisSessionStore(
      RedisConnections connections,
      SessionKeys keys,
      int database,
      Duration slidingExpiration,
      SessionCodec codec,
      EventRules rules) {
    this.connections = connections;
    this.keys = keys;
    this.scope = SessionScope.of(keys.prefix(), database);
    this.codec = codec;
    this.slidingExpiration = slidingExpiration;
    this.sessionTtl = Long.toString(slidingExpiration.toMillis());
    this.leaseTtl = Long.toString(slidingExpiration.plus(LEASE_OUTLIVES_SESSION).toMillis());
    this.events = rules == null ? null : new EventWriter(connections, keys, leaseTtl, rules);
    connections.subscribe(keys.channel(), signals);
  }

  /**
   * A store that keeps its sessions under a prefix, in database 0 as far as {@link #scope()} knows.
   *
   * @param connections closed with the store
   * @param keyPrefix what stands before every key; no braces
   * @param slidingExpiration how long a session lives after its last use
   * @throws IllegalArgumentException if the prefix contains braces or the expiration is not
   *     positive
   */
  public static RedisSessionStore on(
      RedisConnections connections,
      String keyPrefix,
      Duration slidingExpiration,
      SessionCodec codec) {
    return on(connections, keyPrefix, slidingExpiration, codec, null);
  }

  /**
   * The same, which tells of changes.
   *
   * @param events how, or null if it does not
   */
  public static RedisSessionStore on(
      RedisConnections connections,
      String keyPrefix,
      Duration slidingExpiration,
      SessionCodec codec,
      EventRules events) {
    if (slidingExpiration.toMillis() <= 0) {
      throw new IllegalArgumentException("sliding expiration must be at least 1 ms");
    }
    return new RedisSessionStore(
        connections, SessionKeys.of(keyPrefix, ""), 0, slidingExpiration, codec, events);
  }

  @Override
  public String name() {
    return "RedisSessionStore";
  }

  @Override
  public Optional<String> server() {
    return Optional.of(connections.describe());
  }

  @Override
  public String scope() {
    return scope;
  }

  @Override
  public Duration slidingExpiration() {
    return slidingExpiration;
  }

  @Override
  public void create(UploadSession session) {
    var id = session.uploadId();
    if (!keys.isId(id)) {
      throw new IllegalArgumentException("an upload's id is 1 to 200 letters, digits or . _ ~ -");
    }
    var told = events == null ? EventWriter.Told.NOTHING : events.creation(session);
    var offset = Long.toString(session.uploadedBytes());
    var answer =
        run(LuaScript.CREATE, id, told, codec.encode(session), sessionTtl, leaseTtl, offset);
    if (answer.getFirst().equals("EXISTS")) {
      throw new IllegalStateException("session " + id + " exists");
    }
    told.pass();
  }

  @Override
  public Optional<Snapshot> read(String uploadId) {
    if (!keys.isId(uploadId)) {
      return Optional.empty();
    }
    var answer = run(LuaScript.READ, uploadId, sessionTtl, leaseTtl);
    return answer.getFirst().equals("NONE")
        ? Optional.empty()
        : Optional.of(new Snapshot(decode(uploadId, answer.get(1)), number(answer.get(2)) == 1));
  }

  @Override
  public Acquisition acquire(String uploadId, String holder, Duration duration, Urgency urgency) {
    if (!keys.isId(uploadId)) {
      return new Acquisition.NotFound();
    }
    var millis = Long.toString(duration.toMillis());
    var answer =
        run(
            LuaScript.ACQUIRE,
            uploadId,
            sessionTtl,
            leaseTtl,
            holder,
            millis,
            urgency.name(),
            keys.channel(),
            uploadId);
    return switch ((String) answer.getFirst()) {
      case "NONE" -> new Acquisition.NotFound();
      case "BUSY" -> new Acquisition.Busy(Duration.ofMillis(number(answer.get(1))));
      default -> {
        var lease = new Lease(uploadId, holder, number(answer.get(1)), duration);
        var session = decode(uploadId, answer.get(3));
        align(lease, session, (String) answer.get(3), (String) answer.get(4));
        yield new Acquisition.Acquired(lease, session, number(answer.get(2)) == 1);
      }
    };
  }

  /** Commits compare offsets that the scripts know; somebody else may have written the session. */
  private void align(Lease lease, UploadSession session, String text, String known) {
    var offset = Long.toString(session.uploadedBytes());
    if (!offset.equals(known)) {
      run(LuaScript.ALIGN, lease.uploadId(), lease.holder(), fence(lease), text, offset);
    }
  }

  @Override
  public LeaseState commit(Lease lease, long from, UploadSession next) {
    return commit(lease, from, next, "", "");
  }

  @Override
  public boolean commitAndRelease(Lease lease, long from, UploadSession next) {
    return commit(lease, from, next, keys.channel(), lease.uploadId()) != LeaseState.LOST;
  }

  /**
   * @param channel to give the lease back too, where to say so and of which upload; else empty
   */
  private LeaseState commit(
      Lease lease, long from, UploadSession next, String channel, String uploadId) {
    lease.requireForward(from, next);
    var told = events == null ? EventWriter.Told.NOTHING : events.commit(from, next);
    var answer =
        run(
            LuaScript.COMMIT,
            lease.uploadId(),
            told,
            sessionTtl,
            leaseTtl,
            lease.holder(),
            fence(lease),
            Long.toString(lease.duration().toMillis()),
            Long.toString(from),
            Long.toString(next.uploadedBytes()),
            Long.toString(commits.incrementAndGet()),
            codec.encode(next),
            channel,
            uploadId);
    told.pass();
    return state(answer);
  }

  @Override
  public LeaseState renew(Lease lease) {
    var millis = Long.toString(lease.duration().toMillis());
    return state(
        run(
            LuaScript.RENEW,
            lease.uploadId(),
            sessionTtl,
            leaseTtl,
            lease.holder(),
            fence(lease),
            millis));
  }

  @Override
  public void release(Lease lease) {
    var id = lease.uploadId();
    run(LuaScript.RELEASE, id, lease.holder(), fence(lease), keys.channel(), id);
  }

  @Override
  public boolean delete(Lease lease) {
    var id = lease.uploadId();
    var answer = run(LuaScript.DELETE, id, lease.holder(), fence(lease), keys.channel(), id);
    return answer.getFirst().equals("DELETED");
  }

  @Override
  public Map<String, SessionPeek> peek(Collection<String> uploadIds) {
    var seen = new HashMap<String, SessionPeek>();
    var ids = List.copyOf(uploadIds);
    for (int from = 0; from < ids.size(); from += PEEKS) {
      peek(ids.subList(from, Math.min(from + PEEKS, ids.size())), seen);
    }
    return seen;
  }

  private void peek(List<String> ids, Map<String, SessionPeek> seen) {
    var texts = connections.callEach("peek", ids, (redis, id) -> redis.get(keys.session(id)));
    for (int i = 0; i < ids.size(); i++) {
      seen.put(ids.get(i), peeked(texts.get(i)));
    }
  }

  private SessionPeek peeked(String text) {
    if (text == null) {
      return new SessionPeek.None();
    }
    try {
      return new SessionPeek.Found(codec.decode(text));
    } catch (IllegalArgumentException e) {
      return new SessionPeek.Unreadable();
    }
  }

  @Override
  public boolean claim(String work, Duration time) {
    var answer =
        connections.call(
            "claim",
            redis ->
                redis.set(keys.claim(work), "claimed", SetArgs.Builder.nx().px(time.toMillis())));
    return answer != null;
  }

  @Override
  public OpenUploads openUploads() {
    return new RedisOpenUploads(connections, keys);
  }

  @Override
  public SessionLook look() {
    return new RedisSessionLook(connections, keys, codec);
  }

  @Override
  public Optional<EventLog> events() {
    return Optional.ofNullable(events).map(EventWriter::log);
  }

  @Override
  public void listen(SessionSignals listener) {
    signals.add(listener);
  }

  @Override
  public void ping() {
    connections.call("ping", redis -> redis.ping());
  }

  @Override
  public void close() {
    connections.close();
    signals.close();
  }

  private List<Object> run(LuaScript script, String uploadId, String... args) {
    return run(script, uploadId, EventWriter.Told.NOTHING, args);
  }

  private List<Object> run(
      LuaScript script, String uploadId, EventWriter.Told told, String... args) {
    return connections.call(
        script.operation(),
        redis -> script.run(redis, told.keys(keys.of(uploadId)), told.arguments(args)));
  }

  private UploadSession decode(String uploadId, Object text) {
    try {
      return codec.decode((String) text);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "what Redis holds at " + keys.session(uploadId) + " is " + e.getMessage(), e);
    }
  }

  private static LeaseState state(List<Object> answer) {
    return switch ((String) answer.getFirst()) {
      case "HELD" -> LeaseState.HELD;
      case "SOON" -> LeaseState.WANTED_SOON;
      case "NOW" -> LeaseState.WANTED_NOW;
      default -> LeaseState.LOST;
    };
  }

  private static String fence(Lease lease) {
    return Long.toString(lease.fence());
  }

  private static long number(Object answer) {
    return (Long) answer;
  }
}
