package dev.longshore.service.http;

import io.micronaut.http.HttpHeaders;
import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a request makes its answer depend on, in the order of RFC 9110, section 13.2.2.
 *
 * @param etag that of the content, a strong one with its quotes
 * @param lastModified when the content was last modified
 */
record Preconditions(String etag, Instant lastModified) {

  /** What a GET or HEAD comes to. */
  enum Outcome {
    PROCEED,
    /** 304 */
    NOT_MODIFIED,
    /** 412 */
    FAILED
  }

  private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

  Outcome of(HttpHeaders headers) {
    if (headers.contains(HttpHeaders.IF_MATCH)) {
      if (!names(headers, HttpHeaders.IF_MATCH, this::isStrongly)) {
        return Outcome.FAILED;
      }
    } else if (date(headers, HttpHeaders.IF_UNMODIFIED_SINCE)
        .filter(this::isModifiedSince)
        .isPresent()) {
      return Outcome.FAILED;
    }
    if (headers.contains(HttpHeaders.IF_NONE_MATCH)) {
      return names(headers, HttpHeaders.IF_NONE_MATCH, this::isWeakly)
          ? Outcome.NOT_MODIFIED
          : Outcome.PROCEED;
    }
    return date(headers, HttpHeaders.IF_MODIFIED_SINCE)
            .filter(since -> !isModifiedSince(since))
            .isPresent()
        ? Outcome.NOT_MODIFIED
        : Outcome.PROCEED;
  }

  /**
   * Whether a {@code Range} is to be heeded: without {@code If-Range}, or if that names this very
   * content. A weak tag names none: bytes of two contents may have it (section 13.1.5).
   */
  boolean allowRange(HttpHeaders headers) {
    var field = headers.get(HttpHeaders.IF_RANGE);
    if (field == null) {
      return true;
    }
    var tag = ENTITY_TAG.matcher(field.strip());
    return tag.matches()
        ? isStrongly(tag.group())
        : date(field).filter(said -> said.equals(seconds(lastModified))).isPresent();
  }

  private static boolean names(HttpHeaders headers, String field, Predicate<String> comparison) {
    var list = String.join(",", headers.getAll(field));
    return list.strip().equals("*")
        || ENTITY_TAG.matcher(list).results().anyMatch(tag -> comparison.test(tag.group()));
  }

  private boolean isStrongly(String tag) {
    return tag.equals(etag);
  }

  private boolean isWeakly(String tag) {
    return tag.equals(etag) || tag.equals("W/" + etag);
  }

  /** Dates of HTTP have no fractions of seconds. */
  private boolean isModifiedSince(Instant since) {
    return seconds(lastModified).isAfter(since);
  }

  private static Instant seconds(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond());
  }

  private static Optional<Instant> date(HttpHeaders headers, String field) {
    return Optional.ofNullable(headers.get(field)).flatMap(Preconditions::date);
  }

  /** Malformed dates count as absent. */
  private static Optional<Instant> date(String text) {
    var date = DateFormatter.parseHttpDate(text);
    return date == null ? Optional.empty() : Optional.of(date.toInstant());
  }
}
