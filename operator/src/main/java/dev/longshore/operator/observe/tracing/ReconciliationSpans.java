package dev.longshore.operator.observe.tracing;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import org.slf4j.MDC;

/** A trace for each reconciliation, whose ids stand in what is logged meanwhile. */
record ReconciliationSpans(Tracer tracer, OpenRequests requests) implements Metrics {

  private static final String TRACE = "traceId";
  private static final String SPAN = "spanId";

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    var span =
        tracer
            .spanBuilder(execution.name() + " UploadService")
            .setAttribute("k8s.namespace.name", execution.resourceID().getNamespace().orElse(""))
            .setAttribute("longshore.uploadservice.name", execution.resourceID().getName())
            .startSpan();
    try (var _ = span.makeCurrent();
        var _ = MDC.putCloseable(TRACE, span.getSpanContext().getTraceId());
        var _ = MDC.putCloseable(SPAN, span.getSpanContext().getSpanId())) {
      return execution.execute();
    } catch (Exception e) {
      failed(span, e);
      throw e;
    } finally {
      requests.end(span.getSpanContext().getTraceId());
      span.end();
    }
  }

  private static void failed(Span span, Exception e) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute("error.type", e.getClass().getName());
  }
}
