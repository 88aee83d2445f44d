package dev.longshore.service.http;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;

/** Fields that every answer under {@code /uploads} carries, errors included. */
@ServerFilter("/uploads/**")
final class CommonHeadersFilter implements Ordered {

  private final Dialects dialects;
  private final String pod;

  CommonHeadersFilter(Dialects dialects, @Nullable @Value("${longshore.pod-name:}") String pod) {
    this.dialects = dialects;
    this.pod = pod;
  }

  /** Lets an error say where the upload is that was created all the same. */
  static void sayWhere(HttpRequest<?> request, String location) {
    request.setAttribute(HttpHeaders.LOCATION, location);
  }

  /** Outside of whatever refuses requests, so that those answers carry them too. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.before();
  }

  @ResponseFilter
  void add(HttpRequest<?> request, MutableHttpResponse<?> response) {
    var headers = response.getHeaders();
    if (IetfDialect.speaks(request)) {
      dialects.ietf(request).sayWhetherComplete(request, response);
    } else if (TusDialect.speaks(request) && !headers.contains(Headers.TUS_RESUMABLE)) {
      headers.add(Headers.TUS_RESUMABLE, TusDialect.VERSION);
    }
    if (response.code() == HttpStatus.PRECONDITION_FAILED.getCode() && TusDialect.speaks(request)) {
      headers.add(Headers.TUS_VERSION, TusDialect.VERSION);
    }
    if (request.getMethod() == HttpMethod.HEAD && !headers.contains(HttpHeaders.CONTENT_LENGTH)) {
      // Without a length the server would end the connection, and clients ask for the offset often.
      headers.set(HttpHeaders.CONTENT_LENGTH, "0");
    }
    if (response.code() >= 400) {
      request
          .getAttribute(HttpHeaders.LOCATION, String.class)
          .ifPresent(location -> headers.set(HttpHeaders.LOCATION, location));
    }
    if (response.code() >= 400 && request.getHeaders().contains(HttpHeaders.EXPECT)) {
      // Whether the body follows now is up to the client: nobody can tell where the next request
      // is.
      headers.set(HttpHeaders.CONNECTION, "close");
    }
    headers.add("X-Content-Type-Options", "nosniff");
    if (pod != null && !pod.isEmpty()) {
      headers.add(Headers.POD, pod);
    }
  }
}
