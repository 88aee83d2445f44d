package dev.longshore.e2e.client;

import java.net.http.HttpResponse;

/**
 * What a pod answered.
 *
 * @param status HTTP status
 * @param pod the pod's name, from the header {@code Longshore-Pod}; empty if it did not say
 * @param offset bytes that the server acknowledges, from {@code Upload-Offset}; -1 if it did not
 *     say
 * @param retryAfter seconds from {@code Retry-After}, -1 if it did not say
 * @param body the body's text
 */
public record Answer(int status, String pod, long offset, long retryAfter, String body) {

  static Answer of(HttpResponse<String> response) {
    var headers = response.headers();
    return new Answer(
        response.statusCode(),
        headers.firstValue("Longshore-Pod").orElse(""),
        headers.firstValueAsLong("Upload-Offset").orElse(-1),
        headers.firstValueAsLong("Retry-After").orElse(-1),
        response.body());
  }
}
