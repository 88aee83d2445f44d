package dev.longshore.service.config;

import dev.longshore.service.trust.TrustedCertificates;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** Certificate authorities that an option names, read at the start. */
final class CaCertificates {

  private CaCertificates() {}

  /**
   * Null where the JVM's authorities are trusted.
   *
   * @param option without {@code longshore.}
   * @param path PEM file, or folder of such, or null
   */
  static SSLContext of(String option, String path) {
    if (path == null) {
      return null;
    }
    try {
      return TrustedCertificates.context(Path.of(path));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(OptionName.of(option) + ": " + e.getMessage(), e);
    }
  }
}
