package dev.longshore.service.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** Content on its way out of this pod, in numbers. */
final class DownloadMeters {

  private final AtomicInteger running = new AtomicInteger();
  private final Counter bytes;
  private final Counter redirected;

  DownloadMeters(MeterRegistry registry) {
    bytes =
        Counter.builder("longshore.downloads.bytes")
            .description("Bytes of finished uploads that were read back through this pod")
            .baseUnit("bytes")
            .register(registry);
    redirected =
        Counter.builder("longshore.downloads.redirected")
            .description("Readers that were sent to the bucket")
            .register(registry);
    Gauge.builder("longshore.downloads.running", running, AtomicInteger::get)
        .description("Contents on their way out")
        .register(registry);
  }

  void begun() {
    running.incrementAndGet();
  }

  void sent(long more) {
    bytes.increment(more);
  }

  void ended() {
    running.decrementAndGet();
  }

  void redirected() {
    redirected.increment();
  }
}
