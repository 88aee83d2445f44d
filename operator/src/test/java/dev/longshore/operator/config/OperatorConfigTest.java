package dev.longshore.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {

  @Test
  void needsNothingButTheImage() {
    var config = OperatorConfig.from(Map.of("LONGSHORE_UPLOAD_SERVICE_IMAGE", "image:1"));
    assertThat(config.watchNamespaces()).isEmpty();
    assertThat(config.lease()).isEmpty();
    assertThat(config.healthPort()).isEqualTo(8081);
  }

  @Test
  void readsAListOfNamespaces() {
    assertThat(with("LONGSHORE_WATCH_NAMESPACES", " team-a, team-b ,").watchNamespaces())
        .containsExactlyInAnyOrder("team-a", "team-b");
  }

  @ParameterizedTest
  @CsvSource({
    "LONGSHORE_UPLOAD_SERVICE_IMAGE, ''",
    "LONGSHORE_WATCH_NAMESPACES, Team_A",
    "LONGSHORE_HEALTH_PORT, none",
    "LONGSHORE_HEALTH_PORT, 70000",
    "LONGSHORE_WORKERS, 0",
    "LONGSHORE_UPGRADES_AT_ONCE, 0",
    "LONGSHORE_LEASE_DURATION, 15",
    "LONGSHORE_LEASE_RENEW_DEADLINE, 0s",
    "LONGSHORE_LEASE_RETRY_PERIOD, 1m"
  })
  void namesTheVariableThatIsWrong(String variable, String value) {
    assertThatThrownBy(() -> with(variable, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable);
  }

  @Test
  void readsTheTimesOfTheLease() {
    var lease = with("LONGSHORE_LEASE_DURATION", "60s").lease().orElseThrow();
    assertThat(lease.duration()).isEqualTo(Duration.ofSeconds(60));
    assertThat(lease.renewDeadline()).isEqualTo(Duration.ofSeconds(10));
    assertThat(lease.retryPeriod()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "LONGSHORE_LEASE_DURATION, 10s, 'the renew deadline, 10 s, must be shorter than the lease"
        + " duration, 10 s'",
    "LONGSHORE_LEASE_RETRY_PERIOD, 12s, 'the retry period, 12 s, must be shorter than the renew"
        + " deadline, 10 s'"
  })
  void refusesTimesThatDoNotFit(String variable, String value, String message) {
    assertThatThrownBy(() -> with(variable, value)).hasMessageContaining(message);
  }

  @Test
  void refusesADeploymentWithoutThePodsUid() {
    assertThatThrownBy(() -> with("LONGSHORE_DEPLOYMENT", "longshore"))
        .hasMessage("LONGSHORE_POD_UID must be set together with LONGSHORE_DEPLOYMENT");
  }

  private static OperatorConfig with(String variable, String value) {
    var environment =
        new HashMap<>(
            Map.of(
                "LONGSHORE_UPLOAD_SERVICE_IMAGE",
                "image:1",
                "LONGSHORE_LEASE_NAMESPACE",
                "longshore-system",
                "LONGSHORE_POD_NAME",
                "pod"));
    environment.put(variable, value);
    return OperatorConfig.from(environment);
  }
}
