package dev.longshore.service.trust;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities from PEM files, as they are mounted from a Secret or ConfigMap. */
public final class TrustedCertificates {

  private TrustedCertificates() {}

  /**
   * Trusts the certificates in a PEM file, or in those files of a directory that have some, and
   * nothing else.
   *
   * @throws IllegalArgumentException if there is no certificate to read; names the path
   */
  public static TrustManagerFactory in(Path path) {
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
    } catch (IOException | UncheckedIOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "CA certificate " + path + " can't be read as PEM: " + e.getMessage(), e);
    }
  }

  /**
   * The same for clients of other protocols than Redis'.
   *
   * @throws IllegalArgumentException if there is no certificate to read; names the path
   */
  public static SSLContext context(Path path) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, in(path).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has TLS", e);
    }
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var entries = Files.list(path)) {
      // Mounted Secrets keep their real files in hidden directories.
      return entries
          .filter(Files::isRegularFile)
          .filter(TrustedCertificates::hasCertificate)
          .sorted()
          .toList();
    }
  }

  /** A mounted Secret has keys and other files beside the certificate. */
  private static boolean hasCertificate(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains("BEGIN CERTIFICATE");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
