package dev.longshore.service.observe.tracing;

import dev.longshore.service.observe.Callee;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.observe.Outcome;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/**
 * Makes a span of every call that is made for a request, with the attributes of OpenTelemetry's
 * semantic conventions. What is called for no request, as renewals are, has none.
 */
final class TracedCalls implements Calls {

  private final Calls others;
  private final Tracer tracer;

  /**
   * @param others hears of the same calls
   */
  TracedCalls(Calls others, Tracer tracer) {
    this.others = others;
    this.tracer = tracer;
  }

  @Override
  public Call begin(Callee callee, String operation) {
    var call = others.begin(callee, operation);
    if (!Span.current().getSpanContext().isValid()) {
      return call;
    }
    var span = builder(callee, operation).startSpan();
    return (outcome, failure) -> {
      if (outcome == Outcome.FAILURE) {
        span.setStatus(StatusCode.ERROR);
      }
      if (failure != null) {
        span.setAttribute("error.type", failure.getClass().getName());
      }
      span.end();
      call.ended(outcome, failure);
    };
  }

  private SpanBuilder builder(Callee callee, String operation) {
    return switch (callee) {
      case REDIS ->
          tracer
              .spanBuilder("redis " + operation)
              .setSpanKind(SpanKind.CLIENT)
              .setAttribute("db.system.name", "redis")
              .setAttribute("db.operation.name", operation);
      case S3 ->
          tracer
              .spanBuilder("S3/" + operation)
              .setSpanKind(SpanKind.CLIENT)
              .setAttribute("rpc.system", "aws-api")
              .setAttribute("rpc.service", "S3")
              .setAttribute("rpc.method", operation);
      case FILESYSTEM -> tracer.spanBuilder("file " + operation);
      case HOOK ->
          tracer
              .spanBuilder("hook " + operation)
              .setSpanKind(SpanKind.CLIENT)
              .setAttribute("http.request.method", "POST");
    };
  }

  @Override
  public Runnable carried(Runnable task) {
    return Context.current().wrap(others.carried(task));
  }
}
