package dev.longshore.service.session.memory;

import dev.longshore.service.session.OpenUploads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** {@link OpenUploads} of one process. */
final class InMemoryOpenUploads implements OpenUploads {

  private final InstantSource clock;
  private final Map<String, Entry> entries = new HashMap<>();

  private record Entry(String client, long bytes, long mostBytes, Instant since) {}

  InMemoryOpenUploads(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Admission admit(
      String client, String uploadId, long bytes, long mostUploads, long mostBytes) {
    if (!entries.containsKey(uploadId)) {
      if (mostUploads != UNLIMITED && of(client).size() >= mostUploads) {
        return Admission.TOO_MANY_UPLOADS;
      }
      if (mostBytes != UNLIMITED && bytes(client, uploadId) + bytes > mostBytes) {
        return Admission.TOO_MANY_BYTES;
      }
      entries.put(uploadId, new Entry(client, bytes, mostBytes, clock.instant()));
    }
    return Admission.ADMITTED;
  }

  private long bytes(String client, String except) {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().client.equals(client) && !entry.getKey().equals(except))
        .mapToLong(entry -> entry.getValue().bytes)
        .sum();
  }

  @Override
  public synchronized long resize(String uploadId, long wanted) {
    var entry = entries.get(uploadId);
    if (entry == null) {
      return wanted;
    }
    long room = entry.mostBytes - bytes(entry.client, uploadId);
    long granted = entry.mostBytes == UNLIMITED ? wanted : Math.max(0, Math.min(wanted, room));
    entries.put(uploadId, new Entry(entry.client, granted, entry.mostBytes, entry.since));
    return granted;
  }

  @Override
  public synchronized void release(Collection<String> uploadIds) {
    entries.keySet().removeAll(uploadIds);
  }

  @Override
  public synchronized Map<String, Duration> of(String client) {
    return ages(entry -> entry.client.equals(client));
  }

  @Override
  public synchronized Page page(String start) {
    return new Page(ages(entry -> true), Page.FIRST);
  }

  private Map<String, Duration> ages(Predicate<Entry> which) {
    var now = clock.instant();
    var ages = new HashMap<String, Duration>();
    entries.forEach((id, entry) -> {
      if (which.test(entry)) {
        ages.put(id, Duration.between(entry.since, now));
      }
    });
    return ages;
  }
}
