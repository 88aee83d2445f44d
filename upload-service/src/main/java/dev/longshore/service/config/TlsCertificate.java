package dev.longshore.service.config;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.ssl.CertificateProvider;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;

/**
 * The certificate of {@link TlsOptions}, as it is now. The files are read again and again: what the
 * kubelet replaces is a link beside them, of which a watch on the files hears nothing. Files that
 * can't be used, or don't belong together because they are just being replaced, change nothing.
 */
@Singleton
@Named(TlsCertificate.NAME)
@Requires(property = "longshore.tls.enabled", value = "true")
final class TlsCertificate implements CertificateProvider {

  static final String NAME = "longshore-tls";

  private static final Logger LOG = LoggerFactory.getLogger(TlsCertificate.class);
  private static final int LOOK_EVERY_SECONDS = 5;

  private final Path certificate;
  private final Path key;
  private final PemKeyPair pem = new PemKeyPair();
  private final Sinks.Many<KeyStore> current = Sinks.many().replay().latest();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tls-certificate").factory());
  private Contents seen;

  private record Contents(byte[] certificate, byte[] key) {
    boolean equalTo(Contents other) {
      return other != null
          && Arrays.equals(certificate, other.certificate)
          && Arrays.equals(key, other.key);
    }
  }

  /**
   * @throws IllegalArgumentException if the files can't be used
   */
  TlsCertificate(TlsOptions options) {
    certificate = Path.of(options.certificate());
    key = Path.of(options.key());
    try {
      load();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "longshore.tls.certificate (LONGSHORE_TLS_CERTIFICATE) and longshore.tls.key"
              + " (LONGSHORE_TLS_KEY) must be PEM files that belong together, not "
              + "'%s' and '%s': %s".formatted(certificate, key, e),
          e);
    }
    timer.scheduleWithFixedDelay(
        this::refresh, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private boolean load() throws IOException, GeneralSecurityException {
    var now = new Contents(Files.readAllBytes(certificate), Files.readAllBytes(key));
    if (now.equalTo(seen)) {
      return false;
    }
    // Also if it is of no use: the same files are complained of once.
    seen = now;
    current.tryEmitNext(pem.load(certificate, key)).orThrow();
    return true;
  }

  private void refresh() {
    try {
      if (load()) {
        LOG.info("the certificate in {} changed: new connections get the new one", certificate);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.warn("{} and {} can't be used, the last good ones stay: {}", certificate, key, e + "");
    }
  }

  @Override
  public Publisher<KeyStore> getKeyStore() {
    return current.asFlux();
  }

  @Override
  public String getName() {
    return NAME;
  }

  @PreDestroy
  void close() {
    timer.shutdownNow();
  }
}
