package dev.longshore.service.upload;

import java.nio.charset.StandardCharsets;

/**
 * Where a finished object lies: relative, with {@code /} between segments, never outside of the
 * storage and never hidden.
 *
 * @param value the checked path
 */
public record ObjectPath(String value) {

  /** S3's limit for a key, so that a path good for one storage is good for all. */
  private static final int MAX_BYTES = 1024;

  private static final int MAX_SEGMENT_BYTES = 255;

  public ObjectPath {
    require(!value.isEmpty(), "it is empty");
    require(bytes(value) <= MAX_BYTES, "it is longer than " + MAX_BYTES + " bytes");
    require(!value.startsWith("/"), "it must be relative, without a leading /");
    require(value.indexOf('\\') < 0, "it must not contain a backslash");
    require(
        value.codePoints().noneMatch(ObjectPath::isUnprintable),
        "it must not contain control characters or broken Unicode");
    for (var segment : value.split("/", -1)) {
      require(!segment.isEmpty(), "it must not contain an empty segment or end with /");
      require(!segment.equals("..") && !segment.equals("."), "a segment must not be . or ..");
      require(!segment.startsWith("."), "no segment may start with a dot (hidden file)");
      require(
          bytes(segment) <= MAX_SEGMENT_BYTES,
          "a segment is longer than " + MAX_SEGMENT_BYTES + " bytes");
    }
  }

  private static boolean isUnprintable(int c) {
    return Character.isISOControl(c) || c == 0xFFFD || Character.getType(c) == Character.SURROGATE;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new UploadRefusedException(new Refusal.InvalidPath(rule));
    }
  }
}
