package dev.longshore.operator.observe.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spans of requests that wait for their answer, which comes in another thread. A reconciliation
 * sends one after the other, so that there is one for each trace; and the client does not tell of
 * every failure, so that the next request or the reconciliation's end may have to end it.
 */
final class OpenRequests {

  private final Map<String, Span> byTrace = new ConcurrentHashMap<>();

  void begin(Span request) {
    unanswered(byTrace.put(request.getSpanContext().getTraceId(), request));
  }

  /** The request that was answered now. */
  Optional<Span> answered(String trace) {
    return Optional.ofNullable(byTrace.remove(trace));
  }

  /** Nothing more will come in this trace. */
  void end(String trace) {
    unanswered(byTrace.remove(trace));
  }

  private static void unanswered(Span request) {
    if (request != null) {
      request.setStatus(StatusCode.ERROR, "no answer").end();
    }
  }
}
