package dev.longshore.service.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** How leases fare on this pod, in numbers. */
final class LeaseMeters {

  private final Timer taken;
  private final Timer busy;
  private final Timer gone;
  private final Counter takeovers;
  private final Counter lost;

  LeaseMeters(MeterRegistry registry) {
    taken = timer(registry, "taken");
    busy = timer(registry, "busy");
    gone = timer(registry, "gone");
    takeovers =
        Counter.builder("longshore.lease.takeovers")
            .description("Leases taken after a holder had let its own run out")
            .register(registry);
    lost =
        Counter.builder("longshore.lease.lost")
            .description("Leases that could not be kept while they were needed")
            .register(registry);
  }

  private static Timer timer(MeterRegistry registry, String outcome) {
    return Timer.builder("longshore.lease.wait")
        .description("Time that requests waited for another one to let go of their upload")
        .tag("outcome", outcome)
        .register(registry);
  }

  void waited(long nanos, LeaseResult result) {
    var timer =
        switch (result) {
          case LeaseResult.Taken _ -> taken;
          case LeaseResult.StillBusy() -> busy;
          case LeaseResult.NoSession() -> gone;
        };
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  void tookOver() {
    takeovers.increment();
  }

  void lost() {
    lost.increment();
  }
}
