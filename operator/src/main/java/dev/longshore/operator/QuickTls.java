package dev.longshore.operator;

import static java.util.Comparator.comparing;

import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Prefers ChaCha20 to AES, which an API server written in Go then takes, too. Only the second
 * compiler, which the operator does without, knows the processor's instructions for AES: without
 * them it takes five times as long, a tenth of what the operator does while it writes much.
 */
final class QuickTls extends JdkHttpClientFactory {

  private static final String[] VERSIONS = {
    TlsVersion.TLS_1_3.javaName(), TlsVersion.TLS_1_2.javaName()
  };

  @Override
  protected void additionalConfig(HttpClient.Builder builder) {
    builder.sslParameters(new SSLParameters(suites(), VERSIONS));
  }

  /** All that Java has on by default, which may have been told to leave some out. */
  static String[] suites() {
    try {
      var usual = SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites();
      return Arrays.stream(usual)
          .sorted(comparing(suite -> !suite.contains("CHACHA20")))
          .toArray(String[]::new);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java can't speak TLS", e);
    }
  }
}
