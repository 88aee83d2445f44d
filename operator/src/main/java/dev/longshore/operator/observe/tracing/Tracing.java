package dev.longshore.operator.observe.tracing;

import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.List;
import java.util.Map;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** OpenTelemetry as the {@code OTEL_*} variables want it, for traces alone. */
public final class Tracing implements AutoCloseable {

  /** Name of the interceptor of the client's HTTP. */
  public static final String INTERCEPTOR = "TRACING";

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "longshore-operator",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private final OpenTelemetrySdk sdk;
  private final OpenRequests open = new OpenRequests();

  /**
   * Reads the variables.
   *
   * @throws RuntimeException naming the variable that is wrong
   */
  public Tracing() {
    // OpenTelemetry logs by java.util.logging, whose lines would be no JSON.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(() -> DEFAULTS)
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk();
  }

  /** Has each reconciliation be a span, beside being counted. */
  public Metrics beside(Metrics metrics) {
    return new AggregatedMetrics(List.of(new ReconciliationSpans(tracer(), open), metrics));
  }

  /** Makes a span of each request that a reconciliation sends to the API server. */
  public Interceptor requests() {
    return new RequestSpans(tracer(), open);
  }

  private Tracer tracer() {
    return sdk.getTracer("dev.longshore");
  }

  /** Sends what was not sent yet. */
  @Override
  public void close() {
    sdk.close();
  }
}
