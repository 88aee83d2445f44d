package dev.longshore.service.session.memory;

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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link SessionStore} in a map. Sessions end with the process. */
public final class InMemorySessionStore implements SessionStore {

  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Instant> claims = new HashMap<>();
  private final CopyOnWriteArrayList<SessionSignals> listeners = new CopyOnWriteArrayList<>();
  private final InstantSource clock;
  private final Duration slidingExpiration;
  private final OpenUploads openUploads;
  private final InMemoryEventLog events;
  private Instant nextSweep;
  private long created;

  public InMemorySessionStore(Duration slidingExpiration, InstantSource clock) {
    this(slidingExpiration, clock, null);
  }

  /**
   * @param rules how changes are told of, or null if they are not
   */
  public InMemorySessionStore(Duration slidingExpiration, InstantSource clock, EventRules rules) {
    this.slidingExpiration = slidingExpiration;
    this.clock = clock;
    this.openUploads = new InMemoryOpenUploads(clock);
    this.events = rules == null ? null : new InMemoryEventLog(rules, clock, this::dropExpired);
    this.nextSweep = clock.instant().plus(slidingExpiration);
  }

  @Override
  public String name() {
    return "InMemorySessionStore";
  }

  /** The same for all: what the sessions of a process leave is freed by a later one. */
  @Override
  public String scope() {
    return "memory";
  }

  @Override
  public Duration slidingExpiration() {
    return slidingExpiration;
  }

  @Override
  public synchronized void create(UploadSession session) {
    sweep();
    var existing = live(session.uploadId());
    if (existing != null && existing.session.equals(session)) {
      return;
    }
    if (existing != null) {
      throw new IllegalStateException("session " + session.uploadId() + " exists");
    }
    var entry = new Entry();
    entry.number = ++created;
    entry.session = session;
    entry.expires = clock.instant().plus(slidingExpiration);
    entries.put(session.uploadId(), entry);
    if (events != null) {
      events.created(session);
    }
  }

  @Override
  public synchronized Optional<Snapshot> read(String uploadId) {
    return Optional.ofNullable(live(uploadId))
        .map(entry -> new Snapshot(entry.session, entry.leased(clock.instant())));
  }

  @Override
  public Acquisition acquire(String uploadId, String holder, Duration duration, Urgency urgency) {
    Acquisition result = tryAcquire(uploadId, holder, duration, urgency);
    if (result instanceof Acquisition.Busy) {
      listeners.forEach(listener -> listener.wanted(uploadId, urgency));
    }
    return result;
  }

  private synchronized Acquisition tryAcquire(
      String uploadId, String holder, Duration duration, Urgency urgency) {
    var entry = live(uploadId);
    if (entry == null) {
      return new Acquisition.NotFound();
    }
    var now = clock.instant();
    if (!holder.equals(entry.holder)) {
      if (entry.leased(now)) {
        entry.wanted =
            entry.wanted == null || urgency.compareTo(entry.wanted) > 0 ? urgency : entry.wanted;
        return new Acquisition.Busy(Duration.between(now, entry.until));
      }
      entry.abandoned |= entry.holder != null;
      entry.holder = holder;
      entry.fence++;
      entry.wanted = null;
    }
    entry.until = now.plus(duration);
    return new Acquisition.Acquired(
        new Lease(uploadId, holder, entry.fence, duration), entry.session, entry.abandoned);
  }

  @Override
  public synchronized LeaseState commit(Lease lease, long from, UploadSession next) {
    lease.requireForward(from, next);
    var entry = held(lease);
    if (entry == null || entry.session.uploadedBytes() != from && !entry.session.equals(next)) {
      return LeaseState.LOST;
    }
    if (events != null && !entry.session.equals(next)) {
      events.committed(from, next);
    }
    entry.session = next;
    entry.abandoned = false;
    return state(entry, lease);
  }

  @Override
  public boolean commitAndRelease(Lease lease, long from, UploadSession next) {
    synchronized (this) {
      lease.requireForward(from, next);
      var entry = live(lease.uploadId());
      if (entry != null && entry.holder == null) {
        return entry.fence == lease.fence() && entry.session.equals(next); // Sent again.
      }
      if (commit(lease, from, next) == LeaseState.LOST) {
        return false;
      }
      entry.release();
    }
    listeners.forEach(listener -> listener.released(lease.uploadId()));
    return true;
  }

  @Override
  public synchronized LeaseState renew(Lease lease) {
    var entry = held(lease);
    return entry == null ? LeaseState.LOST : state(entry, lease);
  }

  @Override
  public void release(Lease lease) {
    synchronized (this) {
      var entry = held(lease);
      if (entry == null) {
        return;
      }
      entry.release();
    }
    listeners.forEach(listener -> listener.released(lease.uploadId()));
  }

  @Override
  public boolean delete(Lease lease) {
    synchronized (this) {
      if (live(lease.uploadId()) == null) {
        return true;
      }
      if (held(lease) == null) {
        return false;
      }
      entries.remove(lease.uploadId());
    }
    listeners.forEach(listener -> listener.released(lease.uploadId()));
    return true;
  }

  @Override
  public synchronized Map<String, SessionPeek> peek(Collection<String> uploadIds) {
    var now = clock.instant();
    var seen = new HashMap<String, SessionPeek>();
    for (var id : uploadIds) {
      var entry = entries.get(id);
      seen.put(
          id,
          entry != null && entry.expires.isAfter(now)
              ? new SessionPeek.Found(entry.session)
              : new SessionPeek.None());
    }
    return seen;
  }

  @Override
  public synchronized boolean claim(String work, Duration time) {
    var now = clock.instant();
    var until = claims.get(work);
    if (until != null && until.isAfter(now)) {
      return false;
    }
    claims.put(work, now.plus(time));
    return true;
  }

  @Override
  public OpenUploads openUploads() {
    return openUploads;
  }

  @Override
  public SessionLook look() {
    return new InMemorySessionLook(this::sights);
  }

  private synchronized SortedMap<Long, SessionLook.Sight> sights() {
    var now = clock.instant();
    var sights = new TreeMap<Long, SessionLook.Sight>();
    for (var entry : entries.values()) {
      if (entry.expires.isAfter(now)) {
        var holder = Optional.ofNullable(entry.holder).filter(_ -> entry.leased(now));
        var left = Duration.between(now, entry.expires);
        sights.put(entry.number, new SessionLook.Sight(entry.session, left, holder));
      }
    }
    return sights;
  }

  @Override
  public Optional<EventLog> events() {
    return Optional.ofNullable(events);
  }

  @Override
  public void listen(SessionSignals signals) {
    listeners.add(signals);
  }

  @Override
  public void ping() {
    // Always there.
  }

  @Override
  public void close() {
    listeners.clear();
  }

  private LeaseState state(Entry entry, Lease lease) {
    entry.until = clock.instant().plus(lease.duration());
    return switch (entry.wanted) {
      case null -> LeaseState.HELD;
      case SOON -> LeaseState.WANTED_SOON;
      case NOW -> LeaseState.WANTED_NOW;
    };
  }

  private Entry held(Lease lease) {
    var entry = live(lease.uploadId());
    return entry != null
            && lease.holder().equals(entry.holder)
            && lease.fence() == entry.fence
            && entry.leased(clock.instant())
        ? entry
        : null;
  }

  private Entry live(String uploadId) {
    var now = clock.instant();
    var entry = entries.get(uploadId);
    if (entry == null) {
      return null;
    }
    if (!entry.expires.isAfter(now)) {
      entries.remove(uploadId);
      tellExpired(uploadId);
      return null;
    }
    entry.expires = now.plus(slidingExpiration);
    return entry;
  }

  /** Drops what expired without ever being asked for again. */
  private void sweep() {
    var now = clock.instant();
    if (!nextSweep.isAfter(now)) {
      dropExpired();
      nextSweep = now.plus(slidingExpiration);
    }
  }

  private synchronized int dropExpired() {
    var now = clock.instant();
    var expired =
        entries.entrySet().stream()
            .filter(entry -> !entry.getValue().expires.isAfter(now))
            .map(Map.Entry::getKey)
            .toList();
    expired.forEach(entries::remove);
    return (int) expired.stream().filter(this::tellExpired).count();
  }

  private boolean tellExpired(String uploadId) {
    return events != null && events.expired(uploadId);
  }

  private static final class Entry {
    private long number;
    private UploadSession session;
    private Instant expires;
    private long fence;
    private String holder;
    private Instant until;
    private Urgency wanted;
    private boolean abandoned;

    private void release() {
      holder = null;
      wanted = null;
    }

    private boolean leased(Instant now) {
      return holder != null && until.isAfter(now);
    }
  }
}
