package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.server.MountedSecret;
import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.server.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on the service's port, with a certificate that changes while it runs. */
class TlsIT {

  @TempDir Path folder;
  @TempDir Path mount;
  private MountedSecret secret;

  @BeforeEach
  void secret() {
    secret = new MountedSecret(mount);
  }

  private TestServer start() {
    return TestServer.storingIn(folder)
        .with("longshore.tls.enabled", true)
        .with("longshore.read.enabled", true)
        .with("longshore.tls.certificate", secret.certificate().toString())
        .with("longshore.tls.key", secret.key().toString())
        .start();
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void uploadsAndReadsOverTlsInBothVersionsByAlpn(HttpClient.Version version) throws Exception {
    secret.put("one", "rsa:2048");
    try (var server = start();
        var client = client(version)) {
      var bytes = new byte[3_000_000];
      var answer =
          client.send(
              HttpRequest.newBuilder(uploads(server))
                  .header("Upload-Complete", "?1")
                  .POST(BodyPublishers.ofByteArray(bytes))
                  .build(),
              BodyHandlers.discarding());
      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.statusCode()).isEqualTo(201);
      var location = answer.headers().firstValue("Location").orElseThrow();
      assertThat(server.objectOf(location)).hasBinaryContent(bytes);
      var content = HttpRequest.newBuilder(uploads(server).resolve(location + "/content")).build();
      var read = client.send(content, BodyHandlers.ofByteArray());
      assertThat(read.version()).isEqualTo(version);
      assertThat(Arrays.equals(read.body(), bytes)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "PKCS#1"})
  void otherKeysAreTaken(String keyType) throws Exception {
    if (keyType.equals("ed25519")) {
      secret.put("one", keyType);
    } else {
      secret.putPkcs1("one");
    }
    try (var server = start()) {
      assertThat(certified(server)).isEqualTo("CN=one");
    }
  }

  @Test
  void newConnectionsGetANewCertificateOnceTheSecretChanged() throws Exception {
    secret.put("one", "rsa:2048");
    try (var server = start();
        var old = client(HttpClient.Version.HTTP_2)) {
      assertThat(options(old, server).statusCode()).isEqualTo(204);
      assertThat(certified(server)).isEqualTo("CN=one");
      secret.put("two", "rsa:2048");
      await().atMost(Duration.ofSeconds(60)).until(() -> certified(server).equals("CN=two"));
      assertThat(options(old, server).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void filesThatDoNotBelongTogetherChangeNothing() throws Exception {
    secret.put("one", "rsa:2048");
    try (var server = start()) {
      secret.putMismatch("wrong");
      await()
          .during(Duration.ofSeconds(7))
          .atMost(Duration.ofSeconds(60))
          .until(() -> certified(server).equals("CN=one"));
      secret.put("two", "rsa:2048");
      await().atMost(Duration.ofSeconds(60)).until(() -> certified(server).equals("CN=two"));
    }
  }

  @Test
  void missingCertificateEndsTheStartAndIsNamed() throws Exception {
    var log =
        ServiceProcess.failToStart(
            folder,
            Map.of(
                "LONGSHORE_TLS_ENABLED",
                "true",
                "LONGSHORE_TLS_CERTIFICATE",
                mount.resolve("none.crt").toString()));
    assertThat(log).contains("LONGSHORE_TLS_CERTIFICATE").contains("none.crt");
  }

  private static URI uploads(TestServer server) {
    return URI.create("https://localhost:" + server.uri().getPort() + "/uploads");
  }

  private static HttpResponse<Void> options(HttpClient client, TestServer server) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uploads(server)).method("OPTIONS", BodyPublishers.noBody()).build(),
        BodyHandlers.discarding());
  }

  /** Whom a new connection meets. */
  private static String certified(TestServer server) throws Exception {
    try (var client = client(HttpClient.Version.HTTP_2)) {
      var session = options(client, server).sslSession().orElseThrow();
      return ((X509Certificate) session.getPeerCertificates()[0]).getSubjectX500Principal() + "";
    }
  }

  private static HttpClient client(HttpClient.Version version) throws Exception {
    var trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TrustingAll()}, null);
    return HttpClient.newBuilder().version(version).sslContext(trusting).build();
  }

  private static final class TrustingAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
