package dev.longshore.service.observe.tracing;

import dev.longshore.service.observe.UploadPath;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;

/**
 * A span for each request under {@code /uploads}, until its answer is made; part of the client's
 * trace where it brings one ({@code traceparent}).
 */
@ServerFilter("/uploads/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
@Requires(property = "longshore.tracing.enabled", value = "true")
final class RequestSpans implements Ordered {

  private static final String SPAN = "longshore.span";

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  RequestSpans(Tracing tracing) {
    this.tracer = tracing.tracer();
    this.propagator = tracing.propagator();
  }

  private enum Fields implements TextMapGetter<HttpRequest<?>> {
    OF_REQUEST;

    @Override
    public Iterable<String> keys(HttpRequest<?> request) {
      return request.getHeaders().names();
    }

    @Override
    public String get(HttpRequest<?> request, String name) {
      return request == null ? null : request.getHeaders().get(name);
    }
  }

  /** Before anybody is refused, and before hooks are asked who it is. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.TRACING.order();
  }

  @RequestFilter
  void begin(HttpRequest<?> request, MutablePropagatedContext propagated) {
    var parent = propagator.extract(Context.root(), request, Fields.OF_REQUEST);
    var span =
        tracer
            .spanBuilder(request.getMethodName())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", request.getMethodName())
            .setAttribute("url.path", request.getPath())
            .setAttribute("url.scheme", request.isSecure() ? "https" : "http")
            .setAttribute(
                "client.address", request.getRemoteAddress().getAddress().getHostAddress())
            .startSpan();
    request.setAttribute(SPAN, span);
    propagated.add(new SpanInThread(parent.with(span)));
  }

  @ResponseFilter
  void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
    request.getAttribute(SPAN, Span.class).ifPresent(span -> end(span, request, response));
  }

  private static void end(Span span, HttpRequest<?> request, MutableHttpResponse<?> response) {
    BasicHttpAttributes.getUriTemplate(request)
        .ifPresent(route -> {
          span.updateName(request.getMethodName() + " " + route);
          span.setAttribute("http.route", route);
        });
    var id = uploadId(request, response);
    if (id != null) {
      span.setAttribute("longshore.upload.id", id);
    }
    span.setAttribute("http.response.status_code", response.code());
    if (response.code() >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  /** That in the path, or that of the upload which the request created. */
  private static String uploadId(HttpRequest<?> request, MutableHttpResponse<?> response) {
    var id = UploadPath.id(request.getPath());
    var location = response.getHeaders().get(HttpHeaders.LOCATION);
    return id == null && location != null ? UploadPath.id(location) : id;
  }
}
