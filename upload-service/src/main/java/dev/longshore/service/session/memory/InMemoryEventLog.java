package dev.longshore.service.session.memory;

import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadEvent;
import dev.longshore.service.session.UploadEventType;
import dev.longshore.service.session.UploadSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** {@link EventLog} of one process. */
final class InMemoryEventLog implements EventLog {

  /** Memory is the pod's own. */
  private static final long MOST = 10_000;

  private final EventRules rules;
  private final InstantSource clock;
  private final IntSupplier look;
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private final Map<String, Reader> readers = new HashMap<>();
  private final Map<String, Told> told = new HashMap<>();
  private long written;

  /** What an endpoint was given. */
  private static final class Reader {
    private final TreeSet<Long> pending = new TreeSet<>();
    private long given;
    private long missed;
    private String holder;
    private Instant until = Instant.MIN;
  }

  /** How far an open upload is told of. */
  private static final class Told {
    private long number;
    private Instant progress = Instant.MIN;
    private UploadSession session;
  }

  /**
   * @param look drops the sessions that expired, and says how many
   */
  InMemoryEventLog(EventRules rules, InstantSource clock, IntSupplier look) {
    this.rules = rules;
    this.clock = clock;
    this.look = look;
  }

  synchronized void created(UploadSession session) {
    write(UploadEventType.CREATED, session, session.updatedAt());
  }

  synchronized void committed(long from, UploadSession next) {
    var type = rules.typeOf(from, next);
    if (type != null) {
      write(type, next, next.updatedAt());
    }
  }

  /** Whether it is told: a complete piece may go. */
  synchronized boolean expired(String uploadId) {
    var last = told.get(uploadId);
    if (last == null) {
      return false;
    }
    if (last.session.status() == SessionStatus.Complete) {
      told.remove(uploadId);
      return false;
    }
    write(UploadEventType.EXPIRED, last.session, clock.instant());
    return true;
  }

  private void write(UploadEventType type, UploadSession session, Instant at) {
    var now = clock.instant();
    var upload = told.computeIfAbsent(session.uploadId(), id -> new Told());
    if (type == UploadEventType.PROGRESSED) {
      if (upload.progress.isAfter(now.minus(rules.progressInterval()))) {
        return;
      }
      upload.progress = now;
    }
    upload.number++;
    upload.session = session;
    if (EventRules.isLast(type, session)) {
      told.remove(session.uploadId());
    }
    var event =
        UploadEvent.of(
            type,
            session.uploadId(),
            upload.number,
            rules.source(),
            at.truncatedTo(ChronoUnit.MILLIS).toString(),
            rules.data().apply(session));
    written++;
    entries.put(written, new Entry(now.toEpochMilli() + "-" + written, event));
    if (entries.size() > Math.min(rules.maxLength(), MOST)) {
      long dropped = entries.pollFirstEntry().getKey();
      readers.values().forEach(reader -> reader.missed += dropped > reader.given ? 1 : 0);
    }
  }

  @Override
  public synchronized void open(String endpoint) {
    readers.computeIfAbsent(
        endpoint,
        name -> {
          var reader = new Reader();
          reader.given = written;
          return reader;
        });
  }

  @Override
  public synchronized Turn next(
      String endpoint, String holder, Duration time, String after, int most) {
    var reader = readers.computeIfAbsent(endpoint, name -> new Reader());
    var now = clock.instant();
    boolean isHeld = reader.holder != null && reader.until.isAfter(now);
    if (isHeld && !reader.holder.equals(holder)) {
      return new Turn.Others(Duration.between(now, reader.until));
    }
    reader.holder = holder;
    reader.until = now.plus(time);
    long missed = reader.missed;
    reader.missed = 0;
    return new Turn.Ours(!isHeld, read(reader, isHeld ? after : PENDING, most), missed);
  }

  private List<Entry> read(Reader reader, String after, int most) {
    Stream<Long> numbers =
        after.equals(NEW)
            ? entries.tailMap(reader.given, false).keySet().stream()
            : reader.pending.tailSet(number(after), false).stream();
    var found = new LinkedHashMap<Long, Entry>();
    numbers.limit(most).forEach(number -> found.put(number, entry(number)));
    if (after.equals(NEW) && !found.isEmpty()) {
      reader.pending.addAll(found.keySet());
      reader.given = found.lastEntry().getKey();
    }
    return List.copyOf(found.values());
  }

  private Entry entry(long number) {
    var entry = entries.get(number);
    return entry == null ? new Entry(clock.millis() + "-" + number, null) : entry;
  }

  private static long number(String position) {
    return Long.parseLong(position.substring(position.indexOf('-') + 1));
  }

  @Override
  public synchronized void release(String endpoint, String holder) {
    var reader = readers.get(endpoint);
    if (reader != null && holder.equals(reader.holder)) {
      reader.holder = null;
    }
  }

  @Override
  public synchronized Optional<UploadEvent> find(String position) {
    return Optional.ofNullable(entries.get(number(position))).map(Entry::event);
  }

  @Override
  public synchronized void settle(String endpoint, String position) {
    readers.get(endpoint).pending.remove(number(position));
  }

  /** The log of the service is all that is left of it. */
  @Override
  public void bury(String endpoint, String position, String why) {
    settle(endpoint, position);
  }

  @Override
  public int look(BooleanSupplier stopped) {
    return look.getAsInt();
  }
}
