package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code longshore.tracing}. Where traces go to is said by OpenTelemetry's own variables.
 *
 * @param enabled whether requests under {@code /uploads} are traced with OpenTelemetry, set by its
 *     own {@code OTEL_*} variables; see docs/observability.md
 */
@ConfigurationProperties("longshore.tracing")
public record TracingOptions(@Bindable(defaultValue = "false") boolean enabled) {}
