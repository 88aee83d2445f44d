package dev.longshore.service.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/**
 * Times calls: {@code longshore.redis.calls}, {@code longshore.storage.calls} and {@code
 * longshore.hooks}.
 */
public final class CallMeters implements Calls {

  private final MeterRegistry registry;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  private record Kind(Callee callee, String operation, Outcome outcome) {}

  public CallMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Call begin(Callee callee, String operation) {
    long began = System.nanoTime();
    return (outcome, failure) ->
        timers
            .computeIfAbsent(new Kind(callee, operation, outcome), this::timer)
            .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Kind kind) {
    var timer =
        switch (kind.callee()) {
          case REDIS ->
              Timer.builder("longshore.redis.calls")
                  .description("Calls to Redis")
                  .tag("operation", kind.operation());
          case S3, FILESYSTEM ->
              Timer.builder("longshore.storage.calls")
                  .description("Calls to the storage, retries included")
                  .tag("storage", name(kind.callee()))
                  .tag("operation", kind.operation());
          case HOOK ->
              Timer.builder("longshore.hooks")
                  .description("Questions to hooks, until their answers were read")
                  .tag("hook", kind.operation());
        };
    return timer.tag("outcome", name(kind.outcome())).register(registry);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Runnable carried(Runnable task) {
    var context = MDC.getCopyOfContextMap();
    if (context == null) {
      return task;
    }
    return () -> {
      MDC.setContextMap(context);
      try {
        task.run();
      } finally {
        MDC.clear();
      }
    };
  }
}
