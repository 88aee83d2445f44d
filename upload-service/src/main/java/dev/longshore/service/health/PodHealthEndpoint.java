package dev.longshore.service.health;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.async.annotation.SingleResult;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Read;
import io.micronaut.management.endpoint.annotation.Selector;
import io.micronaut.management.endpoint.health.HealthEndpoint;
import io.micronaut.management.health.aggregator.HealthAggregator;
import io.micronaut.management.health.indicator.HealthCheckType;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import java.security.Principal;
import java.util.Arrays;
import org.reactivestreams.Publisher;

/** {@code /health}, whose readiness is about this pod alone: see {@link SharedPartHealth}. */
@Endpoint(id = HealthEndpoint.NAME, defaultSensitive = HealthEndpoint.DEFAULT_SENSITIVE)
@Replaces(HealthEndpoint.class)
class PodHealthEndpoint extends HealthEndpoint {

  private final HealthAggregator<HealthResult> aggregator;
  private final HealthIndicator[] ofThisPod;

  PodHealthEndpoint(
      HealthAggregator<HealthResult> aggregator,
      HealthIndicator[] indicators,
      @Nullable @Liveness HealthIndicator[] liveness) {
    super(aggregator, indicators, liveness);
    this.aggregator = aggregator;
    this.ofThisPod =
        Arrays.stream(getReadinessHealthIndicators(indicators, liveness))
            .filter(indicator -> !(indicator instanceof SharedPartHealth))
            .toArray(HealthIndicator[]::new);
  }

  @Override
  @Read
  @SingleResult
  public Publisher<HealthResult> getHealth(@Nullable Principal principal) {
    return super.getHealth(principal);
  }

  @Override
  @Read
  @SingleResult
  public Publisher<HealthResult> getHealth(
      @Nullable Principal principal, @Selector HealthCheckType selector) {
    return selector == HealthCheckType.READINESS
        ? aggregator.aggregate(ofThisPod, levelOfDetail(principal))
        : super.getHealth(principal, selector);
  }
}
