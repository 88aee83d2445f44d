package dev.longshore.operator;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.longshore.operator.config.LeaseConfig;
import dev.longshore.operator.config.OperatorPod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseOwnersTest {

  /** Who leads would lose the lease while it waits, and work on beside the next one. */
  @Test
  void anApiServerThatDoesNotAnswerHoldsNobodyUp() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var client =
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + silent.getLocalPort())
                        .build())
                .build()) {
      var usual = LeaseConfig.of("longshore-system", "longshore-operator", "pod");
      var lease =
          new LeaseConfig(
              usual.namespace(),
              usual.name(),
              usual.identity(),
              usual.duration(),
              usual.renewDeadline(),
              usual.retryPeriod(),
              Optional.of(new OperatorPod("longshore-operator", "uid")));
      assertTimeoutPreemptively(
          Duration.ofSeconds(5), () -> new LeaseOwners(client, lease).claim());
    }
  }
}
