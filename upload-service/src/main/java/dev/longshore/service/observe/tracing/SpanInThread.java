package dev.longshore.service.observe.tracing;

import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.slf4j.MDC;

/** Takes the span of a request along to the threads that work for it, and to what they log. */
record SpanInThread(Context context) implements ThreadPropagatedContextElement<Scope> {

  private static final String TRACE = "traceId";
  private static final String SPAN = "spanId";

  @Override
  public Scope updateThreadContext() {
    var span = Span.fromContext(context).getSpanContext();
    MDC.put(TRACE, span.getTraceId());
    MDC.put(SPAN, span.getSpanId());
    return context.makeCurrent();
  }

  @Override
  public void restoreThreadContext(Scope scope) {
    MDC.remove(TRACE);
    MDC.remove(SPAN);
    scope.close();
  }
}
