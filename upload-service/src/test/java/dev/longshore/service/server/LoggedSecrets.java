package dev.longshore.service.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What no line may hold that a service logs, whatever a test does with it. */
final class LoggedSecrets {

  /** Signed URLs, keys of signatures, tokens in header fields, JWTs with their signatures. */
  private static final Pattern SHAPES =
      Pattern.compile(
          "X-Amz-Signature=|whsec_[A-Za-z0-9+/]{8}|Bearer [-A-Za-z0-9._~+/]{8}"
              + "|eyJ[-\\w]{8,}\\.[-\\w]{8,}\\.[-\\w]{8,}");

  private static final Pattern PASSWORD =
      Pattern.compile("(?i)password=([^,]+)|://[^:/@]*:([^@]+)@");

  private LoggedSecrets() {}

  /**
   * Looks at all of a log.
   *
   * @param environment what the service was told, among it secrets
   * @throws AssertionError if there is one; says the line
   */
  static void requireNone(String log, Map<String, String> environment) {
    requireNone(log, values(environment));
  }

  /**
   * Looks at all of a log.
   *
   * @param values secrets that have no shape of their own
   * @throws AssertionError if there is one; says the line
   */
  static void requireNone(String log, Collection<String> values) {
    log.lines()
        .filter(line -> SHAPES.matcher(line).find() || values.stream().anyMatch(line::contains))
        .findFirst()
        .ifPresent(line -> {
          throw new AssertionError("logged with a secret in it: " + line);
        });
  }

  /** The secrets among what a service is told, by property or by variable. */
  static List<String> values(Map<String, String> environment) {
    var values = new ArrayList<String>();
    environment.forEach((key, value) -> {
      var name = key.toUpperCase(Locale.ROOT).replaceAll("[-.]", "_");
      if (name.matches(".*(SECRET|SECRETS|SECRET_ACCESS_KEY)")) {
        values.addAll(List.of(value.strip().split("\\s+")));
      }
      if (name.endsWith("CONNECTION_STRING")) {
        PASSWORD
            .matcher(value)
            .results()
            .forEach(password ->
                values.add(password.group(1) == null ? password.group(2) : password.group(1)));
      }
    });
    // What is that short stands in words.
    values.removeIf(value -> value.length() < 6);
    return values;
  }
}
