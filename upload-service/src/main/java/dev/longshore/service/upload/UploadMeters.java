package dev.longshore.service.upload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What becomes of uploads on this pod, in numbers. */
final class UploadMeters {

  private final Counter created;
  private final Counter completed;
  private final Counter aborted;
  private final Counter lost;
  private final Counter bytes;
  private final Counter handOvers;
  private final Counter cut;
  private final Timer duration;

  UploadMeters(MeterRegistry registry) {
    // Not "created": Prometheus keeps that suffix for itself.
    created = counter(registry, "uploads.started", "Uploads created, pieces of others included");
    completed = counter(registry, "uploads.completed", "Uploads completed, pieces included");
    aborted = counter(registry, "uploads.aborted", "Uploads ended before their time by a client");
    lost = counter(registry, "uploads.lost", "Uploads whose bytes the storage did not have");
    bytes =
        Counter.builder("longshore.upload.bytes")
            .description("Bytes of uploads that were made safe")
            .baseUnit("bytes")
            .register(registry);
    handOvers =
        counter(registry, "lease.handovers", "Bodies ended because another request wants to go on");
    cut = counter(registry, "bodies.cut", "Bodies whose client went away in the middle");
    duration =
        Timer.builder("longshore.upload.duration")
            .description("Time from the creation of an upload to its completion")
            .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder("longshore." + name).description(description).register(registry);
  }

  void created() {
    created.increment();
  }

  /**
   * @param since its creation
   */
  void completed(Duration since) {
    completed.increment();
    duration.record(since);
  }

  void aborted() {
    aborted.increment();
  }

  void lost() {
    lost.increment();
  }

  void committed(long more) {
    bytes.increment(more);
  }

  void handedOver() {
    handOvers.increment();
  }

  void cut() {
    cut.increment();
  }
}
