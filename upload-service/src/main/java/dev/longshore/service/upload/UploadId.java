package dev.longshore.service.upload;

import java.security.SecureRandom;
import java.util.Base64;

/** Names of uploads: 144 random bits, since whoever knows the name may write to the upload. */
final class UploadId {

  private static final int LENGTH = 24;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder();

  private UploadId() {}

  /** Whether a text could be such a name. */
  static boolean isOne(String text) {
    return text.length() == LENGTH
        && text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
  }

  /** 24 characters that are safe in URLs and file names, the first of them a letter or digit. */
  static String random() {
    var bytes = new byte[LENGTH * 6 / 8];
    while (true) {
      RANDOM.nextBytes(bytes);
      var id = BASE64.encodeToString(bytes);
      if (Character.isLetterOrDigit(id.charAt(0))) {
        return id;
      }
    }
  }
}
