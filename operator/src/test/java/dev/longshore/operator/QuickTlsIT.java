package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.operator.cluster.KubeApi;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class QuickTlsIT {

  @Test
  void anApiServerTakesWhatIsPreferred() throws Exception {
    try (var admin = KubeApi.start().admin()) {
      var builder =
          HttpClient.newBuilder().sslContext(SSLUtils.sslContext(admin.getConfiguration()));
      new QuickTls().additionalConfig(builder);
      var version = HttpRequest.newBuilder(URI.create(admin.getMasterUrl() + "version")).build();

      try (var client = builder.build()) {
        var session = client.send(version, BodyHandlers.discarding()).sslSession().orElseThrow();

        assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
        assertThat(session.getCipherSuite()).contains("CHACHA20");
      }
    }
  }

  @Test
  void whatElseThereIsStaysOnOffer() throws Exception {
    assertThat(QuickTls.suites())
        .containsExactlyInAnyOrder(
            SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
  }
}
