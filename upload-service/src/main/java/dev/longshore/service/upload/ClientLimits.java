package dev.longshore.service.upload;

import java.util.List;
import java.util.Locale;

/**
 * What one client may have under way at the same time, and of what kind.
 *
 * @param openUploads uploads that are not complete, or -1 for any number
 * @param openBytes bytes that those have together, or -1 for any number
 * @param contentTypes media types of uploads, such as {@code image/*}; empty for any
 */
public record ClientLimits(long openUploads, long openBytes, List<String> contentTypes) {

  /**
   * @param contentType of an upload, or null
   * @throws UploadRefusedException if it is not one of those that may be
   */
  void requireContentType(String contentType) {
    if (contentTypes.isEmpty()) {
      return;
    }
    var type =
        contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (contentTypes.stream().noneMatch(range -> matches(range, type))) {
      throw new UploadRefusedException(new Refusal.ContentTypeRefused(contentTypes));
    }
  }

  private static boolean matches(String range, String type) {
    return range.equals("*/*")
        || (range.endsWith("/*")
            ? type.startsWith(range.substring(0, range.length() - 1))
            : type.equals(range.toLowerCase(Locale.ROOT)));
  }

  long openUploadsOf(Caller caller) {
    var own = caller.quota().openUploads();
    return own == null ? openUploads : own;
  }

  long openBytesOf(Caller caller) {
    var own = caller.quota().openBytes();
    return own == null ? openBytes : own;
  }
}
