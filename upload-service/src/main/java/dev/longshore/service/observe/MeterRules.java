package dev.longshore.service.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Names, help and buckets, so that Prometheus' linter and its users are content. */
@Factory
final class MeterRules {

  private static final Map<String, String> HELP =
      Map.of(
          "http.server.requests", "Requests by method, route and status, bodies included",
          "executor", "Tasks of an executor");

  /** Names that would be taken for something else in Prometheus. */
  private static final Map<String, String> RENAMED = Map.of("system.cpu.count", "system.cpus");

  private static final double[] FAST =
      seconds(.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5);

  /** What a client sends may take as long as a client takes. */
  private static final double[] BODIES =
      seconds(.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 1800);

  private static final double[] CALLS =
      seconds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30);

  private static final double[] UPLOADS = seconds(.1, 1, 10, 60, 600, 3600, 21600, 86400, 604800);

  private static final Map<String, double[]> BUCKETS =
      Map.of(
          "http.server.requests", BODIES,
          "longshore.redis.calls", FAST,
          "longshore.storage.calls", CALLS,
          "longshore.hooks", CALLS,
          "longshore.lease.wait", CALLS,
          "longshore.events.attempts", CALLS,
          "longshore.upload.duration", UPLOADS);

  private static double[] seconds(double... limits) {
    return DoubleStream.of(limits).map(limit -> limit * Duration.ofSeconds(1).toNanos()).toArray();
  }

  @Singleton
  MeterFilter buckets() {
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        var limits = BUCKETS.get(id.getName());
        return limits == null
            ? config
            : DistributionStatisticConfig.builder()
                .serviceLevelObjectives(limits)
                .build()
                .merge(config);
      }
    };
  }

  @Singleton
  MeterFilter names() {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        var name = RENAMED.getOrDefault(id.getName(), id.getName());
        var help = HELP.getOrDefault(name, id.getDescription());
        return name.equals(id.getName()) && help == id.getDescription()
            ? id
            : new Meter.Id(
                name, Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), help, id.getType());
      }
    };
  }

  /** In nanoseconds, which Prometheus has no use for. */
  @Singleton
  MeterFilter noNanoseconds() {
    return MeterFilter.denyNameStartsWith("process.cpu.time");
  }

  /** What every process is expected to tell by the name {@code process_cpu_seconds_total}. */
  @Singleton
  MeterBinder cpu() {
    return registry ->
        FunctionCounter.builder(
                "process.cpu",
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class),
                os -> os.getProcessCpuTime() / 1e9)
            .description("Processor time that this process took")
            .baseUnit("seconds")
            .register(registry);
  }

  /** Where metrics are off, those who count do so for nobody. */
  @Singleton
  @Requires(missingBeans = MeterRegistry.class)
  MeterRegistry none() {
    return new io.micrometer.core.instrument.composite.CompositeMeterRegistry();
  }

  @Singleton
  Calls calls(MeterRegistry registry) {
    return new CallMeters(registry);
  }
}
