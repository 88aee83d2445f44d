package dev.longshore.service.http;

import dev.longshore.service.observe.UploadPath;
import dev.longshore.service.upload.Body;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log: one line for each request under {@code /uploads} when its answer is made. Says
 * nothing of queries and header fields, which may hold secrets.
 */
@ServerFilter("/uploads/**")
@Requires(property = "longshore.log.access", value = "true")
final class RequestLog implements Ordered {

  private static final Logger LOG = LoggerFactory.getLogger("longshore.access");
  private static final String BEGAN = "longshore.began";
  private static final String BODY = "longshore.body";
  private static final String GONE = "longshore.gone";

  /** What nginx says of clients that did not wait for their answer. */
  private static final int CLIENT_CLOSED_REQUEST = 499;

  /** Lets the line say how much of a body came. */
  static void note(HttpRequest<?> request, Body body) {
    request.setAttribute(BODY, body);
  }

  /** Lets the line say that nobody was there for the answer. */
  static void noteGone(HttpRequest<?> request) {
    request.setAttribute(GONE, true);
  }

  /** Before anybody is refused. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.METRICS.order();
  }

  @RequestFilter
  void began(HttpRequest<?> request) {
    request.setAttribute(BEGAN, System.nanoTime());
  }

  @ResponseFilter
  void ended(HttpRequest<?> request, MutableHttpResponse<?> response) {
    var method = request.getMethodName();
    var path = request.getPath();
    int status = request.getAttribute(GONE).isPresent() ? CLIENT_CLOSED_REQUEST : response.code();
    var line =
        LOG.atInfo()
            .addKeyValue("method", method)
            .addKeyValue("path", path)
            .addKeyValue("status", status)
            .addKeyValue(
                "bytes", request.getAttribute(BODY, Body.class).map(Body::received).orElse(0L))
            .addKeyValue("millis", millis(request))
            .addKeyValue("client", request.getRemoteAddress().getAddress().getHostAddress());
    var owner = Callers.owner(request);
    if (owner != null) {
      line = line.addKeyValue("owner", owner);
    }
    var id = uploadId(path, response);
    if (id != null) {
      line = line.addKeyValue("upload", id);
    }
    try (var _ = UploadIdInLogs.during(id)) {
      line.log("{} {} {}", method, path, status);
    }
  }

  private static long millis(HttpRequest<?> request) {
    long now = System.nanoTime();
    long began = request.getAttribute(BEGAN, Long.class).orElse(now);
    return TimeUnit.NANOSECONDS.toMillis(now - began);
  }

  /** That in the path, or that of the upload which the request created. */
  private static String uploadId(String path, MutableHttpResponse<?> response) {
    var id = UploadPath.id(path);
    var location = response.getHeaders().get(HttpHeaders.LOCATION);
    return id == null && location != null ? UploadPath.id(location) : id;
  }
}
