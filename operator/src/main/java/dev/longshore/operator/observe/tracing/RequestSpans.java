package dev.longshore.operator.observe.tracing;

import io.fabric8.kubernetes.client.http.AsyncBody.Consumer;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A span for each request to the API server that is sent within a span, until its answer begins.
 * The request carries {@code traceparent}, from where an API server that traces goes on.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace Context</a>
 */
record RequestSpans(Tracer tracer, OpenRequests open) implements Interceptor {

  private static final String PARENT = "traceparent";

  private static final Pattern TRACE = Pattern.compile("00-(?<trace>[0-9a-f]{32})-.*");

  /** Such as /apis/apps/v1/namespaces/team-a/deployments/media/scale. */
  private static final Pattern RESOURCE =
      Pattern.compile(
          "/apis?/(?:[^/]+/)?v[^/]+/(?:namespaces/[^/]+/)?(?<resource>[^/]+)(?:/[^/]+(?<part>/.+)?)?");

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!Span.current().getSpanContext().isValid()) {
      return;
    }
    var span =
        tracer
            .spanBuilder(request.method() + " " + resource(request.uri().getPath()))
            .setParent(Context.current())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("http.request.method", request.method())
            .setAttribute("url.path", request.uri().getPath())
            .startSpan();
    open.begin(span);
    var context = span.getSpanContext();
    builder.setHeader(
        PARENT,
        "00-%s-%s-%s"
            .formatted(context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex()));
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, Consumer<List<ByteBuffer>> body) {
    var header = request.header(PARENT);
    var trace = TRACE.matcher(header == null ? "" : header);
    if (trace.matches()) {
      open.answered(trace.group("trace")).ifPresent(span -> end(span, response.code()));
    }
  }

  private static void end(Span span, int code) {
    span.setAttribute("http.response.status_code", code);
    if (code >= 400) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private static String resource(String path) {
    var found = RESOURCE.matcher(path);
    return found.matches()
        ? found.group("resource") + (found.group("part") == null ? "" : found.group("part"))
        : path;
  }
}
