package dev.longshore.service.observe.tracing;

import dev.longshore.service.observe.CallMeters;
import dev.longshore.service.observe.Calls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** Has calls be traced beside being timed. */
@Factory
@Requires(property = "longshore.tracing.enabled", value = "true")
final class TracingFactory {

  @Singleton
  @Replaces(Calls.class)
  Calls calls(MeterRegistry registry, Tracing tracing) {
    return new TracedCalls(new CallMeters(registry), tracing.tracer());
  }
}
