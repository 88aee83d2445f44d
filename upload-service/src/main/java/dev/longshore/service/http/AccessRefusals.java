package dev.longshore.service.http;

import dev.longshore.service.access.AccessRefusal;
import dev.longshore.service.access.AccessRefusedException;
import dev.longshore.service.access.Authenticator;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Says in HTTP why a request may go no further. */
@Singleton
@Requires(beans = Authenticator.class)
final class AccessRefusals implements ExceptionHandler<AccessRefusedException, HttpResponse<?>> {

  @Override
  public HttpResponse<?> handle(HttpRequest request, AccessRefusedException exception) {
    return switch (exception.refusal()) {
      case AccessRefusal.Unauthenticated(var detail, var challenge) ->
          Problems.named(HttpStatus.UNAUTHORIZED, "unauthenticated", "Not authenticated", detail)
              .header(HttpHeaders.WWW_AUTHENTICATE, challenge);
      case AccessRefusal.Forbidden(var detail) ->
          Problems.named(HttpStatus.FORBIDDEN, "forbidden", "Not allowed", detail);
      case AccessRefusal.TooManyFailures(var detail, var retryAfter) ->
          Problems.named(
                  HttpStatus.TOO_MANY_REQUESTS, "too-many-failures", "Too many failures", detail)
              .header(
                  HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.plusMillis(999).toSeconds()));
      case AccessRefusal.Unavailable(var detail, var retryAfter) ->
          Problems.named(
                  HttpStatus.SERVICE_UNAVAILABLE,
                  "access-unavailable",
                  "Access can't be checked",
                  detail)
              .header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
    };
  }
}
