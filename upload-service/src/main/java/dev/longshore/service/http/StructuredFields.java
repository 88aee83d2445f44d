package dev.longshore.service.http;

import io.micronaut.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import org.greenbytes.http.sfv.BooleanItem;
import org.greenbytes.http.sfv.Dictionary;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;

/**
 * Structured fields of a request (RFC 9651). A field that is malformed, or of another type, is as
 * good as absent.
 */
final class StructuredFields {

  /** The largest Integer that a structured field can hold. */
  static final long MAX_INTEGER = 999_999_999_999_999L;

  private StructuredFields() {}

  static Optional<Boolean> bool(HttpRequest<?> request, String name) {
    return item(request, name, BooleanItem.class).map(BooleanItem::get);
  }

  /** A non-negative Integer. */
  static Optional<Long> size(HttpRequest<?> request, String name) {
    return item(request, name, IntegerItem.class).map(IntegerItem::get).filter(n -> n >= 0);
  }

  /** The members of a Dictionary; empty if the field is absent. */
  static Map<String, ListElement<?>> dictionary(HttpRequest<?> request, String name) {
    var lines = request.getHeaders().getAll(name);
    try {
      return lines.isEmpty() ? Map.of() : new Parser(lines).parseDictionary().get();
    } catch (ParseException e) {
      return Map.of();
    }
  }

  static String serialize(Map<String, ListElement<?>> members) {
    return Dictionary.valueOf(members).serialize();
  }

  /** All lines of the field are looked at: a field that came twice is no single item. */
  private static <T> Optional<T> item(HttpRequest<?> request, String name, Class<T> type) {
    var lines = request.getHeaders().getAll(name);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Parser(lines).parseItem()).filter(type::isInstance).map(type::cast);
    } catch (ParseException e) {
      return Optional.empty();
    }
  }
}
