package dev.longshore.service.http;

import dev.longshore.service.session.SessionStoreUnavailableException;
import dev.longshore.service.upload.ClientGoneException;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when something behind the service fails. */
@Factory
final class FailureHandlers {

  private static final Logger LOG = LoggerFactory.getLogger(FailureHandlers.class);

  /** Never 404: the upload is there, only the store can't tell. */
  @Singleton
  ExceptionHandler<SessionStoreUnavailableException, HttpResponse<?>> sessionStoreUnavailable() {
    return (request, exception) -> {
      try (var _ = UploadIdInLogs.during(request)) {
        LOG.warn("session store unavailable: {}", exception.getMessage());
      }
      return Problems.named(
              HttpStatus.SERVICE_UNAVAILABLE,
              "session-store-unavailable",
              "Session store unavailable",
              "The session store can't be reached. Nothing is lost: try again.")
          .header(HttpHeaders.RETRY_AFTER, "2");
    };
  }

  @Singleton
  ExceptionHandler<IOException, HttpResponse<?>> storageFailed() {
    return (request, exception) -> {
      try (var _ = UploadIdInLogs.during(request)) {
        LOG.error("storage failed", exception);
      }
      return Problems.named(
              HttpStatus.SERVICE_UNAVAILABLE,
              "storage-unavailable",
              "Storage unavailable",
              "The storage failed. What was acknowledged is kept: try again.")
          .header(HttpHeaders.RETRY_AFTER, "5");
    };
  }

  /** Nobody reads this answer; the status is for the access log and the metrics. */
  @Singleton
  ExceptionHandler<ClientGoneException, HttpResponse<?>> clientGone() {
    return (request, exception) -> {
      RequestLog.noteGone(request);
      try (var _ = UploadIdInLogs.during(request)) {
        LOG.debug("{} {}: {}", request.getMethod(), request.getPath(), exception.getMessage());
      }
      return HttpResponse.status(HttpStatus.BAD_REQUEST).header(HttpHeaders.CONNECTION, "close");
    };
  }

  @Singleton
  ExceptionHandler<WrongMediaTypeException, HttpResponse<?>> wrongMediaType() {
    return (request, exception) ->
        Problems.plain(HttpStatus.UNSUPPORTED_MEDIA_TYPE, exception.getMessage());
  }
}
