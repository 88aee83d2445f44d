/**
 * Traces by OpenTelemetry, where {@code longshore.tracing.enabled} is true. Else nothing of it is
 * loaded.
 */
package dev.longshore.service.observe.tracing;
