package dev.longshore.service.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Errors as {@code application/problem+json} (RFC 9457). */
final class Problems {

  static final MediaType MEDIA_TYPE = new MediaType("application/problem+json");

  /** Names of the kinds of problems; stable, for clients to decide by. */
  private static final String TYPES = "https://longshore.dev/problems/";

  private static final String PLAIN = "about:blank";

  private Problems() {}

  /** A problem of a kind that Longshore names. */
  static MutableHttpResponse<Map<String, Object>> named(
      HttpStatus status, String name, String title, String detail) {
    return response(status, TYPES + name, title, detail);
  }

  /** A problem of a kind that Longshore names, with a status that is not in any RFC. */
  static MutableHttpResponse<Map<String, Object>> named(
      int status, String name, String title, String detail) {
    return HttpResponse.<Map<String, Object>>status(status, title)
        .body(problem(status, TYPES + name, title, detail))
        .contentType(MEDIA_TYPE);
  }

  /** A problem that the status says all about. */
  static MutableHttpResponse<Map<String, Object>> plain(HttpStatus status, String detail) {
    return response(status, PLAIN, status.getReason(), detail);
  }

  /**
   * What a problem is called: the end of its type, or what its status says where that is all about
   * it. Empty for an answer that is no problem.
   */
  static Optional<String> name(HttpResponse<?> response) {
    if (!(response.body() instanceof Map<?, ?> problem)
        || !(problem.get("type") instanceof String type)) {
      return Optional.empty();
    }
    return Optional.of(
        type.equals(PLAIN)
            ? response.reason().toLowerCase(Locale.ROOT).replace(' ', '-')
            : type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf('#')) + 1));
  }

  private static MutableHttpResponse<Map<String, Object>> response(
      HttpStatus status, String type, String title, String detail) {
    return HttpResponse.<Map<String, Object>>status(status)
        .body(problem(status.getCode(), type, title, detail))
        .contentType(MEDIA_TYPE);
  }

  private static Map<String, Object> problem(int status, String type, String title, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", type);
    problem.put("title", title);
    problem.put("status", status);
    if (detail != null) {
      problem.put("detail", detail);
    }
    return problem;
  }
}
