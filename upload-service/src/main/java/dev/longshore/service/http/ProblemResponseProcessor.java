package dev.longshore.service.http;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;

/** The framework's own errors (no such route, wrong method, malformed request) as problems too. */
@Singleton
@Primary
final class ProblemResponseProcessor implements ErrorResponseProcessor<Map<String, Object>> {

  @Override
  public MutableHttpResponse<Map<String, Object>> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    var status = response.status();
    var detail =
        status.getCode() >= HttpStatus.INTERNAL_SERVER_ERROR.getCode()
            ? "The server failed; its log says why."
            : context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
    var problem = Problems.plain(status, detail.isEmpty() ? null : detail);
    response.getHeaders().forEach((name, values) -> values.forEach(v -> problem.header(name, v)));
    return problem.contentType(Problems.MEDIA_TYPE);
  }
}
