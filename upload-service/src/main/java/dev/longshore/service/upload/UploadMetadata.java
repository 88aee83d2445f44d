package dev.longshore.service.upload;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tus {@code Upload-Metadata} field: keys with base64 values (tus 1.0.0, creation extension).
 */
public final class UploadMetadata {

  private UploadMetadata() {}

  /**
   * Key to value, in the order sent; an empty map for an absent field.
   *
   * @throws UploadRefusedException if the field is malformed
   */
  public static Map<String, String> parse(String field) {
    var values = new LinkedHashMap<String, String>();
    if (field == null || field.isBlank()) {
      return values;
    }
    for (var pair : field.split(",", -1)) {
      var parts = pair.strip().split(" +");
      if (parts.length > 2 || !isKey(parts[0])) {
        throw invalid(
            "Upload-Metadata must be pairs of an ASCII key and a base64 value: '" + pair + "'.");
      }
      if (values.put(parts[0], parts.length == 1 ? "" : decode(parts[0], parts[1])) != null) {
        throw invalid("Upload-Metadata has the key '" + parts[0] + "' twice.");
      }
    }
    return values;
  }

  /**
   * The field for these values, or null if there are none.
   *
   * @throws UploadRefusedException if a key or a value can't stand in it
   */
  public static String format(Map<String, String> values) {
    if (values == null || values.isEmpty()) {
      return null;
    }
    values.keySet().stream()
        .filter(key -> !isKey(key))
        .findFirst()
        .ifPresent(key -> {
          throw invalid("The metadata key '" + key + "' must be printable ASCII.");
        });
    values.entrySet().stream()
        .filter(entry -> entry.getValue() == null)
        .findFirst()
        .ifPresent(entry -> {
          throw invalid("The metadata value of '" + entry.getKey() + "' must be a string.");
        });
    var encoder = Base64.getEncoder();
    return values.entrySet().stream()
        .map(entry ->
            entry.getKey()
                + " "
                + encoder.encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.joining(","));
  }

  private static UploadRefusedException invalid(String detail) {
    return new UploadRefusedException(new Refusal.InvalidRequest(detail));
  }

  private static boolean isKey(String key) {
    return !key.isEmpty() && key.chars().allMatch(c -> c > ' ' && c < 127 && c != ',');
  }

  private static String decode(String key, String value) {
    try {
      return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid("The value of '" + key + "' in Upload-Metadata is not base64.");
    }
  }
}
