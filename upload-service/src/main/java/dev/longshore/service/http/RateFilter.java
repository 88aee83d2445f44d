package dev.longshore.service.http;

import dev.longshore.service.access.RequestRate;
import dev.longshore.service.upload.Refusal;
import dev.longshore.service.upload.UploadRefusedException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;

/** Refuses clients that ask this pod too often. */
@ServerFilter("/uploads/**")
@Requires(beans = RequestRate.class)
final class RateFilter implements Ordered {

  private final RequestRate rate;
  private final Callers callers;

  RateFilter(RequestRate rate, Callers callers) {
    this.rate = rate;
    this.callers = callers;
  }

  /** Once it is known who asks. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }

  @RequestFilter
  void count(HttpRequest<?> request) {
    if (request.getMethod() != HttpMethod.OPTIONS) {
      var wait = rate.take(callers.of(request).name());
      if (wait.isPositive()) {
        throw new UploadRefusedException(new Refusal.TooManyRequests(wait));
      }
    }
  }
}
