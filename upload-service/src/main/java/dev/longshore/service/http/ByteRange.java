package dev.longshore.service.http;

import java.util.regex.Pattern;

/** What of the content a {@code Range} field asks for (RFC 9110, section 14). */
sealed interface ByteRange {

  /** Everything: there is no field, or one that is not for us. */
  record Whole() implements ByteRange {}

  /** {@code length} bytes from {@code from} on; at least one. */
  record Part(long from, long length) implements ByteRange {

    String contentRange(long total) {
      return "bytes " + from + "-" + (from + length - 1) + "/" + total;
    }
  }

  /** Nothing that is there, or malformed. */
  record Unsatisfiable() implements ByteRange {}

  /** {@code first-last}, {@code first-} or {@code -last}, with blanks as Go's server takes them. */
  Pattern SPEC = Pattern.compile("\\s*(\\d*)\\s*-\\s*(\\d*)\\s*");

  /** Numbers that no long holds are behind the end anyway. */
  int MOST_DIGITS = 18;

  /**
   * Other units than bytes are ignored, as must be, and so are several ranges at once, as may be:
   * S3 does the same.
   *
   * @param field of a GET, or null
   * @param length of the content in bytes
   */
  static ByteRange of(String field, long length) {
    if (field == null || !field.startsWith("bytes=") || field.indexOf(',') >= 0) {
      return new Whole();
    }
    var spec = SPEC.matcher(field.substring("bytes=".length()));
    if (!spec.matches() || spec.group(1).isEmpty() && spec.group(2).isEmpty()) {
      return new Unsatisfiable();
    }
    if (length == 0) {
      return new Whole(); // None of no bytes: some servers refuse that, and some clients give up.
    }
    if (spec.group(1).isEmpty()) {
      long last = Math.min(number(spec.group(2)), length);
      return last == 0 ? new Unsatisfiable() : new Part(length - last, last);
    }
    long first = number(spec.group(1));
    long last = spec.group(2).isEmpty() ? length - 1 : Math.min(number(spec.group(2)), length - 1);
    if (first >= length || !spec.group(2).isEmpty() && number(spec.group(2)) < first) {
      return new Unsatisfiable();
    }
    return new Part(first, last - first + 1);
  }

  private static long number(String digits) {
    return digits.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
