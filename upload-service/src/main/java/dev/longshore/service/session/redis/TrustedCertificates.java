package dev.longshore.service.session.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities from PEM files, as they are mounted from a Secret or ConfigMap. */
final class TrustedCertificates {

  private TrustedCertificates() {}

  /**
   * Trusts what a PEM file holds, or what the files of a directory hold, and nothing else.
   *
   * @throws IllegalArgumentException if there is no certificate to read; names the path
   */
  static TrustManagerFactory in(Path path) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var certificates = CertificateFactory.getInstance("X.509");
      for (var file : files(path)) {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
          for (var certificate : certificates.generateCertificates(in)) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
          }
        }
      }
      if (store.size() == 0) {
        throw new IllegalArgumentException("CA certificate " + path + " holds no certificate");
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "CA certificate " + path + " can't be read as PEM: " + e.getMessage(), e);
    }
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var entries = Files.list(path)) {
      // Mounted Secrets keep their real files in hidden directories.
      return entries.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
