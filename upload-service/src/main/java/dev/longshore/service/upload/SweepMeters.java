package dev.longshore.service.upload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** What sweeps of this pod did, in numbers. */
final class SweepMeters {

  private final Timer succeeded;
  private final Timer failed;
  private final Counter reaped;
  private final Counter settled;
  private volatile long lastSuccess;

  SweepMeters(MeterRegistry registry) {
    succeeded = timer(registry, "success");
    failed = timer(registry, "failure");
    reaped =
        Counter.builder("longshore.uploads.reaped")
            .description("Expired, ended and lost uploads whose leftovers were freed by sweeps")
            .register(registry);
    settled =
        Counter.builder("longshore.uploads.settled")
            .description("Uploads that sweeps brought to the end that a dead pod had begun")
            .register(registry);
    TimeGauge.builder(
            "longshore.sweep.last.success.timestamp", () -> lastSuccess, TimeUnit.MILLISECONDS)
        .description("When a sweep of this pod last succeeded, since the epoch; 0 before the first")
        .register(registry);
  }

  private static Timer timer(MeterRegistry registry, String outcome) {
    return Timer.builder("longshore.sweeps")
        .description("Sweeps for leftovers in the storage")
        .tag("outcome", outcome)
        .register(registry);
  }

  void ended(SweepReport report) {
    (report.failure() == null ? succeeded : failed).record(report.took());
    reaped.increment(report.freed());
    settled.increment(report.settled());
    if (report.failure() == null) {
      lastSuccess = report.ended().toEpochMilli();
    }
  }
}
