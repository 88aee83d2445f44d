package dev.longshore.service.http;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code Content-Disposition} fields (RFC 6266) and their file names. */
final class ContentDisposition {

  /** A parameter: name, then a quoted string or a token. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*([\\w*!#$&+.^`|~-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"]+))");

  /** RFC 8187: charset, language, percent-encoded text. */
  private static final Pattern EXTENDED =
      Pattern.compile("(?i)(utf-8|iso-8859-1)'[^']*'([\\w!#$&+.^`|~%-]+)");

  private ContentDisposition() {}

  /** {@code filename*} where it can be read, else {@code filename}; empty if there is neither. */
  static Optional<String> filename(String field) {
    String plain = null;
    var parameters = PARAMETER.matcher(field);
    while (parameters.find()) {
      var quoted = parameters.group(2);
      var value = quoted == null ? parameters.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      switch (parameters.group(1).toLowerCase(java.util.Locale.ROOT)) {
        case "filename*" -> {
          var decoded = decoded(value);
          if (decoded.isPresent()) {
            return decoded;
          }
        }
        case "filename" -> plain = value;
        default -> {}
      }
    }
    return Optional.ofNullable(plain);
  }

  /**
   * A field for content that is sent.
   *
   * @param kind {@code inline} or {@code attachment}
   * @param name what somebody called the file; of a path, the end counts
   */
  static String of(String kind, Optional<String> name) {
    return name.map(
            text -> text.substring(1 + Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'))))
        .map(text -> text.replaceAll("\\p{Cntrl}", ""))
        .filter(text -> !text.isBlank())
        .map(text -> kind + named(text))
        .orElse(kind);
  }

  private static String named(String text) {
    var plain = text.replaceAll("[^ -~]|[\"\\\\%]", "_");
    return plain.equals(text)
        ? "; filename=\"%s\"".formatted(plain)
        : "; filename=\"%s\"; filename*=UTF-8''%s".formatted(plain, encoded(text));
  }

  /** RFC 8187: everything but what may stand there as it is. */
  private static String encoded(String text) {
    var encoded = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      boolean same = c < 128 && (Character.isLetterOrDigit(c) || "!#$&+-.^_`|~".indexOf(c) >= 0);
      encoded.append(same ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }

  private static Optional<String> decoded(String value) {
    var parts = EXTENDED.matcher(value);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      // A plus is a plus here, other than in forms.
      var text = parts.group(2).replace("+", "%2B");
      return Optional.of(URLDecoder.decode(text, charset(parts.group(1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Charset charset(String name) {
    return name.equalsIgnoreCase("utf-8") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
  }
}
