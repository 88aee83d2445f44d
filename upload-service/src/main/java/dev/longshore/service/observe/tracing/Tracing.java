package dev.longshore.service.observe.tracing;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.resources.Resource;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * OpenTelemetry as the {@code OTEL_*} variables want it, for traces alone. A type of our own, since
 * Micronaut loads the types of beans whether they are wanted or not.
 */
@Singleton
@Requires(property = "longshore.tracing.enabled", value = "true")
final class Tracing {

  /** What is sent where the variables say nothing else: metrics and logs go their own ways. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "longshore-upload-service",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private static final AttributeKey<String> INSTANCE =
      AttributeKey.stringKey("service.instance.id");

  private final OpenTelemetrySdk sdk;

  Tracing(@Nullable @Value("${longshore.pod-name:}") String pod) {
    // OpenTelemetry logs by java.util.logging, whose lines would be no JSON.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(() -> DEFAULTS)
            .addResourceCustomizer((resource, properties) -> named(resource, properties, pod))
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk();
  }

  /** The pod's name, unless the variables say another one. */
  private static Resource named(Resource resource, ConfigProperties properties, String pod) {
    return pod == null
            || pod.isEmpty()
            || properties.getMap("otel.resource.attributes").containsKey(INSTANCE.getKey())
        ? resource
        : resource.merge(Resource.create(Attributes.of(INSTANCE, pod)));
  }

  Tracer tracer() {
    return sdk.getTracer("dev.longshore");
  }

  TextMapPropagator propagator() {
    return sdk.getPropagators().getTextMapPropagator();
  }

  /** Sends what was not sent yet. */
  @PreDestroy
  void close() {
    sdk.close();
  }
}
